//! What the statements of one migration set for those after them: transactions, timeouts, locks, emptied tables.

use indexmap::IndexSet;
use sql::{Catalogue, Change, Effect, Held, TableKey};

/// What is set for the rest of a migration.
#[derive(Default)]
pub struct Session {
    /// Whether a statement of the file began a transaction.
    pub is_explicit: bool,
    /// Whether a statement of the file ended the transaction that was open, which may be the tool's.
    pub has_ended: bool,
    /// Whether `lock_timeout` is set.
    pub lock_timeout: bool,
    /// Whether `statement_timeout` is set.
    pub statement_timeout: bool,
    /// What the transaction has locked so far, and the tables whose rows the migration changed.
    pub held: Held,
    /// The columns that the migration added to tables that were there.
    pub added: Vec<Added>,
    /// The functions and procedures that it makes, as written.
    pub routines: Vec<String>,
    /// The tables that statements of the migration emptied, and that none filled since; and those that must be
    /// empty for the migration to get so far.
    pub emptied: IndexSet<TableKey>,
}

/// A column that was added.
pub struct Added {
    /// Its table.
    pub key: TableKey,
    /// Its name.
    pub column: String,
    /// Whether the rows that were there got a default.
    pub has_default: bool,
}

impl Session {
    /// Keeps which columns come to tables that are not `born` in the same change.
    pub fn add(&mut self, effect: &Effect, catalogue: &Catalogue, born: &IndexSet<TableKey>) {
        if let Change::AddColumn { table, column, .. } = &effect.change
            && let Some(relation) = catalogue.relation(table)
            && !born.contains(&relation.key)
            && !relation.is_temporary
        {
            self.added.push(Added {
                key: relation.key.clone(),
                column: column.name.text.clone(),
                has_default: column.default.is_some()
                    || column.is_serial
                    || column.is_auto_increment
                    || column.identity.is_some()
                    || column.generated.is_some(),
            });
        }
    }

    /// Keeps which tables have no rows at this point.
    pub fn empty(&mut self, change: &Change, catalogue: &Catalogue) {
        let key = |name: &sql::Name| Some(catalogue.relation(name)?.key.clone());
        match change {
            Change::Truncate { table, .. }
            | Change::Delete {
                table,
                has_where: false,
                is_bounded: false,
            } => self.emptied.extend(key(table)),
            Change::Insert { table, .. } => {
                if let Some(key) = key(table) {
                    self.emptied.shift_remove(&key);
                }
            }
            _ => {}
        }
    }

    /// Keeps what a statement sets.
    pub fn note(&mut self, change: &Change) {
        match change {
            Change::CreateRoutine { definition, .. } => self.routines.push(definition.clone()),
            Change::Begin => self.is_explicit = true,
            Change::Commit | Change::Rollback => {
                self.is_explicit = false;
                self.has_ended = true;
                self.held.locks.clear();
            }
            Change::Set { name, value, .. } => {
                let is_set = !matches!(value.trim_matches('\''), "0" | "0s" | "0ms" | "default");
                match name.as_str() {
                    "lock_timeout" => self.lock_timeout = is_set,
                    "statement_timeout" => self.statement_timeout = is_set,
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
