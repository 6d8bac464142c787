//! What a README says of the thing that it lies beside: that nobody maintains it, or that it is for tests and trials alone.

/// Bytes at the start of a README in which it says what matters most.
const HEAD_BYTES: usize = 1536;

/// What a README calls the thing that it speaks of.
const WHOLE: &[&str] = &["codebase", "code-base", "project", "repo", "repository"];

/// What is said of things that nobody works on.
const GIVEN_UP: &[&str] = &[
    "discontinued",
    "end of life",
    "end-of-life",
    "has been archived",
    "is archived",
    "is being archived",
    "is deprecated",
    "is now archived",
    "is now deprecated",
    "no longer actively developed",
    "no longer actively maintained",
    "no longer being maintained",
    "no longer developed",
    "no longer maintained",
    "not actively maintained",
    "not maintained",
    "unmaintained",
    "will be archived",
];

/// What is said of a part that is for tests and trials alone.
const TRIALS: &[&str] = &[
    "do not use in production",
    "do not use this in production",
    "for testing only",
    "for testing purposes only",
    "must not be used in production",
    "never use in production",
    "not for production",
    "not intended for production",
    "not meant for production",
    "only for testing",
    "only suitable for development",
    "only suitable for testing",
];

/// Whether a README says so: `text` is in lower case, `is_part` where it lies below the root. That a whole product is not for
/// production, its users are told; its authors still work on it.
pub(super) fn is_set_aside(text: &str, is_part: bool) -> bool {
    // Words are made bold in the middle of what they say.
    let head = head(text).replace(['*', '_'], "");
    is_given_up(&head) || is_part && TRIALS.iter().any(|words| head.contains(words))
}

/// The start of `text`.
fn head(text: &str) -> &str {
    let end = (0..=HEAD_BYTES.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// Whether `head`, in lower case, says of the whole that nobody maintains it, in a sentence or as the title.
fn is_given_up(head: &str) -> bool {
    let says = |text: &str| GIVEN_UP.iter().any(|words| text.contains(words));
    let speaks_of_whole = |start: &str| {
        start
            .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
            .any(|word| WHOLE.contains(&word))
    };
    let gives_up = |sentence: &str| {
        let mut said = GIVEN_UP.iter().filter_map(|words| sentence.find(words));
        said.any(|at| speaks_of_whole(&sentence[..at]))
    };
    let title = head.lines().find(|line| line.starts_with('#'));
    head.split(['.', '!', '\n']).any(gives_up)
        || title.is_some_and(|title| {
            says(title)
                || [
                    "[deprecated]",
                    "(deprecated)",
                    "deprecated:",
                    "(archived)",
                    "being archived",
                ]
                .iter()
                .any(|words| title.contains(words))
        })
}

#[cfg(test)]
mod tests {
    use super::{is_given_up, is_set_aside};

    #[test]
    fn what_nobody_maintains_says_so_of_itself() {
        assert!(is_given_up(
            "# shop\n\n**this project is no longer maintained!**"
        ));
        assert!(is_given_up("# deprecated: shop\n\na demo."));
        assert!(is_given_up(
            "> this repository is currently not maintained. fork it."
        ));
        assert!(!is_given_up(
            "# shop\n\nwe left redis, which is no longer maintained."
        ));
        assert!(!is_given_up(
            "# shop\n\na reader (not maintained by this project)."
        ));
        assert!(!is_given_up(
            "# shop\n\nthis project grows.\n## api\nv1 is deprecated."
        ));
    }

    #[test]
    fn a_part_may_be_for_tests_alone() {
        let text = "# keys\n\n> **do not use this in production.**";
        assert!(is_set_aside(text, true));
        assert!(!is_set_aside(text, false));
    }
}
