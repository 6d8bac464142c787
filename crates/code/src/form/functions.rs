//! Functions of a file: which one stands around a place, what it is given, whose method it is, what it gives back.

use super::fold::{FOLD_DEPTH, STEP_LIMIT};
use super::{CallId, CallSite, RETURN_LIMIT, ScopeId, ScopeKind, Unit, Value, is_self, last_name};
use crate::{Appended, Folded, Language, Piece};

/// What a function gives back as text.
pub(crate) struct ResultText {
    pub text: Folded,
    /// What comes behind it.
    pub appended: Vec<Appended>,
}

/// Calls with more arguments build no text.
const ARGUMENT_LIMIT: usize = 6;
/// Functions of one name; among more no call is followed.
const OVERLOAD_LIMIT: usize = 16;
/// Pieces of one result; a longer one is no address.
const PIECE_LIMIT: usize = 40;

impl Unit {
    /// The innermost function with a name around a scope.
    pub fn function_around(&self, scope: ScopeId) -> Option<ScopeId> {
        let mut scope = scope;
        while scope != 0 {
            if self.scopes[scope].kind == ScopeKind::Function {
                return Some(scope);
            }
            scope = self.scopes[scope].parent;
        }
        None
    }

    /// The names of a function's parameters in order, without what it is called on.
    pub fn parameters(&self, function: ScopeId) -> Vec<&str> {
        let is_method = self.scopes[function].receiver.is_some() && self.language == Language::Go;
        let bindings = self.parameter_bindings(function).iter();
        bindings
            .map(|&id| self.bindings[id].name.as_str())
            .skip(usize::from(is_method))
            .filter(|name| !matches!(*name, "self" | "cls" | "this"))
            .collect()
    }

    /// What a parameter of a function is when nobody gives it, as far as it is constant.
    pub fn default_of(&self, function: ScopeId, parameter: &str) -> Option<String> {
        let mut bindings = self.lookup(parameter, function).iter();
        bindings.find_map(|&id| match &self.bindings[id] {
            binding if binding.scope != function || !binding.is_parameter => None,
            binding => match &binding.value {
                Value::Text(text) | Value::Scalar(text) => Some(text.clone()),
                _ => None,
            },
        })
    }

    /// Whether a function stands for the whole file in other files.
    pub fn is_default(&self, function: ScopeId) -> bool {
        let name = &self.scopes[function].name;
        matches!(&self.default_export, Some((Value::Name(other), _)) if other == name)
    }

    /// The class whose method a function is.
    pub fn owner(&self, function: ScopeId) -> Option<&str> {
        if let Some(receiver) = self.scopes[function].receiver.as_deref() {
            return Some(last_name(receiver).trim_start_matches(['*', '&']));
        }
        let mut scope = self.scopes[function].parent;
        while scope != 0 {
            let current = &self.scopes[scope];
            if matches!(current.kind, ScopeKind::Class | ScopeKind::Interface) {
                return Some(&current.name);
            }
            scope = current.parent;
        }
        None
    }

    /// The function of this file that a call means; `None` where several could be meant.
    pub fn function_called(&self, id: CallId) -> Option<ScopeId> {
        let call = &self.calls[id];
        let named = self.index.functions.get(call.method())?;
        let own = || self.owner(self.function_around(call.scope)?);
        let owner = match &call.callee {
            Value::Name(name) if self.lookup(name, call.scope).is_empty() => own(),
            Value::Member(object, _) if is_self(object) => Some(own()?),
            Value::Member(object, _) => {
                let origin = self.origin(object, call.scope)?;
                let class = origin.strip_suffix("()").unwrap_or(&origin).to_owned();
                let class = match class.as_str() {
                    "Self" => own()?.to_owned(),
                    _ => class,
                };
                self.declared(&class)?;
                return self.only(named, Some(&class), call);
            }
            _ => return None,
        };
        let of_class = owner.and_then(|owner| self.only(named, Some(owner), call));
        match &call.callee {
            Value::Name(_) => of_class.or_else(|| self.only(named, None, call)),
            _ => of_class,
        }
    }

    /// The function of an owner that a call means; of several, the one that takes as many arguments as it is given.
    fn only(&self, functions: &[ScopeId], owner: Option<&str>, call: &CallSite) -> Option<ScopeId> {
        let functions = functions.iter().copied();
        let found = functions.filter(|&function| self.owner(function) == owner);
        let found: Vec<ScopeId> = found.take(OVERLOAD_LIMIT).collect();
        if let [function] = found.as_slice() {
            return Some(*function);
        }
        let given = call.arguments.len();
        let mut fitting = found
            .into_iter()
            .filter(|&function| self.parameters(function).len() == given);
        match (fitting.next(), fitting.next()) {
            (Some(function), None) if self.language.has_overloads() => Some(function),
            _ => None,
        }
    }

    /// The path of a function elsewhere that a call means, if the project may declare it: `./paths.ordersUrl`,
    /// `Settings().ordersUrl` for a method.
    pub fn called_elsewhere(&self, id: CallId) -> Option<String> {
        let call = &self.calls[id];
        if call.arguments.len() > ARGUMENT_LIMIT {
            return None;
        }
        if let Value::Member(object, name) = &call.callee
            && is_self(object)
        {
            let class = self.owner(self.function_around(call.scope)?)?;
            return Some(format!("{class}().{name}"));
        }
        let callee = self.callee(id)?;
        let object = callee.rsplit_once('.').map_or("", |(object, _)| object);
        let is_plain = !callee.contains(['?', '[', '!', '\n'])
            && !callee.ends_with("()")
            && callee.matches("()").count() <= 1
            && (object.ends_with("()") || !object.contains("()"));
        is_plain.then(|| callee.to_string())
    }

    /// What a function gives back as text, with holes for its parameters: the one text among the values that it
    /// gives back. `None` where there are two, or where nothing of it is known.
    /// What `goes_on` behind it need not be known itself.
    fn result_text(&self, function: ScopeId, depth: usize, goes_on: bool) -> Option<Folded> {
        let returned = &self.scopes[function].returned;
        if returned.is_empty() || returned.len() == RETURN_LIMIT {
            return None;
        }
        let mut found: Option<Folded> = None;
        for (value, scope) in returned {
            let mut text = Folded::default();
            self.fold_into(self.unwrapped(value), *scope, depth, &mut text);
            if text.known() == Some("") || is_nothing(&text) {
                continue;
            }
            match &found {
                Some(other) if *other != text => return None,
                _ => found = Some(text),
            }
        }
        let found = found?;
        let parameters = self.parameters(function);
        let is_given = |piece: &Piece| matches!(piece, Piece::Hole(name) if parameters.contains(&name.as_str()));
        let is_known = goes_on
            || found
                .pieces
                .iter()
                .any(|piece| is_given(piece) || !matches!(piece, Piece::Hole(_)));
        (is_known && found.pieces.len() <= PIECE_LIMIT).then_some(found)
    }

    /// What is put behind the text that a function gives back, with the parameter that must be true for it.
    /// `None` where something else decides.
    pub(super) fn appended_to_result(
        &self,
        function: ScopeId,
        depth: usize,
    ) -> Option<Vec<Appended>> {
        let mut out = Vec::new();
        let returned = self.scopes[function].returned.iter();
        let names: Vec<&str> = returned
            .filter_map(|(value, _)| match self.unwrapped(value) {
                Value::Name(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let parameters = self.parameters(function);
        for appended in &self.appended {
            if !names.contains(&appended.name.as_str())
                || self.function_around(appended.scope) != Some(function)
            {
                continue;
            }
            let mut text = Folded::default();
            self.fold_into(&appended.value, appended.scope, depth, &mut text);
            if let Some(when) = &appended.when
                && !parameters.contains(&when.as_str())
            {
                // Only a query may be left out.
                match text.pieces.first() {
                    Some(Piece::Text(first)) if first.starts_with(['?', '&']) => continue,
                    _ => return None,
                }
            }
            out.push(Appended {
                when: appended.when.clone(),
                value: text,
            });
        }
        Some(out)
    }

    /// The text that a function gives, with holes for its parameters and for calls of other files, and what comes
    /// behind it.
    pub fn result(&self, function: ScopeId) -> Option<ResultText> {
        self.index.fold_steps.set(STEP_LIMIT);
        self.index.keeps_calls.set(true);
        let found = self.result_within(function, FOLD_DEPTH);
        self.index.keeps_calls.set(false);
        found
    }

    fn result_within(&self, function: ScopeId, depth: usize) -> Option<ResultText> {
        let appended = self.appended_to_result(function, depth)?;
        let text = self.result_text(function, depth, !appended.is_empty())?;
        Some(ResultText { text, appended })
    }

    /// The text that a method of the class around `scope` gives which Ruby calls by its name alone.
    pub(super) fn own_text(&self, name: &str, scope: ScopeId, depth: usize) -> Option<Folded> {
        let own = self.owner(self.function_around(scope)?)?;
        let named = self.index.functions.get(name)?.iter().copied();
        let mut found = named.filter(|&function| self.owner(function) == Some(own));
        let (Some(function), None) = (found.next(), found.next()) else {
            return None;
        };
        if !self.parameters(function).is_empty() {
            return None;
        }
        self.once(function, || self.result_within(function, depth))
            .map(|found| found.text)
    }

    /// What `inner` finds of a function, unless it is being looked into.
    fn once<T>(&self, function: ScopeId, inner: impl FnOnce() -> Option<T>) -> Option<T> {
        // Bindings are counted from the front, functions from the end.
        let mark = usize::MAX - function;
        if self.index.folding.borrow().contains(&mark) {
            return None;
        }
        self.index.folding.borrow_mut().push(mark);
        let found = inner();
        self.index.folding.borrow_mut().pop();
        found
    }

    /// The text that a call of a function of this file gives.
    pub(super) fn call_text(&self, id: CallId, depth: usize) -> Option<Folded> {
        let function = self.function_called(id)?;
        let found = self.once(function, || self.result_within(function, depth));
        let ResultText { text, appended } = found?;
        let call = &self.calls[id];
        let parameters = self.parameters(function);
        let given = |name: &str| -> Option<Folded> {
            let position = parameters.iter().position(|parameter| *parameter == name)?;
            match call.option(&[name]).or(call.positional(position)) {
                Some(argument) => {
                    let mut text = Folded::default();
                    self.fold_into(&argument.value, call.scope, depth, &mut text);
                    Some(text)
                }
                None => self.default_of(function, name).map(Folded::text),
            }
        };
        Some(with_appended(text, &appended, &given)?.filled(&given))
    }

    /// What a reader would call what a call gives: the key that it asks for, or the text that it changes.
    pub(super) fn result_name(&self, id: CallId) -> String {
        let call = &self.calls[id];
        let method = call.method();
        let name = match (method, &call.callee, call.arguments.as_slice()) {
            ("get" | "getItem", _, [key]) => match &key.value {
                Value::Text(key) => Some(key),
                _ => None,
            },
            (
                "replace" | "replaceAll" | "slice" | "substring" | "split",
                Value::Member(object, _),
                _,
            ) => match &**object {
                Value::Name(name) | Value::Member(_, name) => Some(name),
                Value::Call(inner) if *inner != id => return self.result_name(*inner),
                _ => None,
            },
            (
                "toUriString" | "toUri" | "geturl" | "build" | "build_url" | "toASCIIString",
                Value::Member(object, _),
                [],
            ) => match &**object {
                Value::Name(name) | Value::Member(_, name) if !is_self(object) => Some(name),
                _ => None,
            },
            _ => None,
        };
        let is_letter =
            |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
        let name = name.filter(|name| !name.is_empty() && name.chars().all(is_letter));
        name.map_or_else(|| method.to_owned(), Clone::clone)
    }

    /// What `Ok(…)` and `Some(…)` hold.
    fn unwrapped<'v>(&'v self, value: &'v Value) -> &'v Value {
        match value {
            Value::Call(id) => match (&self.calls[*id].callee, &self.calls[*id].arguments[..]) {
                (Value::Name(name), [inner]) if matches!(name.as_str(), "Ok" | "Some") => {
                    &inner.value
                }
                _ => value,
            },
            _ => value,
        }
    }
}

fn is_nothing(text: &Folded) -> bool {
    matches!(text.pieces.as_slice(), [Piece::Hole(name)] if matches!(name.as_str(), "…" | "nil" | "null" | "None"))
        || matches!(text.pieces.as_slice(), [Piece::Reference(name)] if matches!(name.as_str(), "nil" | "null" | "None" | "undefined"))
}

/// `text` with what comes behind it where it is called with what is `given`; `None` where that does not tell.
pub(crate) fn with_appended(
    mut text: Folded,
    appended: &[Appended],
    given: &dyn Fn(&str) -> Option<Folded>,
) -> Option<Folded> {
    for more in appended {
        let is_met = match &more.when {
            None => true,
            Some(name) => is_true(&given(name)?)?,
        };
        let ends = matches!(text.pieces.last(), Some(Piece::Text(last)) if last.ends_with('/'));
        if is_met && !(ends && more.value.known() == Some("/")) {
            text.append(more.value.clone());
        }
    }
    Some(text)
}

/// Whether a text is `true` or `false`.
fn is_true(text: &Folded) -> Option<bool> {
    match text.known()? {
        "true" | "True" => Some(true),
        "false" | "False" => Some(false),
        _ => None,
    }
}
