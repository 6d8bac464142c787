//! Migrations that are program code, beside those of SQL.

use model::path::folder;

use super::version;
use crate::Input;

/// Of how many migrations one may be program code, and the schema still be known.
const CODE_SHARE: usize = 5;

/// Whether so many of the migrations in `root` are program code that the SQL of the others, `sql_steps` of them, does not
/// tell the schema.
pub fn is_part(input: &Input<'_>, root: &str, sql_steps: usize) -> bool {
    steps(input, root) * CODE_SHARE > sql_steps
}

/// Changelogs of Liquibase in XML from which on a folder is theirs.
const CHANGELOGS_MIN: usize = 3;

/// Whether the schema that `files` of `inner` write down is that of one day, or what changelogs which are not SQL go on
/// with: what came later is not known.
pub fn goes_on<'p>(
    input: &Input<'_>,
    inner: &str,
    mut files: impl Iterator<Item = &'p str>,
) -> bool {
    let is_of_liquibase = || {
        let lower = inner.to_ascii_lowercase();
        let is_called = lower.contains("liquibase") || lower.contains("changelog");
        let changelogs = input
            .below(inner)
            .filter(|path| folder(path) == inner && path.ends_with(".xml"));
        is_called && changelogs.count() >= CHANGELOGS_MIN
    };
    files.any(is_of_one_day) || is_of_liquibase()
}

/// Whether the name of a file holds a day: `schema_2026-01-31.sql`, `dump-20260131.sql`.
fn is_of_one_day(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let digits: String = name.replace(['-', '_'], "");
    let bytes = digits.as_bytes();
    bytes.windows(8).any(|part| {
        let number = |range: std::ops::Range<usize>| -> Option<u32> {
            std::str::from_utf8(&part[range]).ok()?.parse().ok()
        };
        part.iter().all(u8::is_ascii_digit)
            && number(0..4).is_some_and(|year| (1990..2100).contains(&year))
            && number(4..6).is_some_and(|month| (1..=12).contains(&month))
            && number(6..8).is_some_and(|day| (1..=31).contains(&day))
    })
}

/// How many files of a folder are program code that is named like a migration.
fn steps(input: &Input<'_>, root: &str) -> usize {
    const ENDINGS: &[&str] = &[
        ".go", ".js", ".ts", ".mjs", ".java", ".kt", ".rb", ".py", ".php", ".cs",
    ];
    input
        .below(root)
        .filter(|path| folder(path) == root || is_in_version_folder(path, root))
        .filter(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
            stem.is_some_and(|stem| {
                is_in_version_folder(path, root)
                    || version::leading(stem)
                        .is_some_and(|(_, _, rest)| rest.starts_with(['_', '-', '.']))
            })
        })
        .count()
}

/// Whether `path` lies in a folder of `root` whose name is a version alone.
fn is_in_version_folder(path: &str, root: &str) -> bool {
    let inner = folder(path);
    let leaf = inner.rsplit('/').next().unwrap_or(inner);
    folder(inner) == root
        && !root.is_empty()
        && version::leading(leaf).is_some_and(|(_, _, rest)| rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::is_of_one_day;

    #[test]
    fn a_day_in_the_name_is_that_of_a_snapshot() {
        assert!(is_of_one_day("db/shop_schema_2026-01-31.sql"));
        assert!(is_of_one_day("dump-20260131.sql"));
        assert!(!is_of_one_day("2026-01-31/schema.sql"));
        assert!(!is_of_one_day("schema_12345678.sql"));
        assert!(!is_of_one_day("schema_2026.sql"));
    }
}
