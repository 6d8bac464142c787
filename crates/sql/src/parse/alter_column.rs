//! `ALTER TABLE … ALTER COLUMN`.

use super::column::default;
use super::cursor::{Cursor, Read, Trouble};
use super::types::data_type;
use crate::{ColumnChange, Expression, Identity};

pub(super) fn alter_column(action: &mut Cursor<'_>) -> Read<Vec<ColumnChange>> {
    if action.is("type") || action.is("set") && action.is_at(1, "data") {
        if action.eat("set") {
            action.eat("data");
        }
        action.eat("type");
        let to = data_type(action)?;
        let collation = if action.eat("collate") {
            Some(action.name()?.name)
        } else {
            None
        };
        let using = action.eat("using").then(|| {
            let using = action.rest();
            action.position = action.tokens.len();
            using
        });
        return Ok(vec![ColumnChange::Type {
            to,
            using,
            collation,
        }]);
    }
    let change = if action.eat_all(&["set", "not", "null"]) {
        ColumnChange::SetNotNull
    } else if action.eat_all(&["drop", "not", "null"]) {
        ColumnChange::DropNotNull
    } else if action.eat_all(&["set", "default"]) {
        match default(action) {
            Some(expression) => ColumnChange::SetDefault(expression),
            None => ColumnChange::DropDefault,
        }
    } else if action.eat_all(&["drop", "default"]) {
        ColumnChange::DropDefault
    } else if action.eat_all(&["drop", "identity"]) {
        ColumnChange::DropIdentity {
            if_exists: action.if_exists(),
        }
    } else if action.eat_all(&["drop", "expression"]) {
        ColumnChange::DropExpression {
            if_exists: action.if_exists(),
        }
    } else if action.eat_all(&["set", "expression", "as"]) {
        ColumnChange::SetExpression(action.brackets()?.rest())
    } else if action.eat_all(&["add", "generated"]) {
        let is_always = generated_always(action)?;
        action.expect("as")?;
        action.expect("identity")?;
        if action.is_symbol("(") {
            action.skip_balanced();
        }
        ColumnChange::SetIdentity(Identity { is_always })
    } else if action.eat_all(&["set", "generated"]) {
        let is_always = generated_always(action)?;
        action.position = action.tokens.len();
        ColumnChange::SetIdentity(Identity { is_always })
    } else if action.is_any(&["set", "reset", "restart"]) {
        let Expression { text, .. } = action.rest();
        action.position = action.tokens.len();
        ColumnChange::Option(text)
    } else {
        return Err::<_, Trouble>(action.trouble("a change of a column"));
    };
    Ok(vec![change])
}

pub(super) fn generated_always(action: &mut Cursor<'_>) -> Read<bool> {
    if action.eat("always") {
        return Ok(true);
    }
    action.expect("by")?;
    action.expect("default")?;
    Ok(false)
}
