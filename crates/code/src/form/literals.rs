//! What the literals of Rust set the fields of their structs to: `Self { client: Client::new() }`.

use super::{Binding, ScopeId, ScopeKind, Unit, Value};
use crate::At;
use std::collections::BTreeMap;

/// Literals of one struct; what sets a field in more places is not followed.
const LITERAL_LIMIT: usize = 4;

/// What literals set one field to.
type Set<'u> = Vec<(&'u Value, At)>;

impl Unit {
    /// Binds fields to what all literals of the file set them to, where each of them says it.
    pub(super) fn place_literals(&mut self) {
        let mut fields: BTreeMap<(ScopeId, &str), Option<Set<'_>>> = BTreeMap::new();
        for call in &self.calls {
            let Value::Name(name) = &call.callee else {
                continue;
            };
            let own = || self.owner(self.function_around(call.scope)?);
            let class = match name.as_str() {
                "Self" => own(),
                name => Some(name),
            };
            let Some(class) = class.and_then(|class| self.declared(class)) else {
                continue;
            };
            if self.scopes[class].kind != ScopeKind::Class {
                continue;
            }
            for argument in &call.arguments {
                let Some(field) = &argument.name else {
                    continue;
                };
                let value = self.plain_value(&argument.value, call.scope);
                let kept = fields
                    .entry((class, field.as_str()))
                    .or_insert_with(|| Some(Vec::new()));
                match (kept.as_mut(), value) {
                    (Some(kept), Some(value)) if kept.len() < LITERAL_LIMIT => {
                        kept.push((value, argument.at));
                    }
                    _ => *kept = None,
                }
            }
        }
        let set = fields.into_iter().flat_map(|((scope, name), values)| {
            let values = values.into_iter().flatten();
            values.map(move |(value, at)| Binding {
                scope,
                name: name.to_owned(),
                type_name: None,
                value: value.clone(),
                at,
                is_parameter: false,
                annotations: Vec::new(),
            })
        });
        let set: Vec<Binding> = set.collect();
        for binding in set {
            let key = (binding.scope, binding.name.clone());
            self.index
                .bindings
                .entry(key)
                .or_default()
                .push(self.bindings.len());
            self.bindings.push(binding);
        }
    }

    /// A value that means the same in every scope: a text, a number, a call, or what one name was given here.
    fn plain_value<'u>(&'u self, value: &'u Value, scope: ScopeId) -> Option<&'u Value> {
        let value = match value {
            Value::Name(name) => match self.lookup(name, scope) {
                [binding] => &self.bindings[*binding].value,
                _ => return None,
            },
            value => value,
        };
        matches!(value, Value::Text(_) | Value::Scalar(_) | Value::Call(_)).then_some(value)
    }
}
