//! SQL of databases that are not read: saying nothing is better than reading it as another's.

/// Databases whose SQL is not read, by the word that folders and file names carry.
const FOREIGN: [(&str, &str); 13] = [
    ("clickhouse", "ClickHouse"),
    ("mssql", "SQL Server"),
    ("sqlserver", "SQL Server"),
    ("oracle", "Oracle"),
    ("snowflake", "Snowflake"),
    ("bigquery", "BigQuery"),
    ("redshift", "Redshift"),
    ("cassandra", "Cassandra"),
    ("hsqldb", "HSQLDB"),
    ("h2", "H2"),
    ("derby", "Derby"),
    ("db2", "Db2"),
    ("spanner", "Spanner"),
];

/// The database whose SQL `text` is, if it is none that is read: by a folder, by the end of the file's name
/// (`schema-h2.sql`), or by a table engine of its own.
pub fn foreign(path: &str, text: &str) -> Option<&'static str> {
    let path = path.to_ascii_lowercase();
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let ending = stem.rsplit_once(['-', '_', '.']).map(|(_, ending)| ending);
    parts.extend(ending);
    let named = FOREIGN.iter().find(|(word, _)| parts.contains(word));
    match named {
        Some((_, database)) => Some(database),
        None => is_clickhouse(text).then_some("ClickHouse"),
    }
}

/// Whether a table has an engine of the MergeTree family, which only ClickHouse has.
fn is_clickhouse(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), "MergeTree").any(|at| {
        text[..at]
            .rfind(|c: char| !c.is_alphanumeric() && !c.is_whitespace())
            .is_some_and(|sign| {
                text[..sign]
                    .trim_end()
                    .to_ascii_uppercase()
                    .ends_with("ENGINE")
                    && text[sign..].starts_with('=')
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: Option<&str>) {
        assert_eq!(foreign(path, text), expected);
    }

    #[test]
    fn a_folder_or_the_end_of_a_name_tells_the_database() {
        check("db/hsqldb/schema.sql", "", Some("HSQLDB"));
        check("db/schema-h2.sql", "", Some("H2"));
        check("db/postgresql/schema.sql", "", None);
        check("migrations/3_oracle_prices.sql", "", None);
    }

    #[test]
    fn a_table_engine_tells_clickhouse() {
        check(
            "a.sql",
            "CREATE TABLE t (a Int64) ENGINE = ReplacingMergeTree ORDER BY a",
            Some("ClickHouse"),
        );
        check("a.sql", "CREATE TABLE t (a int) ENGINE = InnoDB", None);
        check("a.sql", "-- not a MergeTree", None);
    }
}
