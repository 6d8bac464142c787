//! Facts that need no framework: calls of libraries, declarations, constants, lookups.

use crate::form::{Arg, Binding, CallId, CallSite, SPREAD, ScopeId, ScopeKind, Unit, Value};
use crate::{
    Annotation, Argument, Call, ConfigurationKey, Constant, Declaration, DeclarationKind,
    Environment, Field, Folded, Piece, Place,
};

/// Options inside objects are listed to this depth.
const OPTION_DEPTH: usize = 4;
/// Longer texts are no constants that another file refers to.
const CONSTANT_LIMIT_BYTES: usize = 2000;

/// What surrounds a scope.
pub(crate) fn place(unit: &Unit, scope: ScopeId) -> Place {
    let mut place = Place::default();
    let mut scope = scope;
    let mut is_in_function = true;
    while scope != 0 {
        let current = &unit.scopes[scope];
        match current.kind {
            ScopeKind::Function if place.in_function.is_none() => {
                place.in_function = Some(current.name.clone());
                is_in_function = false;
                if place.in_class.is_none() {
                    place.in_class.clone_from(&current.receiver);
                }
            }
            ScopeKind::Class | ScopeKind::Interface if place.in_class.is_none() => {
                place.in_class = Some(current.name.clone());
            }
            ScopeKind::Loop if is_in_function && place.in_loop.is_none() => {
                place.in_loop = Some(current.name.clone());
            }
            ScopeKind::Try if is_in_function => place.in_try = true,
            _ => {}
        }
        scope = current.parent;
    }
    place
}

/// Calls of imported libraries.
pub(crate) fn calls(unit: &Unit) -> Vec<Call> {
    let mut calls: Vec<Call> = unit
        .calls
        .iter()
        .enumerate()
        .filter(|(_, call)| !call.is_annotation)
        .filter_map(|(id, call)| {
            let callee = unit.callee(id)?;
            is_imported(unit, &callee).then(|| Call {
                callee: callee.to_string(),
                arguments: arguments(unit, call),
                at: call.at,
                place: place(unit, call.scope),
            })
        })
        .collect();
    calls.sort_by_key(|call| call.at);
    calls
}

fn is_imported(unit: &Unit, callee: &str) -> bool {
    !callee.starts_with(['?', '.'])
        && unit.imports.iter().any(|import| {
            // The first letter is compared at once: this is asked of every call about every import.
            import.path.as_bytes().first() == callee.as_bytes().first()
                && !import.path.starts_with('.')
                && callee
                    .strip_prefix(import.path.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(', '[', '!']))
        })
}

/// A call's arguments as text.
pub(crate) fn arguments(unit: &Unit, call: &CallSite) -> Vec<Argument> {
    let mut out = Vec::new();
    for argument in &call.arguments {
        flatten(unit, call.scope, argument, "", OPTION_DEPTH, &mut out);
    }
    out
}

fn flatten(
    unit: &Unit,
    scope: ScopeId,
    argument: &Arg,
    prefix: &str,
    depth: usize,
    out: &mut Vec<Argument>,
) {
    let name = match (&argument.name, prefix) {
        (Some(name), "") => Some(name.clone()),
        (Some(name), prefix) => Some(format!("{prefix}.{name}")),
        (None, "") => None,
        (None, prefix) => Some(prefix.to_owned()),
    };
    if let Value::Map(entries) = &argument.value {
        if depth > 0 {
            for entry in entries {
                if entry.name.as_deref() == Some(SPREAD) {
                    continue;
                }
                flatten(
                    unit,
                    scope,
                    entry,
                    name.as_deref().unwrap_or(""),
                    depth - 1,
                    out,
                );
            }
        }
        return;
    }
    out.push(Argument {
        name,
        value: unit.fold(&argument.value, scope),
        at: argument.at,
    });
}

fn annotations(unit: &Unit, ids: &[CallId]) -> Vec<Annotation> {
    ids.iter()
        .map(|&id| {
            let call = &unit.calls[id];
            Annotation {
                path: unit
                    .callee(id)
                    .as_deref()
                    .unwrap_or(call.method())
                    .to_owned(),
                arguments: arguments(unit, call),
                at: call.at,
            }
        })
        .collect()
}

/// Classes, and functions with annotations.
pub(crate) fn declarations(unit: &Unit) -> Vec<Declaration> {
    let mut fields: Vec<Vec<&Binding>> = vec![Vec::new(); unit.scopes.len()];
    for binding in &unit.bindings {
        if matches!(
            unit.scopes[binding.scope].kind,
            ScopeKind::Class | ScopeKind::Interface
        ) && (binding.type_name.is_some() || !binding.annotations.is_empty())
        {
            fields[binding.scope].push(binding);
        }
    }
    let mut out = Vec::new();
    for (id, scope) in unit.scopes.iter().enumerate() {
        let kind = match scope.kind {
            ScopeKind::Class => DeclarationKind::Class,
            ScopeKind::Interface => DeclarationKind::Interface,
            ScopeKind::Function if !scope.annotations.is_empty() => DeclarationKind::Function,
            _ => continue,
        };
        if scope.name.is_empty() {
            continue;
        }
        out.push(Declaration {
            kind,
            name: scope.name.clone(),
            in_class: place(unit, scope.parent).in_class,
            bases: scope
                .bases
                .iter()
                .map(|base| unit.type_origin(base))
                .collect(),
            annotations: annotations(unit, &scope.annotations),
            fields: fields[id]
                .iter()
                .map(|field| Field {
                    name: field.name.clone(),
                    type_name: field.type_name.clone(),
                    annotations: annotations(unit, &field.annotations),
                    at: field.at,
                })
                .collect(),
            at: scope.at,
        });
    }
    out
}

/// Texts with a name that another file can refer to: of the file, of its classes, of its objects.
pub(crate) fn constants(unit: &Unit) -> Vec<Constant> {
    let mut out = Vec::new();
    for binding in &unit.bindings {
        let scope = &unit.scopes[binding.scope];
        let prefix = match scope.kind {
            ScopeKind::File => String::new(),
            ScopeKind::Class | ScopeKind::Interface => format!("{}.", scope.name),
            _ => continue,
        };
        if binding.is_parameter {
            continue;
        }
        let name = format!("{prefix}{}", binding.name);
        match &binding.value {
            Value::Map(entries) => {
                for entry in entries {
                    if let Some(key) = &entry.name
                        && key != SPREAD
                    {
                        let name = format!("{name}.{key}");
                        addresses(unit, binding, &name, &entry.value, &mut out);
                        constant(unit, binding, &name, &entry.value, &mut out);
                    }
                }
            }
            // `export const list = createRoute({ method: "get", path: "/orders" })`
            Value::Call(id) if unit.calls[*id].method() == "createRoute" => {
                for part in ["method", "path"] {
                    if let Some(argument) = unit.calls[*id].option(&[part]) {
                        let name = format!("{name}.{part}");
                        constant(unit, binding, &name, &argument.value, &mut out);
                    }
                }
            }
            // `@Value("${stock.url}") private String stockUrl;`
            Value::Unknown if !binding.annotations.is_empty() => {
                let own = Value::Name(binding.name.clone());
                constant(unit, binding, &name, &own, &mut out);
            }
            value => constant(unit, binding, &name, value, &mut out),
        }
    }
    out
}

/// Paths and addresses in an object inside of an object: `defaults = { api: { PREFIX: "/api/v1" } }`.
fn addresses(unit: &Unit, binding: &Binding, name: &str, value: &Value, out: &mut Vec<Constant>) {
    let Value::Map(entries) = value else { return };
    for entry in entries {
        let is_address = matches!(&entry.value, Value::Text(text) if text.starts_with('/') || text.contains("://"));
        if let Some(key) = &entry.name
            && is_address
        {
            let name = format!("{name}.{key}");
            constant(unit, binding, &name, &entry.value, out);
        }
    }
}

fn constant(unit: &Unit, binding: &Binding, name: &str, value: &Value, out: &mut Vec<Constant>) {
    if !matches!(
        value,
        Value::Text(_)
            | Value::Concat(_)
            | Value::Name(_)
            | Value::Member(..)
            | Value::Or(..)
            | Value::Call(_)
            | Value::Index(..)
    ) {
        return;
    }
    let mut folded = unit.fold(value, binding.scope);
    // A field of a settings class is a variable of the environment under its own name.
    if is_settings(unit, binding.scope)
        && binding.type_name.as_deref() == Some("str")
        && binding.name.contains("URL")
    {
        folded = Folded {
            pieces: vec![Piece::Environment {
                name: binding.name.to_ascii_uppercase(),
                default: folded.known().map(str::to_owned),
            }],
        };
    }
    let is_worth = folded.pieces.iter().any(|piece| match piece {
        Piece::Text(text) => text.len() > 1 && text.len() < CONSTANT_LIMIT_BYTES,
        Piece::Environment { .. } | Piece::Configuration { .. } => true,
        Piece::Hole(_) | Piece::Reference(_) | Piece::Called { .. } => false,
    });
    if is_worth {
        out.push(Constant {
            name: name.to_owned(),
            value: folded,
            at: binding.at,
        });
    }
}

fn is_settings(unit: &Unit, scope: ScopeId) -> bool {
    unit.scopes[scope]
        .bases
        .iter()
        .any(|base| base.ends_with("BaseSettings"))
}

/// Environment variables and configuration keys that are read.
pub(crate) fn lookups(unit: &Unit) -> (Vec<Environment>, Vec<ConfigurationKey>) {
    let mut environment = Vec::new();
    let mut keys = Vec::new();
    let mut add = |piece: Piece, at| match piece {
        Piece::Environment { name, default } => environment.push(Environment { name, default, at }),
        Piece::Configuration { key, default } => keys.push(ConfigurationKey { key, default, at }),
        _ => {}
    };
    for (id, call) in unit.calls.iter().enumerate() {
        if let Some(piece) = unit.lookup_piece(id) {
            add(piece, call.at);
        }
        if call.is_annotation && matches!(call.method(), "Value" | "ConfigProperty") {
            for argument in &call.arguments {
                if let Value::Text(text) = &argument.value {
                    match call.method() {
                        "Value" => {
                            for piece in crate::form::placeholders(text).pieces {
                                add(piece, argument.at);
                            }
                        }
                        _ if argument.name.as_deref() == Some("name") => add(
                            Piece::Configuration {
                                key: text.clone(),
                                default: None,
                            },
                            argument.at,
                        ),
                        _ => {}
                    }
                }
            }
        }
        for argument in &call.arguments {
            member_lookups(unit, &argument.value, call.scope, argument.at, &mut add);
        }
    }
    for binding in &unit.bindings {
        if is_settings(unit, binding.scope) && !binding.is_parameter && binding.type_name.is_some()
        {
            let default = unit.fold(&binding.value, binding.scope);
            add(
                Piece::Environment {
                    name: binding.name.to_ascii_uppercase(),
                    default: default
                        .known()
                        .filter(|text| !text.is_empty())
                        .map(str::to_owned),
                },
                binding.at,
            );
        }
        member_lookups(unit, &binding.value, binding.scope, binding.at, &mut add);
    }
    environment.sort_by(|a, b| {
        a.at.cmp(&b.at)
            .then(b.default.is_some().cmp(&a.default.is_some()))
    });
    environment.dedup_by(|next, kept| next.at == kept.at && next.name == kept.name);
    keys.sort_by(|a, b| {
        a.at.cmp(&b.at)
            .then(b.default.is_some().cmp(&a.default.is_some()))
    });
    keys.dedup_by(|next, kept| next.at == kept.at && next.key == kept.key);
    (environment, keys)
}

/// `process.env.X`, `ENV["X"]` and `configuration["X"]` are no calls.
fn member_lookups(
    unit: &Unit,
    value: &Value,
    scope: ScopeId,
    at: crate::At,
    add: &mut impl FnMut(Piece, crate::At),
) {
    match value {
        Value::Member(..) | Value::Index(..) | Value::Or(..) => {
            if let Value::Member(object, _) | Value::Index(object, _) = value
                && matches!(**object, Value::Name(_))
                && !matches!(value, Value::Index(..))
            {
                return;
            }
            for piece in unit.fold(value, scope).pieces {
                add(piece, at);
            }
        }
        Value::Concat(parts) | Value::List(parts) => {
            for part in parts.iter().take(64) {
                member_lookups(unit, part, scope, at, add);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                member_lookups(unit, &entry.value, scope, entry.at, add);
            }
        }
        _ => {}
    }
}
