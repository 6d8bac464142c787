//! Texts put together: defaults, placeholders, paths.

use super::lookups::is_variable_name;
use super::{CallId, ScopeId, Unit, Value, is_self};
use crate::{Folded, Piece};

/// `first`, with `second` as the default of the one variable or key that it is.
pub(super) fn with_default(first: Folded, second: Folded) -> Folded {
    let default = second.known().map(str::to_owned);
    match first.pieces.as_slice() {
        [
            Piece::Environment {
                name,
                default: None,
            },
        ] => Folded {
            pieces: vec![Piece::Environment {
                name: name.clone(),
                default,
            }],
        },
        [Piece::Configuration { key, default: None }] => Folded {
            pieces: vec![Piece::Configuration {
                key: key.clone(),
                default,
            }],
        },
        // What a page is given before it is loaded, else its own address: `window.apiUrl || "/"`.
        [Piece::Reference(path)]
            if path.starts_with("window.") && matches!(second.known(), Some("" | "/")) =>
        {
            second
        }
        _ => first,
    }
}

/// Spring's `${key:default}` inside a text.
pub(crate) fn placeholders(text: &str) -> Folded {
    let mut out = Folded::default();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((inner, tail)) = after.split_once('}') else {
            break;
        };
        out.push(Piece::Text(before.to_owned()));
        let (key, default) = match inner.split_once(':') {
            Some((key, default)) => (key, Some(default.to_owned())),
            None => (inner, None),
        };
        out.push(match is_variable_name(key) {
            true => Piece::Environment {
                name: key.to_owned(),
                default,
            },
            false => Piece::Configuration {
                key: key.to_owned(),
                default,
            },
        });
        rest = tail;
    }
    out.push(Piece::Text(rest.to_owned()));
    out
}

/// Appends `part` with exactly one slash between.
pub(crate) fn join_path(out: &mut Folded, mut part: Folded) {
    if let Some(Piece::Text(last)) = out.pieces.last_mut() {
        while last.ends_with('/') {
            last.pop();
        }
    }
    if let Some(Piece::Text(first)) = part.pieces.first_mut() {
        let trimmed = first.trim_start_matches('/').to_owned();
        *first = trimmed;
    }
    out.push(Piece::Text("/".into()));
    out.append(part);
}

/// Puts a path behind an address as browsers resolve it: one that starts with `/` replaces the address's own.
/// Source: WHATWG URL Standard, "URL parsing", path absolute.
pub(super) fn join_address(out: &mut Folded, part: Folded) {
    let is_absolute =
        matches!(part.pieces.first(), Some(Piece::Text(text)) if text.starts_with('/'));
    if let ([Piece::Text(base)], true) = (out.pieces.as_mut_slice(), is_absolute)
        && let Some(host) = base.find("://").map(|at| at + 3)
        && let Some(path) = base[host..].find('/')
    {
        base.truncate(host + path);
    }
    join_path(out, part);
}

impl Unit {
    /// The arguments of a call with one slash between each and the next.
    pub(super) fn fold_joined(&self, id: CallId, depth: usize, out: &mut Folded) {
        let call = &self.calls[id];
        // Go's `address.JoinPath("orders")` begins with what it is called on.
        let base = match &call.callee {
            Value::Member(object, _) if self.is_variable(object, call.scope) => Some(&**object),
            _ => None,
        };
        let arguments = call.arguments.iter().map(|argument| &argument.value);
        for (index, value) in base.into_iter().chain(arguments).enumerate() {
            let mut part = Folded::default();
            self.fold_into(value, call.scope, depth, &mut part);
            if index > 0 {
                join_path(out, part);
            } else {
                out.append(part);
            }
        }
    }

    /// Whether a value is in a variable or a field, and no module or class.
    fn is_variable(&self, value: &Value, scope: ScopeId) -> bool {
        match value {
            Value::Name(name) => !is_self(value) && !self.lookup(name, scope).is_empty(),
            Value::Member(object, _) => is_self(object) || self.is_variable(object, scope),
            Value::Call(_) => true,
            _ => false,
        }
    }
}
