//! Places of a template that were never filled in: `TODO`, `[name]`, `<service>`, `{title}`, `…`.

use std::ops::Range;

use super::field::bare;

/// Words that stand for text which is to come, in capitals.
const TO_COME: &[&str] = &["TODO", "TBD", "TBC", "FIXME", "XXX"];

/// Phrases that stand for text which is to come, when they are all there is.
const PHRASES: &[&str] = &[
    "todo",
    "tbd",
    "tbc",
    "fixme",
    "xxx",
    "...",
    "…",
    "?",
    "??",
    "???",
    "to be defined",
    "to be determined",
    "to be decided",
    "to be done",
    "to be completed",
    "yyyy-mm-dd",
    "lorem ipsum",
];

/// The placeholder in the value of a template's field, as bytes of `value`.
pub fn in_value(value: &str) -> Option<Range<usize>> {
    let whole = bare(value);
    let start = whole.as_ptr() as usize - value.as_ptr() as usize;
    let range = start..start + whole.len();
    let is_word = TO_COME.iter().any(|word| {
        whole
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    });
    if is_word || is_phrase(whole) || is_bracketed(whole, 1) {
        return Some(range);
    }
    angle(value)
}

/// The placeholder in a line of prose, as bytes of `line`: only what stands alone, or after `because`.
pub fn in_prose(line: &str) -> Option<Range<usize>> {
    let uncommented = line.split("<!--").next().unwrap_or_default();
    let content = bare(uncommented.rsplit("because ").next().unwrap_or_default());
    let start = content.as_ptr() as usize - line.as_ptr() as usize;
    let is_word = TO_COME.iter().any(|word| {
        content.strip_prefix(word).is_some_and(|rest| {
            rest.trim_end_matches('.').is_empty()
                || rest.starts_with([':', '('])
                || rest.starts_with(" -")
        })
    });
    // A lone question mark is an empty cell as often as an open question.
    let is_phrase = is_phrase(content) && !content.starts_with('?');
    // `[Styled Components]` is a link that lost its target; a hint is a phrase in lower case, or a sentence.
    let is_hint = content.split_whitespace().count() >= 3
        || content.chars().nth(1).is_some_and(|c| !c.is_uppercase());
    (is_word || is_phrase || is_hint && is_bracketed(content, 2))
        .then(|| start..start + content.len())
}

fn is_phrase(text: &str) -> bool {
    let text = match text {
        "..." => text,
        text => text.trim_end_matches('.'),
    };
    PHRASES
        .iter()
        .any(|phrase| text.eq_ignore_ascii_case(phrase))
}

/// Whether one pair of brackets holds the whole text, and at least `words` words in it.
fn is_bracketed(text: &str, words: usize) -> bool {
    let (open, close) = match text.chars().next() {
        Some('[') => ('[', ']'),
        Some('{') => ('{', '}'),
        Some('<') => ('<', '>'),
        _ => return false,
    };
    let mut depth = 0usize;
    for (index, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth -= 1;
            if depth == 0 && index + close.len_utf8() < text.len() {
                return false;
            }
        }
    }
    if depth != 0 {
        return false;
    }
    let inner = text[1..text.len() - 1].trim_matches(['{', '}', ' ']);
    if inner.starts_with(['^', '[', '!', '/', '%', ':', '#', '.'])
        || inner.contains("://")
        || inner.contains('@')
    {
        return false;
    }
    let is_markup =
        open == '<' && (inner.contains('=') || inner.ends_with('/') || HTML.contains(&inner));
    let is_data = open == '{' && (inner.contains(':') || inner.contains('"'));
    let is_mark = matches!(inner, "x" | "X" | "TOC" | "toc");
    // What the template tells to do with a list, left standing beside the list that somebody wrote.
    let is_told = ["delete ", "remove ", "strike "].iter().any(|verb| {
        inner
            .get(..verb.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(verb))
    });
    !is_markup
        && !is_data
        && !is_mark
        && !is_told
        && inner.split_whitespace().count() >= words
        && inner.contains(|c: char| c.is_alphabetic() || c == '…' || c == '.')
}

/// Tags that authors write in Markdown.
const HTML: &[&str] = &[
    "br", "hr", "b", "i", "p", "div", "span", "details", "summary", "table", "tr", "td", "th",
    "ul", "ol", "li", "a", "img", "sub", "sup", "kbd", "pre", "code", "center", "small", "tbody",
    "thead", "em", "strong", "u",
];

/// A placeholder in angle brackets inside a longer text: `REST to <service>`, not `List<Order>` or `/users/<id>`.
fn angle(value: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(open) = value[from..].find('<').map(|index| from + index) {
        let close = open + value[open..].find('>')?;
        let stands_alone = value[..open]
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || c == '(');
        let text = &value[open..=close];
        let is_name = text[1..text.len() - 1]
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        if stands_alone && is_name && is_bracketed(text, 1) {
            return Some(open..close + 1);
        }
        from = close + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_value(value: &str, expected: Option<&str>) {
        assert_eq!(
            in_value(value).map(|range| &value[range]),
            expected,
            "{value}"
        );
    }

    #[track_caller]
    fn check_prose(line: &str, expected: Option<&str>) {
        assert_eq!(in_prose(line).map(|range| &line[range]), expected, "{line}");
    }

    #[test]
    fn a_value_that_was_never_filled_in_is_a_placeholder() {
        for value in [
            "TODO",
            "TBD",
            "[name]",
            "<service>",
            "…",
            "...",
            "{title}",
            "{{name}}",
            "tbd",
            "TODO: ask ops",
            "[sync/async]",
        ] {
            check_value(value, Some(value));
        }
        check_value("`TBD`", Some("TBD"));
        check_value("REST to <other service>", Some("<other service>"));
    }

    #[test]
    fn values_with_brackets_of_their_own_are_none() {
        for value in [
            "Todo lists",
            "TODOS",
            "List<Order>",
            "/users/<id>",
            "a < b > c",
            "<https://example.org>",
            "orders {id}",
            "{\"a\": 1}",
            "<br>",
        ] {
            check_value(value, None);
        }
    }

    #[test]
    fn prose_is_a_placeholder_only_as_a_whole() {
        check_prose(
            "[short title of solved problem and solution]",
            Some("[short title of solved problem and solution]"),
        );
        check_prose("Good, because [argument a]", Some("[argument a]"));
        check_prose(
            "[proposed | superseded by [ADR-5](5.md)] <!-- optional -->",
            Some("[proposed | superseded by [ADR-5](5.md)]"),
        );
        check_prose("TODO: say why", Some("TODO: say why"));
        check_prose("TODO lists are hard", None);
        check_prose("[ADR 5](0005.md) is [here](x)", None);
        check_prose("[link text](0005.md)", None);
        check_prose("<delete any that do not apply>", None);
        check_prose("[TOC]", None);
        check_prose("{% include x %}", None);
        check_prose("and so on ...", None);
        check_prose("?", None);
        check_prose("[Styled Components]", None);
        check_prose("[option 1]", Some("[option 1]"));
    }
}
