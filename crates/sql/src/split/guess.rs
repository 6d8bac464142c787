//! The dialect, told by what only one of them writes.

use super::lex::{Lexer, TokenKind};
use crate::Dialect;

/// How many tokens are looked at.
const MOST_TOKENS: usize = 40_000;

pub(crate) fn guess(text: &str) -> Option<Dialect> {
    // PostgreSQL's tokens are right for all as far as the evidence goes.
    let mut lexer = Lexer::new(text, Dialect::PostgreSql, 0, text.len());
    let mut scores = [0i32; 3];
    let [postgres, mysql, sqlite] = [0, 1, 2];
    let mut before = String::new();
    let mut backticks = 0;
    for _ in 0..MOST_TOKENS {
        let Some(token) = lexer.next() else { break };
        let raw = token.text(text);
        match token.kind {
            TokenKind::Dollar => scores[postgres] += 5,
            TokenKind::Quoted if raw.starts_with('`') => backticks += 1,
            TokenKind::Operator if raw == "::" => scores[postgres] += 5,
            TokenKind::Word => {
                let word = raw.to_ascii_lowercase();
                let (who, weight) = match word.as_str() {
                    "serial" | "bigserial" | "timestamptz" | "jsonb" | "plpgsql" | "bytea"
                    | "concurrently" | "uuid_generate_v4" | "gen_random_uuid" | "extension"
                    | "search_path" | "inet" | "tsvector" | "citext" | "int4" | "int8"
                    | "returning" | "materialized" | "ilike" | "nextval" | "regclass" | "owner"
                    | "smallserial" | "pg_catalog" => (postgres, 4),
                    "uuid" => (postgres, 1),
                    "domain" if before == "create" => (postgres, 4),
                    "type" if before == "create" => (postgres, 4),
                    "schema" if before == "create" => (postgres, 1),
                    "varying" => (postgres, 3),
                    "now" => (postgres, 1),
                    "auto_increment" | "engine" | "unsigned" | "mediumtext" | "longtext"
                    | "tinyint" | "charset" | "utf8mb4" | "mediumint" | "innodb" | "longblob"
                    | "mediumblob" | "delimiter" | "modify" => (mysql, 4),
                    "datetime" => {
                        scores[sqlite] += 1;
                        (mysql, 1)
                    }
                    "autoincrement" | "pragma" | "rowid" | "sqlite_master" | "sqlite_sequence"
                    | "strftime" | "fts5" | "julianday" => (sqlite, 5),
                    "virtual" if before == "create" => (sqlite, 5),
                    "boolean" => (postgres, 1),
                    _ => (postgres, 0),
                };
                scores[who] += weight;
                before = word;
            }
            _ => {}
        }
    }
    // Both take backticks, so that they only tell PostgreSQL apart, and weigh for one that shows itself.
    if backticks > 0 {
        scores[postgres] = 0;
        match scores[sqlite].cmp(&scores[mysql]) {
            std::cmp::Ordering::Greater => scores[sqlite] += 3 * backticks,
            std::cmp::Ordering::Less => scores[mysql] += 3 * backticks,
            std::cmp::Ordering::Equal => {}
        }
    }
    let best = (0..3).max_by_key(|index| scores[*index])?;
    let second = (0..3)
        .filter(|index| *index != best)
        .map(|index| scores[index])
        .max()?;
    let clear = scores[best] >= 3 && scores[best] > second;
    clear.then(|| [Dialect::PostgreSql, Dialect::MySql, Dialect::Sqlite][best])
}

#[cfg(test)]
mod tests {
    use crate::{Dialect, guess_dialect};

    #[track_caller]
    fn check(text: &str, expected: Option<Dialect>) {
        assert_eq!(guess_dialect(text), expected);
    }

    #[test]
    fn features_tell_the_dialect_and_plain_sql_tells_nothing() {
        check(
            "CREATE TABLE a (id bigserial, at timestamptz DEFAULT now())",
            Some(Dialect::PostgreSql),
        );
        check(
            "CREATE TABLE `a` (`id` int unsigned NOT NULL AUTO_INCREMENT) ENGINE=InnoDB",
            Some(Dialect::MySql),
        );
        check(
            "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)",
            Some(Dialect::Sqlite),
        );
        check("CREATE TABLE a (id INTEGER PRIMARY KEY)", None);
        check("CREATE TABLE `a` (`id` uuid NOT NULL, `at` datetime)", None);
        check(
            "CREATE TABLE `a` (`id` bigint unsigned, `b` boolean, `c` boolean, `d` boolean, `e` boolean)",
            Some(Dialect::MySql),
        );
        check("", None);
    }
}
