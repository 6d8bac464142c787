//! Manifests in TOML: `Cargo.toml`, `pyproject.toml`, `Pipfile`.

use super::{Package, PackageKind, lines::requirement_name};
use toml::{Table, Value};

pub(super) fn cargo_toml(text: &str) -> Option<Package> {
    let root: Table = text.parse().ok()?;
    let mut package = Package::new(PackageKind::Cargo);
    package.name = string(at(&root, &["package", "name"]));
    for (name, value) in table(root.get("dependencies")) {
        // A renamed crate is known by its real name.
        let real = value.get("package").and_then(Value::as_str);
        package.dependencies.push(real.unwrap_or(name).to_owned());
        if let Some(path) = value.get("path").and_then(Value::as_str) {
            package.local_dependencies.push(path.to_owned());
        }
    }
    for binary in root
        .get("bin")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        package.entry_points.extend(string(binary.get("path")));
    }
    package.members = strings(at(&root, &["workspace", "members"]));
    (package.name.is_some() || root.contains_key("workspace")).then_some(package)
}

pub(super) fn pyproject_toml(text: &str) -> Option<Package> {
    let root: Table = text.parse().ok()?;
    let mut package = Package::new(PackageKind::Python);
    package.name = string(at(&root, &["project", "name"]))
        .or_else(|| string(at(&root, &["tool", "poetry", "name"])));
    for requirement in strings(at(&root, &["project", "dependencies"])) {
        package.dependencies.extend(requirement_name(&requirement));
    }
    for (name, value) in table(at(&root, &["tool", "poetry", "dependencies"])) {
        if name != "python" {
            package.dependencies.push(name.clone());
        }
        if let Some(path) = value.get("path").and_then(Value::as_str) {
            package.local_dependencies.push(path.to_owned());
        }
    }
    for scripts in [
        at(&root, &["project", "scripts"]),
        at(&root, &["tool", "poetry", "scripts"]),
    ] {
        for (_, value) in table(scripts) {
            package.entry_points.extend(string(Some(value)));
        }
    }
    package.members = strings(at(&root, &["tool", "uv", "workspace", "members"]));
    Some(package)
}

pub(super) fn pipfile(text: &str) -> Option<Package> {
    let root: Table = text.parse().ok()?;
    let mut package = Package::new(PackageKind::Python);
    package.dependencies = table(root.get("packages"))
        .map(|(name, _)| name.clone())
        .collect();
    Some(package)
}

fn at<'a>(root: &'a Table, path: &[&str]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    let mut value = root.get(*first)?;
    for name in rest {
        value = value.get(name)?;
    }
    Some(value)
}

fn table(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_table).into_iter().flatten()
}

fn string(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

fn strings(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}
