//! The common form: what every language's source becomes before any framework is asked about.
//! An adapter per language ([`crate::adapters`]) fills a [`Unit`]; nothing after it knows a syntax tree.

mod alternatives;
mod builder;
mod fold;
mod format;
mod functions;
mod indexes;
mod joining;
mod literals;
mod lookups;
mod names;
mod origin;
mod requests;
mod text_builder;
mod variables;

pub(crate) use builder::Builder;
pub(crate) use functions::{ResultText, with_appended};
pub(crate) use joining::{join_path, placeholders};
pub(crate) use names::{last_name, type_path};
pub(crate) use origin::{is_self, matches};

use crate::{At, Language, Note};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

/// Index into [`Unit::scopes`].
pub(crate) type ScopeId = usize;
/// Index into [`Unit::calls`].
pub(crate) type CallId = usize;

/// One file in the common form.
pub(crate) struct Unit {
    pub language: Language,
    /// The name in this file and the path that it stands for; `*` for all names of a path.
    pub imports: Vec<crate::Import>,
    /// The file itself is scope 0.
    pub scopes: Vec<Scope>,
    /// Inner calls come before outer ones.
    pub calls: Vec<CallSite>,
    pub bindings: Vec<Binding>,
    /// Strings that may be SQL, each with what it is joined with.
    pub strings: Vec<StringSite>,
    pub notes: Vec<Note>,
    pub appended: Vec<Appended>,
    /// What only some runs do: the sides of choices, each with all that is inside.
    pub branches: Vec<At>,
    /// HTTP methods that scripts compare a request's own with: `if (request.method !== "GET")`.
    pub asked_methods: Vec<(String, At)>,
    /// The value that stands for the whole file in other files (`module.exports`, `export default`).
    pub default_export: Option<(Value, ScopeId)>,
    index: Index,
}

/// Lookups that are built once, after the adapter is done.
#[derive(Default)]
struct Index {
    bindings: FxHashMap<(ScopeId, String), Vec<usize>>,
    imports: FxHashMap<String, usize>,
    /// Classes and functions by name; the first of each name.
    scopes: FxHashMap<String, ScopeId>,
    /// Functions by name.
    functions: FxHashMap<String, Vec<ScopeId>>,
    /// Calls made on the result of a call.
    chained: FxHashMap<CallId, Vec<CallId>>,
    /// Calls of `append` on a name.
    appending: FxHashMap<String, Vec<CallId>>,
    /// The first two bindings to the result of a call, by the last part of their names.
    results: FxHashMap<String, Vec<usize>>,
    /// First names of called paths and of types, where paths need no import.
    roots: FxHashSet<String>,
    /// Types that are written with their whole path.
    types: Vec<String>,
    /// The first bytes of imports' paths and of those types.
    initials: Vec<u8>,
    /// Steps left of the question that is being answered.
    steps: Cell<u32>,
    fold_steps: Cell<u32>,
    /// Whether calls of functions that the file does not declare are kept in texts.
    keeps_calls: Cell<bool>,
    /// The bindings whose texts are being folded: one that names itself is what it was given.
    folding: RefCell<Vec<usize>>,
    origins: RefCell<FxHashMap<CallId, Option<Arc<str>>>>,
    /// Calls that set something on what a name holds, by that name; whoever asks first says which do.
    setters: OnceCell<FxHashMap<String, Vec<CallId>>>,
    on_demand: indexes::Indexes,
}

/// A region of the source with names of its own.
pub(crate) struct Scope {
    pub parent: ScopeId,
    pub kind: ScopeKind,
    /// Empty where the language gives none.
    pub name: String,
    /// The name, or the start of the region.
    pub at: At,
    /// Base classes and interfaces, as written.
    pub bases: Vec<String>,
    /// Its annotations; each is a call.
    pub annotations: Vec<CallId>,
    /// The call that a lambda is an argument of.
    pub lambda_of: Option<CallId>,
    /// The class that a method stands outside of (Go receivers, Rust `impl`).
    pub receiver: Option<String>,
    /// The type of what a function gives back, as written.
    pub result: Option<String>,
    /// What a function gives back, with the scope that each stands in; at most [`RETURN_LIMIT`] of them.
    pub returned: Vec<(Value, ScopeId)>,
}

/// A function that gives back more values is not looked into.
pub(crate) const RETURN_LIMIT: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScopeKind {
    File,
    Class,
    Interface,
    Function,
    Lambda,
    /// `name` is the loop's variable.
    Loop,
    Try,
}

/// A call, a construction, a macro or an annotation.
#[derive(Clone)]
pub(crate) struct CallSite {
    pub callee: Value,
    pub arguments: Vec<Arg>,
    /// From the callee's last name to the end; the whole text where the callee is a plain path.
    pub at: At,
    pub scope: ScopeId,
    /// Whether the source annotates a declaration with it.
    pub is_annotation: bool,
    /// The function or class that it annotates.
    pub decorates: Option<ScopeId>,
    /// Types in angle brackets after the callee, as written.
    pub type_arguments: Vec<String>,
}

/// The name of the entry that stands for all that another object says: `{ ...options }`.
pub(crate) const SPREAD: &str = "...";

/// One argument, option or map entry.
#[derive(Clone)]
pub(crate) struct Arg {
    pub name: Option<String>,
    pub value: Value,
    pub at: At,
}

/// A name that gets a value or a type: variable, constant, field, parameter.
pub(crate) struct Binding {
    pub scope: ScopeId,
    pub name: String,
    pub type_name: Option<String>,
    pub value: Value,
    pub at: At,
    pub is_parameter: bool,
    pub annotations: Vec<CallId>,
}

/// A text that is put behind a variable's: `url += "/items"`.
pub(crate) struct Appended {
    pub name: String,
    pub value: Value,
    pub at: At,
    pub scope: ScopeId,
    /// The name that must be true for it: `if (hasItems) url += "/items"`.
    pub when: Option<String>,
}

/// A string, with what it is joined with.
pub(crate) struct StringSite {
    pub value: Value,
    pub at: At,
    pub scope: ScopeId,
    /// The first byte of the text, when the site is one literal without escapes.
    pub content_start: Option<u32>,
}

/// An expression.
#[derive(Clone)]
pub(crate) enum Value {
    Text(String),
    /// A number or boolean as written.
    Scalar(String),
    Name(String),
    /// `a.b`, `a::b`, `a->b`
    Member(Box<Value>, String),
    Index(Box<Value>, Box<Value>),
    Call(CallId),
    List(Vec<Value>),
    /// Objects, dictionaries, struct literals.
    Map(Vec<Arg>),
    /// Concatenation, templates.
    Concat(Vec<Value>),
    /// `a || b`, `a ?? b`: b when a is not there.
    Or(Box<Value>, Box<Value>),
    Lambda(ScopeId),
    Unknown,
}

impl Value {
    pub fn member(object: Value, name: impl Into<String>) -> Value {
        Value::Member(Box::new(object), name.into())
    }

    /// A dotted path of names.
    pub fn path(path: &str) -> Value {
        let mut parts = path.split('.');
        let mut value = Value::Name(parts.next().unwrap_or("").to_owned());
        for part in parts {
            value = Value::member(value, part);
        }
        value
    }
}

impl Unit {
    /// The calls that set something on what `name` holds: those for which `holders` gives it, of all calls.
    pub fn setters(&self, name: &str, holders: impl Fn(&CallSite) -> Vec<String>) -> &[CallId] {
        let setters = self.index.setters.get_or_init(|| {
            let mut setters: FxHashMap<String, Vec<CallId>> = FxHashMap::default();
            for (id, call) in self.calls.iter().enumerate() {
                for holder in holders(call) {
                    setters.entry(holder).or_default().push(id);
                }
            }
            setters
        });
        setters.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn new(language: Language) -> Unit {
        Unit {
            language,
            imports: Vec::new(),
            scopes: vec![Scope {
                parent: 0,
                kind: ScopeKind::File,
                name: String::new(),
                at: At::default(),
                bases: Vec::new(),
                annotations: Vec::new(),
                lambda_of: None,
                receiver: None,
                result: None,
                returned: Vec::new(),
            }],
            calls: Vec::new(),
            bindings: Vec::new(),
            strings: Vec::new(),
            notes: Vec::new(),
            appended: Vec::new(),
            branches: Vec::new(),
            asked_methods: Vec::new(),
            default_export: None,
            index: Index::default(),
        }
    }

    /// Builds the lookups; to be called once, when all is filled.
    pub fn finish(&mut self) {
        // `require("x")` imports like a statement does.
        for call in &self.calls {
            if let (Value::Name(name), Some(Value::Text(path))) = (
                &call.callee,
                call.positional(0).map(|argument| &argument.value),
            ) && matches!(name.as_str(), "require" | "import" | "require_relative")
            {
                self.imports.push(crate::Import {
                    name: String::new(),
                    path: path.clone(),
                    at: call.at,
                });
            }
        }
        // Ruby's programs load libraries for all of their files; a class tells which it takes in.
        if self.language == Language::Ruby {
            for call in &self.calls {
                if let ("include" | "extend", Some(Value::Name(name))) = (
                    call.method(),
                    call.positional(0).map(|argument| &argument.value),
                ) {
                    self.imports.push(crate::Import {
                        name: String::new(),
                        path: name.clone(),
                        at: call.at,
                    });
                }
            }
        }
        let mut index = Index::default();
        for (id, binding) in self.bindings.iter().enumerate() {
            index
                .bindings
                .entry((binding.scope, binding.name.clone()))
                .or_default()
                .push(id);
        }
        for (id, binding) in self.bindings.iter().enumerate() {
            if let (Value::Call(_), Some(last)) = (&binding.value, binding.name.rsplit('.').next())
            {
                let kept = index.results.entry(last.to_owned()).or_default();
                if kept.len() < 2 {
                    kept.push(id);
                }
            }
        }
        for (id, import) in self.imports.iter().enumerate() {
            index.imports.entry(import.name.clone()).or_insert(id);
        }
        for (id, scope) in self.scopes.iter().enumerate() {
            if scope.kind == ScopeKind::Function {
                let named = index.functions.entry(scope.name.clone()).or_default();
                named.push(id);
            }
            if !scope.name.is_empty()
                && matches!(
                    scope.kind,
                    ScopeKind::Class | ScopeKind::Interface | ScopeKind::Function
                )
            {
                // A class wins over its constructor and over functions of that name.
                let entry = index.scopes.entry(scope.name.clone()).or_insert(id);
                // The type itself wins over an `impl` block of it.
                let is_type =
                    |scope: &Scope| scope.kind != ScopeKind::Function && scope.receiver.is_none();
                if is_type(scope) && !is_type(&self.scopes[*entry]) {
                    *entry = id;
                }
            }
        }
        if self.language == Language::Rust {
            let types = self.bindings.iter();
            for written in types.filter_map(|binding| binding.type_name.as_deref()) {
                if let Some((root, _)) = type_path(written).split_once('.') {
                    index.roots.insert(root.to_owned());
                }
            }
        }
        let written = self.bindings.iter();
        let written = written.filter_map(|binding| binding.type_name.as_deref());
        index.types = written
            .filter(|written| written.contains('.') && written.contains(char::is_uppercase))
            .map(str::to_owned)
            .collect();
        let imports = self.imports.iter().map(|import| &import.path);
        let paths = imports.chain(&index.types);
        index.initials = paths.filter_map(|path| path.bytes().next()).collect();
        index.initials.sort_unstable();
        index.initials.dedup();
        for (id, call) in self.calls.iter().enumerate() {
            if self.language == Language::Rust
                && let Some(root) = call.root_name()
            {
                index.roots.insert(root.trim_end_matches('!').to_owned());
            }
            if call.method() == "append"
                && let Value::Member(object, _) = &call.callee
                && let Value::Name(name) = &**object
            {
                index.appending.entry(name.clone()).or_default().push(id);
            }
            if let Some(receiver) = call.receiver() {
                index.chained.entry(receiver).or_default().push(id);
            }
        }
        self.index = index;
        if self.language.is_script() {
            self.place_options();
        }
        if self.language == Language::Rust {
            self.place_literals();
        }
    }

    /// Puts the options that a name stands for in its place: `const params = { QueueUrl }; sqs.sendMessage(params)`.
    fn place_options(&mut self) {
        const ENTRY_LIMIT: usize = 40;
        let mut calls = std::mem::take(&mut self.calls);
        for call in calls.iter_mut().filter(|call| !call.is_annotation) {
            for argument in &mut call.arguments {
                let Value::Name(name) = &argument.value else {
                    continue;
                };
                if let [binding] = self.lookup(name, call.scope)
                    && let Value::Map(entries) = &self.bindings[*binding].value
                    && entries.len() <= ENTRY_LIMIT
                    && !entries.is_empty()
                {
                    argument.value = Value::Map(entries.clone());
                }
            }
        }
        self.calls = calls;
    }

    /// The call whose result `id`'s method is called on, and so on outward.
    pub fn chained(&self, id: CallId) -> &[CallId] {
        self.index.chained.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The first two bindings to the result of a call whose names end with `name`.
    pub fn results(&self, name: &str) -> &[usize] {
        self.index.results.get(name).map_or(&[], Vec::as_slice)
    }

    /// A class or function of this file.
    pub fn declared(&self, name: &str) -> Option<ScopeId> {
        self.index.scopes.get(name).copied()
    }

    /// Whether an import's path begins with one of `gates` at a word's end; true when there are none.
    /// A C# file without imports has those that another file makes for the whole project.
    pub fn imports_any(&self, gates: &[&str]) -> bool {
        gates.is_empty()
            || (self.language == Language::CSharp && self.imports.is_empty())
            || gates.iter().any(|gate| {
                self.index.roots.contains(*gate)
                    || match gate.strip_prefix("*.") {
                        // `*.celery`: a module of the project that is named so.
                        Some(name) => self
                            .paths()
                            .any(|path| path.split('.').any(|part| is_named_after(part, name))),
                        None => self.is_imported_below(gate),
                    }
            })
    }

    /// Whether an import's path begins with `gate` at a word's end. No path has the first letter of most gates.
    fn is_imported_below(&self, gate: &str) -> bool {
        let first = gate.as_bytes().first();
        first.is_some_and(|first| self.index.initials.contains(first))
            && self.paths().any(|path| {
                path.strip_prefix(gate).is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with(['.', '/', ':', '-', '_'])
                })
            })
    }

    /// The paths of imports, and of types that are written with theirs.
    fn paths(&self) -> impl Iterator<Item = &str> {
        let imports = self.imports.iter().map(|import| &import.path);
        imports.chain(&self.index.types).map(String::as_str)
    }
}

/// Whether a module or an object of the project is named after a library: `celery`, `shop_celery`, `celery_app`.
fn is_named_after(part: &str, library: &str) -> bool {
    part.strip_prefix(library)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        || part
            .strip_suffix(library)
            .is_some_and(|before| before.ends_with('_'))
}

impl CallSite {
    /// The call that this one is chained to.
    pub fn receiver(&self) -> Option<CallId> {
        let mut value = &self.callee;
        loop {
            match value {
                Value::Member(object, _) | Value::Index(object, _) => value = object,
                Value::Call(id) => return Some(*id),
                _ => return None,
            }
        }
    }

    /// The callee's first name.
    fn root_name(&self) -> Option<&str> {
        let mut value = &self.callee;
        loop {
            match value {
                Value::Member(object, _) => value = object,
                Value::Name(name) => return Some(name),
                _ => return None,
            }
        }
    }

    /// The callee's last name.
    pub fn method(&self) -> &str {
        match &self.callee {
            Value::Member(_, name) | Value::Name(name) => name,
            _ => "",
        }
    }

    /// The argument with one of these keywords or option names, also inside objects.
    pub fn option(&self, names: &[&str]) -> Option<&Arg> {
        self.arguments.iter().find_map(|argument| {
            if argument
                .name
                .as_deref()
                .is_some_and(|name| names.contains(&name))
            {
                return Some(argument);
            }
            match &argument.value {
                Value::Map(entries) => entries.iter().find(|entry| {
                    entry
                        .name
                        .as_deref()
                        .is_some_and(|name| names.contains(&name))
                }),
                _ => None,
            }
        })
    }

    /// The n-th argument without a keyword.
    pub fn positional(&self, index: usize) -> Option<&Arg> {
        self.arguments
            .iter()
            .filter(|argument| argument.name.is_none())
            .nth(index)
    }
}
