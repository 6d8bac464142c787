//! Functions of a file: which one stands around a place, what it is given, whose method it is.

use super::{ScopeId, ScopeKind, Unit};
use crate::Language;

impl Unit {
    /// The innermost function with a name around a scope.
    pub fn function_around(&self, scope: ScopeId) -> Option<ScopeId> {
        let mut scope = scope;
        while scope != 0 {
            if self.scopes[scope].kind == ScopeKind::Function {
                return Some(scope);
            }
            scope = self.scopes[scope].parent;
        }
        None
    }

    /// The names of a function's parameters in order, without what it is called on.
    pub fn parameters(&self, function: ScopeId) -> Vec<&str> {
        let is_method = self.scopes[function].receiver.is_some() && self.language == Language::Go;
        let bindings = self.bindings.iter();
        bindings
            .filter(|binding| binding.scope == function && binding.is_parameter)
            .map(|binding| binding.name.as_str())
            .skip(usize::from(is_method))
            .filter(|name| !matches!(*name, "self" | "cls" | "this"))
            .collect()
    }
}
