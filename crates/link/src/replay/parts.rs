//! Tables that are parts of others: of plans, of organisations, of what else has few rows.

use std::cell::Cell;

use sql::{Catalogue, ConstraintKind, Foreign, Ident, Relation};

use super::modest::{GROWS, PEOPLE, ends_in, has_bounded_key, is_any, is_called_modest, stems};
use super::size;

/// Whoever buys as one, and has one of each of its own things.
const ORGANISATIONS: &[&str] = &[
    "organisation",
    "organization",
    "team",
    "tenant",
    "workspace",
];
/// What rows are sorted by: a row that refers to one is no part of it.
const SORTS: &[&str] = &[
    "category", "enm", "enum", "feature", "group", "kind", "lookup", "role", "scope", "template",
    "tier", "type",
];
/// How far a part may be from the whole.
pub(super) const MOST_DEPTH: usize = 2;
/// So many references are followed for one table: its answer is worth no more.
const MOST_STEPS: u32 = 100;
/// Among so many tables the one of the organisations is looked for.
const MOST_TABLES: usize = 1_000;

/// What tables are parts of, by their references.
pub(super) struct Parts<'c> {
    catalogue: &'c Catalogue,
    /// How many references may still be followed.
    steps: Cell<u32>,
}

impl<'c> Parts<'c> {
    pub(super) fn of(catalogue: &'c Catalogue) -> Parts<'c> {
        Parts {
            catalogue,
            steps: Cell::new(MOST_STEPS),
        }
    }

    /// Whether the table is a part of something modest: one row for each of its rows, a pair of two such things, or a
    /// part that bears its name and does not grow with use.
    pub(super) fn is_part(&self, table: &Relation, depth: usize) -> bool {
        let targets: Vec<(&Foreign, &Relation)> = self.references(table).collect();
        let is_whole = |target: &Relation| self.is_whole(target, depth);
        let is_one_each = targets
            .iter()
            .any(|(key, target)| is_unique_over(table, &key.columns) && is_whole(target));
        if is_one_each || self.is_held_once(table) {
            return true;
        }
        let first = stems(&table.key.name).into_iter().next();
        let bears_name_of = |target: &Relation| {
            let name = stems(&target.key.name);
            name.first() == first.as_ref()
                && !size::is_owner(&name)
                && !ends_in(&name, SORTS)
                && is_whole(target)
        };
        let bears_name = targets.iter().any(|(_, target)| bears_name_of(target));
        if bears_name && !targets.iter().any(|(_, target)| self.grows(target, depth)) {
            return true;
        }
        let columns = || -> Vec<Ident> {
            let columns = targets.iter().flat_map(|(key, _)| &key.columns);
            columns.cloned().collect()
        };
        targets.len() > 1
            && (table.columns.len() <= targets.len() + 2 || is_unique_over(table, &columns()))
            && targets.iter().all(|(_, target)| is_whole(target))
    }

    /// The foreign keys to other tables that are known, as long as any may be followed.
    fn references<'t>(
        &self,
        table: &'t Relation,
    ) -> impl Iterator<Item = (&'t Foreign, &'c Relation)> + use<'_, 't, 'c> {
        table.constraints.iter().filter_map(|one| {
            let ConstraintKind::Foreign(key) = &one.kind else {
                return None;
            };
            self.steps.set(self.steps.get().checked_sub(1)?);
            let target = self.catalogue.relation(&key.table)?;
            (target.key != table.key).then_some((key, &**target))
        })
    }

    /// Whether the table of organisations refers to each row of this one once.
    fn is_held_once(&self, table: &Relation) -> bool {
        self.catalogue
            .tables()
            .take(MOST_TABLES)
            .filter(|holder| is_of_organisations(&holder.key.name))
            .any(|holder| {
                self.references(holder).any(|(key, target)| {
                    target.key == table.key && is_unique_over(holder, &key.columns)
                })
            })
    }

    /// Whether the table has a row for each person or each use, or refers to one that has.
    fn grows(&self, table: &Relation, depth: usize) -> bool {
        let words = stems(&table.key.name);
        is_any(&words, PEOPLE)
            || is_any(&words, GROWS)
            || (depth > 0
                && !is_called_modest(&words)
                && self
                    .references(table)
                    .any(|(_, target)| self.grows(target, depth - 1)))
    }

    fn is_whole(&self, target: &Relation, depth: usize) -> bool {
        let words = stems(&target.key.name);
        !is_any(&words, PEOPLE)
            && (is_called_modest(&words)
                || has_bounded_key(target, self.catalogue)
                || (depth > 0 && !is_any(&words, GROWS) && self.is_part(target, depth - 1)))
    }
}

/// Whether a table of this name has a row for each organisation.
fn is_of_organisations(name: &str) -> bool {
    let name = name.strip_suffix('s').unwrap_or(name);
    ORGANISATIONS
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether exactly these columns are unique.
fn is_unique_over(table: &Relation, columns: &[Ident]) -> bool {
    table.indexes.iter().any(|index| {
        index.is_unique
            && index.predicate.is_none()
            && index.parts.len() == columns.len()
            && index.parts.iter().all(|part| {
                part.column_name()
                    .is_some_and(|name| columns.iter().any(|column| column.text == name))
            })
    })
}
