//! Changes of a column's type, held to PostgreSQL: each type into each other one. What writes the table anew gets another
//! file; what is narrower refuses a value, or keeps less of it.

use super::locks::judged;
use super::{missing, postgresql::PostgreSql};
use sql::{Dialect, ImpactKind, Server};

const TYPES: &str = "
CREATE TYPE mood AS ENUM ('sad', 'overjoyed');
CREATE DOMAIN label AS varchar(40);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
";

/// Each type with the values that others could refuse.
const VALUES: &[(&str, &[&str])] = &[
    ("smallint", &["-32768", "32767"]),
    ("integer", &["-2147483648", "2147483647"]),
    ("bigint", &["-9223372036854775808", "9223372036854775807"]),
    (
        "numeric",
        &[
            "0.5",
            "0.0000000001",
            "1e30",
            "0.1111111111222222222233333333334444444444555555555566666666667777777777",
        ],
    ),
    ("numeric(10,2)", &["99999999.99", "-99999999.99"]),
    ("numeric(4,0)", &["-9999"]),
    ("numeric(9,0)", &["-999999999"]),
    ("numeric(18,0)", &["-999999999999999999"]),
    ("numeric(20,0)", &["-99999999999999999999"]),
    (
        "numeric(40,0)",
        &["-9999999999999999999999999999999999999999"],
    ),
    ("real", &["1e30", "0.5", "-1.1754944e-38"]),
    (
        "double precision",
        &["1e300", "0.5", "-2.2250738585072014e-308"],
    ),
    (
        "text",
        &[
            "a",
            "",
            "a text <\\ that is longer than what a name keeps, which is sixty-three characters",
        ],
    ),
    (
        "varchar",
        &[
            "a",
            "a text <\\ that is longer than what a name keeps, which is sixty-three characters",
        ],
    ),
    ("varchar(5)", &["abcde", "<\\"]),
    (
        "varchar(40)",
        &["abcdefghijklmnopqrstuvwxyzabcdefghijkl<\\"],
    ),
    ("char(5)", &["abcde", "<\\"]),
    (
        "name",
        &["abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefgh<\\"],
    ),
    ("boolean", &["true", "false"]),
    ("uuid", &["00000000-0000-0000-0000-000000000001"]),
    ("date", &["2026-11-27", "5874897-12-31"]),
    ("timestamp", &["2026-11-27 10:11:12"]),
    ("timestamp(0)", &["2026-11-27 10:11:12"]),
    ("timestamptz", &["2026-11-27 10:11:12+00"]),
    ("time", &["10:11:12"]),
    ("timetz", &["10:11:12+00"]),
    (
        "interval",
        &[
            "3 days 01:00:00",
            "-177999999 years -11 mons -200000000 days -200000000:59:59.999999",
        ],
    ),
    (
        "json",
        &[
            "\"a long value for the sake of its length, which is more than sixty-three characters\"",
            "{\"a\": 1}",
        ],
    ),
    (
        "jsonb",
        &[
            "\"a long value for the sake of its length, which is more than sixty-three characters\"",
            "{\"a\": 1}",
        ],
    ),
    (
        "bytea",
        &[
            "\\x41",
            "\\x41414141414141414141414141414141414141414141414141414141414141414141414141414141",
        ],
    ),
    (
        "inet",
        &["10.1.2.3/8", "abcd:abcd:abcd:abcd:abcd:abcd:abcd:abcd/127"],
    ),
    (
        "cidr",
        &["10.0.0.0/8", "abcd:abcd:abcd:abcd:abcd:abcd:abcd:abcd/128"],
    ),
    ("bit(3)", &["101"]),
    ("varbit(5)", &["10101"]),
    (
        "xml",
        &[
            "<a/>",
            "<a>a long value for the sake of its length, which is more than sixty-three characters</a>",
        ],
    ),
    ("mood", &["sad", "overjoyed"]),
    ("label", &["abcdefghijklmnopqrstuvwxyzabcdefghijkl<\\"]),
    ("positive", &["2147483647"]),
];

/// What the server does and is not told: a date of the year 5874897, bits that read like a number, fractions of a float, and texts made something that they may well hold.
fn is_left_out(from: &str, to: &str) -> bool {
    let is_json = |name: &str| name.starts_with("json");
    (from == "date" && to.starts_with("timestamp"))
        || (["real", "double precision"].contains(&from) && to.starts_with("numeric("))
        || (from.starts_with("bit") && !to.contains("char"))
        || (is_json(to)
            && ["text", "varchar", "char", "name", "label"]
                .iter()
                .any(|start| from.starts_with(start)))
}

/// The function that tries one pair: whether the server can at all, whether it writes the table anew, and whether a
/// value is refused or changed. Numbers are compared as numbers are, the rest as text, where no float is in between.
const PROBE: &str = r"
CREATE FUNCTION probe(old text, new text, vals text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE v text; file oid; rewritten boolean; refused boolean := false; same boolean;
BEGIN
  EXECUTE format('CREATE TEMP TABLE p (c %s)', old);
  file := pg_relation_filenode('p'::regclass);
  BEGIN
    EXECUTE format('ALTER TABLE p ALTER c TYPE %s USING c::%s', new, new);
  EXCEPTION WHEN OTHERS THEN DROP TABLE p; RETURN 'none'; END;
  rewritten := pg_relation_filenode('p'::regclass) <> file;
  FOREACH v IN ARRAY vals LOOP
    BEGIN
      EXECUTE format('INSERT INTO p VALUES (%L)', v);
      IF old ~ 'int|numeric' AND new ~ 'int|numeric' THEN
        EXECUTE format('SELECT c::numeric = %L::numeric FROM p', v) INTO same;
      ELSIF old ~ 'timestamp' AND new ~ 'date|time$|timetz' OR old ~ 'text|char|name|label' AND new ~ 'text|char|name|label' OR new = 'name' THEN
        EXECUTE format('SELECT c::text = %L FROM p', v) INTO same;
      ELSE same := true;
      END IF;
      refused := refused OR NOT same;
      DELETE FROM p;
    EXCEPTION WHEN OTHERS THEN refused := true; DELETE FROM p; END;
  END LOOP;
  DROP TABLE p;
  RETURN rewritten || ' ' || refused;
END $$;
";

#[test]
fn postgresql_rewrites_and_refuses_as_is_claimed() {
    let Some(server) = PostgreSql::start() else {
        return missing("PostgreSQL", "postgresql");
    };
    let mut pairs = Vec::new();
    let mut script =
        format!("SET timezone = 'Europe/Paris';\nSET datestyle = iso;\n{TYPES}{PROBE}");
    for (from, values) in VALUES {
        for (to, _) in VALUES.iter().filter(|(to, _)| to != from) {
            let values: Vec<String> = values.iter().map(|one| format!("'{one}'")).collect();
            script.push_str(&format!(
                "SELECT probe('{from}', '{to}', ARRAY[{}]::text[]);\n",
                values.join(",")
            ));
            pairs.push((*from, *to));
        }
    }
    let (output, errors, _) = server.psql("a", &script);
    assert_eq!(errors, "");
    let answers: Vec<&str> = output.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(answers.len(), pairs.len());
    let mut wrong = Vec::new();
    for ((from, to), answer) in pairs.into_iter().zip(answers) {
        if answer == "none" {
            continue;
        }
        let impacts = judged(
            Dialect::PostgreSql,
            Server::default_of(Dialect::PostgreSql),
            &format!("{TYPES}CREATE TABLE p (c {from});"),
            &format!("ALTER TABLE p ALTER c TYPE {to} USING c::{to}"),
        );
        let rewrites = impacts.iter().any(|impact| impact.rewrites);
        let narrows = impacts.iter().any(|impact| {
            matches!(
                impact.kind,
                ImpactKind::NarrowedType | ImpactKind::TextToEnum
            )
        });
        let claimed = format!("{rewrites} {narrows}");
        let shown = match answer.split_once(' ') {
            Some((rewritten, _)) if is_left_out(from, to) => format!("{rewritten} {narrows}"),
            _ => answer.to_owned(),
        };
        if claimed != shown {
            wrong.push(format!("{from} to {to}: {claimed}, the server {shown}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
