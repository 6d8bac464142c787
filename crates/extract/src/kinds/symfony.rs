//! Routes that Symfony's configuration declares, and the paths below which it puts those of controllers.
//! Source: Symfony documentation, "Routing", "Creating Routes in YAML", "Route Groups and Prefixes".

use ::code::{Language, Mount, Route};
use document::Node;
use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use super::tree::{texts, word};
use crate::{Input, Probe};

/// `config/routes.yaml` and the files of `config/routes/`.
pub const KIND: Kind = Kind {
    name: "symfony",
    may_be: |path| {
        let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_main = matches!(name.split('.').next(), Some("routes" | "routing"))
            && (folder == "config" || folder.ends_with("/config"));
        let is_part = folder == "config/routes" || folder.ends_with("/config/routes");
        is_yaml && (is_main || is_part)
    },
    is: |probe: &Probe<'_>| probe.has("resource:") || probe.has("controller:"),
    read,
};

/// What a program's routes stand below; see `link_routes` of `code`.
const PROGRAM: &str = "@symfony";

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let Some(root) = input.document().root() else {
        return;
    };
    let role = ::code::role(input.path, "");
    let mut code = ::code::Facts::new(Language::Php, role);
    code.is_parsed = true;
    for (name, entry) in root.merged_entries() {
        // What holds for one environment alone is no part of the program.
        if name.text().is_some_and(|name| name.starts_with("when@")) {
            continue;
        }
        match entry.merged_get("resource") {
            Some(resource) => group(input, entry, resource, &mut code),
            None => route(entry, &mut code),
        }
    }
    if !code.mounts.is_empty() || !code.routes.is_empty() {
        facts.facts.push(Facts::Code(Box::new(code)));
    }
}

/// Controllers of a folder, a namespace or a file, or routes of another file, below a prefix.
fn group(input: &Input<'_>, entry: Node<'_>, resource: Node<'_>, code: &mut ::code::Facts) {
    let Some(prefix) = entry.merged_get("prefix") else {
        return;
    };
    // A prefix for each language is one of several.
    let Some(text) = prefix
        .text()
        .filter(|text| !text.trim_matches('/').is_empty())
    else {
        return;
    };
    let paths = match resource.merged_get("path") {
        Some(path) => texts(Some(path)),
        None => texts(Some(resource)),
    };
    for path in paths {
        let Some(folder) = folder(input.path, &path.value) else {
            continue;
        };
        code.mounts.push(Mount {
            parent: Some(folder),
            prefix: format!("/{}", text.trim_matches('/')),
            target: PROGRAM.to_owned(),
            at: at(prefix),
            framework: "symfony".to_owned(),
        });
    }
}

/// What a resource names, from the root of the repository: a folder with its slash, or a file.
fn folder(file: &str, resource: &str) -> Option<String> {
    if resource.starts_with('@') {
        return None;
    }
    let resource = resource.trim_end_matches('*').trim_end_matches('/');
    if resource.contains('\\') {
        // The namespace of the program is its folder `src`.
        let (_, rest) = resource.trim_matches('\\').split_once('\\')?;
        let config = file.rfind("config/")?;
        return Some(format!(
            "{}src/{}/",
            &file[..config],
            rest.replace('\\', "/")
        ));
    }
    let path = model::path::join(file, resource)?;
    let name = path.rsplit('/').next().unwrap_or(&path);
    Some(match name.contains('.') {
        true => path,
        false => format!("{path}/"),
    })
}

/// A route of its own: `orders: { path: /orders, controller: App\Controller\Orders::list, methods: [GET] }`.
fn route(entry: Node<'_>, code: &mut ::code::Facts) {
    let controller = entry.merged_get("controller").or_else(|| {
        let defaults = entry.merged_get("defaults")?;
        defaults.merged_get("_controller")
    });
    let (Some(path), Some(controller)) = (entry.merged_get("path"), controller) else {
        return;
    };
    let Some(text) = path.text() else { return };
    let written = texts(entry.merged_get("methods"));
    let words = written.iter().flat_map(|text| text.value.split('|'));
    let mut methods: Vec<String> = words.map(|word| word.trim().to_uppercase()).collect();
    if methods.is_empty() {
        methods.push("*".to_owned());
    }
    for method in methods {
        let path_of_all = format!("/{}", text.trim_matches('/'));
        code.routes.push(Route {
            method,
            path: path_of_all,
            at: at(path),
            handler: Some(word(Some(controller))),
            framework: "symfony".to_owned(),
            prefix_of: Some(PROGRAM.to_owned()),
            needs_mount: false,
            stands_for: None,
            built: None,
        });
    }
}

fn at(node: Node<'_>) -> ::code::At {
    let at: model::At = node.at().into();
    ::code::At {
        start: at.start,
        end: at.end,
    }
}
