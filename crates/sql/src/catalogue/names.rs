//! What a name means, and the names that the server chooses.

use super::{Catalogue, Relation, TableKey};
use crate::{Dialect, Expression, IndexPart, Key, Name};
use std::sync::Arc;

const MOST_NAME_BYTES: usize = 63;

impl Catalogue {
    /// The key under which a relation is kept: MySQL and SQLite do not tell cases apart.
    pub(super) fn folded(&self, key: &TableKey) -> TableKey {
        match self.dialect {
            Dialect::PostgreSql => key.clone(),
            _ => TableKey {
                schema: key.schema.to_lowercase(),
                name: key.name.to_lowercase(),
            },
        }
    }

    /// Where an object without a schema is made.
    pub(super) fn default_schema(&self) -> &str {
        let fallback = if self.dialect == Dialect::PostgreSql {
            "public"
        } else {
            ""
        };
        let found = self
            .search_path
            .iter()
            .find(|schema| self.dialect != Dialect::PostgreSql || self.schemas.contains(schema));
        found.map_or(fallback, String::as_str)
    }

    /// The full name that a new object gets.
    pub(super) fn new_key(&self, name: &Name) -> TableKey {
        let schema = name
            .schema
            .as_deref()
            .unwrap_or_else(|| self.default_schema());
        TableKey::new(schema, &name.name)
    }

    /// The folded key of the relation that a name means, if there is one.
    pub(super) fn find(&self, name: &Name) -> Option<TableKey> {
        self.find_in(name, |key| self.relations.contains_key(key))
    }

    /// The folded key of what a name means in one of the catalogue's maps.
    pub(super) fn find_in(
        &self,
        name: &Name,
        contains: impl Fn(&TableKey) -> bool,
    ) -> Option<TableKey> {
        if !name.is_known() {
            return None;
        }
        if let Some(schema) = &name.schema {
            let key = self.folded(&TableKey::new(schema, &name.name));
            return contains(&key).then_some(key);
        }
        let temporary = std::iter::once("pg_temp");
        let path = self.search_path.iter().map(String::as_str);
        temporary
            .chain(path)
            .map(|schema| self.folded(&TableKey::new(schema, &name.name)))
            .find(contains)
    }

    /// The relation behind a folded key, to be changed.
    pub(super) fn relation_mut(&mut self, key: &TableKey) -> Option<&mut Relation> {
        self.relations.get_mut(key).map(Arc::make_mut)
    }

    /// Whether a relation, index or sequence of PostgreSQL's has this name: they share one space.
    fn relation_name_is_taken(&self, key: &TableKey) -> bool {
        self.relations.contains_key(key)
            || self.index_owners.contains_key(key)
            || self.sequences.contains_key(key)
    }

    /// The name that PostgreSQL gives to an index, or to a constraint with an index.
    /// Source: `ChooseRelationName` in `src/backend/commands/indexcmds.c`.
    pub(super) fn choose_relation_name(
        &self,
        schema: &str,
        table: &str,
        columns: &str,
        label: &str,
        constraint: bool,
    ) -> String {
        self.choose(table, columns, label, |name| {
            let key = TableKey::new(schema, name);
            self.relation_name_is_taken(&key)
                || constraint && self.constraint_names.contains_key(&key)
        })
    }

    /// The name that PostgreSQL gives to a constraint without an index.
    pub(super) fn choose_constraint_name(
        &self,
        schema: &str,
        table: &str,
        columns: &str,
        label: &str,
    ) -> String {
        self.choose(table, columns, label, |name| {
            self.constraint_names
                .contains_key(&TableKey::new(schema, name))
        })
    }

    fn choose(
        &self,
        table: &str,
        columns: &str,
        label: &str,
        is_taken: impl Fn(&str) -> bool,
    ) -> String {
        let mut pass = 0u32;
        loop {
            let label = if pass == 0 {
                label.to_owned()
            } else {
                format!("{label}{pass}")
            };
            let name = object_name(table, columns, &label);
            if !is_taken(&name) {
                return name;
            }
            pass += 1;
        }
    }
}

/// `makeObjectName`: the longer of the first two is cut until all fits.
fn object_name(first: &str, second: &str, label: &str) -> String {
    let overhead = label.len() + 1 + usize::from(!second.is_empty());
    let available = MOST_NAME_BYTES.saturating_sub(overhead);
    let (mut first_bytes, mut second_bytes) = (first.len(), second.len());
    while first_bytes + second_bytes > available {
        if first_bytes > second_bytes {
            first_bytes -= 1;
        } else {
            second_bytes -= 1;
        }
    }
    let cut = |text: &str, mut bytes: usize| {
        while !text.is_char_boundary(bytes) {
            bytes -= 1;
        }
        text[..bytes].to_owned()
    };
    let mut name = cut(first, first_bytes);
    if !second.is_empty() {
        name.push('_');
        name.push_str(&cut(second, second_bytes));
    }
    name.push('_');
    name.push_str(label);
    name
}

/// The columns' part of a chosen name. Source: `ChooseIndexColumnNames` and `ChooseIndexNameAddition`.
pub(super) fn index_columns_text(parts: &[IndexPart], include: &[crate::Ident]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut out = String::new();
    let all = parts
        .iter()
        .map(part_name)
        .chain(include.iter().map(|ident| ident.text.clone()));
    for original in all {
        let mut name = original.clone();
        let mut number = 1;
        while names.contains(&name) {
            name = format!("{original}{number}");
            number += 1;
        }
        if !out.is_empty() {
            out.push('_');
        }
        out.push_str(&name);
        names.push(name);
        // The server stops when the buffer is full.
        if out.len() >= MOST_NAME_BYTES {
            break;
        }
    }
    out
}

/// The name of one part. Source: `FigureIndexColname`.
fn part_name(part: &IndexPart) -> String {
    match &part.key {
        Key::Column(name) => name.text.clone(),
        Key::Expression(expression) => expression_name(expression),
    }
}

fn expression_name(expression: &Expression) -> String {
    let text = expression.text.trim();
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
        .unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    let rest = rest.trim_start();
    let mut name = "expr".to_owned();
    if !head.is_empty() && rest.starts_with('(') && closes_at_end(rest) {
        let lower = head.to_ascii_lowercase();
        name = lower.rsplit('.').next().unwrap_or(&lower).to_owned();
    } else if !head.is_empty()
        && (rest.is_empty() || rest.starts_with("::"))
        && head.starts_with(|c: char| c.is_alphabetic() || c == '_')
    {
        name = head.to_ascii_lowercase();
    }
    if name == "cast" {
        "expr".to_owned()
    } else {
        name
    }
}

/// Whether the bracket that opens the text closes at its end, perhaps before a cast.
fn closes_at_end(text: &str) -> bool {
    let mut depth = 0i64;
    let mut quoted = false;
    for (at, char) in text.char_indices() {
        match char {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    let rest = text[at + 1..].trim_start();
                    return rest.is_empty() || rest.starts_with("::");
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_where_the_server_cuts_them() {
        let table = "a".repeat(40);
        let column = "b".repeat(40);
        let name = object_name(&table, &column, "fkey");
        assert_eq!(name.len(), 63);
        assert_eq!(name, format!("{}_{}_fkey", "a".repeat(29), "b".repeat(28)));
        assert_eq!(object_name("t", "", "pkey"), "t_pkey");
    }
}
