//! Services, stores and packages, and who owns which file.

use code::{PackageKind, Role};
use model::facts::Facts;
use model::{At, Datastore, FileId, FileRole, Package, Service, System};

use crate::Input;
use crate::graph::{Draft, Instance, Product, Rows, Scope, Unit};

/// Fills `service`, `datastore` and `package`, and gives every file its role, service and owner.
pub fn link(input: &Input<'_>, draft: &Draft<'_>, system: &mut System) -> Rows {
    let teams = Teams::of(input);
    let mut rows = Rows {
        services: Vec::new(),
        datastores: Vec::new(),
    };
    let all_published = publishes_all_stores(draft);
    for (index, unit) in draft.units.iter().enumerate() {
        let mut aliases: Vec<String> = unit
            .hosts
            .union(&unit.aliases)
            .filter(|alias| **alias != unit.name)
            .cloned()
            .collect();
        aliases.dedup();
        if let Some(Product::Store(kind, technology)) = unit.product {
            let is_published = crate::deployment::is_published(draft, unit);
            let id = system.datastores.push(Datastore {
                at: unit.at,
                name: unit.name.clone(),
                aliases,
                kind,
                technology: technology.to_owned(),
                is_deployed: !unit.instances.is_empty() && is_beside_services(draft, unit),
                is_published_by_machine: is_published.known() == Some(&true)
                    && !crate::deployment::is_reached(draft, unit),
                is_trial: of_cluster(draft, unit).next().is_some()
                    && of_cluster(draft, unit).all(|instance| draft.instances.is_trial(instance)),
                is_published_with_all: all_published && crate::deployment::is_reached(draft, unit),
                is_published,
                published_at: crate::deployment::published_at(draft, unit),
                users: Vec::new(),
            });
            rows.datastores.push(Some(id));
            rows.services.push(None);
            continue;
        }
        let setting = input.settings.services.get(&unit.name);
        let owner = setting
            .and_then(|setting| setting.owner())
            .map(str::to_owned);
        let owner = owner.or_else(|| {
            let root = unit.root.as_ref()?;
            let inside = if root.is_empty() {
                "x".to_owned()
            } else {
                format!("{root}/x")
            };
            teams.owner(&inside)
        });
        let id = system.services.push(Service {
            at: unit.at,
            name: unit.name.clone(),
            aliases,
            kind: draft.kinds[index],
            owner,
            root: unit.root.clone(),
            is_built_here: unit.is_built_here,
            deployments: unit.scopes.iter().map(deployment).collect(),
            is_declared_only: false,
            is_needed: false,
            calls: Vec::new(),
            callers: Vec::new(),
            uses: Vec::new(),
            endpoints: Vec::new(),
            workloads: Vec::new(),
        });
        rows.services.push(Some(id));
        rows.datastores.push(None);
    }
    for (service, pattern) in crate::graph::idle_settings(input) {
        system.notes.push(model::system::PlacedNote {
            file: input.file("archreview.yaml"),
            at: At::default(),
            kind: "settings".to_owned(),
            message: format!("no file lies in `{pattern}`, which is given to `{service}`"),
        });
    }
    for index in 0..input.paths.len() {
        let id = model::Id::new(index);
        let path = &input.paths[index];
        if !input.settings.is_every_file_product {
            system.files[id].role = role(code::role(path, ""));
        }
        system.files[id].service = draft.owners[index].and_then(|unit| rows.service(unit));
        system.files[id].owner = teams.owner(path);
    }
    let roles = crate::roles::Roles::new(input);
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            match facts {
                Facts::Package(found) => {
                    let row = package(input, file, found, system);
                    system.packages.push(row);
                }
                Facts::Code(code) => {
                    let found = roles.of(input.path(file), code, !code.clients.is_empty());
                    system.files[model::Id::new(file.0 as usize)].role = role(found)
                }
                _ => {}
            }
        }
    }
    rows
}

/// What a cluster runs of a unit.
fn of_cluster<'d>(draft: &'d Draft<'_>, unit: &'d Unit) -> impl Iterator<Item = &'d Instance> {
    let instances = unit
        .instances
        .iter()
        .map(|index| &draft.instances.all[*index]);
    instances.filter(|instance| instance.scope == Scope::Kubernetes)
}

/// Whether a cluster runs several stores, and every one of them is reachable from outside.
fn publishes_all_stores(draft: &Draft<'_>) -> bool {
    let stores = draft.units.iter().filter(|unit| {
        matches!(unit.product, Some(Product::Store(..))) && of_cluster(draft, unit).next().is_some()
    });
    let (published, all) = stores.fold((0, 0), |(published, all), unit| {
        let is_reached = crate::deployment::is_reached(draft, unit);
        (published + usize::from(is_reached), all + 1)
    });
    all > 1 && published == all
}

fn deployment(scope: &Scope) -> String {
    match scope {
        Scope::Kubernetes => "kubernetes".to_owned(),
        Scope::Compose(folder) if folder.is_empty() => ".".to_owned(),
        Scope::Compose(folder) => folder.clone(),
    }
}

/// Whether most services that are started beside a store have their code here, so that it would show
/// who uses the store.
fn is_beside_services(draft: &Draft<'_>, store: &Unit) -> bool {
    let beside = draft
        .units
        .iter()
        .filter(|unit| unit.product.is_none() && !unit.scopes.is_disjoint(&store.scopes));
    let (built, all) = beside.fold((0, 0), |(built, all), unit| {
        (built + usize::from(unit.is_built_here), all + 1)
    });
    // A variable that nothing here gives a value may name the store.
    let is_hidden = draft.instances.all.iter().any(|instance| {
        store.scopes.contains(&instance.scope)
            && instance.variables.iter().any(|variable| {
                variable.value.is_err()
                    && crate::graph::holds_host(&variable.name)
                    && !variable.written.contains("://")
            })
    });
    built > 0 && built * 2 >= all && !is_hidden
}

fn package(input: &Input<'_>, file: FileId, found: &code::Package, system: &System) -> Package {
    let root = model::path::folder(input.path(file)).to_owned();
    let folder = root.rsplit('/').next().unwrap_or_default();
    Package {
        at: At::default().in_file(file),
        name: found.name.clone().unwrap_or_else(|| folder.to_owned()),
        manager: match found.kind {
            PackageKind::Npm => "npm",
            PackageKind::Python => "python",
            PackageKind::Maven => "maven",
            PackageKind::Gradle => "gradle",
            PackageKind::Go => "go",
            PackageKind::Cargo => "cargo",
            PackageKind::Dotnet => "nuget",
            PackageKind::Bundler => "rubygems",
            PackageKind::Composer => "composer",
        }
        .to_owned(),
        root,
        service: system.owner(file),
        dependencies: found.dependencies.clone(),
    }
}

fn role(role: Role) -> FileRole {
    match role {
        Role::Server => FileRole::Server,
        Role::Browser => FileRole::Browser,
        Role::Tool => FileRole::Tool,
        Role::Test => FileRole::Test,
        Role::Generated => FileRole::Generated,
        Role::Vendored => FileRole::Vendored,
        Role::Migration => FileRole::Migration,
        Role::Seed => FileRole::Seed,
        Role::LoadGenerator => FileRole::LoadGenerator,
        Role::Example => FileRole::Example,
    }
}

/// The rules of CODEOWNERS; the last one that fits a path counts.
/// Source: GitHub documentation, "About code owners".
struct Teams<'a> {
    rules: Vec<(&'a str, &'a [String])>,
}

impl<'a> Teams<'a> {
    fn of(input: &Input<'a>) -> Self {
        // GitHub looks into `.github`, then the root, then `docs`, and takes the first file.
        let place = |path: &str| match path {
            ".github/CODEOWNERS" => 0,
            "CODEOWNERS" => 1,
            _ => 2,
        };
        let mut files = Vec::new();
        for (&file, facts) in input.facts {
            for facts in &facts.facts {
                if let Facts::CodeOwners(rules) = facts {
                    files.push((place(&input.paths[file.0 as usize]), rules));
                }
            }
        }
        files.sort_by_key(|(place, _)| *place);
        let rules = files
            .first()
            .map_or(&[][..], |(_, rules): &(u8, &Vec<_>)| rules.as_slice());
        Teams {
            rules: rules
                .iter()
                .map(|(pattern, owners)| (pattern.as_str(), owners.as_slice()))
                .collect(),
        }
    }

    fn owner(&self, path: &str) -> Option<String> {
        let (_, owners) = self
            .rules
            .iter()
            .rev()
            .find(|(pattern, _)| fits(pattern, path))?;
        (!owners.is_empty()).then(|| owners.join(" "))
    }
}

/// Whether a pattern in the form of gitignore fits a path.
pub fn fits(pattern: &str, path: &str) -> bool {
    let is_folder = pattern.ends_with('/');
    let trimmed = pattern.trim_matches('/');
    let is_anchored = pattern.starts_with('/') || trimmed.contains('/');
    let pattern: Vec<&str> = trimmed.split('/').collect();
    let parts: Vec<&str> = path.split('/').collect();
    let starts = if is_anchored { 0..1 } else { 0..parts.len() };
    starts
        .into_iter()
        .any(|start| below(&pattern, &parts[start..], is_folder))
}

/// Whether `pattern` fits the first parts of `parts`; what lies below a fitting folder fits too.
fn below(pattern: &[&str], parts: &[&str], is_folder: bool) -> bool {
    match pattern.split_first() {
        None => !is_folder || !parts.is_empty(),
        Some((&"**", rest)) => (0..=parts.len()).any(|skip| below(rest, &parts[skip..], is_folder)),
        Some((first, rest)) => parts.split_first().is_some_and(|(part, others)| {
            glob(first.as_bytes(), part.as_bytes()) && below(rest, others, is_folder)
        }),
    }
}

/// Whether a pattern with `*` and `?` fits a whole name.
fn glob(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n, mut star) = (0, 0, None);
    while n < name.len() {
        if p < pattern.len() && pattern[p] == b'*' {
            star = Some((p, n));
            p += 1;
        } else if p < pattern.len() && (pattern[p] == b'?' || pattern[p] == name[n]) {
            p += 1;
            n += 1;
        } else if let Some((at, from)) = star {
            p = at + 1;
            n = from + 1;
            star = Some((at, from + 1));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, path: &str, expected: bool) {
        assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
    }

    #[test]
    fn a_pattern_fits_what_lies_below() {
        check("*", "a/b.rs", true);
        check("*.rs", "a/b.rs", true);
        check("/services/orders/", "services/orders/src/a.rs", true);
        check("services/orders", "services/orders/src/a.rs", true);
        check("orders/", "services/orders/a.rs", true);
        check("/orders/", "services/orders/a.rs", false);
        check("docs/**/a.md", "docs/x/y/a.md", true);
        check("apps/*/src", "apps/a/src/b.rs", true);
        check("apps/*/src", "apps/a/b/src/b.rs", false);
    }
}
