//! Settings, transactions, grants, comments and maintenance.

use super::cursor::{Cursor, Read};
use super::unquote::unquote_text;
use super::{Sink, dynamic};
use crate::split::TokenKind;
use crate::{Change, Dialect, Name};

/// Every other statement.
pub(super) fn session(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<&'static str> {
    let Some(kind) = cursor.eat_any(&[
        "set",
        "reset",
        "use",
        "begin",
        "start",
        "commit",
        "end",
        "rollback",
        "abort",
        "savepoint",
        "release",
        "comment",
        "grant",
        "revoke",
        "vacuum",
        "analyze",
        "cluster",
        "reindex",
        "refresh",
        "rename",
        "lock",
        "unlock",
        "optimize",
        "repair",
        "check",
        "pragma",
        "explain",
        "call",
        "exec",
        "execute",
        "prepare",
        "deallocate",
        "declare",
        "fetch",
        "close",
        "listen",
        "notify",
        "unlisten",
        "load",
        "security",
        "reassign",
        "import",
        "show",
        "describe",
        "attach",
        "detach",
        "checkpoint",
        "discard",
        "flush",
        "kill",
        "handler",
        "signal",
        "go",
        "perform",
        "raise",
        "return",
        "null",
        "exit",
        "continue",
        "get",
        "open",
        "move",
        "assert",
        "print",
        "desc",
        "purge",
        "install",
        "uninstall",
        "stop",
        "change",
        "xa",
        "help",
        "leave",
        "iterate",
        "delimiter",
        "source",
    ]) else {
        return Err(cursor.trouble("a statement"));
    };
    let other = |kind: &str, table: Option<Name>| Change::Other {
        kind: kind.to_owned(),
        table,
    };
    let answer = match kind {
        "set" | "reset" => {
            if cursor.dialect == Dialect::MySql {
                dynamic::assign(cursor, sink);
            }
            set(cursor, sink, kind == "reset")?;
            "set"
        }
        "use" => {
            let schemas = vec![cursor.ident()?.text];
            sink.push(Change::SetSearchPath {
                schemas,
                is_local: false,
            });
            "use"
        }
        "begin" => {
            sink.push(Change::Begin);
            "begin"
        }
        "start" => {
            if cursor.is("transaction") {
                sink.push(Change::Begin);
            }
            "begin"
        }
        "commit" | "end" => {
            sink.push(Change::Commit);
            "commit"
        }
        "rollback" | "abort" => {
            let to_savepoint = cursor.eat_any(&["work", "transaction"]).is_some()
                && cursor.is("to")
                || cursor.is("to");
            if !to_savepoint {
                sink.push(Change::Rollback);
            }
            "rollback"
        }
        "comment" => {
            comment(cursor, sink)?;
            "comment"
        }
        "grant" | "revoke" => {
            sink.push(other(kind, None));
            "grant"
        }
        "vacuum" | "cluster" | "optimize" | "analyze" => {
            maintain(cursor, sink, kind);
            "maintain"
        }
        "reindex" => {
            if cursor.is_symbol("(") {
                cursor.skip_balanced();
            }
            cursor.eat_any(&["index", "table", "schema", "database", "system"]);
            let concurrently = cursor.eat("concurrently");
            if cursor.is_name() {
                sink.push(Change::Reindex {
                    target: cursor.name()?,
                    concurrently,
                });
            }
            "reindex"
        }
        "refresh" => {
            cursor.expect("materialized")?;
            cursor.expect("view")?;
            let concurrently = cursor.eat("concurrently");
            sink.push(Change::RefreshView {
                view: cursor.name()?,
                concurrently,
            });
            "refresh materialized view"
        }
        "rename" => {
            cursor.eat_any(&["table", "tables"]);
            for mut part in cursor.left().parts() {
                let if_exists = part.if_exists();
                let table = part.name()?;
                part.expect("to")?;
                sink.push(Change::RenameTable {
                    table,
                    to: part.name()?,
                    if_exists,
                });
            }
            "rename table"
        }
        "lock" => {
            cursor.eat_any(&["table", "tables"]);
            let mut names = vec![cursor.name()?];
            while cursor.eat_symbol(",") {
                names.push(cursor.name()?);
            }
            let mode = if cursor.eat("in") {
                let mode = cursor.rest().text.to_ascii_uppercase();
                mode.split(" MODE").next().unwrap_or("").to_owned()
            } else {
                "ACCESS EXCLUSIVE".to_owned()
            };
            for table in names {
                sink.push(Change::LockTable {
                    table,
                    mode: mode.clone(),
                });
            }
            "lock table"
        }
        "pragma" => {
            let name = cursor
                .name()
                .map(|name| name.name)
                .unwrap_or_default()
                .to_lowercase();
            cursor.eat_symbol("=");
            let value = cursor.rest().text;
            sink.push(Change::Set {
                name,
                value,
                is_local: false,
            });
            "pragma"
        }
        "prepare" if cursor.dialect == Dialect::MySql => {
            dynamic::prepare(cursor, sink);
            "prepare"
        }
        "execute" if cursor.dialect == Dialect::MySql => {
            dynamic::execute(cursor, sink);
            "execute"
        }
        "execute" | "exec" | "prepare" => {
            sink.note(
                sink.at,
                format!(
                    "`{}` runs SQL that is put together at run time",
                    kind.to_uppercase()
                ),
            );
            "execute"
        }
        "call" => {
            dynamic::call(cursor, sink);
            "call"
        }
        _ => "session",
    };
    cursor.position = cursor.tokens.len();
    Ok(answer)
}

fn set(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>, is_reset: bool) -> Read<()> {
    let is_local = cursor.eat_any(&["local", "session", "global", "persist"]) == Some("local");
    let name = match cursor.peek() {
        Some(token) if token.kind == TokenKind::Parameter => {
            cursor.position += 1;
            token
                .text(cursor.text)
                .trim_start_matches('@')
                .to_ascii_lowercase()
        }
        Some(_) if cursor.is_name() => {
            let name = cursor.name()?;
            match name.schema {
                Some(schema) => format!("{schema}.{}", name.name),
                None => name.name,
            }
            .to_ascii_lowercase()
        }
        _ => return Ok(()),
    };
    // `SET TIME ZONE 'UTC'`
    let is_zone = name == "time" && cursor.eat("zone");
    let name = if is_zone { "timezone".to_owned() } else { name };
    // `SET search_path FROM CURRENT`, meant for the function before it, leaves all as it is.
    if cursor.eat("from") && cursor.eat("current") {
        return Ok(());
    }
    if !cursor.eat_symbol("=") && !cursor.eat_symbol(":=") {
        cursor.eat("to");
    }
    if name == "search_path" && cursor.dialect == Dialect::PostgreSql {
        let mut schemas = Vec::new();
        for mut part in cursor.left().parts() {
            if part.is("default") || is_reset {
                continue;
            }
            match part.string() {
                // The empty string is a schema that nobody has: only `pg_catalog` is searched.
                Some(value) => schemas.push(value),
                None if part.is_name() => schemas.push(part.ident()?.text),
                None => {}
            }
        }
        sink.push(Change::SetSearchPath { schemas, is_local });
        return Ok(());
    }
    let value = if is_reset {
        String::new()
    } else {
        cursor.rest().text
    };
    let value = if value.starts_with('\'') {
        unquote_text(&value, cursor.dialect)
    } else {
        value
    };
    sink.push(Change::Set {
        name,
        value,
        is_local,
    });
    Ok(())
}

fn comment(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<()> {
    cursor.expect("on")?;
    if cursor.eat("column") {
        let mut parts = vec![cursor.ident()?];
        while cursor.eat_symbol(".") {
            parts.push(cursor.ident()?);
        }
        let column = parts.pop();
        let table = parts.pop();
        let schema = parts.pop().map(|schema| schema.text);
        cursor.expect("is")?;
        let text = cursor.string();
        if let Some(table) = table {
            let table = Name {
                schema,
                name: table.text,
                at: table.at,
            };
            sink.push(Change::Comment {
                table,
                column,
                text,
            });
        }
    } else if cursor.eat("table") {
        let table = cursor.name()?;
        cursor.expect("is")?;
        let text = cursor.string();
        sink.push(Change::Comment {
            table,
            column: None,
            text,
        });
    } else {
        sink.push(Change::Other {
            kind: "comment".to_owned(),
            table: None,
        });
    }
    Ok(())
}

fn maintain(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>, kind: &str) {
    let mut full = kind == "cluster" || kind == "optimize";
    if cursor.is_symbol("(") {
        let from = cursor.position;
        cursor.skip_balanced();
        full |= cursor
            .expression(from, cursor.position)
            .text
            .to_ascii_lowercase()
            .contains("full");
    }
    while let Some(word) = cursor.eat_any(&[
        "full",
        "freeze",
        "verbose",
        "analyze",
        "local",
        "no_write_to_binlog",
        "table",
        "tables",
    ]) {
        full |= word == "full";
    }
    let table = if cursor.is_name() {
        cursor.name().ok()
    } else {
        None
    };
    sink.push(Change::Maintain {
        kind: kind.to_owned(),
        table,
        full,
    });
}
