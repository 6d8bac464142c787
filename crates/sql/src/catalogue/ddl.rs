//! The catalogue as statements that make it anew.

use super::rewrite::quoted;
use super::{Catalogue, Column, Constraint, Index, Relation, RelationKind, TableKey, UserTypeKind};
use crate::{ConstraintKind, Dialect, ForeignAction, Ident, IndexPart, Key, Type};
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
            for sequence in self.sequences.values() {
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

    fn quoted(&self, name: &str) -> String {
        quoted(name, self.dialect)
    }

    fn name(&self, key: &TableKey) -> String {
        if key.schema.is_empty() || self.dialect == Dialect::Sqlite {
            return self.quoted(&key.name);
        }
        format!("{}.{}", self.quoted(&key.schema), self.quoted(&key.name))
    }

    fn list(&self, idents: &[Ident]) -> String {
        idents
            .iter()
            .map(|ident| self.quoted(&ident.text))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn type_text(&self, data_type: &Type) -> String {
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

    fn write_objects(&self, out: &mut String) {
        for extension in &self.extensions {
            statement(
                out,
                &format!("CREATE EXTENSION IF NOT EXISTS \"{extension}\""),
            );
        }
        for schema in self.schemas.iter().filter(|schema| *schema != "public") {
            statement(
                out,
                &format!("CREATE SCHEMA IF NOT EXISTS {}", self.quoted(schema)),
            );
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
        for sequence in self.sequences.values() {
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
    fn write_routines(&self, out: &mut String, behind: bool) {
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
                    .any(|word| word == key.name)
            });
            if names_table == behind {
                statement(out, definition);
            }
        }
    }

    fn write_table(&self, relation: &Relation, out: &mut String) {
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

    fn column_clause(&self, relation: &Relation, column: &Column) -> String {
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

    /// Keys and checks inside the table's brackets, for servers that cannot add them later.
    fn inner_constraints(&self, relation: &Relation) -> Vec<String> {
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

    fn mysql_index(&self, index: &Index) -> String {
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

    fn parts(&self, parts: &[IndexPart]) -> String {
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

    fn constraint_clause(&self, constraint: &Constraint) -> String {
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

    fn index_statement(&self, relation: &Relation, index: &Index) -> String {
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
    fn write_keys(&self, relation: &Relation, out: &mut String) {
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

    fn write_view(&self, relation: &Relation, out: &mut String) {
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

fn action_text(action: ForeignAction) -> &'static str {
    match action {
        ForeignAction::NoAction => "NO ACTION",
        ForeignAction::Restrict => "RESTRICT",
        ForeignAction::Cascade => "CASCADE",
        ForeignAction::SetNull => "SET NULL",
        ForeignAction::SetDefault => "SET DEFAULT",
    }
}

fn statement(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push_str(";\n");
}
