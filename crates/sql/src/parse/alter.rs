//! `ALTER TABLE`.

use super::Sink;
use super::alter_column::alter_column;
use super::column::column;
use super::constraint::{starts_table_constraint, table_constraint};
use super::cursor::{Cursor, Read};
use super::table::{is_mysql_index, mysql_index};
use crate::{Change, ColumnChange, ConstraintKind, Dialect, Name, TableOption};

/// `ALTER [FOREIGN] TABLE`, from behind `TABLE`.
pub(super) fn alter_table(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>, start: u32) -> Read<()> {
    let if_exists = cursor.if_exists();
    if cursor.eat_all(&["all", "in", "tablespace"]) {
        cursor.position = cursor.tokens.len();
        return Ok(());
    }
    cursor.eat("only");
    let table = cursor.name()?;
    cursor.eat_symbol("*");
    cursor.eat_any(&["wait", "nowait"]);
    if cursor.is_done() {
        // MySQL lets it do nothing.
        return Ok(());
    }
    let mut first_trouble = None;
    let first = sink.effects.len();
    let actions = cursor.left();
    for mut action in actions.parts() {
        let at = action.rest().at;
        let at = if actions.tokens.len() == action.tokens.len() {
            cursor.at(crate::At::new(start, at.end))
        } else {
            at
        };
        let kept = sink.effects.len();
        let done = alter_action(&mut action, &table, if_exists, sink).and_then(|()| action.end());
        for effect in &mut sink.effects[kept..] {
            effect.at = at;
            effect.only_on = if_exists.then(|| Box::new(table.clone()));
        }
        if let Err(trouble) = done {
            first_trouble.get_or_insert(trouble);
        }
    }
    if cursor.dialect == Dialect::PostgreSql {
        sink.effects[first..].sort_by_key(|effect| pass(&effect.change));
    } else {
        // MySQL looks for the keys that it drops in the table as it was, and gives the table its new name when all else is
        // done, wherever these stand.
        let pass = |change: &Change| match change {
            Change::DropIndex { .. }
            | Change::DropConstraint { .. }
            | Change::DropPrimaryKey { .. } => 0,
            Change::RenameTable { .. } => 2,
            _ => 1,
        };
        sink.effects[first..].sort_by_key(|effect| pass(&effect.change));
    }
    cursor.position = cursor.tokens.len();
    match first_trouble {
        Some(trouble) => Err(trouble),
        None => Ok(()),
    }
}

fn alter_action(
    action: &mut Cursor<'_>,
    table: &Name,
    table_if_exists: bool,
    sink: &mut Sink<'_>,
) -> Read<()> {
    let mysql = action.dialect == Dialect::MySql;
    let table = table.clone();
    let change = if action.eat("add") {
        return add(action, table, table_if_exists, sink);
    } else if action.eat("drop") {
        drop(action, table)?
    } else if action.eat("rename") {
        rename(action, table, table_if_exists)?
    } else if mysql && action.eat("modify") {
        action.eat("column");
        action.if_exists();
        let to = column(action)?;
        Change::RedefineColumn {
            table,
            column: to.name.clone(),
            to: Box::new(to),
        }
    } else if mysql && action.eat("change") {
        action.eat("column");
        action.if_exists();
        let old = action.ident()?;
        Change::RedefineColumn {
            table,
            column: old,
            to: Box::new(column(action)?),
        }
    } else if action.eat("alter") {
        if !mysql && action.eat("constraint") {
            let constraint = action.ident()?;
            let (mut is_deferrable, mut is_initially_deferred) = (false, false);
            while !action.is_done() {
                if action.eat_all(&["initially", "deferred"]) {
                    (is_deferrable, is_initially_deferred) = (true, true);
                } else if action.eat("deferrable") {
                    is_deferrable = true;
                } else if !action.eat_all(&["not", "deferrable"])
                    && !action.eat_all(&["initially", "immediate"])
                {
                    action.position += 1;
                }
            }
            sink.push(Change::AlterConstraint {
                table,
                constraint,
                is_deferrable,
                is_initially_deferred,
            });
            return Ok(());
        }
        if action.eat("constraint") || mysql && action.eat_any(&["index", "check", "key"]).is_some()
        {
            action.position = action.tokens.len();
            other(table, "alter constraint")
        } else {
            action.eat("column");
            action.if_exists();
            let column_name = action.ident()?;
            // libSQL's way to redefine a column.
            if action.dialect == Dialect::Sqlite && action.eat("to") {
                sink.push(Change::RedefineColumn {
                    table,
                    column: column_name,
                    to: Box::new(column(action)?),
                });
                return Ok(());
            }
            for change in alter_column(action)? {
                sink.push(Change::AlterColumn {
                    table: table.clone(),
                    column: column_name.clone(),
                    change,
                });
            }
            return Ok(());
        }
    } else if action.eat_all(&["validate", "constraint"]) {
        Change::ValidateConstraint {
            table,
            constraint: action.ident()?,
        }
    } else if action.eat_all(&["set", "schema"]) {
        Change::SetTableSchema {
            table,
            schema: action.ident()?,
            if_exists: table_if_exists,
        }
    } else if action.eat_all(&["set", "logged"]) {
        Change::SetTableOption {
            table,
            option: TableOption::Logged(true),
        }
    } else if action.eat_all(&["set", "unlogged"]) {
        Change::SetTableOption {
            table,
            option: TableOption::Logged(false),
        }
    } else if action.eat_all(&["set", "tablespace"]) {
        action.ident()?;
        action.eat("nowait");
        Change::SetTableOption {
            table,
            option: TableOption::Tablespace,
        }
    } else if action.eat_all(&["set", "access", "method"]) {
        action.ident()?;
        Change::SetTableOption {
            table,
            option: TableOption::AccessMethod,
        }
    } else if action.eat_all(&["attach", "partition"]) {
        let partition = action.name()?;
        let bound = action.rest().text;
        action.position = action.tokens.len();
        Change::AttachPartition {
            table,
            partition,
            bound,
        }
    } else if action.eat_all(&["detach", "partition"]) {
        let partition = action.name()?;
        let concurrently = action.eat("concurrently");
        action.eat("finalize");
        Change::DetachPartition {
            table,
            partition,
            concurrently,
        }
    } else if action.eat("inherit") {
        Change::SetInherit {
            table,
            parent: action.name()?,
            inherits: true,
        }
    } else if action.eat_all(&["no", "inherit"]) {
        Change::SetInherit {
            table,
            parent: action.name()?,
            inherits: false,
        }
    } else {
        table_option(action, table)?
    };
    sink.push(change);
    Ok(())
}

fn other(table: Name, what: &str) -> Change {
    Change::SetTableOption {
        table,
        option: TableOption::Other(what.to_owned()),
    }
}

/// What leaves columns, keys and indexes alone.
fn table_option(action: &mut Cursor<'_>, table: Name) -> Read<Change> {
    const KNOWN: &[&str] = &[
        "set",
        "reset",
        "enable",
        "disable",
        "owner",
        "cluster",
        "replica",
        "force",
        "no",
        "of",
        "not",
        "without",
        "engine",
        "convert",
        "default",
        "character",
        "charset",
        "collate",
        "comment",
        "auto_increment",
        "row_format",
        "algorithm",
        "lock",
        "order",
        "partition",
        "reorganize",
        "truncate",
        "coalesce",
        "exchange",
        "rebuild",
        "optimize",
        "analyze",
        "check",
        "repair",
        "remove",
        "discard",
        "import",
        "key_block_size",
        "avg_row_length",
        "checksum",
        "stats_persistent",
        "with",
        "max_rows",
        "min_rows",
        "pack_keys",
        "tablespace",
        "insert_method",
        "union",
        "options",
        "delay_key_write",
        "page_compressed",
        "encryption",
        "encrypted",
        "compression",
        "system",
        "period",
        "versioning",
        "transactional",
        "stats_auto_recalc",
        "stats_sample_pages",
        "nowait",
        "validate",
    ];
    let from = action.position;
    let Some(word) = action.eat_any(KNOWN) else {
        return Err(action.trouble("an action of `ALTER TABLE`"));
    };
    action.eat_symbol("=");
    let value = action.word().to_ascii_lowercase();
    action.position = action.tokens.len();
    let text = action.expression(from, action.position).text;
    let mysql = action.dialect == Dialect::MySql;
    let option = match word {
        "engine" => TableOption::Engine(value),
        "force" | "row_format" | "key_block_size" if mysql => TableOption::Engine(String::new()),
        "convert" => TableOption::ConvertCharset(text),
        "algorithm" => TableOption::Algorithm(value),
        "lock" => TableOption::Lock(value),
        "order" if mysql => TableOption::Engine(String::new()),
        "partition" | "reorganize" | "truncate" | "coalesce" | "exchange" | "rebuild"
        | "remove" => TableOption::Partitioning(text),
        _ => TableOption::Other(text),
    };
    Ok(Change::SetTableOption { table, option })
}

fn add(
    action: &mut Cursor<'_>,
    table: Name,
    table_if_exists: bool,
    sink: &mut Sink<'_>,
) -> Read<()> {
    let mysql = action.dialect == Dialect::MySql;
    if starts_table_constraint(action) {
        let constraint = table_constraint(action)?;
        sink.push(Change::AddConstraint {
            table,
            constraint: Box::new(constraint),
        });
        return Ok(());
    }
    if mysql && is_mysql_index(action) {
        let index = mysql_index(action)?;
        sink.push(Change::CreateIndex(Box::new(crate::IndexDef {
            table,
            ..index
        })));
        return Ok(());
    }
    if mysql && (action.is("partition") || action.is("period") || action.is("system")) {
        let text = action.rest().text;
        action.position = action.tokens.len();
        sink.push(Change::SetTableOption {
            table,
            option: TableOption::Partitioning(text),
        });
        return Ok(());
    }
    action.eat("column");
    let if_not_exists = action.if_not_exists();
    let columns = if mysql && action.is_symbol("(") {
        action.brackets()?.parts()
    } else {
        let column = action.left();
        action.position = action.tokens.len();
        vec![column]
    };
    for mut part in columns {
        if mysql && is_mysql_index(&part) {
            let index = mysql_index(&mut part)?;
            sink.push(Change::CreateIndex(Box::new(crate::IndexDef {
                table: table.clone(),
                ..index
            })));
            continue;
        }
        let column = Box::new(column(&mut part)?);
        sink.push(Change::AddColumn {
            table: table.clone(),
            column,
            if_not_exists,
            table_if_exists,
        });
    }
    Ok(())
}

fn drop(action: &mut Cursor<'_>, table: Name) -> Read<Change> {
    let mysql = action.dialect == Dialect::MySql;
    if action.eat("constraint")
        || mysql && (action.eat_all(&["foreign", "key"]) || action.eat("check"))
    {
        let if_exists = action.if_exists();
        let constraint = action.ident()?;
        return Ok(Change::DropConstraint {
            table,
            constraint,
            if_exists,
            cascade: action.cascade(),
        });
    }
    if mysql && action.eat_all(&["primary", "key"]) {
        return Ok(Change::DropPrimaryKey { table });
    }
    if mysql && action.eat_any(&["index", "key"]).is_some() {
        let if_exists = action.if_exists();
        let index = action.ident()?;
        let index = Name {
            schema: None,
            name: index.text,
            at: index.at,
        };
        return Ok(Change::DropIndex {
            index,
            table: Some(table),
            concurrently: false,
            if_exists,
            cascade: false,
        });
    }
    if mysql && (action.is("partition") || action.is("period") || action.is("system")) {
        let text = action.rest().text;
        action.position = action.tokens.len();
        return Ok(Change::SetTableOption {
            table,
            option: TableOption::Partitioning(text),
        });
    }
    action.eat("column");
    let if_exists = action.if_exists();
    let column = action.ident()?;
    let cascade = action.cascade();
    Ok(Change::DropColumn {
        table,
        column,
        if_exists,
        cascade,
    })
}

/// When PostgreSQL does an action, whatever order they are written in.
/// Source: `AlterTablePass` of `tablecmds.c`.
fn pass(change: &Change) -> u8 {
    use ColumnChange as C;
    match change {
        Change::DropColumn { .. } | Change::DropConstraint { .. } => 0,
        Change::AlterColumn { change, .. } => match change {
            C::DropNotNull | C::DropDefault | C::DropIdentity { .. } | C::DropExpression { .. } => {
                0
            }
            C::Type { .. } => 1,
            C::SetNotNull => 3,
            C::SetDefault(_) | C::SetIdentity(_) => 5,
            _ => 6,
        },
        Change::AddColumn { .. } => 2,
        Change::AddConstraint { constraint, .. } => match constraint.kind {
            ConstraintKind::Primary { .. } | ConstraintKind::Unique { .. } => 4,
            _ => 5,
        },
        _ => 6,
    }
}

fn rename(action: &mut Cursor<'_>, table: Name, if_exists: bool) -> Read<Change> {
    if action.eat("constraint") {
        let constraint = action.ident()?;
        action.expect("to")?;
        return Ok(Change::RenameConstraint {
            table,
            constraint,
            to: action.ident()?,
        });
    }
    if action.dialect == Dialect::MySql && action.eat_any(&["index", "key"]).is_some() {
        action.if_exists();
        let index = action.ident()?;
        action.expect("to")?;
        let index = Name {
            schema: None,
            name: index.text,
            at: index.at,
        };
        return Ok(Change::RenameIndex {
            index,
            table: Some(table),
            to: action.ident()?,
            if_exists,
        });
    }
    let is_table = action.is("to") && !action.is_at(1, "to")
        || action.dialect == Dialect::MySql && !action.is("column");
    if is_table {
        action.eat_any(&["to", "as"]);
        action.eat_symbol("=");
        return Ok(Change::RenameTable {
            table,
            to: action.name()?,
            if_exists,
        });
    }
    action.eat("column");
    action.if_exists();
    let column = action.ident()?;
    action.expect("to")?;
    Ok(Change::RenameColumn {
        table,
        column,
        to: action.ident()?,
    })
}
