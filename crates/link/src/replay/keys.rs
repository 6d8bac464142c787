//! What rules ask of keys and indexes, decided: which index serves a foreign key, which is a copy of another,
//! which is contained in another.

use model::Span;
use sql::{
    Column, Constraint, ConstraintKind, Foreign, ForeignAction, Index, IndexPart, Origin, Relation,
};

use super::rows::place;

/// How an index stands to the others of its table, by their positions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shape {
    /// The same in everything but the name.
    pub duplicate_of: Option<usize>,
    /// Begins with the same columns, and serves all that this one serves.
    pub covered_by: Option<usize>,
}

/// The shape of each index of `relation`.
pub fn shapes(relation: &Relation) -> Vec<Shape> {
    let indexes = &relation.indexes;
    (0..indexes.len())
        .map(|position| {
            let index = &indexes[position];
            // What a key implies is not there to be dropped, and what a parent gives is judged there.
            if index.is_primary || index.constraint.is_some() || index.is_inherited {
                return Shape::default();
            }
            let others = || (0..indexes.len()).filter(|other| *other != position);
            let duplicate_of = others().find(|&other| {
                let is_kept = is_implied(&indexes[other]) || other < position;
                is_kept && is_duplicate(index, &indexes[other])
            });
            let covered_by = match duplicate_of {
                Some(_) => None,
                None => others().find(|&other| is_covered(index, &indexes[other])),
            };
            Shape {
                duplicate_of,
                covered_by,
            }
        })
        .collect()
}

fn is_implied(index: &Index) -> bool {
    index.is_primary || index.constraint.is_some()
}

fn is_btree(index: &Index) -> bool {
    index
        .method
        .as_deref()
        .is_none_or(|method| method == "btree")
}

fn predicate(index: &Index) -> Option<&str> {
    index
        .predicate
        .as_ref()
        .map(|predicate| predicate.text.as_str())
}

fn is_duplicate(index: &Index, other: &Index) -> bool {
    index.parts == other.parts
        && is_btree(index) == is_btree(other)
        && (is_btree(index) || index.method == other.method)
        && index.is_unique == other.is_unique
        && index.nulls_not_distinct == other.nulls_not_distinct
        && predicate(index) == predicate(other)
        && index.include == other.include
}

/// Whether every search that `index` serves is served by `other`.
fn is_covered(index: &Index, other: &Index) -> bool {
    let is_prefix = other.parts.starts_with(&index.parts);
    let is_shorter = index.parts.len() < other.parts.len() || (other.is_unique && !index.is_unique);
    let carries = index.include.iter().all(|column| {
        other.include.contains(column)
            || other
                .parts
                .iter()
                .any(|part| part.column_name() == Some(column.text.as_str()))
    });
    !index.is_unique
        && is_btree(index)
        && is_btree(other)
        && is_prefix
        && is_shorter
        && carries
        && predicate(index) == predicate(other)
}

/// The columns of a unique index that may be null and plainly defeat it, where nothing else keeps such rows apart: the
/// mark of deletion, which is null in every row that lives, and a reference before the last column, which says within
/// what the rest is unique. Any other column that may be null is left out of the key on purpose, most often.
pub fn nullable_columns(relation: &Relation, index: &Index) -> Vec<String> {
    if !index.is_unique || index.is_primary || index.nulls_not_distinct || index.predicate.is_some()
    {
        return Vec::new();
    }
    let columns: Vec<&Column> = index
        .parts
        .iter()
        .filter_map(|part| relation.column(part.column_name()?))
        .collect();
    if columns.len() < 2 || columns.len() != index.parts.len() {
        return Vec::new();
    }
    // Rows that the primary key tells apart are so anyway.
    let key = relation.primary_key();
    if !key.is_empty()
        && key
            .iter()
            .all(|name| columns.iter().any(|one| one.name == *name))
    {
        return Vec::new();
    }
    let last = columns.len() - 1;
    let is_optional = columns[last].is_nullable;
    let deletion = super::columns::soft_delete(relation).map(|column| column.name.as_str());
    // What stands within a scope has a name or a place there; a mark of the one chosen row is no identity.
    let is_named = super::columns::words(&columns[last].name)
        .last()
        .is_some_and(|word| NAMES.contains(&word.as_str()));
    let nullable: Vec<&Column> = columns
        .into_iter()
        .enumerate()
        .filter(|(position, column)| {
            let is_scope = *position < last
                && is_named
                && !is_optional
                && is_referring(relation, &column.name);
            column.is_nullable && (is_scope || deletion == Some(column.name.as_str()))
        })
        .map(|(_, column)| column)
        .collect();
    // A second, partial index is the usual way to keep the rows with nulls apart.
    let is_guarded = relation.indexes.iter().any(|other| {
        other.is_unique
            && predicate(other).is_some_and(|predicate| {
                let predicate = predicate.to_lowercase();
                predicate.contains("is null")
                    && nullable
                        .iter()
                        .any(|column| predicate.contains(&column.name.to_lowercase()))
            })
    });
    if is_guarded {
        return Vec::new();
    }
    nullable.iter().map(|column| column.name.clone()).collect()
}

/// Last words of columns that name a thing, or its place in an order, within something.
const NAMES: &[&str] = &[
    "name",
    "slug",
    "title",
    "key",
    "code",
    "email",
    "label",
    "path",
    "handle",
    "identifier",
    "number",
    "version",
    "position",
    "index",
    "order",
    "sequence",
    "language",
    "locale",
];

/// Whether a foreign key holds the column.
fn is_referring(relation: &Relation, name: &str) -> bool {
    relation.constraints.iter().any(|one| match &one.kind {
        ConstraintKind::Foreign(key) => key.columns.iter().any(|column| column.text == name),
        _ => false,
    })
}

/// Whether a check holds the only column of a key to one value, so that there is one row.
pub fn holds_one_row(relation: &Relation) -> bool {
    relation.indexes.iter().any(|index| {
        let [part] = index.parts.as_slice() else {
            return false;
        };
        let Some(name) = part.column_name().filter(|_| index.is_unique) else {
            return false;
        };
        relation.constraints.iter().any(|one| match &one.kind {
            ConstraintKind::Check { expression, .. } => {
                let plain: String = expression
                    .text
                    .chars()
                    .filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '"' | '`'))
                    .collect();
                match plain.strip_prefix(name) {
                    Some("") => true,
                    Some(rest) => rest.strip_prefix('=').is_some_and(is_literal),
                    None => false,
                }
            }
            _ => false,
        })
    })
}

/// Whether `text` is one number or one quoted text, casts aside.
fn is_literal(text: &str) -> bool {
    let value = text.split("::").next().unwrap_or_default();
    let quoted = value
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
        .is_some_and(|inner| !inner.contains('\''));
    quoted || value.parse::<i64>().is_ok() || value.eq_ignore_ascii_case("true")
}

/// Whether a unique key over columns that are never null tells rows apart.
pub fn has_unique_key(relation: &Relation) -> bool {
    // The primary key of SQLite may be the order of the rows themselves, without an index.
    !relation.primary_key().is_empty()
        || relation.indexes.iter().any(|index| {
            index.is_unique
                && index.predicate.is_none()
                && !index.parts.is_empty()
                && (index.is_primary
                    || index.nulls_not_distinct
                    || index.parts.iter().all(|part| match part.column_name() {
                        Some(name) => relation.column(name).is_some_and(|one| !one.is_nullable),
                        // `UNIQUE ((id IS NOT NULL))` allows one row alone.
                        None => true,
                    }))
        })
}

/// The first index of `relation` that finds rows by `columns`: its leading columns are these, in any order, or a
/// unique part of them. A partial index counts if its condition is only that they are not null.
pub fn leading_index(relation: &Relation, columns: &[String]) -> Option<usize> {
    relation.indexes.iter().position(|index| {
        let is_ordered =
            is_btree(index) || (columns.len() == 1 && index.method.as_deref() == Some("hash"));
        let is_named = |part: &IndexPart| {
            part.prefix_length.is_none()
                && part.column_name().is_some_and(|name| {
                    columns
                        .iter()
                        .any(|column| column.eq_ignore_ascii_case(name))
                })
        };
        let leading = index.parts.iter().take_while(|part| is_named(part)).count();
        let is_enough = leading >= columns.len()
            || (index.is_unique && leading == index.parts.len() && leading > 0);
        is_ordered && is_enough && excludes_only_nulls(index, columns)
    })
}

/// Whether an index begins with one of several `columns`, so that it finds some of the rows at least.
pub fn is_partly_indexed(relation: &Relation, columns: &[String]) -> bool {
    columns.len() > 1
        && relation.indexes.iter().any(|index| {
            let first = index.parts.first().and_then(IndexPart::column_name);
            is_btree(index)
                && excludes_only_nulls(index, columns)
                && first.is_some_and(|first| {
                    columns
                        .iter()
                        .any(|column| column.eq_ignore_ascii_case(first))
                })
        })
}

/// Whether the condition of a partial index leaves out only rows in which one of `columns` is null.
fn excludes_only_nulls(index: &Index, columns: &[String]) -> bool {
    let Some(predicate) = predicate(index) else {
        return true;
    };
    let lower = predicate.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '`'))
        .filter(|word| !word.is_empty())
        .collect();
    match words.as_slice() {
        [column, "is", "not", "null"] => columns.iter().any(|name| name.to_lowercase() == *column),
        _ => false,
    }
}

/// Where the columns of a foreign key are named, or its clause.
pub fn columns_place(constraint: &Constraint, key: &Foreign) -> Span {
    let at = match (key.columns.first(), key.columns.last()) {
        (Some(first), Some(last))
            if first.at.end > first.at.start && last.at.end >= first.at.end =>
        {
            first.at.to(last.at)
        }
        _ => constraint.origin.at,
    };
    place(Origin {
        file: constraint.origin.file,
        at,
    })
}

/// `ON DELETE`, as it is written; `None` if nothing is.
pub fn on_delete(action: ForeignAction) -> Option<String> {
    let words = match action {
        ForeignAction::NoAction => return None,
        ForeignAction::Restrict => "restrict",
        ForeignAction::Cascade => "cascade",
        ForeignAction::SetNull => "set null",
        ForeignAction::SetDefault => "set default",
    };
    Some(words.to_owned())
}

/// Whether a column of the key holds smaller whole numbers than the one that it refers to. A column that was renamed to make
/// room for a wider one (`order_id_old`) takes no more.
pub fn is_narrower(relation: &Relation, target: &Relation, key: &Foreign) -> bool {
    key.columns
        .iter()
        .zip(&key.referred)
        .any(|(column, referred)| {
            let bytes = |relation: &Relation, name: &str| {
                relation
                    .column(name)
                    .and_then(|column| column.data_type.integer_bytes())
            };
            let is_replaced = column
                .text
                .strip_suffix("_old")
                .is_some_and(|new| relation.column(new).is_some());
            if is_replaced {
                return false;
            }
            match (bytes(relation, &column.text), bytes(target, &referred.text)) {
                (Some(mine), Some(theirs)) => mine < theirs,
                _ => false,
            }
        })
}
