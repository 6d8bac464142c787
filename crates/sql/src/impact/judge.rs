//! The desk at which effects are judged: the table as it is, and what is found.

use super::{Blocks, Context, Impact, ImpactKind};
use crate::{Catalogue, Effect, Ident, IndexPart, Name, Relation, RelationKind, TableKey, Type};

pub(super) struct Judge<'a> {
    pub effect: &'a Effect,
    pub before: &'a Catalogue,
    pub context: &'a Context<'a>,
    pub out: Vec<Impact>,
}

/// A lock with who waits for it.
#[derive(Clone, Copy)]
pub(super) struct Lock {
    pub name: &'static str,
    pub blocks: Blocks,
}

pub(super) const ACCESS_EXCLUSIVE: Lock = Lock {
    name: "ACCESS EXCLUSIVE",
    blocks: Blocks::Both,
};
pub(super) const SHARE: Lock = Lock {
    name: "SHARE",
    blocks: Blocks::Writes,
};
pub(super) const SHARE_ROW_EXCLUSIVE: Lock = Lock {
    name: "SHARE ROW EXCLUSIVE",
    blocks: Blocks::Writes,
};
/// InnoDB's `LOCK=SHARED`: the table is read, and writers wait.
pub(super) const SHARED: Lock = Lock {
    name: "SHARED",
    blocks: Blocks::Writes,
};

impl<'a> Judge<'a> {
    pub fn new(effect: &'a Effect, before: &'a Catalogue, context: &'a Context<'a>) -> Judge<'a> {
        Judge {
            effect,
            before,
            context,
            out: Vec::new(),
        }
    }

    /// The table that a name means, if it is an old one that people use; `None` if it was born in this change, keeps no
    /// rows, or is not known.
    pub fn old(&self, name: &Name) -> Option<&'a Relation> {
        self.before
            .relation(name)
            .map(|relation| &**relation)
            .filter(|relation| self.is_old(relation))
    }

    pub fn is_old(&self, relation: &Relation) -> bool {
        !self.context.born.contains(&relation.key) && !relation.is_temporary
    }

    /// Whether a type is known, and was made by another file.
    pub fn is_old_type(&self, name: &Name) -> bool {
        let found = self.before.user_type(&Type::of_name(name));
        found.is_some_and(|found| found.origin.file != self.context.file)
    }

    /// Whether an old table or view is in the schema.
    pub fn holds_old(&self, schema: &Ident) -> bool {
        let mut relations = self.before.relations();
        relations.any(|relation| relation.key.schema == schema.text && self.is_old(relation))
    }

    /// The same for tables alone, not views.
    pub fn old_table(&self, name: &Name) -> Option<&'a Relation> {
        self.old(name)
            .filter(|relation| relation.kind == RelationKind::Table)
    }

    /// Whether the version that runs may know the column: the table has it, and not from this migration.
    pub fn is_used(&self, table: &Relation, column: &str) -> bool {
        table
            .column(column)
            .is_some_and(|column| column.origin.file != self.context.file)
    }

    /// Whether the column is `NULL` in every row: this migration added it so, and changed no row since.
    pub fn is_all_null(&self, table: &Relation, column: &str) -> bool {
        table.column(column).is_some_and(|column| {
            let is_filled = column.default.is_some() || column.fills_itself();
            column.origin.file == self.context.file && column.is_nullable && !is_filled
        }) && !self.context.held.changed.contains(&table.key)
    }

    /// Adds an impact; what it locks, reads and writes is said of what comes back.
    pub fn note<'k>(
        &mut self,
        kind: ImpactKind,
        table: impl Into<Option<&'k TableKey>>,
        subject: Option<&str>,
        why: impl Into<String>,
    ) -> &mut Impact {
        self.out.push(Impact::new(kind, table.into(), subject, why));
        self.out.last_mut().expect("pushed above")
    }

    /// A unique index or key over `parts` on rows that are there already, unless a unique key over some of them tells
    /// all rows apart.
    pub fn may_hold_equal_rows(
        &mut self,
        found: &Relation,
        parts: &[IndexPart],
        subject: Option<&str>,
    ) {
        let table = &found.key;
        let columns: Vec<&str> = parts.iter().filter_map(IndexPart::column_name).collect();
        // `NULL` is equal to nothing.
        if columns.iter().any(|column| self.is_all_null(found, column)) {
            return;
        }
        let is_proof = |index: &crate::Index| {
            let mut own = index.parts.iter().map(IndexPart::column_name);
            index.is_unique
                && index.predicate.is_none()
                && own.all(|name| name.is_some_and(|name| columns.contains(&name)))
        };
        let key = found.primary_key();
        let is_keyed = !key.is_empty() && key.iter().all(|name| columns.contains(name));
        if is_keyed || found.indexes.iter().any(is_proof) {
            return;
        }
        self.note(
            ImpactKind::UniqueMayFail,
            table,
            subject,
            "it fails if two rows are equal, and the version that runs beside may write such rows",
        );
    }

    /// Says of each lock that an earlier statement of the transaction took a stronger one, which is held meanwhile.
    pub fn strengthen(&mut self) {
        for impact in &mut self.out {
            let held = impact.table.as_ref();
            let Some(taken) = held.and_then(|table| self.context.held.exclusive(table)) else {
                continue;
            };
            let is_backfill = impact.kind == ImpactKind::UnboundedBackfill;
            let is_weaker = impact.scans && impact.blocks == Blocks::Writes;
            if is_backfill {
                impact.why = format!(
                    "the lock ACCESS EXCLUSIVE, which {} took, keeps readers and writers out until it ends",
                    taken.by
                );
            }
            if is_backfill || is_weaker {
                impact.excluding();
                impact.taken = Some(taken.clone());
            }
        }
    }

    /// Leaves out what an empty table makes no difference for: nothing is read, and nothing can fail.
    pub fn spare_emptied(&mut self) {
        let emptied = self.context.emptied;
        self.out.retain(|impact| {
            let is_empty = impact
                .table
                .as_ref()
                .is_some_and(|key| emptied.contains(key));
            let depends_on_rows = impact.scans
                || matches!(
                    impact.kind,
                    ImpactKind::RequiredColumn
                        | ImpactKind::NotNullMayFail
                        | ImpactKind::UniqueMayFail
                        | ImpactKind::NarrowedType
                );
            !(is_empty && depends_on_rows)
        });
    }
}

impl Impact {
    /// A consequence that locks, reads and writes nothing.
    pub fn new(
        kind: ImpactKind,
        table: Option<&TableKey>,
        subject: Option<&str>,
        why: impl Into<String>,
    ) -> Impact {
        Impact {
            kind,
            table: table.cloned(),
            subject: subject.map(str::to_owned),
            lock: None,
            blocks: Blocks::Nothing,
            scans: false,
            rewrites: false,
            taken: None,
            is_over_nulls: false,
            is_looser: false,
            takes: Vec::new(),
            instead: String::new(),
            why: why.into(),
        }
    }

    /// It takes this lock.
    pub(super) fn locking(&mut self, lock: Lock) -> &mut Impact {
        self.lock = Some(lock.name.to_owned());
        self.blocks = lock.blocks;
        self
    }

    /// Everybody waits.
    pub(super) fn excluding(&mut self) -> &mut Impact {
        self.locking(ACCESS_EXCLUSIVE)
    }

    /// InnoDB copies the table (`ALGORITHM=COPY`), and writers wait meanwhile.
    pub(super) fn copying(&mut self) -> &mut Impact {
        self.locking(SHARED).rewriting()
    }

    /// It reads every row.
    pub(super) fn scanning(&mut self) -> &mut Impact {
        self.scans = true;
        self
    }

    /// It writes everything anew, which reads it too.
    pub(super) fn rewriting(&mut self) -> &mut Impact {
        self.scans = true;
        self.rewrites = true;
        self
    }
}
