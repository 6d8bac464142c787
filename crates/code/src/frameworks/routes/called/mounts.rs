//! Routers that are put below others.

use super::super::path::join;
use super::super::router::{LocalMount, Target};
use super::super::table_called::Mounting;
use super::rocket::ROUTE_LISTS;
use super::{FOLLOW_LIMIT, Reader, path_text};
use crate::Piece;
use crate::form::{Arg, CallId, ScopeId, Value, matches};
use crate::frameworks::pick;

/// A function with more parameters is handed no router.
const ARGUMENT_LIMIT: usize = 64;

impl Reader<'_> {
    pub(super) fn mount(&self, id: CallId, out: &mut Vec<LocalMount>) {
        let call = &self.unit.calls[id];
        let method = call.method();
        if let Some(mounting) = self
            .framework
            .mounts
            .iter()
            .find(|mounting| mounting.method == method)
            && self.is_router_call(id)
        {
            match self.inner_list(call) {
                Some(_) => self.mount_items(id, out),
                None => self.explicit_mount(id, mounting, out),
            }
            return;
        }
        if self.framework.framework == "net/http"
            && let Some((prefix, inner)) = self.stripped(call)
            && let Some(target) = match self.router(&inner.value, call.scope, FOLLOW_LIMIT).node {
                Some(node) => Some(Target::Local(node)),
                None => self.target(&inner.value, call.scope),
            }
        {
            let router = self.router_of_call(id);
            let text = path_text(&self.unit.fold(&prefix.value, call.scope));
            out.push(LocalMount {
                parent: router.node,
                prefix: join(&router.prefix, &text),
                target,
                at: prefix.at,
                framework: self.framework.framework,
            });
            return;
        }
        if method == "add_resource" && self.is_router_call(id) {
            self.resource(id, out);
            return;
        }
        if self.framework.framework == "rails" {
            self.concerns(id, out);
        }
        self.handed_over(id, out);
        if self.framework.framework == "rocket" {
            self.documented(id, out);
            self.gathered(id, out);
        }
        if self.framework.has_extensions {
            self.extended(id, out);
        }
    }

    /// Flask's `api.add_resource(Orders, "/orders", "/order")`.
    fn resource(&self, id: CallId, out: &mut Vec<LocalMount>) {
        let call = &self.unit.calls[id];
        let Some((class, paths)) = call.arguments.split_first() else {
            return;
        };
        let Some(target) = self.target(&class.value, call.scope) else {
            return;
        };
        let router = self.router_of_call(id);
        for path in paths.iter().filter(|path| path.name.is_none()) {
            let text = path_text(&self.unit.fold(&path.value, call.scope));
            out.push(LocalMount {
                parent: router.node.clone(),
                prefix: join(&router.prefix, &text),
                target: target.clone(),
                at: path.at,
                framework: self.framework.framework,
            });
        }
    }

    /// A function that the project adds to routers: C#'s `orders.MapOrders()`, Kotlin's `orders()` inside of `routing`.
    fn extended(&self, id: CallId, out: &mut Vec<LocalMount>) {
        let call = &self.unit.calls[id];
        let name = call.method();
        let is_known = self.group(name).is_some()
            || self.framework.verbs.iter().any(|(verb, _)| *verb == name);
        if call.is_annotation || is_known || name.is_empty() {
            return;
        }
        let router = match &call.callee {
            Value::Member(object, _) if self.is_router(object, call.scope) => {
                self.router(object, call.scope, FOLLOW_LIMIT)
            }
            Value::Name(_) if self.framework.is_bare && self.is_below(call.scope) => {
                self.enclosing(call.scope, FOLLOW_LIMIT)
            }
            _ => return,
        };
        let target = match self.unit.declared(name) {
            Some(_) => Target::Local(name.to_owned()),
            None => Target::Elsewhere(format!("*.{name}")),
        };
        out.push(LocalMount {
            parent: router.node,
            prefix: router.prefix,
            target,
            at: call.at,
            framework: self.framework.framework,
        });
    }

    pub(super) fn explicit_mount(
        &self,
        id: CallId,
        mounting: &Mounting,
        out: &mut Vec<LocalMount>,
    ) {
        let call = &self.unit.calls[id];
        let router = self.router_of_call(id);
        let prefix_argument = pick(call, &mounting.prefix);
        let mut prefix = String::new();
        let mut at = call.at;
        if let Some(argument) = prefix_argument {
            let folded = self.unit.fold(&argument.value, call.scope);
            let is_text = matches!(
                argument.value,
                Value::Text(_) | Value::Concat(_) | Value::Name(_) | Value::Member(..)
            );
            let is_router = self.is_router(&argument.value, call.scope);
            let is_text = is_text
                || matches!(&argument.value, Value::Call(id)
                    if matches!(self.unit.calls[*id].method(), "concat" | "format!" | "Sprintf" | "format"))
                || matches!(folded.pieces.first(), Some(Piece::Configuration { .. }));
            let text = self.path_text(&folded).unwrap_or_default();
            let text = match text.is_empty() {
                true => path_text(&folded),
                false => text,
            };
            // A text that goes on as a path is one, whoever knows how it begins.
            let goes_on = matches!(argument.value, Value::Concat(_)) && text.contains("}/");
            if is_text
                && !is_router
                && (self.framework.is_relative
                    || text.starts_with('/')
                    || goes_on
                    || matches!(folded.pieces.first(), Some(Piece::Configuration { .. }))
                    || (mounting.prefix.position.is_none() && text.starts_with('{')))
            {
                prefix = text;
                at = argument.at;
            }
        }
        let prefix = join(&router.prefix, &prefix);
        let targets: Vec<&Value> = match mounting.target {
            Some(target) => pick(call, &target)
                .map(|argument| &argument.value)
                .into_iter()
                .collect(),
            None => call
                .arguments
                .iter()
                .map(|argument| &argument.value)
                .collect(),
        };
        for target in targets {
            let items: Vec<&Value> = match target {
                Value::List(items) => items.iter().collect(),
                Value::Map(entries) => entries.iter().map(|entry| &entry.value).collect(),
                Value::Call(id) if ROUTE_LISTS.contains(&self.unit.calls[*id].method()) => {
                    self.unit.calls[*id]
                        .arguments
                        .iter()
                        .map(|argument| &argument.value)
                        .collect()
                }
                value => vec![value],
            };
            for item in items {
                // `app.use(mount("/orders", orders))` of Koa.
                let (before, item) = self.mounted(item).unwrap_or((String::new(), item));
                let prefix = join(&prefix, &before);
                if let Some(target) = self.target(item, call.scope) {
                    out.push(LocalMount {
                        parent: router.node.clone(),
                        prefix,
                        target,
                        at,
                        framework: self.framework.framework,
                    });
                }
            }
        }
    }

    /// The prefix and the router inside of a function `mount` of a library.
    fn mounted<'v>(&'v self, value: &'v Value) -> Option<(String, &'v Value)> {
        let Value::Call(id) = value else {
            return None;
        };
        let call = &self.unit.calls[*id];
        let [first, rest @ ..] = call.arguments.as_slice() else {
            return None;
        };
        if !self.unit.callee(*id)?.ends_with("-mount") {
            return None;
        }
        match rest {
            [router] => Some((
                path_text(&self.unit.fold(&first.value, call.scope)),
                &router.value,
            )),
            _ => Some((String::new(), &first.value)),
        }
    }

    /// A router given to a function as an argument: `orders.Register(v1.Group("/orders"))`, `require('./routes')(app)`.
    pub(super) fn handed_over(&self, id: CallId, out: &mut Vec<LocalMount>) {
        let call = &self.unit.calls[id];
        if call.is_annotation || call.arguments.len() > ARGUMENT_LIMIT {
            return;
        }
        if self.generated(id, out) {
            return;
        }
        let Some(argument) = call.arguments.iter().find(|argument| {
            matches!(
                argument.value,
                Value::Name(_) | Value::Call(_) | Value::Member(..)
            ) && self.is_router(&argument.value, call.scope)
        }) else {
            return;
        };
        let Some(callee) = self.unit.callee(id) else {
            return;
        };
        let mut gates = self.framework.gate.iter();
        let is_own = gates.any(|gate| callee.starts_with(gate));
        if let Some(target) = self.method_target(&callee).filter(|_| !is_own) {
            let router = self.router(&argument.value, call.scope, FOLLOW_LIMIT);
            out.push(LocalMount {
                parent: router.node,
                prefix: router.prefix,
                target,
                at: argument.at,
                framework: self.framework.framework,
            });
            return;
        }
        // What belongs to the framework or to an object is no function of the project.
        if callee.contains(['(', '?', '[', '!'])
            || callee.starts_with("this.")
            || (self.unit.language != crate::Language::Go
                && call.method().starts_with(char::is_uppercase))
            || is_own
        {
            return;
        }
        let is_module = self.is_of_module(&call.callee);
        let target = match &call.callee {
            Value::Name(name) if self.unit.declared(name).is_some() => Target::Local(name.clone()),
            Value::Member(_, name) if !is_module && self.unit.declared(name).is_some() => {
                Target::Local(name.clone())
            }
            _ => Target::Elsewhere(callee.to_string()),
        };
        let router = self.router(&argument.value, call.scope, FOLLOW_LIMIT);
        out.push(LocalMount {
            parent: router.node,
            prefix: router.prefix,
            target,
            at: argument.at,
            framework: self.framework.framework,
        });
    }

    pub(super) fn target(&self, value: &Value, scope: ScopeId) -> Option<Target> {
        match value {
            Value::Name(name) => {
                let bindings = self.unit.lookup(name, scope);
                if let Some(&binding) = bindings.first() {
                    let binding = &self.unit.bindings[binding];
                    if let Value::Call(id) = binding.value {
                        let origin = self.unit.origin(&binding.value, binding.scope)?;
                        if !self.is_router(value, scope) && !origin.ends_with("()") {
                            return Some(Target::Elsewhere(origin));
                        }
                        return self.call_target(id);
                    }
                    // `const orders = (await import("./orders")).default`
                    if let Value::Member(object, part) = &binding.value
                        && part == "default"
                        && let Value::Call(id) = **object
                        && self.unit.calls[id].method() == "import"
                    {
                        return self.call_target(id);
                    }
                    return Some(Target::Local(self.exported(name)));
                }
                match self.unit.imported(name) {
                    Some(path) => Some(Target::Elsewhere(path.to_owned())),
                    None if self.unit.declared(name).is_some() => Some(Target::Local(name.clone())),
                    None => Some(Target::Elsewhere(name.clone())),
                }
            }
            // `router.urls` is Django's way to say `router`.
            Value::Member(object, name)
                if matches!(name.as_str(), "urls" | "router") && self.is_router(object, scope) =>
            {
                self.router(object, scope, FOLLOW_LIMIT)
                    .node
                    .map(Target::Local)
            }
            // So it is for one of another file.
            Value::Member(object, name)
                if name == "urls"
                    && self.framework.view.is_some()
                    && matches!(&**object, Value::Name(name)
                        if self.unit.imported(name).is_some_and(|path| path.contains('.'))) =>
            {
                self.target(object, scope)
            }
            Value::Member(object, name) => {
                if let Some(target) = self.held(object, name, scope) {
                    return Some(target);
                }
                let origin = self.unit.origin(value, scope)?;
                let origin = origin.trim_end_matches("()");
                (!origin.contains(['(', '?'])).then(|| Target::Elsewhere(origin.to_owned()))
            }
            // Django's `include((patterns, "name"))`.
            Value::List(items) if self.framework.view.is_some() => {
                self.target(items.first()?, scope)
            }
            Value::Call(id) => self.call_target(*id),
            Value::Text(text) if self.framework.view.is_some() => {
                Some(Target::Elsewhere(text.clone()))
            }
            _ => None,
        }
    }

    /// Whether what is called is another module's, though this one may have such a function too: Rust's
    /// `items::routes()`, Go's `items.Routes(router)`.
    fn is_of_module(&self, callee: &Value) -> bool {
        let Value::Member(object, _) = callee else {
            return false;
        };
        let module = match &**object {
            Value::Name(module) | Value::Member(_, module) => module,
            _ => return false,
        };
        let is_type = module == "Self" || self.unit.declared(module).is_some();
        let is_path = match self.unit.language {
            crate::Language::Rust => true,
            crate::Language::Go => self.unit.imported(module).is_some(),
            _ => false,
        };
        is_path
            && !is_type
            && self.unit.lookup(module, 0).is_empty()
            && !crate::form::is_self(object)
    }

    pub(super) fn call_target(&self, id: CallId) -> Option<Target> {
        let call = &self.unit.calls[id];
        // `router.routes()` is Koa's way to say `router`.
        if let Value::Member(object, _) = &call.callee
            && self.is_router(object, call.scope)
            && !self.is_constructor(id)
        {
            return self
                .router(object, call.scope, FOLLOW_LIMIT)
                .node
                .map(Target::Local);
        }
        if let Value::Member(object, name) = &call.callee
            && matches!(name.as_str(), "routes" | "middleware")
            && matches!(&**object, Value::Name(name) if self.unit.imported(name).is_some())
        {
            return self.target(object, call.scope);
        }
        if call.option(&["http_method_names"]).is_some() {
            return None;
        }
        if let Some(view) = self.framework.view {
            match (&call.callee, call.arguments.as_slice()) {
                // The methods stand in its argument: `Orders.as_view({"get": "list"})`.
                (
                    _,
                    [
                        Arg {
                            value: Value::Map(_),
                            ..
                        },
                    ],
                ) => return None,
                (Value::Member(object, name), _) if name == view => {
                    return self.target(object, call.scope);
                }
                // `login_required(Orders.as_view())`
                (
                    _,
                    [
                        Arg {
                            value: inner @ (Value::Call(_) | Value::Name(_) | Value::Member(..)),
                            ..
                        },
                    ],
                ) if call.method() != "include" => {
                    return self.target(inner, call.scope);
                }
                _ => {}
            }
        }
        let callee = self.unit.callee(id)?;
        if matches!(call.method(), "require" | "include" | "import") {
            return match call.positional(0).map(|argument| &argument.value) {
                Some(Value::Text(path)) => Some(Target::Elsewhere(path.clone())),
                Some(other) => self.target(other, call.scope),
                None => None,
            };
        }
        if self
            .framework
            .routers
            .iter()
            .any(|pattern| matches(&format!("{callee}()"), pattern))
        {
            return Some(Target::Local(self.node_of_root(id)));
        }
        if let Some(target) = self.method_target(&callee) {
            return Some(target);
        }
        if let Value::Member(object, name) = &call.callee
            && let Some(target) = self.held(object, name, call.scope)
        {
            return Some(target);
        }
        let is_module = self.is_of_module(&call.callee);
        match &call.callee {
            Value::Name(name) | Value::Member(_, name)
                if !is_module
                    && self.unit.declared(name).is_some()
                    && !callee.contains('/')
                    && self.unit.imported(name).is_none() =>
            {
                Some(Target::Local(name.clone()))
            }
            _ if callee.contains(['(', '?']) => None,
            _ => Some(Target::Elsewhere(callee.to_string())),
        }
    }
}
