//! Prints the facts of a folder's source files: `cargo run --example facts -- FOLDER [KIND]...`.

use std::path::Path;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().expect("a folder");
    let kinds: Vec<String> = arguments.collect();
    let shows = |kind: &str| kinds.is_empty() || kinds.iter().any(|other| other == kind);
    let mut paths = Vec::new();
    collect(Path::new(&root), &mut paths);
    paths.sort();
    let mut files = Vec::new();
    let (mut seen, mut bytes) = (0, 0);
    for path in paths {
        let name = path
            .strip_prefix(&root)
            .expect("below the root")
            .to_string_lossy()
            .into_owned();
        if code::Language::of(&name).is_none() {
            continue;
        }
        let Ok(content) = std::fs::read(&path) else {
            continue;
        };
        seen += 1;
        bytes += content.len();
        if code::worth(&name, &content) == code::Worth::Nothing {
            continue;
        }
        let text = String::from_utf8_lossy(&content).into_owned();
        if let Some(facts) = code::read(&name, &text) {
            files.push((name, text, facts));
        }
    }
    let linked: Vec<(&str, &code::Facts)> = files
        .iter()
        .map(|(name, _, facts)| (name.as_str(), facts))
        .collect();
    let results = code::Results::new(&linked);
    let mut routes = code::link_routes(&linked, &results, &|_, _| None);
    routes.sort_by_key(|(file, route)| (*file, route.at));
    let clients = code::link_clients(&linked, &results);
    for (index, (name, text, facts)) in files.iter().enumerate() {
        let line = |at: code::At| text[..at.start as usize].matches('\n').count() + 1;
        let role = facts.role.name();
        let show = |kind: &str, at: code::At, what: String| {
            if shows(kind) {
                println!("{name}:{} [{role}] {kind} {what}", line(at));
            }
        };
        for (_, route) in routes.iter().filter(|(file, _)| *file == index) {
            show(
                "route",
                route.at,
                format!(
                    "{} {} ({}) -> {:?}",
                    route.method, route.path, route.framework, route.handler
                ),
            );
        }
        for mount in &facts.mounts {
            show(
                "mount",
                mount.at,
                format!("{:?} {} -> {}", mount.parent, mount.prefix, mount.target),
            );
        }
        for (_, client) in clients.iter().filter(|(file, _)| *file == index) {
            show(
                "client",
                client.at,
                format!(
                    "{} {} {} service={:?} {:?} retry={:?} breaker={:?}",
                    client.library,
                    client.method.as_deref().unwrap_or("-"),
                    client.url.display(),
                    client.service,
                    client.deadline,
                    client.has_retry,
                    client.has_breaker
                ),
            );
        }
        for publish in &facts.publishes {
            show(
                "publish",
                publish.at,
                format!(
                    "{} {} ({})",
                    publish.broker,
                    publish.topic.display(),
                    publish.library
                ),
            );
        }
        for consume in &facts.consumes {
            show(
                "consume",
                consume.at,
                format!(
                    "{} {} ({}) {:?}",
                    consume.broker,
                    consume.topic.display(),
                    consume.library,
                    consume.acknowledgement
                ),
            );
        }
        for store in &facts.stores {
            show(
                "store",
                store.at,
                format!(
                    "{} {} ({}) pool={:?}",
                    store.kind,
                    store.url.display(),
                    store.library,
                    store.pool_maximum
                ),
            );
        }
        for sql in &facts.sql {
            show(
                "sql",
                sql.at,
                format!(
                    "{:?} {:?} {}",
                    sql.context,
                    sql.library,
                    sql.text.split_whitespace().collect::<Vec<_>>().join(" ")
                ),
            );
        }
        for environment in &facts.environment {
            show(
                "env",
                environment.at,
                format!("{} {:?}", environment.name, environment.default),
            );
        }
        for key in &facts.configuration_keys {
            show("key", key.at, format!("{} {:?}", key.key, key.default));
        }
        for constant in facts.constants.iter().filter(|_| !kinds.is_empty()) {
            show(
                "constant",
                constant.at,
                format!("{} = {}", constant.name, constant.value.display()),
            );
        }
        for call in facts.calls.iter().filter(|_| !kinds.is_empty()) {
            show("call", call.at, call.callee.clone());
        }
        for note in &facts.notes {
            show("note", note.at, note.text.clone());
        }
    }
    eprintln!("{seen} source files, {bytes} bytes, {} parsed", files.len());
}

fn collect(folder: &Path, out: &mut Vec<std::path::PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind)
                if kind.is_dir()
                    && entry.file_name() != ".git"
                    && entry.file_name() != "node_modules" =>
            {
                collect(&path, out);
            }
            Ok(kind) if kind.is_file() => out.push(path),
            _ => {}
        }
    }
}
