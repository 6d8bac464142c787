//! Types, sequences, schemas, partitions, options: all that is no column, key or index.

use super::apply::Doing;
use super::types::domain_check;
use super::{Catalogue, Outcome, Problem, Sequence, TableKey, UserTypeKind};
use crate::{Change, Dialect, Ident, Name, TableOption};

impl Catalogue {
    pub(super) fn apply_to_objects(&mut self, change: &Change, doing: Doing) -> Outcome {
        match change {
            Change::CreateEnum { name, values } => {
                self.create_type(name, UserTypeKind::Enum(values.clone()), doing)
            }
            Change::CreateType { name, definition } => {
                self.create_type(name, UserTypeKind::Other(definition.clone()), doing)
            }
            Change::CreateDomain {
                name,
                base,
                not_null,
                default,
                checks,
            } => {
                let mut known = Vec::new();
                for def in checks {
                    let check = domain_check(&name.name, &known, def, doing);
                    known.push(check);
                }
                let kind = UserTypeKind::Domain {
                    base: base.clone(),
                    not_null: *not_null,
                    default: default.clone(),
                    checks: known,
                };
                self.create_type(name, kind, doing)
            }
            Change::AlterDomain { name, change } => self.alter_domain(name, change, doing),
            Change::AddEnumValue {
                name,
                value,
                before,
                after,
                if_not_exists,
            } => self.on_enum(name, |values| {
                if values.contains(value) {
                    let problem = Problem::AlreadyThere(value.clone());
                    return Outcome::skipped_or(*if_not_exists || doing.conditional, problem);
                }
                let place = match (before, after) {
                    (Some(before), _) => values.iter().position(|one| one == before),
                    (_, Some(after)) => values
                        .iter()
                        .position(|one| one == after)
                        .map(|place| place + 1),
                    _ => None,
                };
                values.insert(place.unwrap_or(values.len()), value.clone());
                Outcome::default()
            }),
            Change::RenameEnumValue { name, value, to } => {
                let outcome = self.on_enum(name, |values| {
                    for one in values.iter_mut().filter(|one| *one == value) {
                        one.clone_from(to);
                    }
                    Outcome::default()
                });
                self.rename_value_in_defaults(name, value, to);
                outcome
            }
            Change::DropType {
                name, if_exists, ..
            } => {
                let Some(key) = self.find_in(name, |key| self.types.contains_key(key)) else {
                    return Outcome::skipped_or(
                        *if_exists || doing.conditional,
                        Problem::UnknownType(name.to_string()),
                    );
                };
                self.types.shift_remove(&key);
                self.drop_columns_of_type(&key)
            }
            Change::RenameType { name, to } => {
                match self.find_in(name, |key| self.types.contains_key(key)) {
                    Some(key) => self.move_type(&key, TableKey::new(&key.schema, &to.text)),
                    None => Outcome::problem(Problem::UnknownType(name.to_string())),
                }
            }
            Change::SetTypeSchema { name, schema } => {
                match self.find_in(name, |key| self.types.contains_key(key)) {
                    Some(key) => {
                        self.know_schema(&schema.text);
                        self.move_type(&key, TableKey::new(&schema.text, &key.name))
                    }
                    None => Outcome::problem(Problem::UnknownType(name.to_string())),
                }
            }
            Change::CreateSchema {
                name,
                if_not_exists,
            } => {
                if self.schemas.contains(&name.text) {
                    let problem = Problem::AlreadyThere(name.text.clone());
                    return Outcome::skipped_or(*if_not_exists || doing.conditional, problem);
                }
                self.schemas.push(name.text.clone());
                Outcome::default()
            }
            Change::DropSchema {
                name,
                if_exists,
                cascade,
            } => self.drop_schema(name, *if_exists || doing.conditional, *cascade),
            Change::RenameSchema { name, to } => self.rename_schema(name, to),
            Change::SetSearchPath { schemas, .. } => {
                // What a template names is made by the program that runs the file: the default stands for it.
                let user_schemas = schemas.iter().filter(|schema| {
                    !matches!(schema.as_str(), "$user" | "pg_catalog" | "")
                        && !schema.contains(['{', '$', ':'])
                });
                self.search_path = user_schemas.cloned().collect();
                if !self
                    .search_path
                    .iter()
                    .any(|name| self.schemas.contains(name))
                    && let Some(first) = self.search_path.first().cloned()
                {
                    // A schema that nobody made here was made before: the server would refuse the rest otherwise.
                    self.know_schema(&first);
                }
                if self.search_path.is_empty() {
                    self.search_path
                        .push(Catalogue::new(self.dialect).search_path.remove(0));
                }
                Outcome::default()
            }
            Change::CreateSequence {
                name,
                if_not_exists,
                options,
            } => {
                let key = self.new_key(name);
                if self.sequences.contains_key(&key) {
                    let problem = Problem::AlreadyThere(key.to_string());
                    return Outcome::skipped_or(*if_not_exists || doing.conditional, problem);
                }
                self.know_schema(&key.schema);
                let options = without_owner(options);
                let origin = doing.origin(name.at);
                self.sequences.insert(
                    key.clone(),
                    Sequence {
                        key,
                        owned_by: None,
                        options,
                        origin,
                    },
                );
                Outcome::default()
            }
            Change::DropSequence { name, .. } => {
                if let Some(key) = self.find_in(name, |key| self.sequences.contains_key(key)) {
                    self.sequences.shift_remove(&key);
                    return self.drop_defaults_from(&key);
                }
                Outcome::default()
            }
            Change::RenameSequence { name, to } => self.rename_sequence(name, to),
            Change::OwnSequence {
                name,
                table,
                column,
            } => {
                let table = table
                    .as_ref()
                    .and_then(|table| self.relation(table))
                    .map(|found| found.key.clone());
                if let Some(key) = self.find_in(name, |key| self.sequences.contains_key(key)) {
                    self.sequences[&key].owned_by =
                        table.zip(column.as_ref().map(|column| column.text.clone()));
                }
                Outcome::default()
            }
            Change::CreateRoutine {
                name, definition, ..
            } => {
                let key = self.new_key(name);
                self.routines
                    .insert(format!("{}.{}", key.schema, key.name), definition.clone());
                Outcome::default()
            }
            Change::DropRoutine { name, .. } => {
                let key = self.new_key(name);
                self.routines
                    .shift_remove(&format!("{}.{}", key.schema, key.name));
                Outcome::default()
            }
            Change::CreateExtension { name, schema } => {
                if !self.extensions.iter().any(|(one, _)| *one == name.text) {
                    let schema = schema.as_ref().map(|schema| schema.text.clone());
                    if let Some(schema) = schema.as_ref().filter(|schema| *schema != "pg_catalog") {
                        self.know_schema(schema);
                    }
                    self.extensions.push((name.text.clone(), schema));
                }
                Outcome::default()
            }
            Change::DropExtension { name, .. } => {
                self.extensions.retain(|(one, _)| *one != name.text);
                Outcome::default()
            }
            _ => Outcome::default(),
        }
    }

    /// `DROP SEQUENCE … CASCADE` takes defaults along.
    pub(super) fn drop_defaults_from(&mut self, key: &TableKey) -> Outcome {
        let text = super::columns::next_value(key, crate::At::default()).text;
        let mut outcome = Outcome::default();
        for relation in self.relations.values_mut() {
            if relation.columns.iter().any(|column| {
                column
                    .default
                    .as_ref()
                    .is_some_and(|default| default.text == text)
            }) {
                let relation = std::sync::Arc::make_mut(relation);
                for column in relation.columns.iter_mut().filter(|column| {
                    column
                        .default
                        .as_ref()
                        .is_some_and(|default| default.text == text)
                }) {
                    column.default = None;
                    column.is_serial = false;
                }
                outcome.touched.push(relation.key.clone());
            }
        }
        outcome
    }

    pub(super) fn comment(
        &mut self,
        table: &Name,
        column: Option<&Ident>,
        text: Option<&str>,
    ) -> Outcome {
        let dialect = self.dialect;
        self.on_relation(table, |relation| match column {
            None => relation.comment = text.map(str::to_owned),
            Some(column) => {
                let is_it = |name: &str| {
                    if dialect == Dialect::PostgreSql {
                        name == column.text
                    } else {
                        name.eq_ignore_ascii_case(&column.text)
                    }
                };
                if let Some(found) = relation.columns.iter_mut().find(|one| is_it(&one.name)) {
                    found.comment = text.map(str::to_owned);
                }
            }
        })
    }

    pub(super) fn set_table_option(&mut self, table: &Name, option: &TableOption) -> Outcome {
        if self.find(table).is_none() {
            // `ALTER TABLE … OWNER TO` is also written for sequences.
            let is_sequence = self
                .find_in(table, |key| self.sequences.contains_key(key))
                .is_some();
            return if is_sequence {
                Outcome::default()
            } else {
                Outcome::problem(self.unknown(table))
            };
        }
        self.on_relation(table, |relation| match option {
            TableOption::Logged(on) => relation.is_unlogged = !on,
            TableOption::Engine(engine) if !engine.is_empty() => {
                let rest = options_without(&relation.options, &["engine"]);
                relation.options = format!("ENGINE={engine} {rest}").trim_end().to_owned();
            }
            TableOption::ConvertCharset(text) => {
                let rest = options_without(
                    &relation.options,
                    &["default", "charset", "character", "set", "collate"],
                );
                let lower = text.to_ascii_lowercase();
                let to = lower.split_once(" to ").map_or("", |(_, to)| to);
                relation.options = format!("{rest} {to}").trim_start().to_owned();
                for column in &mut relation.columns {
                    column.data_type.attributes.clear();
                    column.collation = None;
                }
            }
            _ => {}
        })
    }

    pub(super) fn attach_partition(
        &mut self,
        table: &Name,
        partition: &Name,
        bound: &str,
        _doing: Doing,
    ) -> Outcome {
        let (Some(parent), Some(child)) = (self.find(table), self.find(partition)) else {
            if self.index_owner(table, None).is_some() {
                return Outcome::default();
            }
            let missing = if self.find(table).is_none() {
                table
            } else {
                partition
            };
            return Outcome::problem(self.unknown(missing));
        };
        self.has_children = true;
        let parent_key = self.relations[&parent].key.clone();
        if let Some(relation) = self.relation_mut(&child) {
            relation.partition_of = Some((parent_key, bound.to_owned()));
            for column in &mut relation.columns {
                column.is_inherited = true;
            }
        }
        self.clone_parent_keys(&child, table);
        Outcome::touched(self.relations[&child].key.clone())
    }

    pub(super) fn detach_partition(&mut self, table: &Name, partition: &Name) -> Outcome {
        let _ = table;
        self.on_relation(partition, |relation| {
            relation.partition_of = None;
            for column in &mut relation.columns {
                column.is_inherited = false;
            }
            for constraint in &mut relation.constraints {
                constraint.is_inherited = false;
            }
            for index in &mut relation.indexes {
                index.is_inherited = false;
            }
        })
    }

    pub(super) fn set_inherit(&mut self, table: &Name, parent: &Name, inherits: bool) -> Outcome {
        let Some(parent_key) = self.relation(parent).map(|found| found.key.clone()) else {
            return Outcome::problem(self.unknown(parent));
        };
        self.has_children |= inherits;
        self.on_relation(table, |relation| {
            relation.inherits.retain(|one| *one != parent_key);
            if inherits {
                relation.inherits.push(parent_key);
            }
        })
    }
}

/// `OWNED BY` is kept apart.
fn without_owner(options: &str) -> String {
    let lower = options.to_ascii_lowercase();
    let Some(start) = lower.find("owned by") else {
        return options.to_owned();
    };
    let rest = &options[start + 8..];
    let end = rest
        .trim_start()
        .find(char::is_whitespace)
        .map_or(rest.len(), |end| end + rest.len() - rest.trim_start().len());
    format!("{}{}", &options[..start], &rest[end..])
        .trim()
        .to_owned()
}

/// MySQL's options of a table without some of them: each is a word, perhaps `=`, and a value.
fn options_without(options: &str, gone: &[&str]) -> String {
    let spaced = options.replace('=', " = ");
    let mut words = spaced.split_whitespace().peekable();
    let mut kept: Vec<&str> = Vec::new();
    while let Some(word) = words.next() {
        if !gone.iter().any(|one| word.eq_ignore_ascii_case(one)) {
            kept.push(word);
            continue;
        }
        // `DEFAULT` and `CHARACTER` are followed by the word that has the value.
        if matches!(word.to_ascii_lowercase().as_str(), "default" | "character") {
            continue;
        }
        words.next_if_eq(&"=");
        words.next();
    }
    kept.join(" ")
}
