//! The top of a contract: info, servers, security, paths, components.

use document::Node;
use model::At;
use model::facts::contract::{Component, Info, Path, PathList, Role, Server, Target};

use super::reader::{Reader, has_text, is_extension, text_at};
use super::security;
use super::specification::Version;

/// Reads the whole contract.
pub fn read(reader: &mut Reader<'_>) {
    let root = reader.root;
    if let Some((_, value)) = root.entry("openapi").or_else(|| root.entry("swagger")) {
        reader.out.at = At::from(value.at());
    }
    reader.out.info = info(root);
    reader.out.servers = if reader.version == Version::V20 {
        host(root)
    } else {
        servers(root)
    };
    components(reader);
    reader.out.security = security::requirements(root);
    for tag in root.get("tags").into_iter().flat_map(Node::items) {
        if let Some(name) = tag.get("name")
            && let Some(text) = name.text()
        {
            let tag = (text.into_owned(), At::from(name.at()));
            reader.out.tags.push(tag);
        }
    }
    reader.out.paths = paths(reader, root.get("paths"));
    if let Some(node) = root.get("paths") {
        let elsewhere = reader.reference(node, Role::Paths);
        reader.out.paths_elsewhere.extend(elsewhere);
    }
    let webhooks = root.get("webhooks").or_else(|| root.get("x-webhooks"));
    reader.out.webhooks = paths(reader, webhooks);
}

/// Error statuses from which on a description tells of the errors of an API.
const STATUSES_MIN: usize = 3;

fn info(root: Node<'_>) -> Info {
    let Some((key, info)) = root.entry("info") else {
        return Info::default();
    };
    Info {
        at: At::from(info.get("title").unwrap_or(key).at()),
        title: text_at(info, "title").unwrap_or_default(),
        version: info
            .get("version")
            .and_then(|node| Some((node.text()?.into_owned(), At::from(node.at()))))
            .filter(|(version, _)| !version.trim().is_empty()),
        is_documented: has_text(info, "description") || has_text(info, "summary"),
        has_contact: info.get("contact").is_some(),
        tells_errors: info
            .get("description")
            .and_then(|node| Some(tells_errors(&node.text()?)))
            .unwrap_or_default(),
    }
}

/// Whether a description speaks of several error statuses, once for the whole API: `400`, `404`, `5XX`.
fn tells_errors(description: &str) -> bool {
    let is_status = |word: &&str| {
        word.len() == 3
            && word.starts_with(['4', '5'])
            && word[1..]
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'X')
    };
    let words = description.split(|c: char| !c.is_ascii_alphanumeric());
    let statuses: std::collections::BTreeSet<&str> = words.filter(is_status).collect();
    statuses.len() >= STATUSES_MIN
}

/// The servers of `node`; variables are replaced by their defaults.
pub fn servers(node: Node<'_>) -> Vec<Server> {
    node.get("servers")
        .into_iter()
        .flat_map(Node::items)
        .filter_map(|server| {
            let url_node = server.get("url")?;
            let mut url = url_node.text()?.into_owned();
            let mut doubled = None;
            for (name, variable) in server.get("variables").into_iter().flat_map(Node::entries) {
                if let (Some(name), Some(value)) = (name.text(), variable.get("default")) {
                    let value = value.text().unwrap_or_default();
                    // Many write two braces, as in the templates of other tools.
                    let braces = format!("{{{{{name}}}}}");
                    if url.contains(&braces) {
                        url = url.replace(&braces, &value);
                        doubled.get_or_insert(name.clone().into_owned());
                    }
                    url = url.replace(&format!("{{{name}}}"), &value);
                }
            }
            Some(Server {
                at: At::from(url_node.at()),
                url,
                doubled,
            })
        })
        .collect()
}

fn host(root: Node<'_>) -> Vec<Server> {
    let host = text_at(root, "host").unwrap_or_default();
    let base = text_at(root, "basePath").unwrap_or_default();
    let Some(at) = root.get("host").or_else(|| root.get("basePath")) else {
        return Vec::new();
    };
    let at = At::from(at.at());
    if host.is_empty() {
        return vec![plain(at, base)];
    }
    let base = base.trim_end_matches('/');
    let schemes: Vec<Node<'_>> = root
        .get("schemes")
        .into_iter()
        .flat_map(Node::items)
        .collect();
    if schemes.is_empty() {
        let url = format!("//{host}{base}");
        return vec![plain(at, url)];
    }
    schemes
        .into_iter()
        .filter_map(|scheme| {
            let url = format!("{}://{host}{base}", scheme.as_str()?);
            Some(plain(At::from(scheme.at()), url))
        })
        .collect()
}

/// A server without variables.
fn plain(at: At, url: String) -> Server {
    Server {
        at,
        url,
        doubled: None,
    }
}

/// The paths or webhooks under `node`.
pub fn paths<'d>(reader: &mut Reader<'d>, node: Option<Node<'d>>) -> Vec<Path> {
    node.into_iter()
        .flat_map(Node::merged_entries)
        .filter_map(|(key, item)| {
            let path = key.text()?;
            (!is_extension(&path) && item.is_mapping()).then(|| Path {
                path: path.into_owned(),
                at: At::from(key.at()),
                item: reader.part_here(Role::PathItem, item),
            })
        })
        .collect()
}

/// The paths under `node`, which another file refers to.
pub fn path_list<'d>(reader: &mut Reader<'d>, node: Node<'d>) -> PathList {
    PathList {
        reference: reader.reference(node, Role::Paths),
        paths: paths(reader, Some(node)),
    }
}

fn components(reader: &mut Reader<'_>) {
    let root = reader.root;
    let sections: &[(&str, Role)] = if reader.version == Version::V20 {
        &[
            ("/definitions", Role::Schema),
            ("/parameters", Role::Parameter),
            ("/responses", Role::Response),
            ("/securityDefinitions", Role::SecurityScheme),
        ]
    } else {
        &[
            ("/components/schemas", Role::Schema),
            ("/components/parameters", Role::Parameter),
            ("/components/requestBodies", Role::Body),
            ("/components/responses", Role::Response),
            ("/components/headers", Role::Header),
            ("/components/pathItems", Role::PathItem),
            ("/components/securitySchemes", Role::SecurityScheme),
        ]
    };
    for &(pointer, role) in sections {
        for (key, value) in root.pointer(pointer).into_iter().flat_map(Node::entries) {
            let Some(name) = key.text() else {
                continue;
            };
            if is_extension(&name) && !value.is_mapping() {
                continue;
            }
            if role == Role::SecurityScheme {
                security::scheme(reader, Some(key), value);
                continue;
            }
            let id = reader.part_here(role, value);
            reader.component_nodes.push(value.id());
            reader.out.components.push(Component {
                name: name.into_owned(),
                at: At::from(key.at()),
                target: Target { role, id },
                is_used: false,
            });
        }
    }
}
