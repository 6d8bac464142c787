//! Every framework's fixture: small sources in `fixtures/<framework>/`, whose comments say what is expected of their line.
//! `expect: route GET /orders/{id}; client requests GET http://stock/items unset`

use crate::{Deadline, Facts, Language, link_clients, link_messages, link_routes, read};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_fixture_gives_what_its_comments_expect() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut faults = Vec::new();
    let mut folders: Vec<_> = std::fs::read_dir(root)
        .expect("the fixtures are there")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    folders.sort();
    for folder in &folders {
        check(folder, &mut faults);
    }
    assert!(folders.len() >= 40, "only {} fixtures", folders.len());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_entry_of_every_table_has_a_fixture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    let mut seen = BTreeSet::new();
    for (path, text) in &files {
        let Some(facts) = read(path, text) else {
            continue;
        };
        let mut add = |kind: &str, name: String| seen.insert((kind.to_owned(), name));
        for route in facts.routes {
            add("route", route.framework);
        }
        // Entries that serve two languages are named after the first.
        let language = match facts.language {
            Language::Kotlin => Language::Java,
            Language::TypeScript => Language::JavaScript,
            language => language,
        };
        for client in facts.clients {
            add("client", format!("{language:?} {}", client.library));
            add("client", format!("{:?} {}", facts.language, client.library));
            add("client", client.library);
        }
        for publish in facts.publishes {
            add(
                "message",
                format!("{language:?} {} {}", publish.library, publish.broker),
            );
        }
        for consume in facts.consumes {
            add(
                "message",
                format!("{language:?} {} {}", consume.library, consume.broker),
            );
        }
        for store in facts.stores {
            add("store", format!("{language:?} {}", store.library));
            add(
                "store",
                format!("{language:?} {} {}", store.library, store.kind),
            );
        }
        for mount in facts.mounts {
            add("route", mount.framework);
        }
    }
    let missing: BTreeSet<_> = crate::frameworks::entries()
        .into_iter()
        .filter(|(kind, name)| !seen.contains(&((*kind).to_owned(), name.clone())))
        .collect();
    assert!(missing.is_empty(), "without a fixture: {missing:?}");
}

fn check(folder: &Path, faults: &mut Vec<String>) {
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    files.sort();
    let offering: Vec<Facts> = files
        .iter()
        .filter_map(|(path, text)| read(path, text))
        .collect();
    let callers = crate::Callers::new(&offering);
    let uses = |text: &str| {
        let callers = callers.as_ref();
        callers.is_some_and(|callers| callers.are_in(text.as_bytes()))
    };
    let read: Vec<(String, String, Facts)> = files
        .into_iter()
        .filter_map(|(path, text)| {
            if let Some(facts) = crate::descriptor(&path, &text) {
                return Some((path, text, facts));
            }
            crate::Language::of(&path)?;
            let worth = crate::worth(&path, text.as_bytes());
            if worth == crate::Worth::Nothing && !uses(&text) {
                faults.push(format!("{} {path} would not be parsed", folder.display()));
            }
            let facts = read(&path, &text)?;
            Some((path, text, facts))
        })
        .collect();
    let linked: Vec<(&str, &Facts)> = read
        .iter()
        .map(|(path, _, facts)| (path.as_str(), facts))
        .collect();
    let results = crate::Results::new(&linked);
    let routes = link_routes(&linked, &results, &|_, _| None);
    let clients = link_clients(&linked, &results);
    let messages = link_messages(&linked, &results);
    for (index, (path, text, facts)) in read.iter().enumerate() {
        let line = |at: crate::At| text[..at.start as usize].matches('\n').count() + 1;
        let mut found = BTreeSet::new();
        for (_, route) in routes.iter().filter(|(file, _)| *file == index) {
            found.insert((
                line(route.at),
                format!("route {} {}", route.method, route.path),
            ));
        }
        for (_, client) in clients.iter().filter(|(file, _)| *file == index) {
            let mut words = vec!["client".to_owned(), client.library.clone()];
            words.extend(client.method.clone());
            words.extend(client.service.iter().map(|service| format!("<{service}>")));
            if !client.url.pieces.is_empty() {
                words.push(client.url.display());
            }
            words.push(match client.deadline {
                Deadline::Set(Some(milliseconds)) => format!("{milliseconds}ms"),
                Deadline::Set(None) => "set".into(),
                Deadline::Unset => "unset".into(),
                Deadline::LibraryDefault(milliseconds) | Deadline::ServerDefault(milliseconds) => {
                    format!("default {milliseconds}ms")
                }
                Deadline::Unknown => "unknown".into(),
            });
            match client.has_retry {
                Some(true) => words.push("retried".into()),
                // Expected only where the fixture speaks of it.
                None if text.contains(" perhaps") => words.push("perhaps".into()),
                _ => {}
            }
            if client.has_breaker == Some(true) {
                words.push("broken".into());
            }
            if client.place.in_loop.is_some() {
                words.push("looped".into());
            }
            found.insert((line(client.at), words.join(" ")));
        }
        for (_, publish) in messages.iter().filter(|(file, _)| *file == index) {
            found.insert((
                line(publish.at),
                format!("publish {} {}", publish.broker, publish.topic.display()),
            ));
        }
        for consume in &facts.consumes {
            let acknowledgement = format!("{:?}", consume.acknowledgement).to_lowercase();
            let mut text = format!(
                "consume {} {} {acknowledgement}",
                consume.broker,
                consume.topic.display()
            );
            if let Some(group) = &consume.group {
                text.push_str(&format!(" group {}", group.display()));
            }
            if let Some(dead_letter) = &consume.dead_letter {
                text.push_str(&format!(" dead {}", dead_letter.display()));
            }
            found.insert((line(consume.at), text));
        }
        for store in &facts.stores {
            let mut text = format!("store {} {}", store.kind, store.url.display());
            if let Some(maximum) = store.pool_maximum {
                text.push_str(&format!(" pool {maximum}"));
            }
            found.insert((line(store.at), text.trim_end().to_owned()));
        }
        for sql in &facts.sql {
            let text = sql.text.split_whitespace().collect::<Vec<_>>().join(" ");
            found.insert((
                line(sql.at),
                format!("sql {:?} {text}", sql.context)
                    .replace("sql Query", "sql query")
                    .replace("sql Unknown", "sql unknown")
                    .replace("sql Migration", "sql migration"),
            ));
        }
        for environment in &facts.environment {
            let mut text = format!("env {}", environment.name);
            if let Some(default) = &environment.default {
                text.push_str(&format!(" or {default}"));
            }
            found.insert((line(environment.at), text));
        }
        let mut expected = BTreeSet::new();
        for (number, line) in text.lines().enumerate() {
            if let Some((_, list)) = line.split_once("expect: ") {
                for item in list.split("; ") {
                    expected.insert((
                        number + 1,
                        item.trim().trim_end_matches("*/").trim().to_owned(),
                    ));
                }
            }
        }
        // The environment and SQL are expected only where the fixture speaks of them.
        for kind in ["env ", "sql "] {
            if !expected.iter().any(|(_, text)| text.starts_with(kind)) {
                found.retain(|(_, text)| !text.starts_with(kind));
            }
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        for (line, text) in expected.difference(&found) {
            faults.push(format!("{name}/{path}:{line} missing {text}"));
        }
        for (line, text) in found.difference(&expected) {
            faults.push(format!("{name}/{path}:{line} not expected {text}"));
        }
    }
}

fn collect(root: &Path, folder: &Path, out: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            collect(root, &path, out);
        } else {
            let name = path
                .strip_prefix(root)
                .expect("below the root")
                .to_string_lossy()
                .into_owned();
            out.push((name, std::fs::read_to_string(&path).expect("text")));
        }
    }
}
