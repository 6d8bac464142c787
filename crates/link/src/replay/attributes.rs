//! Tables that keep the attributes of other rows as rows: entity, attribute, value.

use sql::{Column, ConstraintKind, Relation, RelationKind};

use super::columns::words;

/// What an attribute is called.
const ATTRIBUTES: &[&str] = &[
    "attribute",
    "attr",
    "property",
    "prop",
    "field",
    "characteristic",
    "option",
];
/// Words of the types of values, in names such as `number_value` and `value_int`.
const TYPES: &[&str] = &[
    "bool",
    "boolean",
    "date",
    "datetime",
    "decimal",
    "double",
    "float",
    "int",
    "integer",
    "number",
    "numeric",
    "num",
    "str",
    "string",
    "text",
    "json",
    "timestamp",
];
/// Words of columns that say what is asked of a value: such a row is a condition, and no attribute.
const CONDITIONS: &[&str] = &["condition", "operator", "comparator", "comparison", "op"];
/// A table with more columns keeps more than attributes.
const COLUMNS_MAX: usize = 12;

/// The columns for the entity, the attribute and its values, if that is what `relation` keeps. The attribute is a
/// reference to a table of attributes or is called one; or a value has several columns, one for each type.
pub fn columns(relation: &Relation) -> Vec<String> {
    // Most tables have no value, and their names need not be taken apart.
    let has_value = relation.columns.iter().any(|column| {
        let mut parts = column.name.as_bytes().windows(3);
        parts.any(|part| part.eq_ignore_ascii_case(b"val"))
    });
    let is_condition = |column: &Column| {
        let words = words(&column.name);
        words.iter().any(|word| CONDITIONS.contains(&word.as_str()))
    };
    if !has_value
        || relation.kind != RelationKind::Table
        || relation.columns.len() > COLUMNS_MAX
        || relation.columns.iter().any(is_condition)
    {
        return Vec::new();
    }
    let values: Vec<&Column> = relation
        .columns
        .iter()
        .filter(|column| is_value(column))
        .collect();
    let typed = values.iter().filter(|column| is_typed(column)).count();
    let find = |is: &dyn Fn(&Column) -> bool| relation.columns.iter().find(|column| is(column));
    let attribute = find(&is_attribute).or_else(|| find(&is_key).filter(|_| typed > 1));
    let Some(attribute) = attribute.filter(|_| !values.is_empty()) else {
        return Vec::new();
    };
    let is_entity = |column: &Column| {
        let last = words(&column.name).pop();
        let refers = is_referring(relation, &column.name) || last.is_some_and(|last| last == "id");
        let is_own = relation.primary_key() == [column.name.as_str()];
        refers && !is_own && column.name != attribute.name
    };
    let Some(entity) = find(&is_entity) else {
        return Vec::new();
    };
    let mut names = vec![entity.name.clone(), attribute.name.clone()];
    names.extend(values.iter().map(|column| column.name.clone()));
    names
}

/// `value`, `string_value`, `value_int`, `attribute_value`.
fn is_value(column: &Column) -> bool {
    let words = words(&column.name);
    let is_word = |word: &String| matches!(word.as_str(), "value" | "val");
    match words.as_slice() {
        [one] => is_word(one),
        [first, second] => {
            let is_kind = |word: &String| {
                TYPES.contains(&word.as_str()) || ATTRIBUTES.contains(&word.as_str())
            };
            (is_word(first) && is_kind(second)) || (is_word(second) && is_kind(first))
        }
        _ => false,
    }
}

/// Whether the name says which type of value the column takes.
fn is_typed(column: &Column) -> bool {
    let words = words(&column.name);
    words.len() == 1 || words.iter().any(|word| TYPES.contains(&word.as_str()))
}

/// `attribute`, `attribute_key`, `product_attribute_id`.
fn is_attribute(column: &Column) -> bool {
    let words = words(&column.name);
    let has = |word: &String| ATTRIBUTES.contains(&word.as_str());
    match words.as_slice() {
        [.., attribute, last] => {
            (has(attribute) && matches!(last.as_str(), "id" | "key" | "name" | "code"))
                || (matches!(attribute.as_str(), "key") && last == "id" && words.iter().any(has))
        }
        [one] => has(one) && one != "option",
        [] => false,
    }
}

/// `key`, `data_key`, `name`, `label`: what a value is stored under.
fn is_key(column: &Column) -> bool {
    let words = words(&column.name);
    column.data_type.is_text()
        && words.len() <= 2
        && words
            .last()
            .is_some_and(|last| matches!(last.as_str(), "key" | "name" | "code"))
}

fn is_referring(relation: &Relation, name: &str) -> bool {
    relation.constraints.iter().any(|one| match &one.kind {
        ConstraintKind::Foreign(key) => key.columns.iter().any(|column| column.text == name),
        _ => false,
    })
}
