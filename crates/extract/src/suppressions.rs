//! Comments that allow a finding: `archreview: allow RULE -- reason`, in any format.

use std::ops::Range;

use memchr::memmem;
use model::At;
use model::facts::Suppression;

const MARK: &str = "archreview:";

/// The word behind the mark.
const WORD: &str = "allow";

/// What is written where `allow` is meant.
const OTHER_WORDS: &[&str] = &[
    "alow", "allw", "alllow", "allo", "aloow", "allows", "allowed", "ignore", "disable",
    "suppress", "skip",
];

/// Rules that one comment allows; what comes after is found all the same.
const MAX_NAMES: usize = 32;

/// Every comment of `text` that allows a finding, or seems to mean to, in order; one for each rule that it names. A
/// mark counts where a comment sign (`#`, `--`, `//`, `/*`, `<!--`, `*`) stands before it on its line.
///
/// A comment with another word has that word before its rule, and one without a rule has the word alone: neither is
/// the name of a rule, which is told.
pub fn find(text: &str) -> Vec<Suppression> {
    // Comments that stand alone below each other cover up to the same line.
    let mut block = 0..0;
    let mut found = Vec::new();
    for start in memmem::find_iter(text.as_bytes(), MARK) {
        if !is_comment(text, start) {
            continue;
        }
        let rest = &text[start..];
        let line = rest.lines().next().unwrap_or_default();
        let ends = ["-->", "*/"].into_iter();
        let end = ends.filter_map(|end| line.find(end)).min();
        let line = line[..end.unwrap_or(line.len())].trim_end();
        let said = line[MARK.len()..].trim_start();
        let word = said.split([' ', '\t', ':']).next().unwrap_or_default();
        let plain = word.to_ascii_lowercase();
        if plain != WORD && !OTHER_WORDS.contains(&plain.as_str()) {
            continue;
        }
        let said = said[word.len()..].trim_start_matches([' ', '\t', ':']);
        let (rules, reason) = match said.split_once("--") {
            Some((rules, reason)) if rules.is_empty() || rules.ends_with([' ', '\t']) => {
                (rules.trim(), reason.trim())
            }
            _ => (said.trim_end_matches("--").trim(), ""),
        };
        let covers = covers(text, start, &mut block);
        let names = rules.split(',').map(str::trim);
        let names = names.filter(|name| !name.is_empty() || rules.is_empty());
        for name in names.take(MAX_NAMES) {
            let rule = match (plain == WORD, name.is_empty()) {
                (true, false) => name.to_owned(),
                (true, true) => WORD.to_owned(),
                (false, _) => format!("{word} {name}"),
            };
            found.push(Suppression {
                at: At::new(start as u32..(start + line.len()) as u32),
                covers,
                rule,
                reason: reason.to_owned(),
            });
        }
    }
    found
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
    fn a_comment_names_several_rules() {
        let text = "-- archreview: allow x, y -- why";
        let at = &text[3..];
        check(text, &[(at, "x", "why"), (at, "y", "why")]);
    }

    #[test]
    fn what_seems_to_allow_is_told_apart_from_what_does() {
        let at = "archreview: alow x -- why";
        check(&format!("# {at}"), &[(at, "alow x", "why")]);
        let at = "archreview: allow -- why";
        check(&format!("# {at}"), &[(at, "allow", "why")]);
        check("# archreview: allow", &[("archreview: allow", "allow", "")]);
        check(
            "# archreview:allow: x -- why",
            &[("archreview:allow: x -- why", "x", "why")],
        );
        check("# archreview: reviews what is below", &[]);
    }

    #[test]
    fn text_outside_of_comments_is_no_suppression() {
        check("say: archreview: allow x -- y", &[]);
    }
}
