//! What the path of one file of SQL says: its version, its direction, and the folder of its history.

use model::path::folder;

use super::version::{self, Version};

/// What a file does in its history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// It is applied.
    Up,
    /// It takes its version back.
    Down,
    /// It is applied again whenever it changes.
    Repeatable,
}

/// What a path says of a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'p> {
    /// The folder of the history.
    pub root: &'p str,
    /// The version as written; the name of a repeatable one.
    pub version: String,
    /// The version, to be compared.
    pub key: Version,
    /// What the file does.
    pub direction: Direction,
    /// The tool that alone names files so; empty if several do.
    pub tool: &'static str,
    /// Name of the migration without its direction: what two halves share.
    pub stem: &'p str,
    /// The product that the end of the name says it is for: `001_x.mysql.up.sql`.
    pub product: Option<&'static str>,
    /// Whether it holds the schema as its version leaves it: Flyway's `B1_2__x`.
    pub is_baseline: bool,
}

/// The place of the file at `path` among migrations; `None` if its name has no version.
pub fn place(path: &str) -> Option<Place<'_>> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let inner = folder(path);
    let stem = name.strip_suffix(".sql")?;
    if let Some(place) = in_own_folder(inner, stem) {
        return Some(place);
    }
    if let Some(place) = flyway(inner, stem) {
        return Some(place);
    }
    let (stem, direction, tool) = direction(stem);
    let is_parted = |rest: &str| rest.is_empty() || rest.starts_with(['_', '-', '.', ' ']);
    let Some((text, key, _)) = version::leading(stem).filter(|(_, _, rest)| is_parted(rest)) else {
        return in_version_folder(inner, stem, direction);
    };
    let (root, key, text) = below_versions(inner, key, text);
    Some(Place {
        root,
        version: text,
        key,
        direction,
        tool,
        product: stem.split('.').skip(1).find_map(product),
        is_baseline: false,
        stem,
    })
}

/// A file without a version in a folder that is one: `migrations/12/orders.sql`, `delta/12/orders.sql`.
fn in_version_folder<'p>(inner: &'p str, stem: &'p str, direction: Direction) -> Option<Place<'p>> {
    let (parent, leaf) = inner.rsplit_once('/')?;
    let of_migrations = [
        "migration",
        "delta",
        "upgrade",
        "patch",
        "version",
        "changes",
    ];
    let kind = parent.rsplit('/').next().unwrap_or(parent).to_lowercase();
    if !of_migrations.iter().any(|word| kind.contains(word)) {
        return None;
    }
    let (text, key, "") = version::leading(leaf)? else {
        return None;
    };
    let (root, key, version) = below_versions(parent, key, text);
    Some(Place {
        root,
        version,
        key,
        direction,
        tool: "",
        stem,
        product: stem.split('.').skip(1).find_map(product),
        is_baseline: false,
    })
}

/// The product that a word at the end of a name means, where one folder serves several.
fn product(word: &str) -> Option<&'static str> {
    Some(match word {
        "postgres" | "postgresql" | "pg" => "postgres",
        "mysql" | "mariadb" => "mysql",
        "sqlite" | "sqlite3" => "sqlite",
        "cockroach" | "cockroachdb" => "cockroach",
        "mssql" => "mssql",
        "oracle" => "oracle",
        _ => return None,
    })
}

/// Diesel's `<version>_x/up.sql` and Prisma's `<version>_x/migration.sql`.
fn in_own_folder<'p>(inner: &'p str, stem: &str) -> Option<Place<'p>> {
    let (tool, direction) = match stem {
        "up" => ("diesel", Direction::Up),
        "down" => ("diesel", Direction::Down),
        "migration" => ("prisma", Direction::Up),
        _ => return None,
    };
    let leaf = inner.rsplit('/').next().unwrap_or(inner);
    let (text, key, _) = version::leading(leaf)?;
    Some(Place {
        root: folder(inner),
        version: text.to_owned(),
        key,
        direction,
        tool,
        stem: leaf,
        product: None,
        is_baseline: false,
    })
}

/// Flyway's `V1_2__x`, `U1_2__x`, `B1_2__x` and `R__x`, and `V1_2` without a description.
fn flyway<'p>(inner: &'p str, stem: &'p str) -> Option<Place<'p>> {
    let head = match stem.split_once("__") {
        Some((head, _)) => head,
        None => stem.starts_with('V').then_some(stem)?,
    };
    if head == "R" {
        return Some(Place {
            root: inner,
            version: stem.to_owned(),
            key: Version::default(),
            direction: Direction::Repeatable,
            tool: "flyway",
            stem,
            product: None,
            is_baseline: false,
        });
    }
    let direction = match head.as_bytes().first()? {
        b'V' | b'B' => Direction::Up,
        b'U' => Direction::Down,
        _ => return None,
    };
    Some(Place {
        root: inner,
        version: head[1..].to_owned(),
        key: version::flyway(&head[1..])?,
        direction,
        tool: "flyway",
        stem: &stem[1..],
        product: None,
        is_baseline: head.starts_with('B'),
    })
}

/// The stem without its direction: `.up`, `.down`, `.do`, `.undo`, `_up`, `_down`.
fn direction(stem: &str) -> (&str, Direction, &'static str) {
    for (end, direction, tool) in [
        (".up", Direction::Up, "golang-migrate"),
        (".down", Direction::Down, "golang-migrate"),
        ("_up", Direction::Up, ""),
        ("_down", Direction::Down, ""),
        ("-up", Direction::Up, ""),
        ("-down", Direction::Down, ""),
        ("_rollback", Direction::Down, ""),
        (".rollback", Direction::Down, ""),
    ] {
        if let Some(rest) = stem.strip_suffix(end) {
            return (rest, direction, tool);
        }
    }
    // Postgrator: `001.do.name`, `001.undo.name`. The version alone is shared.
    if let Some((version, rest)) = stem.split_once('.') {
        if rest == "do" || rest.starts_with("do.") {
            return (version, Direction::Up, "postgrator");
        }
        if rest == "undo" || rest.starts_with("undo.") {
            return (version, Direction::Down, "postgrator");
        }
    }
    (stem, Direction::Up, "")
}

/// Folders that are versions themselves: `migration/0.22/03__x` belongs to `migration`, behind `migration/0.21`.
fn below_versions<'p>(inner: &'p str, key: Version, text: &str) -> (&'p str, Version, String) {
    let mut root = inner;
    let mut numbers = key.0;
    let mut version = text.to_owned();
    while let Some((parent, leaf)) = root.rsplit_once('/') {
        let Some((text, key, "")) = version::leading(leaf) else {
            break;
        };
        numbers.splice(0..0, key.0);
        version = format!("{text}/{version}");
        root = parent;
    }
    (root, Version(numbers), version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Option<(&str, &str, Direction, &str)>) {
        let found = place(path);
        let found = found.as_ref().map(|place| {
            (
                place.root,
                place.version.as_str(),
                place.direction,
                place.tool,
            )
        });
        assert_eq!(found, expected, "{path}");
    }

    #[test]
    fn flyway_names_its_directions() {
        check("db/V1__a.sql", Some(("db", "1", Direction::Up, "flyway")));
        let parted = Some(("db", "1.0_0020", Direction::Up, "flyway"));
        check("db/V1.0_0020.sql", parted);
        check(
            "db/V1_2__a.sql",
            Some(("db", "1_2", Direction::Up, "flyway")),
        );
        check(
            "db/U1.2__a.sql",
            Some(("db", "1.2", Direction::Down, "flyway")),
        );
        check(
            "db/R__views.sql",
            Some(("db", "R__views", Direction::Repeatable, "flyway")),
        );
    }

    #[test]
    fn pairs_share_their_stem() {
        let up = place("m/000001_a.up.sql").expect("a migration");
        let down = place("m/000001_a.down.sql").expect("a migration");
        assert_eq!((up.stem, up.direction), ("000001_a", Direction::Up));
        assert_eq!((down.stem, down.direction), ("000001_a", Direction::Down));
        check(
            "m/001.do.a.sql",
            Some(("m", "001", Direction::Up, "postgrator")),
        );
    }

    #[test]
    fn diesel_and_prisma_keep_a_folder_for_each() {
        check(
            "migrations/2019-02-26-002946_create_user/up.sql",
            Some(("migrations", "2019-02-26-002946", Direction::Up, "diesel")),
        );
        check(
            "prisma/migrations/20230404095503_init/migration.sql",
            Some((
                "prisma/migrations",
                "20230404095503",
                Direction::Up,
                "prisma",
            )),
        );
    }

    #[test]
    fn folders_may_be_versions() {
        check(
            "store/migration/sqlite/0.22/00__x.sql",
            Some(("store/migration/sqlite", "0.22/00", Direction::Up, "")),
        );
    }

    #[test]
    fn a_folder_may_hold_all_files_of_a_version() {
        check(
            "store/delta/40/orders.sql",
            Some(("store/delta", "40", Direction::Up, "")),
        );
        check(
            "db/migrations/1.2/27orders.sql",
            Some(("db/migrations", "1.2", Direction::Up, "")),
        );
        check("reports/2024/orders.sql", None);
    }

    #[test]
    fn a_name_without_a_version_is_no_migration() {
        check("db/schema.sql", None);
        check("queries/users.sql", None);
        check("db/2fa.sql", None);
    }
}
