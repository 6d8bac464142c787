//! Routes of warp, whose filters are joined: `warp::path("orders").and(warp::get()).and_then(list)`.

use super::called::{handler_name, path_text};
use super::path::normalise;
use crate::form::{CallId, ScopeId, Unit, Value, last_name};
use crate::{Language, Route};

/// Filters inside filters; more are a cycle.
const FILTER_DEPTH: usize = 16;

pub(super) fn routes(unit: &Unit) -> Vec<Route> {
    let mut out = Vec::new();
    if unit.language != Language::Rust || !unit.imports_any(&["warp"]) {
        return out;
    }
    for call in &unit.calls {
        if !matches!(call.method(), "and_then" | "map" | "then" | "untuple_one") {
            continue;
        }
        let Value::Member(object, _) = &call.callee else {
            continue;
        };
        let mut filter = Filter::default();
        filter.add(unit, object, call.scope, FILTER_DEPTH);
        // A filter that is given a shape by `map` and joined further is no route yet.
        let (Some(first), false) = (filter.first, filter.has_handler) else {
            continue;
        };
        out.push(Route {
            method: filter.method.unwrap_or_else(|| "*".to_owned()),
            path: normalise(&filter.path),
            at: unit.calls[first].at,
            handler: call
                .positional(0)
                .and_then(|argument| handler_name(unit, &argument.value)),
            framework: "warp".to_owned(),
            prefix_of: None,
            needs_mount: false,
            stands_for: None,
            built: None,
        });
    }
    out
}

#[derive(Default)]
struct Filter {
    path: String,
    method: Option<String>,
    /// The call that names the path.
    first: Option<CallId>,
    has_handler: bool,
}

impl Filter {
    fn add(&mut self, unit: &Unit, value: &Value, scope: ScopeId, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        match value {
            Value::Name(name) => {
                if let [binding, ..] = unit.lookup(name, scope) {
                    let binding = &unit.bindings[*binding];
                    self.add(unit, &binding.value, binding.scope, depth);
                }
            }
            Value::Call(id) => self.add_call(unit, *id, depth),
            _ => {}
        }
    }

    fn add_call(&mut self, unit: &Unit, id: CallId, depth: usize) {
        let call = &unit.calls[id];
        let callee = unit.callee(id).unwrap_or_default();
        if !callee.starts_with("warp.") || callee.contains('(') {
            let Value::Member(object, method) = &call.callee else {
                return;
            };
            self.has_handler |= matches!(method.as_str(), "and_then" | "map" | "then");
            self.add(unit, object, call.scope, depth);
            if method == "and"
                && let Some(argument) = call.positional(0)
            {
                self.add(unit, &argument.value, call.scope, depth);
            }
            return;
        }
        let is_path = callee.starts_with("warp.path");
        match last_name(&callee) {
            "param" if is_path => self.path.push_str("/{parameter}"),
            "tail" | "full" | "peek" if is_path => self.path.push_str("/*"),
            "end" if is_path => {}
            "path" | "path!" => {
                for argument in &call.arguments {
                    let text = unit.fold(&argument.value, call.scope);
                    self.path.push('/');
                    self.path.push_str(&path_text(&text));
                }
            }
            method @ ("get" | "post" | "put" | "delete" | "patch" | "head" | "options") => {
                self.method = Some(method.to_ascii_uppercase());
                return;
            }
            _ => return,
        }
        self.first.get_or_insert(id);
    }
}
