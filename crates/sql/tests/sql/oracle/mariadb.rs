//! A MariaDB of our own, over a socket in a temporary folder. It stands for MySQL too.

use super::Server;
use super::server::{Running, is_root, missing, with_input};
use sql::Dialect;
use std::process::{Command, Stdio};

pub(super) struct MariaDb {
    running: Running,
}

fn is_here(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
}

impl MariaDb {
    pub(super) fn start() -> Option<MariaDb> {
        if !is_here("mariadbd") || !is_here("mariadb") {
            return None;
        }
        let folder = Running::folder("mariadb");
        let data = folder.join("data");
        let user = if is_root() {
            "--user=root"
        } else {
            "--skip-name-resolve"
        };
        let made = Command::new("mariadb-install-db")
            .args([
                "--no-defaults",
                user,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ])
            .arg(format!("--datadir={}", data.display()))
            // Two that are made at once would take each other's temporary tables.
            .arg(format!("--tmpdir={}", folder.display()))
            .output()
            .expect("mariadb-install-db can be started");
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let child = Command::new("mariadbd")
            .args([
                "--no-defaults",
                user,
                "--skip-networking",
                "--skip-grant-tables",
                "--innodb-flush-log-at-trx-commit=0",
            ])
            .args([
                "--innodb-buffer-pool-size=32M",
                "--character-set-server=utf8mb4",
                "--skip-log-bin",
            ])
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--tmpdir={}", folder.display()))
            .arg(format!("--socket={}", folder.join("socket").display()))
            .arg(format!("--pid-file={}", folder.join("pid").display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("mariadbd can be started");
        let server = MariaDb {
            running: Running {
                child: Some(child),
                folder,
            },
        };
        for _ in 0..300 {
            if server.client("", "SELECT 1;").1.is_empty() {
                return Some(server);
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("mariadbd does not answer");
    }

    pub(super) fn client(&self, database: &str, input: &str) -> (String, String) {
        let mut command = Command::new("mariadb");
        command.args([
            "--no-defaults",
            "--force",
            "-N",
            "-r",
            "--default-character-set=utf8mb4",
        ]);
        command.arg(format!(
            "--socket={}",
            self.running.folder.join("socket").display()
        ));
        if !database.is_empty() {
            command.arg(database);
        }
        let output = with_input(command, input);
        (
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    }
}

impl MariaDb {
    /// A database that holds what `script` makes.
    pub(super) fn reset_to(&self, database: &str, script: &str) {
        self.reset(database);
        let (_, errors) = self.client(database, script);
        assert_eq!(errors, "");
    }
}

impl Server for MariaDb {
    fn dialect(&self) -> Dialect {
        Dialect::MySql
    }

    fn empty(&self) -> sql::Catalogue {
        sql::Catalogue::of_mariadb()
    }

    fn reset(&self, database: &str) {
        let (_, errors) = self.client(
            "",
            &format!("DROP DATABASE IF EXISTS {database}; CREATE DATABASE {database};"),
        );
        assert_eq!(errors, "");
    }

    fn run(&self, database: &str, statements: &[String]) -> (Vec<bool>, String) {
        let mut input = String::new();
        for statement in statements {
            // Bodies have semicolons of their own.
            input.push_str("DELIMITER //ends//\n");
            input.push_str(statement);
            input.push_str("\n//ends//\nDELIMITER ;\nSELECT CONCAT('@@ ', @@error_count);\n");
        }
        let (output, errors) = self.client(database, &input);
        let accepted = output
            .lines()
            .filter_map(|line| line.strip_prefix("@@ "))
            .map(|errors| errors == "0")
            .collect();
        (accepted, errors)
    }

    fn catalogue(&self, database: &str) -> Vec<String> {
        let list = format!(
            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '{database}' AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1;"
        );
        let (tables, errors) = self.client(database, &list);
        assert_eq!(errors, "");
        let shows: String = tables
            .lines()
            .map(|table| format!("SHOW CREATE TABLE `{table}`;\n"))
            .collect();
        let (output, errors) = self.client(database, &shows);
        assert_eq!(errors, "");
        let mut table = String::new();
        let mut lines = Vec::new();
        for line in output.lines() {
            if let Some((name, _)) = line.split_once("\tCREATE TABLE") {
                table = name.to_owned();
                lines.push(format!("table {name}"));
            } else {
                let line = line.trim().trim_end_matches(',');
                // InnoDB does the same for `NO ACTION`, where it is written, as it does for nothing.
                // `JSON` is a name for this; whether its collation is written depends on how the column came about.
                let mut line = without_next_number(line);
                if line.contains("CHECK (json_valid(") {
                    line = line.replace(" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "");
                }
                let line = line
                    .replace(" ON DELETE NO ACTION", "")
                    .replace(" ON UPDATE NO ACTION", "");
                let (line, check) = with_check_apart(&line);
                lines.extend(check.map(|check| format!("{table}: {check}")));
                lines.push(format!("{table}: {line}"));
            }
        }
        // The order of columns matters, that of keys does not.
        let columns = lines
            .iter()
            .filter(|line| line.contains(": `"))
            .cloned()
            .collect::<Vec<_>>()
            .join(" | ");
        lines.sort();
        lines.push(columns);
        lines
    }
}

/// A column without its check, and a check without the name that the server chose: MariaDB keeps a check that has no
/// name where it was written, MySQL among those of the table, as the replay does.
fn with_check_apart(line: &str) -> (String, Option<String>) {
    if let Some(rest) = line.strip_prefix("CONSTRAINT `CONSTRAINT_") {
        let (_, check) = rest.split_once("` ").unwrap_or(("", rest));
        return (check.to_owned(), None);
    }
    match line.split_once(" CHECK (") {
        Some((column, check)) if line.starts_with('`') && !check.starts_with("json_valid(") => {
            (column.to_owned(), Some(format!("CHECK ({check}")))
        }
        _ => (line.to_owned(), None),
    }
}

/// The options of a table without the number that the next row gets.
fn without_next_number(line: &str) -> String {
    match line.split_once(" AUTO_INCREMENT=") {
        Some((before, after)) => {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{before}{after}")
        }
        None => line.to_owned(),
    }
}

#[test]
fn mariadb_has_the_schema_that_is_replayed() {
    let Some(server) = MariaDb::start() else {
        return missing("MariaDB", "mariadb-server");
    };
    super::hold_to_real_ones(&server, "mysql");
    super::hold_to(&server, super::histories::MYSQL, 60);
}
