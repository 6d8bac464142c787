//! Paths as URI references.

/// `path` with everything but unreserved characters and `/` percent-encoded.
pub fn path(path: &str) -> String {
    encode(path, |byte| byte == b'/')
}

/// One part of a path: `/` is encoded, too.
pub fn segment(text: &str) -> String {
    encode(text, |_| false)
}

fn encode(text: &str, is_kept: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || is_kept(byte) {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(path(text), expected);
    }

    #[test]
    fn everything_that_a_uri_reserves_is_encoded() {
        check("a b/#c?%25.sql", "a%20b/%23c%3F%2525.sql");
        check("é😀", "%C3%A9%F0%9F%98%80");
    }
}
