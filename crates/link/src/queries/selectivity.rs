//! Whether a filter finds few rows, as far as the schema and the statement tell.

use sql::{
    AccessKind, Catalogue, ConstraintKind, Relation, Statement, TableKey, Type, UserTypeKind,
};

use super::served::Used;
use crate::replay::name_words as words;

/// Last words of columns that have few values, over and over.
const FEW_VALUES: &[&str] = &[
    "active",
    "allowed",
    "archived",
    "calculated",
    "category",
    "channel",
    "currency",
    "deleted",
    "direction",
    "disabled",
    "enabled",
    "engine",
    "flag",
    "format",
    "gender",
    "internal",
    "kind",
    "lang",
    "language",
    "level",
    "locale",
    "method",
    "mode",
    "phase",
    "platform",
    "priority",
    "protocol",
    "provider",
    "published",
    "region",
    "revoked",
    "role",
    "running",
    "scope",
    "severity",
    "source",
    "stage",
    "state",
    "status",
    "tier",
    "type",
    "verified",
    "visibility",
];

/// Whether the filters of `used` find few rows: a column of many values is compared, or a range.
pub fn is_selective(catalogue: &Catalogue, used: &Used<'_>) -> bool {
    let uses = &used.uses;
    let is_narrow = |name: &&String| !has_few_values(catalogue, used, name);
    uses.equalities.iter().any(|name| is_narrow(&name))
        || uses.ranges.iter().any(|name| is_narrow(&name))
        || is_queue(used)
}

/// Whether `name` is compared with a constant of the statement, or has few values.
pub fn has_few_values(catalogue: &Catalogue, used: &Used<'_>, name: &str) -> bool {
    used.uses.literals.iter().any(|(column, _)| column == name)
        || used
            .relation
            .column(name)
            .is_some_and(|column| is_flag(catalogue, &column.data_type))
        || is_of_few(&used.relation, name)
        || used.few.iter().any(|column| column == name)
}

/// The columns of `relation` that refer to tables for which `is_small` holds.
pub fn references_to_few(
    catalogue: &Catalogue,
    relation: &Relation,
    is_small: &dyn Fn(&TableKey) -> bool,
) -> Vec<String> {
    let keys = relation.constraints.iter();
    keys.filter_map(|constraint| match &constraint.kind {
        ConstraintKind::Foreign(key) => Some(key),
        _ => None,
    })
    .filter_map(|key| match key.columns.as_slice() {
        [column] => Some((column, catalogue.relation(&key.table)?)),
        _ => None,
    })
    .filter(|(_, table)| is_small(&table.key))
    .map(|(column, _)| column.text.clone())
    .collect()
}

/// Whether nothing but ranges, beside columns of few values, finds the rows of `used`: most of a report's, or those that a
/// clock looks for.
pub fn is_by_range(catalogue: &Catalogue, used: &Used<'_>) -> bool {
    let uses = &used.uses;
    !uses.ranges.is_empty()
        && (uses.equalities.iter()).all(|name| has_few_values(catalogue, used, name))
}

fn is_flag(catalogue: &Catalogue, data_type: &Type) -> bool {
    let is_enum = || {
        catalogue
            .user_type(data_type)
            .is_some_and(|found| matches!(found.kind, UserTypeKind::Enum(_)))
    };
    data_type.array_dimensions == 0
        && (matches!(data_type.name.as_str(), "boolean" | "bool" | "bit" | "enum")
            || (data_type.name == "tinyint"
                && data_type.arguments.first().is_none_or(|of| of == "1"))
            || is_enum())
}

fn is_of_few(relation: &Relation, name: &str) -> bool {
    let words = words(name);
    let is_flag = words
        .first()
        .is_some_and(|word| matches!(word.as_str(), "is" | "has" | "can" | "was"));
    // A key may be called after a type, and tells rows apart all the same.
    !relation.primary_key().contains(&name)
        && words.len() <= 3
        && (is_flag
            || words
                .last()
                .is_some_and(|word| FEW_VALUES.contains(&word.as_str())))
}

/// Whether the statement takes the next rows of a work list: those of one state, oldest first, a few at a time.
fn is_queue(used: &Used<'_>) -> bool {
    let access = used.access;
    access.has_limit
        && (access.for_update || !used.uses.sorts.is_empty())
        && !used.uses.literals.is_empty()
        && !used.uses.is_order_hidden
}

/// Whether `used` looks for rows to remove by nothing but ranges, as a clean-up does.
pub fn is_cleanup(catalogue: &Catalogue, statement: &Statement, used: &Used<'_>) -> bool {
    let is_narrow = |name: &String| !has_few_values(catalogue, used, name);
    statement.accesses.iter().any(|access| {
        access.kind == AccessKind::Delete && access.table.name == used.access.table.name
    }) && !used.uses.equalities.iter().any(is_narrow)
}

/// Whether `used` gives every column that it filters by another value, as `UPDATE task SET owner = $1 WHERE owner = $2`.
pub fn renames_value(used: &Used<'_>) -> bool {
    let uses = &used.uses;
    let is_written = |name: &String| {
        let mut columns = used.access.columns.iter();
        columns.any(|one| one.usage == sql::Usage::Written && one.column.text == *name)
    };
    used.access.kind == AccessKind::Update
        && !uses.equalities.is_empty()
        && uses.ranges.is_empty()
        && uses.equalities.iter().all(is_written)
}
