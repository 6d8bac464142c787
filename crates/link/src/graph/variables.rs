//! Variables inside texts: `${NAME:-default}` of Compose and shells, `${NAME:default}` of Spring.

/// How deep a default may hold further variables.
const MAX_DEPTH: usize = 8;

/// Longest text that comes out.
const MAX_BYTES: usize = 16 * 1024;

/// How the default of a variable is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `${NAME:-default}`, `${NAME-default}`, `${NAME:?message}`, `${NAME:+other}`, `$NAME`, `$$`.
    /// Source: Compose specification, "Interpolation".
    Compose,
    /// `${NAME:default}`. Source: Spring Boot reference, "Property Placeholders".
    Spring,
}

/// `text` with its variables replaced; the name of the first one that nothing gives a value is the error.
pub fn interpolate(
    text: &str,
    style: Style,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Result<String, String> {
    within(text, style, lookup, MAX_DEPTH)
}

fn within(
    text: &str,
    style: Style,
    lookup: &dyn Fn(&str) -> Option<String>,
    depth: usize,
) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(dollar) = rest.find('$') {
        out.push_str(&rest[..dollar]);
        let after = &rest[dollar + 1..];
        if depth == 0 || out.len() > MAX_BYTES {
            return Err(text.to_owned());
        }
        if let Some(body) = after.strip_prefix('{') {
            let Some(end) = closing(body) else {
                out.push('$');
                rest = after;
                continue;
            };
            out.push_str(&expand(&body[..end], style, lookup, depth)?);
            rest = &body[end + 1..];
        } else if style == Style::Compose && after.starts_with('$') {
            out.push('$');
            rest = &after[1..];
        } else {
            let end = after
                .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
                .unwrap_or(after.len());
            let name = &after[..end];
            if style == Style::Spring || name.is_empty() {
                out.push('$');
            } else {
                out.push_str(&lookup(name).ok_or_else(|| name.to_owned())?);
                rest = &after[end..];
                continue;
            }
            rest = after;
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// The end of a body that began after `{`, inner braces skipped.
fn closing(body: &str) -> Option<usize> {
    let mut depth = 0;
    for (index, byte) in body.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(index),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn expand(
    body: &str,
    style: Style,
    lookup: &dyn Fn(&str) -> Option<String>,
    depth: usize,
) -> Result<String, String> {
    let end = body
        .find(|letter: char| {
            !(letter.is_ascii_alphanumeric() || "_.".contains(letter)) && letter != '-'
                || letter == '-' && style == Style::Compose
        })
        .unwrap_or(body.len());
    let (name, operator) = body.split_at(end);
    let value = lookup(name)
        .filter(|value| style == Style::Spring || !operator.starts_with(':') || !value.is_empty());
    let default = match style {
        Style::Spring => operator.strip_prefix(':'),
        Style::Compose => {
            let operator = operator.strip_prefix(':').unwrap_or(operator);
            if let Some(other) = operator.strip_prefix('+') {
                return match value {
                    Some(_) => within(other, style, lookup, depth - 1),
                    None => Ok(String::new()),
                };
            }
            operator.strip_prefix('-')
        }
    };
    match (value, default) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => within(default, style, lookup, depth - 1),
        (None, None) => Err(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, style: Style, expected: Result<&str, &str>) {
        let lookup = |name: &str| match name {
            "A" => Some("a".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        };
        let found = interpolate(text, style, &lookup);
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{text}");
    }

    #[test]
    fn a_default_stands_for_what_is_not_set() {
        check("x${A}y", Style::Compose, Ok("xay"));
        check("$A-b", Style::Compose, Ok("a-b"));
        check("${B:-c}", Style::Compose, Ok("c"));
        check("${B-${A}}", Style::Compose, Ok("a"));
        check("${EMPTY:-c}", Style::Compose, Ok("c"));
        check("${EMPTY-c}", Style::Compose, Ok(""));
        check("${A:+c}${B:+d}", Style::Compose, Ok("c"));
        check("$$A", Style::Compose, Ok("$A"));
        check("${B:c:8080}", Style::Spring, Ok("c:8080"));
        check("${some.key:http://x}", Style::Spring, Ok("http://x"));
    }

    #[test]
    fn a_variable_without_a_value_is_unknown() {
        check("x${B}", Style::Compose, Err("B"));
        check("${B:?must be set}", Style::Compose, Err("B"));
        check("${b.c}", Style::Spring, Err("b.c"));
    }

    #[test]
    fn defaults_inside_each_other_end() {
        let text = format!("{}x{}", "${B:-".repeat(1000), "}".repeat(1000));
        assert!(interpolate(&text, Style::Compose, &|_| None).is_err());
    }
}
