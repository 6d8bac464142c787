//! One history through the catalogue: the schema at the end, and what each step does to a running system.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use model::{At, Came, Known, Release};
use sql::{Catalogue, Change, Context, Effect, Origin, Problem, Section, Server, TableKey};

use super::allowed::Allowed;
use super::apart::{self, Apart};
use super::done::{Applied, Done};
use super::online::Online;
use super::session::Session;
use super::step::{chosen_name, is_about_bookkeeping, snake, words};
use super::{gravity, large, modest, past, rebuild, required, server, together, undo};
use crate::Input;
use crate::migrations::{History, Step, sql_file, transaction};

/// Problems of one history that are told; the rest is one note with their number.
pub const PROBLEMS_LIMIT: usize = 20;

/// A history with what came of it.
#[derive(Debug)]
pub struct Replayed<'h> {
    /// What was run.
    pub history: &'h History,
    /// The schema at the end.
    pub catalogue: Catalogue,
    /// What each migration did, in order.
    pub migrations: Vec<Applied>,
    /// How each migration came to those who run it.
    pub releases: Vec<Option<Release>>,
    /// What could not be done, with the position of its migration.
    pub problems: Vec<(usize, At, String)>,
    /// Whether tables are missing that migrations speak of, or a statement was not understood.
    pub is_incomplete: bool,
    /// Tables into which migrations put rows that they spell out, with their number.
    pub seeded: BTreeMap<TableKey, u32>,
    /// Where the name of an index stands, by the place of its definition.
    pub index_names: BTreeMap<Origin, sql::At>,
    /// Tables whose primary key a step took away without another one in its place.
    pub unkeyed: BTreeSet<TableKey>,
    /// Tables on which a step could not be done.
    pub uncertain: BTreeSet<TableKey>,
}

/// A history of fewer migrations has hardly begun.
const FEW_STEPS: usize = 20;

/// Runs `history` from an empty database.
pub fn run<'h>(input: &Input<'_>, history: &'h History) -> Replayed<'h> {
    let came = past::came(input, history);
    let mut state = State {
        server: server::of(input, history.dialect),
        catalogue: Catalogue::new(history.dialect),
        born: IndexSet::new(),
        seeded: BTreeMap::new(),
        index_names: BTreeMap::new(),
        unkeyed: BTreeSet::new(),
        uncertain: BTreeSet::new(),
        problems: Vec::new(),
        is_incomplete: false,
        days: days(history, &came),
        tagged: tagged(history, &came),
        sizes: BTreeMap::new(),
        surroundings: None,
        spared: BTreeSet::new(),
        are_steps_few: history.steps.len() < FEW_STEPS,
        is_sure: true,
    };
    let releases: Vec<Option<Release>> = came.iter().map(|came| came.release).collect();
    // The tables that each release made so far.
    let mut born: BTreeMap<u32, IndexSet<TableKey>> = BTreeMap::new();
    // The migrations of each release that add columns which a later one may still spare inserts to name.
    let mut open_columns: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut migrations: Vec<Applied> = Vec::new();
    let mut unit: Option<undo::Unit<'_>> = None;
    for (position, step) in history.steps.iter().enumerate() {
        // Nobody ran what came with it alone, be there others between.
        let number = releases[position].map(|release| release.number);
        state.born = number
            .and_then(|number| born.remove(&number))
            .unwrap_or_default();
        let way_back = is_asked(input, step)
            .then(|| undo::way_back(input, step))
            .flatten();
        if way_back.is_some() && unit.is_none() {
            unit = Some(undo::Unit::new(step, state.catalogue.clone()));
        }
        let mut applied = state.migrate(input, history, position, step);
        if let Some(number) = number {
            born.insert(number, std::mem::take(&mut state.born));
        }
        if let Some(mut open) = unit.take() {
            let is_sure = state.is_sure && !state.is_incomplete;
            open.push(step.down.unwrap_or(step.file), way_back, is_sure);
            match history.steps.get(position + 1) {
                Some(next) if open.goes_on(next) => unit = Some(open),
                _ => applied.wrong_way_back = open.wrong(&state.catalogue),
            }
        }
        if let Some(number) = number {
            let open = open_columns.entry(number).or_default();
            open.retain(|&earlier| {
                let Applied { pending, steps, .. }: &mut Applied = &mut migrations[earlier];
                required::withdraw(pending, steps, &state.catalogue);
                !pending.is_empty()
            });
            open.extend((!applied.pending.is_empty()).then_some(position));
        }
        migrations.push(applied);
    }
    together::forget_told(&releases, &mut migrations);
    Replayed {
        history,
        catalogue: state.catalogue,
        migrations,
        releases,
        problems: state.problems,
        is_incomplete: state.is_incomplete || history.is_partly_code,
        seeded: state.seeded,
        index_names: state.index_names,
        unkeyed: state.unkeyed,
        uncertain: state.uncertain,
    }
}

/// The days that the versions of a history name, by their files; of the others, those on which they came.
fn days(history: &History, came: &[Came]) -> BTreeMap<u32, i64> {
    let steps = history.steps.iter().zip(came);
    let day = |(step, came): (&Step, &Came)| Some((step.file.0, step.key.day().or(came.day)?));
    steps.filter_map(day).collect()
}

/// The files of the migrations of which tags tell with which release they came.
fn tagged(history: &History, came: &[Came]) -> BTreeSet<u32> {
    let steps = history.steps.iter().zip(came);
    let tagged = steps.filter(|(_, came)| came.release.is_some_and(|release| release.is_tagged));
    tagged.map(|(step, _)| step.file.0).collect()
}

/// How many rows a table has, as far as something shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    /// Few, so that no lock on it lasts long.
    Modest,
    /// Nothing shows it.
    Unknown,
    /// Many.
    Large,
}

struct State {
    server: Server,
    catalogue: Catalogue,
    born: IndexSet<TableKey>,
    seeded: BTreeMap<TableKey, u32>,
    index_names: BTreeMap<Origin, sql::At>,
    unkeyed: BTreeSet<TableKey>,
    uncertain: BTreeSet<TableKey>,
    problems: Vec<(usize, At, String)>,
    is_incomplete: bool,
    /// The days of the migrations, counted from 1 January 1970, by their files.
    days: BTreeMap<u32, i64>,
    /// The migrations of which tags tell with which release they came.
    tagged: BTreeSet<u32>,
    /// What was found of the tables that the migration at hand touches.
    sizes: BTreeMap<TableKey, Size>,
    /// What the tables said of each other when the migration at hand first asked.
    surroundings: Option<large::Surroundings>,
    /// Tables on which a statement was written so that fewer wait.
    spared: BTreeSet<TableKey>,
    /// Whether the history is short.
    are_steps_few: bool,
    /// Whether all that the migration at hand does is certain so far.
    is_sure: bool,
}

impl State {
    fn migrate(
        &mut self,
        input: &Input<'_>,
        history: &History,
        position: usize,
        step: &Step,
    ) -> Applied {
        let Some(file) = sql_file(input, step.file) else {
            return Applied {
                is_transactional: Known::unknown("the file could not be read"),
                has_down_section: false,
                steps: Vec::new(),
                pending: Vec::new(),
                wrong_way_back: None,
            };
        };
        let script = &file.script;
        let is_transactional = transaction(history, step, script);
        let mut session = Session::default();
        let mut steps = Vec::new();
        self.is_sure = true;
        self.sizes.clear();
        self.surroundings = None;
        // Flyway restores the schemas of its connection before each migration.
        if history.tool == "flyway" {
            self.catalogue.end_session();
        }
        for statement in script.section(Section::Up) {
            self.is_incomplete |= !statement.understood && changes_schema(&statement.kind);
            self.is_sure &= !undo::is_unsure(statement);
            let first = steps.len();
            for effect in &statement.effects {
                let in_transaction = session.is_explicit
                    || (is_transactional.known() == Some(&true) && !session.has_ended);
                let locks = sql::locks(effect, &self.catalogue);
                session.held.change(effect, &self.catalogue);
                let online = Online::of(history, script, statement, &is_transactional)
                    .filter(|_| !session.is_explicit);
                let apart = (online.is_none() && !session.is_explicit)
                    .then(|| apart::Place::of(history, position, statement, script))
                    .flatten();
                self.apply(
                    input,
                    position,
                    step,
                    effect,
                    in_transaction,
                    &session,
                    (online, apart),
                    &mut steps,
                );
                session.empty(&effect.change, &self.catalogue);
                session.add(effect, &self.catalogue, &self.born);
                session.note(&effect.change);
                if in_transaction {
                    session.held.take(locks);
                }
            }
            // PostgreSQL gets past a required column without a default only where the table has no row.
            let required = steps[first..]
                .iter()
                .filter(|step| step.word == "required_column");
            if history.dialect == sql::Dialect::PostgreSql {
                let keys: Vec<TableKey> = required
                    .filter_map(|step| step.impact.as_ref()?.table.clone())
                    .collect();
                for step in &mut steps[first..] {
                    step.spare(&keys);
                }
                session.emptied.extend(keys);
            }
        }
        rebuild::forget(&mut steps);
        rebuild::forget_columns(&mut steps);
        rebuild::forget_detours(&mut steps);
        let pending = required::note(&mut steps, &self.catalogue, &session, self.is_sure);
        let allowed = Allowed::of(script);
        for step in &mut steps {
            step.is_allowed = allowed.allows(step.effect, &step.word);
        }
        // Who runs a file by itself mostly runs it as one.
        let may_be_one_transaction = is_transactional.known() != Some(&false);
        gravity::decide(&mut steps, may_be_one_transaction);
        Applied {
            wrong_way_back: None,
            is_transactional,
            has_down_section: script.has_sections && script.section(Section::Down).next().is_some(),
            steps,
            pending,
        }
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one effect is judged in all that surrounds it"
    )]
    fn apply(
        &mut self,
        input: &Input<'_>,
        position: usize,
        step: &Step,
        effect: &Effect,
        in_transaction: bool,
        session: &Session,
        (online, apart): (Option<Online>, Option<apart::Place<'_>>),
        steps: &mut Vec<Done>,
    ) {
        let impacts = sql::impact(
            effect,
            &self.catalogue,
            &Context {
                server: self.server,
                in_transaction,
                lock_timeout_set: session.lock_timeout,
                statement_timeout_set: session.statement_timeout,
                born: &self.born,
                emptied: &session.emptied,
                held: &session.held,
                file: step.file.0,
            },
        );
        let words = words(effect);
        let key = words
            .as_ref()
            .and_then(|words| words.table)
            .and_then(|table| self.catalogue.relation(table))
            .map(|relation| relation.key.clone());
        let was_new = key.as_ref().is_some_and(|key| self.born.contains(key));
        // Nobody waits for a table that is new, and nothing is to be done where nothing follows.
        let needs_fix = !was_new && !impacts.is_empty();
        let (online, apart) = (online.filter(|_| needs_fix), apart.filter(|_| needs_fix));
        let edits = online.and_then(|online| online.edits(effect, &self.catalogue));
        let apart = match edits {
            Some(edits) => Apart {
                edits: edits.into_iter().map(|edit| (step.file, edit)).collect(),
                new_files: Vec::new(),
            },
            None => apart
                .and_then(|place| place.form(input, step, effect, &self.catalogue))
                .unwrap_or_default(),
        };
        let sizes: Vec<Size> = impacts
            .iter()
            .map(|impact| self.size(input, step, impact))
            .collect();
        let young: Vec<bool> = impacts
            .iter()
            .map(|impact| {
                // A table that was released may have rows, however few.
                let may_fail = impact.kind == sql::ImpactKind::RequiredColumn;
                let object = impact.subject.as_deref().unwrap_or_default();
                !(may_fail && self.tagged.contains(&step.file.0))
                    && self.is_young(step, impact.table.as_ref(), object)
            })
            .collect();
        let table = words.as_ref().and_then(|words| words.table);
        let has_key = |catalogue: &Catalogue| {
            table
                .and_then(|table| catalogue.relation(table))
                .is_some_and(|table| !table.primary_key().is_empty())
        };
        let had_key = takes_key(&effect.change) && has_key(&self.catalogue);
        let outcome = self.catalogue.apply(effect, step.file.0);
        if let Some(key) = &key {
            if had_key && !has_key(&self.catalogue) {
                self.unkeyed.insert(key.clone());
            }
            if outcome.problem.is_some() {
                self.uncertain.insert(key.clone());
            }
        }
        self.remember(effect, key.as_ref(), &outcome);
        self.is_sure &= outcome.problem.is_none() && !outcome.was_skipped;
        if let Change::CreateIndex(index) = &effect.change
            && let Some(name) = &index.name
        {
            let file = step.file.0;
            for at in [index.at, effect.at] {
                self.index_names.insert(Origin { file, at }, name.at);
            }
        }
        if let Some(problem) = &outcome.problem
            && !is_about_bookkeeping(effect)
        {
            self.is_incomplete |= matches!(
                problem,
                Problem::UnknownTable(_) | Problem::UnknownColumn { .. } | Problem::HiddenName
            );
            let at = At::new(effect.at.start..effect.at.end);
            self.problems.push((position, at, problem.to_string()));
        }
        let Some(words) = words else { return };
        let is_table_new = was_new || words.kind == "create_table";
        let at = At::new(words.at.start..words.at.end);
        let table = key
            .map(|key| key.to_string())
            .or_else(|| words.table.map(ToString::to_string))
            .unwrap_or_default();
        let to = match &effect.change {
            Change::RenameColumn { to, .. } => Some(to.text.clone()),
            Change::RedefineColumn { column, to, .. }
                if !to.name.text.eq_ignore_ascii_case(&column.text) =>
            {
                Some(to.name.text.clone())
            }
            _ => None,
        };
        let object = match words.object.as_str() {
            "" => chosen_name(effect, &self.catalogue, step.file.0).unwrap_or_default(),
            object => object.to_owned(),
        };
        let done = |impact: Option<sql::Impact>, size: Size, is_young: bool| Done {
            at,
            to: to.clone(),
            kind: words.kind,
            table: impact
                .as_ref()
                .and_then(|impact| impact.table.as_ref())
                .map_or_else(|| table.clone(), ToString::to_string),
            object: impact
                .as_ref()
                .and_then(|impact| impact.subject.clone())
                .filter(|subject| !subject.is_empty())
                .unwrap_or_else(|| object.clone()),
            word: impact
                .as_ref()
                .map_or_else(|| "none".to_owned(), |impact| snake(impact.kind)),
            impact,
            is_table_new,
            is_table_modest: size == Size::Modest,
            is_table_large: size == Size::Large,
            is_wait_usual: false,
            is_alone: false,
            is_of_major: false,
            is_early: false,
            is_young,
            is_said_unused: false,
            effect: effect.at,
            is_allowed: false,
            edits: apart.edits.clone(),
            new_files: apart.new_files.clone(),
            main: 0,
            user_before: model::Use::Unknown,
            is_adapted: false,
        };
        if impacts.is_empty() || outcome.was_skipped {
            steps.push(done(None, Size::Unknown, false));
        } else {
            let judged = impacts.into_iter().zip(sizes.into_iter().zip(young));
            let all = judged.map(|(impact, (size, is_young))| done(Some(impact), size, is_young));
            steps.extend(all);
        }
    }

    /// What shows how many rows the table has which `impact` keeps waiting, when `step` touches it first.
    fn size(&mut self, input: &Input<'_>, step: &Step, impact: &sql::Impact) -> Size {
        let waits = impact.scans || impact.rewrites || impact.blocks != sql::Blocks::Nothing;
        let Some(key) = impact.table.as_ref().filter(|_| waits) else {
            return Size::Unknown;
        };
        if let Some(known) = self.sizes.get(key) {
            return *known;
        }
        let Some(table) = self.catalogue.get(key) else {
            return Size::Unknown;
        };
        let rows = self.seeded.get(&table.key).copied().unwrap_or(0);
        let is_modest = self.is_within(past::LIVE_DAYS, step, table.origin.file)
            || modest::says_so(input.path(step.file))
            || modest::is_changed_online(input.path(step.file))
            || modest::is_modest(table, &self.catalogue, rows);
        let size = if is_modest {
            Size::Modest
        } else {
            let surroundings =
                (self.surroundings).get_or_insert_with(|| large::Surroundings::of(&self.catalogue));
            let is_large = large::is_large(
                table,
                &self.catalogue,
                surroundings,
                &self.spared,
                self.are_steps_few,
            );
            match is_large {
                true => Size::Large,
                false => Size::Unknown,
            }
        };
        self.sizes.insert(key.clone(), size);
        size
    }

    /// Whether `step` came not more than `days` after the file `birth`.
    fn is_within(&self, days: i64, step: &Step, birth: u32) -> bool {
        let day = |file: u32| self.days.get(&file);
        let age = day(step.file.0).zip(day(birth));
        age.is_some_and(|(now, birth)| (0..=days).contains(&(now - birth)))
    }

    /// Whether the column `object` of `table`, or the table itself, was made so shortly before `step` that hardly
    /// anything rests on it.
    fn is_young(&self, step: &Step, table: Option<&TableKey>, object: &str) -> bool {
        let table = table.and_then(|key| self.catalogue.get(key));
        table.is_some_and(|table| {
            // Of a column that the same migration adds, the table says it.
            let column = table.column(object);
            let old = column.filter(|column| column.origin.file != step.file.0);
            self.is_within(past::LIVE_DAYS, step, table.origin.file)
                || old.is_some_and(|column| {
                    self.is_within(past::SETTLED_DAYS, step, column.origin.file)
                })
        })
    }

    /// Keeps which tables are new, and which are filled by what migrations spell out.
    fn remember(&mut self, effect: &Effect, key: Option<&TableKey>, outcome: &sql::Outcome) {
        self.spared.extend(key.filter(|_| effect.spares()).cloned());
        match &effect.change {
            Change::CreateTable(_) if !outcome.was_skipped => {
                self.born.extend(outcome.touched.iter().cloned());
            }
            Change::CreateView(view) if view.is_materialized && !outcome.was_skipped => {
                self.born.extend(outcome.touched.iter().cloned());
            }
            Change::RenameTable { .. } | Change::SetTableSchema { .. } => {
                if outcome.removed.iter().any(|key| self.born.contains(key)) {
                    self.born.extend(outcome.touched.iter().cloned());
                }
                for key in &outcome.removed {
                    self.born.shift_remove(key);
                }
            }
            Change::DropTable { .. } => {
                for key in &outcome.removed {
                    self.born.shift_remove(key);
                    self.seeded.remove(key);
                }
            }
            Change::Insert {
                from_query: false,
                rows: Some(rows),
                ..
            } => {
                if let Some(key) = key {
                    let known = self.seeded.entry(key.clone()).or_default();
                    *known = known.saturating_add(*rows);
                }
            }
            _ => {}
        }
    }
}

/// Whether the way back of `step` is to be tried: it or its way back belongs to the change under review.
fn is_asked(input: &Input<'_>, step: &Step) -> bool {
    [Some(step.file), step.down]
        .into_iter()
        .flatten()
        .any(|file| {
            input
                .changed
                .is_none_or(|changed| changed.contains(input.path(file)))
        })
}

/// Whether a change could take the primary key of a table away and leave its columns.
fn takes_key(change: &Change) -> bool {
    matches!(
        change,
        Change::DropConstraint { .. } | Change::DropPrimaryKey { .. }
    )
}

/// Whether a statement that begins so could build a table, a column or a key.
pub fn changes_schema(kind: &str) -> bool {
    [
        "create table",
        "create index",
        "create unique",
        "alter",
        "drop",
        "do",
    ]
    .iter()
    .any(|start| kind.starts_with(start))
}
