//! Lookups of a file that are built when something first asks: most files have nobody who does.

use super::{Binding, CallId, CallSite, ScopeId, ScopeKind, Unit, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;

#[derive(Default)]
pub(super) struct Indexes {
    parameters: OnceCell<FxHashMap<ScopeId, Vec<usize>>>,
    declared: OnceCell<FxHashMap<String, FxHashSet<ScopeId>>>,
    fields: OnceCell<FxHashMap<String, Vec<usize>>>,
    kept: OnceCell<FxHashMap<CallId, usize>>,
    inner: OnceCell<Inner>,
    configured: OnceCell<FxHashSet<String>>,
    configuring: OnceCell<Vec<usize>>,
    told: OnceCell<FxHashMap<Holder, FxHashMap<String, CallId>>>,
}

/// A name, and the function in which it is used.
type Holder = (Option<ScopeId>, String);

/// What stands directly in each scope.
struct Inner {
    scopes: Vec<Vec<ScopeId>>,
    calls: Vec<Vec<CallId>>,
}

impl Unit {
    /// The bindings of a function's parameters, in order.
    pub(super) fn parameter_bindings(&self, function: ScopeId) -> &[usize] {
        let parameters = self.index.on_demand.parameters.get_or_init(|| {
            let mut parameters: FxHashMap<ScopeId, Vec<usize>> = FxHashMap::default();
            for (id, binding) in self.bindings.iter().enumerate() {
                if binding.is_parameter {
                    parameters.entry(binding.scope).or_default().push(id);
                }
            }
            parameters
        });
        parameters.get(&function).map_or(&[], Vec::as_slice)
    }

    /// Whether something that is called `name`, and is no method, is declared around `scope`.
    pub fn declares_around(&self, name: &str, scope: ScopeId) -> bool {
        let declared = self.index.on_demand.declared.get_or_init(|| {
            let mut declared: FxHashMap<String, FxHashSet<ScopeId>> = FxHashMap::default();
            for scope in self.scopes.iter().filter(|scope| !scope.name.is_empty()) {
                let around = self.scopes[scope.parent].kind;
                if !matches!(around, ScopeKind::Class | ScopeKind::Interface) {
                    let places = declared.entry(scope.name.clone()).or_default();
                    places.insert(scope.parent);
                }
            }
            declared
        });
        let Some(places) = declared.get(name) else {
            return false;
        };
        let mut scope = scope;
        while scope != 0 && !places.contains(&scope) {
            scope = self.scopes[scope].parent;
        }
        places.contains(&scope)
    }

    /// The bindings of fields that are called so: `client.BaseAddress` of `BaseAddress`.
    pub fn set_fields(&self, field: &str) -> &[usize] {
        let fields = self.index.on_demand.fields.get_or_init(|| {
            let mut fields: FxHashMap<String, Vec<usize>> = FxHashMap::default();
            for (id, binding) in self.bindings.iter().enumerate() {
                if let Some((_, field)) = binding.name.rsplit_once('.') {
                    fields.entry(field.to_owned()).or_default().push(id);
                }
            }
            fields
        });
        fields.get(field).map_or(&[], Vec::as_slice)
    }

    /// The first binding that keeps what a call gives.
    pub fn kept(&self, call: CallId) -> Option<&Binding> {
        let kept = self.index.on_demand.kept.get_or_init(|| {
            let mut kept = FxHashMap::default();
            for (id, binding) in self.bindings.iter().enumerate() {
                if let Value::Call(call) = binding.value {
                    kept.entry(call).or_insert(id);
                }
            }
            kept
        });
        kept.get(&call).map(|&id| &self.bindings[id])
    }

    /// The calls in these blocks, at any depth.
    pub fn calls_within(&self, blocks: &[ScopeId]) -> Vec<CallId> {
        if blocks.is_empty() {
            return Vec::new();
        }
        let inner = self.index.on_demand.inner.get_or_init(|| {
            let mut scopes = vec![Vec::new(); self.scopes.len()];
            for (id, scope) in self.scopes.iter().enumerate().skip(1) {
                scopes[scope.parent].push(id);
            }
            let mut calls = vec![Vec::new(); self.scopes.len()];
            for (id, call) in self.calls.iter().enumerate() {
                calls[call.scope].push(id);
            }
            Inner { scopes, calls }
        });
        let mut found = Vec::new();
        let mut open = blocks.to_vec();
        while let Some(scope) = open.pop() {
            found.extend(&inner.calls[scope]);
            open.extend(&inner.scopes[scope]);
        }
        found
    }

    /// The names on which something is set that `holders` tells; whoever asks first says what that is.
    pub fn configured(&self, holders: impl Fn(&Binding) -> Vec<String>) -> &FxHashSet<String> {
        let configured = &self.index.on_demand.configured;
        configured.get_or_init(|| self.bindings.iter().flat_map(holders).collect())
    }

    /// The first call of a function that tells `holder` the option; whoever asks first says which calls tell what.
    pub fn told(
        &self,
        function: Option<ScopeId>,
        holder: &str,
        option: &str,
        tells: impl Fn(&CallSite) -> Option<(&str, Vec<&str>)>,
    ) -> Option<CallId> {
        let told = self.index.on_demand.told.get_or_init(|| {
            let mut told: FxHashMap<Holder, FxHashMap<String, CallId>> = FxHashMap::default();
            for (id, call) in self.calls.iter().enumerate() {
                let Some((holder, options)) = tells(call) else {
                    continue;
                };
                let holder = (self.function_around(call.scope), holder.to_owned());
                let known = told.entry(holder).or_default();
                for option in options {
                    known.entry(option.to_owned()).or_insert(id);
                }
            }
            told
        });
        let told = told.get(&(function, holder.to_owned()))?;
        told.get(option).copied()
    }

    /// The bindings that configure; whoever asks first says which do.
    pub fn configuring(&self, configures: impl Fn(&Binding) -> bool) -> &[usize] {
        self.index.on_demand.configuring.get_or_init(|| {
            let bindings = self.bindings.iter().enumerate();
            let found = bindings.filter(|(_, binding)| configures(binding));
            found.map(|(id, _)| id).collect()
        })
    }
}
