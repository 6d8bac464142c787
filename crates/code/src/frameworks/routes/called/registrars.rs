//! Functions of the project that register what they are given, for their callers in other files, and functions that
//! describe a route: `func Get(path string) *Route { return &Route{Verb: "GET", Path: path} }`.

use super::wrappers::{Methods, Receiver};
use super::{Reader, Verb, is_verb, methods_of};
use crate::form::{Arg, CallId, ScopeId, ScopeKind, Unit, Value, last_name};
use crate::frameworks::pick;
use crate::frameworks::routes::table_called::CALLED;
use crate::{At, Folded, Piece, Registrar};

/// The functions of a file that register a path which they are given.
pub(crate) fn registrars(unit: &Unit) -> Vec<Registrar> {
    let mut out: Vec<Registrar> = Vec::new();
    for framework in CALLED.iter().copied().flatten() {
        if !framework.languages.contains(&unit.language) || !unit.imports_any(framework.gate) {
            continue;
        }
        let reader = Reader::new(unit, framework);
        let first = out.len();
        for id in 0..unit.calls.len() {
            out.extend(reader.registrar(id));
        }
        if !framework.gate.is_empty() {
            out.extend(reader.describers());
        }
        // The framework that stands first in the table wins where two read one function.
        let (before, own) = out.split_at(first);
        let own: Vec<Registrar> = own
            .iter()
            .filter(|one| !before.iter().any(|other| other.at == one.at))
            .cloned()
            .collect();
        out.truncate(first);
        out.extend(own);
    }
    out
}

impl Reader<'_> {
    fn registrar(&self, id: CallId) -> Option<Registrar> {
        let call = &self.unit.calls[id];
        let mut verbs = self.framework.verbs.iter();
        let (_, verb) = verbs.find(|(name, _)| *name == call.method())?;
        if call.is_annotation || matches!(verb, Verb::Resources | Verb::Resource | Verb::Described)
        {
            return None;
        }
        let mut path_pick = self.framework.path;
        if let Verb::Before(position) = verb {
            path_pick.position = Some(position + 1);
        }
        let argument = pick(call, &path_pick)?;
        let function = self.given_to(call, argument)?;
        if !self.is_router_call(id) || !self.has_handler(call, verb) {
            return None;
        }
        let template = self.template(id, function)?;
        // Whose router it is, only the caller knows.
        let Receiver::Known(router) = template.router else {
            return None;
        };
        let (methods, method) = match template.methods {
            Methods::Known(methods) => (methods, None),
            Methods::Parameter(name) => (Vec::new(), Some(name)),
        };
        Some(Registrar {
            prefix: router.prefix,
            router: router.node,
            methods,
            method,
            ..self.of_function(function, template.path, argument.at)
        })
    }

    /// Functions whose only result is a description of a route, with method and path.
    fn describers(&self) -> Vec<Registrar> {
        let scopes = self.unit.scopes.iter().enumerate();
        let functions = scopes.filter(|(_, scope)| scope.kind == ScopeKind::Function);
        functions
            .filter_map(|(function, scope)| {
                let [(Value::Call(id), within)] = scope.returned.as_slice() else {
                    return None;
                };
                let description = &self.unit.calls[*id];
                let (Value::Name(made) | Value::Member(_, made)) = &description.callee else {
                    return None;
                };
                if !last_name(made).to_ascii_lowercase().contains("route") {
                    return None;
                }
                let entries = || description.arguments.iter();
                let is_method = |entry: &Arg| {
                    let name = entry.name.as_deref().unwrap_or("").to_ascii_lowercase();
                    name.ends_with("verb") || name.ends_with("method")
                };
                let method = entries().find(|entry| is_method(entry))?;
                let methods = methods_of(self.unit, &method.value, *within);
                let parameters = self.unit.parameters(function);
                let path = entries().find(|entry| {
                    !is_method(entry)
                        && matches!(&entry.value, Value::Name(name) if parameters.first() == Some(&name.as_str()))
                })?;
                let [method] = methods.as_slice() else {
                    return None;
                };
                let path_text = self.unit.fold(&path.value, *within);
                Some(Registrar {
                    methods: vec![method.clone()],
                    ..self.of_function(function, path_text, path.at)
                })
            })
            .collect()
    }

    fn of_function(&self, function: ScopeId, path: Folded, at: At) -> Registrar {
        let parameters = self.unit.parameters(function);
        Registrar {
            name: self.unit.scopes[function].name.clone(),
            class: self.unit.owner(function).map(str::to_owned),
            is_default: self.unit.is_default(function),
            parameters: parameters.into_iter().map(str::to_owned).collect(),
            path,
            methods: Vec::new(),
            method: None,
            prefix: String::new(),
            router: None,
            framework: self.framework.framework.to_owned(),
            at,
        }
    }
}

/// Method and path of a pattern that begins with its method, as Go's do; else the methods given.
pub(crate) fn with_method_in_path(text: &str, methods: &[String]) -> (Vec<String>, String) {
    match text.split_once(' ') {
        Some((verb, rest)) if is_verb(verb) => (vec![verb.to_owned()], rest.to_owned()),
        _ => (methods.to_vec(), text.to_owned()),
    }
}

/// The parameter that a text is as a whole.
pub(crate) fn is_hole_of(text: &Folded, parameters: &[String]) -> Option<String> {
    match text.pieces.as_slice() {
        [Piece::Hole(name)] if parameters.contains(name) => Some(name.clone()),
        _ => None,
    }
}
