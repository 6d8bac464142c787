//! Which index serves the use of a table.
//!
//! A B-tree serves a filter if its first part is compared: equality on leading columns in any order, then one range,
//! and then, if every part before is compared for equality, the order. Source: PostgreSQL 17 manual, "Multicolumn
//! Indexes" and "Indexes and ORDER BY"; MySQL 8.0 manual, "Multiple-Column Indexes".

use std::borrow::Cow;

use model::Known;
use sql::{Access, ConstraintKind, Index, IndexPart, Key, Relation, RelationKind};

use super::predicate::follows;
use super::uses::Uses;

/// What is found out about one use of one table.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The uses, by column.
    pub uses: Uses,
    /// The position of the index that serves filter or join.
    pub index: Option<usize>,
    /// Whether an index serves the filters.
    pub is_served: Known<bool>,
    /// Whether an index finds rows by the join alone.
    pub is_join_served: Known<bool>,
    /// Whether an index gives the order.
    pub is_sort_served: Known<bool>,
    /// Whether at most one row is found.
    pub is_unique: bool,
    /// Patterns that begin with a wildcard and that no index serves.
    pub leading_wildcards: Vec<String>,
    /// The columns of an index that would serve it.
    pub suggestion: String,
}

/// `relation` with an index for a primary key that has none: SQLite orders the rows of a table by its
/// `INTEGER PRIMARY KEY`. Source: <https://www.sqlite.org/rowidtable.html>.
pub fn with_row_id(relation: &Relation) -> Cow<'_, Relation> {
    let key = relation
        .constraints
        .iter()
        .find_map(|constraint| match &constraint.kind {
            ConstraintKind::Primary { columns, .. } => Some(columns),
            _ => None,
        });
    let Some(columns) = key.filter(|_| !relation.indexes.iter().any(|index| index.is_primary))
    else {
        return Cow::Borrowed(relation);
    };
    let mut relation = relation.clone();
    relation.indexes.push(Index {
        parts: columns.clone(),
        is_unique: true,
        is_primary: true,
        ..Index::default()
    });
    Cow::Owned(relation)
}

/// Judges the uses of `relation`. `has_holes`: a part of the statement is put together at run time.
pub fn judge(relation: &Relation, uses: &Uses, access: &Access, has_holes: bool) -> Judged {
    let named = relation.indexes.len();
    let keyed = row_key(relation).map(|key| {
        let mut keyed = relation.clone();
        keyed.indexes.push(key);
        keyed
    });
    let relation = keyed.as_ref().unwrap_or(relation);
    let indexes = &relation.indexes;
    let serving = |names: &[&[String]], range: &[String]| {
        indexes
            .iter()
            .enumerate()
            .filter(|(_, index)| follows(index, uses))
            .filter_map(|(position, index)| Some((matched(index, names, range)?, position)))
            .max_by_key(|(matched, position)| (*matched, std::cmp::Reverse(*position)))
            .map(|(_, position)| position)
    };
    let by_filter = serving(&[&uses.equalities], &uses.ranges);
    let by_both = serving(&[&uses.equalities, &uses.joins], &uses.ranges);
    let by_operator = indexes.iter().position(|index| {
        index
            .parts
            .first()
            .is_some_and(|part| names(&uses.operators, part) || names(&uses.wildcards, part))
            && follows(index, uses)
    });
    // A partial index whose condition is not understood may serve after all.
    let is_partial = indexes.iter().any(|index| {
        index.predicate.is_some()
            && !follows(index, uses)
            && matched(index, &[&uses.equalities, &uses.joins], &uses.ranges).is_some()
    });
    let hidden = hidden(relation, uses, has_holes, is_partial);
    let is_served = match (by_filter.or(by_operator), &hidden) {
        (Some(_), _) => Known::Is(true),
        (None, Some(reason)) => Known::unknown(*reason),
        (None, None) if uses.equalities.is_empty() && uses.ranges.is_empty() => {
            Known::unknown("nothing filters the table")
        }
        // The join finds the rows, and the filter tests them.
        (None, None) if by_both.is_some() => Known::Is(true),
        (None, None) if uses.ranges.is_empty() && !is_selective(relation, uses) => {
            Known::unknown("the filter leaves many rows, so that reading them all may be right")
        }
        (None, None) => Known::Is(false),
    };
    let by_join = serving(&[&uses.joins, &uses.equalities], &[]);
    let is_join_served = match (by_join.or(by_filter), &hidden) {
        _ if uses.joins.is_empty() => Known::unknown("nothing joins the table"),
        (Some(_), _) => Known::Is(true),
        (None, Some(reason)) => Known::unknown(*reason),
        (None, None) => Known::Is(false),
    };
    Judged {
        index: by_both
            .or(by_filter)
            .or(by_operator)
            .filter(|position| *position < named),
        is_unique: is_unique(relation, uses),
        is_sort_served: is_sort_served(relation, uses, access, &is_served, has_holes),
        is_served,
        is_join_served,
        // Where an index finds the rows, few are left to be compared.
        leading_wildcards: uses
            .wildcards
            .iter()
            .filter(|_| by_both.is_none() && !has_holes)
            .filter(|column| !is_searchable(relation, column))
            .cloned()
            .collect(),
        suggestion: suggestion(uses),
        uses: uses.clone(),
    }
}

/// The primary key of a table that is itself ordered by it, as SQLite orders a table by its `INTEGER PRIMARY KEY`:
/// no index stands in the catalogue, yet the key finds rows as an index does.
fn row_key(relation: &Relation) -> Option<Index> {
    if relation.indexes.iter().any(|index| index.is_primary) {
        return None;
    }
    let parts = relation
        .constraints
        .iter()
        .find_map(|constraint| match &constraint.kind {
            ConstraintKind::Primary { columns, .. } if !columns.is_empty() => Some(columns.clone()),
            _ => None,
        })?;
    Some(Index {
        parts,
        is_unique: true,
        is_primary: true,
        ..Index::default()
    })
}

/// Words that name columns of few values: an index over such a one finds a large part of the table.
const FEW_VALUES: &[&str] = &[
    "status",
    "state",
    "type",
    "kind",
    "mode",
    "level",
    "role",
    "priority",
    "enabled",
    "disabled",
    "active",
    "deleted",
    "archived",
    "locale",
    "language",
    "currency",
    "flag",
    "calculated",
    "running",
    "allowed",
    "published",
    "verified",
    "revoked",
    "internal",
    "visibility",
    "category",
];

/// Whether one of the columns that are compared tells few rows from many.
fn is_selective(relation: &Relation, uses: &Uses) -> bool {
    uses.equalities.iter().any(|name| {
        let Some(column) = relation.column(name) else {
            return true;
        };
        let data_type = &column.data_type;
        let is_flag = matches!(data_type.name.as_str(), "boolean" | "bool" | "enum" | "bit")
            || (data_type.name == "tinyint"
                && data_type.arguments.first().is_some_and(|n| n == "1"));
        let words: Vec<String> = crate::replay::name_words(name);
        let is_few = words
            .last()
            .is_some_and(|word| FEW_VALUES.contains(&word.as_str()))
            || words
                .first()
                .is_some_and(|word| matches!(word.as_str(), "is" | "has" | "can" | "was"));
        !(is_flag || is_few)
    })
}

/// What hides whether an index serves.
fn hidden(
    relation: &Relation,
    uses: &Uses,
    has_holes: bool,
    is_partial: bool,
) -> Option<&'static str> {
    if has_holes {
        Some("a part of the statement is put together at run time")
    } else if relation.kind != RelationKind::Table {
        Some("what a view reads is not followed")
    } else if !relation.columns_are_known {
        Some("the columns of the table are not known")
    } else if is_pruned(relation, uses) {
        Some("the filter chooses partitions, which are small")
    } else if uses.is_hidden {
        Some("alternatives or unknown columns filter the table")
    } else if is_partial {
        Some("a partial index may serve it")
    } else {
        None
    }
}

/// Whether a filter is on a column by which the table is parted.
fn is_pruned(relation: &Relation, uses: &Uses) -> bool {
    let by = relation
        .partition_by
        .as_ref()
        .map(|by| by.text.to_lowercase());
    by.is_some_and(|by| {
        by.split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .any(|word| {
                let is_it = |name: &String| name.eq_ignore_ascii_case(word);
                uses.equalities.iter().any(is_it) || uses.ranges.iter().any(is_it)
            })
    })
}

fn is_ordered(index: &Index) -> bool {
    index
        .method
        .as_deref()
        .is_none_or(|method| method == "btree")
}

/// How many leading parts of `index` are compared, by any of `names` for equality and then once by `range`;
/// `None` if the first is not.
fn matched(index: &Index, names: &[&[String]], range: &[String]) -> Option<usize> {
    let equal = |part: &IndexPart| names.iter().any(|names| self::names(names, part));
    if !is_ordered(index) {
        let is_hash = index.method.as_deref() == Some("hash");
        return (is_hash && index.parts.first().is_some_and(equal)).then_some(1);
    }
    let leading = index.parts.iter().take_while(|part| equal(part)).count();
    let ranged = index
        .parts
        .get(leading)
        .is_some_and(|part| self::names(range, part));
    let count = leading + usize::from(ranged);
    (count > 0).then_some(count)
}

/// Whether one of `names` is what `part` orders by.
fn names(names: &[String], part: &IndexPart) -> bool {
    match &part.key {
        Key::Column(column) => names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&column.text)),
        Key::Expression(expression) => names
            .iter()
            .any(|name| plain(name) == plain(&expression.text)),
    }
}

/// An expression without spaces, quotes and outer brackets, lower case.
fn plain(text: &str) -> String {
    let mut text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '`'))
        .flat_map(char::to_lowercase)
        .collect();
    for cast in ["::text", "::varchar", "::charactervarying"] {
        text = text.replace(cast, "");
    }
    while text.starts_with('(') && text.ends_with(')') {
        text = text[1..text.len() - 1].to_owned();
    }
    text
}

/// Whether a unique key is compared for equality as a whole.
fn is_unique(relation: &Relation, uses: &Uses) -> bool {
    relation.indexes.iter().any(|index| {
        index.is_unique
            && !index.parts.is_empty()
            && follows(index, uses)
            && index.parts.iter().all(|part| names(&uses.equalities, part))
    })
}

/// Whether an index of words or trigrams finds texts in `column`.
fn is_searchable(relation: &Relation, column: &str) -> bool {
    relation.indexes.iter().any(|index| {
        !is_ordered(index)
            && index.parts.iter().any(|part| match &part.key {
                Key::Column(name) => name.text.eq_ignore_ascii_case(column),
                Key::Expression(expression) => expression
                    .text
                    .to_lowercase()
                    .contains(&column.to_lowercase()),
            })
    })
}

/// Whether an index gives the rows in the order that is asked for. Only a block with a limit gains by it; and where
/// an index finds the rows, few are left to be sorted.
fn is_sort_served(
    relation: &Relation,
    uses: &Uses,
    access: &Access,
    is_served: &Known<bool>,
    has_holes: bool,
) -> Known<bool> {
    if uses.sorts.is_empty() || !access.has_limit {
        return Known::unknown("nothing sorts a limited result");
    }
    if has_holes || uses.is_order_hidden || relation.kind != RelationKind::Table {
        return Known::unknown("the order is not known");
    }
    let is_given = relation.indexes.iter().any(|index| {
        if !is_ordered(index) || !follows(index, uses) {
            return false;
        }
        let rest: Vec<&IndexPart> = index
            .parts
            .iter()
            .skip_while(|part| {
                names(&uses.equalities, part)
                    && !uses.sorts.first().is_some_and(|sort| {
                        part.column_name()
                            .is_some_and(|name| name.eq_ignore_ascii_case(&sort.column))
                    })
            })
            .collect();
        let pairs: Vec<(&&IndexPart, &super::uses::Sort)> = rest.iter().zip(&uses.sorts).collect();
        let fits = pairs.iter().all(|(part, sort)| {
            part.column_name()
                .is_some_and(|name| name.eq_ignore_ascii_case(&sort.column))
        });
        let turns: Vec<bool> = pairs
            .iter()
            .map(|(part, sort)| part.is_descending != sort.is_descending)
            .collect();
        // A unique column gives one row each: what follows it in the order does not matter.
        let is_whole = pairs.len() == uses.sorts.len()
            || (index.is_unique && pairs.len() == rest.len() && !pairs.is_empty());
        fits && is_whole && turns.windows(2).all(|pair| pair[0] == pair[1])
    });
    match (is_given, is_served.known()) {
        (true, _) => Known::Is(true),
        (false, Some(true)) => {
            Known::unknown("an index finds the rows, and few are left to be sorted")
        }
        (false, _) if !uses.joins.is_empty() || uses.is_hidden => {
            Known::unknown("the order follows a join or alternatives")
        }
        (false, _) => Known::Is(false),
    }
}

/// Equalities, then one range, then the order.
fn suggestion(uses: &Uses) -> String {
    let mut columns: Vec<String> = Vec::new();
    let add = |name: &String, columns: &mut Vec<String>| {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    };
    for name in uses.equalities.iter() {
        add(name, &mut columns);
    }
    if columns.is_empty() {
        for name in &uses.joins {
            add(name, &mut columns);
        }
    }
    match uses.ranges.first() {
        Some(range) => add(range, &mut columns),
        None => {
            for sort in &uses.sorts {
                if !columns.contains(&sort.column) {
                    columns.push(sort.column.clone());
                }
            }
        }
    }
    columns.join(", ")
}
