//! Texts that are put together piece by piece: `new StringBuilder(host).append(path)`.

use super::fold::PIECE_LIMIT;
use super::joining::join_path;
use super::{Appended, Binding, CallId, ScopeId, Unit, Value};
use crate::{At, Folded, Language, Piece};

/// Calls in a row beyond this are no chain that anyone wrote.
const CHAIN_LIMIT: usize = 64;

/// Classes that build addresses: Spring's and that of JAX-RS.
const BUILDERS: &[&str] = &["UriComponentsBuilder", "UriBuilder"];
/// What they begin with.
const ADDRESS_STARTS: &[&str] = &["fromUriString", "fromHttpUrl", "fromUri", "fromPath"];
/// What they go on with.
const ADDRESS_STEPS: &[&str] = &[
    "path",
    "pathSegment",
    "segment",
    "queryParam",
    "queryParams",
    "queryParamIfPresent",
    "build",
    "buildAndExpand",
    "encode",
    "expand",
    "toUri",
    "toUriString",
    "toString",
];

impl Unit {
    /// Folds a call of a text builder; whether it is one.
    pub(super) fn fold_text_builder(&self, id: CallId, depth: usize, out: &mut Folded) -> bool {
        let call = &self.calls[id];
        if matches!(call.method(), "StringBuilder" | "StringBuffer") {
            if let Some(argument) = call.positional(0)
                && !matches!(argument.value, Value::Scalar(_))
            {
                self.fold_into(&argument.value, call.scope, depth, out);
            }
            return true;
        }
        if let (Value::Member(object, method), [argument]) =
            (&call.callee, call.arguments.as_slice())
            && method == "append"
            && matches!(**object, Value::Call(_))
            && self.is_text_builder(object)
        {
            self.fold_into(object, call.scope, depth, out);
            self.fold_into(&argument.value, call.scope, depth, out);
            return true;
        }
        false
    }

    /// Folds what a builder of addresses gives: `UriComponentsBuilder.fromUriString(host).path("/items").toUriString()`.
    /// Queries are left out. Whether it is one.
    pub(super) fn fold_address_builder(&self, id: CallId, depth: usize, out: &mut Folded) -> bool {
        if !matches!(self.language, Language::Java | Language::Kotlin) {
            return false;
        }
        let mut chain = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next {
            let method = self.calls[id].method();
            let is_start = ADDRESS_STARTS.contains(&method);
            if chain.len() == CHAIN_LIMIT || !(is_start || ADDRESS_STEPS.contains(&method)) {
                return false;
            }
            chain.push(id);
            next = match is_start {
                true => None,
                false => self.calls[id].receiver().or_else(|| self.kept_builder(id)),
            };
        }
        let Some(start) = chain.pop().map(|id| &self.calls[id]) else {
            return false;
        };
        let is_builder = match &start.callee {
            Value::Member(class, _) => matches!(&**class,
                Value::Name(name) | Value::Member(_, name) if BUILDERS.contains(&name.as_str())),
            // `import static …UriBuilder.fromPath`
            callee => self.origin(callee, start.scope).is_some_and(|path| {
                let class = path.rsplit('.').nth(1);
                class.is_some_and(|class| BUILDERS.contains(&class))
            }),
        };
        let Some(address) = start.positional(0).filter(|_| is_builder) else {
            return false;
        };
        self.fold_into(&address.value, start.scope, depth, out);
        for call in chain.into_iter().rev().map(|id| &self.calls[id]) {
            for part in &call.arguments {
                let mut text = Folded::default();
                match call.method() {
                    "path" => self.fold_into(&part.value, call.scope, depth, out),
                    "pathSegment" | "segment" => {
                        self.fold_into(&part.value, call.scope, depth, &mut text);
                        join_path(out, text);
                    }
                    _ => {}
                }
            }
        }
        true
    }

    /// The builder in the only value of the variable that a call is made on.
    fn kept_builder(&self, id: CallId) -> Option<CallId> {
        let call = &self.calls[id];
        let Value::Member(object, _) = &call.callee else {
            return None;
        };
        let Value::Name(name) = &**object else {
            return None;
        };
        match self.lookup(name, call.scope) {
            [binding] => match self.bindings[*binding].value {
                Value::Call(kept) if kept != id => Some(kept),
                _ => None,
            },
            _ => None,
        }
    }

    /// Puts behind an address in a variable what statements add to it: `url += "/items"`. What only some runs add is a
    /// hole, and a query is left out. `at` uses the variable.
    pub fn put_behind(&self, name: &str, scope: ScopeId, at: At, out: &mut Folded) {
        let function = self.function_around(scope);
        let is_meant = |one: &&Appended| {
            one.name == name
                && one.at.start < at.start
                && self.function_around(one.scope) == function
        };
        let added: Vec<&Appended> = self.appended.iter().filter(is_meant).collect();
        let is_sure = |one: &Appended| !self.is_conditional(one.at, at);
        // Of the sides of a choice the one counts that `at` stands in.
        let is_of_side = |one: &&&Appended| is_sure(one) && self.is_in_branch(one.at);
        let has_side = added.iter().find(is_of_side).is_some();
        for one in added {
            if has_side && !is_sure(one) {
                continue;
            }
            let text = self.fold_with_calls(&one.value, one.scope);
            let is_query = matches!(text.pieces.first(), Some(Piece::Text(text)) if text.starts_with(['?', '&']));
            let is_open = matches!(out.pieces.last(), Some(Piece::Hole(name)) if name == "…");
            match (is_sure(one), is_query) {
                (_, true) => break,
                (true, false) => out.append(text),
                (false, false) if !is_open => out.push(Piece::Hole("…".to_owned())),
                _ => {}
            }
        }
    }

    pub(super) fn is_text_builder(&self, value: &Value) -> bool {
        let mut value = value;
        for _ in 0..CHAIN_LIMIT {
            let Value::Call(id) = value else { return false };
            let call = &self.calls[*id];
            match &call.callee {
                Value::Member(object, name) if name == "append" => value = object,
                _ => return matches!(call.method(), "StringBuilder" | "StringBuffer"),
            }
        }
        false
    }

    /// What statements put behind the text that a builder was made with: `url.append("/items")`.
    pub(super) fn fold_appended(&self, binding: &Binding, depth: usize, out: &mut Folded) {
        let function = self.function_around(binding.scope);
        let calls = self.index.appending.get(&binding.name);
        for &id in calls.into_iter().flatten() {
            if self.function_around(self.calls[id].scope) != function {
                continue;
            }
            let mut next = Some(id);
            while let Some(id) = next {
                let call = &self.calls[id];
                if call.method() != "append" || out.pieces.len() > PIECE_LIMIT {
                    break;
                }
                if let Some(argument) = call.positional(0) {
                    self.fold_into(&argument.value, call.scope, depth, out);
                }
                next = self.chained(id).first().copied();
            }
        }
    }
}
