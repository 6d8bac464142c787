//! `web.xml`: which servlet of Java serves which paths.
//! Source: Jakarta Servlet 6.0, "Deployment Descriptor" and "Mapping Requests to Servlets".

use crate::frameworks::{is_servlet_container, normalise, servlet_router};
use crate::{At, Facts, Language, Mount, ROLE_HEAD_BYTES, Route, role};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;

/// Elements and texts of one descriptor; more are none that a person wrote.
const NODE_LIMIT: u32 = 100_000;

/// Whether a path is that of a descriptor.
pub fn is_descriptor(path: &str) -> bool {
    path == "web.xml" || path.ends_with("/web.xml") || crate::play::is_routes(path)
}

/// What a descriptor says that its program serves; `None` when it is none.
pub fn descriptor(path: &str, text: &str) -> Option<Facts> {
    if crate::play::is_routes(path) {
        return crate::play::routes(path, text);
    }
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: NODE_LIMIT,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).ok()?;
    let root = document.root_element();
    if root.tag_name().name() != "web-app" {
        return None;
    }
    let mut end = text.len().min(ROLE_HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut facts = Facts::new(Language::Java, role(path, &text[..end]));
    facts.is_parsed = true;
    let classes: BTreeMap<&str, &str> = elements(root, "servlet")
        .filter_map(|servlet| {
            let class = text_of(servlet, "servlet-class").or(text_of(servlet, "jsp-file"))?;
            Some((text_of(servlet, "servlet-name")?, class))
        })
        .collect();
    for mapping in elements(root, "servlet-mapping") {
        let name = text_of(mapping, "servlet-name");
        let Some(class) = name.and_then(|name| classes.get(name)) else {
            continue;
        };
        for pattern in elements(mapping, "url-pattern") {
            let path = pattern.text().unwrap_or("").trim();
            // What serves everything, or files of one kind, is no path.
            if path.starts_with('/') && !matches!(path, "/" | "/*") {
                serve(&mut facts, class, path, at(pattern));
            }
        }
    }
    Some(facts)
}

fn serve(facts: &mut Facts, class: &str, path: &str, at: At) {
    let mount = |prefix: String, target: &str, framework: &str| Mount {
        parent: None,
        prefix,
        target: target.to_owned(),
        at,
        framework: framework.to_owned(),
    };
    let path = normalise(path);
    if is_servlet_container(class) {
        // What its classes declare stands below; Spring's own paths are told without it.
        if !class.ends_with("DispatcherServlet") {
            let prefix = path.trim_end_matches('*').trim_end_matches('/').to_owned();
            facts.mounts.push(mount(prefix, "@jax-rs", "jax-rs"));
        }
        return;
    }
    let router = servlet_router(class);
    facts.mounts.push(mount(path.clone(), &router, "servlet"));
    facts.routes.push(Route {
        method: "*".to_owned(),
        path,
        at,
        handler: Some(class.rsplit('.').next().unwrap_or(class).to_owned()),
        framework: "servlet".to_owned(),
        prefix_of: None,
        needs_mount: false,
        stands_for: Some(router),
        built: None,
    });
}

fn elements<'a, 'input: 'a>(
    node: Node<'a, 'input>,
    name: &'a str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    let children = node.children();
    children.filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn text_of<'a>(node: Node<'a, '_>, name: &'a str) -> Option<&'a str> {
    Some(elements(node, name).next()?.text()?.trim())
}

fn at(node: Node<'_, '_>) -> At {
    let range = node.range();
    At {
        start: range.start as u32,
        end: range.end as u32,
    }
}
