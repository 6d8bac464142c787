//! Escapes and folding.

/// The text of a block scalar that is not empty, from its indicator on. Its lines are indented by `indent`; without it,
/// as the first one is, and then no blank line may be longer.
/// Source: YAML 1.2.2, 8.1 "Block Scalar Styles".
pub(crate) fn block(source: &str, mut indent: Option<usize>) -> String {
    let (header, content) = source.split_once('\n').unwrap_or((source, ""));
    let content = content.strip_suffix('\n').unwrap_or(content);
    let is_folded = header.starts_with('>');
    let mut text = String::with_capacity(content.len() + 1);
    let mut blank_lines = 0;
    let mut is_first = true;
    let mut was_indented_more = false;
    for line in content.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if spaces == line.len() && indent.is_none_or(|indent| spaces <= indent) {
            blank_lines += 1;
            continue;
        }
        let line = &line[*indent.get_or_insert(spaces)..];
        let is_indented_more = line.starts_with([' ', '\t']);
        let breaks = match (
            is_first,
            is_folded && !is_indented_more && !was_indented_more,
        ) {
            (true, _) => blank_lines,
            (false, false) => blank_lines + 1,
            (false, true) => blank_lines,
        };
        if !is_first && breaks == 0 {
            text.push(' ');
        }
        text.extend(std::iter::repeat_n('\n', breaks));
        text.push_str(line);
        blank_lines = 0;
        is_first = false;
        was_indented_more = is_indented_more;
    }
    let mut indicators = header.split([' ', '\t', '\r']);
    match indicators.next().unwrap_or_default() {
        stripped if stripped.contains('-') => {}
        kept if kept.contains('+') => text.extend(std::iter::repeat_n('\n', blank_lines + 1)),
        _ => text.push('\n'),
    }
    text
}

/// The text between double quotes with its escapes decoded; those of JSON are part of those of YAML. What is no escape
/// becomes U+FFFD: the parser has already reported it. Source: YAML 1.2.2, 5.7 "Escaped Characters"; RFC 8259, 7.
pub(crate) fn escapes(quoted: &str) -> String {
    let mut text = String::with_capacity(quoted.len());
    let mut rest = quoted;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let (decoded, bytes) = escape(&rest[at..]);
        text.push(decoded);
        rest = &rest[at + bytes..];
    }
    text.push_str(rest);
    text
}

/// The character of the escape at the front of `rest`, and the bytes that it takes.
fn escape(rest: &str) -> (char, usize) {
    let Some(code) = rest[1..].chars().next() else {
        return (char::REPLACEMENT_CHARACTER, 1);
    };
    let decoded = match code {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\x0b',
        'f' => '\x0c',
        'r' => '\r',
        'e' => '\x1b',
        ' ' | '"' | '/' | '\\' => code,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => return numbered(rest, 2),
        'u' => return utf16(rest),
        'U' => return numbered(rest, 8),
        _ => char::REPLACEMENT_CHARACTER,
    };
    (decoded, 1 + code.len_utf8())
}

/// An escape of `digits` hexadecimal digits after the letter.
fn numbered(rest: &str, digits: usize) -> (char, usize) {
    match hexadecimal(rest, 2, digits) {
        Some(number) => {
            let decoded = char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
            (decoded, 2 + digits)
        }
        None => (char::REPLACEMENT_CHARACTER, 2),
    }
}

/// `\uXXXX`, or a pair of them that together is one character.
fn utf16(rest: &str) -> (char, usize) {
    if let Some(high @ 0xd800..0xdc00) = hexadecimal(rest, 2, 4)
        && rest[6..].starts_with("\\u")
        && let Some(low @ 0xdc00..0xe000) = hexadecimal(rest, 8, 4)
    {
        let number = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        let decoded = char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
        return (decoded, 12);
    }
    numbered(rest, 4)
}

/// `digits` hexadecimal digits from byte `from`.
pub(crate) fn hexadecimal(text: &str, from: usize, digits: usize) -> Option<u32> {
    let digits = text.get(from..from + digits)?;
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| are_digits)
}
