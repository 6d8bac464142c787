//! Text as far as it is constant: literals, concatenation, constants of the file, environment and configuration.

use super::joining::{join_address, join_path, placeholders, with_default};
use super::lookups::{
    CONFIGURATION_VALUES, DEFAULTS, ENVIRONMENT_MAPS, FORMATS, KEEPERS, PATH_JOINS, SAME_TEXT,
    joins_paths,
};
use super::origin::{is_self, matches};
use super::{Binding, CallId, ScopeId, ScopeKind, Unit, Value, last_name};
use crate::{Folded, Language, Piece};

/// Constants that are built from constants are followed this far.
pub(super) const FOLD_DEPTH: usize = 24;
/// Steps that one text may take: constants that name constants branch.
pub(super) const STEP_LIMIT: u32 = 3000;
/// Pieces of one text; more are no address and no statement.
pub(super) const PIECE_LIMIT: usize = 400;

impl Unit {
    /// A value as text, as far as it is constant.
    pub fn fold(&self, value: &Value, scope: ScopeId) -> Folded {
        self.index.fold_steps.set(STEP_LIMIT);
        let mut out = Folded::default();
        self.fold_into(value, scope, FOLD_DEPTH, &mut out);
        out
    }

    /// A value as text, with the calls kept of functions that another file may declare.
    pub fn fold_with_calls(&self, value: &Value, scope: ScopeId) -> Folded {
        self.index.keeps_calls.set(true);
        let text = self.fold(value, scope);
        self.index.keeps_calls.set(false);
        text
    }

    pub(super) fn fold_into(&self, value: &Value, scope: ScopeId, depth: usize, out: &mut Folded) {
        let steps = self.index.fold_steps.get();
        self.index.fold_steps.set(steps.saturating_sub(1));
        if depth == 0 || steps == 0 || out.pieces.len() > PIECE_LIMIT {
            out.push(Piece::Hole("…".into()));
            return;
        }
        let depth = depth - 1;
        match value {
            Value::Text(text) => out.push(Piece::Text(text.clone())),
            // `10_000`
            Value::Scalar(text) => out.push(Piece::Text(text.replace('_', ""))),
            Value::Concat(parts) => {
                for part in parts {
                    self.fold_into(part, scope, depth, out);
                }
            }
            Value::Name(name) => self.fold_name(name, scope, depth, out),
            Value::Member(object, name) => self.fold_member(object, name, scope, depth, out),
            Value::Index(object, key) => self.fold_index(object, key, scope, depth, out),
            Value::Or(first, second) => {
                let mut first_text = Folded::default();
                self.fold_into(first, scope, depth, &mut first_text);
                let mut second_text = Folded::default();
                self.fold_into(second, scope, depth, &mut second_text);
                out.append(with_default(first_text, second_text));
            }
            Value::Call(id) => self.fold_call(*id, depth, out),
            Value::List(items) if items.len() == 1 => {
                self.fold_into(&items[0], scope, depth, out);
            }
            Value::Lambda(_) | Value::List(_) | Value::Map(_) | Value::Unknown => {
                out.push(Piece::Hole("…".into()));
            }
        }
    }

    pub(super) fn fold_name(&self, name: &str, scope: ScopeId, depth: usize, out: &mut Folded) {
        let bindings = self.lookup(name, scope);
        if bindings.is_empty()
            && self.language == Language::Ruby
            && let Some(text) = self.own_text(name, scope, depth)
        {
            out.append(text);
            return;
        }
        if bindings.is_empty() {
            let path = self.imported(name).map_or_else(
                || match self.declared(name) {
                    Some(_) => None,
                    None => Some(
                        self.inherited(name, scope)
                            .unwrap_or_else(|| name.to_owned()),
                    ),
                },
                |path| Some(path.to_owned()),
            );
            out.push(path.map_or_else(|| Piece::Hole(name.to_owned()), Piece::Reference));
            return;
        }
        self.fold_bindings(name, bindings, depth, out);
    }

    /// The path of a constant that the class around `scope` takes over from the class above it: `Base.ORDERS_URL`.
    fn inherited(&self, name: &str, scope: ScopeId) -> Option<String> {
        let is_constant = name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        if !is_constant || !matches!(self.language, Language::Java | Language::CSharp) {
            return None;
        }
        let mut scope = scope;
        while self.scopes[scope].kind != ScopeKind::Class {
            if scope == 0 {
                return None;
            }
            scope = self.scopes[scope].parent;
        }
        let base = self.scopes[scope].bases.first()?;
        Some(format!("{}.{name}", last_name(base.split('<').next()?)))
    }

    fn fold_bindings(&self, name: &str, bindings: &[usize], depth: usize, out: &mut Folded) {
        for &id in bindings {
            let binding = &self.bindings[id];
            for &annotation in &binding.annotations {
                if let Some(piece) = self.value_annotation(annotation, depth) {
                    out.append(piece);
                    return;
                }
            }
        }
        let is_valued =
            |binding: &Binding| !matches!(binding.value, Value::Unknown | Value::Lambda(_));
        let has_first = bindings.iter().any(|&id| {
            let binding = &self.bindings[id];
            is_valued(binding) && !self.asks_more(binding)
        });
        let mut valued = bindings
            .iter()
            .map(|&id| (id, &self.bindings[id]))
            .filter(|(_, binding)| is_valued(binding) && !self.fills_itself(binding))
            .filter(|(_, binding)| !has_first || !self.asks_more(binding));
        match (valued.next(), valued.next()) {
            // `this.url = url + "?key=" + key` names what was given, not itself.
            (Some((id, _)), None) if self.index.folding.borrow().contains(&id) => {
                out.push(Piece::Hole(name.to_owned()));
            }
            (Some((id, binding)), None)
                if !bindings.iter().any(|&id| self.bindings[id].is_parameter) =>
            {
                let mut text = Folded::default();
                self.index.folding.borrow_mut().push(id);
                self.fold_into(&binding.value, binding.scope, depth, &mut text);
                if self.is_text_builder(&binding.value) {
                    self.fold_appended(binding, depth, &mut text);
                }
                self.index.folding.borrow_mut().pop();
                // The variable's own name says more than the name of what computes it.
                if let [Piece::Called { name: own, .. }] = text.pieces.as_mut_slice() {
                    *own = name.to_owned();
                }
                // A request says where it goes, whatever its own name.
                let is_request = matches!(binding.value, Value::Call(id)
                    if matches!(self.calls[id].method(), "HttpRequestMessage" | "NewRequest" | "NewRequestWithContext"));
                let is_kept = |piece: &Piece| is_request || matches!(piece, Piece::Called { .. });
                match text.is_unknown() && !text.pieces.iter().any(is_kept) {
                    true => out.push(Piece::Hole(name.to_owned())),
                    false => out.append(text),
                }
            }
            _ => out.push(Piece::Hole(name.to_owned())),
        }
    }

    /// Whether a name is given its own text with a query behind it: `path = path + "?page=" + page`.
    fn asks_more(&self, binding: &Binding) -> bool {
        matches!(&binding.value, Value::Concat(parts)
            if matches!(parts.as_slice(), [Value::Name(name), Value::Text(query), ..]
                if *name == binding.name && query.starts_with(['?', '&'])))
    }

    /// Whether a name is given its own text with a parameter filled in: `path = path.replace("{id}", id)`.
    fn fills_itself(&self, binding: &Binding) -> bool {
        let Value::Call(id) = binding.value else {
            return false;
        };
        let call = &self.calls[id];
        matches!(call.method(), "replace" | "replaceAll")
            && matches!(&call.callee, Value::Member(object, _)
                if matches!(&**object, Value::Name(name) if *name == binding.name))
    }

    /// `@Value("${orders.url:http://orders}")` and its relatives.
    fn value_annotation(&self, id: CallId, depth: usize) -> Option<Folded> {
        let call = &self.calls[id];
        let fold = |value: &Value| {
            let mut folded = Folded::default();
            self.fold_into(value, call.scope, depth, &mut folded);
            folded
        };
        let argument = match call.method() {
            "Value" => call.positional(0).or(call.option(&["value"]))?,
            "ConfigProperty" | "Property" => call.option(&["name"])?,
            _ => return None,
        };
        let text = fold(&argument.value);
        let text = text.known()?;
        if call.method() != "Value" {
            let default = call
                .option(&["defaultValue"])
                .and_then(|default| fold(&default.value).known().map(str::to_owned));
            return Some(Folded {
                pieces: vec![Piece::Configuration {
                    key: text.to_owned(),
                    default,
                }],
            });
        }
        Some(placeholders(text))
    }

    fn fold_member(
        &self,
        object: &Value,
        name: &str,
        scope: ScopeId,
        depth: usize,
        out: &mut Folded,
    ) {
        let is_own_type = self.language == Language::Rust
            && matches!(object, Value::Name(class) if class == "Self");
        if is_self(object) || is_own_type {
            let bindings = self.field(name, scope);
            match bindings.is_empty() {
                true => out.push(Piece::Hole(name.to_owned())),
                false => self.fold_bindings(name, bindings, depth, out),
            }
            return;
        }
        // An enum's value or a static field of a class of this file.
        if let Value::Name(class) = object
            && let Some(class) = self.declared(class)
            && let Some(bindings) = self.index.bindings.get(&(class, name.to_owned()))
        {
            self.fold_bindings(name, bindings, depth, out);
            return;
        }
        if let Value::Name(map) = object
            && let [binding] = self.lookup(map, scope)
            && let Value::Map(entries) = &self.bindings[*binding].value
            && let Some(entry) = entries
                .iter()
                .find(|entry| entry.name.as_deref() == Some(name))
        {
            let scope = self.bindings[*binding].scope;
            self.fold_into(&entry.value, scope, depth, out);
            return;
        }
        if let Value::Name(holder) = object
            && self.language == Language::Go
        {
            let bindings = self.lookup(&format!("{holder}.{name}"), scope);
            if !bindings.is_empty() {
                self.fold_bindings(name, bindings, depth, out);
                return;
            }
        }
        let Some(path) = self.origin(object, scope) else {
            out.push(Piece::Hole(name.to_owned()));
            return;
        };
        if is_environment(&path) {
            out.push(Piece::Environment {
                name: name.to_owned(),
                default: None,
            });
            return;
        }
        // Go's `http.MethodGet`.
        if path == "net/http"
            && let Some(verb) = name.strip_prefix("Method")
        {
            out.push(Piece::Text(verb.to_ascii_uppercase()));
            return;
        }
        // `.value`, `.name` of an enum's entry.
        if matches!(name, "value" | "rawValue") {
            let mut text = Folded::default();
            self.fold_into(object, scope, depth, &mut text);
            let is_constant = |piece: &Piece| {
                matches!(piece, Piece::Reference(path)
                if last_name(path).bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'))
            };
            let is_entry = matches!(text.pieces.as_slice(), [piece] if is_constant(piece));
            if text.known().is_some() || is_entry {
                out.append(text);
                return;
            }
        }
        if let Some(class) = path.strip_suffix("()")
            && let Some(class) = self.declared(class)
            && let Some(bindings) = self.index.bindings.get(&(class, name.to_owned()))
        {
            self.fold_bindings(name, bindings, depth, out);
            return;
        }
        // A field of what another file declares: `settings.ordersUrl` of a `Settings`.
        if self.index.keeps_calls.get()
            && let Some(class) = path.strip_suffix("()")
            && !class.contains(['(', '[', '?', '!'])
            && last_name(class).starts_with(char::is_uppercase)
        {
            out.push(Piece::Called {
                callee: format!("{path}.{name}"),
                arguments: Vec::new(),
                name: name.to_owned(),
            });
            return;
        }
        match path.contains(['(', '[', '?']) || path.starts_with("this.") {
            true => out.push(Piece::Hole(name.to_owned())),
            false => out.push(Piece::Reference(format!("{path}.{name}"))),
        }
    }

    fn fold_index(
        &self,
        object: &Value,
        key: &Value,
        scope: ScopeId,
        depth: usize,
        out: &mut Folded,
    ) {
        let mut key_text = Folded::default();
        self.fold_into(key, scope, depth, &mut key_text);
        let path = self.origin(object, scope).unwrap_or_default();
        let name = match key_text.known() {
            Some(key) => key.to_owned(),
            None => {
                out.push(Piece::Hole(last_name(&path).to_owned()));
                return;
            }
        };
        if is_environment(&path) {
            out.push(Piece::Environment {
                name,
                default: None,
            });
        } else if CONFIGURATION_VALUES
            .iter()
            .any(|value| matches(&path, value))
        {
            out.push(Piece::Configuration {
                key: name,
                default: None,
            });
        } else {
            // A number says nothing of what it picks.
            let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
            let holder = match object {
                Value::Name(name) | Value::Member(_, name) => name.clone(),
                Value::Call(id) => self.result_name(*id),
                _ => last_name(&path).to_owned(),
            };
            out.push(Piece::Hole(match is_number && !holder.is_empty() {
                true => holder,
                false => name,
            }));
        }
    }

    fn fold_call(&self, id: CallId, depth: usize, out: &mut Folded) {
        if let Some(found) = self.lookup_piece_within(id, depth) {
            out.push(found);
            return;
        }
        let call = &self.calls[id];
        let callee = self.callee(id).unwrap_or_default();
        let method = call.method();
        let object = match &call.callee {
            Value::Member(object, _) => Some(object.as_ref()),
            _ => None,
        };
        if let Some(object) = object
            && DEFAULTS.contains(&method)
        {
            let mut first = Folded::default();
            self.fold_into(object, call.scope, depth, &mut first);
            let mut second = Folded::default();
            if let Some(default) = call.arguments.last() {
                self.fold_into(&default.value, call.scope, depth, &mut second);
            }
            out.append(with_default(first, second));
            return;
        }
        if FORMATS.iter().any(|format| matches(&callee, format)) {
            if let Some((first, rest)) = call.arguments.split_first() {
                self.fold_format(&first.value, rest, call.scope, depth, out);
            }
            return;
        }
        if matches!(method, "format" | "formatted")
            && let Some(object) = object
        {
            let mut pattern = Folded::default();
            self.fold_into(object, call.scope, depth, &mut pattern);
            if pattern.known().is_some() {
                self.fold_format(object, &call.arguments, call.scope, depth, out);
                return;
            }
        }
        // `"/orders/{id}".replace("{id}", id)` is a path whose parameter is filled in.
        if let ("replace", Some(object)) = (method, object) {
            let mut pattern = Folded::default();
            self.fold_into(object, call.scope, depth, &mut pattern);
            let is_path = |text: &str| text.starts_with('/') && text.contains('{');
            if pattern.known().is_some_and(is_path) {
                out.append(pattern);
                return;
            }
        }
        if self.fold_text_builder(id, depth, out) || self.fold_address_builder(id, depth, out) {
            return;
        }
        if PATH_JOINS.iter().any(|join| matches(&callee, join)) {
            self.fold_joined(id, depth, out);
            return;
        }
        // Rust's `endpoint.join("/orders")` of an address; what joins a list is a separator.
        if let (Language::Rust, "join", Some(object), [argument]) =
            (self.language, method, object, call.arguments.as_slice())
            && !matches!(object, Value::List(_))
        {
            let mut part = Folded::default();
            self.fold_into(&argument.value, call.scope, depth, &mut part);
            let is_path = part.pieces.iter().any(|piece| match piece {
                Piece::Text(text) => text.contains(char::is_alphanumeric),
                _ => true,
            });
            if is_path {
                let mut base = Folded::default();
                self.fold_into(object, call.scope, depth, &mut base);
                join_address(&mut base, part);
                out.append(base);
                return;
            }
        }
        // Rust's `[base, "/orders"].concat()`.
        if method == "concat"
            && let Some(Value::List(parts)) = object
        {
            for part in parts {
                self.fold_into(part, call.scope, depth, out);
            }
            return;
        }
        if KEEPERS.iter().any(|keeper| matches(&callee, keeper))
            && let [kept] = call.arguments.as_slice()
        {
            self.fold_into(&kept.value, call.scope, depth, out);
            return;
        }
        if self.fold_request(id, &callee, depth, out) {
            return;
        }
        // What a flag of Go's command lines is set to: `context.String("orders-url")`.
        if let (Language::Go, "String", Some(Value::Name(holder)), [flag]) =
            (self.language, method, object, call.arguments.as_slice())
            && holder != "aws"
            && self.imported(holder).is_none()
        {
            let mut name = Folded::default();
            self.fold_into(&flag.value, call.scope, depth, &mut name);
            out.push(Piece::Hole(name.known().unwrap_or(method).to_owned()));
            return;
        }
        if SAME_TEXT.contains(&method) {
            let base = call.positional(1).or(call.option(&["base"]));
            // `new URL(path, base)`
            if method == "URL"
                && let Some(base) = base
            {
                self.fold_into(&base.value, call.scope, depth, out);
                let mut part = Folded::default();
                if let Some(path) = call.positional(0) {
                    self.fold_into(&path.value, call.scope, depth, &mut part);
                }
                join_path(out, part);
                return;
            }
            let is_function = matches!(call.callee, Value::Name(_))
                || matches!(
                    method,
                    "create" | "from" | "of" | "parse" | "Parse" | "requireNonNull"
                )
                // Go's `aws.String("orders")` makes a pointer of it.
                || (method == "String" && call.arguments.len() == 1)
                // and `strings.TrimSuffix(base, "/")` takes the text.
                || (self.language == Language::Go && method.starts_with("Trim"));
            let source = match (is_function, call.positional(0), object) {
                (true, Some(argument), _) => Some(&argument.value),
                (_, _, Some(object)) => Some(object),
                (_, Some(argument), None) => Some(&argument.value),
                _ => None,
            };
            if let Some(source) = source {
                self.fold_into(source, call.scope, depth, out);
                return;
            }
        }
        if let Some(text) = self.call_text(id, depth) {
            out.append(text);
            return;
        }
        if !call.arguments.is_empty() && joins_paths(method) {
            self.fold_joined(id, depth, out);
            return;
        }
        if self.index.keeps_calls.get()
            && let Some(callee) = self.called_elsewhere(id)
        {
            let arguments = call.arguments.iter().map(|argument| {
                let mut text = Folded::default();
                self.fold_into(&argument.value, call.scope, depth, &mut text);
                text
            });
            let arguments = arguments.collect();
            out.push(Piece::Called {
                callee,
                arguments,
                name: self.result_name(id),
            });
            return;
        }
        out.push(Piece::Hole(self.result_name(id)));
        if self.index.keeps_calls.get()
            && let [path] = call.arguments.as_slice()
        {
            let mut text = Folded::default();
            self.fold_into(&path.value, call.scope, depth, &mut text);
            if let Some(path) = crate::results::path_of(method, &[text]) {
                out.append(path.clone());
            }
        }
    }
}

fn is_environment(path: &str) -> bool {
    ENVIRONMENT_MAPS.iter().any(|map| matches(path, map))
}
