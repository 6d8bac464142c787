//! Types, under the names by which the server knows them.

use super::cursor::{Cursor, Read};
use crate::split::TokenKind;
use crate::{Dialect, Type};

/// What follows a column's type: here the type ends. Needed where a type is any sequence of words (SQLite).
pub(super) const COLUMN_CLAUSES: &[&str] = &[
    "constraint",
    "not",
    "null",
    "default",
    "primary",
    "unique",
    "key",
    "check",
    "references",
    "collate",
    "generated",
    "as",
    "auto_increment",
    "autoincrement",
    "comment",
    "on",
    "first",
    "after",
    "using",
    "storage",
    "compression",
    "deferrable",
    "initially",
    "visible",
    "invisible",
    "virtual",
    "stored",
    "persistent",
    "encode",
    "enable",
    "exclude",
    "hidden",
    "column_format",
    "options",
    "sortkey",
    "distkey",
];

/// A type.
pub(super) fn data_type(cursor: &mut Cursor<'_>) -> Read<Type> {
    let start = cursor.start();
    let mut data_type = match cursor.dialect {
        Dialect::Sqlite => sqlite(cursor)?,
        Dialect::PostgreSql => postgres(cursor)?,
        Dialect::MySql => mysql(cursor)?,
    };
    data_type.at = cursor.at_since(start);
    Ok(data_type)
}

fn sqlite(cursor: &mut Cursor<'_>) -> Read<Type> {
    let mut words = Vec::new();
    let mut out = Type::default();
    while cursor.is_name() && !cursor.is_any(COLUMN_CLAUSES) {
        words.push(cursor.ident()?.text);
    }
    if !words.is_empty() && cursor.is_symbol("(") {
        out.arguments = arguments(cursor)?;
        while cursor.is_name() && !cursor.is_any(COLUMN_CLAUSES) {
            words.push(cursor.ident()?.text);
        }
    }
    out.name = words.join(" ").to_lowercase();
    Ok(out)
}

fn postgres(cursor: &mut Cursor<'_>) -> Read<Type> {
    let is_quoted = cursor
        .peek()
        .is_some_and(|token| token.kind == TokenKind::Quoted);
    let name = cursor.name()?;
    let mut out = Type {
        schema: name.schema.filter(|schema| schema != "pg_catalog"),
        name: name.name,
        ..Type::default()
    };
    if out.schema.is_none() && !is_quoted {
        let canonical = match out.name.as_str() {
            "int" | "int4" | "integer" => "integer",
            "int8" => "bigint",
            "int2" => "smallint",
            "bool" => "boolean",
            "decimal" | "dec" => "numeric",
            "float4" => "real",
            "float8" => "double precision",
            "varchar" => "character varying",
            "bpchar" if cursor.is_symbol("(") => "character",
            "timestamptz" => "timestamp with time zone",
            "timetz" => "time with time zone",
            "varbit" => "bit varying",
            "double" => {
                cursor.eat("precision");
                "double precision"
            }
            "char" | "character" | "nchar" => {
                if cursor.eat("varying") {
                    "character varying"
                } else {
                    "character"
                }
            }
            "national" => {
                cursor.eat_any(&["character", "char"]);
                if cursor.eat("varying") {
                    "character varying"
                } else {
                    "character"
                }
            }
            "bit" => {
                if cursor.eat("varying") {
                    "bit varying"
                } else {
                    "bit"
                }
            }
            _ => "",
        };
        if !canonical.is_empty() {
            out.name = canonical.to_owned();
        }
        if out.name == "float" {
            out.name = "double precision".to_owned();
            if cursor.is_symbol("(") {
                let bits: u32 = arguments(cursor)?
                    .first()
                    .and_then(|bits| bits.parse().ok())
                    .unwrap_or(53);
                out.name = if bits <= 24 {
                    "real"
                } else {
                    "double precision"
                }
                .to_owned();
            }
        }
        if out.name == "interval" {
            interval_fields(cursor, &mut out);
        }
    }
    if cursor.is_symbol("(") {
        out.arguments = arguments(cursor)?;
    }
    if matches!(out.name.as_str(), "timestamp" | "time") && out.schema.is_none() && !is_quoted {
        let has_zone = cursor.eat_all(&["with", "time", "zone"]);
        if !has_zone {
            cursor.eat_all(&["without", "time", "zone"]);
        }
        out.name.push_str(if has_zone {
            " with time zone"
        } else {
            " without time zone"
        });
    }
    // One character is what `character` means; the server says so too.
    if out.name == "character" && out.arguments.is_empty() && !is_quoted {
        out.arguments.push("1".to_owned());
    }
    if out.name == "bit" && out.arguments.is_empty() && !is_quoted {
        out.arguments.push("1".to_owned());
    }
    if out.name == "numeric" && out.arguments.len() == 1 {
        out.arguments.push("0".to_owned());
    }
    if is_quoted && out.schema.is_none() && out.name == "char" {
        out.name = "\"char\"".to_owned();
    }
    arrays(cursor, &mut out);
    Ok(out)
}

fn interval_fields(cursor: &mut Cursor<'_>, out: &mut Type) {
    const FIELDS: &[&str] = &["year", "month", "day", "hour", "minute", "second"];
    while let Some(field) = cursor.eat_any(FIELDS) {
        out.name.push(' ');
        out.name.push_str(field);
        if cursor.is("to") {
            cursor.position += 1;
            out.name.push_str(" to");
        }
    }
}

fn arrays(cursor: &mut Cursor<'_>, out: &mut Type) {
    while cursor.is_symbol("[") {
        cursor.skip_balanced();
        out.array_dimensions = out.array_dimensions.saturating_add(1);
    }
    if cursor.eat("array") {
        out.array_dimensions = out.array_dimensions.saturating_add(1);
        if cursor.is_symbol("[") {
            cursor.skip_balanced();
        }
    }
}

fn mysql(cursor: &mut Cursor<'_>) -> Read<Type> {
    let mut out = Type {
        name: cursor.ident()?.text.to_ascii_lowercase(),
        ..Type::default()
    };
    let canonical = match out.name.as_str() {
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "int1" => "tinyint",
        "int2" => "smallint",
        "int3" | "middleint" => "mediumint",
        "dec" | "fixed" | "numeric" => "decimal",
        "float4" => "float",
        "float8" => "double precision",
        "double" => {
            cursor.eat("precision");
            "double precision"
        }
        "real" => "double precision",
        "varchar" | "varcharacter" => "character varying",
        "nvarchar" => "national character varying",
        "char" | "character" => {
            if cursor.eat("varying") {
                "character varying"
            } else {
                "character"
            }
        }
        "nchar" => "national character",
        "national" => {
            cursor.eat_any(&["character", "char", "varchar"]);
            if cursor.word_at(0).eq_ignore_ascii_case("varying") {
                cursor.position += 1;
            }
            "national character varying"
        }
        "long" => {
            cursor.eat_any(&["varchar", "varbinary"]);
            "mediumtext"
        }
        "bool" | "boolean" => {
            out.arguments.push("1".to_owned());
            "tinyint"
        }
        _ => "",
    };
    if !canonical.is_empty() {
        out.name = canonical.to_owned();
    }
    if cursor.is_symbol("(") {
        out.arguments = arguments(cursor)?;
    }
    // What belongs to the type behind it.
    let mut words: Vec<String> = Vec::new();
    loop {
        if cursor.eat("unsigned") {
            out.is_unsigned = true;
        } else if let Some(word) =
            cursor.eat_any(&["signed", "zerofill", "binary", "ascii", "unicode", "byte"])
        {
            if word == "zerofill" {
                out.is_unsigned = true;
            }
            if word != "signed" {
                words.push(word.to_owned());
            }
        } else if cursor.eat_all(&["character", "set"])
            || cursor.eat_all(&["char", "set"])
            || cursor.eat("charset")
        {
            words.push(format!("character set {}", cursor.ident()?.text));
        } else {
            break;
        }
    }
    out.attributes = words.join(" ");
    Ok(out)
}

/// What stands in brackets behind a type's name; strings lose their quotes.
fn arguments(cursor: &mut Cursor<'_>) -> Read<Vec<String>> {
    let inside = cursor.brackets()?;
    let mut out = Vec::new();
    for mut part in inside.parts() {
        match part.string() {
            Some(value) => out.push(value),
            None => out.push(part.rest().text),
        }
    }
    Ok(out)
}
