//! Scripts that bring the next version: whether they stop the program before they start it, or end the sessions of the
//! database before they change its schema.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;
use crate::input::file_name;

/// Scripts of deployments and of upgrades.
pub const KIND: Kind = Kind {
    name: "stop",
    may_be: |path| is_script(path) || is_workflow(path),
    is: |probe| ENDS.iter().chain(STOPS).any(|words| probe.has(words)),
    read,
};

/// What ends the sessions of a database of PostgreSQL.
const ENDS: &[&str] = &["pg_terminate_backend"];

/// What stops a program, in the words of its manager.
const STOPS: &[&str] = &[
    "docker compose down",
    "docker compose stop",
    "docker-compose down",
    "docker-compose stop",
    "docker rm -f",
    "docker stop",
    "pm2 stop",
    "supervisorctl stop",
    "systemctl stop",
];

/// What starts it again.
const STARTS: &[&str] = &[
    "docker compose start",
    "docker compose up",
    "docker-compose start",
    "docker-compose up",
    "docker run",
    "docker start",
    "pm2 start",
    "supervisorctl start",
    "systemctl start",
];

/// Words in the names of files that bring the next version to those who use it.
const BRINGS: &[&str] = &["deploy", "release", "update", "upgrade"];

/// Folders and files that are for the machine of a developer.
const LOCAL: &[&str] = &[
    "dev",
    "develop",
    "development",
    "e2e",
    "example",
    "examples",
    "local",
    "test",
    "tests",
];

fn is_script(path: &str) -> bool {
    path.ends_with(".sh") || path.ends_with(".bash")
}

fn is_workflow(path: &str) -> bool {
    path.contains(".github/workflows/") && (path.ends_with(".yml") || path.ends_with(".yaml"))
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let lines = || {
        let lines = input.text.lines().map(str::trim_start);
        lines.filter(|line| !line.starts_with('#'))
    };
    let has = |words: &str| lines().any(|line| line.contains(words));
    if is_script(input.path) && ENDS.iter().any(|words| has(words)) && has("psql") && has(".sql") {
        facts.facts.push(Facts::EndsSessions);
    }
    if brings(input.path) && stops_to_start(lines()) {
        facts.facts.push(Facts::StopsToDeploy);
    }
}

/// Whether a file of this name brings the next version to those who use it.
fn brings(path: &str) -> bool {
    let is_local = path
        .split(['/', '-', '_', '.'])
        .any(|part| LOCAL.contains(&part));
    let name = file_name(path);
    !is_local && BRINGS.iter().any(|word| name.contains(word))
}

/// Whether `lines` stop something, and start it afterwards.
fn stops_to_start<'t>(mut lines: impl Iterator<Item = &'t str>) -> bool {
    let says = |line: &str, words: &[&str]| words.iter().any(|words| line.contains(words));
    lines.any(|line| says(line, STOPS)) && lines.any(|line| says(line, STARTS))
}

#[cfg(test)]
mod tests {
    use super::{brings, stops_to_start};

    #[test]
    fn what_stops_first_starts_afterwards() {
        let check = |text: &str| stops_to_start(text.lines());
        assert!(check(
            "docker compose pull\ndocker compose down\ndocker compose up -d"
        ));
        assert!(check(
            "ssh shop 'systemctl stop shop'\nssh shop 'systemctl start shop'"
        ));
        assert!(!check(
            "docker compose up -d\nsleep 60\ndocker compose down"
        ));
        assert!(!check("docker compose up -d"));
    }

    #[test]
    fn what_brings_the_next_version_is_not_for_developers() {
        assert!(brings("deploy/vm-upgrade.sh"));
        assert!(brings(".github/workflows/deploy.yml"));
        assert!(!brings("local/deploy.sh"));
        assert!(!brings("scripts/deploy-dev.sh"));
        assert!(!brings("scripts/run.sh"));
    }
}
