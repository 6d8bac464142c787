//! Scripts, build files and guides: which manifests of Kubernetes they apply to a cluster, and which contracts they bring from
//! elsewhere.

mod downloads;

use model::FileFacts;
use model::facts::{Applied, Facts};

use super::Kind;
use super::readme::is_local;
use crate::Input;
use crate::input::file_name;

/// What people and pipelines apply manifests with.
pub const KIND: Kind = Kind {
    name: "script",
    may_be,
    is: |probe| {
        probe.bytes.len() <= BYTES_LIMIT && (probe.has("kubectl") || downloads::may_be(probe))
    },
    read,
};

/// Largest file that is read, in bytes.
const BYTES_LIMIT: usize = 256 * 1024;

/// Manifests that are taken from one file.
const MANIFESTS_LIMIT: usize = 1000;

fn may_be(path: &str) -> bool {
    const NAMES: &[&str] = &["justfile", "jenkinsfile", "makefile", "tiltfile"];
    const ENDS: &[&str] = &[".bash", ".bat", ".cmd", ".md", ".mk", ".ps1", ".sh"];
    let name = file_name(path).to_ascii_lowercase();
    let is_yaml = name.ends_with(".yml") || name.ends_with(".yaml");
    NAMES.contains(&name.as_str())
        || ENDS.iter().any(|end| name.ends_with(end))
        || is_yaml
            && (path.starts_with(".github/workflows/")
                || [
                    "pipeline",
                    "gitlab-ci",
                    "taskfile",
                    "cloudbuild",
                    "skaffold",
                ]
                .iter()
                .any(|word| name.contains(word)))
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let downloaded = downloads::contracts(input.text);
    if !downloaded.is_empty() {
        facts.facts.push(Facts::Downloaded(downloaded));
    }
    let mut manifests: Vec<String> = Vec::new();
    for line in commands(input.text, &["kubectl"]) {
        let room = MANIFESTS_LIMIT.saturating_sub(manifests.len());
        manifests.extend(applied(&line).into_iter().take(room));
    }
    manifests.sort();
    manifests.dedup();
    if !manifests.is_empty() {
        facts.facts.push(Facts::Applied(Applied {
            manifests,
            is_local: is_local(&input.text.to_lowercase()),
        }));
    }
}

/// Lines that name one of `programs`, those that go on in the next one joined.
fn commands(text: &str, programs: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut command = String::new();
    for line in text.lines() {
        let line = line.trim_end();
        let part = line.strip_suffix(['\\', '`']);
        command.push_str(part.unwrap_or(line));
        // A line of Markdown may end in a backtick that closes a piece of code.
        if part.is_some()
            && command.len() < 10_000
            && command.matches('`').count().is_multiple_of(2)
        {
            command.push(' ');
            continue;
        }
        let line = std::mem::take(&mut command);
        if programs.iter().any(|program| line.contains(program)) {
            found.push(line);
        }
    }
    found
}

/// The words of a command, without what is around them.
fn words(command: &str) -> Vec<&str> {
    command
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ';' | '|' | '(' | ')'))
        .map(|word| word.trim_matches(['"', '\'', '`', ',']))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The files and folders that a command applies, as written but for variables: `*` stands for each, and one that
/// begins a path is left out.
fn applied(command: &str) -> Vec<String> {
    let words = words(command);
    if !words
        .iter()
        .any(|word| matches!(*word, "apply" | "create" | "replace"))
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (position, word) in words.iter().enumerate() {
        let before = position.checked_sub(1).map(|before| words[before]);
        let is_named = matches!(
            before,
            Some("-f" | "--filename" | "-k" | "--kustomize" | "build" | "kustomize")
        );
        let value = ["--filename=", "-f=", "--kustomize=", "-k="]
            .iter()
            .find_map(|option| word.strip_prefix(option));
        let is_file = word.ends_with(".yaml") || word.ends_with(".yml");
        let path = match value {
            Some(value) => value,
            None if (is_named && *word != "build") || is_file => word,
            None => continue,
        };
        found.extend(plain(path));
    }
    found
}

/// A path without variables; `None` for one that says nothing, an option or an address.
fn plain(path: &str) -> Option<String> {
    if path.starts_with('-') || path.starts_with('<') || path.contains("://") {
        return None;
    }
    let mut parts: Vec<String> = Vec::new();
    for part in path.replace('\\', "/").split('/') {
        let part = part.trim_matches(['"', '\'']);
        let Some(start) = part.find('$') else {
            parts.push(part.to_owned());
            continue;
        };
        let rest = &part[start + 1..];
        let end = match rest.strip_prefix('{') {
            Some(inner) => inner.find('}').map_or(rest.len(), |end| end + 2),
            None => rest
                .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
                .unwrap_or(rest.len()),
        };
        let part = format!("{}*{}", &part[..start], &rest[end..]);
        // What a variable stands for alone is not known: a folder above, or any file.
        match part == "*" {
            true => parts.clear(),
            false => parts.push(part),
        }
    }
    let path = parts.join("/");
    let path = path.trim_end_matches('/');
    (!path.is_empty()).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{applied, commands};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = commands(text, &["kubectl"])
            .iter()
            .flat_map(|line| applied(line))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn manifests_are_what_is_applied() {
        check(
            "kubectl apply -f k8s/db.yaml -f \"$ROOT/k8s/cache.yaml\"\nkubectl get pods -f x.yaml",
            &["k8s/db.yaml", "k8s/cache.yaml"],
        );
        check("kubectl apply -k overlays/local/", &["overlays/local"]);
        check("kubectl apply --filename=./k8s", &["./k8s"]);
        check(
            "kustomize build overlays/dev | kubectl apply -f -",
            &["overlays/dev"],
        );
        check(
            "sed 's/a/b/' k8s/sql.yaml | kubectl apply -f -",
            &["k8s/sql.yaml"],
        );
        check(
            "for one in a b; do kubectl apply -f k8s/${one}-service.yaml; done",
            &["k8s/*-service.yaml"],
        );
        check("kubectl apply \\\n  -f k8s/db.yaml", &["k8s/db.yaml"]);
        check("Run `kubectl apply -f k8s/db.yaml`", &["k8s/db.yaml"]);
        check("kubectl apply -f https://example.com/a.yaml", &[]);
        check("kubectl apply -f \"$file\"", &[]);
    }
}
