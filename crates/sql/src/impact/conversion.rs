//! Changes of a column's type: what they cost and whom they break.

use super::fit;
use crate::{Dialect, Type};

/// What a change of type means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Conversion {
    /// Every row is written anew (or, for MySQL, the table copied).
    pub rewrites: bool,
    /// Values that fitted may not fit.
    pub narrows: bool,
    /// Those who read it must read it differently: another family of types.
    pub breaks: bool,
}

const FREE: Conversion = Conversion {
    rewrites: false,
    narrows: false,
    breaks: false,
};

/// Why a narrower type breaks the version that runs beside.
pub(super) fn narrowing(before: &str, after: &str, change: Conversion) -> String {
    if change.breaks {
        return format!(
            "`{before}` becomes `{after}`, which the running version goes on to read and write as it was"
        );
    }
    format!(
        "`{before}` becomes `{after}`: rows that are there, or that the running version writes, may not fit"
    )
}

/// What it means to turn one type into another; `None` if one of them is not known.
pub(super) fn conversion(from: &Type, to: &Type, dialect: Dialect) -> Option<Conversion> {
    if from.name.is_empty() || to.name.is_empty() {
        return None;
    }
    if from == to && from.attributes == to.attributes {
        return Some(FREE);
    }
    if from.array_dimensions.min(1) != to.array_dimensions.min(1) {
        return Some(Conversion {
            rewrites: true,
            narrows: true,
            breaks: true,
        });
    }
    match dialect {
        Dialect::PostgreSql => Some(postgres(from, to)),
        Dialect::MySql => Some(mysql(from, to)),
        Dialect::Sqlite => None,
    }
}

pub(super) fn number(one: &Type, at: usize) -> Option<u32> {
    one.arguments.get(at)?.trim().parse().ok()
}

fn family(name: &str) -> &str {
    match name {
        "tinyint" | "smallint" | "mediumint" | "integer" | "bigint" => "integer",
        "numeric" | "decimal" => "numeric",
        "real" | "double precision" | "float" => "float",
        "text" | "character varying" | "character" | "citext" | "tinytext" | "mediumtext"
        | "longtext" | "name" => "text",
        "json" | "jsonb" => "json",
        name if name.starts_with("timestamp") || name == "datetime" => "timestamp",
        "blob" | "tinyblob" | "mediumblob" | "longblob" | "binary" | "varbinary" | "bytea" => {
            "bytes"
        }
        other => other,
    }
}

/// Which of two numbers of one family holds less.
fn narrows(from: &Type, to: &Type) -> bool {
    let (left, right) = (family(&from.name), family(&to.name));
    match (left, right) {
        ("integer", "integer") => {
            to.integer_bytes() < from.integer_bytes()
                || (to.is_unsigned != from.is_unsigned
                    && to.integer_bytes() == from.integer_bytes())
        }
        ("numeric", "numeric") => {
            let digits = |one: &Type| number(one, 0).zip(number(one, 1).or(Some(0)));
            match (digits(from), digits(to)) {
                (_, None) => false,
                (None, Some(_)) => true,
                (Some((from, from_scale)), Some((to, to_scale))) => {
                    to_scale < from_scale
                        || to.saturating_sub(to_scale) < from.saturating_sub(from_scale)
                }
            }
        }
        ("text", "text") => match (text_limit(from), text_limit(to)) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(from), Some(to)) => to < from,
        },
        ("bytes", "bytes") => {
            let lengths = number(from, 0).zip(number(to, 0));
            lengths.is_some_and(|(from, to)| to < from)
        }
        ("float", "float") => to.name == "real" || to.name == "float" && from.name != "float",
        ("integer", "float" | "numeric") => to.name == "real" || number(to, 0).is_some(),
        ("float" | "numeric", "integer") | ("float", "numeric") => true,
        _ => left != right && right != "text" && right != "json",
    }
}

/// How many characters fit; `None` for no limit that matters.
pub(super) fn text_limit(one: &Type) -> Option<u64> {
    match one.name.as_str() {
        "character varying" | "character" => number(one, 0).map(u64::from),
        "tinytext" => Some(255),
        "name" => Some(63),
        _ => None,
    }
}

fn postgres(from: &Type, to: &Type) -> Conversion {
    let (left, right) = (family(&from.name), family(&to.name));
    let narrows = fit::refuses(from, to);
    let rewrites = match (from.name.as_str(), to.name.as_str()) {
        ("character varying" | "text" | "xml", "text") => false,
        ("xml", "character varying") => number(to, 0).is_some(),
        ("text", "character varying") => number(to, 0).is_some(),
        ("character varying", "character varying") => narrows,
        ("text" | "character varying", "citext") | ("citext", "text") => false,
        ("citext", "character varying") => number(to, 0).is_some(),
        ("numeric", "numeric") => {
            let same_scale = number(to, 1) == number(from, 1);
            !(number(to, 0).is_none() || same_scale && number(from, 0).is_some() && !narrows)
        }
        ("bit varying", "bit varying") => {
            number(to, 0).is_some_and(|to| number(from, 0).is_none_or(|from| to < from))
        }
        ("cidr", "inet") => false,
        (left, right)
            if left == right
                && (left.starts_with("timestamp")
                    || left.starts_with("time")
                    || left == "interval") =>
        {
            number(to, 0).is_some_and(|to| number(from, 0).is_none_or(|from| to < from) && to < 6)
        }
        _ => true,
    };
    Conversion {
        rewrites,
        narrows,
        breaks: left != right,
    }
}

fn mysql(from: &Type, to: &Type) -> Conversion {
    let (left, right) = (family(&from.name), family(&to.name));
    let narrow = narrows(from, to);
    let rewrites = match (from.name.as_str(), to.name.as_str()) {
        // The bytes that hold the length must stay as many: four bytes per character is what utf8mb4 takes.
        ("character varying", "character varying") => {
            let long = |one: &Type| number(one, 0).unwrap_or(0) * 4 > 255;
            narrow || long(from) != long(to) || from.attributes != to.attributes
        }
        ("varbinary", "varbinary") => {
            let long = |one: &Type| number(one, 0).unwrap_or(0) > 255;
            narrow || long(from) != long(to)
        }
        ("enum", "enum") | ("set", "set") => {
            !to.arguments.starts_with(&from.arguments) || value_bytes(from) != value_bytes(to)
        }
        // The width that is shown changes nothing.
        (left, right) if left == right && from.integer_bytes().is_some() => {
            from.is_unsigned != to.is_unsigned
        }
        _ => true,
    };
    Conversion {
        rewrites,
        narrows: narrow,
        breaks: left != right,
    }
}

/// How many bytes a value of an `enum` or a `set` takes.
/// Source: MySQL 8.4 manual, "String Type Storage Requirements".
pub(super) fn value_bytes(data_type: &Type) -> usize {
    let values = data_type.arguments.len();
    match (data_type.name.as_str(), values.div_ceil(8)) {
        ("set", 0 | 1) => 1,
        ("set", bytes @ 2..=4) => bytes,
        ("set", _) => 8,
        (_, _) if values < 256 => 1,
        (_, _) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str, dialect: Dialect) -> Type {
        let script = crate::read(&format!("CREATE TABLE t (c {text})"), dialect);
        match &script.statements[0].effects[0].change {
            crate::Change::CreateTable(table) => table.columns[0].data_type.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn check(dialect: Dialect, from: &str, to: &str, expected: (bool, bool, bool)) {
        let found = conversion(&parsed(from, dialect), &parsed(to, dialect), dialect)
            .expect("both are known");
        assert_eq!(
            (found.rewrites, found.narrows, found.breaks),
            expected,
            "{from} to {to}"
        );
    }

    /// Source: PostgreSQL manual, "ALTER TABLE", notes on rewriting.
    #[test]
    fn postgres_rewrites_unless_the_bytes_stay() {
        let check = |from, to, expected| check(Dialect::PostgreSql, from, to, expected);
        check("varchar(10)", "varchar(20)", (false, false, false));
        check("varchar(20)", "varchar(10)", (true, true, false));
        check("varchar(20)", "text", (false, false, false));
        check("text", "varchar(20)", (true, true, false));
        check("int", "bigint", (true, false, false));
        check("bigint", "int", (true, true, false));
        check("numeric(10,2)", "numeric(12,2)", (false, false, false));
        check("numeric(10,2)", "numeric(12,3)", (true, false, false));
        check("numeric(10,2)", "numeric", (false, false, false));
        check("timestamp", "timestamptz", (true, false, false));
        check("text", "integer", (true, true, true));
        check("integer", "text", (true, false, true));
    }

    /// Source: MySQL 8.0 manual, "Online DDL Operations", column operations.
    #[test]
    fn mysql_copies_unless_the_length_takes_as_many_bytes() {
        let check = |from, to, expected| check(Dialect::MySql, from, to, expected);
        check("varchar(20)", "varchar(60)", (false, false, false));
        check("varchar(60)", "varchar(255)", (true, false, false));
        check("varchar(100)", "varchar(255)", (false, false, false));
        check("varbinary(500)", "varbinary(8192)", (false, false, false));
        check("varbinary(200)", "varbinary(500)", (true, false, false));
        check("varbinary(500)", "varbinary(300)", (true, true, false));
        check("enum('a')", "enum('a','b')", (false, false, false));
        check("enum('a')", "enum('b','a')", (true, false, false));
        check("int", "bigint", (true, false, false));
        check("int(11)", "int", (false, false, false));
    }
}
