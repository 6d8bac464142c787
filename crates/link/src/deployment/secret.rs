//! Variables that hold secrets, by name, and values that only mark a place.

use crate::graph::words;

/// Whether a variable of this name holds a secret.
pub fn is_name(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let last = words.last().map(String::as_str).unwrap_or_default();
    let is_about = matches!(
        last,
        "file"
            | "path"
            | "name"
            | "url"
            | "uri"
            | "host"
            | "port"
            | "user"
            | "username"
            | "length"
            | "expiry"
            | "expiration"
            | "ttl"
            | "seconds"
            | "minutes"
            | "enabled"
            | "required"
            | "policy"
            | "issuer"
            | "type"
            | "header"
            | "id"
            | "algorithm"
            | "audience"
            | "endpoint"
            | "ref"
            | "hash"
            | "timeout"
            | "cost"
    );
    // What everybody may know stands readable on purpose.
    let is_public = has(&["default", "demo", "example", "sample", "public", "test"]);
    !is_about
        && !is_public
        && (has(&["password", "passwd", "secret", "pwd", "passphrase", "pass"])
            || words.ends_with(&["api".to_owned(), "key".to_owned()])
            || words.ends_with(&["private".to_owned(), "key".to_owned()])
            || words.ends_with(&["access".to_owned(), "key".to_owned()])
            || words.ends_with(&["secret".to_owned(), "key".to_owned()])
            || matches!(last, "token" | "apikey" | "credentials"))
}

/// Whether a value says nothing: empty, a variable, or a text that only marks the place of the real one.
pub fn is_placeholder(value: &str) -> bool {
    let value = value.trim();
    let lower = value.to_lowercase();
    // A name in capitals stands where a tool puts the real value.
    let is_name = value.contains('_')
        && value
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    is_name
        || value.is_empty()
        || value.contains(['$', '<', '{', '%'])
        || value.starts_with('/')
        || matches!(
            lower.as_str(),
            "true"
                | "false"
                | "none"
                | "null"
                | "yes"
                | "no"
                | "0"
                | "1"
                | "anonymous"
                | "changeit"
        )
        || [
            "changeme",
            "change-me",
            "change_me",
            "replace",
            "your-",
            "your_",
            "yoursecret",
            "todo",
            "xxx",
            "example",
            "placeholder",
            "insecure",
            "dummy",
            "redacted",
            "***",
            "insert",
        ]
        .iter()
        .any(|word| lower.contains(word))
}

/// Letters and digits below which a value is no secret that somebody made up to last.
const MADE_UP_MIN: usize = 10;

/// Whether a value is a word that anyone would try: short, without a digit between its letters, or one that says what it
/// is, as in `verySecretKey1`.
pub fn is_guessable(value: &str) -> bool {
    let has = |test: fn(char) -> bool| value.contains(test);
    let lower = value.to_lowercase();
    ["secret", "password"]
        .iter()
        .any(|word| lower.contains(word))
        || value.chars().filter(|c| c.is_alphanumeric()).count() < MADE_UP_MIN
        || !(has(|c| c.is_ascii_digit()) && has(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_guessable_and_a_made_up_value_is_not() {
        for value in [
            "postgres",
            "secret",
            "root123",
            "password-of-mysql",
            "20240101",
            "verySecretKey1",
            "MyPassword!2024",
        ] {
            assert!(is_guessable(value), "{value}");
        }
        for value in ["hunter2hunter2", "Xk3-92jf-aaQ9", "0f8c3b6e2d1a4c9f"] {
            assert!(!is_guessable(value), "{value}");
        }
    }

    #[track_caller]
    fn check(name: &str, expected: bool) {
        assert_eq!(is_name(name), expected, "{name}");
    }

    #[test]
    fn a_name_says_whether_the_value_is_secret() {
        check("DB_PASSWORD", true);
        check("JWT_SECRET", true);
        check("stripeApiKey", true);
        check("POSTGRES_PASSWORD_FILE", false);
        check("TOKEN_URL", false);
        check("AWS_ACCESS_KEY_ID", false);
        check("SORT_KEY", false);
        check("MAX_TOKENS", false);
        check("MYSQL_ALLOW_EMPTY_PASSWORD", true);
    }

    #[test]
    fn a_value_that_marks_a_place_is_no_secret() {
        assert!(is_placeholder("changeme"));
        assert!(is_placeholder("yes"));
        assert!(is_placeholder("<your key>"));
        assert!(is_placeholder("API_KEY_VALUE"));
        assert!(!is_placeholder("s3cr3t"));
    }
}
