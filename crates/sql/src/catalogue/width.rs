//! How wide relations may be. A few lines of SQL could ask for any number of columns: a view of a view twice over, a table
//! like the last one and a column more.

use super::{Catalogue, Problem, Relation};
use crate::Dialect;

/// Columns, indexes and constraints of all relations of a database together.
const PARTS_LIMIT: usize = 300_000;

/// A relation with fewer parts is written out by whoever makes it, more or less.
const WIDE: usize = 100;

/// The columns that a server takes in one relation.
/// Source: PostgreSQL 17 manual, "PostgreSQL Limits"; MySQL 8.4 manual, "Table Column-Count and Row-Size Limits";
/// SQLite, "Implementation Limits", `SQLITE_MAX_COLUMN`.
pub(super) fn columns_limit(dialect: Dialect) -> usize {
    match dialect {
        Dialect::PostgreSql => 1_600,
        Dialect::MySql => 4_096,
        Dialect::Sqlite => 2_000,
    }
}

impl Catalogue {
    /// Why `relation`, with so many `more` indexes and constraints to come, is too wide to be kept.
    pub(super) fn too_wide(&self, relation: &Relation, more: usize) -> Option<Problem> {
        let own = parts(relation) + more;
        let all = || self.relations.values().map(|one| parts(one)).sum::<usize>();
        let is_too_much = || own > WIDE && all() + own > PARTS_LIMIT;
        self.too_many_columns(relation, relation.columns.len())
            .or_else(|| is_too_much().then_some(Problem::TooMany(PARTS_LIMIT)))
    }

    /// Why `relation` cannot have so many `columns`.
    pub(super) fn too_many_columns(&self, relation: &Relation, columns: usize) -> Option<Problem> {
        let limit = columns_limit(self.dialect);
        (columns > limit).then(|| Problem::TooWide {
            relation: relation.key.to_string(),
            limit,
        })
    }
}

/// What is kept of a relation, piece by piece.
fn parts(relation: &Relation) -> usize {
    relation.columns.len() + relation.indexes.len() + relation.constraints.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The problems of `script`, and how many columns there are at its end.
    fn replayed(script: &str) -> (Vec<Problem>, usize) {
        let mut catalogue = Catalogue::new(Dialect::PostgreSql);
        let mut problems = Vec::new();
        for statement in &crate::read(script, Dialect::PostgreSql).statements {
            for effect in &statement.effects {
                problems.extend(catalogue.apply(effect, 0).problem);
            }
        }
        let columns = catalogue.relations().map(|one| one.columns.len()).sum();
        (problems, columns)
    }

    #[test]
    fn a_view_of_a_view_twice_over_ends_at_the_limit() {
        let mut script = String::from("CREATE TABLE v0 (a int);");
        for number in 0..60 {
            let next = number + 1;
            script += &format!(
                "CREATE VIEW v{next} AS SELECT x.*, y.* FROM v{number} x JOIN v{number} y ON true;"
            );
        }
        let (_, columns) = replayed(&script);
        assert!(columns < 100 * 1_600, "{columns}");
    }

    #[test]
    fn stars_stand_for_no_more_than_a_server_takes() {
        let columns: Vec<String> = (0..1_000).map(|number| format!("c{number} int")).collect();
        let mut script = format!("CREATE TABLE t ({});", columns.join(", "));
        for number in 0..50 {
            let stars = ["t.*"; 300].join(", ");
            script += &format!("CREATE VIEW v{number} AS SELECT {stars} FROM t;");
        }
        let (_, columns) = replayed(&script);
        assert!(columns < 100 * 1_600, "{columns}");
    }

    #[test]
    fn tables_like_the_last_one_end_at_the_limit() {
        let mut script = String::from("CREATE TABLE t0 (a0 int);");
        for number in 1..1_000 {
            let last = number - 1;
            script += &format!("CREATE TABLE t{number} (LIKE t{last}, a{number} int);");
        }
        let (problems, columns) = replayed(&script);
        // A narrow one is always kept.
        assert!(columns <= PARTS_LIMIT + 1_000 * WIDE, "{columns}");
        assert!(problems.contains(&Problem::TooMany(PARTS_LIMIT)));
    }

    #[test]
    fn a_table_takes_as_many_columns_as_the_server_does() {
        let mut script = String::from("CREATE TABLE t (id int);");
        for number in 0..1_700 {
            script += &format!("ALTER TABLE t ADD COLUMN c{number} int;");
        }
        let (problems, columns) = replayed(&script);
        let limit = Problem::TooWide {
            relation: "t".to_owned(),
            limit: 1_600,
        };
        assert_eq!(columns, 1_600);
        assert_eq!(problems.len(), 101);
        assert_eq!(problems[0], limit);
    }
}
