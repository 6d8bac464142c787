//! The replayed schema against real servers. A history runs on the server; the statements that the server accepted are
//! replayed; the replayed schema is written out as DDL and run in a second, empty database; then both catalogues must
//! say the same, so that the server itself brings types and expressions to one form.

mod conversions;
mod fixes;
mod histories;
mod locks;
mod mariadb;
mod postgresql;
mod random;
mod server;
mod sqlite;

use server::missing;
use sql::{Catalogue, Dialect, Effect, Section, Statement};
use std::collections::BTreeMap;

/// A server with two databases, `a` and `b`.
trait Server {
    fn dialect(&self) -> Dialect;
    /// An empty catalogue of this server.
    fn empty(&self) -> Catalogue {
        Catalogue::new(self.dialect())
    }
    /// Empties a database.
    fn reset(&self, database: &str);
    /// Runs statements one by one and says of each whether the server accepted it, with the errors.
    fn run(&self, database: &str, statements: &[String]) -> (Vec<bool>, String);
    /// What the server's own catalogue says, one fact per line.
    fn catalogue(&self, database: &str) -> Vec<String>;
}

/// A statement, as a script has it.
struct Step {
    text: String,
    kind: String,
    effects: Vec<Effect>,
    is_understood: bool,
}

/// The statements of the way up of a script.
fn steps(text: &str, dialect: Dialect) -> Vec<Step> {
    let script = sql::read(text, dialect);
    let step = |one: &Statement| Step {
        text: one.at.of(text).to_owned(),
        kind: one.kind.to_string(),
        effects: one.effects.clone(),
        is_understood: one.understood,
    };
    script.section(Section::Up).map(step).collect()
}

/// Runs a history and compares. `Err` tells the difference.
fn compare(server: &dyn Server, steps: &[Step]) -> Result<(), String> {
    server.reset("a");
    let texts: Vec<String> = steps.iter().map(|step| step.text.clone()).collect();
    let (accepted, _) = server.run("a", &texts);
    let mut catalogue = server.empty();
    for (step, _) in steps.iter().zip(&accepted).filter(|(_, done)| **done) {
        if !step.is_understood {
            return Err(format!("not understood: {}", step.text));
        }
        for effect in &step.effects {
            let problem = catalogue.apply(effect, 0).problem;
            if let Some(problem) = problem.filter(|_| !effect.conditional) {
                return Err(format!(
                    "the server accepts what the replay does not: {problem}: {}",
                    step.text
                ));
            }
        }
    }
    compare_with(server, &catalogue, "a")
}

/// How many statements of each kind there were, and how many of them were not understood.
#[derive(Default)]
struct Counts(BTreeMap<String, (usize, usize)>);

impl Counts {
    fn add(&mut self, kind: &str, is_understood: bool) {
        let count = self.0.entry(kind.to_owned()).or_default();
        count.0 += 1;
        count.1 += usize::from(!is_understood);
    }

    fn print(&self, dialect: &str) {
        let all: usize = self.0.values().map(|count| count.0).sum();
        let missed: usize = self.0.values().map(|count| count.1).sum();
        eprintln!("{dialect}: {all} statements, {missed} not understood");
        for (kind, (count, missed)) in &self.0 {
            eprintln!("{count:7} {missed:4} {kind}");
        }
    }
}

/// Compares a catalogue with a database.
fn compare_with(server: &dyn Server, catalogue: &Catalogue, database: &str) -> Result<(), String> {
    let ddl = catalogue.to_ddl();
    server.reset("b");
    let script = sql::read(&ddl, server.dialect());
    let statements: Vec<String> = script
        .statements
        .iter()
        .map(|one| one.at.of(&ddl).to_owned())
        .collect();
    let (accepted, errors) = server.run("b", &statements);
    // A view of MySQL outlives the columns that it reads, and is refused when it is made anew.
    let may_fail = |statement: &String| {
        server.dialect() == Dialect::MySql && statement.starts_with("CREATE VIEW")
    };
    let refused = (0..statements.len()).find(|position| {
        accepted.get(*position) != Some(&true) && !may_fail(&statements[*position])
    });
    if let Some(refused) = refused {
        return Err(format!(
            "our DDL is refused: {}\n{errors}",
            statements[refused]
        ));
    }
    let (expected, found) = (server.catalogue(database), server.catalogue("b"));
    let missing: Vec<&String> = expected
        .iter()
        .filter(|line| !found.contains(line))
        .collect();
    let extra: Vec<&String> = found
        .iter()
        .filter(|line| !expected.contains(line))
        .collect();
    if missing.is_empty() && extra.is_empty() && expected.len() == found.len() {
        return Ok(());
    }
    let lines = |lines: &[&String]| {
        lines
            .iter()
            .map(|line| format!("  {line}"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    Err(format!(
        "the server has\n{}\nthe replay has\n{}",
        lines(&missing),
        lines(&extra)
    ))
}

/// `SQL_HISTORIES` names a file with one history per line: its name, its dialect, and its files in order. Statements run
/// one by one, and what the server refuses is not replayed. PostgreSQL's test runs whole files instead, but for
/// `postgresql-statements`.
fn hold_to_real_ones(server: &dyn Server, dialect: &str) {
    let Some(list) = std::env::var_os("SQL_HISTORIES") else {
        return;
    };
    let list = std::fs::read_to_string(list).expect("the list can be read");
    let mut counts = Counts::default();
    for line in list.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, own, files @ ..] = words.as_slice() else {
            continue;
        };
        if *own != dialect {
            continue;
        }
        let mut all = Vec::new();
        for file in files {
            let bytes = std::fs::read(file).expect("the file can be read");
            let text = String::from_utf8_lossy(&bytes).into_owned();
            for note in &sql::read(&text, server.dialect()).notes {
                eprintln!("  {file}: {}", note.message);
            }
            all.extend(steps(&text, server.dialect()));
        }
        for step in &all {
            counts.add(&step.kind, step.is_understood);
        }
        let missed = all.iter().filter(|step| !step.is_understood).count();
        let result = compare(server, &all);
        let facts = server.catalogue("a").len();
        let texts: Vec<String> = all.iter().map(|step| step.text.clone()).collect();
        server.reset("a");
        let (accepted, errors) = server.run("a", &texts);
        let refused = accepted.iter().filter(|accepted| !**accepted).count();
        for error in errors.lines().take(5) {
            eprintln!("  {error}");
        }
        let verdict = if result.is_ok() { "equal" } else { "DIFFERENT" };
        let count = all.len();
        eprintln!(
            "{name}: {verdict}, {facts} facts, {} files, {count} statements ({missed} not understood, {refused} refused)",
            files.len()
        );
        if let Err(difference) = result {
            eprintln!("{difference}");
        }
    }
    counts.print(dialect);
}

/// Our own histories, then random ones.
fn hold_to(server: &dyn Server, histories: &[(&str, &str)], cases: u32) {
    let mut wrong = Vec::new();
    for (name, history) in histories {
        if let Err(difference) = compare(server, &steps(history, server.dialect())) {
            wrong.push(format!("{name}: {difference}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    random::hold(server, cases);
}
