//! What a file puts below its routers, gathered once for the questions that each registration asks.

use super::{Reader, root};
use crate::form::{CallId, ScopeId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;

type Names<'u> = FxHashMap<ScopeId, FxHashSet<&'u str>>;

/// Each part is gathered when it is first asked for.
#[derive(Default)]
pub(super) struct Placed<'u> {
    mounted: OnceCell<Mounted<'u>>,
    stripped: OnceCell<FxHashSet<String>>,
    bound: OnceCell<Names<'u>>,
    functions: OnceCell<FxHashSet<String>>,
}

/// What calls mount.
#[derive(Default)]
struct Mounted<'u> {
    /// The first calls of what is made there.
    made: FxHashSet<CallId>,
    /// Names, by the function that mounts them.
    named: Names<'u>,
}

impl<'u> Reader<'u> {
    fn all_mounted(&self) -> &Mounted<'u> {
        self.placed.mounted.get_or_init(|| {
            let mut mounted = Mounted::default();
            for call in &self.unit.calls {
                let mut mounts = self.framework.mounts.iter();
                if !mounts.any(|mount| mount.method == call.method()) {
                    continue;
                }
                let function = self.function_around(call.scope);
                for argument in &call.arguments {
                    match (&argument.value, function) {
                        (Value::Call(inner), _) => {
                            mounted.made.insert(root(self.unit, *inner));
                        }
                        (Value::Name(name), Some(function)) => {
                            mounted.named.entry(function).or_default().insert(name);
                        }
                        _ => {}
                    }
                }
            }
            mounted
        })
    }

    /// Whether a router is made where it is mounted: `app.use("/orders", Router().get(…))`.
    pub(super) fn is_mounted_in_place(&self, id: CallId) -> bool {
        self.all_mounted().made.contains(&root(self.unit, id))
    }

    /// Whether a variable of a function is put below another router there: then it is not what the function gives.
    pub(super) fn is_mounted_by_name(&self, name: &str, function: ScopeId) -> bool {
        let named = self.all_mounted().named.get(&function);
        named.is_some_and(|names| names.contains(name))
    }

    /// Whether a prefix is cut off for a mux of Go's that `name` keeps.
    pub(super) fn is_stripped(&self, name: &str) -> bool {
        let stripped = self.placed.stripped.get_or_init(|| {
            let calls = self.unit.calls.iter();
            let inner = calls.filter_map(|call| self.stripped(call));
            let names = inner.filter_map(|(_, inner)| match &inner.value {
                Value::Name(name) => Some(name.clone()),
                _ => None,
            });
            names.collect()
        });
        stripped.contains(name)
    }

    /// Whether a function binds a name anywhere.
    pub(super) fn binds(&self, function: ScopeId, name: &str) -> bool {
        let bound = self.placed.bound.get_or_init(|| {
            let mut bound = Names::default();
            for binding in &self.unit.bindings {
                if let Some(function) = self.function_around(binding.scope) {
                    bound.entry(function).or_default().insert(&binding.name);
                }
            }
            bound
        });
        bound
            .get(&function)
            .is_some_and(|names| names.contains(name))
    }

    /// Whether a function of the file is a router under the name `node`.
    pub(super) fn is_own_node(&self, node: &str) -> bool {
        let functions = self.placed.functions.get_or_init(|| {
            let scopes = 0..self.unit.scopes.len();
            scopes.map(|scope| self.function_node(scope)).collect()
        });
        functions.contains(node)
    }
}
