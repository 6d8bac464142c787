//! Guards of the house: the star of dependencies, and what must never be.

use std::collections::BTreeMap;

use crate::support::root;

/// Crates that know nothing of ours.
const LEAVES: [&str; 3] = ["document", "sql", "code"];

/// Our crates that each crate names in its manifest, tests apart.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let crates = root().join("crates");
    let names: Vec<String> = std::fs::read_dir(&crates)
        .expect("crates/ can be read")
        .map(|entry| {
            entry
                .expect("crates/ can be read")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names
        .iter()
        .map(|name| {
            let manifest = std::fs::read_to_string(crates.join(name).join("Cargo.toml"))
                .expect("every crate has a manifest");
            let section = manifest.split("[dependencies]").nth(1).unwrap_or_default();
            let section = section.split("\n[").next().unwrap_or_default();
            let ours = section
                .lines()
                .filter_map(|line| line.split(['.', ' ', '=']).next())
                .filter(|dependency| names.iter().any(|known| known == dependency))
                .map(str::to_owned)
                .collect();
            (name.clone(), ours)
        })
        .collect()
}

#[test]
fn libraries_depend_on_the_model_and_on_leaves_alone() {
    for (name, ours) in dependencies() {
        for dependency in &ours {
            let is_leaf = LEAVES.contains(&dependency.as_str());
            let is_right = match name.as_str() {
                "archreview" => true,
                name if LEAVES.contains(&name) => false,
                "model" => is_leaf,
                _ => is_leaf || dependency == "model",
            };
            assert!(is_right, "`{name}` must not depend on `{dependency}`");
        }
    }
}

#[test]
fn files_clock_environment_and_processes_stay_in_the_program() {
    let forbidden = [
        "std::fs",
        "std::env",
        "std::process",
        "std::time::",
        "std::net",
    ];
    for name in dependencies().keys().filter(|name| *name != "archreview") {
        for (path, text) in product_sources(name) {
            for word in forbidden {
                assert!(!text.contains(word), "{path} uses `{word}`");
            }
        }
    }
}

/// Path and text of the Rust files of a crate, without its tests.
fn product_sources(name: &str) -> Vec<(String, String)> {
    let all = sources(&root().join("crates").join(name).join("src"));
    let tests: Vec<String> = all
        .iter()
        .flat_map(|(_, text)| text.split("#[cfg(test)]").skip(1))
        .filter_map(|rest| {
            let rest = rest.trim_start().trim_start_matches("pub ");
            rest.strip_prefix("mod ")?.split(';').next()
        })
        .filter(|module| !module.contains('{'))
        .map(|module| format!("/{}.rs", module.trim()))
        .collect();
    all.into_iter()
        .filter(|(path, _)| !tests.iter().any(|test| path.ends_with(test.as_str())))
        .map(|(path, text)| {
            let product = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or_default();
            (path, product.to_owned())
        })
        .collect()
}

#[test]
fn no_rule_is_named_in_rust() {
    let ids: Vec<String> = archreview::rules::EMBEDDED
        .iter()
        .filter_map(|(path, _)| path.rsplit('/').next()?.strip_suffix(".yaml"))
        .filter(|id| id.contains('-'))
        .map(|id| format!("\"{id}\""))
        .collect();
    for name in dependencies().keys() {
        for (path, text) in product_sources(name) {
            for id in &ids {
                assert!(!text.contains(id.as_str()), "{path} names the rule {id}");
            }
        }
    }
}

#[test]
fn the_readme_names_every_crate_and_its_commands_are_true() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("there is a README");
    for name in dependencies().keys() {
        assert!(
            readme.contains(&format!("{name}/")),
            "the code map leaves out `{name}`"
        );
    }
    for command in ["cargo run --release -- examples/shop", "cargo test"] {
        assert!(
            readme.contains(command),
            "the README leaves out `{command}`"
        );
    }
    for line in readme
        .lines()
        .filter(|line| line.starts_with("archreview "))
    {
        let word = line.split_whitespace().nth(1).unwrap_or_default();
        let is_known = ["facts", "graph", "diff", "rules", "explain", "principles"].contains(&word)
            || word.starts_with(['.', '-', '[', 'P', 'e']);
        assert!(is_known, "the README shows an unknown command: {line}");
    }
}

/// Path and text of every Rust file below `folder`.
fn sources(folder: &std::path::Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("sources can be read") {
        let path = entry.expect("sources can be read").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
            found.push((path.display().to_string(), text));
        }
    }
    found
}
