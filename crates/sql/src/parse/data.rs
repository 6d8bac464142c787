//! Statements that read and change rows.

use super::cursor::{Cursor, Read};
use super::{Sink, access, bridge, dynamic};
use crate::split::TokenKind;
use crate::{Change, Dialect, Ident, Name};

/// Reads a query or a change of rows; `None` if it is something else.
pub(super) fn data(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<Option<&'static str>> {
    let in_brackets = cursor.is_symbol("(") && cursor.is_at(1, "select");
    let kind = if in_brackets || cursor.is_any(&["select", "values", "table"]) {
        "select"
    } else if cursor.is("with") {
        "with"
    } else if cursor.is("insert") || cursor.is("replace") {
        "insert"
    } else if cursor.is("update") {
        "update"
    } else if cursor.is("delete") {
        "delete"
    } else if cursor.is("merge") {
        "merge"
    } else if cursor.is("copy") {
        return copy(cursor, sink).map(|()| Some("copy"));
    } else if cursor.is("truncate") {
        return truncate(cursor, sink).map(|()| Some("truncate"));
    } else {
        return Ok(None);
    };
    let kind = change(cursor, sink, kind)?;
    settings(cursor, sink);
    if kind == "select" && cursor.dialect == Dialect::MySql {
        dynamic::select_into(cursor, sink);
    } else if kind == "select" {
        dynamic::call_in_select(cursor, sink);
    }
    match bridge::statement(cursor) {
        Ok(statement) => {
            let found = access::of_statement(&statement, cursor);
            sink.accesses.extend(found);
        }
        // The schema is not concerned; only the use of columns stays unknown.
        Err(trouble) => sink.notes.push(crate::Note {
            at: trouble.at,
            message: format!("the query is not read: {}", trouble.message),
        }),
    }
    cursor.position = cursor.tokens.len();
    Ok(Some(kind))
}

/// The change of rows, told from the tokens alone, so that it is known even if the parser fails.
fn change(cursor: &Cursor<'_>, sink: &mut Sink<'_>, kind: &'static str) -> Read<&'static str> {
    let mut look = *cursor;
    let mut kind = kind;
    if look.eat("with") {
        look.eat("recursive");
        while !look.is_done()
            && !look.is_any(&["select", "insert", "update", "delete", "merge", "values"])
        {
            // Changes inside `WITH` happen too.
            if look.is_symbol("(") {
                let inside = look.brackets()?;
                if inside.is_any(&["insert", "update", "delete"]) {
                    let word = if inside.is("insert") {
                        "insert"
                    } else if inside.is("update") {
                        "update"
                    } else {
                        "delete"
                    };
                    change(&inside, sink, word)?;
                }
            } else {
                look.position += 1;
            }
        }
        kind = ["select", "insert", "update", "delete", "merge"]
            .into_iter()
            .find(|word| look.is(word))
            .unwrap_or("select");
    }
    match kind {
        "insert" | "merge" => insert(&mut look, sink)?,
        "update" => update(&mut look, sink)?,
        "delete" => delete(&mut look, sink)?,
        _ => select_into(&mut look, sink)?,
    }
    Ok(kind)
}

fn insert(look: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<()> {
    look.position += 1;
    while look
        .eat_any(&[
            "or",
            "replace",
            "ignore",
            "rollback",
            "abort",
            "fail",
            "low_priority",
            "delayed",
            "high_priority",
        ])
        .is_some()
    {}
    look.eat("into");
    let table = look.name()?;
    let (mut rows, mut from_query) = (None, false);
    let mut rest = *look;
    while !rest.is_done() {
        if rest.is_any(&["values", "value"]) && rows.is_none() {
            rest.position += 1;
            let mut count = 0u32;
            while rest.is_symbol("(") {
                rest.skip_balanced();
                count += 1;
                rest.eat_symbol(",");
            }
            rows = Some(count);
            continue;
        }
        from_query |= rest.is("select") && rows.is_none();
        rest.skip_balanced();
    }
    sink.push(Change::Insert {
        table,
        from_query,
        rows,
    });
    Ok(())
}

fn update(look: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<()> {
    look.position += 1;
    while look
        .eat_any(&[
            "low_priority",
            "ignore",
            "only",
            "or",
            "rollback",
            "abort",
            "replace",
            "fail",
        ])
        .is_some()
    {}
    let table = look.name()?;
    while !look.is_done() && !look.is("set") {
        look.skip_balanced();
    }
    look.expect("set")?;
    let mut columns: Vec<Ident> = Vec::new();
    let from = look.position;
    let mut end = *look;
    while !end.is_done() && !end.is_any(&["where", "from", "returning", "limit", "order"]) {
        end.skip_balanced();
    }
    for mut part in (Cursor {
        tokens: &look.tokens[from..end.position],
        position: 0,
        ..*look
    })
    .parts()
    {
        if part.is_symbol("(") {
            columns.extend(part.idents_in_brackets().unwrap_or_default());
        } else if let Ok(name) = part.name() {
            columns.push(name.into());
        }
    }
    let table = if end.is("from") || end.is("where") {
        aliased(&end, table)
    } else {
        table
    };
    let is_alone = sink.depth > 0 && !end.is("from");
    let (has_where, is_bounded) = bounds(&end, is_alone);
    let is_chosen = filter(&end).is_some_and(|filter| chooses(&filter, &columns));
    sink.push(Change::Update {
        table,
        columns,
        has_where,
        is_bounded,
        is_chosen,
    });
    Ok(())
}

/// `UPDATE alias SET … FROM t AS alias` is no PostgreSQL, so the table is what it says.
fn aliased(_rest: &Cursor<'_>, table: Name) -> Name {
    table
}

fn delete(look: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<()> {
    look.position += 1;
    while look.eat_any(&["low_priority", "quick", "ignore"]).is_some() {}
    // MySQL's `DELETE t FROM t JOIN …`.
    if !look.is("from") {
        while !look.is_done() && !look.is("from") {
            look.position += 1;
        }
    }
    look.expect("from")?;
    look.eat("only");
    let table = look.name()?;
    let is_alone = sink.depth > 0 && !look.is("using");
    let (has_where, is_bounded) = bounds(look, is_alone);
    sink.push(Change::Delete {
        table,
        has_where,
        is_bounded,
    });
    Ok(())
}

/// Whether there is `WHERE`, and whether it (or `LIMIT`) bounds the rows: by a range of keys, a list of values, or a
/// subquery with a limit. In the body of a routine, another name than of a column of the one table is a variable
/// (`is_alone`).
fn bounds(rest: &Cursor<'_>, is_alone: bool) -> (bool, bool) {
    let mut look = *rest;
    let filter = filter(rest);
    let mut is_bounded = filter.is_some_and(|filter| filter_bounds(&filter, is_alone));
    while !look.is_done() {
        is_bounded |= look.is("limit");
        look.skip_balanced();
    }
    (filter.is_some(), is_bounded)
}

/// What follows the outer `WHERE`.
fn filter<'t>(rest: &Cursor<'t>) -> Option<Cursor<'t>> {
    let mut look = *rest;
    while !look.is_done() {
        if look.is("where") {
            return Some(Cursor {
                tokens: &look.tokens[look.position + 1..],
                position: 0,
                ..look
            });
        }
        look.skip_balanced();
    }
    None
}

/// Whether every row that a filter lets through has one of some values in a column that is not among `written`.
fn chooses(filter: &Cursor<'_>, written: &[Ident]) -> bool {
    let mut found = false;
    let mut look = *filter;
    while !look.is_done() {
        if look.is("or") {
            return false;
        }
        found |= look.is("exists") || compares(&look, written);
        look.skip_balanced();
    }
    found
}

/// Whether another column is compared for equality with constants here. A range may be almost all rows.
fn compares(look: &Cursor<'_>, written: &[Ident]) -> bool {
    let is_other = look.peek().is_some_and(|token| {
        let name = token.text(look.text).trim_matches(['"', '`']);
        matches!(token.kind, TokenKind::Word | TokenKind::Quoted)
            && !written
                .iter()
                .any(|column| column.text.eq_ignore_ascii_case(name))
    });
    let is_constant = |ahead: usize| {
        let is_value = look.peek_at(ahead).is_some_and(|token| {
            matches!(
                token.kind,
                TokenKind::Number | TokenKind::Text | TokenKind::Parameter
            )
        });
        is_value
            || ["true", "false", "now"]
                .iter()
                .any(|word| look.is_at(ahead, word))
    };
    let is_matched = ["like", "ilike"].iter().any(|word| look.is_at(1, word));
    let is_equal = look.is_symbol_at(1, "=") && is_constant(2);
    is_other && (is_equal || is_matched || look.is_at(1, "in"))
}

fn filter_bounds(filter: &Cursor<'_>, is_alone: bool) -> bool {
    let text = filter.rest().text.to_ascii_lowercase();
    if text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| word == "limit" || word == "ctid")
    {
        return true;
    }
    let mut look = *filter;
    while !look.is_done() {
        if look.is("or") {
            return false;
        }
        look.skip_balanced();
    }
    let mut look = *filter;
    while !look.is_done() {
        let is_key = look.peek().is_some_and(|token| {
            matches!(token.kind, TokenKind::Word | TokenKind::Quoted)
                && is_key_name(token.text(look.text).trim_matches(['"', '`']))
        });
        if is_key {
            look.position += 1;
            let with_value = look.peek_at(1).is_some_and(|token| {
                matches!(
                    token.kind,
                    TokenKind::Number | TokenKind::Text | TokenKind::Parameter
                ) || (is_alone && token.kind == TokenKind::Word)
            });
            if look.is_symbol("=") && with_value || look.is("between") {
                return true;
            }
            if look.is("in") && look.is_symbol_at(1, "(") && !look.is_at(2, "select") {
                return true;
            }
            continue;
        }
        look.skip_balanced();
    }
    false
}

fn is_key_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(
        name.as_str(),
        "id" | "uuid" | "key" | "name" | "slug" | "code"
    ) || name.ends_with("_id")
        || name.ends_with("_key")
}

/// `SELECT … INTO t` makes a table.
fn select_into(look: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<()> {
    if look.dialect != Dialect::PostgreSql || sink.depth > 0 {
        return Ok(());
    }
    let from = look.position;
    while !look.is_done() && !look.is_any(&["from", "into", "where", "union"]) {
        look.skip_balanced();
    }
    if !look.is("into") {
        return Ok(());
    }
    let into = look.position;
    look.position += 1;
    let is_temporary = look.eat_any(&["temporary", "temp"]).is_some();
    look.eat("unlogged");
    look.eat("table");
    let name = look.name()?;
    let mut tokens = look.tokens[from..into].to_vec();
    tokens.extend_from_slice(&look.tokens[look.position..]);
    let query = Cursor {
        tokens: &tokens,
        position: 0,
        ..*look
    };
    let text = tokens
        .iter()
        .map(|token| token.text(look.text))
        .collect::<Vec<_>>()
        .join(" ");
    let table = crate::TableDef {
        name,
        is_temporary,
        query_columns: super::query::outputs(&query),
        query: Some(crate::Expression { text, at: sink.at }),
        at: sink.at,
        ..crate::TableDef::default()
    };
    sink.push(Change::CreateTable(Box::new(table)));
    Ok(())
}

/// `SELECT set_config('search_path', '', false)`, as `pg_dump` writes it.
fn settings(cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    for at in 0..cursor.tokens.len().min(8) {
        let mut look = Cursor {
            position: at,
            ..*cursor
        };
        if !look.eat("set_config") {
            continue;
        }
        let Ok(mut inside) = look.brackets() else {
            return;
        };
        let (name, _, value) = (inside.string(), inside.eat_symbol(","), inside.string());
        if let (Some(name), Some(value)) = (name, value) {
            let is_local = inside.eat_symbol(",") && inside.is("true");
            if name == "search_path" {
                let schemas = value
                    .split(',')
                    .map(|one| one.trim().trim_matches('"').to_owned())
                    .collect();
                sink.push(Change::SetSearchPath { schemas, is_local });
            } else {
                sink.push(Change::Set {
                    name,
                    value,
                    is_local,
                });
            }
        }
        return;
    }
}

fn copy(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<()> {
    cursor.position += 1;
    if cursor.is_symbol("(") {
        cursor.position = cursor.tokens.len();
        return Ok(());
    }
    let table = cursor.name()?;
    if cursor.is_symbol("(") {
        cursor.skip_balanced();
    }
    if cursor.eat("from") {
        sink.push(Change::Insert {
            table,
            from_query: false,
            rows: None,
        });
    }
    cursor.position = cursor.tokens.len();
    Ok(())
}

fn truncate(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<()> {
    cursor.position += 1;
    cursor.eat("table");
    let mut tables = Vec::new();
    loop {
        cursor.eat("only");
        tables.push(cursor.name()?);
        cursor.eat_symbol("*");
        if !cursor.eat_symbol(",") {
            break;
        }
    }
    cursor.eat_all(&["restart", "identity"]);
    cursor.eat_all(&["continue", "identity"]);
    let cascade = cursor.cascade();
    for table in tables {
        sink.push(Change::Truncate { table, cascade });
    }
    Ok(())
}
