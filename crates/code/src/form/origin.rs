//! Where a value comes from: `r.get` is `express.Router().get` when `r` is what Express's `Router()` gave.

use super::{CallId, ScopeId, ScopeKind, Unit, Value, type_path};
use std::sync::Arc;

/// Assignments and chains are followed this far.
const FOLLOW_LIMIT: usize = 48;
/// Of a name that is given a value again and again, so many are asked where they come from.
const BINDING_LIMIT: usize = 64;
/// Steps that one question may take: names with several assignments branch.
const STEP_LIMIT: u32 = 3000;
/// Longer paths name nothing that any table knows.
const PATH_LIMIT: usize = 600;

/// In longer paths a call that stands there already is left out.
const REPEAT_LENGTH: usize = 100;

/// Calls that hand on what they are called on.
const TRANSPARENT: &[&str] = &[
    "unwrap",
    "expect",
    "clone",
    "unwrap_or_default",
    "as_ref",
    "as_mut",
    "to_owned",
    "into",
    "borrow",
    "lock",
    "copied",
    "cloned",
    "require",
    "also",
    "apply",
];

impl Unit {
    /// The bindings that `name` may mean in `scope`: those of the innermost scope that has any.
    pub fn lookup(&self, name: &str, scope: ScopeId) -> &[usize] {
        let mut scope = scope;
        // A name is looked up in at most as many scopes as nest.
        let mut key = (scope, name.to_owned());
        loop {
            key.0 = scope;
            if let Some(found) = self.index.bindings.get(&key) {
                return found;
            }
            if scope == 0 {
                return &[];
            }
            scope = self.scopes[scope].parent;
        }
    }

    /// The bindings of `name` in the class around `scope`, or in the class named.
    pub fn field(&self, name: &str, scope: ScopeId) -> &[usize] {
        let mut scope = scope;
        loop {
            if matches!(
                self.scopes[scope].kind,
                ScopeKind::Class | ScopeKind::Interface
            ) && let Some(found) = self.index.bindings.get(&(scope, name.to_owned()))
            {
                return found;
            }
            if let Some(receiver) = &self.scopes[scope].receiver
                && let Some(class) = self.declared(receiver)
                && let Some(found) = self.index.bindings.get(&(class, name.to_owned()))
            {
                return found;
            }
            if scope == 0 {
                return &[];
            }
            scope = self.scopes[scope].parent;
        }
    }

    /// The import behind a name.
    pub fn imported(&self, name: &str) -> Option<&str> {
        self.index
            .imports
            .get(name)
            .map(|&id| self.imports[id].path.as_str())
    }

    /// A type as written, through its import, without generics.
    pub fn type_origin(&self, written: &str) -> String {
        let path = type_path(written);
        let (first, rest) = path.split_once('.').unwrap_or((&path, ""));
        match self.imported(first) {
            Some(import) if rest.is_empty() => import.to_owned(),
            Some(import) => format!("{import}.{rest}"),
            None => path,
        }
    }

    /// The path of a value through imports, assignments and types; `()` marks the value that a call or a type gives.
    pub fn origin(&self, value: &Value, scope: ScopeId) -> Option<String> {
        self.index.steps.set(STEP_LIMIT);
        self.origin_within(value, scope, FOLLOW_LIMIT)
    }

    /// The path of what a call calls.
    pub fn callee(&self, id: CallId) -> Option<Arc<str>> {
        self.index.steps.set(STEP_LIMIT);
        self.callee_within(id, FOLLOW_LIMIT)
    }

    fn callee_within(&self, id: CallId, depth: usize) -> Option<Arc<str>> {
        if let Some(known) = self.index.origins.borrow().get(&id) {
            return known.clone();
        }
        let call = &self.calls[id];
        let origin = self.origin_within(&call.callee, call.scope, depth);
        let origin = origin.map(Arc::from);
        // A path that was cut off by the limit here may be longer from elsewhere.
        if depth > FOLLOW_LIMIT / 2 {
            self.index.origins.borrow_mut().insert(id, origin.clone());
        }
        origin
    }

    fn origin_within(&self, value: &Value, scope: ScopeId, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        self.index.steps.set(self.index.steps.get().checked_sub(1)?);
        let path = match value {
            Value::Name(name) => self.name_origin(name, scope, depth)?,
            Value::Member(object, name) => {
                if is_self(object) {
                    // A field is often empty first, and filled by some method.
                    return self
                        .field(name, scope)
                        .iter()
                        .find_map(|&binding| self.binding_origin(binding, depth))
                        .or_else(|| Some(format!("this.{name}")));
                }
                // Go sets a field by its dotted name: `s.client = …`.
                if let Value::Name(holder) = object.as_ref()
                    && self.language == crate::Language::Go
                    && let Some(&binding) = self.lookup(&format!("{holder}.{name}"), scope).first()
                {
                    return self.binding_origin(binding, depth);
                }
                let object = self.origin_within(object, scope, depth)?;
                if let Some(class) = object.strip_suffix("()")
                    && let Some(class) = self.declared(class)
                    && let Some(bindings) = self.index.bindings.get(&(class, name.clone()))
                    && let Some(found) = self.binding_origin(bindings[0], depth)
                {
                    return Some(found);
                }
                [&object, ".", name].concat()
            }
            Value::Index(object, _) => self.origin_within(object, scope, depth)? + "[]",
            Value::Call(id) => self.result_origin(*id, depth)?,
            Value::Or(first, second) => match self.origin_within(first, scope, depth) {
                Some(first) if first.ends_with("()") => first,
                first => self
                    .origin_within(second, scope, depth)
                    .filter(|second| second.ends_with("()"))
                    .or(first)?,
            },
            _ => return None,
        };
        (path.len() <= PATH_LIMIT).then_some(path)
    }

    fn result_origin(&self, id: CallId, depth: usize) -> Option<String> {
        let call = &self.calls[id];
        let method = call.method();
        if matches!(method, "require" | "import")
            && let (Value::Name(_), Some(Value::Text(module))) = (
                &call.callee,
                call.positional(0).map(|argument| &argument.value),
            )
        {
            return Some(module.clone());
        }
        if TRANSPARENT.contains(&method)
            && let Value::Member(object, _) = &call.callee
        {
            return self.origin_within(object, call.scope, depth);
        }
        // What a container of C# is asked for by its type.
        if matches!(method, "GetRequiredService" | "GetService")
            && let [asked] = call.type_arguments.as_slice()
        {
            return Some(format!("{}()", self.type_origin(asked)));
        }
        // A function of this file, or a method of the class, that says what it gives.
        let own = match &call.callee {
            Value::Name(name) if self.lookup(name, call.scope).is_empty() => Some(name),
            Value::Member(object, name) if is_self(object) => Some(name),
            _ => None,
        };
        if let Some(name) = own
            && let Some(function) = self.declared(name)
            && self.scopes[function].kind == ScopeKind::Function
            && let Some(result) = &self.scopes[function].result
        {
            return Some(format!("{}()", self.type_origin(result)));
        }
        let callee = self.callee_within(id, depth)?;
        // `Router::new().route(…).route(…)` and so on: what is called again says nothing new.
        if callee.len() > REPEAT_LENGTH
            && let Some((object, name)) = callee.rsplit_once('.')
            && object.contains(&format!(".{name}()"))
        {
            return Some(object.to_owned());
        }
        Some([&callee, "()"].concat())
    }

    fn name_origin(&self, name: &str, scope: ScopeId, depth: usize) -> Option<String> {
        let bindings = self.lookup(name, scope);
        for &binding in bindings.iter().take(BINDING_LIMIT) {
            // `const axios = require('axios')` and `app = app.use(…)` name themselves.
            if let Some(origin) = self.binding_origin(binding, depth) {
                return Some(origin);
            }
        }
        if !bindings.is_empty() {
            return Some(format!("?{name}"));
        }
        match self.imported(name) {
            Some(path) => Some(path.to_owned()),
            None => Some(name.to_owned()),
        }
    }

    /// Where a binding's value comes from: its type if it has one, else its value.
    pub fn binding_origin(&self, id: usize, depth: usize) -> Option<String> {
        let binding = &self.bindings[id];
        let from_type = || {
            let written = binding.type_name.as_deref()?;
            // `ReturnType<typeof express>` is what `express()` gives.
            let given = written.split_once("ReturnType<typeof ");
            let path = self.type_origin(given.map_or(written, |(_, function)| function));
            (!path.is_empty() && path != "var" && path != "any" && path != "auto" && path != "val")
                .then(|| path + "()")
        };
        // What is constructed says more than the interface that it is kept as.
        match &binding.value {
            Value::Unknown | Value::Lambda(_) => from_type(),
            value => self
                .origin_within(value, binding.scope, depth)
                .filter(|origin| !origin.starts_with('?') || binding.type_name.is_none())
                .filter(|_| binding.type_name.is_none())
                .or_else(from_type)
                .or_else(|| self.origin_within(value, binding.scope, depth)),
        }
    }
}

/// Whether a value is the object that a method belongs to.
pub(crate) fn is_self(value: &Value) -> bool {
    matches!(value, Value::Name(name) if matches!(name.as_str(), "this" | "self" | "$this" | "cls" | "@"))
}

/// Whether `path` ends with `pattern` at a name's start. `*` in a pattern stands for any text; after `=` it is the whole path.
pub(crate) fn matches(path: &str, pattern: &str) -> bool {
    let (path, pattern) = (path.as_bytes(), pattern.as_bytes());
    if let [b'=', whole @ ..] = pattern {
        return path == whole;
    }
    // Every call of a file is held against hundreds of patterns, most of which fail at one of their last letters.
    let (mut rest, mut open) = (path, pattern);
    while let [before @ .., letter] = open {
        if *letter == b'*' {
            return matches_before(rest, before);
        }
        match rest {
            [left @ .., last] if last == letter => rest = left,
            _ => return false,
        }
        open = before;
    }
    is_start(rest)
}

/// Whether `path` holds the parts of a pattern that stand before its last `*`, in their order.
fn matches_before(path: &[u8], pattern: &[u8]) -> bool {
    let mut rest = path;
    let mut is_open = false;
    for part in pattern.rsplit(|&letter| letter == b'*') {
        is_open = part.is_empty();
        match memchr::memmem::rfind(rest, part) {
            Some(at) => rest = &rest[..at],
            None => return false,
        }
    }
    is_open || is_start(rest)
}

/// Whether a name starts behind these bytes.
fn is_start(before: &[u8]) -> bool {
    matches!(before.last(), None | Some(b'.' | b'/' | b':' | b'-' | b'@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "javascript")]
    fn a_name_that_is_set_again_and_again_is_asked_for_a_few_of_its_values() {
        let text = "x = 1; f(x);\n".repeat(1_000);
        let unit = crate::adapters::unit(crate::Language::JavaScript, "a.js", &text);
        let unit = unit.expect("a script");
        let origin = unit.origin(&Value::Name("x".to_owned()), 0);
        assert_eq!(origin.as_deref(), Some("?x"));
        let taken = STEP_LIMIT - unit.index.steps.get();
        // Each value may be asked for twice.
        assert!(taken as usize <= 2 * BINDING_LIMIT + 1, "{taken}");
    }

    #[test]
    fn a_pattern_matches_at_a_names_start() {
        assert!(matches(
            "github.com/gin-gonic/gin.Default().GET",
            "gin.Default().GET"
        ));
        assert!(!matches("margin.Default().GET", "gin.Default().GET"));
        assert!(matches(
            "reqwest.Client.builder().build().get",
            "reqwest.Client*.get"
        ));
        assert!(matches(
            "a.b.RestTemplate().getForObject",
            "RestTemplate().getForObject"
        ));
        assert!(!matches(
            "a.MyRestTemplate().getForObject",
            "RestTemplate().getForObject"
        ));
        assert!(matches("fetch", "=fetch") && !matches("a.fetch", "=fetch"));
        assert!(matches("app.use", "*.use") && matches("use", "use"));
        assert!(!matches("use", "a.use") && !matches("", "use"));
        assert!(matches("@nats/jetstream().publish", "jetstream*.publish"));
    }
}
