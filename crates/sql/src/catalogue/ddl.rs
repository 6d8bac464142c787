//! The catalogue as statements that make it anew.

use super::{Catalogue, Index, Relation, RelationKind, UserTypeKind};
use crate::{ConstraintKind, Dialect};
use std::fmt::Write;

impl Catalogue {
    /// Statements that make this schema in an empty database, one per line group, each ended by a semicolon. Triggers,
    /// grants and rows are left out.
    pub fn to_ddl(&self) -> String {
        let mut out = String::new();
        if self.dialect == Dialect::PostgreSql {
            self.write_objects(&mut out);
        }
        if self.dialect == Dialect::MySql {
            statement(&mut out, "SET foreign_key_checks = 0");
        }
        let real = |relation: &&std::sync::Arc<Relation>| !relation.is_temporary;
        for relation in self.tables().filter(real) {
            self.write_table(relation, &mut out);
        }
        if self.dialect == Dialect::PostgreSql {
            self.write_routines(&mut out, true);
        }
        for relation in self
            .relations()
            .filter(|relation| relation.kind == RelationKind::Foreign)
        {
            if let (Dialect::Sqlite, Some(module)) = (self.dialect, &relation.definition) {
                statement(
                    &mut out,
                    &format!(
                        "CREATE VIRTUAL TABLE {} USING {}",
                        self.name(&relation.key),
                        module.text
                    ),
                );
            }
        }
        for relation in self.tables().filter(real) {
            self.write_keys(relation, &mut out);
        }
        if self.dialect == Dialect::PostgreSql {
            for relation in self.tables().filter(real) {
                // Columns keep their own order so.
                for parent in &relation.inherits {
                    let (parent, child) = (self.name(parent), self.name(&relation.key));
                    statement(&mut out, &format!("ALTER TABLE {child} INHERIT {parent}"));
                }
                if let Some((parent, bound)) = &relation.partition_of {
                    let (parent, child) = (self.name(parent), self.name(&relation.key));
                    statement(
                        &mut out,
                        &format!("ALTER TABLE {parent} ATTACH PARTITION {child} {bound}"),
                    );
                }
            }
            for relation in self.tables().filter(real) {
                for constraint in relation.constraints.iter().filter(|one| !one.is_inherited) {
                    if let ConstraintKind::Foreign(_) = constraint.kind {
                        let clause = self.constraint_clause(constraint);
                        statement(
                            &mut out,
                            &format!("ALTER TABLE {} ADD {clause}", self.name(&relation.key)),
                        );
                    }
                }
            }
        }
        for relation in self
            .relations()
            .filter(|one| {
                matches!(
                    one.kind,
                    RelationKind::View | RelationKind::MaterializedView
                )
            })
            .filter(real)
        {
            self.write_view(relation, &mut out);
        }
        if self.dialect == Dialect::PostgreSql {
            for sequence in self.kept_sequences() {
                if let Some((table, column)) = &sequence.owned_by {
                    let (name, table) = (self.name(&sequence.key), self.name(table));
                    statement(
                        &mut out,
                        &format!(
                            "ALTER SEQUENCE {name} OWNED BY {table}.{}",
                            self.quoted(column)
                        ),
                    );
                }
            }
        }
        out
    }

    /// The sequences that outlive the session.
    fn kept_sequences(&self) -> impl Iterator<Item = &super::Sequence> {
        let is_kept = |sequence: &&super::Sequence| sequence.key.schema != "pg_temp";
        self.sequences.values().filter(is_kept)
    }

    pub(super) fn write_objects(&self, out: &mut String) {
        for schema in self.schemas.iter().filter(|schema| *schema != "public") {
            statement(
                out,
                &format!("CREATE SCHEMA IF NOT EXISTS {}", self.quoted(schema)),
            );
        }
        for (extension, schema) in &self.extensions {
            let mut text = format!("CREATE EXTENSION IF NOT EXISTS {}", self.quoted(extension));
            if let Some(schema) = schema {
                let _ = write!(text, " SCHEMA {}", self.quoted(schema));
            }
            statement(out, &text);
        }
        for found in self.types.values() {
            let name = self.name(&found.key);
            match &found.kind {
                UserTypeKind::Enum(values) => {
                    let values: Vec<String> = values
                        .iter()
                        .map(|value| format!("'{}'", value.replace('\'', "''")))
                        .collect();
                    statement(
                        out,
                        &format!("CREATE TYPE {name} AS ENUM ({})", values.join(", ")),
                    );
                }
                UserTypeKind::Domain {
                    base,
                    not_null,
                    default,
                    checks,
                } => {
                    let mut text = format!("CREATE DOMAIN {name} AS {}", self.type_text(base));
                    if let Some(default) = default {
                        let _ = write!(text, " DEFAULT {}", default.text);
                    }
                    if *not_null {
                        text.push_str(" NOT NULL");
                    }
                    for check in checks {
                        let _ = write!(text, " {}", self.constraint_clause(check));
                    }
                    statement(out, &text);
                }
                UserTypeKind::Other(definition) => statement(out, definition),
                UserTypeKind::Unknown => {}
            }
        }
        for sequence in self.kept_sequences() {
            statement(
                out,
                &format!(
                    "CREATE SEQUENCE {} {}",
                    self.name(&sequence.key),
                    sequence.options
                ),
            );
        }
        self.write_routines(out, false);
    }

    /// Functions before the tables; those that name a table in what stands before their body behind them.
    pub(super) fn write_routines(&self, out: &mut String, behind: bool) {
        for definition in self.routines.values() {
            let head = definition
                .split('$')
                .next()
                .unwrap_or("")
                .to_ascii_lowercase();
            let head = head.split("language").next().unwrap_or("");
            let names_table = self.relations.keys().any(|key| {
                head.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .skip(3)
                    .any(|word| word.eq_ignore_ascii_case(&key.name))
            });
            if names_table == behind {
                statement(out, definition);
            }
        }
    }

    pub(super) fn write_table(&self, relation: &Relation, out: &mut String) {
        let mut items: Vec<String> = relation
            .columns
            .iter()
            .map(|column| self.column_clause(relation, column))
            .collect();
        if self.dialect != Dialect::PostgreSql {
            items.extend(self.inner_constraints(relation));
        }
        let mut text = format!(
            "CREATE {}TABLE {} (\n  {}\n)",
            if relation.is_unlogged {
                "UNLOGGED "
            } else {
                ""
            },
            self.name(&relation.key),
            items.join(",\n  ")
        );
        if self.dialect == Dialect::PostgreSql {
            if let Some(by) = &relation.partition_by {
                let _ = write!(text, " PARTITION BY {}", by.text);
            }
        } else if self.dialect == Dialect::MySql {
            let _ = write!(text, " {}", relation.options);
            if let Some(by) = &relation.partition_by {
                let _ = write!(text, " PARTITION BY {}", by.text);
            }
        } else {
            let options: Vec<&str> = [
                (relation.without_rowid, "WITHOUT ROWID"),
                (relation.is_strict, "STRICT"),
            ]
            .into_iter()
            .filter(|(on, _)| *on)
            .map(|(_, text)| text)
            .collect();
            let _ = write!(text, " {}", options.join(", "));
        }
        statement(out, &text);
        if self.dialect != Dialect::PostgreSql {
            for index in relation
                .indexes
                .iter()
                .filter(|index| index.constraint.is_none())
            {
                if self.dialect == Dialect::Sqlite {
                    statement(out, &self.index_statement(relation, index));
                }
            }
        }
    }

    /// Keys and checks inside the table's brackets, for servers that cannot add them later.
    pub(super) fn inner_constraints(&self, relation: &Relation) -> Vec<String> {
        let mut items = Vec::new();
        for constraint in &relation.constraints {
            if self.dialect == Dialect::MySql
                && matches!(constraint.kind, ConstraintKind::Foreign(_))
            {
                continue;
            }
            let is_inline = self.dialect == Dialect::Sqlite
                && matches!(constraint.kind, ConstraintKind::Primary { .. })
                && relation
                    .columns
                    .iter()
                    .any(|column| column.is_auto_increment);
            if !is_inline {
                items.push(self.constraint_clause(constraint));
            }
        }
        if self.dialect == Dialect::MySql {
            for index in relation
                .indexes
                .iter()
                .filter(|index| index.constraint.is_none())
            {
                items.push(self.mysql_index(index));
            }
            // The foreign keys last, so that no index is made for them that exists under another name.
            for index in relation
                .indexes
                .iter()
                .filter(|index| index.constraint.is_some() && !index.is_unique)
            {
                items.push(self.mysql_index(index));
            }
            for constraint in relation
                .constraints
                .iter()
                .filter(|one| matches!(one.kind, ConstraintKind::Foreign(_)))
            {
                items.push(self.constraint_clause(constraint));
            }
        }
        items
    }

    pub(crate) fn index_statement(&self, relation: &Relation, index: &Index) -> String {
        let mut text = format!(
            "CREATE {}INDEX {} ON {}",
            if index.is_unique { "UNIQUE " } else { "" },
            self.quoted(&index.name),
            self.name(&relation.key)
        );
        if let Some(method) = &index.method {
            let _ = write!(text, " USING {method}");
        }
        let _ = write!(text, " ({})", self.parts(&index.parts));
        if !index.include.is_empty() {
            let _ = write!(text, " INCLUDE ({})", self.list(&index.include));
        }
        if index.nulls_not_distinct {
            text.push_str(" NULLS NOT DISTINCT");
        }
        let options = index.options.trim();
        if self.dialect == Dialect::PostgreSql && options.to_ascii_lowercase().starts_with("with") {
            let end = options.find(')').map_or(0, |end| end + 1);
            let _ = write!(text, " {}", &options[..end]);
        }
        if let Some(predicate) = &index.predicate {
            let _ = write!(text, " WHERE {}", predicate.text);
        }
        text
    }

    /// PostgreSQL's keys, checks and indexes, made behind the tables.
    pub(super) fn write_keys(&self, relation: &Relation, out: &mut String) {
        if self.dialect != Dialect::PostgreSql {
            return;
        }
        for constraint in &relation.constraints {
            if !matches!(constraint.kind, ConstraintKind::Foreign(_)) {
                statement(
                    out,
                    &format!(
                        "ALTER TABLE {} ADD {}",
                        self.name(&relation.key),
                        self.constraint_clause(constraint)
                    ),
                );
            }
        }
        for index in relation
            .indexes
            .iter()
            .filter(|index| index.constraint.is_none())
        {
            statement(out, &self.index_statement(relation, index));
        }
    }

    pub(super) fn write_view(&self, relation: &Relation, out: &mut String) {
        let Some(query) = &relation.definition else {
            return;
        };
        let kind = if relation.kind == RelationKind::MaterializedView {
            "MATERIALIZED VIEW"
        } else {
            "VIEW"
        };
        let columns = if relation.columns_are_known && !relation.columns.is_empty() {
            let names: Vec<String> = relation
                .columns
                .iter()
                .map(|column| self.quoted(&column.name))
                .collect();
            format!(" ({})", names.join(", "))
        } else {
            String::new()
        };
        statement(
            out,
            &format!(
                "CREATE {kind} {}{columns} AS {}",
                self.name(&relation.key),
                query.text
            ),
        );
        if self.dialect == Dialect::PostgreSql {
            for index in &relation.indexes {
                statement(out, &self.index_statement(relation, index));
            }
        }
    }
}

fn statement(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push_str(";\n");
}
