//! `pom.xml` and Gradle build files.

use super::{Package, PackageKind};
use roxmltree::{Document, Node};

pub(super) fn pom(text: &str) -> Option<Package> {
    let document = Document::parse(text).ok()?;
    let root = document.root_element();
    if root.tag_name().name() != "project" {
        return None;
    }
    let mut package = Package::new(PackageKind::Maven);
    package.name = text_of(root, "artifactId");
    // What the parent needs, its modules have.
    if let Some(parent) = child(root, "parent")
        && let (Some(group), Some(name)) =
            (text_of(parent, "groupId"), text_of(parent, "artifactId"))
    {
        package.dependencies.push(format!("{group}:{name}"));
    }
    if let Some(dependencies) = child(root, "dependencies") {
        for dependency in elements(dependencies) {
            if text_of(dependency, "scope").as_deref() == Some("test") {
                continue;
            }
            if let (Some(group), Some(name)) = (
                text_of(dependency, "groupId"),
                text_of(dependency, "artifactId"),
            ) {
                package.dependencies.push(format!("{group}:{name}"));
            }
        }
    }
    if let Some(modules) = child(root, "modules") {
        package.members = elements(modules)
            .filter_map(|module| module.text().map(|text| text.trim().to_owned()))
            .collect();
    }
    Some(package)
}

fn elements<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    elements(node).find(|child| child.tag_name().name() == name)
}

fn text_of(node: Node<'_, '_>, name: &str) -> Option<String> {
    Some(child(node, name)?.text()?.trim().to_owned())
}

/// Reads the declarative lines of a Gradle build file, in Groovy or Kotlin; what a program computes stays unknown.
/// Only settings include modules: elsewhere `include` chooses files to copy.
pub(super) fn gradle(text: &str, is_settings: bool) -> Package {
    let mut package = Package::new(PackageKind::Gradle);
    let mut is_included = false;
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("//") || line.starts_with('*') {
            continue;
        }
        if let Some(rest) = line.strip_prefix("rootProject.name") {
            package.name = quoted(rest).next().map(str::to_owned);
            continue;
        }
        // `include` may run over several lines, each ended by a comma.
        if is_settings
            && (is_included || line.starts_with("include ") || line.starts_with("include("))
        {
            for module in quoted(line) {
                package
                    .members
                    .push(module.trim_start_matches(':').replace(':', "/"));
            }
            is_included = !line.ends_with(')')
                && (line.ends_with(',') || line.ends_with('(') || (is_included && line != ")"));
            continue;
        }
        let is_dependency = [
            "implementation",
            "api",
            "compile",
            "runtimeOnly",
            "compileOnly",
            "runtime",
            "developmentOnly",
        ]
        .iter()
        .any(|word| {
            line.strip_prefix(word)
                .is_some_and(|rest| rest.starts_with([' ', '(']))
        });
        if !is_dependency {
            continue;
        }
        if let Some((_, project)) = line.split_once("project(") {
            if let Some(path) = quoted(project).next() {
                // Gradle names projects from the root of the build.
                package.local_dependencies.push(path.replace(':', "/"));
            }
        } else if let Some(coordinates) = quoted(line).next() {
            let mut parts = coordinates.split(':');
            if let (Some(group), Some(name)) = (parts.next(), parts.next()) {
                package.dependencies.push(format!("{group}:{name}"));
            }
        }
    }
    package
}

fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split(['"', '\'']).skip(1).step_by(2)
}
