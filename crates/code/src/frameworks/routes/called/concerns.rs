//! Rails' concerns: routes that are declared once and served wherever `concerns` names them.
//! Source: <https://guides.rubyonrails.org/routing.html#routing-concerns>.

use super::super::path::join;
use super::super::router::{LocalMount, Target};
use super::{FOLLOW_LIMIT, Reader, Router};
use crate::form::{CallId, CallSite, ScopeId, Value};

/// What the names of concerns begin with, among routers.
const CONCERN: &str = "concern ";

impl Reader<'_> {
    /// The name under which the routes of a concern's block are known.
    pub(super) fn concern(&self, call: &CallSite) -> Option<String> {
        let is_concern = self.framework.framework == "rails" && call.method() == "concern";
        let name = call.positional(0).filter(|_| is_concern)?;
        self.node(&name.value, call.scope)
    }

    /// Whether a router is the block of a concern.
    pub(super) fn is_of_concern(&self, router: &Router) -> bool {
        let node = router.node.as_deref().unwrap_or_default();
        self.framework.framework == "rails" && node.starts_with(CONCERN)
    }

    fn node(&self, name: &Value, scope: ScopeId) -> Option<String> {
        let text = self.unit.fold(name, scope);
        Some(format!("{CONCERN}{}", text.known()?))
    }

    /// Puts concerns where they are named: `concerns :paged`, `resources :orders, concerns: %i[paged]`.
    pub(super) fn concerns(&self, id: CallId, out: &mut Vec<LocalMount>) {
        let call = &self.unit.calls[id];
        let mut router = self.enclosing(call.scope, FOLLOW_LIMIT);
        let named: Vec<&Value> = match call.method() {
            "concerns" => call.arguments.iter().map(|name| &name.value).collect(),
            method => {
                let (Some(group), Some(named)) = (self.group(method), call.option(&["concerns"]))
                else {
                    return;
                };
                let prefix = self.group_prefix(call, group, call.scope);
                router.prefix = join(&router.prefix, &prefix);
                vec![&named.value]
            }
        };
        for value in named {
            let names = match value {
                Value::List(names) => names.as_slice(),
                name => std::slice::from_ref(name),
            };
            for node in names.iter().filter_map(|name| self.node(name, call.scope)) {
                out.push(LocalMount {
                    parent: router.node.clone(),
                    prefix: router.prefix.clone(),
                    target: Target::Local(node),
                    at: call.at,
                    framework: self.framework.framework,
                });
            }
        }
    }
}
