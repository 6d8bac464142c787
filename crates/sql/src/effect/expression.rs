//! Expressions and types, as written.

use crate::At;
use serde::{Deserialize, Serialize};

/// An expression as it is written (until a rename rewrites the names in it). Equality compares the text alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Expression {
    /// Its text, without the brackets that the clause asks for.
    pub text: String,
    /// Its place.
    pub at: At,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Expression) -> bool {
        self.text == other.text
    }
}

/// A column's type. Equality ignores the place.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Type {
    /// The schema that a type of the user's is written with.
    pub schema: Option<String>,
    /// The name under which the server knows it, in lower case: `integer` for `INT4`, `character varying` for
    /// `varchar`, `timestamp with time zone` for `timestamptz`. A type of the user's keeps its own name.
    pub name: String,
    /// What stands in brackets: `255`; `10`, `2`; for MySQL's `enum` the values, quotes removed.
    pub arguments: Vec<String>,
    /// How many `[]` follow.
    pub array_dimensions: u8,
    /// MySQL's `UNSIGNED`.
    pub is_unsigned: bool,
    /// MySQL's other words (`zerofill`, `character set utf8mb4`, `binary`), in lower case.
    pub attributes: String,
    /// The type in the file.
    pub at: At,
}

impl PartialEq for Type {
    fn eq(&self, other: &Type) -> bool {
        (
            &self.schema,
            &self.name,
            &self.arguments,
            self.array_dimensions,
            self.is_unsigned,
        ) == (
            &other.schema,
            &other.name,
            &other.arguments,
            other.array_dimensions,
            other.is_unsigned,
        )
    }
}

impl Type {
    /// A type by its canonical name.
    pub fn named(name: &str) -> Type {
        Type {
            name: name.to_owned(),
            ..Type::default()
        }
    }

    /// The user's type of this name.
    pub fn of_name(name: &crate::Name) -> Type {
        Type {
            schema: name.schema.clone(),
            name: name.name.clone(),
            at: name.at,
            ..Type::default()
        }
    }

    /// Whether it holds whole numbers.
    pub fn is_integer(&self) -> bool {
        self.integer_bytes().is_some()
    }

    /// How many bytes a whole number of this type takes; `None` for other types.
    pub fn integer_bytes(&self) -> Option<u8> {
        if self.array_dimensions > 0 {
            return None;
        }
        match self.name.as_str() {
            "tinyint" => Some(1),
            "smallint" => Some(2),
            "mediumint" => Some(3),
            "integer" => Some(4),
            "bigint" => Some(8),
            _ => None,
        }
    }

    /// Whether it holds text.
    pub fn is_text(&self) -> bool {
        self.array_dimensions == 0
            && matches!(
                self.name.as_str(),
                "text"
                    | "character varying"
                    | "character"
                    | "citext"
                    | "tinytext"
                    | "mediumtext"
                    | "longtext"
            )
    }

    /// The type as one string, such as `character varying(255)[]`.
    pub fn text(&self) -> String {
        let mut out = String::new();
        if let Some(schema) = &self.schema {
            out.push_str(schema);
            out.push('.');
        }
        // Precision stands inside these names: `timestamp(3) with time zone`.
        let (head, tail) = match self.name.split_once(' ') {
            Some((head @ ("timestamp" | "time" | "interval"), tail))
                if !self.arguments.is_empty() =>
            {
                (head, tail)
            }
            _ => (self.name.as_str(), ""),
        };
        out.push_str(head);
        if !self.arguments.is_empty() {
            let quoted = matches!(head, "enum" | "set");
            let arguments: Vec<String> = self
                .arguments
                .iter()
                .map(|one| {
                    if quoted {
                        format!("'{}'", one.replace('\'', "''"))
                    } else {
                        one.clone()
                    }
                })
                .collect();
            out.push('(');
            out.push_str(&arguments.join(","));
            out.push(')');
        }
        if !tail.is_empty() {
            out.push(' ');
            out.push_str(tail);
        }
        if self.is_unsigned {
            out.push_str(" unsigned");
        }
        for _ in 0..self.array_dimensions {
            out.push_str("[]");
        }
        out
    }
}
