//! Which index serves the filters of one table.
//!
//! A B-tree serves a filter if its first part is compared: equality on leading columns in any order, then one range,
//! and then, if every part before is compared for equality, the order. Source: PostgreSQL 17 manual, "Multicolumn
//! Indexes" and "Indexes and ORDER BY"; MySQL 8.0 manual, "Multiple-Column Indexes".

use std::borrow::Cow;

use sql::{Access, ConstraintKind, Index, IndexPart, Key, Relation, RelationKind};

use super::predicate::follows;
use super::uses::Uses;

/// One table as one block of a statement uses it.
pub struct Used<'a> {
    /// The table, with the index that SQLite's rows are.
    pub relation: Cow<'a, Relation>,
    /// How many indexes stand in the catalogue: those behind are the rows themselves.
    pub named: usize,
    /// Columns that refer to tables of few rows, which are the values that they have.
    pub few: Vec<String>,
    /// How its columns are used.
    pub uses: Uses,
    /// The access.
    pub access: &'a Access,
}

/// What finds the rows that the table's own filters ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The index at this position.
    Index(usize),
    /// Several indexes, one for each alternative.
    Alternatives,
    /// Nothing.
    Nothing,
    /// It cannot be told, for this reason.
    Hidden(&'static str),
}

/// `relation` with the indexes that stand in no catalogue: SQLite orders the rows of a table by its
/// `INTEGER PRIMARY KEY`, and PostgreSQL keeps an exclusion constraint by an index.
/// Source: <https://www.sqlite.org/rowidtable.html>; PostgreSQL 17 manual, "CREATE TABLE", `EXCLUDE`.
pub fn with_implied(relation: &Relation) -> Cow<'_, Relation> {
    let has_key = relation.indexes.iter().any(|index| index.is_primary);
    let implied: Vec<Index> = relation
        .constraints
        .iter()
        .filter_map(|constraint| match &constraint.kind {
            ConstraintKind::Primary { columns, .. } if !columns.is_empty() && !has_key => {
                Some(Index {
                    parts: columns.clone(),
                    is_unique: true,
                    is_primary: true,
                    ..Index::default()
                })
            }
            ConstraintKind::Exclude {
                method,
                parts,
                predicate,
            } => Some(Index {
                parts: parts.iter().map(|(part, _)| part.clone()).collect(),
                method: method.clone(),
                predicate: predicate.clone(),
                ..Index::default()
            }),
            _ => None,
        })
        .collect();
    if implied.is_empty() {
        return Cow::Borrowed(relation);
    }
    let mut relation = relation.clone();
    relation.indexes.extend(implied);
    Cow::Owned(relation)
}

/// What finds the rows. `has_holes`: a part of the statement is put together at run time.
pub fn found(used: &Used<'_>, has_holes: bool) -> Found {
    let (relation, uses) = (&*used.relation, &used.uses);
    if let Some(index) = best(relation, uses, &[]).or_else(|| made_for(relation, uses)) {
        return Found::Index(index);
    }
    let mut is_hidden = uses.is_hidden;
    for arms in uses.alternatives.values() {
        let serves = |arm: &Uses| best(relation, &uses.with(arm), &[]).is_some();
        if arms.iter().all(serves) {
            return Found::Alternatives;
        }
        is_hidden |= arms.iter().all(|arm| arm.is_hidden || serves(arm));
    }
    let reason = if has_holes {
        "a part of the statement is put together at run time"
    } else if relation.kind != RelationKind::Table {
        "what a view reads is not followed"
    } else if !relation.columns_are_known {
        "the columns of the table are not known"
    } else if is_hidden {
        "alternatives or unknown columns filter the table"
    } else if may_be_partial(relation, uses) {
        "a partial index may serve it"
    } else if has_pattern_index(relation, uses) {
        "whether an index serves a pattern depends on its collation"
    } else if is_pruned(relation, uses) {
        "partitions that cannot match are left out"
    } else {
        return Found::Nothing;
    };
    Found::Hidden(reason)
}

/// The index that serves the filters and the columns of `joins` best; `None` if none does.
pub fn best(relation: &Relation, uses: &Uses, joins: &[String]) -> Option<usize> {
    relation
        .indexes
        .iter()
        .enumerate()
        .filter(|(_, index)| follows(index, uses))
        .filter_map(|(position, index)| Some((matched(index, uses, joins)?, position)))
        .max_by_key(|(matched, position)| (*matched, std::cmp::Reverse(*position)))
        .map(|(_, position)| position)
}

/// The index that is made for an operator or for words.
fn made_for(relation: &Relation, uses: &Uses) -> Option<usize> {
    relation.indexes.iter().position(|index| {
        !is_ordered(index)
            && index.parts.iter().any(|part| {
                names(&uses.operators, part)
                    || names(&uses.wildcards, part)
                    || names(&uses.patterns, part)
                    || is_of_trigrams(part) && names(&uses.equalities, part)
            })
            && follows(index, uses)
    })
}

/// Whether `part` keeps the trigrams of a text, which find equal ones as well.
/// Source: PostgreSQL 17 manual, `pg_trgm`, "Index Support".
fn is_of_trigrams(part: &IndexPart) -> bool {
    let class = part.operator_class.as_deref();
    class.is_some_and(|class| class.ends_with("gin_trgm_ops") || class.ends_with("gist_trgm_ops"))
}

/// Whether a partial index would serve if its condition were known to hold, or if few rows satisfy it.
fn may_be_partial(relation: &Relation, uses: &Uses) -> bool {
    relation.indexes.iter().any(|index| {
        index.predicate.is_some()
            && (follows(index, uses) || matched(index, uses, &uses.join_columns()).is_some())
    })
}

/// Whether a pattern that does not begin with a wildcard is over the first part of an index.
fn has_pattern_index(relation: &Relation, uses: &Uses) -> bool {
    relation.indexes.iter().any(|index| {
        index
            .parts
            .first()
            .is_some_and(|part| names(&uses.patterns, part))
    })
}

/// Whether the filters choose among the partitions of the table.
fn is_pruned(relation: &Relation, uses: &Uses) -> bool {
    let Some(by) = &relation.partition_by else {
        return false;
    };
    let text = by.text.to_lowercase();
    let mut columns = text
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .filter(|word| relation.column(word).is_some());
    columns.any(|column| {
        let is_it = |name: &String| name.eq_ignore_ascii_case(column);
        uses.equalities.iter().any(is_it) || uses.ranges.iter().any(is_it)
    })
}

/// Whether the index orders its parts.
pub fn is_ordered(index: &Index) -> bool {
    index
        .method
        .as_deref()
        .is_none_or(|method| method == "btree")
}

/// How many leading parts of `index` are compared: for equality, or by a join, and then once by a range; `None` if the
/// first is not.
fn matched(index: &Index, uses: &Uses, joins: &[String]) -> Option<usize> {
    let is_null = |part: &IndexPart| {
        part.column_name().is_some_and(|column| {
            uses.states
                .iter()
                .any(|(name, state)| *state == "null" && name.eq_ignore_ascii_case(column))
        })
    };
    let is_equal = |part: &IndexPart| {
        names(&uses.equalities, part)
            || names(&uses.implied, part)
            || names(joins, part)
            || names(&uses.computed, part)
            || is_null(part)
    };
    match index.method.as_deref() {
        Some("hash") => return index.parts.first().is_some_and(is_equal).then_some(1),
        // `btree_gist` gives GiST the comparisons of a B-tree; it finds rows by any part.
        Some("brin" | "gist") => {
            let is_any = |part| is_equal(part) || names(&uses.ranges, part);
            return index.parts.iter().any(is_any).then_some(1);
        }
        _ if !is_ordered(index) => return None,
        _ => {}
    }
    let leading = index.parts.iter().take_while(|part| is_equal(part)).count();
    let ranged = index
        .parts
        .get(leading)
        .is_some_and(|part| names(&uses.ranges, part));
    // A partial index holds nothing but the rows of its condition: a constant that the filter gives finds them.
    let chosen = index.predicate.as_ref().is_some_and(|predicate| {
        let condition = predicate.text.to_lowercase();
        let mut words =
            condition.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
        words.any(|word| {
            uses.literals
                .iter()
                .any(|(column, _)| column.eq_ignore_ascii_case(word))
        })
    });
    let count = leading + usize::from(ranged) + usize::from(chosen);
    (count > 0).then_some(count)
}

/// Whether one of `names` is what `part` orders by.
pub fn names(names: &[String], part: &IndexPart) -> bool {
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
pub fn is_unique(relation: &Relation, uses: &Uses) -> bool {
    relation.indexes.iter().any(|index| {
        index.is_unique
            && !index.parts.is_empty()
            && follows(index, uses)
            && index.parts.iter().all(|part| names(&uses.equalities, part))
    })
}

/// Whether an index of words or trigrams finds texts in `column`.
pub fn is_searchable(relation: &Relation, column: &str) -> bool {
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
