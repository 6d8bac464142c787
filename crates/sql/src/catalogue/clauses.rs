//! The clauses of the statements that make the catalogue anew.

use super::rewrite::quoted;
use super::{Catalogue, Column, Constraint, Index, Relation, TableKey};
use crate::{ConstraintKind, Dialect, ForeignAction, Ident, IndexPart, Key, Type};
use std::fmt::Write;

impl Catalogue {
    pub(crate) fn quoted(&self, name: &str) -> String {
        quoted(name, self.dialect)
    }

    pub(crate) fn name(&self, key: &TableKey) -> String {
        if key.schema.is_empty() || self.dialect == Dialect::Sqlite {
            return self.quoted(&key.name);
        }
        format!("{}.{}", self.quoted(&key.schema), self.quoted(&key.name))
    }

    pub(super) fn list(&self, idents: &[Ident]) -> String {
        idents
            .iter()
            .map(|ident| self.quoted(&ident.text))
            .collect::<Vec<_>>()
            .join(", ")
    }

    pub(super) fn type_text(&self, data_type: &Type) -> String {
        let mut quoted = data_type.clone();
        if self.dialect == Dialect::PostgreSql {
            if let Some(schema) = &mut quoted.schema {
                *schema = self.quoted(schema);
            }
            let is_own = self.user_type(data_type).is_some();
            if is_own || data_type.schema.is_some() {
                quoted.name = self.quoted(&data_type.name);
            }
        }
        let mut text = quoted.text();
        if !data_type.attributes.is_empty() {
            text.push(' ');
            text.push_str(&data_type.attributes);
        }
        text
    }

    pub(super) fn column_clause(&self, relation: &Relation, column: &Column) -> String {
        let mut text = format!(
            "{} {}",
            self.quoted(&column.name),
            self.type_text(&column.data_type)
        );
        if let Some(collation) = &column.collation {
            let collation = if self.dialect == Dialect::PostgreSql {
                format!("\"{collation}\"")
            } else {
                collation.clone()
            };
            let _ = write!(text, " COLLATE {collation}");
        }
        if let Some(generated) = &column.generated {
            let kind = if generated.is_stored {
                "STORED"
            } else {
                "VIRTUAL"
            };
            let _ = write!(
                text,
                " GENERATED ALWAYS AS ({}) {kind}",
                generated.expression.text
            );
        }
        if let Some(identity) = &column.identity {
            let kind = if identity.is_always {
                "ALWAYS"
            } else {
                "BY DEFAULT"
            };
            let _ = write!(text, " GENERATED {kind} AS IDENTITY");
        }
        if !column.is_nullable {
            text.push_str(" NOT NULL");
        } else if self.dialect == Dialect::MySql && column.generated.is_none() {
            text.push_str(" NULL");
        }
        if let Some(default) = &column.default {
            let _ = write!(text, " DEFAULT {}", default.text);
        }
        if let Some(update) = &column.on_update {
            let _ = write!(text, " ON UPDATE {}", update.text);
        }
        if self.dialect == Dialect::MySql && column.is_auto_increment {
            text.push_str(" AUTO_INCREMENT");
        }
        if self.dialect == Dialect::Sqlite
            && column.is_auto_increment
            && relation.primary_key() == [column.name.as_str()]
        {
            text.push_str(" PRIMARY KEY AUTOINCREMENT");
        }
        if let (Dialect::MySql, Some(comment)) = (self.dialect, &column.comment) {
            let _ = write!(
                text,
                " COMMENT '{}'",
                comment.replace('\'', "''").replace('\\', "\\\\")
            );
        }
        text
    }

    pub(super) fn mysql_index(&self, index: &Index) -> String {
        let kind = match index.method.as_deref() {
            Some("fulltext") => "FULLTEXT KEY",
            Some("spatial") => "SPATIAL KEY",
            _ if index.is_unique => "UNIQUE KEY",
            _ => "KEY",
        };
        format!(
            "{kind} {} ({})",
            self.quoted(&index.name),
            self.parts(&index.parts)
        )
    }

    pub(super) fn parts(&self, parts: &[IndexPart]) -> String {
        let one = |part: &IndexPart| {
            let mut text = match &part.key {
                Key::Column(name) => self.quoted(&name.text),
                Key::Expression(expression) => format!("({})", expression.text),
            };
            if let Some(length) = part.prefix_length {
                let _ = write!(text, "({length})");
            }
            if let Some(collation) = &part.collation {
                let collation = if self.dialect == Dialect::PostgreSql {
                    format!("\"{collation}\"")
                } else {
                    collation.clone()
                };
                let _ = write!(text, " COLLATE {collation}");
            }
            if let Some(class) = &part.operator_class {
                let _ = write!(text, " {class}");
            }
            if part.is_descending {
                text.push_str(" DESC");
            }
            match part.nulls_first {
                Some(true) => text.push_str(" NULLS FIRST"),
                Some(false) => text.push_str(" NULLS LAST"),
                None => {}
            }
            text
        };
        parts.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn constraint_clause(&self, constraint: &Constraint) -> String {
        let mut text = String::new();
        let is_nameless = constraint.name.is_empty()
            || constraint.name == "PRIMARY" && self.dialect == Dialect::MySql;
        if !is_nameless {
            let _ = write!(text, "CONSTRAINT {} ", self.quoted(&constraint.name));
        }
        let include = |columns: &[Ident]| {
            if columns.is_empty() {
                String::new()
            } else {
                format!(" INCLUDE ({})", self.list(columns))
            }
        };
        match &constraint.kind {
            ConstraintKind::Primary {
                columns,
                include: more,
                ..
            } => {
                let _ = write!(
                    text,
                    "PRIMARY KEY ({}){}",
                    self.parts(columns),
                    include(more)
                );
            }
            ConstraintKind::Unique {
                columns,
                include: more,
                nulls_not_distinct,
                ..
            } => {
                let nulls = if *nulls_not_distinct {
                    " NULLS NOT DISTINCT"
                } else {
                    ""
                };
                let _ = write!(
                    text,
                    "UNIQUE{nulls} ({}){}",
                    self.parts(columns),
                    include(more)
                );
            }
            ConstraintKind::Foreign(foreign) => {
                let table = TableKey::new(
                    foreign.table.schema.as_deref().unwrap_or(""),
                    &foreign.table.name,
                );
                let _ = write!(
                    text,
                    "FOREIGN KEY ({}) REFERENCES {}",
                    self.list(&foreign.columns),
                    self.name(&table)
                );
                if !foreign.referred.is_empty() {
                    let _ = write!(text, " ({})", self.list(&foreign.referred));
                }
                if foreign.match_full {
                    text.push_str(" MATCH FULL");
                }
                for (event, action) in
                    [("DELETE", foreign.on_delete), ("UPDATE", foreign.on_update)]
                {
                    if action != ForeignAction::NoAction {
                        let _ = write!(text, " ON {event} {}", action_text(action));
                        if event == "DELETE" && !foreign.set_columns.is_empty() {
                            let _ = write!(text, " ({})", self.list(&foreign.set_columns));
                        }
                    }
                }
            }
            ConstraintKind::Check {
                expression,
                no_inherit,
            } => {
                let _ = write!(text, "CHECK ({})", expression.text);
                if *no_inherit {
                    text.push_str(" NO INHERIT");
                }
            }
            ConstraintKind::Exclude {
                method,
                parts,
                predicate,
            } => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|(part, operator)| {
                        format!("{} WITH {operator}", self.parts(std::slice::from_ref(part)))
                    })
                    .collect();
                let method = method.as_deref().unwrap_or("btree");
                let _ = write!(text, "EXCLUDE USING {method} ({})", parts.join(", "));
                if let Some(predicate) = predicate {
                    let _ = write!(text, " WHERE ({})", predicate.text);
                }
            }
            ConstraintKind::NotNull { column } => {
                let _ = write!(text, "NOT NULL {}", self.quoted(&column.text));
            }
        }
        if constraint.is_deferrable {
            text.push_str(" DEFERRABLE");
        }
        if constraint.is_initially_deferred {
            text.push_str(" INITIALLY DEFERRED");
        }
        if !constraint.is_valid {
            text.push_str(" NOT VALID");
        }
        text
    }
}

pub(super) fn action_text(action: ForeignAction) -> &'static str {
    match action {
        ForeignAction::NoAction => "NO ACTION",
        ForeignAction::Restrict => "RESTRICT",
        ForeignAction::Cascade => "CASCADE",
        ForeignAction::SetNull => "SET NULL",
        ForeignAction::SetDefault => "SET DEFAULT",
    }
}
