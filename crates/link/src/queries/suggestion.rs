//! The index that would serve a use of a table: equalities, then one range or the order.

use sql::{Catalogue, Dialect};

use super::selectivity::has_few_values;
use super::served::Used;
use crate::replay::statement::{self, quoted};

/// An index that is missing.
pub struct Suggestion {
    /// What is filtered by, with the order behind it.
    pub columns: String,
    /// The statement that makes it.
    pub statement: String,
    /// Another way: a column to filter by as well, because an index begins with it. Empty if there is none.
    pub instead: String,
}

/// The index that would serve `used`.
pub fn suggestion(catalogue: &Catalogue, used: &Used<'_>, is_join: bool) -> Suggestion {
    let uses = &used.uses;
    let dialect = catalogue.dialect();
    let is_constant = |name: &str| has_few_values(catalogue, used, name);
    let mut columns: Vec<&String> = Vec::new();
    let joins = uses.join_columns();
    if is_join {
        columns.extend(&joins);
    }
    columns.extend(uses.equalities.iter().filter(|name| !is_constant(name)));
    // A range finds the rows by itself; what joins is then looked up in the other table.
    if columns.is_empty() && uses.ranges.is_empty() {
        columns.extend(&joins);
    }
    let has_narrow = !columns.is_empty();
    // Constants choose a part of the table where the dialect has partial indexes.
    let mut conditions = Vec::new();
    for name in uses.equalities.iter().filter(|name| is_constant(name)) {
        let literal = uses.literals.iter().find(|(column, _)| column == name);
        match literal.filter(|_| dialect != Dialect::MySql) {
            Some((_, value)) => conditions.push(format!("{} = {value}", quoted(name, dialect))),
            None => columns.push(name),
        }
    }
    match uses.ranges.first() {
        Some(range) => columns.push(range),
        None => columns.extend(
            uses.sorts
                .iter()
                .filter(|_| !uses.is_order_hidden && used.access.has_limit)
                .map(|sort| &sort.column),
        ),
    }
    let mut seen: Vec<&String> = Vec::new();
    columns.retain(|name| {
        let is_new = !seen.contains(name);
        seen.push(name);
        is_new
    });
    if columns.is_empty() {
        columns.extend(&uses.equalities);
        conditions.clear();
    }
    // Rows marked as deleted are not looked for.
    if dialect != Dialect::MySql && has_narrow {
        conditions.extend(
            uses.states
                .iter()
                .filter(|(_, state)| *state == "null")
                .map(|(name, _)| format!("{} IS NULL", quoted(name, dialect))),
        );
    }
    let written: Vec<String> = columns.iter().map(|name| quoted(name, dialect)).collect();
    Suggestion {
        columns: named(used, is_join),
        statement: statement::create_index(
            dialect,
            &used.relation.key,
            &written.join(", "),
            &conditions,
        ),
        instead: instead(used),
    }
}

/// What the use filters by, with the order behind it.
fn named(used: &Used<'_>, is_join: bool) -> String {
    let uses = &used.uses;
    let joins = uses.join_columns();
    let is_joined = is_join || uses.equalities.is_empty() && uses.ranges.is_empty();
    let mut names: Vec<&String> = Vec::new();
    names.extend(joins.iter().filter(|_| is_joined));
    names.extend(&uses.equalities);
    match uses.ranges.first() {
        Some(range) => names.push(range),
        None => names.extend(uses.sorts.iter().map(|sort| &sort.column)),
    }
    let mut text = String::new();
    let mut seen: Vec<&String> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
            text.push_str(if text.is_empty() { "" } else { ", " });
            text.push_str(name);
        }
    }
    text
}

/// A column that the first index with all compared columns begins with, where the filter lacks only that.
fn instead(used: &Used<'_>) -> String {
    let uses = &used.uses;
    let joins = uses.join_columns();
    let compares = |column: &str| {
        let mut names = uses.equalities.iter().chain(&uses.ranges).chain(&joins);
        names.any(|name| name.eq_ignore_ascii_case(column))
    };
    let nearest = used.relation.indexes.iter().take(used.named).find(|index| {
        let columns: Vec<&str> = index
            .parts
            .iter()
            .filter_map(|part| part.column_name())
            .collect();
        index.predicate.is_none()
            && columns.len() == index.parts.len()
            && columns.first().is_some_and(|column| !compares(column))
            && columns.get(1).is_some_and(|column| compares(column))
    });
    let Some((index, first)) =
        nearest.and_then(|index| Some((index, index.parts.first()?.column_name()?)))
    else {
        return String::new();
    };
    let name = if index.is_primary {
        "the primary key"
    } else {
        index.name.as_str()
    };
    if name.is_empty() {
        return String::new();
    }
    let name = if index.is_primary {
        name.to_owned()
    } else {
        format!("`{name}`")
    };
    format!(", or filter by `{first}` as well, with which {name} begins")
}
