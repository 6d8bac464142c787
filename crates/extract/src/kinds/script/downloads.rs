//! Contracts that a command brings from elsewhere: `curl -o api/stock.yaml https://…`.

use super::{commands, plain, words};
use crate::input::Probe;

/// What brings a file.
const PROGRAMS: &[&str] = &["curl", "wget"];

/// Ends of the names of contracts.
const ENDS: &[&str] = &[".json", ".yaml", ".yml"];

/// Contracts that are taken from one file.
const CONTRACTS_LIMIT: usize = 1000;

/// Whether a file may bring one.
pub(super) fn may_be(probe: &Probe<'_>) -> bool {
    PROGRAMS.iter().any(|program| probe.has(program)) && ENDS.iter().any(|end| probe.has(end))
}

/// The contracts that `text` brings, sorted.
pub(super) fn contracts(text: &str) -> Vec<String> {
    let mut found: Vec<String> = commands(text, PROGRAMS)
        .iter()
        .flat_map(|line| written(line))
        .take(CONTRACTS_LIMIT)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The files that a command writes what it gets to: behind `-o`, `-O`, `--output` or `>`. What it gets from the machine that
/// runs it is one's own.
fn written(command: &str) -> Vec<String> {
    let is_own = ["localhost", "127.0.0.1", "://$"]
        .iter()
        .any(|host| command.contains(host));
    if is_own || !command.contains("://") {
        return Vec::new();
    }
    let words = words(command);
    let mut found = Vec::new();
    for (position, word) in words.iter().enumerate() {
        let before = position.checked_sub(1).map(|before| words[before]);
        let is_output = |word: &str| {
            matches!(word, ">" | "--output" | "--output-document")
                // Short options may stand together: `-sSLo`.
                || word.starts_with('-') && !word.starts_with("--") && word.ends_with(['o', 'O'])
        };
        let joined = ["--output=", "--output-document=", ">"]
            .iter()
            .find_map(|option| word.strip_prefix(option));
        let path = match (joined, before) {
            (Some(path), _) => path,
            (None, Some(before)) if is_output(before) => word,
            _ => continue,
        };
        if ENDS.iter().any(|end| path.ends_with(end)) {
            found.extend(plain(path));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::contracts;

    #[test]
    fn what_a_command_brings_is_what_it_writes() {
        let found = |text: &str| contracts(text);
        assert_eq!(
            found(
                "update:\n\tcurl -s -o ./api/stock.yaml -z ./api/stock.yaml https://example.org/a.yaml"
            ),
            ["./api/stock.yaml"]
        );
        assert_eq!(
            found("curl -sSLo $ROOT/api/rates.json https://example.org/rates.json"),
            ["api/rates.json"]
        );
        assert_eq!(
            found("wget https://example.org/a.yml -O \\\n  api/a.yml"),
            ["api/a.yml"]
        );
        assert_eq!(
            found("curl https://example.org/b.yaml > api/b.yaml"),
            ["api/b.yaml"]
        );
        assert_eq!(found("curl https://example.org/b.yaml"), [""; 0]);
        assert_eq!(
            found("curl -o api/own.json http://localhost:8080/v3/api-docs"),
            [""; 0]
        );
        assert_eq!(
            found("curl -o api/own.json http://$HOST/v3/api-docs"),
            [""; 0]
        );
        assert_eq!(
            found("curl -d @order.json https://example.org/orders"),
            [""; 0]
        );
    }
}
