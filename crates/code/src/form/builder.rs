//! What adapters fill a [`Unit`] with.

use super::alternatives::names_nothing;
use super::{
    Appended, Arg, Binding, CallId, CallSite, RETURN_LIMIT, Scope, ScopeId, ScopeKind, StringSite,
    Unit, Value,
};
use crate::{At, Import, Language, Note};

/// Source nested deeper than this is not looked into; a note says where.
const NESTING_LIMIT: usize = 160;

/// A [`Unit`] under construction, with the scope that the adapter stands in.
pub(crate) struct Builder<'t> {
    pub text: &'t str,
    pub unit: Unit,
    pub scope: ScopeId,
    /// Annotations read, to be given to the next declaration.
    pub pending: Vec<CallId>,
    /// The names of the conditions around here; empty where one is no name.
    conditions: Vec<String>,
    depth: usize,
    /// Whether the adapter is inside a concatenation, whose outermost expression is the string.
    is_joining: bool,
    is_nesting_noted: bool,
}

impl<'t> Builder<'t> {
    pub fn new(language: Language, text: &'t str) -> Builder<'t> {
        Builder {
            text,
            unit: Unit::new(language),
            scope: 0,
            pending: Vec::new(),
            conditions: Vec::new(),
            depth: 0,
            is_joining: false,
            is_nesting_noted: false,
        }
    }

    /// Runs `inner` one level deeper; [`Value::Unknown`] and a note where the limit is reached.
    pub fn deeper(&mut self, at: At, inner: impl FnOnce(&mut Self) -> Value) -> Value {
        if self.depth >= NESTING_LIMIT {
            if !self.is_nesting_noted {
                self.is_nesting_noted = true;
                self.unit.notes.push(Note {
                    text: format!("not read: source nested deeper than {NESTING_LIMIT} levels"),
                    at,
                });
            }
            return Value::Unknown;
        }
        self.depth += 1;
        let value = inner(self);
        self.depth -= 1;
        value
    }

    pub fn import(&mut self, name: impl Into<String>, path: impl Into<String>, at: At) {
        let (name, path) = (name.into(), path.into());
        if !path.is_empty() {
            self.unit.imports.push(Import { name, path, at });
        }
    }

    /// Opens a scope and gives it the annotations read before it.
    pub fn enter(&mut self, kind: ScopeKind, name: impl Into<String>, at: At) -> ScopeId {
        let annotations = match kind {
            ScopeKind::Class | ScopeKind::Interface | ScopeKind::Function => {
                std::mem::take(&mut self.pending)
            }
            _ => Vec::new(),
        };
        let id = self.unit.scopes.len();
        for &annotation in &annotations {
            self.unit.calls[annotation].decorates = Some(id);
        }
        self.unit.scopes.push(Scope {
            parent: self.scope,
            kind,
            name: name.into(),
            at,
            bases: Vec::new(),
            annotations,
            lambda_of: None,
            receiver: None,
            result: None,
            returned: Vec::new(),
        });
        self.scope = id;
        id
    }

    /// Keeps what the function around here gives back.
    pub fn returns(&mut self, value: Value) {
        if matches!(value, Value::Unknown) || names_nothing(&value) {
            return;
        }
        let here = self.scope;
        let mut scope = here;
        while scope != 0 {
            let current = &mut self.unit.scopes[scope];
            // A block of Go is a scope of its own.
            let is_function = current.kind == ScopeKind::Function
                || (current.kind == ScopeKind::Lambda && current.name != "{");
            if is_function {
                if current.returned.len() < RETURN_LIMIT {
                    current.returned.push((value, here));
                }
                return;
            }
            scope = current.parent;
        }
    }

    /// Closes the innermost scope.
    pub fn leave(&mut self) {
        self.scope = self.unit.scopes[self.scope].parent;
    }

    pub fn call(&mut self, callee: Value, arguments: Vec<Arg>, at: At) -> Value {
        Value::Call(self.push_call(callee, arguments, at))
    }

    pub fn push_call(&mut self, callee: Value, arguments: Vec<Arg>, at: At) -> CallId {
        let id = self.unit.calls.len();
        for argument in &arguments {
            let mut lambdas = Vec::new();
            match &argument.value {
                Value::Lambda(scope) => lambdas.push(*scope),
                Value::List(items) => lambdas.extend(items.iter().filter_map(|item| match item {
                    Value::Lambda(scope) => Some(*scope),
                    _ => None,
                })),
                _ => {}
            }
            for scope in lambdas {
                self.unit.scopes[scope].lambda_of = Some(id);
            }
        }
        self.unit.calls.push(CallSite {
            callee,
            arguments,
            at,
            scope: self.scope,
            is_annotation: false,
            decorates: None,
            type_arguments: Vec::new(),
        });
        id
    }

    /// Reads an annotation that belongs to the declaration that follows.
    pub fn annotate(&mut self, callee: Value, arguments: Vec<Arg>, at: At) {
        let id = self.push_call(callee, arguments, at);
        self.annotate_with(id);
    }

    /// Takes a call as an annotation of the declaration that follows.
    pub fn annotate_with(&mut self, id: CallId) {
        self.unit.calls[id].is_annotation = true;
        self.pending.push(id);
    }

    pub fn bind(
        &mut self,
        name: impl Into<String>,
        type_name: Option<String>,
        value: Value,
        at: At,
    ) {
        let name = name.into();
        if name.is_empty() || name == "_" {
            return;
        }
        self.unit.bindings.push(Binding {
            scope: self.scope,
            name,
            type_name: type_name.filter(|name| !name.is_empty()),
            value,
            at,
            is_parameter: false,
            annotations: Vec::new(),
        });
    }

    /// A binding with the annotations read before it.
    pub fn bind_annotated(
        &mut self,
        name: impl Into<String>,
        type_name: Option<String>,
        value: Value,
        at: At,
        annotations: Vec<CallId>,
    ) {
        let before = self.unit.bindings.len();
        self.bind(name, type_name, value, at);
        if self.unit.bindings.len() > before {
            self.unit.bindings[before].annotations = annotations;
        }
    }

    pub fn parameter(
        &mut self,
        name: impl Into<String>,
        type_name: Option<String>,
        at: At,
        annotations: Vec<CallId>,
    ) {
        let name = name.into();
        // A parameter that is not used has its place among the others.
        if !name.is_empty() {
            self.unit.bindings.push(Binding {
                scope: self.scope,
                name,
                type_name: type_name.filter(|name| !name.is_empty()),
                value: Value::Unknown,
                at,
                is_parameter: true,
                annotations,
            });
        }
    }

    /// Keeps what the last parameter is when nobody gives it.
    pub fn default(&mut self, value: Value) {
        if let Some(binding) = self.unit.bindings.last_mut()
            && binding.is_parameter
            && matches!(value, Value::Text(_) | Value::Scalar(_))
        {
            binding.value = value;
        }
    }

    /// Runs `inner` for what happens where a condition is true.
    pub fn when<T>(&mut self, condition: Value, inner: impl FnOnce(&mut Self) -> T) -> T {
        let name = match condition {
            Value::Name(name) => name,
            _ => String::new(),
        };
        self.conditions.push(name);
        let result = inner(self);
        self.conditions.pop();
        result
    }

    /// Keeps a text that is put behind a variable's.
    pub fn append(&mut self, name: &str, value: Value, at: At) {
        self.unit.appended.push(Appended {
            name: name.to_owned(),
            value,
            at,
            scope: self.scope,
            when: self.conditions.last().cloned(),
        });
    }

    /// Keeps that a variable's text ends with a slash from here on, whatever the conditions around say.
    pub fn append_slash(&mut self, name: &str, at: At) {
        self.unit.appended.push(Appended {
            name: name.to_owned(),
            value: Value::Text("/".to_owned()),
            at,
            scope: self.scope,
            when: None,
        });
    }

    /// The innermost class around here, or the file.
    pub fn class_scope(&self) -> ScopeId {
        let mut scope = self.scope;
        while scope != 0
            && !matches!(
                self.unit.scopes[scope].kind,
                ScopeKind::Class | ScopeKind::Interface
            )
        {
            scope = self.unit.scopes[scope].parent;
        }
        scope
    }

    /// The scope that declared `name` around here, or this one. Only the newest declarations are looked through.
    pub fn scope_of(&self, name: &str) -> ScopeId {
        const NEWEST: usize = 400;
        let mut scope = self.scope;
        let found = |scope: ScopeId| {
            self.unit
                .bindings
                .iter()
                .rev()
                .take(NEWEST)
                .any(|binding| binding.scope == scope && binding.name == name)
        };
        loop {
            if found(scope) {
                return scope;
            }
            if scope == 0 {
                return self.scope;
            }
            scope = self.unit.scopes[scope].parent;
        }
    }

    /// Runs `inner` as if it stood in another scope.
    pub fn in_scope<T>(&mut self, scope: ScopeId, inner: impl FnOnce(&mut Self) -> T) -> T {
        let here = std::mem::replace(&mut self.scope, scope);
        let result = inner(self);
        self.scope = here;
        result
    }

    /// Reads the parts of a concatenation or template, and keeps the whole as a string.
    pub fn joined(&mut self, at: At, inner: impl FnOnce(&mut Self) -> Vec<Value>) -> Value {
        let was_joining = std::mem::replace(&mut self.is_joining, true);
        let parts = inner(self);
        self.is_joining = was_joining;
        let value = Value::Concat(parts);
        self.string_site(&value, at, None);
        value
    }

    /// Reads something inside a concatenation whose own strings stand alone.
    pub fn apart<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> T {
        let was_joining = std::mem::replace(&mut self.is_joining, false);
        let result = inner(self);
        self.is_joining = was_joining;
        result
    }

    /// A literal string. `content_start` is the first byte of the text, where it stands in the source as it is.
    pub fn literal(&mut self, text: String, at: At, content_start: Option<u32>) -> Value {
        let value = Value::Text(text);
        self.string_site(&value, at, content_start);
        value
    }

    fn string_site(&mut self, value: &Value, at: At, content_start: Option<u32>) {
        if !self.is_joining && first_text(value).is_some_and(crate::sql_text::may_be_sql) {
            self.unit.strings.push(StringSite {
                value: value.clone(),
                at,
                scope: self.scope,
                content_start,
            });
        }
    }
}

/// The first literal text of a string, looking through nested concatenation.
fn first_text(value: &Value) -> Option<&str> {
    let mut value = value;
    loop {
        match value {
            Value::Text(text) => return Some(text),
            Value::Concat(parts) => value = parts.first()?,
            _ => return None,
        }
    }
}
