//! `DROP`, and `ALTER` of everything but tables.

use super::Sink;
use super::constraint::{attribute, check};
use super::cursor::{Cursor, Read};
use super::object::owned_by;
use crate::{Change, ConstraintDef, Dialect, DomainChange, Name};

/// `DROP`, from behind the word.
pub(super) fn drop(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<&'static str> {
    cursor.eat_any(&["temporary", "foreign"]);
    let materialized = cursor.eat("materialized");
    let Some(kind) = cursor.eat_any(&[
        "table",
        "view",
        "index",
        "sequence",
        "type",
        "domain",
        "schema",
        "database",
        "function",
        "procedure",
        "routine",
        "aggregate",
        "trigger",
        "extension",
        "policy",
        "rule",
        "role",
        "user",
        "server",
        "publication",
        "subscription",
        "statistics",
        "operator",
        "cast",
        "collation",
        "conversion",
        "event",
        "language",
        "owned",
        "tablespace",
        "text",
        "access",
        "group",
        "transform",
        "prepare",
        "foreign",
    ]) else {
        return Err(cursor.trouble("something to drop"));
    };
    let concurrently = kind == "index" && cursor.eat("concurrently");
    let if_exists = cursor.if_exists();
    match kind {
        "table" | "view" | "index" | "sequence" | "type" | "domain" => {
            let names = cursor.names()?;
            let table = if kind == "index" && cursor.eat("on") {
                Some(cursor.name()?)
            } else {
                None
            };
            let cascade = cursor.cascade();
            for (position, name) in names.into_iter().enumerate() {
                // All of them go at once: what one takes along may be the next.
                let if_exists = if_exists || (cascade && position > 0);
                sink.push(match kind {
                    "table" => Change::DropTable {
                        table: name,
                        if_exists,
                        cascade,
                    },
                    "view" => Change::DropView {
                        view: name,
                        materialized,
                        if_exists,
                        cascade,
                    },
                    "index" => Change::DropIndex {
                        index: name,
                        table: table.clone(),
                        concurrently,
                        if_exists,
                        cascade,
                    },
                    "sequence" => Change::DropSequence {
                        name,
                        if_exists,
                        cascade,
                    },
                    _ => Change::DropType {
                        name,
                        if_exists,
                        cascade,
                    },
                });
            }
            if kind == "index" && cursor.dialect == Dialect::MySql {
                // `ALGORITHM = …`, `LOCK = …`.
                cursor.position = cursor.tokens.len();
            }
            cursor.end()?;
        }
        "schema" | "database" => {
            let names = cursor.names()?;
            let cascade = cursor.cascade();
            if kind == "database" && cursor.dialect != Dialect::MySql {
                sink.push(Change::Other {
                    kind: "drop database".to_owned(),
                    table: None,
                });
            } else {
                for name in names {
                    let cascade = cascade || cursor.dialect == Dialect::MySql;
                    sink.push(Change::DropSchema {
                        name: name.into(),
                        if_exists,
                        cascade,
                    });
                }
            }
        }
        "function" | "procedure" | "routine" | "aggregate" => {
            for mut part in cursor.left().parts() {
                let name = part.name()?;
                if part.is_symbol("(") {
                    part.skip_balanced();
                }
                sink.push(Change::DropRoutine {
                    kind: kind.to_owned(),
                    name,
                    cascade: part.eat("cascade"),
                });
            }
        }
        "trigger" => {
            let name = cursor.name()?;
            let table = if cursor.eat("on") {
                Some(cursor.name()?)
            } else {
                None
            };
            sink.push(Change::DropTrigger {
                name: name.into(),
                table,
            });
        }
        "extension" => {
            let names = cursor.names()?;
            let cascade = cursor.cascade();
            for name in names {
                sink.push(Change::DropExtension {
                    name: name.into(),
                    cascade,
                });
            }
        }
        _ => sink.push(Change::Other {
            kind: format!("drop {kind}"),
            table: None,
        }),
    }
    cursor.position = cursor.tokens.len();
    Ok(match kind {
        "table" => "drop table",
        "view" if materialized => "drop materialized view",
        "view" => "drop view",
        "index" => "drop index",
        "type" => "drop type",
        "function" => "drop function",
        "trigger" => "drop trigger",
        "schema" => "drop schema",
        _ => "drop other",
    })
}

/// `ALTER` of something that is no table, from behind the word.
pub(super) fn alter_object(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<&'static str> {
    let materialized = cursor.eat("materialized");
    let Some(kind) = cursor.eat_any(&[
        "index",
        "view",
        "type",
        "domain",
        "schema",
        "sequence",
        "database",
        "function",
        "procedure",
        "routine",
        "extension",
        "role",
        "user",
        "default",
        "policy",
        "publication",
        "subscription",
        "server",
        "trigger",
        "system",
        "statistics",
        "operator",
        "aggregate",
        "collation",
        "large",
        "event",
        "language",
        "rule",
        "tablespace",
        "text",
        "group",
        "conversion",
        "foreign",
        "instance",
    ]) else {
        return Err(cursor.trouble("something to alter"));
    };
    let if_exists = cursor.if_exists();
    let end = cursor.tokens.len();
    let kind_text = match kind {
        "index" => alter_index(cursor, sink, if_exists)?,
        "view" => {
            let view = cursor.name()?;
            if cursor.eat_all(&["rename", "to"]) {
                sink.push(Change::RenameView {
                    view,
                    to: cursor.ident()?,
                    materialized,
                });
            } else if cursor.eat_all(&["set", "schema"]) {
                let schema = cursor.ident()?;
                sink.push(Change::SetTableSchema {
                    table: view,
                    schema,
                    if_exists,
                });
            } else if cursor.eat("rename") {
                cursor.eat("column");
                let column = cursor.ident()?;
                cursor.expect("to")?;
                sink.push(Change::RenameColumn {
                    table: view,
                    column,
                    to: cursor.ident()?,
                });
            } else {
                sink.push(Change::Other {
                    kind: "alter view".to_owned(),
                    table: Some(view),
                });
            }
            "alter view"
        }
        "type" | "domain" => alter_type(cursor, sink, kind)?,
        "schema" => {
            let name = cursor.ident()?;
            if cursor.eat_all(&["rename", "to"]) {
                sink.push(Change::RenameSchema {
                    name,
                    to: cursor.ident()?,
                });
            } else {
                sink.push(Change::Other {
                    kind: "alter schema".to_owned(),
                    table: None,
                });
            }
            "alter schema"
        }
        "sequence" => {
            let name = cursor.name()?;
            if cursor.eat_all(&["rename", "to"]) {
                sink.push(Change::RenameSequence {
                    name,
                    to: cursor.ident()?,
                });
            } else if let Some((table, column)) = owned_by(cursor)? {
                sink.push(Change::OwnSequence {
                    name,
                    table,
                    column,
                });
            } else {
                sink.push(Change::Other {
                    kind: "alter sequence".to_owned(),
                    table: None,
                });
            }
            "alter sequence"
        }
        "database" | "role" | "user" => {
            database_setting(cursor, sink, kind)?;
            "alter database"
        }
        _ => {
            sink.push(Change::Other {
                kind: format!("alter {kind}"),
                table: None,
            });
            "alter other"
        }
    };
    cursor.position = end;
    Ok(kind_text)
}

fn alter_index(
    cursor: &mut Cursor<'_>,
    sink: &mut Sink<'_>,
    if_exists: bool,
) -> Read<&'static str> {
    let index = cursor.name()?;
    if cursor.eat_all(&["rename", "to"]) {
        sink.push(Change::RenameIndex {
            index,
            table: None,
            to: cursor.ident()?,
            if_exists,
        });
    } else {
        sink.push(Change::Other {
            kind: "alter index".to_owned(),
            table: None,
        });
    }
    Ok("alter index")
}

fn alter_type(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>, kind: &str) -> Read<&'static str> {
    let name = cursor.name()?;
    if cursor.eat_all(&["add", "value"]) {
        let if_not_exists = cursor.if_not_exists();
        let Some(value) = cursor.string() else {
            return Err(cursor.trouble("a value of the enum"));
        };
        let (mut before, mut after) = (None, None);
        if cursor.eat("before") {
            before = cursor.string();
        } else if cursor.eat("after") {
            after = cursor.string();
        }
        sink.push(Change::AddEnumValue {
            name,
            value,
            before,
            after,
            if_not_exists,
        });
    } else if cursor.eat_all(&["rename", "value"]) {
        let value = cursor.string();
        cursor.expect("to")?;
        let (Some(value), Some(to)) = (value, cursor.string()) else {
            return Err(cursor.trouble("a value of the enum"));
        };
        sink.push(Change::RenameEnumValue { name, value, to });
    } else if cursor.eat_all(&["rename", "to"]) {
        sink.push(Change::RenameType {
            name,
            to: cursor.ident()?,
        });
    } else if cursor.eat_all(&["set", "schema"]) {
        sink.push(Change::SetTypeSchema {
            name,
            schema: cursor.ident()?,
        });
    } else if let Some(change) = (kind == "domain")
        .then(|| domain_change(cursor))
        .transpose()?
        .flatten()
    {
        sink.push(Change::AlterDomain { name, change });
    } else {
        let what = format!("alter {kind} {}", cursor.rest().text);
        sink.push(Change::Other {
            kind: what,
            table: None,
        });
    }
    Ok(if kind == "type" {
        "alter type"
    } else {
        "alter domain"
    })
}

/// What `ALTER DOMAIN` changes; `None` if it is nothing of what the domain is.
fn domain_change(cursor: &mut Cursor<'_>) -> Read<Option<DomainChange>> {
    let change = if cursor.eat_all(&["set", "default"]) {
        let default = cursor.rest();
        DomainChange::Default(Some(default))
    } else if cursor.eat_all(&["drop", "default"]) {
        DomainChange::Default(None)
    } else if cursor.eat_all(&["set", "not", "null"]) {
        DomainChange::NotNull(true)
    } else if cursor.eat_all(&["drop", "not", "null"]) {
        DomainChange::NotNull(false)
    } else if cursor.eat("add") {
        let start = cursor.start();
        let name = if cursor.eat("constraint") {
            Some(cursor.ident()?)
        } else {
            None
        };
        if cursor.eat_all(&["not", "null"]) {
            return Ok(Some(DomainChange::NotNull(true)));
        }
        cursor.expect("check")?;
        let mut constraint = ConstraintDef {
            name,
            ..ConstraintDef::of(check(cursor)?)
        };
        while attribute(cursor, &mut constraint)? {}
        constraint.at = cursor.at_since(start);
        DomainChange::Add(Box::new(constraint))
    } else if cursor.eat_all(&["drop", "constraint"]) {
        cursor.if_exists();
        DomainChange::Drop(cursor.ident()?)
    } else if cursor.eat_all(&["rename", "constraint"]) {
        let name = cursor.ident()?;
        cursor.expect("to")?;
        DomainChange::Rename(name, cursor.ident()?)
    } else if cursor.eat_all(&["validate", "constraint"]) {
        DomainChange::Validate(cursor.ident()?)
    } else {
        return Ok(None);
    };
    Ok(Some(change))
}

/// `ALTER DATABASE d SET search_path = …` holds for later sessions.
fn database_setting(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>, kind: &str) -> Read<()> {
    if cursor.is_name() {
        let _: Name = cursor.name()?;
    }
    sink.push(Change::Other {
        kind: format!("alter {kind}"),
        table: None,
    });
    Ok(())
}
