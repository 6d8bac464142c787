//! `CREATE INDEX`, and the parts of indexes and keys.

use super::cursor::{Cursor, Read};
use crate::split::TokenKind;
use crate::{Change, Dialect, IndexDef, IndexPart, Key, Name};

/// `CREATE [UNIQUE] INDEX …`, from behind `INDEX`.
pub(super) fn create_index(
    cursor: &mut Cursor<'_>,
    mut index: IndexDef,
    start: u32,
) -> Read<Change> {
    index.concurrently = cursor.eat("concurrently");
    index.if_not_exists = cursor.if_not_exists();
    // PostgreSQL lets the name be left out.
    if !cursor.is("on") || cursor.is_at(1, "on") {
        let name = cursor.name()?;
        index.name = Some(crate::Ident {
            text: name.name,
            at: name.at,
        });
    }
    if cursor.dialect == Dialect::MySql {
        method(cursor, &mut index)?;
    }
    cursor.expect("on")?;
    index.only = cursor.eat("only");
    index.table = cursor.name()?;
    method(cursor, &mut index)?;
    index.parts = parts(cursor.brackets()?)?;
    tail(cursor, &mut index)?;
    index.at = cursor.at_since(start);
    Ok(Change::CreateIndex(Box::new(index)))
}

/// `USING method`.
pub(super) fn method(cursor: &mut Cursor<'_>, index: &mut IndexDef) -> Read<()> {
    if cursor.eat("using") {
        let method = cursor.ident()?.text.to_ascii_lowercase();
        if method != "btree" {
            index.method = Some(method);
        }
    }
    Ok(())
}

/// What follows the parts.
pub(super) fn tail(cursor: &mut Cursor<'_>, index: &mut IndexDef) -> Read<()> {
    loop {
        if cursor.eat("include") {
            index.include = cursor.idents_in_brackets()?;
        } else if cursor.eat_all(&["nulls", "not", "distinct"]) {
            index.nulls_not_distinct = true;
        } else if cursor.eat_all(&["nulls", "distinct"]) {
        } else if cursor.eat("where") {
            let mut predicate = cursor.rest();
            strip_brackets(&mut predicate);
            index.predicate = Some(predicate);
            cursor.position = cursor.tokens.len();
            return Ok(());
        } else if cursor.is("using") && cursor.dialect == Dialect::MySql {
            method(cursor, index)?;
        } else if cursor.is_done() || cursor.is_symbol(",") {
            return Ok(());
        } else {
            let from = cursor.position;
            // `WITH (…)`, `TABLESPACE x`, `ALGORITHM = …`, `COMMENT '…'`, `VISIBLE`.
            const OPTIONS: &[&str] = &[
                "with",
                "tablespace",
                "algorithm",
                "lock",
                "comment",
                "visible",
                "invisible",
                "key_block_size",
                "parser",
                "ignored",
                "storing",
                "interleave",
                "engine_attribute",
            ];
            if cursor.eat_any(OPTIONS).is_none() {
                return Err(cursor.trouble("an option of an index"));
            }
            cursor.eat("parser");
            cursor.eat_symbol("=");
            if !cursor.is_done()
                && !cursor.is_any(OPTIONS)
                && !cursor.is("where")
                && !cursor.is("using")
                && !cursor.is_symbol(",")
            {
                cursor.skip_balanced();
            }
            if !index.options.is_empty() {
                index.options.push(' ');
            }
            index.options += &cursor.expression(from, cursor.position).text;
        }
    }
}

/// Takes away brackets around the whole, which do not change what it says.
pub(super) fn strip_brackets(expression: &mut crate::Expression) {
    loop {
        let text = expression.text.as_str();
        if !(text.starts_with('(') && text.ends_with(')')) {
            return;
        }
        let mut lexer = crate::split::Lexer::new(text, Dialect::PostgreSql, 0, text.len());
        let mut depth = 0i64;
        while let Some(token) = lexer.next() {
            if token.kind == TokenKind::Punctuation {
                match token.text(text) {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    _ => {}
                }
            }
            if depth == 0 && (token.end as usize) < text.len() {
                return;
            }
        }
        let inside = &text[1..text.len() - 1];
        let leading = inside.len() - inside.trim_start().len();
        let start = expression.at.start + 1 + leading as u32;
        let trimmed = inside.trim().to_owned();
        // What was put together from parts has no places inside.
        if expression.at.end - expression.at.start == text.len() as u32 {
            expression.at = crate::At::new(start, start + trimmed.len() as u32);
        }
        expression.text = trimmed;
    }
}

/// The parts of an index.
pub(super) fn parts(inside: Cursor<'_>) -> Read<Vec<IndexPart>> {
    inside
        .parts()
        .into_iter()
        .map(|mut part| index_part(&mut part, false).map(|(part, _)| part))
        .collect()
}

/// One part; with the operator behind `WITH` for an exclusion constraint.
pub(super) fn index_part(
    cursor: &mut Cursor<'_>,
    with_operator: bool,
) -> Read<(IndexPart, String)> {
    let from = cursor.position;
    let mut prefix_length = None;
    let key = if cursor.is_symbol("(") {
        cursor.skip_balanced();
        let mut expression = cursor.expression(from, cursor.position);
        if is_operator(cursor) {
            expression = cursor.expression_until(&["asc", "desc", "collate", "nulls", "with"]);
            expression = cursor.expression(
                from,
                cursor
                    .position
                    .max(from + usize::from(!expression.text.is_empty())),
            );
        } else {
            strip_brackets(&mut expression);
        }
        Key::Expression(expression)
    } else {
        let is_text = cursor
            .peek()
            .is_some_and(|token| token.kind == TokenKind::Text)
            && cursor.dialect != Dialect::Sqlite;
        let name: Name = if is_text {
            Name::default()
        } else {
            cursor.name()?
        };
        if cursor.is_symbol("(") && cursor.dialect == Dialect::MySql {
            let mut inside = cursor.brackets()?;
            prefix_length = inside.number();
            Key::Column(crate::Ident {
                text: name.name,
                at: name.at,
            })
        } else if cursor.is_symbol("(") || is_text || is_operator(cursor) {
            cursor.position = from;
            // A call, or SQLite's bare expression.
            Key::Expression(
                cursor
                    .expression_until(&["asc", "desc", "collate", "nulls", "with"])
                    .clone(),
            )
        } else {
            Key::Column(crate::Ident {
                text: name.name,
                at: name.at,
            })
        }
    };
    // A call is followed by its operator class at once: cut it off.
    let key = match key {
        Key::Expression(expression) => {
            Key::Expression(cut_operator_class(cursor, from, expression))
        }
        key => key,
    };
    let mut part = IndexPart {
        key,
        is_descending: false,
        nulls_first: None,
        collation: None,
        operator_class: None,
        prefix_length,
    };
    let mut operator = String::new();
    while !cursor.is_done() {
        if cursor.eat("collate") {
            part.collation = Some(cursor.name()?.name);
        } else if cursor.eat("desc") {
            part.is_descending = true;
        } else if cursor.eat("asc") {
        } else if cursor.eat("nulls") {
            part.nulls_first = Some(cursor.eat("first"));
            cursor.eat("last");
        } else if with_operator && cursor.eat("with") {
            operator = cursor.rest().text;
            cursor.position = cursor.tokens.len();
        } else if cursor.is_name() && part.operator_class.is_none() {
            let from = cursor.position;
            cursor.name()?;
            if cursor.is_symbol("(") {
                cursor.skip_balanced();
            }
            part.operator_class = Some(cursor.expression(from, cursor.position).text);
        } else {
            return Err(cursor.trouble("a part of an index"));
        }
    }
    Ok((part, operator))
}

fn is_operator(cursor: &Cursor<'_>) -> bool {
    cursor
        .peek()
        .is_some_and(|token| matches!(token.kind, TokenKind::Operator))
}

/// `expression_until` takes `lower(a) text_pattern_ops` as one; the class is the word behind the last bracket.
fn cut_operator_class(
    cursor: &mut Cursor<'_>,
    from: usize,
    expression: crate::Expression,
) -> crate::Expression {
    let mut end = from + 1;
    while end < cursor.position {
        let pair = (&cursor.tokens[end - 1], &cursor.tokens[end]);
        let closes = pair.0.text(cursor.text) == ")" || matches!(pair.0.kind, TokenKind::Text);
        if closes && pair.1.kind == TokenKind::Word && depth_is_zero(cursor, from, end) {
            cursor.position = end;
            return cursor.expression(from, end);
        }
        end += 1;
    }
    expression
}

fn depth_is_zero(cursor: &Cursor<'_>, from: usize, to: usize) -> bool {
    let mut depth = 0i64;
    for token in &cursor.tokens[from..to] {
        match token.text(cursor.text) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}
