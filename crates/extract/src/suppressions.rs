//! Comments that allow a finding: `archreview: allow RULE -- reason`, in any format.

use std::ops::Range;

use memchr::memmem;
use model::At;
use model::facts::Suppression;

const MARK: &str = "archreview: allow ";

/// Every comment of `text` that allows a finding, in order. A mark counts where a comment sign
/// (`#`, `--`, `//`, `/*`, `<!--`, `*`) stands before it on its line.
pub fn find(text: &str) -> Vec<Suppression> {
    // Comments that stand alone below each other cover up to the same line.
    let mut block = 0..0;
    memmem::find_iter(text.as_bytes(), MARK)
        .filter(|&start| is_comment(text, start))
        .map(|start| {
            let rest = &text[start + MARK.len()..];
            let line = rest.lines().next().unwrap_or_default();
            let ends = ["-->", "*/"].into_iter();
            let end = ends.filter_map(|end| line.find(end)).min();
            let line = line[..end.unwrap_or(line.len())].trim_end();
            let (rule, reason) = match line.split_once(" -- ") {
                Some((rule, reason)) => (rule.trim(), reason.trim()),
                None => (line.trim_end_matches("--").trim(), ""),
            };
            Suppression {
                at: At::new(start as u32..(start + MARK.len() + line.len()) as u32),
                covers: covers(text, start, &mut block),
                rule: rule.to_owned(),
                reason: reason.to_owned(),
            }
        })
        .collect()
}

const SIGNS: [&str; 6] = ["#", "--", "//", "/*", "<!--", "*"];

/// The comment's line and, where the comment stands alone, the next line that is no comment. `block` is what the last one
/// that stood alone covers.
fn covers(text: &str, start: usize, block: &mut Range<usize>) -> At {
    let first = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let mut end = line_end(text, first);
    if SIGNS.contains(&text[first..start].trim()) {
        if block.contains(&first) {
            return At::new(first as u32..block.end as u32);
        }
        while end < text.len() {
            let next = end + 1;
            end = line_end(text, next);
            let line = text[next..end].trim();
            if !line.is_empty() && !SIGNS.iter().any(|sign| line.starts_with(sign)) {
                break;
            }
        }
        *block = first..end;
    }
    At::new(first as u32..end as u32)
}

fn line_end(text: &str, from: usize) -> usize {
    text[from.min(text.len())..]
        .find('\n')
        .map_or(text.len(), |newline| from + newline)
}

fn is_comment(text: &str, start: usize) -> bool {
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = text[line..start].trim_end();
    SIGNS.iter().any(|sign| before.ends_with(sign))
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
    fn a_comment_ends_where_code_goes_on() {
        check(
            "/* archreview: allow x -- why */ call(); /* more */",
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
    fn a_comment_alone_on_its_line_covers_the_next_line_that_is_none() {
        let text = "a\n  # archreview: allow x -- y\n  # more\n\n  b: 1\nc";
        let found = find(text);
        let covers = found[0].covers;
        assert_eq!(
            &text[covers.start as usize..covers.end as usize],
            "  # archreview: allow x -- y\n  # more\n\n  b: 1"
        );
    }

    #[test]
    fn comments_below_each_other_cover_the_same_line() {
        let text = "# archreview: allow x -- y\n# archreview: allow z -- y\nb: 1\n# archreview: allow x -- y\nc: 2";
        let ends: Vec<u32> = find(text).iter().map(|one| one.covers.end).collect();
        let first = text.find("b: 1").unwrap() as u32 + 4;
        assert_eq!(ends, [first, first, text.len() as u32]);
    }

    #[test]
    fn a_comment_behind_text_covers_its_own_line() {
        let text = "b: 1 # archreview: allow x -- y\nc: 2\n";
        let covers = find(text)[0].covers;
        assert_eq!((covers.start, covers.end), (0, 31));
    }

    #[test]
    fn text_outside_of_comments_is_no_suppression() {
        check("say: archreview: allow x -- y", &[]);
    }
}
