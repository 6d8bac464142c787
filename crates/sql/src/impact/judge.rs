//! The desk at which effects are judged: the table as it is, and what is found.

use super::{Blocks, Context, Impact, ImpactKind};
use crate::{
    Catalogue, Change, ConstraintKind, Effect, Ident, IndexPart, Name, Relation, RelationKind,
    TableKey, Type,
};

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

    /// Adds an impact; what it locks, reads and writes is said of what comes back.
    pub fn note<'k>(
        &mut self,
        kind: ImpactKind,
        table: impl Into<Option<&'k TableKey>>,
        subject: Option<&str>,
        why: impl Into<String>,
    ) -> &mut Impact {
        self.out.push(Impact {
            kind,
            table: table.into().cloned(),
            subject: subject.map(str::to_owned),
            lock: None,
            blocks: Blocks::Nothing,
            scans: false,
            rewrites: false,
            why: why.into(),
        });
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

/// The existing tables that an effect locks so that readers or writers wait.
pub(super) fn strong_locks(effect: &Effect, before: &Catalogue) -> Vec<TableKey> {
    let mut names: Vec<&Name> = Vec::new();
    match &effect.change {
        Change::DropTable { table, .. }
        | Change::RenameTable { table, .. }
        | Change::SetTableSchema { table, .. }
        | Change::AddColumn { table, .. }
        | Change::DropColumn { table, .. }
        | Change::RenameColumn { table, .. }
        | Change::AlterColumn { table, .. }
        | Change::RedefineColumn { table, .. }
        | Change::DropConstraint { table, .. }
        | Change::DropPrimaryKey { table }
        | Change::RenameConstraint { table, .. }
        | Change::DetachPartition {
            table,
            concurrently: false,
            ..
        }
        | Change::SetInherit { table, .. }
        | Change::CreateTrigger { table, .. }
        | Change::Truncate { table, .. } => names.push(table),
        Change::SetTableOption { table, option } if !is_owner(option) => names.push(table),
        Change::AddConstraint { table, constraint } => {
            names.push(table);
            if let ConstraintKind::Foreign(foreign) = &constraint.kind {
                names.push(&foreign.table);
            }
        }
        Change::AttachPartition { partition, .. } => names.push(partition),
        Change::CreateIndex(index) if !index.concurrently => names.push(&index.table),
        Change::DropIndex {
            index,
            table,
            concurrently: false,
            ..
        } => {
            return before
                .index(index, table.as_ref())
                .map(|(relation, _)| relation.key.clone())
                .into_iter()
                .collect();
        }
        _ => {}
    }
    let mut keys: Vec<TableKey> = Vec::new();
    for name in names {
        if let Some(relation) = before.relation(name)
            && !relation.is_temporary
            && !keys.contains(&relation.key)
        {
            keys.push(relation.key.clone());
        }
    }
    keys
}

/// A new owner needs the lock for a moment only, and is set where nobody runs yet.
fn is_owner(option: &crate::TableOption) -> bool {
    matches!(option, crate::TableOption::Other(text) if text.to_ascii_lowercase().starts_with("owner"))
}
