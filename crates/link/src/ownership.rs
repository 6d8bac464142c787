//! Services, stores and packages, and who owns which file.

mod beside;
mod pattern;
mod teams;

use code::{PackageKind, Role};
use model::facts::Facts;
use model::{At, Datastore, FileId, FileRole, Package, Service, System};

use crate::Input;
use crate::graph::{Draft, Instance, Product, Rows, Scope, Unit};
use beside::Beside;
pub use pattern::fits;
use teams::Teams;

/// Fills `service`, `datastore` and `package`, and gives every file its role, service and owner.
pub fn link(input: &Input<'_>, draft: &Draft<'_>, system: &mut System) -> Rows {
    let teams = Teams::of(input);
    let mut rows = Rows {
        services: Vec::new(),
        datastores: Vec::new(),
    };
    let all_published = publishes_all_stores(draft);
    let mut beside = Beside::of(draft);
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
                is_deployed: !unit.instances.is_empty() && beside.services(unit),
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
    system.notes.extend(teams.note());
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
