//! Declarations of columns.

use super::constraint::{attribute, check, references};
use super::cursor::{Cursor, Read};
use super::types::{COLUMN_CLAUSES, data_type};
use crate::{
    ColumnDef, ColumnPosition, ConstraintDef, ConstraintKind, Dialect, Expression, Generated,
    Ident, Identity, IndexPart, Type,
};

/// A column, from its name on.
pub(super) fn column(cursor: &mut Cursor<'_>) -> Read<ColumnDef> {
    let start = cursor.start();
    let name = cursor.ident()?;
    let mut column = ColumnDef {
        name,
        ..ColumnDef::default()
    };
    let has_type = match cursor.dialect {
        Dialect::Sqlite => true,
        // A generated column may leave its type out; so may a column of a typed table or a partition.
        _ => {
            cursor.is_name()
                && !cursor.is_any(&[
                    "generated",
                    "as",
                    "default",
                    "not",
                    "null",
                    "primary",
                    "unique",
                    "check",
                    "constraint",
                    "references",
                    "with",
                ])
        }
    };
    if has_type {
        column.data_type = data_type(cursor)?;
        serial(cursor.dialect, &mut column);
    }
    clauses(cursor, &mut column)?;
    column.at = cursor.at_since(start);
    Ok(column)
}

/// `serial` is an integer with a sequence.
fn serial(dialect: Dialect, column: &mut ColumnDef) {
    let integer = match (dialect, column.data_type.name.as_str()) {
        (Dialect::PostgreSql, "serial" | "serial4") => "integer",
        (Dialect::PostgreSql, "bigserial" | "serial8") => "bigint",
        (Dialect::PostgreSql, "smallserial" | "serial2") => "smallint",
        (Dialect::MySql, "serial") => {
            // `BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE`.
            let key = IndexPart::column(column.name.clone());
            let kind = ConstraintKind::Unique {
                columns: vec![key],
                include: vec![],
                using_index: None,
                nulls_not_distinct: false,
            };
            column.constraints.push(ConstraintDef {
                at: column.name.at,
                ..ConstraintDef::of(kind)
            });
            column.is_auto_increment = true;
            column.nullable = Some(false);
            column.data_type = Type {
                is_unsigned: true,
                at: column.data_type.at,
                ..Type::named("bigint")
            };
            return;
        }
        _ => return,
    };
    column.data_type = Type {
        at: column.data_type.at,
        ..Type::named(integer)
    };
    column.is_serial = true;
    column.nullable = Some(false);
}

fn clauses(cursor: &mut Cursor<'_>, column: &mut ColumnDef) -> Read<()> {
    let own = |column: &ColumnDef| IndexPart::column(column.name.clone());
    let mut name: Option<Ident> = None;
    while !cursor.is_done() {
        let start = cursor.start();
        // An attribute belongs to the constraint before it.
        if cursor.is("not")
            && (cursor.is_at(1, "deferrable")
                || cursor.is_at(1, "valid")
                || cursor.is_at(1, "enforced"))
            || cursor.is_any(&[
                "deferrable",
                "initially",
                "no",
                "enforced",
                "with",
                "include",
                "desc",
                "asc",
            ])
            || cursor.is("using")
            || cursor.is("on") && cursor.is_at(1, "conflict")
        {
            let mut ignored = ConstraintDef::of(ConstraintKind::NotNull {
                column: column.name.clone(),
            });
            let last = column.constraints.last_mut().unwrap_or(&mut ignored);
            if !attribute(cursor, last)? {
                return Err(cursor.trouble("a clause of a column"));
            }
            last.at = last.at.to(cursor.at_since(start));
            continue;
        }
        let kind = if cursor.eat("constraint") {
            name =
                (!cursor.is_any(&["check", "references", "not", "unique", "primary", "default"]))
                    .then(|| cursor.ident())
                    .transpose()?;
            continue;
        } else if cursor.eat_all(&["not", "null"]) {
            column.nullable = Some(false);
            name = None;
            continue;
        } else if cursor.eat("null") {
            column.nullable = Some(true);
            name = None;
            continue;
        } else if cursor.eat("default") {
            column.default = default(cursor);
            name = None;
            continue;
        } else if cursor.eat_all(&["primary", "key"])
            || cursor.dialect == Dialect::MySql && cursor.eat("key")
        {
            cursor.eat_any(&["asc", "desc"]);
            ConstraintKind::Primary {
                columns: vec![own(column)],
                include: vec![],
                using_index: None,
            }
        } else if cursor.eat("unique") {
            cursor.eat("key");
            let nulls_not_distinct = cursor.eat_all(&["nulls", "not", "distinct"]);
            cursor.eat_all(&["nulls", "distinct"]);
            ConstraintKind::Unique {
                columns: vec![own(column)],
                include: vec![],
                using_index: None,
                nulls_not_distinct,
            }
        } else if cursor.eat("check") {
            check(cursor)?
        } else if cursor.eat("references") {
            ConstraintKind::Foreign(references(cursor, vec![column.name.clone()])?)
        } else {
            other_clause(cursor, column)?;
            continue;
        };
        let at_start = name.as_ref().map_or(start, |name| name.at.start);
        column.constraints.push(ConstraintDef {
            name: name.take(),
            at: cursor.at_since(at_start),
            ..ConstraintDef::of(kind)
        });
    }
    Ok(())
}

/// A default, as the server keeps it: `DEFAULT NULL` is none.
pub(super) fn default(cursor: &mut Cursor<'_>) -> Option<Expression> {
    let expression = cursor.expression_until(COLUMN_CLAUSES);
    (!expression.text.eq_ignore_ascii_case("null")).then_some(expression)
}

fn other_clause(cursor: &mut Cursor<'_>, column: &mut ColumnDef) -> Read<()> {
    if cursor.eat("collate") {
        column.collation = Some(cursor.name()?.name);
    } else if cursor.eat("generated") {
        generated(cursor, column)?;
    } else if cursor.is("as") && (cursor.is_symbol_at(1, "(") || cursor.is_at(1, "identity")) {
        computed(cursor, column)?;
    } else if cursor
        .eat_any(&["auto_increment", "autoincrement"])
        .is_some()
    {
        column.is_auto_increment = true;
        if cursor.dialect == Dialect::MySql {
            column.nullable = Some(false);
        }
    } else if cursor.eat("comment") {
        cursor.eat_symbol("=");
        column.comment = cursor.string();
    } else if cursor.eat_all(&["on", "update"]) {
        column.on_update = Some(cursor.expression_until(COLUMN_CLAUSES));
    } else if cursor.eat("first") {
        column.position = Some(ColumnPosition::First);
    } else if cursor.eat("after") {
        column.position = Some(ColumnPosition::After(cursor.ident()?));
    } else if cursor
        .eat_any(&["storage", "compression", "column_format", "encode"])
        .is_some()
    {
        cursor.ident()?;
    } else if cursor.eat("options") {
        cursor.brackets()?;
    } else if cursor.eat_all(&["character", "set"]) || cursor.eat("charset") {
        let set = cursor.ident()?.text;
        column.data_type.attributes = format!("character set {set}");
    } else if cursor
        .eat_any(&[
            "visible",
            "invisible",
            "hidden",
            "binary",
            "sortkey",
            "distkey",
            "persistent",
        ])
        .is_some()
    {
    } else if cursor.eat_all(&["serial", "default", "value"]) {
        column.is_auto_increment = true;
    } else {
        return Err(cursor.trouble("a clause of a column"));
    }
    Ok(())
}

fn generated(cursor: &mut Cursor<'_>, column: &mut ColumnDef) -> Read<()> {
    let is_always = cursor.eat("always");
    if !is_always {
        cursor.expect("by")?;
        cursor.expect("default")?;
        cursor.eat_all(&["on", "null"]);
    }
    if cursor.is("as") && cursor.is_at(1, "identity") {
        cursor.position += 2;
        column.identity = Some(Identity { is_always });
        column.nullable = Some(false);
        if cursor.is_symbol("(") {
            cursor.skip_balanced();
        }
        return Ok(());
    }
    computed(cursor, column)
}

fn computed(cursor: &mut Cursor<'_>, column: &mut ColumnDef) -> Read<()> {
    cursor.expect("as")?;
    let expression = cursor.brackets()?.rest();
    let is_stored = cursor.eat_any(&["stored", "persistent"]).is_some();
    cursor.eat("virtual");
    column.generated = Some(Generated {
        expression,
        is_stored,
    });
    Ok(())
}
