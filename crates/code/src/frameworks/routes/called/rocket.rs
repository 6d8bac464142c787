//! Rocket's lists of routes, and what documents them.

use super::super::path::join;
use super::super::router::{LocalMount, Target};
use super::{Reader, path_text};
use crate::form::{CallId, Value};

/// Macros that list Rocket's routes.
pub(super) const ROUTE_LISTS: &[&str] =
    &["routes!", "openapi_get_routes!", "openapi_get_routes_spec!"];

/// The macro that mounts such lists with their documentation.
const DOCUMENTED: &str = "mount_endpoints_and_merged_docs!";

impl Reader<'_> {
    /// `mount_endpoints_and_merged_docs! { rocket, "/v1".to_owned(), settings, "/orders" => orders::routes() }`.
    /// Source: <https://docs.rs/rocket_okapi/latest/rocket_okapi/macro.mount_endpoints_and_merged_docs.html>
    pub(super) fn documented(&self, id: CallId, out: &mut Vec<LocalMount>) {
        let call = &self.unit.calls[id];
        if call.method() != DOCUMENTED {
            return;
        }
        let base = call.positional(1).map_or_else(String::new, |base| {
            path_text(&self.unit.fold(&base.value, call.scope))
        });
        for pair in &call.arguments {
            let Some(prefix) = pair.name.as_deref() else {
                continue;
            };
            let items: Vec<&Value> = match &pair.value {
                Value::Call(list) if ROUTE_LISTS.contains(&self.unit.calls[*list].method()) => {
                    let items = self.unit.calls[*list].arguments.iter();
                    items.map(|item| &item.value).collect()
                }
                value => vec![value],
            };
            let targets = items.into_iter();
            for target in targets.filter_map(|item| self.target(item, call.scope)) {
                out.push(LocalMount {
                    parent: None,
                    prefix: join(&base, prefix.trim_matches('"')),
                    target,
                    at: pair.at,
                    framework: self.framework.framework,
                });
            }
        }
    }

    fn is_documented(&self, id: CallId) -> bool {
        self.unit.calls.iter().any(|call| {
            let mut arguments = call.arguments.iter();
            call.method() == DOCUMENTED
                && arguments
                    .any(|argument| matches!(argument.value, Value::Call(list) if list == id))
        })
    }

    /// Rocket's routes that a function gathers: `routes![list, show]`, `routes.append(&mut orders::routes())`.
    pub(super) fn gathered(&self, id: CallId, out: &mut Vec<LocalMount>) {
        let call = &self.unit.calls[id];
        let Some(function) = self.function_around(call.scope) else {
            return;
        };
        let targets: Vec<Target> = match call.method() {
            list if ROUTE_LISTS.contains(&list)
                && !self.is_mounted_in_place(id)
                && !self.is_documented(id) =>
            {
                call.arguments
                    .iter()
                    .filter_map(|argument| self.target(&argument.value, call.scope))
                    .collect()
            }
            "append" | "extend" => match call.positional(0).map(|argument| &argument.value) {
                Some(Value::Call(inner))
                    if !ROUTE_LISTS.contains(&self.unit.calls[*inner].method()) =>
                {
                    self.call_target(*inner).into_iter().collect()
                }
                _ => Vec::new(),
            },
            _ => return,
        };
        for target in targets {
            out.push(LocalMount {
                parent: Some(self.unit.scopes[function].name.clone()),
                prefix: String::new(),
                target,
                at: call.at,
                framework: self.framework.framework,
            });
        }
    }
}
