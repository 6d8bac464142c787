//! What is started beside a store.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Draft, Scope, Unit};

/// The services of each scope, gathered once: there may be as many stores as services.
pub(super) struct Beside<'d> {
    draft: &'d Draft<'d>,
    services: BTreeMap<&'d Scope, Vec<usize>>,
    /// Scopes in which a variable that nothing here gives a value may name a store.
    hiding: BTreeSet<&'d Scope>,
    /// What was found for stores of the same scopes.
    known: BTreeMap<&'d BTreeSet<Scope>, bool>,
}

impl<'d> Beside<'d> {
    pub fn of(draft: &'d Draft<'d>) -> Beside<'d> {
        let mut services: BTreeMap<&Scope, Vec<usize>> = BTreeMap::new();
        for (index, unit) in draft.units.iter().enumerate() {
            for scope in unit.scopes.iter().filter(|_| unit.product.is_none()) {
                services.entry(scope).or_default().push(index);
            }
        }
        let instances = draft.instances.all.iter();
        let hiding = instances.filter(|instance| {
            instance.variables.iter().any(|variable| {
                variable.value.is_err()
                    && crate::graph::holds_host(&variable.name)
                    && !variable.written.contains("://")
            })
        });
        Beside {
            draft,
            services,
            hiding: hiding.map(|instance| &instance.scope).collect(),
            known: BTreeMap::new(),
        }
    }

    /// Whether most services that are started beside a store have their code here, so that it would show
    /// who uses the store.
    pub fn services(&mut self, store: &'d Unit) -> bool {
        if let Some(known) = self.known.get(&store.scopes) {
            return *known;
        }
        let scopes = || store.scopes.iter();
        let beside: BTreeSet<usize> = scopes()
            .filter_map(|scope| self.services.get(scope))
            .flatten()
            .copied()
            .collect();
        let built = beside.iter();
        let built = built.filter(|index| self.draft.units[**index].is_built_here);
        let built = built.count();
        let is_hidden = scopes().any(|scope| self.hiding.contains(scope));
        let is_beside = built > 0 && built * 2 >= beside.len() && !is_hidden;
        self.known.insert(&store.scopes, is_beside);
        is_beside
    }
}
