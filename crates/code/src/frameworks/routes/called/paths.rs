//! The texts of paths, with names for what is put in.

use super::{Reader, is_verb};
use crate::form::{Arg, CallSite, ScopeId, Value, last_name};
use crate::frameworks::routes::Verb;
use crate::{At, Folded, Piece};

impl Reader<'_> {
    /// The path that a function of another file builds, or the call of another file that describes the route.
    pub(super) fn built(&self, call: &CallSite, verb: &Verb, argument: &Arg) -> Option<Folded> {
        if matches!(verb, Verb::Described) {
            let is_name = matches!(argument.value, Value::Name(_) | Value::Member(..));
            let path = self.unit.origin(&argument.value, call.scope)?;
            let is_elsewhere = is_name && path.contains('/') && !path.contains(['(', '?']);
            return is_elsewhere.then(|| Folded {
                pieces: vec![Piece::Reference(path)],
            });
        }
        if !matches!(argument.value, Value::Call(_) | Value::Concat(_)) {
            return None;
        }
        let text = self.unit.fold_with_calls(&argument.value, call.scope);
        let is_call = |piece: &Piece| matches!(piece, Piece::Called { .. });
        text.pieces.first().is_some_and(is_call).then_some(text)
    }

    /// The texts of a path argument; none where it is no path.
    pub(super) fn paths(&self, argument: &Arg, scope: ScopeId) -> Vec<(String, At)> {
        let items: Vec<&Value> = match &argument.value {
            Value::List(items) => items.iter().collect(),
            value => vec![value],
        };
        items
            .into_iter()
            .filter_map(|item| {
                let folded = self.unit.fold(item, scope);
                let text = self.path_text(&folded)?;
                Some((text, argument.at))
            })
            .collect()
    }

    pub(super) fn path_text(&self, folded: &Folded) -> Option<String> {
        // A base path that is set at run time stands before the path that is known. A setting may be known later.
        let mut folded = folded.clone();
        if folded.pieces.len() > 1
            && !matches!(
                folded.pieces[0],
                Piece::Text(_) | Piece::Reference(_) | Piece::Configuration { .. }
            )
            && matches!(&folded.pieces[1], Piece::Text(text) if text.starts_with('/'))
        {
            folded.pieces.remove(0);
        }
        let folded = &folded;
        if folded.is_unknown() {
            return folded.pieces.is_empty().then(String::new);
        }
        let mut text = path_text(folded);
        if self.framework.has_whole_parameters {
            text = with_whole_parameters(&text);
        }
        let is_path = self.framework.is_relative
            || text.starts_with('/')
            || text == "*"
            || text.starts_with('{')
            || (text
                .split_once(' ')
                .is_some_and(|(verb, path)| is_verb(verb) && path.contains(['/', '{'])));
        let is_sane = !text.contains("://") && !text.contains('\n') && text.len() < 500;
        (is_path && is_sane).then_some(text)
    }
}

/// A path whose parameters go on to the next slash: of `/:order-id` it is `/{order-id}`.
fn with_whole_parameters(path: &str) -> String {
    let segments = path
        .split('/')
        .map(|segment| match segment.strip_prefix(':') {
            Some(name) => format!("{{{name}}}"),
            None => segment.to_owned(),
        });
    segments.collect::<Vec<_>>().join("/")
}

/// What stands before the key of a setting in a path.
const SETTING: &str = "{…";

/// What stands behind the name of a constant in the hole of a path.
pub(crate) const OF_PACKAGE: char = '…';

/// Whether a bracket is open around what comes next.
fn is_in_brackets(text: &str) -> bool {
    let open = text.rfind('<');
    open.is_some_and(|open| !text[open..].contains('>'))
}

/// Whether a reference is a name alone, and one of a constant: a parameter is written in small letters.
fn is_of_package(name: &str) -> bool {
    name.contains(char::is_uppercase) && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// A path's text, with `{name}` for what is unknown.
pub(crate) fn path_text(folded: &Folded) -> String {
    let mut out = String::new();
    for piece in &folded.pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Hole(name) => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
            Piece::Environment {
                default: Some(default),
                ..
            }
            | Piece::Configuration {
                default: Some(default),
                ..
            } => out.push_str(default),
            Piece::Environment { name, .. } => out.push_str(&format!("{{{name}}}")),
            // The whole key, for [`link_routes`](crate::link_routes) to fill.
            Piece::Configuration { key, .. } => {
                out.push_str(&format!("{SETTING}{}}}", key.replace(':', ".")));
            }
            // The name of a parameter: `"/{" + ORDER_ID + "}"`, `f"(?P<{ORDER_ID}>\\d+)"`.
            Piece::Reference(path) if out.ends_with('{') || is_in_brackets(&out) => {
                out.push_str(&format!("{{-{}}}", path.replace(['/', ':'], ".")));
            }
            Piece::Called { name, .. } => out.push_str(&format!("{{{name}}}")),
            // A constant of another file that needs no import.
            Piece::Reference(name) if is_of_package(name) => {
                out.push_str(&format!("{{{name}{OF_PACKAGE}}}"));
            }
            // The whole path, for [`link_routes`](crate::link_routes) to fill.
            Piece::Reference(path) => {
                out.push_str(&format!("{{{}}}", path.replace(['/', ':'], ".")))
            }
        }
    }
    out
}

/// A path in which the holes of settings hold what `given` knows of their keys, and else the last names of these.
pub(crate) fn with_settings(path: &str, given: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once(SETTING) {
        out.push_str(before);
        let Some((key, after)) = after.split_once('}') else {
            out.push_str(SETTING);
            rest = after;
            break;
        };
        match given(key) {
            // What is unknown as a whole is no setting.
            _ if key.is_empty() => out.push_str("{…}"),
            Some(text) => out.push_str(&text),
            None => out.push_str(&format!("{{{}}}", last_name(key))),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
