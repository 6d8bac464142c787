//! Whether a check admits all that another one does: the usual change of a list of states is one state more.

use std::collections::BTreeSet;

/// Whether `after` is `before` with more values in its lists of literals, as far as their texts show it.
pub(super) fn is_looser(before: &str, after: &str) -> bool {
    let (shape, values) = parts(before);
    let (shape_after, values_after) = parts(after);
    // Behind `NOT`, a longer list admits less, and a larger literal of a comparison may as well.
    let is_list = shape.contains("in?") || shape.contains("any?") || shape.contains("anyarray?");
    let is_plain = !shape.contains("not") && !shape.contains(['<', '>']) && !shape.contains("and");
    shape == shape_after && is_list && is_plain && values.is_subset(&values_after)
}

/// A check without its literals, blanks, brackets and casts, each list of literals as `?`, and the literals.
fn parts(text: &str) -> (String, BTreeSet<String>) {
    let mut shape = String::new();
    let mut values = BTreeSet::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            let end = rest[1..].find('\'').map_or(rest.len(), |end| end + 2);
            values.insert(rest[..end].to_owned());
            rest = &rest[end..];
            shape.push('?');
            continue;
        }
        if let Some(cast) = rest.strip_prefix("::") {
            let is_of_type = |letter: char| letter.is_alphanumeric() || " _[]\"".contains(letter);
            rest = cast.trim_start_matches(is_of_type);
            continue;
        }
        if !first.is_whitespace() && !"()[]\"`".contains(first) {
            shape.extend(first.to_lowercase());
        }
        rest = &rest[first.len_utf8()..];
    }
    while shape.contains("?,?") {
        shape = shape.replace("?,?", "?");
    }
    (shape, values)
}

#[cfg(test)]
mod tests {
    use super::is_looser;

    #[test]
    fn a_list_with_one_more_value_is_looser() {
        for (before, after) in [
            ("state IN ('a', 'b')", "state IN ('b', 'c', 'a')"),
            ("a IS NULL OR a IN ('x')", "a is null or (a in ('x', 'y'))"),
            (
                "state = ANY (ARRAY['a'::text, 'b'::text])",
                "state = ANY (ARRAY['a'::text, 'b'::text, 'c'::text])",
            ),
        ] {
            assert!(is_looser(before, after), "{before} {after}");
        }
        for (before, after) in [
            ("state IN ('a', 'b')", "state IN ('a', 'c')"),
            ("state NOT IN ('a')", "state NOT IN ('a', 'b')"),
            ("state IN ('a')", "kind IN ('a', 'b')"),
            ("a > 0", "a > 1"),
            ("name <> 'a'", "name <> 'b'"),
        ] {
            assert!(!is_looser(before, after), "{before} {after}");
        }
    }
}
