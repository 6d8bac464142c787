//! `package.json` and `composer.json`.

use super::{Package, PackageKind};
use serde_json::Value;

pub(super) fn package_json(text: &str) -> Option<Package> {
    let root: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let root = root.as_object()?;
    let mut package = Package::new(PackageKind::Npm);
    package.name = string(root.get("name"));
    package.dependencies = keys(root.get("dependencies"));
    for (_, version) in entries(root.get("dependencies")) {
        let version = version.as_str().unwrap_or("");
        if let Some(path) = ["file:", "link:", "portal:"]
            .iter()
            .find_map(|mark| version.strip_prefix(mark))
        {
            package.local_dependencies.push(path.to_owned());
        }
    }
    package.entry_points.extend(string(root.get("main")));
    if let Some(start) = root.get("scripts").and_then(|scripts| scripts.get("start")) {
        package.entry_points.extend(string(Some(start)));
    }
    let workspaces = match root.get("workspaces") {
        Some(Value::Object(object)) => object.get("packages"),
        other => other,
    };
    package.members = strings(workspaces);
    Some(package)
}

pub(super) fn composer_json(text: &str) -> Option<Package> {
    let root: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let root = root.as_object()?;
    let mut package = Package::new(PackageKind::Composer);
    package.name = string(root.get("name"));
    package.dependencies = keys(root.get("require"));
    // `php` and `ext-json` are the platform.
    package.dependencies.retain(|name| name.contains('/'));
    for repository in root
        .get("repositories")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if repository.get("type").and_then(Value::as_str) == Some("path") {
            package
                .local_dependencies
                .extend(string(repository.get("url")));
        }
    }
    Some(package)
}

fn string(value: Option<&Value>) -> Option<String> {
    value
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn strings(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

fn keys(value: Option<&Value>) -> Vec<String> {
    entries(value).map(|(name, _)| name.clone()).collect()
}
