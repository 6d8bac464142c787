//! Whether the way back of a migration leads back: the schema before the migration beside the schema after both.
//!
//! Names that the server may have chosen, the order of columns, rows, functions, triggers and the values of enums (which
//! nobody can take back) are not compared. What could differ in writing only is not told.

use std::collections::BTreeMap;

use model::FileId;
use sql::{
    Catalogue, Change, Column, ConstraintKind, Dialect, Effect, IndexPart, Key, Problem, Relation,
    RelationKind, Section, Statement, TableKey,
};

use crate::Input;
use crate::migrations::{Step, sql_file};

/// Most differences that are spelled out.
const MOST_TOLD: usize = 3;

/// What a way back gets wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The place that fails; `None` if all runs and leaves another schema.
    pub at: Option<(FileId, sql::At)>,
    /// What is wrong, as a clause behind the name of the file.
    pub what: String,
    /// Whether it is indexes alone that are left or not brought back, and none of them unique.
    pub is_indexes_alone: bool,
}

/// Migrations that are taken back together: one, or several in a row of the same name, into which a generator has
/// split one.
pub struct Unit<'i> {
    name: &'i str,
    before: Catalogue,
    is_sure: bool,
    /// The ways back, the last one first.
    statements: Vec<(FileId, &'i Statement)>,
}

impl<'i> Unit<'i> {
    /// A unit that begins with `step` on the schema `before`.
    pub fn new(step: &'i Step, before: Catalogue) -> Unit<'i> {
        Unit {
            name: &step.name,
            before,
            is_sure: true,
            statements: Vec::new(),
        }
    }

    /// Whether `step` belongs to it.
    pub fn goes_on(&self, step: &Step) -> bool {
        !self.name.is_empty() && self.name == step.name
    }

    /// Adds a migration that was done, with its way back; `is_sure` says whether all of it is certain.
    pub fn push(&mut self, file: FileId, way_back: Option<Vec<&'i Statement>>, is_sure: bool) {
        self.is_sure &= is_sure && way_back.is_some();
        let way_back = way_back.into_iter().flatten();
        let statements = way_back.map(|statement| (file, statement));
        self.statements.splice(0..0, statements);
    }

    /// Runs the way back on the schema `after` and compares with the schema beforehand. `None` if it leads back, or if
    /// nobody can tell: it is empty or says that there is none, a statement is not understood, or only may run.
    pub fn wrong(&self, after: &Catalogue) -> Option<Wrong> {
        let effects = || {
            self.statements
                .iter()
                .flat_map(|(file, statement)| statement.effects.iter().map(|one| (*file, one)))
        };
        if !self.is_sure
            || !effects().any(|(_, effect)| is_change(&effect.change))
            || self
                .statements
                .iter()
                .any(|(_, statement)| is_unsure(statement))
        {
            return None;
        }
        let mut back = after.clone();
        for (file, effect) in effects() {
            if let Some(problem) = back.apply(effect, u32::MAX).problem {
                return fails(effect, &problem).then(|| Wrong {
                    at: Some((file, effect.at)),
                    what: format!("fails: {problem}"),
                    is_indexes_alone: false,
                });
            }
        }
        let differences = differences(&self.before, after, &back);
        let told: Vec<&str> = differences
            .iter()
            .take(MOST_TOLD)
            .map(String::as_str)
            .collect();
        let more = match differences.len().saturating_sub(MOST_TOLD) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        (!told.is_empty()).then(|| Wrong {
            at: None,
            what: format!("{}{more}", told.join(", ")),
            is_indexes_alone: differences.iter().all(|one| one.contains(INDEX)),
        })
    }
}

/// The statements that take `step` back; `None` if it has no way back, or one that is read as another dialect.
pub fn way_back<'i>(input: &'i Input<'_>, step: &Step) -> Option<Vec<&'i Statement>> {
    let script = &sql_file(input, step.file)?.script;
    let statements: Vec<&Statement> = match step.down {
        Some(file) => {
            let down = &sql_file(input, file)?.script;
            let is_read_alike = down.dialect == script.dialect;
            is_read_alike.then(|| down.statements.iter().collect())?
        }
        None => script.section(Section::Down).collect(),
    };
    (!statements.is_empty()).then_some(statements)
}

/// Whether it is not certain what a statement does to the schema.
pub fn is_unsure(statement: &Statement) -> bool {
    !statement.understood && super::run::changes_schema(&statement.kind)
        || matches!(&*statement.kind, "call" | "execute")
        || statement.effects.iter().any(|effect| effect.conditional)
}

/// Whether it changes what is compared.
fn is_change(change: &Change) -> bool {
    use Change as C;
    matches!(
        change,
        C::CreateTable(_)
            | C::DropTable { .. }
            | C::RenameTable { .. }
            | C::SetTableSchema { .. }
            | C::AddColumn { .. }
            | C::DropColumn { .. }
            | C::RenameColumn { .. }
            | C::AlterColumn { .. }
            | C::RedefineColumn { .. }
            | C::AddConstraint { .. }
            | C::DropConstraint { .. }
            | C::DropPrimaryKey { .. }
            | C::CreateIndex(_)
            | C::DropIndex { .. }
            | C::CreateView(_)
            | C::DropView { .. }
            | C::RenameView { .. }
            | C::CreateEnum { .. }
            | C::DropType { .. }
    )
}

/// Whether the server surely refuses what the catalogue could not do. Since PostgreSQL 18 it also names what makes a
/// column NOT NULL, so that nobody knows whether such a name is there.
fn fails(effect: &Effect, problem: &Problem) -> bool {
    let is_sure = match problem {
        Problem::UnknownConstraint { constraint, .. } => !constraint.ends_with("_not_null"),
        Problem::UnknownTable(_)
        | Problem::UnknownColumn { .. }
        | Problem::UnknownIndex(_)
        | Problem::AlreadyThere(_) => true,
        _ => false,
    };
    is_sure && is_change(&effect.change)
}

fn differences(before: &Catalogue, after: &Catalogue, back: &Catalogue) -> Vec<String> {
    let mut out = Vec::new();
    for relation in before.relations().filter(|one| !one.is_temporary) {
        match back.get(&relation.key) {
            None => out.push(format!("does not bring back {}", title(relation))),
            Some(other) if std::sync::Arc::ptr_eq(relation, other) => {}
            Some(other) if is_table(relation) && is_table(other) => {
                let between = after.get(&relation.key).map(|relation| &**relation);
                compare(before.dialect(), [relation, other], between, &mut out);
            }
            Some(_) => {}
        }
    }
    for relation in back.relations().filter(|one| !one.is_temporary) {
        if before.get(&relation.key).is_none() {
            out.push(format!("leaves {}", title(relation)));
        }
    }
    let types = |catalogue: &Catalogue| -> Vec<TableKey> {
        catalogue.types().map(|one| one.key.clone()).collect()
    };
    let (old, new) = (types(before), types(back));
    for gone in old.iter().filter(|key| !new.contains(key)) {
        out.push(format!("does not bring back the type `{gone}`"));
    }
    for left in new.iter().filter(|key| !old.contains(key)) {
        out.push(format!("leaves the type `{left}`"));
    }
    out
}

fn is_table(relation: &Relation) -> bool {
    relation.kind == RelationKind::Table && relation.columns_are_known
}

fn title(relation: &Relation) -> String {
    let what = match relation.kind {
        RelationKind::Table | RelationKind::Foreign => "table",
        _ => "view",
    };
    format!("the {what} `{}`", relation.key)
}

/// Adds what differs between a table before and after. `between` is the table that the migration made of it.
fn compare(
    dialect: Dialect,
    [before, back]: [&Relation; 2],
    between: Option<&Relation>,
    out: &mut Vec<String>,
) {
    let table = &before.key;
    let mut odd: Vec<&str> = Vec::new();
    for column in &before.columns {
        match back.column(&column.name) {
            None => {
                odd.push(&column.name);
                out.push(format!("does not bring back `{table}.{}`", column.name));
            }
            Some(other) => {
                let is_new = between.is_some_and(|one| one.column(&column.name).is_none());
                out.extend(column_difference(dialect, table, [column, other], is_new));
            }
        }
    }
    for column in &back.columns {
        if before.column(&column.name).is_none() {
            odd.push(&column.name);
            out.push(format!("leaves `{table}.{}`", column.name));
        }
    }
    let (old, new) = (keys(dialect, before, &odd), keys(dialect, back, &odd));
    for (key, own) in &old {
        // What another index serves as well was dropped because nobody needs it.
        let is_served = || key.starts_with(INDEX) && serves(back, &own.columns);
        if new.get(key).is_none_or(|other| other.count < own.count) && !is_served() {
            out.push(format!("does not bring back {key}"));
        }
    }
    for (key, own) in &new {
        let forbids_nothing = key.starts_with(PRIMARY);
        if old.get(key).is_none_or(|other| other.count < own.count) && !forbids_nothing {
            out.push(format!("leaves {key}"));
        }
    }
}

/// How a column that is there before and after differs so that the older release could notice. One that is made anew
/// (`is_new`) has no values, and may need to be nullable or have a default for the rows that are there.
fn column_difference(
    dialect: Dialect,
    table: &TableKey,
    [before, back]: [&Column; 2],
    is_new: bool,
) -> Option<String> {
    let name = format!("`{table}.{}`", before.name);
    // SQLite keeps any type as it is written, and gives it no meaning.
    if dialect != Dialect::Sqlite && is_other_type(before, back) {
        let (old, new) = (before.data_type.text(), back.data_type.text());
        return Some(format!("leaves {name} as `{new}`, which was `{old}`"));
    }
    if is_new {
        return None;
    }
    if before.is_nullable && !back.is_nullable {
        return Some(format!("leaves {name} NOT NULL"));
    }
    if before.is_numbered() || back.is_numbered() || back.is_nullable {
        return None;
    }
    match (&before.default, &back.default) {
        (Some(old), None) if !old.text.trim().eq_ignore_ascii_case("null") => Some(format!(
            "leaves {name} without its default `{}`",
            old.text.trim()
        )),
        _ => None,
    }
}

/// Whether `back` holds less than `before`, or something else. Texts of one length are the same to a release.
fn is_other_type(before: &Column, back: &Column) -> bool {
    let text = |column: &Column| column.data_type.text().to_ascii_lowercase();
    let (old, new) = (text(before), text(back));
    let is_text = |text: &str| text.contains("char") || text.ends_with("text");
    if !is_text(&old) || !is_text(&new) {
        return old != new;
    }
    let length = |text: &str| -> u64 {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(u64::MAX)
    };
    length(&new) < length(&old)
}

const INDEX: &str = "the index of";
const PRIMARY: &str = "the primary key of";
const UNIQUE: &str = "the unique key of";

/// Whether an index of all rows starts with these columns.
fn serves(relation: &Relation, columns: &[String]) -> bool {
    relation.indexes.iter().any(|index| {
        index.predicate.is_none()
            && index.parts.len() >= columns.len()
            && index
                .parts
                .iter()
                .zip(columns)
                .all(|(part, column)| part.column_name() == Some(column.as_str()))
    })
}

/// Keys and indexes that do the same.
#[derive(Default)]
struct Keys {
    count: u32,
    columns: Vec<String>,
}

/// The keys and indexes of a table by what they do, not by their names, with how many there are. Those of columns
/// that are told already are left out.
fn keys(dialect: Dialect, relation: &Relation, odd: &[&str]) -> BTreeMap<String, Keys> {
    let table = &relation.key;
    let mut keys: BTreeMap<String, Keys> = BTreeMap::new();
    let mut add = |what: &str, parts: &[String], tail: String| {
        if !parts.iter().any(|part| odd.contains(&part.as_str())) {
            let key = format!("{what} `{table}` ({}){tail}", parts.join(", "));
            let own = keys.entry(key).or_default();
            own.count += 1;
            own.columns = parts.to_vec();
        }
    };
    for constraint in relation.constraints.iter().filter(|one| !one.is_inherited) {
        match &constraint.kind {
            ConstraintKind::Primary { columns, .. } => {
                add(PRIMARY, &sorted(columns), String::new());
            }
            ConstraintKind::Unique { columns, .. } => {
                add(UNIQUE, &sorted(columns), String::new());
            }
            ConstraintKind::Foreign(foreign) => {
                let columns: Vec<String> =
                    foreign.columns.iter().map(|one| one.text.clone()).collect();
                let tail = format!(" to `{}`", foreign.table.name);
                add("the foreign key of", &columns, tail);
            }
            _ => {}
        }
    }
    for index in relation.indexes.iter().filter(|one| !one.is_inherited) {
        // What the server made for a key goes or stays as the server likes.
        let is_made = index.constraint.is_some()
            || index.is_primary
            || dialect == Dialect::MySql && index.name_is_generated;
        let is_simple = index
            .parts
            .iter()
            .all(|part| matches!(part.key, Key::Column(_)));
        // Expressions may be written in two ways.
        if is_made || !is_simple {
            continue;
        }
        let what = if index.is_unique && index.predicate.is_none() {
            UNIQUE
        } else {
            INDEX
        };
        // The order decides whom an index serves, and does not matter to what a key forbids.
        let parts = if what == UNIQUE {
            sorted(&index.parts)
        } else {
            parts(&index.parts)
        };
        add(what, &parts, String::new());
    }
    keys
}

fn parts(parts: &[IndexPart]) -> Vec<String> {
    let names = parts
        .iter()
        .filter_map(|part| part.column_name().map(str::to_owned));
    names.collect()
}

fn sorted(columns: &[IndexPart]) -> Vec<String> {
    let mut parts = parts(columns);
    parts.sort();
    parts
}
