//! Servers that oapi-codegen writes: one function registers all routes, and others call it with a router or a base path.
//! Source: https://github.com/oapi-codegen/oapi-codegen#generating-server-side-boilerplate

use super::super::path::join;
use super::super::router::{LocalMount, Target};
use super::{FOLLOW_LIMIT, Reader, Router, path_text};
use crate::Language;
use crate::form::{Arg, CallId, ScopeId, Value};

/// The functions of such a server that register its routes; they are one router, by the name of the first.
const ENTRIES: &[&str] = &[
    "RegisterHandlers",
    "RegisterHandlersWithBaseURL",
    "RegisterHandlersWithOptions",
    "HandlerFromMux",
    "HandlerFromMuxWithBaseURL",
    "HandlerWithOptions",
];

impl Reader<'_> {
    /// The name of the router that a function is in such a server.
    pub(super) fn generated_node(&self, function: &str) -> Option<&'static str> {
        let is_server = || self.unit.declared("ServerInterfaceWrapper").is_some();
        (ENTRIES.contains(&function) && self.unit.language == Language::Go && is_server())
            .then_some(ENTRIES[0])
    }

    /// The router that a function of such a server registers on.
    pub(super) fn generated_router(&self, scope: ScopeId) -> Option<Router> {
        let function = self.function_around(scope)?;
        let node = self.generated_node(&self.unit.scopes[function].name)?;
        Some(Router {
            node: Some(node.to_owned()),
            prefix: String::new(),
        })
    }

    /// A call of such a server in another file, `api.HandlerFromMuxWithBaseURL(orders, router, "/api")`; whether it is one.
    pub(super) fn generated(&self, id: CallId, out: &mut Vec<LocalMount>) -> bool {
        let call = &self.unit.calls[id];
        let method = call.method();
        let Value::Member(package, _) = &call.callee else {
            return false;
        };
        let package = match &**package {
            Value::Name(name) => self.unit.imported(name),
            _ => None,
        };
        let Some(package) = package.filter(|_| ENTRIES.contains(&method)) else {
            return false;
        };
        let options = call
            .arguments
            .iter()
            .find_map(|argument| match argument.value {
                Value::Call(options) => Some(&self.unit.calls[options]),
                _ => None,
            });
        let option = |name: &str| options.and_then(|options| options.option(&[name]));
        let is_router = |argument: &&Arg| self.is_router(&argument.value, call.scope);
        let router = option("BaseRouter").or(call.arguments.iter().find(is_router));
        let router = match router.filter(|router| is_router(router)) {
            Some(router) => self.router(&router.value, call.scope, FOLLOW_LIMIT),
            // What is given no router makes its own.
            None if method == "HandlerWithOptions"
                && option("BaseRouter").is_none()
                && self.framework.framework == "net/http" =>
            {
                Router::default()
            }
            None => return true,
        };
        let base = match method.ends_with("WithBaseURL") {
            true => call.arguments.last(),
            false => option("BaseURL"),
        };
        let base = base.map(|base| self.unit.fold(&base.value, call.scope));
        // What nobody here can tell is most often nothing.
        let base = base.filter(|base| !base.is_unknown());
        let base = base.as_ref().map_or_else(String::new, path_text);
        out.push(LocalMount {
            parent: router.node,
            prefix: join(&router.prefix, &base),
            target: Target::Elsewhere(format!("{package}.{}", ENTRIES[0])),
            at: call.at,
            framework: self.framework.framework,
        });
        true
    }
}
