//! The types that the user made.

use super::apply::Doing;
use super::constraints::constraint;
use super::{Catalogue, Constraint, Outcome, Problem, TableKey, UserType, UserTypeKind, rewrite};
use crate::{ConstraintDef, DomainChange, Ident, Name};

impl Catalogue {
    pub(super) fn create_type(&mut self, name: &Name, kind: UserTypeKind, doing: Doing) -> Outcome {
        if !name.is_known() {
            return Outcome::problem(Problem::HiddenName);
        }
        let key = self.new_key(name);
        if self.types.contains_key(&key) {
            return Outcome::skipped_or(doing.conditional, Problem::AlreadyThere(key.to_string()));
        }
        self.know_schema(&key.schema);
        self.types.insert(
            key.clone(),
            UserType {
                key,
                kind,
                origin: doing.origin(name.at),
            },
        );
        Outcome::default()
    }

    pub(super) fn on_enum(
        &mut self,
        name: &Name,
        change: impl FnOnce(&mut Vec<String>) -> Outcome,
    ) -> Outcome {
        let Some(key) = self.find_in(name, |key| self.types.contains_key(key)) else {
            return Outcome::problem(Problem::UnknownType(name.to_string()));
        };
        match &mut self.types[&key].kind {
            UserTypeKind::Enum(values) => change(values),
            _ => Outcome::problem(Problem::UnknownType(name.to_string())),
        }
    }

    pub(super) fn alter_domain(
        &mut self,
        name: &Name,
        change: &DomainChange,
        doing: Doing,
    ) -> Outcome {
        let key = self.find_in(name, |key| self.types.contains_key(key));
        let Some(UserTypeKind::Domain {
            not_null,
            default,
            checks,
            ..
        }) = key.as_ref().map(|key| &mut self.types[key].kind)
        else {
            return Outcome::problem(Problem::UnknownType(name.to_string()));
        };
        match change {
            DomainChange::Default(to) => default.clone_from(to),
            DomainChange::NotNull(to) => *not_null = *to,
            DomainChange::Add(def) => {
                let check = domain_check(&name.name, checks, def, doing);
                checks.push(check);
            }
            DomainChange::Drop(gone) => checks.retain(|one| one.name != gone.text),
            DomainChange::Rename(old, new) => {
                for one in checks.iter_mut().filter(|one| one.name == old.text) {
                    one.name.clone_from(&new.text);
                }
            }
            DomainChange::Validate(valid) => {
                for one in checks.iter_mut().filter(|one| one.name == valid.text) {
                    one.is_valid = true;
                }
            }
        }
        Outcome::default()
    }

    /// A default keeps the value, not its name.
    pub(super) fn rename_value_in_defaults(&mut self, name: &Name, value: &str, to: &str) {
        let Some(key) = self.find_in(name, |key| self.types.contains_key(key)) else {
            return;
        };
        let literal = |value: &str| format!("'{}'", value.replace('\'', "''"));
        let (before, after) = (literal(value), literal(to));
        for relation in self.relations.values_mut() {
            let holds = |column: &super::Column| {
                is_type(&column.data_type, &key)
                    && column
                        .default
                        .as_ref()
                        .is_some_and(|default| default.text.starts_with(&before))
            };
            if !relation.columns.iter().any(holds) {
                continue;
            }
            for column in std::sync::Arc::make_mut(relation)
                .columns
                .iter_mut()
                .filter(|column| holds(column))
            {
                if let Some(default) = &mut column.default {
                    default.text = default.text.replacen(&before, &after, 1);
                }
            }
        }
    }

    /// The type that a column's type is, if the user made it.
    pub fn user_type(&self, data_type: &crate::Type) -> Option<&UserType> {
        let name = Name {
            schema: data_type.schema.clone(),
            name: data_type.name.clone(),
            at: data_type.at,
        };
        let key = self
            .find_in(&name, |key| self.types.contains_key(key))
            .or_else(|| {
                let public = TableKey::new("public", &data_type.name);
                (data_type.schema.is_none() && self.types.contains_key(&public)).then_some(public)
            })?;
        self.types.get(&key)
    }

    /// A type under another name, in every column too.
    pub(super) fn move_type(&mut self, key: &TableKey, to: TableKey) -> Outcome {
        let Some(place) = self.types.get_index_of(key) else {
            return Outcome::default();
        };
        let Some((_, mut found)) = self.types.shift_remove_index(place) else {
            return Outcome::default();
        };
        found.key = to.clone();
        self.types.shift_insert(place, to.clone(), found);
        let mut outcome = Outcome::default();
        for relation in self.relations.values_mut() {
            if !relation
                .columns
                .iter()
                .any(|column| is_type(&column.data_type, key))
            {
                continue;
            }
            let relation = std::sync::Arc::make_mut(relation);
            for column in relation
                .columns
                .iter_mut()
                .filter(|column| is_type(&column.data_type, key))
            {
                column.data_type.name.clone_from(&to.name);
                column.data_type.schema = (to.schema != "public").then(|| to.schema.clone());
                if let Some(default) = &mut column.default {
                    super::rewrite::rename_type(default, key, &to);
                }
            }
            for expression in relation
                .indexes
                .iter_mut()
                .filter_map(|index| index.predicate.as_mut())
            {
                super::rewrite::rename_type(expression, key, &to);
            }
            outcome.touched.push(relation.key.clone());
        }
        outcome
    }

    /// `DROP TYPE … CASCADE` takes the columns along; without it the server would refuse.
    pub(super) fn drop_columns_of_type(&mut self, key: &TableKey) -> Outcome {
        let mut outcome = Outcome::default();
        let found: Vec<(TableKey, String)> = self
            .relations
            .values()
            .filter(|relation| relation.kind == super::RelationKind::Table)
            .flat_map(|relation| {
                let of_type = relation
                    .columns
                    .iter()
                    .filter(|column| is_type(&column.data_type, key));
                of_type.map(|column| (relation.key.clone(), column.name.clone()))
            })
            .collect();
        // Defaults that are values of the type go too.
        let casts = |default: &crate::Expression| rewrite::casts_to(default, key);
        for relation in self.relations.values_mut() {
            let is_cast = |column: &super::Column| column.default.as_ref().is_some_and(casts);
            if !relation.columns.iter().any(is_cast) {
                continue;
            }
            for column in &mut std::sync::Arc::make_mut(relation).columns {
                column.default.take_if(|default| casts(default));
            }
        }
        for (table, column) in found {
            let name = Name {
                schema: Some(table.schema.clone()),
                name: table.name.clone(),
                at: crate::At::default(),
            };
            let dropped =
                self.drop_column(&name, &Ident::new(column, crate::At::default()), true, true);
            outcome.touched.extend(dropped.touched);
            outcome.removed.extend(dropped.removed);
        }
        outcome
    }
}

/// A check of a domain, under a name that its other checks do not have.
pub(super) fn domain_check(
    domain: &str,
    known: &[Constraint],
    def: &ConstraintDef,
    doing: Doing,
) -> Constraint {
    let given = def.name.as_ref().map(|name| name.text.clone());
    let is_free = |name: &String| known.iter().all(|one| one.name != *name);
    let chosen = given.clone().unwrap_or_else(|| {
        let first = std::iter::once(format!("{domain}_check"));
        let more = (1..).map(|number| format!("{domain}_check{number}"));
        first
            .chain(more)
            .find(is_free)
            .expect("numbers have no end")
    });
    constraint(def, (chosen, given.is_none()), def.kind.clone(), doing)
}

pub(super) fn is_type(data_type: &crate::Type, key: &TableKey) -> bool {
    data_type.name == key.name && data_type.schema.as_deref().unwrap_or("public") == key.schema
}
