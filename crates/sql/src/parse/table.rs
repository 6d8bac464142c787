//! `CREATE TABLE`.

use super::column::column;
use super::constraint::{starts_table_constraint, table_constraint};
use super::cursor::{Cursor, Read};
use super::index::{method, parts, tail};
use super::query;
use crate::{Change, Dialect, IndexDef, LikeClause, Name, PartitionOf, TableDef};

/// `CREATE … TABLE`, from behind `TABLE`.
pub(super) fn create_table(
    cursor: &mut Cursor<'_>,
    mut table: TableDef,
    start: u32,
) -> Read<Change> {
    table.if_not_exists = cursor.if_not_exists();
    table.name = cursor.name()?;
    if cursor.eat_all(&["partition", "of"]) {
        partition_of(cursor, &mut table)?;
    } else if cursor.eat("of") {
        table.of_type = Some(cursor.name()?);
        if cursor.is_symbol("(") {
            cursor.skip_balanced();
        }
    } else if cursor.eat("like") {
        let source = cursor.name()?;
        table.like.push(mysql_like(source));
    } else if cursor.is_symbol("(") {
        let inside = cursor.brackets()?;
        if inside.is("select") || inside.is("with") && !inside.is_symbol_at(1, ",") {
            set_query(&mut table, &inside);
        } else {
            items(inside, &mut table)?;
        }
    }
    table_tail(cursor, &mut table)?;
    table.at = cursor.at_since(start);
    Ok(Change::CreateTable(Box::new(table)))
}

/// MySQL's `CREATE TABLE a LIKE b` copies all but foreign keys.
fn mysql_like(source: Name) -> LikeClause {
    LikeClause {
        source,
        position: 0,
        defaults: true,
        constraints: true,
        indexes: true,
        generated: true,
        identity: true,
        comments: true,
    }
}

fn set_query(table: &mut TableDef, query: &Cursor<'_>) {
    let expression = query.rest();
    table.query_columns = query::outputs(query);
    table.query = Some(expression);
}

fn partition_of(cursor: &mut Cursor<'_>, table: &mut TableDef) -> Read<()> {
    let parent = cursor.name()?;
    if cursor.is_symbol("(") {
        items(cursor.brackets()?, table)?;
    }
    let from = cursor.position;
    if !cursor.eat("default") {
        cursor.expect("for")?;
        cursor.expect("values")?;
        while !cursor.is_done()
            && !cursor.is_any(&["partition", "using", "tablespace"])
            && (!cursor.is("with") || cursor.is_symbol_at(1, "("))
        {
            // `WITH (modulus 4, remainder 0)` belongs to the bound; a second one to the table.
            let seen_with = cursor.is("with");
            cursor.skip_balanced();
            if seen_with
                || cursor.is("with") && cursor.tokens[cursor.position - 1].text(cursor.text) == ")"
            {
                if cursor.is_symbol("(") {
                    cursor.skip_balanced();
                }
                break;
            }
        }
    }
    let bound = cursor.expression(from, cursor.position).text;
    table.partition_of = Some(PartitionOf { parent, bound });
    Ok(())
}

fn items(inside: Cursor<'_>, table: &mut TableDef) -> Read<()> {
    let mysql = inside.dialect == Dialect::MySql;
    let parts = inside.parts();
    for mut item in parts {
        if item.is_done() {
            continue;
        }
        if item.is("like") && item.peek_at(1).is_some() {
            item.position += 1;
            like(&mut item, table)?;
            item.end()?;
        } else if starts_table_constraint(&item) {
            table.constraints.push(table_constraint(&mut item)?);
            // SQLite lets the commas between constraints be left out.
            while !item.is_done() && starts_table_constraint(&item) {
                table.constraints.push(table_constraint(&mut item)?);
            }
            item.end()?;
        } else if mysql && is_mysql_index(&item) {
            table.indexes.push(mysql_index(&mut item)?);
            item.end()?;
        } else if mysql && item.is("period") && item.is_at(1, "for") {
        } else {
            let column = column(&mut item)?;
            table.columns.push(column);
        }
    }
    Ok(())
}

/// Whether an index of MySQL's starts here.
pub(super) fn is_mysql_index(item: &Cursor<'_>) -> bool {
    item.is_any(&["key", "index"]) || item.is_any(&["fulltext", "spatial"])
}

/// `[FULLTEXT | SPATIAL] KEY | INDEX [name] [USING method] (parts) options`.
pub(super) fn mysql_index(item: &mut Cursor<'_>) -> Read<IndexDef> {
    let start = item.start();
    let method_word = item.eat_any(&["fulltext", "spatial"]);
    let mut index = IndexDef {
        method: method_word.map(str::to_owned),
        ..IndexDef::default()
    };
    item.eat_any(&["key", "index"]);
    index.if_not_exists = item.if_not_exists();
    if item.is_name() && !item.is("using") {
        index.name = Some(item.ident()?);
    }
    method(item, &mut index)?;
    index.parts = parts(item.brackets()?)?;
    tail(item, &mut index)?;
    index.at = item.at_since(start);
    Ok(index)
}

fn like(item: &mut Cursor<'_>, table: &mut TableDef) -> Read<()> {
    let mut like = LikeClause {
        source: item.name()?,
        position: table.columns.len() as u32,
        defaults: false,
        constraints: false,
        indexes: false,
        generated: false,
        identity: false,
        comments: false,
    };
    if item.dialect == Dialect::MySql {
        like = mysql_like(like.source);
    }
    while let Some(word) = item.eat_any(&["including", "excluding"]) {
        let on = word == "including";
        let what = item.ident()?.text.to_ascii_lowercase();
        let all = what == "all";
        for (name, flag) in [
            ("defaults", &mut like.defaults),
            ("constraints", &mut like.constraints),
            ("indexes", &mut like.indexes),
            ("generated", &mut like.generated),
            ("identity", &mut like.identity),
            ("comments", &mut like.comments),
        ] {
            if all || what == name {
                *flag = on;
            }
        }
    }
    table.like.push(like);
    Ok(())
}

fn table_tail(cursor: &mut Cursor<'_>, table: &mut TableDef) -> Read<()> {
    let from = cursor.position;
    let mut options_end = from;
    while !cursor.is_done() {
        if cursor.eat("inherits") {
            table.inherits = cursor.brackets()?.names_or_empty()?;
        } else if cursor.dialect != Dialect::MySql && cursor.eat_all(&["partition", "by"]) {
            let start = cursor.position;
            cursor.ident()?;
            cursor.skip_balanced();
            table.partition_by = Some(cursor.expression(start, cursor.position));
        } else if cursor.dialect == Dialect::MySql && cursor.eat_all(&["partition", "by"]) {
            // Runs to the end, or to the query.
            let start = cursor.position;
            while !cursor.is_done() && !cursor.is_any(&["as", "select"]) {
                cursor.skip_balanced();
            }
            table.partition_by = Some(cursor.expression(start, cursor.position));
        } else if cursor.is_any(&["select", "with", "values", "table"])
            && !cursor.is_symbol_at(1, "(")
            || cursor.is("as")
        {
            cursor.eat("as");
            let mut query = *cursor;
            if query.is_symbol("(") {
                query = cursor.brackets()?;
            } else {
                // `WITH [NO] DATA` is not part of the query.
                let mut end = cursor.tokens.len();
                let count = |words: &[&str]| {
                    let at = cursor.tokens.len().saturating_sub(words.len());
                    at > cursor.position
                        && words.iter().enumerate().all(|(index, word)| {
                            cursor.tokens[at + index]
                                .text(cursor.text)
                                .eq_ignore_ascii_case(word)
                        })
                };
                if count(&["with", "no", "data"]) {
                    end -= 3;
                } else if count(&["with", "data"]) {
                    end -= 2;
                }
                query = Cursor {
                    tokens: &cursor.tokens[cursor.position..end],
                    position: 0,
                    ..*cursor
                };
            }
            set_query(table, &query);
            cursor.position = cursor.tokens.len();
            continue;
        } else if cursor.eat_all(&["without", "rowid"]) {
            table.without_rowid = true;
        } else if cursor.dialect == Dialect::Sqlite && cursor.eat("strict") {
            table.is_strict = true;
        } else if cursor.eat("server") {
            table.module = Some(cursor.ident()?.text);
            if cursor.eat("options") {
                cursor.brackets()?;
            }
        } else if cursor.eat_all(&["on", "commit"]) {
            cursor.eat_any(&["preserve", "delete", "drop"]);
            cursor.eat("rows");
        } else if cursor.is("comment") && cursor.dialect == Dialect::MySql {
            cursor.position += 1;
            cursor.eat_symbol("=");
            table.comment = cursor.string();
            options_end = cursor.position;
        } else if cursor.is_symbol(",") {
            cursor.position += 1;
        } else if cursor.is_name()
            || cursor.is_symbol("=")
            || cursor.is_symbol("(")
            || cursor.peek().is_some_and(|token| {
                matches!(
                    token.kind,
                    crate::split::TokenKind::Text | crate::split::TokenKind::Number
                )
            })
        {
            // `ENGINE=InnoDB`, `WITH (fillfactor = 70)`, `USING heap`, `TABLESPACE x`, `DEFAULT CHARSET=utf8mb4`.
            cursor.skip_balanced();
            options_end = cursor.position;
        } else {
            return Err(cursor.trouble("an option of a table"));
        }
    }
    table.options = cursor.expression(from, options_end).text;
    Ok(())
}

impl Cursor<'_> {
    fn names_or_empty(mut self) -> Read<Vec<Name>> {
        if self.is_done() {
            Ok(Vec::new())
        } else {
            self.names()
        }
    }
}
