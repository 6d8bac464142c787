//! Functions of the project that register what they are given, for their callers in other files, and functions that
//! describe a route: `func Get(path string) *Route { return &Route{Verb: "GET", Path: path} }`.

use super::wrappers::{Methods, Receiver, given_to};
use super::{Reader, Verb, is_verb, methods_of};
use crate::form::{Arg, CallId, ScopeId, ScopeKind, Unit, Value, last_name};
use crate::frameworks::pick;
use crate::frameworks::routes::table_called::{CALLED, Called};
use crate::{At, Folded, Piece, Registrar};

/// The functions of a file that register a path which they are given.
pub(crate) fn registrars(unit: &Unit) -> Vec<Registrar> {
    let mut out: Vec<Registrar> = Vec::new();
    for framework in CALLED.iter().copied().flatten() {
        if !framework.languages.contains(&unit.language) || !unit.imports_any(framework.gate) {
            continue;
        }
        let calls = 0..unit.calls.len();
        let given: Vec<Given> = calls.filter_map(|id| given(unit, framework, id)).collect();
        let mut found = Vec::new();
        if !given.is_empty() {
            let reader = Reader::new(unit, framework);
            found.extend(given.iter().filter_map(|given| reader.registrar(given)));
        }
        if !framework.gate.is_empty() {
            found.extend(describers(unit, framework));
        }
        // The framework that stands first in the table wins where two read one function.
        let is_new = |one: &Registrar| !out.iter().any(|other| other.at == one.at);
        found.retain(is_new);
        out.extend(found);
    }
    out
}

/// A call that is named as a registration, with a path that the function around it is given.
struct Given {
    call: CallId,
    verb: &'static Verb,
    function: ScopeId,
    /// The path.
    at: At,
}

fn given(unit: &Unit, framework: &'static Called, id: CallId) -> Option<Given> {
    let call = &unit.calls[id];
    let mut verbs = framework.verbs.iter();
    let (_, verb) = verbs.find(|(name, _)| *name == call.method())?;
    if call.is_annotation || matches!(verb, Verb::Resources | Verb::Resource | Verb::Described) {
        return None;
    }
    let argument = pick(call, &framework.path_of(verb))?;
    Some(Given {
        call: id,
        verb,
        function: given_to(unit, call, argument)?,
        at: argument.at,
    })
}

impl Reader<'_> {
    fn registrar(&self, given: &Given) -> Option<Registrar> {
        let (id, verb, function) = (given.call, given.verb, given.function);
        let call = &self.unit.calls[id];
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
            ..of_function(self.unit, self.framework, function, template.path, given.at)
        })
    }
}

/// Functions whose only result is a description of a route, with method and path.
fn describers(unit: &Unit, framework: &Called) -> Vec<Registrar> {
    let scopes = unit.scopes.iter().enumerate();
    let functions = scopes.filter(|(_, scope)| scope.kind == ScopeKind::Function);
    functions
        .filter_map(|(function, scope)| {
            let [(Value::Call(id), within)] = scope.returned.as_slice() else {
                return None;
            };
            let description = &unit.calls[*id];
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
            let methods = methods_of(unit, &method.value, *within);
            let parameters = unit.parameters(function);
            let path = entries().find(|entry| {
                !is_method(entry)
                    && matches!(&entry.value, Value::Name(name) if parameters.first() == Some(&name.as_str()))
            })?;
            let [method] = methods.as_slice() else {
                return None;
            };
            let path_text = unit.fold(&path.value, *within);
            Some(Registrar {
                methods: vec![method.clone()],
                ..of_function(unit, framework, function, path_text, path.at)
            })
        })
        .collect()
}

fn of_function(
    unit: &Unit,
    framework: &Called,
    function: ScopeId,
    path: Folded,
    at: At,
) -> Registrar {
    let parameters = unit.parameters(function);
    Registrar {
        name: unit.scopes[function].name.clone(),
        class: unit.owner(function).map(str::to_owned),
        is_default: unit.is_default(function),
        parameters: parameters.into_iter().map(str::to_owned).collect(),
        path,
        methods: Vec::new(),
        method: None,
        prefix: String::new(),
        router: None,
        framework: framework.framework.to_owned(),
        at,
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
