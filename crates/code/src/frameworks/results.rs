//! Functions that give a text, for their callers in other files.

use crate::form::{ResultText, ScopeId, ScopeKind, Unit, Value};
use crate::{Folded, Function, Parameter, Piece};

/// Functions of one file.
const FUNCTION_LIMIT: usize = 500;
/// Longer texts are messages.
const TEXT_LIMIT_BYTES: usize = 200;

/// The functions of a file that give a text which may be an address, a path or a name.
pub(crate) fn functions(unit: &Unit) -> Vec<Function> {
    let functions = (0..unit.scopes.len()).filter(|&scope| {
        let scope = &unit.scopes[scope];
        scope.kind == ScopeKind::Function && scope.returned.iter().any(|(value, _)| may_be(value))
    });
    functions
        .filter_map(|scope| function(unit, scope))
        .take(FUNCTION_LIMIT)
        .collect()
}

fn may_be(value: &Value) -> bool {
    matches!(
        value,
        Value::Text(_)
            | Value::Concat(_)
            | Value::Name(_)
            | Value::Member(..)
            | Value::Call(_)
            | Value::Or(..)
            | Value::Index(..)
    )
}

fn function(unit: &Unit, function: ScopeId) -> Option<Function> {
    let ResultText {
        text: value,
        appended,
    } = unit.result(function)?;
    if !is_name(&value) {
        return None;
    }
    let scope = &unit.scopes[function];
    let parameters = unit.parameters(function).into_iter().map(|name| Parameter {
        name: name.to_owned(),
        default: unit.default_of(function, name),
    });
    Some(Function {
        name: scope.name.clone(),
        class: unit.owner(function).map(str::to_owned),
        is_default: unit.is_default(function),
        parameters: parameters.collect(),
        value,
        appended,
    })
}

/// Whether a text has no blanks, as addresses, paths and names have none.
fn is_name(text: &Folded) -> bool {
    text.pieces.iter().all(|piece| match piece {
        Piece::Text(text) => {
            text.len() <= TEXT_LIMIT_BYTES
                && !text.contains(char::is_whitespace)
                && !text.contains(['<', '>', '(', ';'])
        }
        _ => true,
    })
}
