//! Comments that allow a finding: `archreview: allow RULE -- reason`, in any format.

use memchr::memmem;
use model::At;
use model::facts::Suppression;

const MARK: &str = "archreview: allow ";

/// Every comment of `text` that allows a finding, in order. A mark counts where a comment sign
/// (`#`, `--`, `//`, `/*`, `<!--`, `*`) stands before it on its line.
pub fn find(text: &str) -> Vec<Suppression> {
    memmem::find_iter(text.as_bytes(), MARK)
        .filter(|&start| is_comment(text, start))
        .map(|start| {
            let rest = &text[start + MARK.len()..];
            let line = rest.lines().next().unwrap_or_default();
            let line = line
                .trim_end()
                .trim_end_matches("-->")
                .trim_end_matches("*/")
                .trim_end();
            let (rule, reason) = match line.split_once(" -- ") {
                Some((rule, reason)) => (rule.trim(), reason.trim()),
                None => (line.trim_end_matches("--").trim(), ""),
            };
            Suppression {
                at: At::new(start as u32..(start + MARK.len() + line.len()) as u32),
                rule: rule.to_owned(),
                reason: reason.to_owned(),
            }
        })
        .collect()
}

fn is_comment(text: &str, start: usize) -> bool {
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = text[line..start].trim_end();
    ["#", "--", "//", "/*", "<!--", "*"]
        .iter()
        .any(|sign| before.ends_with(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let found = find(text);
        let found: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|s| {
                (
                    &text[s.at.start as usize..s.at.end as usize],
                    s.rule.as_str(),
                    s.reason.as_str(),
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_comment_names_the_rule_and_the_reason() {
        check(
            "a: 1 # archreview: allow x-y -- because\n",
            &[("archreview: allow x-y -- because", "x-y", "because")],
        );
        check(
            "<!-- archreview: allow x -- why -->",
            &[("archreview: allow x -- why", "x", "why")],
        );
    }

    #[test]
    fn a_comment_without_a_reason_has_an_empty_one() {
        check(
            "-- archreview: allow x",
            &[("archreview: allow x", "x", "")],
        );
    }

    #[test]
    fn text_outside_of_comments_is_no_suppression() {
        check("say: archreview: allow x -- y", &[]);
    }
}
