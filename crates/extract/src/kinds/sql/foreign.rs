//! SQL of databases that are not read: saying nothing is better than reading it as another's.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

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

/// What folders of SQL are called before the word of a database.
const FOLDERS: [&str; 9] = [
    "ddl",
    "migration",
    "sql",
    "db",
    "data",
    "schema",
    "script",
    "scripts",
    "migrations",
];

/// What only the SQL of one of these databases holds.
/// Sources: Oracle Database SQL Language Reference, "Data Types"; Transact-SQL reference, "IDENTITY (Property)" and "OBJECT_ID".
const MARKS: [(&str, &str); 5] = [
    (" varchar2(", "Oracle"),
    (" identity(1,", "SQL Server"),
    ("[dbo].", "SQL Server"),
    (" nvarchar(max)", "SQL Server"),
    ("if object_id(", "SQL Server"),
];

/// The database whose SQL `text` is, if it is none that is read: by a folder, by the end of the file's name
/// (`schema-h2.sql`), by types that only it has, or by a table engine of its own.
pub fn foreign(path: &str, text: &str) -> Option<&'static str> {
    let path = path.to_ascii_lowercase();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let mut parts: Vec<&str> = folders.split('/').collect();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let ending = stem.rsplit_once(['-', '_', '.']).map(|(_, ending)| ending);
    parts.extend(ending);
    // `ddl-oracle`, but not `price-oracle`.
    let endings = folders.split('/').filter_map(|folder| {
        let (first, word) = folder.rsplit_once(['-', '_'])?;
        FOLDERS.contains(&first).then_some(word)
    });
    parts.extend(endings);
    let named = FOREIGN.iter().find(|(word, _)| parts.contains(word));
    match named {
        Some((_, database)) => Some(database),
        None if is_clickhouse(text) => Some("ClickHouse"),
        None => marked(text),
    }
}

/// The product called `name`, if it is one whose SQL is not read.
pub fn product(name: &str) -> Option<&'static str> {
    let mut products = FOREIGN.iter().map(|(_, product)| *product);
    products.find(|product| *product == name)
}

/// The database whose mark `text` holds, outside of comments and texts.
fn marked(text: &str) -> Option<&'static str> {
    static SEARCH: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(MARKS.map(|(mark, _)| mark))
            .expect("a handful of short words")
    });
    let is_code = |at: usize| {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        !text[line..at].contains("--") && !text[line..at].contains('\'')
    };
    let found = SEARCH
        .find_iter(text)
        .find(|found| is_code(found.start()))?;
    Some(MARKS[found.pattern().as_usize()].1)
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
        check("db/migration-bigquery/V1__all.sql", "", Some("BigQuery"));
        check("db/ddl-oracle/1.sql", "", Some("Oracle"));
        check("price-oracle/migrations/1.sql", "", None);
        check("db/postgresql/schema.sql", "", None);
        check("migrations/3_oracle_prices.sql", "", None);
    }

    #[test]
    fn types_tell_the_database() {
        check("1.sql", "CREATE TABLE t (a  VARCHAR2(6));", Some("Oracle"));
        check(
            "1.sql",
            "CREATE TABLE t (a int Identity(1,1))",
            Some("SQL Server"),
        );
        check(
            "1.sql",
            "CREATE TABLE t (a varchar(6)) -- was varchar2(6)",
            None,
        );
        check("1.sql", "SELECT 'a varchar2(6)', varchar2(6)", None);
        check(
            "1.sql",
            "IF OBJECT_ID('t', 'U') IS NOT NULL DROP TABLE t;",
            Some("SQL Server"),
        );
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
