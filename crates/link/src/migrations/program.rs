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
