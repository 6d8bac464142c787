//! One spelling for the paths of all frameworks.

/// A route's path: it starts with `/`, ends without (but for the root), and writes a parameter as `{id}`.
pub(crate) fn normalise(path: &str) -> String {
    let path = path.trim();
    // Django's and others' regular expressions.
    let path = path
        .trim_start_matches('^')
        .trim_end_matches('$')
        .trim_end_matches("\\Z")
        .trim_start_matches("~/");
    let mut out = String::from("/");
    let bytes: Vec<char> = path.chars().collect();
    let mut at = 0;
    let starts_segment = |out: &str| out.ends_with(['/', '-', '.', ',', '@', '_', '~']);
    while at < bytes.len() {
        let rest = &bytes[at..];
        match bytes[at] {
            '/' => {
                if !out.ends_with('/') {
                    out.push('/');
                }
                at += 1;
            }
            // `:id`, `:id?`, `:id(\\d+)`; a colon inside a segment is Google's custom method.
            ':' if starts_segment(&out)
                && rest.get(1).is_some_and(|c| c.is_alphabetic() || *c == '_') =>
            {
                let end = name_end(rest, 1);
                push_parameter(&mut out, &rest[1..end]);
                at += end;
                at += skip_group(&bytes[at..]);
                at += usize::from(matches!(bytes.get(at), Some('?' | '+' | '*')));
            }
            // `:(\\d+)`, a parameter without a name
            ':' if starts_segment(&out) && rest.get(1) == Some(&'(') => at += 1,
            // `{id}`, `{id:[0-9]{4}}`, `{*rest}`, `{id?}`, `{rest...}`, `{$}`
            '{' => {
                let end = close(rest, '{', '}');
                let inner: String = rest[1..end.max(1)].iter().collect();
                let name = inner
                    .trim_start_matches('*')
                    .split([':', '?', '=', '(', '<'])
                    .next()
                    .unwrap_or("")
                    .trim_end_matches("...")
                    .trim();
                // `{?page}` and `{&page}` are a query.
                if name != "$" && !inner.starts_with(['?', '&', '#']) {
                    push_parameter(&mut out, &name.chars().collect::<Vec<_>>());
                }
                at += end + 1;
            }
            // `<int:id>`, `<id>`, `<path..>`
            '<' => {
                let end = close(rest, '<', '>');
                let inner: String = rest[1..end.max(1)].iter().collect();
                // Flask and Django write `<int:id>`, Sanic `<id:int>`.
                let is_type = |word: &str| {
                    matches!(
                        word,
                        "int" | "str" | "float" | "uuid" | "path" | "slug" | "alpha" | "ymd"
                    )
                };
                let name = match inner.split_once(':') {
                    Some((name, word)) if is_type(word) && !is_type(name) => name,
                    Some((_, name)) => name,
                    None => &inner,
                };
                let name = name.trim_end_matches("..").trim();
                push_parameter(&mut out, &name.chars().collect::<Vec<_>>());
                at += end + 1;
            }
            // `(?P<id>\\d+)`, `(\\d+)`
            '(' => {
                let end = close(rest, '(', ')');
                let inner: String = rest[1..end.max(1)].iter().collect();
                let name = inner
                    .split_once('<')
                    .and_then(|(_, rest)| rest.split_once('>'))
                    .map_or("parameter", |(name, _)| name);
                // Rails' optional rest of a path: `(/*path)`.
                if let Some(inner) = inner.strip_prefix("/*")
                    && inner.chars().all(|c| c.is_alphanumeric() || c == '_')
                {
                    if !out.ends_with('/') {
                        out.push('/');
                    }
                    push_parameter(&mut out, &inner.chars().collect::<Vec<_>>());
                    at += end + 1;
                    continue;
                }
                // Rails' optional `(.:format)` and Next's `(group)` name nothing.
                if !inner.starts_with('.')
                    && inner.contains(['\\', '?', '[', '|', '*', '+', '.', '{'])
                {
                    push_parameter(&mut out, &name.chars().collect::<Vec<_>>());
                }
                at += end + 1;
                at += usize::from(matches!(bytes.get(at), Some('?' | '+')));
            }
            '*' => {
                let end = name_end(rest, 1);
                match end > 1 {
                    true => push_parameter(&mut out, &rest[1..end]),
                    false => {
                        if !out.ends_with('*') {
                            out.push('*');
                        }
                    }
                }
                at += end;
            }
            '\\' | '^' => at += 1,
            // Rocket's query: `/orders?<page>`.
            '?' if matches!(rest.get(1), Some('<' | '{')) => break,
            '?' | '$' if at + 1 >= bytes.len() => at += 1,
            c => {
                out.push(c);
                at += 1;
            }
        }
    }
    while out.len() > 1 && out.ends_with('/') {
        out.pop();
    }
    out
}

/// A prefix before a path, both normalised.
pub(crate) fn join(prefix: &str, path: &str) -> String {
    normalise(&format!("{prefix}/{path}"))
}

fn push_parameter(out: &mut String, name: &[char]) {
    out.push('{');
    out.extend(
        name.iter()
            .filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '…')),
    );
    out.push('}');
}

fn name_end(text: &[char], from: usize) -> usize {
    text[from..]
        .iter()
        .position(|c| !(c.is_alphanumeric() || *c == '_'))
        .map_or(text.len(), |end| from + end)
}

/// The index of the bracket that closes the first one, or the last index.
fn close(text: &[char], open: char, shut: char) -> usize {
    let mut depth = 0;
    for (index, &c) in text.iter().enumerate() {
        if c == open {
            depth += 1;
        } else if c == shut {
            depth -= 1;
            if depth == 0 {
                return index;
            }
        }
    }
    text.len() - 1
}

fn skip_group(text: &[char]) -> usize {
    match text.first() {
        Some('(') => close(text, '(', ')') + 1,
        Some('{') => close(text, '{', '}') + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frameworks_parameters_are_spelled_alike() {
        for (written, expected) in [
            ("", "/"),
            ("/", "/"),
            ("orders/", "/orders"),
            ("/orders/:id", "/orders/{id}"),
            ("/orders/:id(\\d+)/items", "/orders/{id}/items"),
            ("/orders/<int:id>", "/orders/{id}"),
            ("/orders/<id:int>", "/orders/{id}"),
            ("/orders/{id:[0-9]{4}}", "/orders/{id}"),
            ("/files/{*path}", "/files/{path}"),
            ("/files/{path...}", "/files/{path}"),
            ("/files/*", "/files/*"),
            ("/orders?<page>&<size>", "/orders"),
            ("/files/*path", "/files/{path}"),
            ("^orders/(?P<id>\\d+)/$", "/orders/{id}"),
            ("/orders/:(o\\d+)/items", "/orders/{parameter}/items"),
            ("^orders/({KINDS})/$", "/orders/{parameter}"),
            ("/orders/{$}", "/orders"),
            ("//orders//{id?}", "/orders/{id}"),
            ("/orders/{order_id}:cancel", "/orders/{order_id}:cancel"),
            ("/range/:from-:to", "/range/{from}-{to}"),
        ] {
            assert_eq!(normalise(written), expected, "{written}");
        }
    }

    #[test]
    fn unclosed_brackets_end_with_the_path() {
        for written in ["/a/{b", "/a/(b", "/a/<b", "{", "(", "<", ":", "*"] {
            normalise(written);
        }
    }
}
