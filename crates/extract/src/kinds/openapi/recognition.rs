//! Whether bytes are a contract: a key `openapi` or `swagger` at the top, with a version.

use memchr::memmem;

const KEYS: [&str; 2] = ["openapi", "swagger"];

/// Whether the top of a YAML or JSON text has the key `openapi` or `swagger` with a number as its value; in YAML with
/// any text, where `info` and `paths` stand beside it.
pub fn is_contract(bytes: &[u8]) -> bool {
    if !KEYS
        .iter()
        .any(|key| memmem::find(bytes, key.as_bytes()).is_some())
    {
        return false;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    match first {
        Some(b'{') => flow_has_key(bytes),
        _ => block_has_key(bytes),
    }
}

/// A line that begins with the key, as block mappings at the top of YAML do.
fn block_has_key(bytes: &[u8]) -> bool {
    let mut beside = [false; 3];
    bytes.split(|byte| *byte == b'\n').any(|line| {
        let says_version = KEYS.iter().any(|key| {
            let value = line.strip_prefix(key.as_bytes());
            let value = value.and_then(|rest| rest.strip_prefix(b":"));
            value.is_some_and(|value| !value.trim_ascii().is_empty())
        });
        beside[0] |= line.starts_with(b"info:");
        beside[1] |= line.starts_with(b"paths:");
        beside[2] |= says_version;
        if beside == [true; 3] {
            return true;
        }
        let line = line
            .strip_prefix(b"\"")
            .or(line.strip_prefix(b"'"))
            .unwrap_or(line);
        KEYS.iter()
            .filter_map(|key| line.strip_prefix(key.as_bytes()))
            .any(|rest| {
                let rest = match rest {
                    [b'"' | b'\'', rest @ ..] => rest,
                    rest => rest,
                };
                value_is_version(rest)
            })
    })
}

/// A key at the first level of braces. Text in quotes is skipped.
fn flow_has_key(bytes: &[u8]) -> bool {
    let mut depth = 0_usize;
    let mut position = 0;
    while let Some(byte) = bytes.get(position) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = position + 1;
                position = start;
                while let Some(at) = memchr::memchr2(b'"', b'\\', &bytes[position..]) {
                    position += at;
                    if bytes[position] == b'"' {
                        break;
                    }
                    position = (position + 2).min(bytes.len());
                }
                let text = &bytes[start..position.min(bytes.len())];
                if depth == 1
                    && KEYS.iter().any(|key| key.as_bytes() == text)
                    && bytes.get(position + 1..).is_some_and(value_is_version)
                {
                    return true;
                }
            }
            _ => {}
        }
        position += 1;
    }
    false
}

/// Whether `: 3.0` or the like follows.
fn value_is_version(rest: &[u8]) -> bool {
    let mut rest = rest.iter().skip_while(|byte| byte.is_ascii_whitespace());
    rest.next() == Some(&b':')
        && rest
            .find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\''))
            .is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(is_contract(text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn a_version_at_the_top_makes_a_contract() {
        check("openapi: 3.0.0\n", true);
        check("# a comment\r\n\"swagger\" : '2.0'\r\n", true);
        check(
            "{\"info\": {\"title\": \"a\"}, \"openapi\": \"3.1.0\"}",
            true,
        );
    }

    #[test]
    fn a_contract_of_another_version_is_one() {
        check("openapi: banana\ninfo: {title: a}\npaths: {}\n", true);
        check("info: {title: a}\npaths: {}\nopenapi: \"\"\n", true);
    }

    #[test]
    fn the_word_elsewhere_does_not() {
        check("scripts:\n  openapi: 3\n", false);
        check("{\"devDependencies\": {\"openapi\": \"3.0.0\"}}", false);
        check("{\"name\": \"openapi\", \"version\": \"3\"}", false);
        check("openapi: ./contracts\n", false);
        check("openapi: ./contracts\ninfo: a\n", false);
        check("openapi:\ninfo:\npaths: {}\n", false);
        check("{\"openapi", false);
        check("{\"a\\", false);
    }
}
