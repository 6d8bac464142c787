//! Tests, and what they need.

use super::folders::{SCENARIO_FOLDERS, TEST_FOLDERS, TEST_FOLDERS_OF_CODE};
use crate::Language;
use memchr::memmem;

pub(super) fn is_test(
    cased: &str,
    name: &str,
    folders: &[&str],
    language: Option<Language>,
) -> bool {
    if folders.iter().any(|folder| {
        TEST_FOLDERS.contains(folder)
            || [
                ".tests",
                ".test",
                "-tests",
                "_testdata",
                "-testdata",
                "_tests",
                ".unittests",
                ".functionaltests",
                ".integrationtests",
                "-test",
                "-e2e",
                "-autotest",
                "-autotests",
                "_e2e",
                ".specs",
                ".testing",
            ]
            .iter()
            .any(|end| folder.ends_with(end))
            || [
                "test-", "test_", "testdata", "e2e-", "e2e_", "mock-", "mock_",
            ]
            .iter()
            .any(|start| folder.starts_with(start))
    }) {
        return true;
    }
    let Some(language) = language else {
        return false;
    };
    if folders
        .iter()
        .any(|folder| TEST_FOLDERS_OF_CODE.contains(folder))
        || folders.windows(2).any(|pair| {
            pair[0] == "features" && (SCENARIO_FOLDERS.contains(&pair[1]) || pair[1] == "support")
        })
    {
        return true;
    }
    // `e2ecortex`: helpers of Go's tests, whose packages have no hyphens.
    if language == Language::Go && folders.iter().any(|folder| folder.starts_with("e2e")) {
        return true;
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let cased = cased.rsplit_once('.').map_or(cased, |(stem, _)| stem);
    match language {
        Language::Go => {
            stem.ends_with("_test")
                || stem.starts_with("mock_")
                || matches!(
                    stem,
                    "fixture"
                        | "fixtures"
                        | "testing"
                        | "testutil"
                        | "testutils"
                        | "test_utils"
                        | "testhelper"
                        | "testhelpers"
                )
        }
        Language::Python => {
            stem.starts_with("test_")
                || stem.ends_with("_test")
                || matches!(stem, "conftest" | "tests")
        }
        Language::JavaScript | Language::TypeScript => [
            ".test",
            ".spec",
            ".e2e",
            ".e2e-spec",
            ".mock",
            ".stories",
            ".cy",
            "-test",
            "_test",
            ".tests",
        ]
        .iter()
        .any(|end| stem.ends_with(end)),
        Language::Java | Language::Kotlin | Language::CSharp | Language::Php => [
            "Test", "Tests", "IT", "ITCase", "TestCase", "Spec", "TestBase",
        ]
        .iter()
        .any(|end| cased.ends_with(end)),
        Language::Ruby => stem.ends_with("_spec") || stem.ends_with("_test"),
        Language::Rust => {
            matches!(stem, "tests" | "test") || stem.ends_with("_test") || stem.ends_with("_tests")
        }
    }
}

/// Tags by which Go builds a file for tests alone.
const TEST_TAGS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "integration",
    "integration_test",
    "integrationtest",
    "e2e",
    "unit",
    "functional",
    "acceptance",
];

/// Whether a file of Go is built for tests alone: `//go:build integration && linux`.
/// Source: <https://pkg.go.dev/cmd/go#hdr-Build_constraints>
pub(super) fn is_built_for_tests(head: &str) -> bool {
    let before_code = head.lines().map(str::trim);
    let mut before_code = before_code.take_while(|line| line.is_empty() || line.starts_with("//"));
    let Some(condition) = before_code.find_map(|line| line.strip_prefix("//go:build ")) else {
        return false;
    };
    // All of these hold; of others one is enough, which says nothing.
    let mut needed = condition.split("&&").map(str::trim);
    !condition.contains("||") && needed.any(|tag| TEST_TAGS.contains(&tag))
}

/// Whether most functions of a file of Go are given a test: helpers that tests of other packages call.
pub(crate) fn helps_tests(text: &str) -> bool {
    const HEAD_BYTES: usize = super::ROLE_HEAD_BYTES;
    let bytes = text.as_bytes();
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    if memmem::find(head, b"\"testing\"").is_none() {
        return false;
    }
    let functions = text.lines().filter(|line| line.starts_with("func "));
    let (mut all, mut given) = (0, 0);
    for function in functions {
        all += 1;
        let takes = ["*testing.T", "testing.TB", "*testing.B", "*testing.F"];
        given += usize::from(takes.iter().any(|test| function.contains(test)));
    }
    given > 0 && given * 2 >= all
}
