//! What a manifest is for, by its path: a test or an example, development, production.

use code::Role;
use model::facts::Facts;

use crate::Input;

/// Whether a manifest describes a test, an example or a tool, and not the system.
pub fn is_aside(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let is_test = super::technology::words(&name).iter().any(|word| {
        matches!(
            word.as_str(),
            "test" | "tests" | "testing" | "ci" | "e2e" | "benchmark" | "example"
        )
    });
    is_test
        || path.starts_with('.')
        || path.contains("/.")
        || matches!(
            code::role(path, ""),
            Role::Test | Role::Example | Role::Vendored
        )
        || path.split('/').any(|folder| {
            folder.starts_with("old-")
                || folder.starts_with("old_")
                || super::technology::words(folder)
                    .iter()
                    .any(|word| matches!(word.as_str(), "benchmark" | "benchmarks" | "e2e"))
                || matches!(
                    folder,
                    "test"
                        | "tests"
                        | "e2e"
                        | "examples"
                        | "example"
                        | "samples"
                        | "testdata"
                        | "node_modules"
                        | "vendor"
                        | "third_party"
                        | "docs"
                        | "extras"
                        | "fixtures"
                        | "ci"
                        | "hack"
                        | "archive"
                        | "archived"
                        | "backup"
                        | "backups"
                        | "deprecated"
                )
        })
}

/// Whether a file belongs to the tests of a package of the JVM: `src/it/resources`, `src/testSmoke/kotlin`.
pub(super) fn is_of_tests(path: &str) -> bool {
    let mut folders = path.split('/');
    folders.any(|folder| folder == "src")
        && folders.next().is_some_and(|set| {
            let lower = set.to_ascii_lowercase();
            set == "it" || lower.starts_with("test") || lower.ends_with("test")
        })
}

/// Whether a folder called `integration`, in which tests stand, holds `path`: a service may have that name as well.
pub(super) fn is_of_integration_tests(input: &Input<'_>, path: &str) -> bool {
    let mut folder = model::path::folder(path);
    while !folder.is_empty() {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        let holds_tests = || {
            let mut files = input.below(folder);
            files.any(|file| {
                model::path::folder(file) == folder && code::role(file, "") == Role::Test
            })
        };
        if matches!(name, "integration" | "integrations") && holds_tests() {
            return true;
        }
        folder = model::path::folder(folder);
    }
    false
}

pub(super) fn has_server_package(input: &Input<'_>) -> bool {
    input.facts.iter().any(|(&file, facts)| {
        facts.facts.iter().any(|facts| {
            matches!(facts, Facts::Package(package) if package.runtime == code::Runtime::Server)
        }) && !is_aside(input.path(file))
    })
}

/// The environment that a path names; empty if it names none.
pub(super) fn environment(path: &str) -> &'static str {
    let lower = path.to_ascii_lowercase();
    if lower.contains("quick-start") || lower.contains("getting-started") {
        return "development";
    }
    for word in super::technology::words(&lower).iter().rev() {
        match word.as_str() {
            "prod" | "production" | "live" | "release" => return "production",
            "staging" | "stage" | "preprod" => return "staging",
            "dev" | "develop" | "development" | "local" | "override" | "debug" | "localhost"
            | "devcontainer" | "minikube" | "kind" | "quickstart" | "playground" | "sandbox"
            | "tutorial" | "contrib" | "demo" | "demos" | "ephemeral" => {
                return "development";
            }
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::is_of_tests;

    #[test]
    fn every_set_of_tests_of_a_package_is_one() {
        for path in [
            "orders/src/test/resources/application.yml",
            "src/it/resources/a.yml",
            "src/integrationTest/resources/a.yml",
            "src/integration-test/resources/a.yml",
            "src/testSmoke/resources/a.yml",
            "src/testFixtures/a.yml",
        ] {
            assert!(is_of_tests(path), "{path}");
        }
        for path in [
            "src/main/resources/test/a.yml",
            "test/a.yml",
            "src/items/a.yml",
        ] {
            assert!(!is_of_tests(path), "{path}");
        }
    }
}
