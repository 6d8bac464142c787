//! Servers of our own for tests: a PostgreSQL over a socket in a temporary folder, and what every such server needs.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// A PostgreSQL of our own, over a socket in a temporary folder.
pub struct PostgreSql {
    running: Running,
    programs: PathBuf,
}

/// The newest installation's programs.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .chain(
            std::env::var_os("PATH")
                .iter()
                .flat_map(std::env::split_paths),
        )
        .filter(|folder| {
            ["initdb", "postgres", "psql"]
                .iter()
                .all(|program| folder.join(program).exists())
        })
        .collect();
    found.sort();
    found.pop()
}

/// PostgreSQL refuses to run as root.
fn as_user(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

impl PostgreSql {
    pub fn start() -> Option<PostgreSql> {
        let programs = programs()?;
        let folder = Running::folder("postgresql");
        if is_root() {
            let done = Command::new("chown").arg("postgres").arg(&folder).status();
            assert!(
                done.is_ok_and(|status| status.success()),
                "the folder can be given to postgres"
            );
        }
        let data = folder.join("data");
        let made = as_user(&programs.join("initdb"))
            .arg("-D")
            .arg(&data)
            .args([
                "-U",
                "postgres",
                "--auth=trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ])
            .output()
            .expect("initdb can be started");
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let child = as_user(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&folder)
            .args([
                "-c",
                "listen_addresses=",
                "-c",
                "fsync=off",
                "-c",
                "full_page_writes=off",
                "-c",
                "max_locks_per_transaction=1024",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("postgres can be started");
        let server = PostgreSql {
            running: Running {
                child: Some(child),
                folder,
            },
            programs,
        };
        for _ in 0..200 {
            if server.psql("postgres", "SELECT 1").2 {
                server.psql("postgres", "CREATE DATABASE a;\nCREATE DATABASE b;");
                return Some(server);
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("postgres does not answer");
    }

    /// Output, errors, and whether it went well.
    pub fn psql(&self, database: &str, input: &str) -> (String, String, bool) {
        let mut command = Command::new(self.programs.join("psql"));
        command
            .arg("-h")
            .arg(&self.running.folder)
            .args(["-U", "postgres", "-d", database, "-qAtX"]);
        command.env("PGOPTIONS", "-c client_min_messages=error");
        let output = with_input(command, input);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            text(&output.stdout),
            text(&output.stderr),
            output.status.success(),
        )
    }
}

/// A folder for a server's files, removed at the end; its process is ended first.
pub struct Running {
    pub child: Option<Child>,
    pub folder: PathBuf,
}

impl Running {
    pub fn folder(name: &str) -> PathBuf {
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let own = format!("archreview-{name}-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(own);
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
        folder
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // `runuser` stands between us and PostgreSQL, which leaves its own number in a file.
            let own = std::fs::read_to_string(self.folder.join("data/postmaster.pid"))
                .unwrap_or_default();
            let number = own
                .lines()
                .next()
                .map_or_else(|| child.id().to_string(), str::to_owned);
            Command::new("kill").args(["-INT", &number]).status().ok();
            for _ in 0..50 {
                if matches!(child.try_wait(), Ok(Some(_))) {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            child.kill().ok();
            child.wait().ok();
        }
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// A missing server is a failure where `CI` is set; elsewhere the test says so and ends.
pub fn missing(server: &str, packages: &str) {
    let message = format!(
        "{server} is not here, so nothing was compared with it; to get it: apt-get install -y {packages}"
    );
    assert!(std::env::var_os("CI").is_none(), "{message}");
    eprintln!("SKIPPED: {message}");
}

pub fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Runs a program with this input.
pub fn with_input(mut command: Command, input: &str) -> Output {
    use std::io::Write;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the client can be started");
    let mut stdin = child.stdin.take().expect("it was asked for");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()).ok());
    let output = child.wait_with_output().expect("the client ends");
    writer.join().ok();
    output
}
