//! Replays SQL files in the order given and prints what was not understood, and the schema at the end.
//!
//! `cargo run -p sql --example replay -- postgresql|mysql|sqlite [--quiet] [--ddl] FILE…`
//!
//! With `--ddl` the schema is printed as statements that make it anew.

use sql::{Catalogue, Dialect, Section, TableKey};
use std::collections::BTreeMap;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let dialect = match arguments.next().as_deref() {
        Some("postgresql") => Dialect::PostgreSql,
        Some("mysql") => Dialect::MySql,
        Some("sqlite") => Dialect::Sqlite,
        _ => {
            eprintln!("usage: replay postgresql|mysql|sqlite [--quiet] [--ddl] FILE…");
            std::process::exit(2);
        }
    };
    let (flags, files): (Vec<String>, Vec<String>) =
        arguments.partition(|argument| argument.starts_with("--"));
    let quiet = flags.iter().any(|flag| flag == "--quiet");
    let mut catalogue = Catalogue::new(dialect);
    let mut kinds: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut impacts = 0;
    for (number, file) in files.iter().enumerate() {
        let bytes = std::fs::read(file).expect("the file can be read");
        let text = String::from_utf8_lossy(&bytes);
        let script = sql::read(&text, dialect);
        for note in &script.notes {
            let line = text
                .get(..note.at.start as usize)
                .unwrap_or("")
                .lines()
                .count();
            eprintln!("{file}:{line}: {}", note.message);
        }
        let mut born: indexmap::IndexSet<TableKey> = indexmap::IndexSet::new();
        let mut held = sql::Held::default();
        for statement in script.section(Section::Up) {
            let count = kinds.entry(statement.kind.to_string()).or_default();
            count.0 += 1;
            count.1 += u32::from(!statement.understood);
            for effect in &statement.effects {
                let context = sql::Context {
                    server: sql::Server::default_of(dialect),
                    in_transaction: script.transactional.unwrap_or(true),
                    lock_timeout_set: false,
                    statement_timeout_set: false,
                    born: &born,
                    emptied: &indexmap::IndexSet::new(),
                    held: &held,
                    file: number as u32,
                };
                for impact in sql::impact(effect, &catalogue, &context) {
                    impacts += 1;
                    if !quiet {
                        let line = text
                            .get(..effect.at.start as usize)
                            .unwrap_or("")
                            .lines()
                            .count()
                            .max(1);
                        println!(
                            "{file}:{line}: {:?} {:?} {}",
                            impact.kind, impact.lock, impact.why
                        );
                    }
                }
                held.take(sql::locks(effect, &catalogue));
                held.change(effect, &catalogue);
                let outcome = catalogue.apply(effect, number as u32);
                if let (Some(problem), false) = (&outcome.problem, effect.conditional) {
                    let line = text
                        .get(..effect.at.start as usize)
                        .unwrap_or("")
                        .lines()
                        .count()
                        .max(1);
                    eprintln!("{file}:{line}: {problem}");
                }
                if matches!(effect.change, sql::Change::CreateTable(_)) {
                    born.extend(outcome.touched);
                }
            }
        }
    }
    let (all, missed) = kinds
        .values()
        .fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    eprintln!("{all} statements, {missed} not understood, {impacts} impacts");
    for (kind, (count, missed)) in kinds {
        eprintln!("{count:6} {missed:4} {kind}");
    }
    if flags.iter().any(|flag| flag == "--ddl") {
        println!("{}", catalogue.to_ddl());
    }
}
