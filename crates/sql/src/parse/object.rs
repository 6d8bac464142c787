//! Types, domains, schemas, sequences, views, routines: all that is no table and no index.

use super::Sink;
use super::constraint::{attribute, check};
use super::cursor::{Cursor, Read};
use super::types::{COLUMN_CLAUSES, data_type};
use super::{dynamic, query};
use crate::{Change, ConstraintDef, Ident, IndexDef, Name, TableDef, ViewDef};

/// `CREATE`, from behind the word. Returns the statement's kind.
pub(super) fn create(
    cursor: &mut Cursor<'_>,
    sink: &mut Sink<'_>,
    start: u32,
) -> Read<&'static str> {
    let or_replace = cursor.eat_all(&["or", "replace"]) || cursor.eat_all(&["or", "alter"]);
    skip_mysql_attributes(cursor);
    cursor.eat_any(&["global", "local"]);
    let is_temporary = cursor.eat_any(&["temporary", "temp"]).is_some();
    let is_unlogged = cursor.eat("unlogged");
    if cursor.is("foreign") && cursor.is_at(1, "table") {
        cursor.position += 1;
    }
    if cursor.eat("table") {
        if or_replace {
            // MariaDB drops the old one first.
            let table = { cursor.clone().name()? };
            sink.push(Change::DropTable {
                table,
                if_exists: true,
                cascade: false,
            });
        }
        let table = TableDef {
            is_temporary,
            is_unlogged,
            ..TableDef::default()
        };
        let change = super::table::create_table(cursor, table, start)?;
        sink.push(change);
        return Ok("create table");
    }
    if cursor.eat_all(&["virtual", "table"]) {
        return virtual_table(cursor, sink, start);
    }
    let mut index = IndexDef {
        is_unique: cursor.eat("unique"),
        ..IndexDef::default()
    };
    index.method = cursor.eat_any(&["fulltext", "spatial"]).map(str::to_owned);
    if cursor.eat("index") {
        let change = super::index::create_index(cursor, index, start)?;
        sink.push(change);
        return Ok("create index");
    }
    let is_recursive = cursor.eat("recursive");
    let is_materialized = cursor.eat("materialized");
    if cursor.eat("view") {
        let view = ViewDef {
            or_replace,
            is_temporary,
            is_materialized,
            ..ViewDef::default()
        };
        sink.push(create_view(cursor, view, start)?);
        return Ok(if is_materialized {
            "create materialized view"
        } else {
            "create view"
        });
    }
    if is_recursive || is_materialized {
        return Err(cursor.trouble("`VIEW`"));
    }
    create_object(cursor, sink, start)
}

/// `DEFINER = x`, `ALGORITHM = y`, `SQL SECURITY z` before MySQL's views and routines.
fn skip_mysql_attributes(cursor: &mut Cursor<'_>) {
    loop {
        if cursor.eat("definer") || cursor.eat("algorithm") {
            cursor.eat_symbol("=");
            cursor.skip_balanced();
            while cursor.peek().is_some_and(|token| {
                token.text(cursor.text).starts_with('@')
                    || token.kind == crate::split::TokenKind::Operator
            }) {
                cursor.position += 1;
                if cursor.peek().is_some_and(|token| {
                    token.kind == crate::split::TokenKind::Quoted
                        || token.kind == crate::split::TokenKind::Text
                }) {
                    cursor.position += 1;
                }
            }
            if cursor.is_symbol("(") {
                cursor.skip_balanced();
            }
        } else if cursor.eat_all(&["sql", "security"]) {
            cursor.position += 1;
        } else {
            return;
        }
    }
}

fn virtual_table(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>, start: u32) -> Read<&'static str> {
    let if_not_exists = cursor.if_not_exists();
    let name = cursor.name()?;
    cursor.expect("using")?;
    let module = cursor.rest().text;
    cursor.position = cursor.tokens.len();
    let table = TableDef {
        name,
        if_not_exists,
        module: Some(module),
        at: cursor.at_since(start),
        ..TableDef::default()
    };
    sink.push(Change::CreateTable(Box::new(table)));
    Ok("create table")
}

fn create_view(cursor: &mut Cursor<'_>, mut view: ViewDef, start: u32) -> Read<Change> {
    view.if_not_exists = cursor.if_not_exists();
    view.name = cursor.name()?;
    if cursor.is_symbol("(") {
        view.columns = cursor.idents_in_brackets()?;
    }
    while !cursor.is("as") && !cursor.is_done() {
        // `WITH (security_barrier)`, `USING heap`, `TABLESPACE x`.
        cursor.skip_balanced();
    }
    cursor.expect("as")?;
    let mut end = cursor.tokens.len();
    for tail in [
        &["with", "no", "data"][..],
        &["with", "data"],
        &["with", "check", "option"],
        &["with", "local", "check", "option"],
        &["with", "cascaded", "check", "option"],
    ] {
        let at = end.saturating_sub(tail.len());
        let matches = |(index, word): (usize, &&str)| {
            cursor.tokens[at + index]
                .text(cursor.text)
                .eq_ignore_ascii_case(word)
        };
        if at > cursor.position && tail.iter().enumerate().all(matches) {
            end = at;
            break;
        }
    }
    let query = Cursor {
        tokens: &cursor.tokens[cursor.position..end],
        position: 0,
        ..*cursor
    };
    view.query = query.rest();
    (view.query_columns, view.reads) = query::outputs_and_reads(&query);
    cursor.position = cursor.tokens.len();
    view.at = cursor.at_since(start);
    Ok(Change::CreateView(Box::new(view)))
}

fn create_object(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>, start: u32) -> Read<&'static str> {
    let is_constraint = cursor.eat("constraint");
    cursor.eat_any(&["trusted", "procedural", "default"]);
    if cursor.is_at(1, "function") {
        cursor.eat("aggregate");
    }
    let Some(kind) = cursor.eat_any(&[
        "type",
        "domain",
        "schema",
        "database",
        "sequence",
        "function",
        "procedure",
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
        "aggregate",
        "cast",
        "collation",
        "conversion",
        "event",
        "language",
        "tablespace",
        "text",
        "access",
        "group",
        "transform",
        "foreign",
        "warehouse",
        "resource",
    ]) else {
        return Err(cursor.trouble("something to create"));
    };
    let if_not_exists = cursor.if_not_exists();
    let change = match kind {
        "type" => create_type(cursor, start)?,
        "domain" => create_domain(cursor)?,
        "schema" | "database" => {
            let name = if cursor.eat("authorization") {
                cursor.ident()?
            } else {
                cursor.name()?.into()
            };
            let rest = cursor.expression(cursor.position, cursor.tokens.len()).text;
            cursor.position = cursor.tokens.len();
            if kind == "database" && cursor.dialect != crate::Dialect::MySql {
                Change::Other {
                    kind: "create database".to_owned(),
                    table: None,
                }
            } else if rest.to_ascii_lowercase().contains("create ") {
                return Err(cursor.trouble("no statements inside `CREATE SCHEMA`"));
            } else {
                Change::CreateSchema {
                    name,
                    if_not_exists,
                }
            }
        }
        "sequence" => {
            let name = cursor.name()?;
            let options = cursor.rest().text;
            let own = owned_by(cursor)?;
            cursor.position = cursor.tokens.len();
            sink.push(Change::CreateSequence {
                name: name.clone(),
                if_not_exists,
                options,
            });
            match own {
                Some((table, column)) => Change::OwnSequence {
                    name,
                    table,
                    column,
                },
                None => return Ok("create sequence"),
            }
        }
        "trigger" => {
            let name = cursor.name()?.into();
            let mut table = Name::default();
            while !cursor.is_done() {
                if cursor.eat("on") {
                    table = cursor.name()?;
                    break;
                }
                cursor.position += 1;
            }
            let _ = is_constraint;
            Change::CreateTrigger { name, table }
        }
        "function" | "procedure" | "aggregate" => {
            let name = cursor.name()?;
            dynamic::define(&name.name, cursor, sink);
            cursor.position = cursor.tokens.len();
            Change::CreateRoutine {
                kind: kind.to_owned(),
                name,
                definition: cursor.text_since(start).to_owned(),
            }
        }
        "extension" => {
            let name = if cursor
                .peek()
                .is_some_and(|token| token.kind == crate::split::TokenKind::Text)
            {
                let at = cursor.at(cursor.peek().map(|token| token.at()).unwrap_or_default());
                Ident::new(cursor.string().unwrap_or_default(), at)
            } else {
                cursor.ident()?
            };
            cursor.eat("with");
            let schema = if cursor.eat("schema") {
                Some(cursor.ident()?)
            } else {
                None
            };
            Change::CreateExtension { name, schema }
        }
        _ => Change::Other {
            kind: format!("create {kind}"),
            table: None,
        },
    };
    cursor.position = cursor.tokens.len();
    sink.push(change);
    Ok(match kind {
        "type" => "create type",
        "domain" => "create domain",
        "schema" | "database" => "create schema",
        "sequence" => "create sequence",
        "function" => "create function",
        "procedure" => "create procedure",
        "trigger" => "create trigger",
        "extension" => "create extension",
        _ => "create other",
    })
}

impl From<Name> for Ident {
    fn from(name: Name) -> Ident {
        Ident {
            text: name.name,
            at: name.at,
        }
    }
}

fn create_type(cursor: &mut Cursor<'_>, start: u32) -> Read<Change> {
    let name = cursor.name()?;
    if cursor.eat_all(&["as", "enum"]) {
        let mut values = Vec::new();
        for mut part in cursor.brackets()?.parts() {
            match part.string() {
                Some(value) => values.push(value),
                None => return Err(part.trouble("a value of the enum")),
            }
        }
        return Ok(Change::CreateEnum { name, values });
    }
    cursor.position = cursor.tokens.len();
    Ok(Change::CreateType {
        name,
        definition: cursor.text_since(start).to_owned(),
    })
}

fn create_domain(cursor: &mut Cursor<'_>) -> Read<Change> {
    let name = cursor.name()?;
    cursor.eat("as");
    let base = data_type(cursor)?;
    let (mut not_null, mut default_value, mut checks) = (false, None, Vec::new());
    let mut constraint_name = None;
    while !cursor.is_done() {
        let start = cursor.start();
        if cursor.eat_all(&["not", "null"]) {
            not_null = true;
        } else if cursor.eat("null") {
        } else if cursor.eat("default") {
            default_value = Some(cursor.expression_until(COLUMN_CLAUSES));
        } else if cursor.eat("collate") {
            cursor.name()?;
        } else if cursor.eat("constraint") {
            constraint_name = Some(cursor.ident()?);
        } else if cursor.eat("check") {
            let mut constraint = ConstraintDef {
                name: constraint_name.take(),
                ..ConstraintDef::of(check(cursor)?)
            };
            while attribute(cursor, &mut constraint)? {}
            constraint.at = cursor.at_since(start);
            checks.push(constraint);
        } else {
            return Err(cursor.trouble("a clause of a domain"));
        }
    }
    Ok(Change::CreateDomain {
        name,
        base,
        not_null,
        default: default_value,
        checks,
    })
}

/// `OWNED BY t.c`, wherever it stands.
pub(super) fn owned_by(cursor: &Cursor<'_>) -> Read<Option<(Option<Name>, Option<Ident>)>> {
    let mut look = *cursor;
    while !look.is_done() {
        if look.eat_all(&["owned", "by"]) {
            if look.eat("none") {
                return Ok(Some((None, None)));
            }
            let mut parts = vec![look.ident()?];
            while look.eat_symbol(".") {
                parts.push(look.ident()?);
            }
            let column = parts.pop();
            let table = parts.pop();
            let schema = parts.pop().map(|schema| schema.text);
            return Ok(Some((
                table.map(|table| Name {
                    schema,
                    name: table.text,
                    at: table.at,
                }),
                column,
            )));
        }
        look.position += 1;
    }
    Ok(None)
}
