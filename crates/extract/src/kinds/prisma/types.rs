//! The column types that Prisma gives the fields of a model.
//! Source: Prisma documentation, "Model field scalar types" and "Native database type attributes".

use sql::{Change, Dialect, Type};

use super::text::{self, Field};

/// Whether `name` is one of Prisma's own types.
pub fn is_scalar(name: &str) -> bool {
    matches!(
        name,
        "String"
            | "Boolean"
            | "Int"
            | "BigInt"
            | "Float"
            | "Decimal"
            | "DateTime"
            | "Json"
            | "Bytes"
    )
}

/// The type of a column of `field` as the database names it; `None` if it is none of Prisma's own types.
pub fn of(field: &Field<'_>, dialect: Dialect) -> Option<Type> {
    let written = match text::native(field.attributes) {
        Some((name, arguments)) => native(name, arguments),
        None => match field.kind.strip_prefix("Unsupported(") {
            Some(inner) => inner.trim_matches([')', '"']).to_owned(),
            None => default(field.kind, dialect)?.to_owned(),
        },
    };
    let mut found = canonical(&written, dialect);
    if field.is_list {
        found.array_dimensions = 1;
    }
    Some(found)
}

fn native(name: &str, arguments: &str) -> String {
    let (name, behind) = match name {
        "DoublePrecision" => ("double precision", ""),
        _ => match name.strip_prefix("Unsigned") {
            Some(name) => (name, " unsigned"),
            None => (name, ""),
        },
    };
    let name = name.to_ascii_lowercase();
    match arguments.is_empty() {
        true => format!("{name}{behind}"),
        false => format!("{name}({arguments}){behind}"),
    }
}

fn default(kind: &str, dialect: Dialect) -> Option<&'static str> {
    use Dialect::{MySql, PostgreSql, Sqlite};
    Some(match (kind, dialect) {
        ("String", PostgreSql | Sqlite) => "text",
        ("String", MySql) => "varchar(191)",
        ("Boolean", MySql) => "tinyint(1)",
        ("Boolean", _) => "boolean",
        ("Int", _) => "integer",
        ("BigInt", _) => "bigint",
        ("Float", PostgreSql) => "double precision",
        ("Float", MySql) => "double",
        ("Float", Sqlite) => "real",
        ("Decimal", Sqlite) => "decimal",
        ("Decimal", _) => "decimal(65,30)",
        ("DateTime", PostgreSql) => "timestamp(3)",
        ("DateTime", MySql) => "datetime(3)",
        ("DateTime", Sqlite) => "datetime",
        ("Json", MySql) => "json",
        ("Json", _) => "jsonb",
        ("Bytes", PostgreSql) => "bytea",
        ("Bytes", MySql) => "longblob",
        ("Bytes", Sqlite) => "blob",
        _ => return None,
    })
}

/// The type that `written` is to the server: read as a statement would be.
fn canonical(written: &str, dialect: Dialect) -> Type {
    let is_plain = written.chars().all(|letter| {
        letter.is_alphanumeric() || matches!(letter, ' ' | '(' | ')' | ',' | '_' | '.')
    });
    let script = is_plain.then(|| sql::read(&format!("CREATE TABLE t (c {written})"), dialect));
    let mut effects = script
        .into_iter()
        .flat_map(|script| script.statements)
        .flat_map(|statement| statement.effects);
    let read = effects.find_map(|effect| match effect.change {
        Change::CreateTable(table) => Some(table.columns.first()?.data_type.clone()),
        _ => None,
    });
    read.unwrap_or_else(|| Type::named(written))
}
