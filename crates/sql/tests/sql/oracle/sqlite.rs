//! SQLite through its shell, with a file per database.

use super::Server;
use super::server::{Running, missing, with_input};
use sql::Dialect;
use std::process::Command;

struct Sqlite {
    files: Running,
}

impl Sqlite {
    fn shell(&self, database: &str, input: &str) -> (String, String) {
        let mut command = Command::new("sqlite3");
        command.arg("-batch").arg(self.files.folder.join(database));
        let output = with_input(command, input);
        (
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    }
}

impl Server for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn reset(&self, database: &str) {
        std::fs::remove_file(self.files.folder.join(database)).ok();
    }

    fn run(&self, database: &str, statements: &[String]) -> (Vec<bool>, String) {
        // The shell names the line on which a statement that failed begins.
        let mut input = String::new();
        let mut starts = Vec::new();
        let mut line = 1;
        for statement in statements {
            starts.push(line);
            input.push_str(statement);
            input.push_str("\n;\n");
            line += statement.matches('\n').count() + 2;
        }
        let (_, errors) = self.shell(database, &input);
        let failed: Vec<usize> = errors
            .lines()
            .filter_map(|line| {
                line.split_once("near line ")?
                    .1
                    .split(':')
                    .next()?
                    .parse::<usize>()
                    .ok()
            })
            .map(|line| starts.partition_point(|start| *start <= line) - 1)
            .collect();
        (
            (0..statements.len())
                .map(|index| !failed.contains(&index))
                .collect(),
            errors,
        )
    }

    fn catalogue(&self, database: &str) -> Vec<String> {
        let (output, errors) = self.shell(database, CATALOGUE);
        assert_eq!(errors, "");
        let mut lines: Vec<String> = output.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }
}

/// A default of `NULL` is none, though SQLite keeps the word, and so it does the spaces of `NUMERIC (6, 4)`.
const CATALOGUE: &str = "
SELECT 'table', name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%';
SELECT 'column', t.name, c.cid, c.name, replace(replace(lower(c.type), ' (', '('), ', ', ','), c.\"notnull\", nullif(upper(c.dflt_value), 'NULL'), c.pk, c.hidden FROM pragma_table_list t, pragma_table_xinfo(t.name) c
  WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%';
SELECT 'index', t.name, i.name, i.\"unique\", i.origin, i.partial, x.seqno, x.cid, x.name, x.\"desc\", x.coll FROM pragma_table_list t, pragma_index_list(t.name) i, pragma_index_xinfo(i.name) x
  WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%' AND x.key;
SELECT 'foreign', t.name, f.\"table\", f.seq, f.\"from\", coalesce(f.\"to\", (SELECT k.name FROM pragma_table_info(f.\"table\") k WHERE k.pk = f.seq + 1)), f.on_update, f.on_delete FROM pragma_table_list t, pragma_foreign_key_list(t.name) f
  WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%';
SELECT 'autoincrement', name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%PRIMARY%KEY%AUTOINCREMENT%';
SELECT 'view', name FROM sqlite_master WHERE type = 'view';
";

#[test]
fn sqlite_has_the_schema_that_is_replayed() {
    if !Command::new("sqlite3")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
    {
        return missing("SQLite", "sqlite3");
    }
    let server = Sqlite {
        files: Running {
            child: None,
            folder: Running::folder("sqlite"),
        },
    };
    super::hold_to_real_ones(&server, "sqlite");
    super::hold_to(&server, super::histories::SQLITE, 150);
}
