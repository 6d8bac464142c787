//! Environment variables and keys of the configuration that calls read.

use super::fold::{FOLD_DEPTH, STEP_LIMIT};
use super::lookups::{
    CONFIGURATION_METHODS, CONFIGURATION_VALUES, ENVIRONMENT_CALLS, is_configuration_function,
    is_variable_name,
};
use super::origin::matches;
use super::{Arg, CallId, Unit, Value};
use crate::{Folded, Language, Piece};

impl Unit {
    /// The environment variable or configuration key that a call reads.
    pub fn lookup_piece(&self, id: CallId) -> Option<Piece> {
        self.index.fold_steps.set(STEP_LIMIT);
        self.lookup_piece_within(id, FOLD_DEPTH)
    }

    pub(super) fn lookup_piece_within(&self, id: CallId, depth: usize) -> Option<Piece> {
        let call = &self.calls[id];
        let first = call.positional(0)?;
        // Most calls have no literal argument; the path is asked for last.
        let text = |argument: Option<&Arg>| match argument.map(|argument| &argument.value) {
            Some(Value::Text(text)) => Some(text.clone()),
            Some(other @ (Value::Name(_) | Value::Member(..) | Value::Scalar(_))) => {
                let mut folded = Folded::default();
                self.fold_into(other, call.scope, depth, &mut folded);
                folded.known().map(str::to_owned)
            }
            _ => None,
        };
        let literal = match &first.value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        };
        let method = call.method();
        let mentions_environment = method.to_ascii_lowercase().contains("env");
        if literal.is_none() && !mentions_environment && !matches!(method, "get" | "var" | "fetch")
        {
            return None;
        }
        let callee = self.callee(id)?;
        let default = text(
            call.positional(1)
                .or(call.option(&["default", "defaultValue"])),
        );
        if ENVIRONMENT_CALLS
            .iter()
            .any(|pattern| matches(&callee, pattern))
        {
            return text(Some(first)).map(|name| Piece::Environment { name, default });
        }
        if self.language == Language::Php && method == "env" {
            return text(Some(first)).map(|name| Piece::Environment { name, default });
        }
        // A helper of the project: `getEnv("ORDERS_URL", "http://orders")`, `mustMapEnv(&target, "ORDERS_URL")`.
        if mentions_environment {
            let mut texts = call
                .arguments
                .iter()
                .filter_map(|argument| text(Some(argument)));
            if let Some(name) = texts.find(|name| is_variable_name(name)) {
                return Some(Piece::Environment {
                    name,
                    default: texts.next(),
                });
            }
        }
        let is_configuration = (CONFIGURATION_METHODS.contains(&method)
            && matches!(&call.callee, Value::Member(object, _)
                if self.origin(object, call.scope).is_some_and(|object| CONFIGURATION_VALUES.iter().any(|value| matches(&object, value)))))
            || is_configuration_function(self.language, &callee);
        if is_configuration {
            let mut key = text(Some(first))?;
            if method == "GetConnectionString" {
                key = format!("ConnectionStrings:{key}");
            }
            // Nest reads `.env` through its configuration service.
            return Some(match is_variable_name(&key) && self.language.is_script() {
                true => Piece::Environment { name: key, default },
                false => Piece::Configuration { key, default },
            });
        }
        None
    }
}
