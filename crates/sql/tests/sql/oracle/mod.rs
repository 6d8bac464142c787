//! The replayed schema against real servers. A history runs on the server; the statements that the server accepted are
//! replayed; the replayed schema is written out as DDL and run in a second, empty database; then both catalogues must
//! say the same, so that the server itself brings types and expressions to one form.

mod fixes;
mod histories;
mod locks;
mod mariadb;
mod postgresql;
mod random;
mod server;
mod sqlite;

use server::missing;
use sql::{Catalogue, Dialect};

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

/// Runs a history and compares. `Err` tells the difference.
fn compare(server: &dyn Server, statements: &[String]) -> Result<(), String> {
    server.reset("a");
    let (accepted, _) = server.run("a", statements);
    let mut catalogue = server.empty();
    for (statement, accepted) in statements.iter().zip(&accepted) {
        let script = sql::read(statement, server.dialect());
        if *accepted {
            let missed = script
                .notes
                .iter()
                .find(|note| !note.message.starts_with("the query"));
            if let Some(note) = missed {
                return Err(format!("not understood: {} in {statement}", note.message));
            }
            for effect in script.statements.iter().flat_map(|one| &one.effects) {
                let outcome = catalogue.apply(effect, 0);
                if let Some(problem) = outcome.problem {
                    return Err(format!(
                        "the server accepts what the replay does not: {problem}: {statement}"
                    ));
                }
            }
        }
    }
    compare_with(server, &catalogue, "a")
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
    if let Some(refused) = accepted.iter().position(|accepted| !accepted) {
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
/// one by one, and what the server refuses is not replayed. PostgreSQL's test runs whole files instead.
fn hold_to_real_ones(server: &dyn Server, dialect: &str) {
    let Some(list) = std::env::var_os("SQL_HISTORIES") else {
        return;
    };
    let list = std::fs::read_to_string(list).expect("the list can be read");
    for line in list.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, own, files @ ..] = words.as_slice() else {
            continue;
        };
        if *own != dialect {
            continue;
        }
        let mut statements = Vec::new();
        let mut missed = 0;
        for file in files {
            let bytes = std::fs::read(file).expect("the file can be read");
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let script = sql::read(&text, server.dialect());
            for note in &script.notes {
                eprintln!("  {file}: {}", note.message);
            }
            for statement in script.section(sql::Section::Up) {
                missed += u32::from(!statement.understood);
                statements.push(statement.at.of(&text).to_owned());
            }
        }
        let result = compare(server, &statements);
        let facts = server.catalogue("a").len();
        let (accepted, errors) = {
            server.reset("a");
            server.run("a", &statements)
        };
        let refused = accepted.iter().filter(|accepted| !**accepted).count();
        for error in errors.lines().take(5) {
            eprintln!("  {error}");
        }
        let verdict = if result.is_ok() { "equal" } else { "DIFFERENT" };
        let count = statements.len();
        eprintln!(
            "{name}: {verdict}, {facts} facts, {} files, {count} statements ({missed} not understood, {refused} refused)",
            files.len()
        );
        if let Err(difference) = result {
            eprintln!("{difference}");
        }
    }
}

/// Our own histories, then random ones.
fn hold_to(server: &dyn Server, histories: &[(&str, &str)], cases: u32) {
    let mut wrong = Vec::new();
    for (name, history) in histories {
        let script = sql::read(history, server.dialect());
        let statements: Vec<String> = script
            .statements
            .iter()
            .map(|one| one.at.of(history).to_owned())
            .collect();
        if let Err(difference) = compare(server, &statements) {
            wrong.push(format!("{name}: {difference}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    random::hold(server, cases);
}
