//! A catalogue as rows.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    At, ColumnRow, Constraint, ConstraintKind, Database, FileId, Id, Index, Migration,
    MigrationStep, Replacement, Span, System, TableRow, Use,
};
use sql::{ConstraintKind as Demand, Key, Origin, Relation, RelationKind, TableKey};

use super::choice::Chosen;
use super::done::{Applied, Done};
use super::step::noun;
use super::{
    Schema, attributes, columns, dialect, habits, keys, large, library, modest, naming, secrets,
    size, statement,
};
use crate::Input;
use crate::contract::vocabulary::casing;
use crate::migrations::{Step, Version, sql_file, way_out};

/// Most columns of a table that only looks values up.
const SMALL_TABLE_COLUMNS: usize = 8;

/// Adds the rows of one database.
pub fn push(input: &Input<'_>, system: &mut System, chosen: &Chosen<'_>) -> Schema {
    let history = chosen.replayed.history;
    let file = history.steps.first().map_or(FileId(0), |step| step.file);
    let database = system.databases.push(Database {
        at: first_place(&chosen.replayed.migrations[..1.min(chosen.replayed.migrations.len())])
            .in_file(file),
        name: name(system, chosen),
        dialect: dialect(history.dialect),
        tool: history.tool.to_owned(),
        path: history.root.clone(),
        service: chosen.service,
        is_alternative: chosen.is_alternative,
        is_complete: !chosen.replayed.is_incomplete,
        scanned_keys: 0,
        table_casing: None,
        column_casing: None,
        tables: Vec::new(),
        migrations: Vec::new(),
    });
    let mut tables = BTreeMap::new();
    let surroundings = large::Surroundings::of(&chosen.catalogue);
    for relation in chosen.catalogue.relations() {
        let is_small = input.settings.small_tables.iter().any(|name| {
            name.eq_ignore_ascii_case(&relation.key.name)
                || name.eq_ignore_ascii_case(&relation.key.to_string())
        }) || size::is_few_rows(relation)
            || (relation.columns.len() <= SMALL_TABLE_COLUMNS
                && chosen
                    .replayed
                    .seeded
                    .get(&relation.key)
                    .is_some_and(|rows| *rows > 1));
        tables.insert(
            relation.key.clone(),
            push_table(system, database, chosen, &surroundings, relation, is_small),
        );
    }
    for relation in chosen.catalogue.relations() {
        push_members(system, chosen, &tables, relation);
        for parent in relation
            .inherits
            .iter()
            .filter_map(|parent| tables.get(parent))
        {
            system.tables[*parent].is_inherited = true;
        }
    }
    columns::refer(system, &chosen.catalogue, &tables);
    habits::learn(system, database, &chosen.catalogue, &tables);
    push_migrations(input, system, database, chosen);
    Schema {
        catalogue: chosen.catalogue.clone(),
        tables,
    }
}

/// Where the first of `migrations` does its first step; the start of the file if it does none.
fn first_place(migrations: &[Applied]) -> At {
    let steps = migrations
        .first()
        .and_then(|migration| migration.steps.first());
    steps.map_or(At::default(), |step| step.at)
}

/// A name that no other database has.
fn name(system: &System, chosen: &Chosen<'_>) -> String {
    let history = chosen.replayed.history;
    let name = naming::name(system, history, chosen.service);
    let is_free = |name: &str| system.databases.iter().all(|(_, other)| other.name != name);
    let by_dialect = format!("{name} ({})", dialect(history.dialect).word());
    [name, by_dialect]
        .into_iter()
        .find(|name| is_free(name))
        .unwrap_or_else(|| history.root.clone())
}

/// The place of `origin`.
pub fn place(origin: Origin) -> Span {
    At::new(origin.at.start..origin.at.end).in_file(FileId(origin.file))
}

fn push_table(
    system: &mut System,
    database: Id<Database>,
    chosen: &Chosen<'_>,
    surroundings: &large::Surroundings,
    relation: &Relation,
    is_small: bool,
) -> Id<TableRow> {
    let primary_key: Vec<String> = relation
        .primary_key()
        .into_iter()
        .map(str::to_owned)
        .collect();
    let deleted = columns::soft_delete(relation);
    system.tables.push(TableRow {
        at: place(relation.origin),
        database,
        name: relation.key.to_string(),
        written: statement::table(chosen.replayed.history.dialect, &relation.key),
        has_primary_key: !primary_key.is_empty(),
        primary_key,
        is_view: relation.kind != RelationKind::Table,
        is_partition: relation.partition_of.is_some(),
        is_small,
        is_large: relation.partition_by.is_some(),
        is_likely_large: !is_small && is_likely_large(chosen, surroundings, relation),
        has_unique_key: keys::has_unique_key(relation),
        repeated_columns: columns::repeated(relation),
        polymorphic_columns: Vec::new(),
        attribute_columns: attributes::columns(relation),
        casing: casing(&relation.key.name).map(model::Casing::word),
        only_grows: false,
        soft_delete_column: deleted.map(|column| column.name.clone()),
        living_rows: deleted.map_or_else(String::new, columns::living),
        living_queries: 0,
        is_bookkeeping: columns::is_bookkeeping(&relation.key.name)
            || columns::is_of_extension(&relation.key.schema)
            || relation.is_temporary,
        is_of_library: library::is_table(&relation.key.name),
        is_tally: false,
        tells_rows_apart: false,
        is_derived: false,
        is_inherited: false,
        gave_up_key: chosen.replayed.unkeyed.contains(&relation.key),
        is_certain: !chosen.replayed.history.is_partly_code
            && !chosen.replayed.uncertain.contains(&relation.key),
        is_unused: false,
        columns: Vec::new(),
        indexes: Vec::new(),
        constraints: Vec::new(),
    })
}

/// Whether something shows that `relation` has many rows, and nothing that it has few.
fn is_likely_large(
    chosen: &Chosen<'_>,
    surroundings: &large::Surroundings,
    relation: &Relation,
) -> bool {
    let seeded = chosen.replayed.seeded.get(&relation.key).copied();
    relation.kind == RelationKind::Table
        && large::is_large(
            relation,
            &chosen.catalogue,
            surroundings,
            &BTreeSet::new(),
            true,
        )
        && !modest::is_modest(relation, &chosen.catalogue, seeded.unwrap_or(0))
}

fn push_members(
    system: &mut System,
    chosen: &Chosen<'_>,
    tables: &BTreeMap<TableKey, Id<TableRow>>,
    relation: &Relation,
) {
    let table = tables[&relation.key];
    let primary_key = relation.primary_key();
    let dialect = chosen.replayed.history.dialect;
    for column in &relation.columns {
        system.columns.push(ColumnRow {
            at: place(column.origin),
            table,
            name: column.name.clone(),
            written: statement::identifier(&column.name, dialect),
            data_type: column.data_type.text(),
            is_nullable: column.is_nullable,
            default: column.default.as_ref().map(|default| default.text.clone()),
            is_primary_key: primary_key.contains(&column.name.as_str()),
            is_generated: column.fills_itself(),
            is_money: columns::is_money(&relation.key.name, &column.name),
            is_approximate: columns::is_approximate(&column.data_type),
            lacks_time_zone: columns::lacks_time_zone(
                chosen.replayed.history.dialect,
                &column.data_type,
            ),
            holds_list: columns::holds_list(column),
            runs_out_at: columns::runs_out_at(chosen.replayed.history.dialect, column),
            casing: casing(&column.name).map(model::Casing::word),
            usual_name: None,
            plain_secret: secrets::plain(relation, column),
            undeclared_reference: None,
        });
    }
    let first = system.indexes.len();
    let ids: Vec<Id<Index>> = (first..first + relation.indexes.len())
        .map(Id::new)
        .collect();
    let shapes = keys::shapes(relation);
    for (position, index) in relation.indexes.iter().enumerate() {
        let at = match chosen.replayed.index_names.get(&index.origin) {
            Some(name) => place(Origin {
                file: index.origin.file,
                at: *name,
            }),
            None => place(index.origin),
        };
        system.indexes.push(Index {
            at,
            table,
            name: index.name.clone(),
            columns: index.parts.iter().map(part).collect(),
            included: index.include.iter().map(|name| name.text.clone()).collect(),
            is_unique: index.is_unique,
            is_implied: index.constraint.is_some() || index.is_primary,
            method: index.method.clone().unwrap_or_else(|| "btree".to_owned()),
            predicate: index
                .predicate
                .as_ref()
                .map(|predicate| predicate.text.clone()),
            drop_index: statement::drop_index(
                chosen.replayed.history.dialect,
                &relation.key,
                &index.name,
            ),
            duplicate_of: shapes[position].duplicate_of.map(|other| ids[other]),
            covered_by: shapes[position].covered_by.map(|other| ids[other]),
            nullable_columns: keys::nullable_columns(relation, index),
        });
    }
    for constraint in &relation.constraints {
        if let Some(row) = constraint_row(chosen, tables, relation, constraint, table, &ids) {
            system.constraints.push(row);
        }
    }
}

fn part(part: &sql::IndexPart) -> String {
    match &part.key {
        Key::Column(name) => name.text.clone(),
        Key::Expression(expression) => expression.text.clone(),
    }
}

fn constraint_row(
    chosen: &Chosen<'_>,
    tables: &BTreeMap<TableKey, Id<TableRow>>,
    relation: &Relation,
    constraint: &sql::Constraint,
    table: Id<TableRow>,
    indexes: &[Id<Index>],
) -> Option<Constraint> {
    let mut row = Constraint {
        at: place(constraint.origin),
        table,
        name: constraint.name.clone(),
        kind: ConstraintKind::Check,
        columns: Vec::new(),
        references: None,
        referenced_columns: Vec::new(),
        on_delete: None,
        index: None,
        scan: String::new(),
        create_index: String::new(),
        is_inherited: constraint.is_inherited,
        is_valid: constraint.is_valid,
        is_partly_indexed: false,
        is_narrower: false,
    };
    match &constraint.kind {
        Demand::Primary { columns, .. } => {
            row.kind = ConstraintKind::Primary;
            row.columns = columns.iter().map(part).collect();
        }
        Demand::Unique { columns, .. } => {
            row.kind = ConstraintKind::Unique;
            row.columns = columns.iter().map(part).collect();
        }
        Demand::Foreign(key) => {
            row.kind = ConstraintKind::Foreign;
            row.at = keys::columns_place(constraint, key);
            row.columns = key.columns.iter().map(|name| name.text.clone()).collect();
            row.referenced_columns = key.referred.iter().map(|name| name.text.clone()).collect();
            let target = chosen.catalogue.relation(&key.table);
            row.references = target.and_then(|target| tables.get(&target.key)).copied();
            row.on_delete = keys::on_delete(key.on_delete);
            let dialect = chosen.replayed.history.dialect;
            let columns = row
                .columns
                .iter()
                .map(|name| statement::quoted(name, dialect));
            let columns: Vec<String> = columns.collect();
            row.create_index =
                statement::create_index(dialect, &relation.key, &columns.join(", "), &[]);
            row.index = keys::leading_index(relation, &row.columns).map(|index| indexes[index]);
            row.is_partly_indexed = keys::is_partly_indexed(relation, &row.columns);
            row.is_narrower = target.is_some_and(|target| keys::is_narrower(relation, target, key));
        }
        Demand::Check { .. } => {}
        Demand::Exclude { parts, .. } => {
            row.kind = ConstraintKind::Exclude;
            row.columns = parts.iter().map(|(column, _)| part(column)).collect();
        }
        Demand::NotNull { .. } => return None,
    }
    Some(row)
}

fn push_migrations(
    input: &Input<'_>,
    system: &mut System,
    database: Id<Database>,
    chosen: &Chosen<'_>,
) {
    let history = chosen.replayed.history;
    let applied = &chosen.replayed.migrations;
    let has_down = |position: usize| {
        history.steps[position].down.is_some() || applied[position].has_down_section
    };
    let downs = (0..history.steps.len())
        .filter(|position| has_down(*position))
        .count();
    let is_changed = |position: usize| {
        let path = input.path(history.steps[position].file);
        input.changed.is_none_or(|changed| changed.contains(path))
    };
    let newest_before: Option<&Version> = (input.changed.is_some())
        .then(|| {
            let old = (0..history.steps.len()).filter(|position| !is_changed(*position));
            old.map(|position| &history.steps[position].key).max()
        })
        .flatten();
    let tables = chosen.catalogue.tables();
    let of_one_row: BTreeSet<String> = tables
        .filter(|table| keys::holds_one_row(table))
        .map(|table| table.key.to_string())
        .collect();
    let mut versions: BTreeMap<&Version, Id<Migration>> = BTreeMap::new();
    for (position, step) in history.steps.iter().enumerate() {
        let is_versioned = !history.is_schema() && !step.is_repeatable;
        let at = first_place(&applied[position..=position]).in_file(step.file);
        let wrong = applied[position].wrong_way_back.as_ref();
        let failing = wrong.and_then(|wrong| wrong.at);
        let down = step.down.unwrap_or(step.file);
        let migration = system.migrations.push(Migration {
            at,
            untrue_down: wrong.map(|wrong| wrong.what.clone()),
            is_untrue_in_indexes: wrong.is_some_and(|wrong| wrong.is_indexes_alone),
            down_path: input
                .path(failing.map_or(down, |(file, _)| file))
                .to_owned(),
            down_at: failing.map_or_else(
                || way_back(input, step).unwrap_or(at),
                |(file, at)| At::new(at.start..at.end).in_file(file),
            ),
            fingerprint: sql_file(input, step.file).map_or_else(String::new, |file| {
                format!("{:016x}", file.script.fingerprint)
            }),
            is_repeatable: step.is_repeatable,
            database,
            position: position as u32,
            version: step.version.clone(),
            path: input.path(step.file).to_owned(),
            has_down: has_down(position),
            is_transactional: applied[position].is_transactional.clone(),
            way_out: way_out(history).to_owned(),
            is_changed: is_changed(position),
            expects_down: is_versioned && downs * 2 > history.steps.len(),
            duplicate_of: versions
                .get(&step.key)
                .copied()
                .filter(|_| is_versioned && history.knows_versions_alone),
            is_out_of_order: is_versioned
                && is_changed(position)
                && newest_before.is_some_and(|newest| *newest > step.key),
            is_schema: history.is_schema(),
            steps: Vec::new(),
        });
        versions.entry(&step.key).or_insert(migration);
        let steps = &applied[position].steps;
        let first = system.migration_steps.len();
        for (position, done) in steps.iter().enumerate() {
            let is_small = is_small(input, &done.table) || of_one_row.contains(&done.table);
            push_step(
                system,
                migration,
                step.file,
                (done, history.dialect),
                is_small,
                done.main == position,
            );
        }
        for done in steps
            .iter()
            .enumerate()
            .filter(|(position, done)| done.main != *position && !done.is_allowed)
            .filter(|(_, done)| done.at != steps[done.main].at)
        {
            let main = Id::<MigrationStep>::new(first + done.1.main);
            let label = format!("also here: {}", done.1.word.replace('_', " "));
            system.add_evidence(main.row_ref(), done.1.at.in_file(step.file), label);
        }
    }
}

/// Where the way back of `step` begins.
fn way_back(input: &Input<'_>, step: &Step) -> Option<Span> {
    let file = step.down.unwrap_or(step.file);
    let script = &sql_file(input, file)?.script;
    let section = match step.down {
        Some(_) => sql::Section::Up,
        None => sql::Section::Down,
    };
    let at = script.section(section).next()?.at;
    Some(At::new(at.start..at.end).in_file(file))
}

/// Whether the user calls the table small.
fn is_small(input: &Input<'_>, table: &str) -> bool {
    input
        .settings
        .small_tables
        .iter()
        .any(|small| small.eq_ignore_ascii_case(table))
}

fn push_step(
    system: &mut System,
    migration: Id<Migration>,
    file: FileId,
    (done, dialect): (&Done, sql::Dialect),
    is_table_small: bool,
    is_main: bool,
) {
    let impact = done.impact.as_ref();
    let taken = impact.and_then(|impact| impact.taken.as_ref());
    let blocks = match impact.map(|impact| impact.blocks) {
        Some(sql::Blocks::Both) => "reads_and_writes",
        Some(sql::Blocks::Writes) => "writes",
        Some(sql::Blocks::Nothing) | None => "nothing",
    };
    let database = &system.databases[system.migrations[migration].database];
    let is_judged = !done.is_allowed && !database.is_alternative;
    let has_old_version = database.dialect != model::Dialect::Sqlite;
    let is_large = done.is_table_large && !done.is_table_modest;
    let step = system.migration_steps.push(MigrationStep {
        at: done.at.in_file(file),
        migration,
        kind: done.kind.to_owned(),
        table: done.table.clone(),
        object: done.object.clone(),
        written_table: match impact.and_then(|impact| impact.table.as_ref()) {
            Some(key) => statement::table(dialect, key),
            None => match done.table.split_once('.') {
                Some((schema, name)) => statement::table(dialect, &TableKey::new(schema, name)),
                None => statement::identifier(&done.table, dialect),
            },
        },
        written_object: statement::identifier(&done.object, dialect),
        impact: done.word.clone(),
        lock: impact
            .and_then(|impact| impact.lock.clone())
            .unwrap_or_default(),
        waiting: blocks.replace('_', " "),
        blocks: blocks.to_owned(),
        lock_origin: taken.map_or_else(String::new, |taken| format!(", which {} took", taken.by)),
        noun: noun(done.kind).to_owned(),
        is_table_replaceable: library::is_replaceable(&done.table),
        instead: impact.map_or_else(String::new, |impact| impact.instead.clone()),
        is_over_nulls: impact.is_some_and(|impact| impact.is_over_nulls),
        is_looser: impact.is_some_and(|impact| impact.is_looser),
        scans_table: impact.is_some_and(|impact| impact.scans),
        rewrites_table: impact.is_some_and(|impact| impact.rewrites),
        reason: impact.map(|impact| impact.why.clone()).unwrap_or_default(),
        is_table_new: done.is_table_new,
        is_table_small,
        is_table_modest: done.is_table_modest,
        is_table_large: is_large,
        is_wait_short: !is_large || done.is_wait_usual || done.is_alone || done.is_early,
        is_break_mild: done.breaks_few(),
        is_wait_usual: done.is_wait_usual,
        is_alone: done.is_alone,
        is_of_major: done.is_of_major,
        is_early: done.is_early,
        is_young: done.is_young,
        is_said_unused: done.is_said_unused,
        is_allowed: done.is_allowed,
        is_main,
        is_judged,
        is_decision: is_judged && is_main && !is_table_small,
        has_old_version,
        is_adapted: done.is_adapted,
        is_unused_before: done.user_before == Use::Nowhere,
        user_before: match &done.user_before {
            Use::In { version, path, .. } if !path.is_empty() => {
                format!(": `{path}` of {version} names it")
            }
            _ => String::new(),
        },
    });
    if let Some(taken) = taken {
        let at = At::new(taken.at.start..taken.at.end).in_file(file);
        system.add_evidence(step.row_ref(), at, "takes the lock");
    }
    if !done.edits.is_empty() {
        let replacements = done
            .edits
            .iter()
            .map(|(file, edit)| Replacement {
                at: At::new(edit.at.start..edit.at.end).in_file(*file),
                text: edit.text.clone(),
            })
            .collect();
        system.replacements.insert(step.row_ref(), replacements);
        if !done.new_files.is_empty() {
            system
                .new_files
                .insert(step.row_ref(), done.new_files.clone());
        }
    }
}
