//! The router that a call registers on, and the prefix on it.

use super::super::path::join;
use super::super::router::Target;
use super::super::table_called::Grouping;
use super::resources::parameter;
use super::{FOLLOW_LIMIT, Reader, Router, path_text, root, singular};
use crate::form::{Arg, CallId, CallSite, ScopeId, ScopeKind, Value, is_self, last_name, matches};
use crate::frameworks::pick;
use crate::{Folded, Piece};

impl Reader<'_> {
    pub(super) fn router_of_call(&self, id: CallId) -> Router {
        let call = &self.unit.calls[id];
        if let Some(router) = self.generated_router(call.scope) {
            return router;
        }
        if let Some(&outer) = self.around.get(&id) {
            return self.router_around(outer);
        }
        if let Some(list) = self.listed.get(&id) {
            return Router {
                node: Some(list.clone()),
                prefix: String::new(),
            };
        }
        match &call.callee {
            Value::Member(object, _) if !self.is_static(object) => {
                self.router(object, call.scope, FOLLOW_LIMIT)
            }
            Value::Member(object, _) => {
                let mut router = self.enclosing(call.scope, FOLLOW_LIMIT);
                router.prefix = join(&router.prefix, &self.chain_prefix(object, call.scope));
                router
            }
            _ => self.enclosing(call.scope, FOLLOW_LIMIT),
        }
    }

    /// A router that is one for the whole program, such as Laravel's `Route`.
    pub(super) fn is_static(&self, value: &Value) -> bool {
        let mut value = value;
        loop {
            match value {
                Value::Call(id) => match &self.unit.calls[*id].callee {
                    Value::Member(object, _) => value = object,
                    _ => return false,
                },
                Value::Name(name) => return self.framework.statics.contains(&name.as_str()),
                _ => return false,
            }
        }
    }

    /// Prefixes set along a static chain: `Route::prefix('v1')->get(…)`.
    pub(super) fn chain_prefix(&self, value: &Value, scope: ScopeId) -> String {
        let mut prefix = String::new();
        let mut value = value;
        while let Value::Call(id) = value {
            let call = &self.unit.calls[*id];
            if let Some(group) = self.group(call.method()) {
                prefix = join(&self.group_prefix(call, group, scope), &prefix);
            }
            match &call.callee {
                Value::Member(object, _) => value = object,
                _ => break,
            }
        }
        prefix
    }

    pub(super) fn group(&self, method: &str) -> Option<&'static Grouping> {
        self.framework
            .groups
            .iter()
            .find(|group| group.method == method)
    }

    pub(super) fn group_prefix(&self, call: &CallSite, group: &Grouping, scope: ScopeId) -> String {
        // `namespace :api, path: nil` adds nothing to paths.
        let is_nothing = |argument: &Arg| match argument.value {
            Value::Lambda(_) => true,
            Value::Unknown => self.framework.framework == "rails",
            _ => false,
        };
        let mut prefix = pick(call, &group.prefix)
            .filter(|argument| !is_nothing(argument))
            .map(|argument| self.prefix_text(&argument.value, scope))
            .unwrap_or_default();
        if group.is_resource {
            // Rails names the parameter after the things, wherever they are served.
            let things = call
                .positional(0)
                .filter(|_| call.option(&["path"]).is_some());
            let one = match things {
                Some(things) => singular(&self.prefix_text(&things.value, scope)),
                None => singular(&prefix),
            };
            let parameter = parameter(self.unit, call).unwrap_or_else(|| "id".to_owned());
            prefix = format!("{prefix}/{{{one}_{parameter}}}");
        }
        prefix
    }

    /// The text of a group's prefix; what a function of another file makes of a path ends with that path.
    fn prefix_text(&self, value: &Value, scope: ScopeId) -> String {
        let folded = self.unit.fold(value, scope);
        let is_path = |text: &Folded| match text.pieces.as_slice() {
            [Piece::Text(text)] => text.starts_with('/'),
            [Piece::Reference(path)] => last_name(path).starts_with(char::is_uppercase),
            _ => false,
        };
        match self.unit.fold_with_calls(value, scope).pieces.as_slice() {
            [Piece::Called { arguments, .. }] if folded.is_unknown() => {
                match arguments.as_slice() {
                    [path] if is_path(path) => path_text(path),
                    _ => path_text(&folded),
                }
            }
            _ => path_text(&folded),
        }
    }

    pub(super) fn router(&self, value: &Value, scope: ScopeId, depth: usize) -> Router {
        let Some(depth) = depth.checked_sub(1) else {
            return Router::default();
        };
        match value {
            Value::Call(id) => self.router_of_result(*id, depth),
            Value::Name(name) => {
                for &binding in self.unit.lookup(name, scope) {
                    let binding = &self.unit.bindings[binding];
                    if binding.is_parameter {
                        return self.parameter(binding.scope, depth);
                    }
                    match &binding.value {
                        Value::Call(id) => return self.router_of_result(*id, depth),
                        Value::Name(other) if other != name => {
                            return self.router(&binding.value, binding.scope, depth);
                        }
                        Value::Or(_, second) => {
                            return self.router(second, binding.scope, depth);
                        }
                        Value::Unknown => {}
                        _ => {
                            return Router {
                                node: Some(self.exported(name)),
                                prefix: String::new(),
                            };
                        }
                    }
                }
                Router {
                    node: Some(self.exported(name)),
                    prefix: String::new(),
                }
            }
            Value::Member(object, name) => {
                if is_self(object)
                    && let Some(&binding) = self.unit.field(name, scope).first()
                {
                    let binding = &self.unit.bindings[binding];
                    if let Value::Call(id) = binding.value {
                        return self.router_of_result(id, depth);
                    }
                }
                // A field that some method of the class set.
                if let Some(&binding) = self.unit.results(name).first()
                    && let Value::Call(id) = self.unit.bindings[binding].value
                {
                    return self.router_of_result(id, depth);
                }
                Router::default()
            }
            _ => Router::default(),
        }
    }

    /// The name under which other files know a router.
    pub(super) fn exported(&self, name: &str) -> String {
        match self.default_name.as_deref() == Some(name) {
            true => "default".to_owned(),
            false => name.to_owned(),
        }
    }

    pub(super) fn router_of_result(&self, id: CallId, depth: usize) -> Router {
        let Some(depth) = depth.checked_sub(1) else {
            return Router::default();
        };
        // Along the chain to what it is called on, with the prefixes that it sets on the way.
        let mut id = id;
        let mut tail = String::new();
        loop {
            let call = &self.unit.calls[id];
            let Value::Member(object, _) = &call.callee else {
                break;
            };
            if self.is_constructor(id) || !self.is_router(object, call.scope) {
                break;
            }
            if let Some(group) = self.group(call.method()) {
                tail = join(&self.group_prefix(call, group, call.scope), &tail);
            }
            match object.as_ref() {
                Value::Call(inner) => id = *inner,
                object => {
                    let mut router = self.router(object, call.scope, depth);
                    router.prefix = join(&router.prefix, &tail);
                    return router;
                }
            }
        }
        let mut router = self.constructed(id);
        router.prefix = join(&router.prefix, &tail);
        router
    }

    /// The router that a construction gives.
    pub(super) fn constructed(&self, id: CallId) -> Router {
        let call = &self.unit.calls[id];
        let prefix = match self.group(call.method()) {
            Some(group) => self.group_prefix(call, group, call.scope),
            None => call
                .option(self.framework.constructor_prefix)
                .map(|argument| path_text(&self.unit.fold(&argument.value, call.scope)))
                .unwrap_or_default(),
        };
        // A namespace of Flask-RESTX without a path has that of its name.
        // Source: <https://flask-restx.readthedocs.io/en/latest/_modules/flask_restx/namespace.html> (path).
        let prefix = match (call.method(), call.positional(0)) {
            ("Namespace", Some(name))
                if self.framework.framework == "flask" && prefix.is_empty() =>
            {
                path_text(&self.unit.fold(&name.value, call.scope))
            }
            _ => prefix,
        };
        // `NestedSimpleRouter(router, "orders", lookup="order")`: below one of what another router serves.
        if self.framework.view.is_some()
            && call.method().starts_with("Nested")
            && let [outer, inner, ..] = call.arguments.as_slice()
        {
            let before = self.router(&outer.value, call.scope, 1).prefix;
            let text = |argument: &Arg| path_text(&self.unit.fold(&argument.value, call.scope));
            let lookup = call.option(&["lookup"]).map_or("nested".to_owned(), text);
            return Router {
                node: Some(self.node_of_root(id)),
                prefix: join(&before, &format!("{}/{{{lookup}_pk}}", text(inner))),
            };
        }
        // Flask's `Api(blueprint, prefix="/api")` is the blueprint.
        if self.framework.framework == "flask"
            && call.method() == "Api"
            && let Some(argument) = call.positional(0)
            && self.is_router(&argument.value, call.scope)
        {
            let mut router = self.router(&argument.value, call.scope, FOLLOW_LIMIT);
            router.prefix = join(&router.prefix, &prefix);
            return router;
        }
        let is_application = self.unit.callee(id).is_some_and(|callee| {
            self.framework
                .applications
                .iter()
                .any(|pattern| matches(&callee, pattern))
        });
        if is_application {
            // Of Go's muxes, those that a prefix is cut off for are below another.
            let is_below = self.framework.framework == "net/http"
                && self
                    .kept
                    .get(&id)
                    .is_some_and(|name| self.is_stripped(name));
            let node = is_below.then(|| self.node_of_root(id));
            return Router { node, prefix };
        }
        Router {
            node: Some(self.node_of_root(id)),
            prefix,
        }
    }

    /// Whether the call gives a new router, though it is called on something that looks like one.
    pub(super) fn is_constructor(&self, id: CallId) -> bool {
        self.unit.callee(id).is_some_and(|callee| {
            self.framework
                .constructors
                .iter()
                .any(|pattern| matches(&callee, pattern))
        })
    }

    /// The name of a router: the variable that keeps it, else the function that gives it, else its place.
    pub(super) fn node_of_root(&self, id: CallId) -> String {
        if let Some(name) = self.kept.get(&root(self.unit, id)) {
            // A function that gives a router is known by its own name elsewhere.
            if let Some(function) = self.function_around(self.unit.calls[id].scope)
                && self.gives_router(function)
                && !self.is_mounted_by_name(name, function)
            {
                return self.function_node(function);
            }
            // A variable of a function is known elsewhere by what the function gives.
            return match self.function_around(self.unit.calls[id].scope) {
                Some(function) if self.binds(function, name) => {
                    format!("{}.{name}", self.function_node(function))
                }
                _ => self.exported(name),
            };
        }
        if self.is_mounted_in_place(id) {
            return format!("#{id}");
        }
        match self.function_around(self.unit.calls[id].scope) {
            Some(function) => self.function_node(function),
            None => "default".to_owned(),
        }
    }

    pub(super) fn gives_router(&self, function: ScopeId) -> bool {
        self.unit.scopes[function]
            .result
            .as_deref()
            .is_some_and(|result| {
                let path = format!("{}()", self.unit.type_origin(result));
                self.framework
                    .routers
                    .iter()
                    .any(|pattern| matches(&path, pattern))
            })
    }

    /// The name under which a function is a router; a method of Go has its type before it: `Orders#Register`.
    pub(super) fn function_node(&self, function: ScopeId) -> String {
        let function = &self.unit.scopes[function];
        if let Some(node) = self.generated_node(&function.name) {
            return node.to_owned();
        }
        match &function.receiver {
            Some(receiver) if self.unit.language == crate::Language::Go => {
                format!("{}#{}", last_name(receiver), function.name)
            }
            _ => function.name.clone(),
        }
    }

    /// The method of a type that a call of Go means: of `shop/orders.Orders().Register` it is `shop/orders.Orders#Register`,
    /// and of what `orders.NewOrders()` gives the same.
    pub(super) fn method_target(&self, callee: &str) -> Option<Target> {
        if self.unit.language != crate::Language::Go {
            return None;
        }
        let (object, method) = callee.rsplit_once("().")?;
        if object.contains(['(', '[', '!']) || object.starts_with('?') {
            return None;
        }
        let name = last_name(object);
        let module = &object[..object.len() - name.len()];
        let node = format!("{}#{method}", name.strip_prefix("New").unwrap_or(name));
        Some(match module.is_empty() && self.is_own_node(&node) {
            true => Target::Local(node),
            false => Target::Elsewhere(format!("{module}{node}")),
        })
    }

    pub(super) fn function_around(&self, scope: ScopeId) -> Option<ScopeId> {
        self.unit.function_around(scope)
    }

    /// The router behind a parameter: of a group's block the group, of a function what its callers hand in.
    pub(super) fn parameter(&self, scope: ScopeId, depth: usize) -> Router {
        let owner = &self.unit.scopes[scope];
        if owner.kind == ScopeKind::Lambda {
            return match owner.lambda_of {
                Some(_) => self.enclosing(scope, depth),
                None => Router {
                    node: Some("default".into()),
                    prefix: String::new(),
                },
            };
        }
        Router {
            node: Some(match self.default_name.as_deref() == Some(&owner.name) {
                true => "default".into(),
                false => self.function_node(scope),
            }),
            prefix: String::new(),
        }
    }

    /// Whether a bare call stands inside the block of the framework's own calls.
    pub(super) fn is_below(&self, scope: ScopeId) -> bool {
        let mut scope = scope;
        while scope != 0 {
            let current = &self.unit.scopes[scope];
            if let Some(call) = current.lambda_of
                && self
                    .framework
                    .bare_below
                    .contains(&self.unit.calls[call].method())
            {
                return true;
            }
            if let Some(receiver) = &current.receiver
                && self.framework.bare_below.contains(&receiver.as_str())
            {
                return true;
            }
            if matches!(current.kind, ScopeKind::Class | ScopeKind::Interface)
                && current
                    .bases
                    .iter()
                    .any(|base| self.framework.bare_below.contains(&base.as_str()))
            {
                return true;
            }
            scope = current.parent;
        }
        false
    }

    /// The router and prefix of the groups whose blocks enclose a scope.
    pub(super) fn enclosing(&self, scope: ScopeId, depth: usize) -> Router {
        let Some(depth) = depth.checked_sub(1) else {
            return Router::default();
        };
        let mut scope = scope;
        while scope != 0 {
            let current = &self.unit.scopes[scope];
            if let Some(id) = current.lambda_of {
                let call = &self.unit.calls[id];
                if let Some(node) = self.concern(call) {
                    return Router {
                        node: Some(node),
                        prefix: String::new(),
                    };
                }
                let prefix = match self.group(call.method()) {
                    Some(group) => self.group_prefix(call, group, call.scope),
                    None => String::new(),
                };
                let mut router = match &call.callee {
                    // Kotlin's `"/orders".nest { … }`
                    Value::Member(object, method)
                        if method == "nest" && matches!(**object, Value::Text(_)) =>
                    {
                        let mut router = self.enclosing(current.parent, depth);
                        let text = path_text(&self.unit.fold(object, call.scope));
                        router.prefix = join(&router.prefix, &text);
                        router
                    }
                    Value::Member(object, _) if self.is_static(object) => {
                        let mut router = self.enclosing(current.parent, depth);
                        router.prefix =
                            join(&router.prefix, &self.chain_prefix(object, call.scope));
                        router
                    }
                    Value::Member(object, _) if self.is_router(object, call.scope) => {
                        self.router(object, call.scope, depth)
                    }
                    _ => self.enclosing(current.parent, depth),
                };
                router.prefix = join(&router.prefix, &prefix);
                return router;
            }
            if current.kind == ScopeKind::Function {
                return Router {
                    node: (!self.framework.is_program_wide).then(|| self.function_node(scope)),
                    prefix: String::new(),
                };
            }
            scope = current.parent;
        }
        Router {
            node: (self.framework.is_file_mounted).then(|| "default".to_owned()),
            prefix: String::new(),
        }
    }
}
