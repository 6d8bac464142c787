//! Histories on a PostgreSQL of our own.

use super::Server;
use super::missing;
pub(super) use super::server::PostgreSql;
use sql::Dialect;

impl Server for PostgreSql {
    fn dialect(&self) -> Dialect {
        Dialect::PostgreSql
    }

    fn reset(&self, database: &str) {
        // Much the faster way, where nothing stays.
        let (left, errors, _) = self.psql(database, EMPTY);
        if errors.is_empty() && left.trim() == "0" {
            return;
        }
        let (_, errors, _) = self.psql(
            "postgres",
            &format!(
                "DROP DATABASE IF EXISTS {database} WITH (FORCE);\nCREATE DATABASE {database};"
            ),
        );
        assert_eq!(errors, "");
    }

    fn run(&self, database: &str, statements: &[String]) -> (Vec<bool>, String) {
        let mut input = String::from("SET check_function_bodies = off;\n");
        for statement in statements {
            input.push_str(statement);
            input.push_str("\n;\n\\echo @@ :ERROR\n");
        }
        let (output, errors, _) = self.psql(database, &input);
        let accepted = output
            .lines()
            .filter_map(|line| line.strip_prefix("@@ "))
            .map(|error| error == "false")
            .collect();
        (accepted, errors)
    }

    fn catalogue(&self, database: &str) -> Vec<String> {
        let (output, errors, _) = self.psql(database, CATALOGUE);
        assert_eq!(errors, "");
        let mut lines: Vec<String> = output.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }
}

/// Drops all schemas, and says how many extensions are left.
const EMPTY: &str = r"
DO $$ DECLARE s text; BEGIN
  FOR s IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP;
  CREATE SCHEMA public;
END $$;
SELECT count(*) FROM pg_extension WHERE extname <> 'plpgsql';
";

/// Everything but what extensions brought, and a default of `NULL`, which the server keeps for some types and is none. Views are compared by their columns: their text depends on renames.
const CATALOGUE: &str = r"
SET search_path = pg_catalog;
CREATE TEMP VIEW own AS SELECT c.oid, n.nspname || '.' || c.relname AS name, relkind, relpersistence, relpartbound, relispartition FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg_temp%' AND n.nspname NOT LIKE 'pg_toast_temp%'
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e');
SELECT 'relation ' || name || ' ' || relkind::text || ' ' || relpersistence::text || ' ' || coalesce(pg_get_expr(relpartbound, oid), '') || ' '
  || coalesce(CASE relkind WHEN 'p' THEN pg_get_partkeydef(oid) END, '') FROM own WHERE relkind IN ('r', 'p', 'v', 'm');
SELECT 'inherits ' || a.name || ' ' || b.name FROM pg_inherits i JOIN own a ON a.oid = inhrelid JOIN own b ON b.oid = inhparent WHERE a.relkind IN ('r', 'p');
SELECT 'column ' || name || ' ' || row_number() OVER (PARTITION BY o.oid ORDER BY attnum) || ' ' || attname
  || CASE WHEN relkind IN ('r', 'p') THEN ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull || ' ' || CASE WHEN pg_get_expr(adbin, adrelid) LIKE 'NULL::%' THEN '' ELSE coalesce(pg_get_expr(adbin, adrelid), '') END || ' ' || attidentity::text || attgenerated::text
  || ' ' || CASE WHEN attcollation <> typcollation THEN attcollation::regcollation::text ELSE '' END ELSE '' END
  FROM own o JOIN pg_attribute a ON attrelid = o.oid AND attnum > 0 AND NOT attisdropped JOIN pg_type t ON t.oid = atttypid
  LEFT JOIN pg_attrdef d ON adrelid = o.oid AND adnum = attnum WHERE relkind IN ('r', 'p', 'v', 'm');
SELECT 'constraint ' || name || ' ' || conname || ' ' || pg_get_constraintdef(c.oid) FROM own o JOIN pg_constraint c ON conrelid = o.oid WHERE contype IN ('p', 'u', 'f', 'c', 'x') AND conparentid = 0
  OR contype = 'f' AND conrelid = o.oid AND conparentid <> 0 AND o.relispartition;
SELECT 'index ' || pg_get_indexdef(indexrelid) FROM pg_index i JOIN own o ON o.oid = indrelid;
SELECT 'enum ' || n.nspname || '.' || typname || ' ' || string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum JOIN pg_type t ON t.oid = enumtypid JOIN pg_namespace n ON n.oid = typnamespace GROUP BY n.nspname, typname;
SELECT 'domain ' || n.nspname || '.' || t.typname || ' ' || format_type(typbasetype, typtypmod) || ' ' || typnotnull || ' ' || coalesce(typdefault, '') || ' '
  || coalesce((SELECT string_agg(conname || ' ' || pg_get_constraintdef(oid), ',' ORDER BY conname) FROM pg_constraint WHERE contypid = t.oid), '')
  FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE typtype = 'd' AND nspname NOT IN ('information_schema', 'pg_catalog')
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e');
SELECT 'sequence ' || s.name || ' ' || format_type(seqtypid, NULL) || ' ' || seqincrement || ' ' || seqstart || ' ' || coalesce((SELECT o.name || '.' || attname FROM pg_depend d JOIN own o ON o.oid = refobjid JOIN pg_attribute a ON attrelid = refobjid AND attnum = refobjsubid
  WHERE d.objid = s.oid AND deptype = 'a'), '') FROM own s JOIN pg_sequence q ON seqrelid = s.oid WHERE relkind = 'S' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = s.oid AND deptype = 'i');
SELECT 'schema ' || nspname FROM pg_namespace n WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = n.oid AND d.deptype = 'e');
";

#[test]
fn postgresql_has_the_schema_that_is_replayed() {
    let Some(server) = PostgreSql::start() else {
        return missing("PostgreSQL", "postgresql");
    };
    super::hold_to(&server, super::histories::POSTGRESQL, 60);
}

/// `SQL_HISTORIES` names a file with one history per line: its name, `postgresql`, and the files in order. Each is run
/// by `psql -f`; a file that the server refuses as a whole is neither counted nor replayed.
#[test]
fn real_histories_are_replayed_as_the_server_runs_them() {
    let Some(list) = std::env::var_os("SQL_HISTORIES") else {
        return;
    };
    let Some(server) = PostgreSql::start() else {
        return missing("PostgreSQL", "postgresql");
    };
    super::hold_to_real_ones(&server, "postgresql-statements");
    let list = std::fs::read_to_string(list).expect("the list can be read");
    let mut counts = super::Counts::default();
    for line in list.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, "postgresql", files @ ..] = words.as_slice() else {
            continue;
        };
        server.reset("a");
        let mut catalogue = sql::Catalogue::new(Dialect::PostgreSql);
        let (mut statements, mut missed, mut refused, mut problems) = (0, 0, 0, 0);
        for (number, file) in files.iter().enumerate() {
            let bytes = std::fs::read(file).expect("the file can be read");
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let script = sql::read(&text, Dialect::PostgreSql);
            let up: Vec<&sql::Statement> = script.section(sql::Section::Up).collect();
            let input = if script.has_sections {
                up.iter()
                    .map(|one| format!("{};\n", one.at.of(&text)))
                    .collect()
            } else {
                text.clone()
            };
            let whole = if script.transactional == Some(false)
                || text.to_lowercase().contains("concurrently")
                || text.contains("ADD VALUE")
            {
                input
            } else {
                format!("BEGIN;\n{input}\n;COMMIT;")
            };
            let (_, errors, _) = server.psql("a", &format!("\\set ON_ERROR_STOP on\n{whole}"));
            if !errors.is_empty() {
                refused += 1;
                eprintln!("  {file}: {}", errors.lines().next().unwrap_or(""));
                continue;
            }
            statements += up.len();
            for one in &up {
                counts.add(&one.kind, one.understood);
            }
            missed += up.iter().filter(|one| !one.understood).count();
            for note in &script.notes {
                eprintln!("  {file}: {}", note.message);
            }
            for effect in up.iter().flat_map(|one| &one.effects) {
                if let Some(problem) = catalogue
                    .apply(effect, number as u32)
                    .problem
                    .filter(|_| !effect.conditional)
                {
                    problems += 1;
                    eprintln!("  {file}: {problem}");
                }
            }
        }
        let result = super::compare_with(&server, &catalogue, "a");
        let facts = server.catalogue("a").len();
        let verdict = if result.is_ok() { "equal" } else { "DIFFERENT" };
        eprintln!(
            "{name}: {verdict}, {facts} facts, {} files ({refused} refused), {statements} statements ({missed} not understood), {problems} problems",
            files.len()
        );
        if let Err(difference) = result {
            eprintln!("{difference}");
        }
    }
    counts.print("postgresql");
}
