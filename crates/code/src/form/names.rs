//! Names and types as languages write them, brought to dotted paths.

/// Types that only wrap the one that matters.
const WRAPPERS: &[&str] = &[
    "Arc",
    "Rc",
    "Box",
    "Option",
    "State",
    "Data",
    "Extension",
    "Mutex",
    "RwLock",
    "Lazy",
    "Provider",
    "Instance",
    "ObjectProvider",
    "Optional",
    "Annotated",
    "Result",
    "Awaitable",
    "Promise",
    "Task",
    "LazyLock",
    "OnceLock",
    "ThinData",
];

/// The part after the last dot, slash or colon.
pub(crate) fn last_name(path: &str) -> &str {
    path.rsplit(['.', '/', ':', '\\']).next().unwrap_or(path)
}

/// A type as a dotted path without generics, pointers and wrappers: `Arc<reqwest::Client>` is `reqwest.Client`.
pub(crate) fn type_path(written: &str) -> String {
    let mut text = written.trim();
    // At most as many layers as anyone writes.
    for _ in 0..4 {
        text = text.trim_start_matches([':', '*', '&', '?', '(', ' ', '\\']);
        for word in ["mut ", "const ", "dyn ", "impl "] {
            while let Some(rest) = text.strip_prefix(word) {
                text = rest;
            }
        }
        text = text.trim();
        let Some(open) = text.find(['<', '[']) else {
            break;
        };
        let outer = &text[..open];
        if open > 0 && WRAPPERS.contains(&last_name(outer)) {
            text = text[open + 1..].split([',', '>', ']']).next().unwrap_or("");
            // A wrapped type may itself be generic; its end is cut below.
        } else if open == 0 {
            text = text.trim_start_matches(['[', ']', '.']);
        } else {
            text = outer;
        }
    }
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '\\' | '$')))
        .unwrap_or(text.len());
    let path = text[..end].trim_matches(':');
    match path.contains([':', '\\']) {
        true => path.replace("::", ".").replace('\\', "."),
        false => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_and_pointers_are_looked_through() {
        for (written, expected) in [
            ("*gin.Engine", "gin.Engine"),
            ("State<Arc<reqwest::Client>>", "reqwest.Client"),
            ("KafkaTemplate<String, Order>", "KafkaTemplate"),
            ("HttpClient?", "HttpClient"),
            ("[]string", "string"),
            (": HttpService", "HttpService"),
        ] {
            assert_eq!(type_path(written), expected);
        }
    }
}
