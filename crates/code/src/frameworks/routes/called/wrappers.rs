//! Functions of the project that register what they are given: `s.get("/orders", s.list)`, where
//! `get` hands path and handler on to a router.

use super::methods::handler_name;
use super::registrars::with_method_in_path;
use super::{FOLLOW_LIMIT, Reader, Router};
use crate::At;
use crate::Route;
use crate::form::{Arg, CallId, CallSite, ScopeId, Unit, Value};
use crate::frameworks::routes::path::join;
use crate::{Folded, Piece};

/// Wrappers around wrappers.
const WRAPPER_DEPTH: usize = 3;

/// A registration inside a function, with holes for the function's parameters.
pub(super) struct Template {
    function: ScopeId,
    pub path: Folded,
    pub methods: Methods,
    handler: Option<String>,
    pub router: Receiver,
}

#[derive(Clone)]
pub(super) enum Methods {
    Known(Vec<String>),
    Parameter(String),
}

pub(super) enum Receiver {
    Known(Router),
    Parameter(String),
}

/// The function around a registration whose path is a parameter of it.
pub(super) fn given_to(unit: &Unit, call: &CallSite, argument: &Arg) -> Option<ScopeId> {
    let function = unit.function_around(call.scope)?;
    let folded = unit.fold(&argument.value, call.scope);
    let parameters = unit.parameters(function);
    let is_given = folded
        .pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Hole(name) if parameters.contains(&name.as_str())));
    is_given.then_some(function)
}

impl Reader<'_> {
    /// Whether something of the file calls a function.
    pub(super) fn is_called_here(&self, function: ScopeId) -> bool {
        let name = &self.unit.scopes[function].name;
        self.calls_of(function, name).next().is_some()
    }

    fn calls_of<'s>(
        &'s self,
        function: ScopeId,
        name: &'s str,
    ) -> impl Iterator<Item = &'s CallSite> {
        self.unit.calls.iter().filter(move |call| {
            !call.is_annotation
                && call.method() == name
                && self.function_around(call.scope) != Some(function)
        })
    }

    /// The routes that calls of the functions around these registrations give.
    pub(super) fn wrapped(&self, registrations: &[(CallId, ScopeId)], out: &mut Vec<Route>) {
        let templates = registrations.iter();
        let mut templates: Vec<Template> = templates
            .filter_map(|&(id, function)| self.template(id, function))
            .collect();
        for _ in 0..WRAPPER_DEPTH {
            let mut outer = Vec::new();
            for template in &templates {
                self.expand(template, &mut outer, out);
            }
            templates = outer;
        }
    }

    pub(super) fn template(&self, id: CallId, function: ScopeId) -> Option<Template> {
        let call = &self.unit.calls[id];
        let parameters = self.unit.parameters(function);
        let of_parameter = |value: &Value| match value {
            Value::Name(name) if parameters.contains(&name.as_str()) => Some(name.clone()),
            _ => None,
        };
        let (_, verb) = self
            .framework
            .verbs
            .iter()
            .find(|(name, _)| *name == call.method())?;
        let mut methods = None;
        if let super::Verb::Before(position) = verb {
            methods = of_parameter(&call.positional(*position)?.value).map(Methods::Parameter);
        }
        if let Some(chained) = self.chained_call(id, "Methods") {
            let value = &self.unit.calls[chained].positional(0)?.value;
            methods = of_parameter(value).map(Methods::Parameter);
        }
        let methods = methods.unwrap_or_else(|| {
            let (_, methods) = self.methods(verb, call, String::new());
            Methods::Known(methods.into_iter().map(|(method, _)| method).collect())
        });
        let argument = crate::frameworks::pick(call, &self.framework.path_of(verb))?;
        let router = match &call.callee {
            Value::Member(object, _) => match of_parameter(object) {
                Some(name) => Receiver::Parameter(name),
                None => Receiver::Known(self.router_of_call(id)),
            },
            _ => Receiver::Known(self.router_of_call(id)),
        };
        Some(Template {
            function,
            path: self.unit.fold(&argument.value, call.scope),
            methods,
            handler: self.handler(call),
            router,
        })
    }

    fn chained_call(&self, id: CallId, name: &str) -> Option<CallId> {
        let mut next = self.unit.chained(id).first().copied();
        while let Some(id) = next {
            if self.unit.calls[id].method() == name {
                return Some(id);
            }
            next = self.unit.chained(id).first().copied();
        }
        None
    }

    /// The routes of the calls of a template's function; calls whose function hands its own parameters on are templates again.
    fn expand(&self, template: &Template, outer: &mut Vec<Template>, out: &mut Vec<Route>) {
        let parameters = self.unit.parameters(template.function);
        let name = &self.unit.scopes[template.function].name;
        for call in self.calls_of(template.function, name) {
            let given = |name: &str| -> Option<&Arg> {
                let position = parameters.iter().position(|parameter| *parameter == name)?;
                call.option(&[name]).or(call.positional(position))
            };
            let mut path = Folded::default();
            let mut at: Option<At> = None;
            for piece in &template.path.pieces {
                match piece {
                    Piece::Hole(name) => match given(name) {
                        Some(argument) => {
                            at.get_or_insert(argument.at);
                            path.append(self.unit.fold(&argument.value, call.scope));
                        }
                        None => path.push(piece.clone()),
                    },
                    piece => path.push(piece.clone()),
                }
            }
            let Some(at) = at else { continue };
            let methods = match &template.methods {
                Methods::Known(methods) => Methods::Known(methods.clone()),
                Methods::Parameter(name) => match given(name) {
                    Some(argument) => self.methods_given(argument, call.scope),
                    None => continue,
                },
            };
            let handler = template.handler.as_deref();
            let handler = handler.and_then(|name| match given(name) {
                Some(argument) => handler_name(self.unit, &argument.value),
                None => Some(name.to_owned()),
            });
            let router = match &template.router {
                Receiver::Known(router) => router.clone(),
                Receiver::Parameter(name) => match given(name) {
                    Some(argument) => self.router(&argument.value, call.scope, FOLLOW_LIMIT),
                    None => continue,
                },
            };
            let function = self.function_around(call.scope);
            let own = function.map(|function| self.unit.parameters(function));
            let own = own.unwrap_or_default();
            let is_handed_on = path
                .pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Hole(name) if own.contains(&name.as_str())));
            if let Some(function) = function.filter(|_| is_handed_on) {
                let receiver = match &template.router {
                    Receiver::Parameter(name) => {
                        match given(name).map(|argument| &argument.value) {
                            Some(Value::Name(name)) if own.contains(&name.as_str()) => {
                                Receiver::Parameter(name.clone())
                            }
                            _ => Receiver::Known(router),
                        }
                    }
                    Receiver::Known(_) => Receiver::Known(router),
                };
                outer.push(Template {
                    function,
                    path,
                    methods,
                    handler,
                    router: receiver,
                });
                continue;
            }
            if let Methods::Known(methods) = methods {
                self.push_wrapped(&path, &methods, at, handler, &router, out);
            }
        }
    }

    fn methods_given(&self, argument: &Arg, scope: ScopeId) -> Methods {
        match &argument.value {
            Value::Name(name) if self.words(&argument.value, scope).is_empty() => {
                Methods::Parameter(name.clone())
            }
            value => Methods::Known(self.words(value, scope)),
        }
    }

    fn push_wrapped(
        &self,
        path: &Folded,
        methods: &[String],
        at: At,
        handler: Option<String>,
        router: &Router,
        out: &mut Vec<Route>,
    ) {
        let Some(text) = self.path_text(path) else {
            return;
        };
        // Go's patterns may begin with their method.
        let (methods, text) = with_method_in_path(&text, methods);
        for method in methods {
            out.push(Route {
                method,
                path: join(&router.prefix, &text),
                at,
                handler: handler.clone(),
                framework: self.framework.framework.to_owned(),
                prefix_of: router.node.clone(),
                needs_mount: false,
                stands_for: None,
                built: None,
            });
        }
    }
}
