//! Routers in names of the whole file, which other files may serve on.

use super::super::router::{LocalMount, Target};
use super::{FOLLOW_LIMIT, Reader};
use crate::Language;
use crate::form::{Binding, Value};

/// What stands before the name of a router in the target of the mount that says where it is made. The mount's parent and
/// prefix are what the router is there.
pub(crate) const MADE: &str = "=";

impl Reader<'_> {
    /// Routers in names that other files import, or that other files of a package of Go share.
    pub(super) fn made_routers(&self, out: &mut Vec<LocalMount>) {
        let is_go = self.unit.language == Language::Go;
        let is_shared = |binding: &&Binding| match is_go {
            true => binding.name.starts_with(char::is_uppercase) && !binding.is_parameter,
            false => binding.scope == 0 && self.unit.language != Language::Rust,
        };
        for binding in self.unit.bindings.iter().filter(is_shared) {
            let value = &binding.value;
            if !matches!(value, Value::Call(_)) || !self.is_router(value, binding.scope) {
                continue;
            }
            let router = self.router(value, binding.scope, FOLLOW_LIMIT);
            out.push(LocalMount {
                parent: router.node,
                prefix: router.prefix,
                target: Target::Elsewhere(format!("{MADE}{}", self.exported(&binding.name))),
                at: binding.at,
                framework: self.framework.framework,
            });
        }
    }
}
