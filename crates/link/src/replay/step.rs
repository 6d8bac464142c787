//! What one effect is called, what it concerns, and where it stands.

use sql::{At, Catalogue, Change, ColumnChange, ConstraintKind, Effect, Ident, Name, Origin};

/// The words for an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words<'e> {
    /// What it does.
    pub kind: &'static str,
    /// The table that it names.
    pub table: Option<&'e Name>,
    /// The column, index or constraint.
    pub object: String,
    /// The name of what changes, or the effect's own place.
    pub at: At,
}

/// The words for `effect`; `None` if it concerns neither tables nor types.
pub fn words(effect: &Effect) -> Option<Words<'_>> {
    let (kind, table, object, at) = parts(&effect.change)?;
    let at = if at.end > at.start { at } else { effect.at };
    Some(Words {
        kind,
        table,
        object,
        at,
    })
}

type Parts<'e> = (&'static str, Option<&'e Name>, String, At);

fn parts(change: &Change) -> Option<Parts<'_>> {
    use Change as C;
    let named = |kind, table, object: &Ident| (kind, Some(table), object.text.clone(), object.at);
    let whole = |kind, table: &'_ Name| (kind, table.at);
    Some(match change {
        C::CreateTable(def) => ("create_table", Some(&def.name), String::new(), def.name.at),
        C::DropTable { table, .. } => on(whole("drop_table", table), table),
        C::RenameTable { table, to, .. } => ("rename_table", Some(table), to.to_string(), table.at),
        C::SetTableSchema { table, .. } => on(whole("move_table", table), table),
        C::AddColumn { table, column, .. } => named("add_column", table, &column.name),
        C::DropColumn { table, column, .. } => named("drop_column", table, column),
        C::RenameColumn { table, column, .. } => named("rename_column", table, column),
        C::AlterColumn {
            table,
            column,
            change,
        } => named(column_kind(change), table, column),
        C::RedefineColumn { table, column, .. } => named("redefine_column", table, column),
        C::AddConstraint { table, constraint } => {
            let kind = match constraint.kind {
                ConstraintKind::Primary { .. } => "add_primary_key",
                ConstraintKind::Unique { .. } => "add_unique_key",
                ConstraintKind::Foreign(_) => "add_foreign_key",
                _ => "add_constraint",
            };
            let (object, at) = match &constraint.name {
                Some(name) => (name.text.clone(), name.at),
                None => (String::new(), constrained(&constraint.kind, constraint.at)),
            };
            (kind, Some(table), object, at)
        }
        C::DropConstraint {
            table, constraint, ..
        } => named("drop_constraint", table, constraint),
        C::DropPrimaryKey { table } => on(whole("drop_primary_key", table), table),
        C::RenameConstraint {
            table, constraint, ..
        } => named("rename_constraint", table, constraint),
        C::ValidateConstraint { table, constraint } => {
            named("validate_constraint", table, constraint)
        }
        C::AttachPartition {
            table, partition, ..
        } => (
            "attach_partition",
            Some(table),
            partition.to_string(),
            partition.at,
        ),
        C::DetachPartition {
            table, partition, ..
        } => (
            "detach_partition",
            Some(table),
            partition.to_string(),
            partition.at,
        ),
        C::SetInherit { table, .. } => on(whole("set_inherit", table), table),
        C::SetTableOption { table, .. } => on(whole("set_table_option", table), table),
        C::CreateIndex(index) => match &index.name {
            Some(name) => named("create_index", &index.table, name),
            None => (
                "create_index",
                Some(&index.table),
                String::new(),
                index.table.at,
            ),
        },
        C::DropIndex { index, table, .. } => {
            ("drop_index", table.as_ref(), index.name.clone(), index.at)
        }
        C::RenameIndex { index, table, .. } => {
            ("rename_index", table.as_ref(), index.name.clone(), index.at)
        }
        C::Reindex { target, .. } => ("reindex", None, target.name.clone(), target.at),
        C::CreateView(view) => ("create_view", Some(&view.name), String::new(), view.name.at),
        C::DropView { view, .. } => on(whole("drop_view", view), view),
        C::RenameView { view, .. } => on(whole("rename_view", view), view),
        C::RefreshView { view, .. } => on(whole("refresh_view", view), view),
        C::CreateEnum { name, .. } => ("create_type", None, name.to_string(), name.at),
        C::AddEnumValue { name, value, .. } => {
            ("add_enum_value", None, format!("{name}.{value}"), name.at)
        }
        C::RenameEnumValue { name, value, .. } => (
            "rename_enum_value",
            None,
            format!("{name}.{value}"),
            name.at,
        ),
        C::AlterDomain { name, .. } => ("alter_domain", None, name.to_string(), name.at),
        C::CreateDomain { name, .. } | C::CreateType { name, .. } => {
            ("create_type", None, name.to_string(), name.at)
        }
        C::DropType { name, .. } => ("drop_type", None, name.to_string(), name.at),
        C::RenameType { name, .. } => ("rename_type", None, name.to_string(), name.at),
        C::DropSchema { name, .. } => ("drop_schema", None, name.text.clone(), name.at),
        C::RenameSchema { name, .. } => ("rename_schema", None, name.text.clone(), name.at),
        C::CreateSchema { name, .. } => ("create_schema", None, name.text.clone(), name.at),
        C::Insert { table, .. } => on(whole("insert", table), table),
        C::Update { table, .. } => on(whole("update", table), table),
        C::Delete { table, .. } => on(whole("delete", table), table),
        C::Truncate { table, .. } => on(whole("truncate", table), table),
        C::LockTable { table, .. } => on(whole("lock_table", table), table),
        C::Maintain {
            table: Some(table), ..
        } => on(whole("maintain", table), table),
        _ => return None,
    })
}

fn on<'e>((kind, at): (&'static str, At), table: &'e Name) -> Parts<'e> {
    (kind, Some(table), String::new(), at)
}

fn column_kind(change: &ColumnChange) -> &'static str {
    match change {
        ColumnChange::Type { .. } => "change_type",
        ColumnChange::SetNotNull => "set_not_null",
        ColumnChange::DropNotNull => "drop_not_null",
        ColumnChange::SetDefault(_) | ColumnChange::DropDefault => "set_default",
        _ => "alter_column",
    }
}

/// What the object of a step of this kind is, in words.
pub fn noun(kind: &str) -> &'static str {
    match kind {
        "add_primary_key" | "drop_primary_key" => "primary key",
        "add_unique_key" => "unique key",
        "add_foreign_key" => "foreign key",
        "create_index" | "drop_index" | "rename_index" | "reindex" => "index",
        "add_column" => "the key of",
        "add_constraint" | "drop_constraint" | "rename_constraint" | "validate_constraint" => {
            "constraint"
        }
        _ => "column",
    }
}

/// The first column of a nameless constraint: the smallest text that shows it.
fn constrained(kind: &ConstraintKind, at: At) -> At {
    let first = match kind {
        ConstraintKind::Foreign(key) => key.columns.first(),
        ConstraintKind::Primary { columns, .. } | ConstraintKind::Unique { columns, .. } => {
            columns.first().and_then(|part| match &part.key {
                sql::Key::Column(name) => Some(name),
                sql::Key::Expression(_) => None,
            })
        }
        ConstraintKind::NotNull { column } => Some(column),
        _ => None,
    };
    match first {
        Some(column) if column.at.end > column.at.start => column.at,
        _ => at,
    }
}

/// The name that the server chose for the constraint or the index that `effect` added without one.
pub fn chosen_name(effect: &Effect, after: &Catalogue, file: u32) -> Option<String> {
    if let Change::CreateIndex(index) = &effect.change {
        let is_own = |at: At| [index.at, effect.at].contains(&at);
        let mut indexes = after.relation(&index.table)?.indexes.iter();
        let own = indexes.find(|own| own.origin.file == file && is_own(own.origin.at))?;
        return Some(own.name.clone());
    }
    let Change::AddConstraint { table, constraint } = &effect.change else {
        return None;
    };
    let at = constraint.at;
    let constraints = &after.relation(table)?.constraints;
    let own = constraints
        .iter()
        .find(|own| own.origin == Origin { file, at })?;
    Some(own.name.clone())
}

/// Whether an effect is on a table that the migration tool itself makes.
pub fn is_about_bookkeeping(effect: &Effect) -> bool {
    words(effect)
        .and_then(|words| words.table)
        .is_some_and(|table| super::columns::is_bookkeeping(&table.name))
}

/// `BlockingIndexBuild` as `blocking_index_build`.
pub fn snake(kind: sql::ImpactKind) -> String {
    let mut word = String::new();
    for letter in format!("{kind:?}").chars() {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_impact_is_spelled_in_lower_case() {
        assert_eq!(
            snake(sql::ImpactKind::BlockingIndexBuild),
            "blocking_index_build"
        );
    }
}
