//! Texts that are put together piece by piece: `new StringBuilder(host).append(path)`.

use super::fold::PIECE_LIMIT;
use super::{Binding, CallId, Unit, Value};
use crate::Folded;

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

    pub(super) fn is_text_builder(&self, value: &Value) -> bool {
        const CHAIN_LIMIT: usize = 64;
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
