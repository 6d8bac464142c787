//! What never leaves in a report: secrets, and characters that change a terminal.

/// Names whose value is a secret, lower case.
const SECRET_NAMES: [&str; 9] = [
    "password",
    "passwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "private_key",
    "access_key",
    "pwd",
];

/// Beginnings of well-known keys.
const SECRET_PREFIXES: [&str; 9] = [
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "github_pat_",
    "glpat-",
    "sk_live_",
    "xoxb-",
    "eyJhbGciOi",
];

/// `line` with secret values replaced by as many stars, and control characters by spaces, so that
/// every other character stays in its column.
pub fn line(line: &str) -> String {
    if is_harmless(line) {
        return line.to_owned();
    }
    let mut characters: Vec<char> = line
        .chars()
        .map(|c| if is_unsafe(c) { ' ' } else { c })
        .collect();
    let lower: String = characters.iter().map(char::to_ascii_lowercase).collect();
    let lower: Vec<char> = lower.chars().collect();
    for name in SECRET_NAMES {
        for start in positions(&lower, name) {
            star_assigned_value(&mut characters, start + name.chars().count());
        }
    }
    for prefix in SECRET_PREFIXES {
        for start in positions(&characters, prefix) {
            star_word(&mut characters, start);
        }
    }
    star_url_password(&mut characters);
    characters.into_iter().collect()
}

/// Whether nothing in the line could be masked: most lines.
fn is_harmless(line: &str) -> bool {
    let bytes = line.as_bytes();
    let names_secret = |name: &str| {
        let name = name.as_bytes();
        bytes
            .windows(name.len())
            .any(|part| part.eq_ignore_ascii_case(name))
    };
    !line.chars().any(is_unsafe)
        && !SECRET_NAMES.iter().any(|name| names_secret(name))
        && !SECRET_PREFIXES.iter().any(|prefix| line.contains(prefix))
        && !line.contains("://")
}

/// `text` without characters that could change a terminal; line ends stay.
pub fn terminal(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c != '\n' && is_unsafe(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// `text` on one line: whoever names a file or a table may not write lines of a report, which a runner of jobs could take for
/// commands.
pub fn one_line(text: &str) -> String {
    terminal(text).replace('\n', "\u{fffd}")
}

/// Control characters, and those that reorder text on a screen.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn positions(text: &[char], word: &str) -> Vec<usize> {
    let Some(first) = word.chars().next() else {
        return Vec::new();
    };
    text.iter()
        .enumerate()
        // Most characters are told apart by the first alone.
        .filter(|(_, character)| **character == first)
        .map(|(index, _)| index)
        .filter(|index| {
            let mut rest = text[*index..].iter();
            word.chars().all(|wanted| rest.next() == Some(&wanted))
        })
        .collect()
}

/// Stars the value behind `: ` or `=` that follows a name, if there is one and it is no reference.
fn star_assigned_value(text: &mut [char], mut at: usize) {
    while at < text.len()
        && (text[at].is_alphanumeric() || matches!(text[at], '_' | '-' | '"' | '\''))
    {
        at += 1;
    }
    while at < text.len() && text[at] == ' ' {
        at += 1;
    }
    if at >= text.len() || !matches!(text[at], ':' | '=') {
        return;
    }
    at += 1;
    while at < text.len() && matches!(text[at], ' ' | '"' | '\'' | '=') {
        at += 1;
    }
    if at < text.len() && !matches!(text[at], '$' | '{' | '<' | '[' | '(') {
        star_word(text, at);
    }
}

fn star_word(text: &mut [char], mut at: usize) {
    while at < text.len()
        && !matches!(
            text[at],
            ' ' | '"' | '\'' | ',' | ';' | '}' | ')' | '@' | '&'
        )
    {
        text[at] = '*';
        at += 1;
    }
}

/// Stars the password of `scheme://user:password@host`.
fn star_url_password(text: &mut [char]) {
    for start in positions(text, "://") {
        let rest = &text[start + 3..];
        let Some(end) = rest
            .iter()
            .position(|c| matches!(c, '/' | ' ' | '"' | '\''))
            .or(Some(rest.len()))
        else {
            continue;
        };
        let authority = &rest[..end];
        let (Some(colon), Some(at)) = (
            authority.iter().position(|c| *c == ':'),
            authority.iter().rposition(|c| *c == '@'),
        ) else {
            continue;
        };
        if colon < at && authority.get(colon + 1) != Some(&'$') {
            for c in &mut text[start + 3 + colon + 1..start + 3 + at] {
                *c = '*';
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        assert_eq!(line(source), expected);
    }

    #[test]
    fn values_of_secret_names_are_starred() {
        check("  DB_PASSWORD: hunter2", "  DB_PASSWORD: *******");
        check("password = \"hunter2\",", "password = \"*******\",");
        check("POSTGRES_PASSWORD: ${PW}", "POSTGRES_PASSWORD: ${PW}");
    }

    #[test]
    fn passwords_in_urls_are_starred() {
        check("postgres://me:hunter2@db/x", "postgres://me:*******@db/x");
    }

    #[test]
    fn well_known_keys_are_starred() {
        check("x: ghp_0123", "x: ********");
    }

    #[test]
    fn a_path_stays_on_its_line() {
        assert_eq!(
            one_line("a\nerror[x]: \u{1b}[31m"),
            "a\u{fffd}error[x]: \u{fffd}[31m"
        );
    }

    #[test]
    fn escapes_do_not_reach_a_terminal() {
        check("a\u{1b}[31m", "a [31m");
    }
}
