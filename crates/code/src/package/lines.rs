//! Manifests that are lines of text: `requirements.txt`, `setup.cfg`, `go.mod`, `Gemfile`.

use super::{Package, PackageKind};

/// The project's name at the start of a requirement such as `httpx[http2]>=0.27 ; python_version > "3.8"`.
pub(super) fn requirement_name(requirement: &str) -> Option<String> {
    let requirement = requirement.trim();
    let end = requirement
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(requirement.len());
    let name = &requirement[..end];
    (!name.is_empty() && !name.starts_with(['-', '.'])).then(|| name.to_owned())
}

pub(super) fn requirements(text: &str) -> Package {
    let mut package = Package::new(PackageKind::Python);
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or("").trim();
        if let Some(path) = line.strip_prefix("-e ") {
            if path.starts_with('.') {
                package.local_dependencies.push(path.trim().to_owned());
            }
        } else if !line.starts_with('-') && !line.contains("://") {
            package.dependencies.extend(requirement_name(line));
        }
    }
    package
}

pub(super) fn setup_cfg(text: &str) -> Package {
    let mut package = Package::new(PackageKind::Python);
    let (mut section, mut key) = ("", "");
    for line in text.lines() {
        let is_continued = line.starts_with([' ', '\t']);
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            section = name;
            key = "";
            continue;
        }
        let mut value = line;
        if !is_continued {
            let Some((name, rest)) = line.split_once('=') else {
                continue;
            };
            key = name.trim();
            value = rest.trim();
        }
        match (section, key) {
            ("metadata", "name") => package.name = Some(value.to_owned()),
            ("options", "install_requires") => {
                package.dependencies.extend(requirement_name(value));
            }
            ("options.entry_points", "console_scripts") => {
                if let Some((_, target)) = value.split_once('=') {
                    package.entry_points.push(target.trim().to_owned());
                }
            }
            _ => {}
        }
    }
    package
}

pub(super) fn go_mod(text: &str) -> Option<Package> {
    let mut package = Package::new(PackageKind::Go);
    let mut block = "";
    for line in text.lines() {
        let is_indirect = line.contains("// indirect");
        let line = line.split("//").next().unwrap_or("").trim();
        if line == ")" {
            block = "";
            continue;
        }
        let (word, rest) = match block {
            "" => line.split_once(' ').unwrap_or((line, "")),
            block => (block, line),
        };
        let rest = rest.trim();
        if rest == "(" {
            block = word;
            continue;
        }
        match word {
            "module" => package.name = Some(rest.trim_matches('"').to_owned()),
            "require" if !is_indirect => {
                package
                    .dependencies
                    .extend(rest.split_whitespace().next().map(str::to_owned));
            }
            "replace" => {
                if let Some((_, target)) = rest.split_once("=>")
                    && target.trim().starts_with('.')
                {
                    package.local_dependencies.push(target.trim().to_owned());
                }
            }
            _ => {}
        }
    }
    package.name.is_some().then_some(package)
}

pub(super) fn gemfile(text: &str) -> Package {
    let mut package = Package::new(PackageKind::Bundler);
    for line in text.lines() {
        let line = line.trim();
        let Some(rest) = line.strip_prefix("gem ").or(line.strip_prefix("gem(")) else {
            continue;
        };
        let mut quoted = rest.split(['"', '\'']).skip(1);
        package
            .dependencies
            .extend(quoted.next().map(str::to_owned));
        if let Some((_, path)) = rest.split_once("path:") {
            package
                .local_dependencies
                .extend(path.split(['"', '\'']).nth(1).map(str::to_owned));
        }
    }
    package
}
