//! Constraints, at a column or beside the columns.

use super::cursor::{Cursor, Read};
use super::index::{index_part, parts};
use crate::{ConstraintDef, ConstraintKind, Dialect, Foreign, ForeignAction, Ident, IndexPart};

impl ConstraintDef {
    /// A constraint that demands `kind` and says nothing else, nameless and without a place.
    pub fn of(kind: ConstraintKind) -> ConstraintDef {
        ConstraintDef {
            name: None,
            kind,
            not_valid: false,
            is_deferrable: false,
            is_initially_deferred: false,
            not_enforced: false,
            if_not_exists: false,
            at: crate::At::default(),
        }
    }
}

/// Whether a constraint of a table starts here.
pub(super) fn starts_table_constraint(cursor: &Cursor<'_>) -> bool {
    cursor.is("constraint")
        || cursor.is("primary") && cursor.is_at(1, "key")
        || cursor.is("foreign") && cursor.is_at(1, "key")
        || cursor.is("unique")
        || cursor.is("check") && cursor.is_symbol_at(1, "(")
        || cursor.is("exclude") && (cursor.is_symbol_at(1, "(") || cursor.is_at(1, "using"))
        || cursor.is("not") && cursor.is_at(1, "null")
}

/// `[CONSTRAINT name] …` of a table.
pub(super) fn table_constraint(cursor: &mut Cursor<'_>) -> Read<ConstraintDef> {
    let start = cursor.start();
    let mut name = None;
    let mut if_not_exists = false;
    if cursor.eat("constraint") {
        if_not_exists = cursor.if_not_exists();
        // MySQL lets the name be left out.
        if !cursor.is_any(&["primary", "unique", "foreign", "check"]) {
            name = Some(cursor.ident()?);
        }
    }
    let mysql = cursor.dialect == Dialect::MySql;
    let kind = if cursor.eat_all(&["primary", "key"]) {
        if mysql && cursor.is_name() && !cursor.is("using") {
            cursor.ident()?;
        }
        using(cursor)?;
        let (columns, include, using_index) = key_columns(cursor)?;
        ConstraintKind::Primary {
            columns,
            include,
            using_index,
        }
    } else if cursor.eat("unique") {
        if mysql {
            cursor.eat_any(&["key", "index"]);
            if_not_exists |= cursor.if_not_exists();
            // The index's own name wins over the constraint's.
            if cursor.is_name() && !cursor.is("using") {
                name = Some(cursor.ident()?);
            }
            using(cursor)?;
        }
        let nulls_not_distinct = cursor.eat_all(&["nulls", "not", "distinct"]);
        cursor.eat_all(&["nulls", "distinct"]);
        let (columns, include, using_index) = key_columns(cursor)?;
        ConstraintKind::Unique {
            columns,
            include,
            using_index,
            nulls_not_distinct,
        }
    } else if cursor.eat_all(&["foreign", "key"]) {
        if_not_exists |= cursor.if_not_exists();
        let index_name = if cursor.is_name() {
            Some(cursor.ident()?)
        } else {
            None
        };
        let columns = cursor.idents_in_brackets()?;
        cursor.expect("references")?;
        let mut foreign = references(cursor, columns)?;
        foreign.index_name = index_name;
        ConstraintKind::Foreign(foreign)
    } else if cursor.eat("check") {
        check(cursor)?
    } else if cursor.eat("exclude") {
        exclude(cursor)?
    } else if cursor.eat_all(&["not", "null"]) {
        ConstraintKind::NotNull {
            column: cursor.ident()?,
        }
    } else {
        return Err(cursor.trouble("a constraint"));
    };
    let mut constraint = ConstraintDef {
        name,
        if_not_exists,
        ..ConstraintDef::of(kind)
    };
    while attribute(cursor, &mut constraint)? {}
    constraint.at = cursor.at_since(start);
    Ok(constraint)
}

fn using(cursor: &mut Cursor<'_>) -> Read<()> {
    if cursor.is("using") && !cursor.is_at(1, "index") {
        cursor.position += 1;
        cursor.ident()?;
    }
    Ok(())
}

type KeyColumns = (Vec<IndexPart>, Vec<Ident>, Option<Ident>);

fn key_columns(cursor: &mut Cursor<'_>) -> Read<KeyColumns> {
    if cursor.eat_all(&["using", "index"]) {
        return Ok((Vec::new(), Vec::new(), Some(cursor.ident()?)));
    }
    let columns = parts(cursor.brackets()?)?;
    let include = if cursor.eat("include") {
        cursor.idents_in_brackets()?
    } else {
        Vec::new()
    };
    Ok((columns, include, None))
}

/// What may stand behind any constraint. Returns whether something was read.
pub(super) fn attribute(cursor: &mut Cursor<'_>, constraint: &mut ConstraintDef) -> Read<bool> {
    if cursor.eat("deferrable") {
        constraint.is_deferrable = true;
    } else if cursor.eat_all(&["not", "deferrable"]) {
        constraint.is_deferrable = false;
    } else if cursor.eat_all(&["initially", "deferred"]) {
        constraint.is_deferrable = true;
        constraint.is_initially_deferred = true;
    } else if cursor.eat_all(&["initially", "immediate"]) {
        constraint.is_initially_deferred = false;
    } else if cursor.eat_all(&["not", "valid"]) {
        constraint.not_valid = true;
    } else if cursor.eat_all(&["not", "enforced"]) {
        constraint.not_enforced = true;
    } else if cursor.eat("enforced") {
    } else if cursor.eat_all(&["no", "inherit"]) {
        if let ConstraintKind::Check { no_inherit, .. } = &mut constraint.kind {
            *no_inherit = true;
        }
    } else if cursor.eat_all(&["on", "conflict"])
        || cursor.eat_all(&["using", "index", "tablespace"])
    {
        cursor.ident()?;
    } else if cursor.eat("with") {
        cursor.brackets()?;
    } else if cursor.eat("include") {
        let columns = cursor.idents_in_brackets()?;
        if let ConstraintKind::Unique { include, .. } | ConstraintKind::Primary { include, .. } =
            &mut constraint.kind
        {
            *include = columns;
        }
    } else if cursor.eat_any(&["asc", "desc"]).is_some() {
    } else if cursor.dialect == Dialect::MySql
        && (cursor.is("using")
            || cursor.is("comment") && cursor.peek_at(1).is_some()
            || cursor.is("key_block_size"))
        && matches!(
            constraint.kind,
            ConstraintKind::Unique { .. } | ConstraintKind::Primary { .. }
        )
    {
        cursor.position += 1;
        cursor.eat_symbol("=");
        cursor.skip_balanced();
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// `CHECK`, from behind the word.
pub(super) fn check(cursor: &mut Cursor<'_>) -> Read<ConstraintKind> {
    let inside = cursor.brackets()?;
    Ok(ConstraintKind::Check {
        expression: inside.rest(),
        no_inherit: false,
    })
}

fn exclude(cursor: &mut Cursor<'_>) -> Read<ConstraintKind> {
    let method = if cursor.eat("using") {
        Some(cursor.ident()?.text)
    } else {
        None
    };
    let inside = cursor.brackets()?;
    let parts = inside
        .parts()
        .into_iter()
        .map(|mut part| index_part(&mut part, true))
        .collect::<Read<Vec<_>>>()?;
    let mut predicate = None;
    while cursor.is_any(&["where", "with", "using"]) {
        if cursor.eat("where") {
            predicate = Some(cursor.brackets()?.rest());
        } else {
            cursor.position += 1;
            cursor.skip_balanced();
        }
    }
    Ok(ConstraintKind::Exclude {
        method,
        parts,
        predicate,
    })
}

/// `REFERENCES`, from behind the word.
pub(super) fn references(cursor: &mut Cursor<'_>, columns: Vec<Ident>) -> Read<Foreign> {
    let table = cursor.name()?;
    let referred = if cursor.is_symbol("(") {
        cursor.idents_in_brackets()?
    } else {
        Vec::new()
    };
    let mut foreign = Foreign {
        columns,
        table,
        referred,
        on_delete: ForeignAction::NoAction,
        on_update: ForeignAction::NoAction,
        set_columns: Vec::new(),
        match_full: false,
        index_name: None,
    };
    loop {
        if cursor.eat("match") {
            foreign.match_full = cursor.is("full");
            cursor.ident()?;
        } else if cursor.eat_all(&["on", "delete"]) {
            foreign.on_delete = action(cursor)?;
            if cursor.is_symbol("(") {
                foreign.set_columns = cursor.idents_in_brackets()?;
            }
        } else if cursor.is("on") && cursor.is_at(1, "update") && is_action(cursor, 2) {
            cursor.position += 2;
            foreign.on_update = action(cursor)?;
            if cursor.is_symbol("(") {
                cursor.skip_balanced();
            }
        } else {
            return Ok(foreign);
        }
    }
}

/// MySQL's `ON UPDATE CURRENT_TIMESTAMP` is something else.
fn is_action(cursor: &Cursor<'_>, ahead: usize) -> bool {
    ["no", "restrict", "cascade", "set"]
        .iter()
        .any(|word| cursor.is_at(ahead, word))
}

fn action(cursor: &mut Cursor<'_>) -> Read<ForeignAction> {
    Ok(if cursor.eat("cascade") {
        ForeignAction::Cascade
    } else if cursor.eat("restrict") {
        ForeignAction::Restrict
    } else if cursor.eat_all(&["set", "null"]) {
        ForeignAction::SetNull
    } else if cursor.eat_all(&["set", "default"]) {
        ForeignAction::SetDefault
    } else if cursor.eat_all(&["no", "action"]) {
        ForeignAction::NoAction
    } else {
        return Err(cursor.trouble("what happens to the rows that refer"));
    })
}
