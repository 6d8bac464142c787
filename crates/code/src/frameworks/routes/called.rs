//! Routes that are registered by calls on a router.

use super::Verb;
use super::path::{join, normalise};
use super::router::{LocalMount, Target};
use super::table_called::{CALLED, Called, Grouping, Mounting};
use crate::form::{
    Arg, CallId, CallSite, ScopeId, ScopeKind, Unit, Value, is_self, last_name, matches,
};
use crate::frameworks::pick;
use crate::{At, Folded, Piece, Route};
use rustc_hash::FxHashMap;

/// Groups inside groups, routers behind names.
const FOLLOW_LIMIT: usize = 24;

pub(super) fn routes(unit: &Unit) -> (Vec<Route>, Vec<LocalMount>) {
    let mut routes = Vec::new();
    let mut mounts = Vec::new();
    for framework in CALLED {
        if framework.languages.contains(&unit.language) && unit.imports_any(framework.gate) {
            let reader = Reader::new(unit, framework);
            for id in 0..unit.calls.len() {
                reader.route(id, &mut routes);
                reader.mount(id, &mut mounts);
            }
        }
    }
    routes.sort_by_key(|route: &Route| route.at);
    // The framework that stands first in the table wins where two read one call.
    routes.dedup_by(|next, kept| {
        next.at == kept.at && next.framework != kept.framework && next.method == kept.method
    });
    (routes, mounts)
}

struct Reader<'u> {
    unit: &'u Unit,
    framework: &'static Called,
    /// The variable that keeps the result of a chain, by the chain's first call.
    kept: FxHashMap<CallId, String>,
    /// Calls that stand in arguments of mounts, by the chain's first call.
    default_name: Option<String>,
}

/// A router and the prefix on it.
#[derive(Clone, Debug, Default)]
struct Router {
    /// `None` for the application.
    node: Option<String>,
    prefix: String,
}

impl<'u> Reader<'u> {
    fn new(unit: &'u Unit, framework: &'static Called) -> Reader<'u> {
        let mut kept = FxHashMap::default();
        for binding in &unit.bindings {
            if let Value::Call(id) = binding.value {
                kept.entry(root(unit, id)).or_insert(binding.name.clone());
            }
        }
        let default_name = match &unit.default_export {
            Some((Value::Name(name), _)) => Some(name.clone()),
            _ => None,
        };
        Reader {
            unit,
            framework,
            kept,
            default_name,
        }
    }

    fn route(&self, id: CallId, out: &mut Vec<Route>) {
        let call = &self.unit.calls[id];
        let method = call.method();
        let Some((_, verb)) = self
            .framework
            .verbs
            .iter()
            .find(|(name, _)| *name == method)
        else {
            return;
        };
        if !self.is_router_call(id) || (method == "PathPrefix" && !self.is_handled(id)) {
            return;
        }
        let mut path_pick = self.framework.path;
        if let Verb::Before(position) = verb {
            path_pick.position = Some(position + 1);
        }
        let mut argument = pick(call, &path_pick);
        // `route('/orders').get(list)` has the handler where the path stands elsewhere.
        if call.arguments.len() == 1
            && self.is_below_group(call)
            && argument.is_some_and(|argument| {
                !matches!(argument.value, Value::Text(_) | Value::Concat(_))
            })
        {
            argument = None;
        }
        // Django's `path("orders/", include(…))` serves nothing itself.
        if matches!(call.arguments.get(1), Some(Arg { value: Value::Call(inner), .. }) if self.unit.calls[*inner].method() == "include")
        {
            return;
        }
        let mut paths = match argument {
            Some(argument) => self.paths(argument, call.scope),
            None => Vec::new(),
        };
        // Chained on `route('/orders')`, the path stands there.
        if paths.is_empty() && (self.is_below_group(call) || self.framework.is_path_optional) {
            paths.push((String::new(), call.at));
        }
        if method == "root" {
            paths = vec![(String::new(), call.at)];
        }
        if paths.is_empty() || !self.has_handler(call, verb) {
            return;
        }
        let mut router = self.router_of_call(id);
        if self.framework.framework == "rails" {
            self.place_action(call, &mut router);
        }
        for (path, at) in paths {
            let (path, methods) = self.methods(verb, call, path);
            for (method, handler) in methods {
                let handler = handler.or_else(|| self.handler(call));
                for (method, path) in expand(verb, &method, &path, call, self.unit) {
                    out.push(Route {
                        method,
                        path: join(&router.prefix, &path),
                        at,
                        handler: handler.clone(),
                        framework: self.framework.framework.to_owned(),
                        prefix_of: router.node.clone(),
                    });
                }
            }
        }
    }

    /// Rails' routes of one thing or of all: `on: :member`, `collection do`.
    fn place_action(&self, call: &CallSite, router: &mut Router) {
        let around = self.unit.scopes[call.scope]
            .lambda_of
            .map_or("", |id| self.unit.calls[id].method());
        let on = call
            .option(&["on"])
            .map(|argument| self.unit.fold(&argument.value, call.scope).display());
        let on = on.as_deref().unwrap_or(around);
        let Some((before, parameter)) = router.prefix.rsplit_once('/') else {
            return;
        };
        if !parameter.ends_with("_id}") {
            return;
        }
        router.prefix = match on {
            "member" => format!("{before}/{{id}}"),
            "collection" => before.to_owned(),
            _ => return,
        };
    }

    /// Whether a handler is chained to the call at once; then it is no group.
    fn is_handled(&self, id: CallId) -> bool {
        self.unit
            .chained(id)
            .iter()
            .any(|&next| matches!(self.unit.calls[next].method(), "Handler" | "HandlerFunc"))
    }

    /// The texts of a path argument; none where it is no path.
    fn paths(&self, argument: &Arg, scope: ScopeId) -> Vec<(String, At)> {
        let items: Vec<&Value> = match &argument.value {
            Value::List(items) => items.iter().collect(),
            value => vec![value],
        };
        items
            .into_iter()
            .filter_map(|item| {
                let folded = self.unit.fold(item, scope);
                let text = self.path_text(&folded)?;
                Some((text, argument.at))
            })
            .collect()
    }

    fn path_text(&self, folded: &Folded) -> Option<String> {
        // A base path that is set at run time stands before the path that is known.
        let mut folded = folded.clone();
        if folded.pieces.len() > 1
            && !matches!(folded.pieces[0], Piece::Text(_))
            && matches!(&folded.pieces[1], Piece::Text(text) if text.starts_with('/'))
        {
            folded.pieces.remove(0);
        }
        let folded = &folded;
        if folded.is_unknown() {
            return folded.pieces.is_empty().then(String::new);
        }
        let text = path_text(folded);
        let is_path = self.framework.is_relative
            || text.starts_with('/')
            || text == "*"
            || text.starts_with('{')
            || (text
                .split_once(' ')
                .is_some_and(|(verb, path)| is_verb(verb) && path.contains('/')));
        let is_sane = !text.contains("://") && !text.contains('\n') && text.len() < 500;
        (is_path && is_sane).then_some(text)
    }

    /// Whether the call's receiver is a router of this framework.
    fn is_router_call(&self, id: CallId) -> bool {
        let call = &self.unit.calls[id];
        match &call.callee {
            Value::Name(name) => {
                self.framework.is_bare
                    && (self.unit.imported(name).is_none_or(|path| {
                        self.framework
                            .gate
                            .iter()
                            .any(|gate| path.starts_with(gate))
                    }))
                    && (self.framework.bare_below.is_empty() || self.is_below(call.scope))
            }
            Value::Member(object, _) => {
                if call.is_annotation
                    && self.framework.is_any_decorator
                    && matches!(**object, Value::Name(_) | Value::Member(..))
                {
                    return true;
                }
                self.is_router(object, call.scope)
            }
            _ => false,
        }
    }

    fn is_router(&self, value: &Value, scope: ScopeId) -> bool {
        let Some(origin) = self.unit.origin(value, scope) else {
            return false;
        };
        if self
            .framework
            .routers
            .iter()
            .any(|pattern| matches(&origin, pattern))
        {
            return true;
        }
        // A parameter without a type, by the name that everyone gives it.
        origin
            .strip_prefix('?')
            .is_some_and(|name| self.framework.names.contains(&name))
            || matches!(value, Value::Name(name) if self.framework.names.contains(&name.as_str()) && origin == *name)
    }

    /// Whether a bare call stands inside the block of the framework's own calls.
    fn is_below(&self, scope: ScopeId) -> bool {
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

    fn is_below_group(&self, call: &CallSite) -> bool {
        call.receiver().is_some_and(|receiver| {
            self.framework
                .groups
                .iter()
                .any(|group| group.method == self.unit.calls[receiver].method())
                || self.is_below_group(&self.unit.calls[receiver])
        })
    }

    fn has_handler(&self, call: &CallSite, verb: &Verb) -> bool {
        if call.is_annotation {
            return true;
        }
        if self.framework.needs_lambda {
            return call
                .arguments
                .iter()
                .any(|argument| matches!(argument.value, Value::Lambda(_)));
        }
        call.arguments.len() >= self.framework.minimum_arguments
            || (matches!(verb, Verb::Is(_) | Verb::Any)
                && self.is_below_group(call)
                && !call.arguments.is_empty())
    }

    fn methods(
        &self,
        verb: &Verb,
        call: &CallSite,
        path: String,
    ) -> (String, Vec<(String, Option<String>)>) {
        let one = |method: &str| vec![(method.to_owned(), None)];
        match verb {
            Verb::Is(method) => (path, one(method)),
            Verb::Any | Verb::Resources | Verb::Resource => (path, one("*")),
            Verb::Listed(names, default) => {
                let found = call
                    .option(names)
                    .map(|argument| self.words(&argument.value, call.scope))
                    .filter(|words| !words.is_empty());
                let chained = found.or_else(|| self.chained_methods(call));
                match chained {
                    Some(words) => (path, words.into_iter().map(|word| (word, None)).collect()),
                    None => (path, one(default)),
                }
            }
            Verb::InPath => match path.split_once(' ') {
                Some((verb, rest)) if is_verb(verb) => {
                    let rest = rest.trim_start();
                    // Go allows a host before the path.
                    let path = rest.find('/').map_or(rest, |slash| &rest[slash..]);
                    (path.to_owned(), one(verb))
                }
                _ => {
                    let methods = self
                        .chained_methods(call)
                        .unwrap_or_else(|| vec!["*".into()]);
                    (
                        path,
                        methods.into_iter().map(|method| (method, None)).collect(),
                    )
                }
            },
            Verb::Before(position) => {
                let words = call
                    .positional(*position)
                    .map(|argument| self.words(&argument.value, call.scope))
                    .unwrap_or_default();
                (path, words.into_iter().map(|word| (word, None)).collect())
            }
            Verb::Inner => {
                let mut methods = Vec::new();
                if let Some(Arg {
                    value: Value::Call(id),
                    ..
                }) = call.arguments.get(1)
                {
                    let mut next = Some(*id);
                    while let Some(id) = next {
                        let inner = &self.unit.calls[id];
                        let name = inner.method().trim_end_matches("_service");
                        let upper = name.to_ascii_uppercase();
                        if is_verb(&upper) || name == "any" {
                            let method = if name == "any" { "*".to_owned() } else { upper };
                            methods.push((method, self.handler(inner)));
                        } else if name == "on" {
                            for word in inner
                                .positional(0)
                                .map(|argument| self.words(&argument.value, inner.scope))
                                .unwrap_or_default()
                            {
                                methods.push((word, self.handler(inner)));
                            }
                        } else if name == "method" {
                            // actix: `web::method(Method::GET).to(list)`
                            for word in inner
                                .positional(0)
                                .map(|argument| self.words(&argument.value, inner.scope))
                                .unwrap_or_default()
                            {
                                methods.push((word, None));
                            }
                        } else if name == "to"
                            && let Some(handler) = self.handler(inner)
                            && inner.receiver().is_some_and(|receiver| {
                                self.unit.calls[receiver].method() == "route"
                            })
                        {
                            methods.push(("*".to_owned(), Some(handler)));
                        }
                        next = inner.receiver();
                    }
                }
                methods.reverse();
                (path, methods)
            }
        }
    }

    /// `.Methods("GET")` after the registration.
    fn chained_methods(&self, call: &CallSite) -> Option<Vec<String>> {
        let id = self
            .unit
            .calls
            .iter()
            .position(|other| std::ptr::eq(other, call))?;
        let mut next = self.unit.chained(id).first().copied();
        while let Some(id) = next {
            let chained = &self.unit.calls[id];
            if matches!(chained.method(), "Methods" | "methods" | "via") {
                let words: Vec<String> = chained
                    .arguments
                    .iter()
                    .flat_map(|argument| self.words(&argument.value, chained.scope))
                    .collect();
                return (!words.is_empty()).then_some(words);
            }
            next = self.unit.chained(id).first().copied();
        }
        // `router.Methods("GET").Path("/x")`: before it.
        let mut before = call.receiver();
        while let Some(id) = before {
            let chained = &self.unit.calls[id];
            if chained.method() == "Methods" {
                return Some(
                    chained
                        .arguments
                        .iter()
                        .flat_map(|argument| self.words(&argument.value, chained.scope))
                        .collect(),
                );
            }
            before = chained.receiver();
        }
        None
    }

    /// HTTP methods in a value: texts, lists, constants such as `http.MethodGet` or `HttpMethod.POST`.
    fn words(&self, value: &Value, scope: ScopeId) -> Vec<String> {
        methods_of(self.unit, value, scope)
    }

    fn handler(&self, call: &CallSite) -> Option<String> {
        if let Some(scope) = call.decorates {
            return Some(self.unit.scopes[scope].name.clone());
        }
        let last = call.arguments.last()?;
        if matches!(last.value, Value::Text(_)) && call.arguments.len() == 1 {
            return None;
        }
        handler_name(self.unit, &last.value)
    }

    fn router_of_call(&self, id: CallId) -> Router {
        let call = &self.unit.calls[id];
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
    fn is_static(&self, value: &Value) -> bool {
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
    fn chain_prefix(&self, value: &Value, scope: ScopeId) -> String {
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

    fn group(&self, method: &str) -> Option<&'static Grouping> {
        self.framework
            .groups
            .iter()
            .find(|group| group.method == method)
    }

    fn group_prefix(&self, call: &CallSite, group: &Grouping, scope: ScopeId) -> String {
        let mut prefix = pick(call, &group.prefix)
            .filter(|argument| !matches!(argument.value, Value::Lambda(_)))
            .map(|argument| path_text(&self.unit.fold(&argument.value, scope)))
            .unwrap_or_default();
        if group.is_resource {
            let parameter = crate::frameworks::routes::called::singular(&prefix);
            prefix = format!("{prefix}/{{{parameter}_id}}");
        }
        prefix
    }

    fn router(&self, value: &Value, scope: ScopeId, depth: usize) -> Router {
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
                if let Some(binding) = self.unit.bindings.iter().find(|binding| {
                    binding.name.rsplit('.').next() == Some(name)
                        && matches!(binding.value, Value::Call(_))
                }) && let Value::Call(id) = binding.value
                {
                    return self.router_of_result(id, depth);
                }
                Router::default()
            }
            _ => Router::default(),
        }
    }

    /// The name under which other files know a router.
    fn exported(&self, name: &str) -> String {
        match self.default_name.as_deref() == Some(name) {
            true => "default".to_owned(),
            false => name.to_owned(),
        }
    }

    fn router_of_result(&self, id: CallId, depth: usize) -> Router {
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
    fn constructed(&self, id: CallId) -> Router {
        let call = &self.unit.calls[id];
        let prefix = match self.group(call.method()) {
            Some(group) => self.group_prefix(call, group, call.scope),
            None => call
                .option(self.framework.constructor_prefix)
                .map(|argument| path_text(&self.unit.fold(&argument.value, call.scope)))
                .unwrap_or_default(),
        };
        let is_application = self.unit.callee(id).is_some_and(|callee| {
            self.framework
                .applications
                .iter()
                .any(|pattern| matches(&callee, pattern))
        });
        if is_application {
            return Router { node: None, prefix };
        }
        Router {
            node: Some(self.node_of_root(id)),
            prefix,
        }
    }

    /// Whether the call gives a new router, though it is called on something that looks like one.
    fn is_constructor(&self, id: CallId) -> bool {
        self.unit.callee(id).is_some_and(|callee| {
            self.framework
                .constructors
                .iter()
                .any(|pattern| matches(&callee, pattern))
        })
    }

    /// The name of a router: the variable that keeps it, else the function that gives it, else its place.
    fn node_of_root(&self, id: CallId) -> String {
        if let Some(name) = self.kept.get(&root(self.unit, id)) {
            // A function that gives a router is known by its own name elsewhere.
            if let Some(function) = self.function_around(self.unit.calls[id].scope)
                && self.gives_router(function)
            {
                return self.unit.scopes[function].name.clone();
            }
            // A variable of a function is known elsewhere by what the function gives.
            return match self.function_around(self.unit.calls[id].scope) {
                Some(function) if self.binds(function, name) => {
                    format!("{}.{name}", self.unit.scopes[function].name)
                }
                _ => self.exported(name),
            };
        }
        if self.is_mounted_in_place(id) {
            return format!("#{id}");
        }
        match self.function_around(self.unit.calls[id].scope) {
            Some(function) => self.unit.scopes[function].name.clone(),
            None => "default".to_owned(),
        }
    }

    fn binds(&self, function: ScopeId, name: &str) -> bool {
        self.unit.bindings.iter().any(|binding| {
            binding.name == name && self.function_around(binding.scope) == Some(function)
        })
    }

    fn gives_router(&self, function: ScopeId) -> bool {
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

    fn is_mounted_in_place(&self, id: CallId) -> bool {
        let id = root(self.unit, id);
        self.unit.calls.iter().any(|call| {
            self.framework
                .mounts
                .iter()
                .any(|mount| mount.method == call.method())
                && call.arguments.iter().any(
                    |argument| matches!(argument.value, Value::Call(inner) if root(self.unit, inner) == id),
                )
        })
    }

    fn function_around(&self, scope: ScopeId) -> Option<ScopeId> {
        let mut scope = scope;
        while scope != 0 {
            if self.unit.scopes[scope].kind == ScopeKind::Function {
                return Some(scope);
            }
            scope = self.unit.scopes[scope].parent;
        }
        None
    }

    /// The router behind a parameter: of a group's block the group, of a function what its callers hand in.
    fn parameter(&self, scope: ScopeId, depth: usize) -> Router {
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
                false => owner.name.clone(),
            }),
            prefix: String::new(),
        }
    }

    /// The router and prefix of the groups whose blocks enclose a scope.
    fn enclosing(&self, scope: ScopeId, depth: usize) -> Router {
        let Some(depth) = depth.checked_sub(1) else {
            return Router::default();
        };
        let mut scope = scope;
        while scope != 0 {
            let current = &self.unit.scopes[scope];
            if let Some(id) = current.lambda_of {
                let call = &self.unit.calls[id];
                let prefix = match self.group(call.method()) {
                    Some(group) => self.group_prefix(call, group, call.scope),
                    None => String::new(),
                };
                let mut router = match &call.callee {
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
                    node: (!self.framework.is_program_wide).then(|| current.name.clone()),
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

    fn mount(&self, id: CallId, out: &mut Vec<LocalMount>) {
        let call = &self.unit.calls[id];
        let method = call.method();
        if let Some(mounting) = self
            .framework
            .mounts
            .iter()
            .find(|mounting| mounting.method == method)
            && self.is_router_call(id)
        {
            self.explicit_mount(id, mounting, out);
            return;
        }
        self.handed_over(id, out);
    }

    fn explicit_mount(&self, id: CallId, mounting: &Mounting, out: &mut Vec<LocalMount>) {
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
            let text = prefix_text(&folded);
            if is_text
                && !is_router
                && (self.framework.is_relative
                    || text.starts_with('/')
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
                Value::Call(id) if self.unit.calls[*id].method() == "routes!" => self.unit.calls
                    [*id]
                    .arguments
                    .iter()
                    .map(|argument| &argument.value)
                    .collect(),
                value => vec![value],
            };
            for item in items {
                if let Some(target) = self.target(item, call.scope) {
                    out.push(LocalMount {
                        parent: router.node.clone(),
                        prefix: prefix.clone(),
                        target,
                        at,
                        framework: self.framework.framework,
                    });
                }
            }
        }
    }

    /// A router given to a function as an argument: `orders.Register(v1.Group("/orders"))`, `require('./routes')(app)`.
    fn handed_over(&self, id: CallId, out: &mut Vec<LocalMount>) {
        let call = &self.unit.calls[id];
        if call.is_annotation || call.arguments.len() > 8 {
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
        // What belongs to the framework or to an object is no function of the project.
        if callee.contains(['(', '?', '[', '!'])
            || callee.starts_with("this.")
            || (self.unit.language != crate::Language::Go
                && call.method().starts_with(char::is_uppercase))
            || self
                .framework
                .gate
                .iter()
                .any(|gate| callee.starts_with(gate))
        {
            return;
        }
        let target = match &call.callee {
            Value::Name(name) if self.unit.declared(name).is_some() => Target::Local(name.clone()),
            Value::Member(_, name) if self.unit.declared(name).is_some() => {
                Target::Local(name.clone())
            }
            _ => Target::Elsewhere(callee),
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

    fn target(&self, value: &Value, scope: ScopeId) -> Option<Target> {
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
            Value::Member(..) => {
                let origin = self.unit.origin(value, scope)?;
                let origin = origin.trim_end_matches("()");
                (!origin.contains(['(', '?'])).then(|| Target::Elsewhere(origin.to_owned()))
            }
            Value::Call(id) => self.call_target(*id),
            Value::Text(text) if self.framework.is_relative => {
                Some(Target::Elsewhere(text.clone()))
            }
            _ => None,
        }
    }

    fn call_target(&self, id: CallId) -> Option<Target> {
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
        match &call.callee {
            Value::Name(name) | Value::Member(_, name)
                if self.unit.declared(name).is_some()
                    && !callee.contains('/')
                    && self.unit.imported(name).is_none() =>
            {
                Some(Target::Local(name.clone()))
            }
            _ if callee.contains(['(', '?']) => None,
            _ => Some(Target::Elsewhere(callee)),
        }
    }
}

/// The first call of a chain.
fn root(unit: &Unit, id: CallId) -> CallId {
    let mut id = id;
    while let Some(receiver) = unit.calls[id].receiver() {
        id = receiver;
    }
    id
}

/// A path's text, with `{name}` for what is unknown.
pub(super) fn path_text(folded: &Folded) -> String {
    let mut out = String::new();
    for piece in &folded.pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Hole(name) => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
            Piece::Environment {
                default: Some(default),
                ..
            }
            | Piece::Configuration {
                default: Some(default),
                ..
            } => out.push_str(default),
            Piece::Environment { name, .. } => out.push_str(&format!("{{{name}}}")),
            Piece::Configuration { key, .. } => out.push_str(&format!("{{{}}}", last_name(key))),
            Piece::Reference(path) => out.push_str(&format!("{{{}}}", last_name(path))),
        }
    }
    out
}

/// Like [`path_text`]; a constant of another file is its whole path, for [`link_routes`](crate::link_routes) to fill.
fn prefix_text(folded: &Folded) -> String {
    match folded.pieces.as_slice() {
        [Piece::Reference(path)] => format!("{{{path}}}"),
        _ => path_text(folded),
    }
}

/// Whether a word is an HTTP method in capitals.
pub(super) fn is_verb(word: &str) -> bool {
    matches!(
        word,
        "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "HEAD" | "OPTIONS" | "TRACE" | "CONNECT"
    )
}

/// HTTP methods in a value: texts, lists, constants such as `http.MethodGet` or `HttpMethod.POST`.
pub(crate) fn methods_of(unit: &Unit, value: &Value, scope: ScopeId) -> Vec<String> {
    let one = |value: &Value| {
        let text = match value {
            Value::Member(_, name) => name.clone(),
            Value::Name(name) if unit.lookup(name, scope).is_empty() => name.clone(),
            other => unit.fold(other, scope).known()?.to_owned(),
        };
        let text = text.trim_start_matches("Method").to_ascii_uppercase();
        is_verb(&text).then_some(text)
    };
    match value {
        Value::List(items) => items.iter().filter_map(one).collect(),
        Value::Text(text) if text.contains('|') || text.contains(',') => text
            .split(['|', ','])
            .map(|word| word.trim().to_ascii_uppercase())
            .filter(|word| is_verb(word))
            .collect(),
        other => one(other).into_iter().collect(),
    }
}

/// The name of what handles a route.
pub(super) fn handler_name(unit: &Unit, value: &Value) -> Option<String> {
    match value {
        Value::Name(name) => Some(name.clone()),
        Value::Member(object, name) => match object.as_ref() {
            Value::Name(object) if !matches!(object.as_str(), "this" | "self") => {
                Some(format!("{object}.{name}"))
            }
            _ => Some(name.clone()),
        },
        Value::Text(text) => Some(text.clone()),
        Value::Lambda(scope) => {
            Some(unit.scopes[*scope].name.clone()).filter(|name| !name.is_empty() && name != "{")
        }
        Value::List(items) => match items.as_slice() {
            [class, Value::Text(method)] => {
                let class = handler_name(unit, class)?;
                Some(format!("{}.{method}", class.trim_end_matches(".class")))
            }
            [.., last] => handler_name(unit, last),
            [] => None,
        },
        Value::Call(id) => {
            let call = &unit.calls[*id];
            match (call.method(), call.arguments.first()) {
                // Wrappers: `asyncHandler(list)`, `http.HandlerFunc(list)`, `View.as_view()`.
                ("as_view", _) => match &call.callee {
                    Value::Member(object, _) => handler_name(unit, object),
                    _ => None,
                },
                (_, Some(argument)) if call.arguments.len() == 1 => {
                    handler_name(unit, &argument.value).or_else(|| Some(call.method().to_owned()))
                }
                _ => Some(call.method().to_owned()),
            }
        }
        _ => None,
    }
}

/// Rails' seven routes of `resources`, its six of `resource`; one route for every other verb.
fn expand(
    verb: &Verb,
    method: &str,
    path: &str,
    call: &CallSite,
    unit: &Unit,
) -> Vec<(String, String)> {
    let is_laravel = unit.language == crate::Language::Php;
    let actions: &[(&str, &str, &str)] = match verb {
        // Laravel's names: `create` is the form, `store` makes the thing.
        Verb::Resources if is_laravel => &[
            ("index", "GET", ""),
            ("store", "POST", ""),
            ("create", "GET", "/create"),
            ("edit", "GET", "/{id}/edit"),
            ("show", "GET", "/{id}"),
            ("update", "PATCH", "/{id}"),
            ("update", "PUT", "/{id}"),
            ("destroy", "DELETE", "/{id}"),
        ],
        Verb::Resources => &[
            ("index", "GET", ""),
            ("create", "POST", ""),
            ("new", "GET", "/new"),
            ("edit", "GET", "/{id}/edit"),
            ("show", "GET", "/{id}"),
            ("update", "PATCH", "/{id}"),
            ("update", "PUT", "/{id}"),
            ("destroy", "DELETE", "/{id}"),
        ],
        Verb::Resource => &[
            ("create", "POST", ""),
            ("new", "GET", "/new"),
            ("edit", "GET", "/edit"),
            ("show", "GET", ""),
            ("update", "PATCH", ""),
            ("update", "PUT", ""),
            ("destroy", "DELETE", ""),
        ],
        _ => return vec![(method.to_owned(), path.to_owned())],
    };
    let listed = |name: &str| -> Option<Vec<String>> {
        let argument = call.option(&[name])?;
        let items = match &argument.value {
            Value::List(items) => items.clone(),
            other => vec![other.clone()],
        };
        Some(
            items
                .iter()
                .filter_map(|item| unit.fold(item, call.scope).known().map(str::to_owned))
                .collect(),
        )
    };
    // Options, or a call after: `Route::resource(…)->only(['index'])`.
    let chained = |name: &str| -> Option<Vec<String>> {
        let id = unit
            .calls
            .iter()
            .position(|other| std::ptr::eq(other, call))?;
        let next = unit
            .chained(id)
            .iter()
            .find(|&&next| unit.calls[next].method() == name)?;
        let argument = unit.calls[*next].positional(0)?;
        let items = match &argument.value {
            Value::List(items) => items.clone(),
            other => vec![other.clone()],
        };
        Some(
            items
                .iter()
                .filter_map(|item| unit.fold(item, call.scope).known().map(str::to_owned))
                .collect(),
        )
    };
    let only = listed("only").or_else(|| chained("only"));
    let except = listed("except").or_else(|| chained("except"));
    // Laravel's `apiResource` has no forms; Rails' API applications leave them out too.
    let has_forms = !call.method().starts_with("api") && call.method() != "register";
    // `articles.comments` is below one article.
    let nested;
    let path = match path.split_once('.') {
        Some((outer, inner)) if is_laravel => {
            nested = format!("{outer}/{{{}}}/{inner}", singular(outer));
            nested.as_str()
        }
        _ => path,
    };
    let parameter = match call.method() {
        "resource" | "apiResource" if matches!(verb, Verb::Resources) => singular(last_name(path)),
        _ => "id".to_owned(),
    };
    let renamed = call.option(&["path"]).and_then(|argument| {
        unit.fold(&argument.value, call.scope)
            .known()
            .map(str::to_owned)
    });
    let path = renamed.as_deref().unwrap_or(path);
    actions
        .iter()
        .filter(|(action, ..)| {
            only.as_ref()
                .is_none_or(|only| only.iter().any(|name| name == action))
        })
        .filter(|(action, ..)| {
            except
                .as_ref()
                .is_none_or(|except| !except.iter().any(|name| name == action))
        })
        .filter(|(action, ..)| {
            has_forms || !(matches!(*action, "new" | "edit") || is_laravel && *action == "create")
        })
        .map(|(_, method, tail)| {
            let tail = tail.replace("{id}", &format!("{{{parameter}}}"));
            ((*method).to_owned(), normalise(&format!("{path}{tail}")))
        })
        .collect()
}

/// The one of many, as Rails and Laravel name a parameter.
pub(super) fn singular(plural: &str) -> String {
    let name = last_name(plural);
    if let Some(stem) = name.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = name.strip_suffix("sses").or(name.strip_suffix("xes")) {
        return format!("{stem}{}", &name[stem.len()..name.len() - 2]);
    }
    name.strip_suffix('s').unwrap_or(name).to_owned()
}
