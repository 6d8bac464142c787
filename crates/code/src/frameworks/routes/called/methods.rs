//! Which HTTP methods a registration serves, and which function.

use super::super::Verb;
use super::Reader;
use crate::form::{Arg, CallId, CallSite, ScopeId, ScopeKind, Unit, Value};

/// Functions around functions that give a method and its handler.
const WRAPPER_DEPTH: usize = 3;

impl Reader<'_> {
    pub(super) fn methods(
        &self,
        verb: &Verb,
        call: &CallSite,
        path: String,
    ) -> (String, Vec<(String, Option<String>)>) {
        let one = |method: &str| vec![(method.to_owned(), None)];
        match verb {
            Verb::Is(method) | Verb::Alone(method) => (path, one(method)),
            // Django's `Orders.as_view({"get": "list", "post": "create"})`.
            Verb::Any if let Some(methods) = self.methods_of_view(call) => (path, methods),
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
                    // A constant of another package holds a whole path.
                    let hole = rest
                        .strip_prefix('{')
                        .and_then(|rest| rest.split('}').next());
                    let path = match hole.is_some_and(|hole| hole.contains('.')) {
                        true => rest,
                        false => rest.find('/').map_or(rest, |slash| &rest[slash..]),
                    };
                    (path.to_owned(), one(verb))
                }
                _ => {
                    let methods = self
                        .chained_methods(call)
                        .or_else(|| self.methods_of_handlers(call))
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
            Verb::Then(position) => {
                let words = call
                    .positional(*position)
                    .map(|argument| self.words(&argument.value, call.scope))
                    .filter(|words| !words.is_empty())
                    .unwrap_or_else(|| vec!["*".to_owned()]);
                (path, words.into_iter().map(|word| (word, None)).collect())
            }
            Verb::Described => {
                let description = self.description(call);
                let method = description.and_then(|call| {
                    let argument = call.option(&["method"])?;
                    self.words(&argument.value, call.scope).into_iter().next()
                });
                (path, one(method.as_deref().unwrap_or("*")))
            }
            Verb::Inner => {
                let handler = call.arguments.get(1).or(call.arguments.first());
                let methods = handler.map_or_else(Vec::new, |handler| match handler.value {
                    Value::Call(id) => self.inner_methods(id, WRAPPER_DEPTH),
                    _ => Vec::new(),
                });
                (path, methods)
            }
        }
    }

    /// The methods that a chain such as `get(list).post(create)` names, each with its handler.
    fn inner_methods(&self, id: CallId, depth: usize) -> Vec<(String, Option<String>)> {
        let mut methods = Vec::new();
        let Some(depth) = depth.checked_sub(1) else {
            return methods;
        };
        let mut next = Some(id);
        while let Some(id) = next {
            let inner = &self.unit.calls[id];
            let name = inner
                .method()
                .trim_end_matches("_service")
                .trim_end_matches("_with");
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
                && inner
                    .receiver()
                    .is_some_and(|receiver| self.unit.calls[receiver].method() == "route")
            {
                methods.push(("*".to_owned(), Some(handler)));
            } else if inner.receiver().is_none() {
                methods.extend(self.wrapped_methods(id, depth));
            }
            next = inner.receiver();
        }
        methods.reverse();
        methods
    }

    /// The methods that a function of the project gives for the handler that it is given: `get_page(home)`, which gives
    /// `get(handler).layer(…)`. One of another file is known by its name.
    fn wrapped_methods(&self, id: CallId, depth: usize) -> Vec<(String, Option<String>)> {
        let call = &self.unit.calls[id];
        let handler = self.handler(call);
        let methods: Vec<String> = match self.unit.function_called(id) {
            Some(function) => {
                let returned = self.unit.scopes[function].returned.iter();
                let chains = returned.filter_map(|(value, _)| match value {
                    Value::Call(inner) => Some(self.inner_methods(*inner, depth)),
                    _ => None,
                });
                chains.flatten().map(|(method, _)| method).collect()
            }
            None => {
                let word = call.method().split('_').next().unwrap_or("");
                let verb = word.to_ascii_uppercase();
                let is_elsewhere = matches!(call.callee, Value::Name(_) | Value::Member(..));
                let is_wrapper = is_elsewhere && !call.arguments.is_empty() && is_verb(&verb);
                is_wrapper.then_some(verb).into_iter().collect()
            }
        };
        let methods = methods.into_iter();
        methods.map(|method| (method, handler.clone())).collect()
    }

    /// The call that describes a route, as the first argument or in a variable.
    pub(super) fn description(&self, call: &CallSite) -> Option<&CallSite> {
        let id = match &call.positional(0)?.value {
            Value::Call(id) => *id,
            Value::Name(name) => {
                match self.unit.bindings[*self.unit.lookup(name, call.scope).first()?].value {
                    Value::Call(id) => id,
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(&self.unit.calls[id])
    }

    fn methods_of_view(&self, call: &CallSite) -> Option<Vec<(String, Option<String>)>> {
        let Value::Call(view) = call.arguments.get(1)?.value else {
            return None;
        };
        let view = &self.unit.calls[view];
        let class = match &view.callee {
            Value::Member(object, name) if Some(name.as_str()) == self.framework.view => {
                handler_name(self.unit, object)?
            }
            _ => return None,
        };
        // `Orders.as_view(http_method_names=["get"])`
        if let Some(names) = view.option(&["http_method_names"]) {
            let words = self.words(&names.value, view.scope).into_iter();
            return Some(words.map(|word| (word, Some(class.clone()))).collect());
        }
        let Value::Map(entries) = &view.arguments.first()?.value else {
            return None;
        };
        let method = |entry: &Arg| {
            let verb = entry.name.as_ref()?.to_ascii_uppercase();
            let action = self.unit.fold(&entry.value, view.scope).display();
            is_verb(&verb).then(|| (verb, Some(format!("{class}.{action}"))))
        };
        Some(entries.iter().filter_map(method).collect())
    }

    /// What a class serves that a registration decorates: `@ns.route("/orders") class Orders(Resource)`.
    pub(super) fn methods_of_class(
        &self,
        call: &CallSite,
    ) -> Option<Vec<(String, Option<String>)>> {
        let class = call.decorates?;
        if self.unit.scopes[class].kind != ScopeKind::Class {
            return None;
        }
        let methods = super::super::views::methods_of_class(self.unit, class);
        let name = &self.unit.scopes[class].name;
        let served = |(method, function): (&str, &str)| {
            (method.to_owned(), Some(format!("{name}.{function}")))
        };
        (!methods.is_empty()).then(|| methods.into_iter().map(served).collect())
    }

    /// The methods by whose names a router of the project's own wraps its handlers: `r.Handle(path, r.GET(list), r.POST(place))`.
    fn methods_of_handlers(&self, call: &CallSite) -> Option<Vec<String>> {
        let Value::Member(router, _) = &call.callee else {
            return None;
        };
        let is_same = |object: &Value| match (object, &**router) {
            (Value::Name(one), Value::Name(other)) => one == other,
            _ => false,
        };
        let arguments = call.arguments.iter().skip(1);
        let methods = arguments.filter_map(|argument| match argument.value {
            Value::Call(id) => match &self.unit.calls[id].callee {
                Value::Member(object, name) if is_same(object) && is_verb(name) => {
                    Some(name.clone())
                }
                _ => None,
            },
            _ => None,
        });
        let methods: Vec<String> = methods.collect();
        (!methods.is_empty()).then_some(methods)
    }

    /// `.Methods("GET")` after the registration.
    pub(super) fn chained_methods(&self, call: &CallSite) -> Option<Vec<String>> {
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
    pub(super) fn words(&self, value: &Value, scope: ScopeId) -> Vec<String> {
        methods_of(self.unit, value, scope)
    }

    pub(super) fn handler(&self, call: &CallSite) -> Option<String> {
        if let Some(scope) = call.decorates {
            return Some(self.unit.scopes[scope].name.clone());
        }
        let last = call.arguments.last()?;
        if matches!(last.value, Value::Text(_)) && call.arguments.len() == 1 {
            return None;
        }
        handler_name(self.unit, &last.value)
    }
}

/// Whether a word is an HTTP method in capitals.
pub(crate) fn is_verb(word: &str) -> bool {
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
pub(in crate::frameworks::routes) fn handler_name(unit: &Unit, value: &Value) -> Option<String> {
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
