//! CODEOWNERS: which team owns which paths.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;
use crate::input::file_name;

/// CODEOWNERS of GitHub and GitLab.
pub const KIND: Kind = Kind {
    name: "codeowners",
    may_be: |path| {
        file_name(path) == "CODEOWNERS"
            && matches!(
                model::path::folder(path),
                "" | ".github" | ".gitlab" | "docs"
            )
    },
    is: |_| true,
    read,
};

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let rules = input.text.lines().filter_map(rule).collect();
    facts.facts.push(Facts::CodeOwners(rules));
}

/// A pattern and its owners; a section of GitLab (`[Name]`) is no pattern.
fn rule(line: &str) -> Option<(String, Vec<String>)> {
    let line = line.split(" #").next()?.trim();
    if line.is_empty() || line.starts_with(['#', '[', '^']) {
        return None;
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    Some((words.next()?, words.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, &[&str])>) {
        let found = rule(line);
        let found = found.as_ref().map(|(pattern, owners)| {
            (
                pattern.as_str(),
                owners.iter().map(String::as_str).collect::<Vec<_>>(),
            )
        });
        assert_eq!(
            found,
            expected.map(|(pattern, owners)| (pattern, owners.to_vec()))
        );
    }

    #[test]
    fn a_rule_is_a_pattern_and_owners() {
        check(
            "/services/orders/ @shop/orders a@b.c # x",
            Some(("/services/orders/", &["@shop/orders", "a@b.c"])),
        );
        check("* ", Some(("*", &[])));
        check("# comment", None);
        check("[Section]", None);
    }
}
