//! Tests, and what they need.

use super::folders::{SCENARIO_FOLDERS, TEST_FOLDERS, TEST_FOLDERS_OF_CODE};
use crate::Language;

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
                "_e2e",
                ".specs",
            ]
            .iter()
            .any(|end| folder.ends_with(end))
            || ["test-", "test_", "testdata", "e2e-", "e2e_"]
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
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let cased = cased.rsplit_once('.').map_or(cased, |(stem, _)| stem);
    match language {
        Language::Go => stem.ends_with("_test") || stem.starts_with("mock_"),
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
