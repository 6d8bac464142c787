//! Databases that more than one service uses.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use model::{DatastoreKind, FileId, Id, Match, Matches, Package, Review, Service, ServiceKind, Span, System, TableRow, Uses};
use serde::Deserialize;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {}

/// One match for each database inside a store that services of different code use. Databases of
/// different names inside one server are not shared; one whose name is not known may be. Two services may keep tables
/// apart in one database, or be halves of one product: they share it where both touch a table. Where three do, it is a habit,
/// which is a note if there is code and it shows neither a table that two of them touch, nor that two make tables.
pub fn review(cx: Review<'_>, _with: &With) -> Matches {
    let system = cx.system;
    let code = Code::of(system);
    let mut matches = Matches::default();
    let mut found: Vec<Shared> = Vec::new();
    let has_code = !system.packages.is_empty();
    for (store, row) in system.datastores.iter() {
        if row.kind != DatastoreKind::Database {
            continue;
        }
        matches.judged += 1;
        let mut databases: BTreeMap<&str, Vec<Id<Uses>>> = BTreeMap::new();
        for (id, uses) in system.uses.iter() {
            if uses.datastore != store || uses.is_hint_only || !works(system, uses.service) {
                continue;
            }
            match uses.database.known() {
                Some(Some(name)) => databases.entry(name).or_default().push(id),
                Some(None) => {}
                None => matches.silent("the database is not named"),
            }
        }
        for (name, users) in databases {
            let mut distinct: Vec<Id<Uses>> = Vec::new();
            let is_built = |id: &Id<Uses>| system.services[system.uses[*id].service].is_built_here;
            let has_built = users.iter().any(is_built);
            for id in users {
                // What is bought beside one's own code reads another's data on purpose: replication, a console.
                if has_built && !is_built(&id) {
                    continue;
                }
                if !has_built && has_code {
                    matches.silent("which code the images hold");
                    continue;
                }
                let service = system.uses[id].service;
                let is_new = distinct
                    .iter()
                    .all(|known| !code.is_same(system.uses[*known].service, service));
                if is_new {
                    distinct.push(id);
                }
            }
            let [first, others @ ..] = distinct.as_slice() else {
                continue;
            };
            if others.is_empty() {
                continue;
            }
            let services: BTreeSet<Id<Service>> =
                distinct.iter().map(|id| system.uses[*id].service).collect();
            let is_shown = touch_one_table(system, &services);
            if others.len() == 1 && !is_shown {
                matches.silent("whether two services share more than the server");
                continue;
            }
            let service = |id: Id<Uses>| &system.services[system.uses[id].service].name;
            let names: Vec<String> = distinct
                .iter()
                .map(|id| format!("`{}`", service(*id)))
                .collect();
            let label = format!("{} share `{name}` of `{}` too", list(&names), row.name);
            if let Some(shared) = found.iter_mut().find(|shared| shared.is_variant(name, &services)) {
                shared.others.push((system.uses[*first].at, label));
                continue;
            }
            let mut one = Match::of(store.row_ref())
                .at(system.uses[*first].at)
                .value("database", name)
                .value("services", list(&names))
                .value("first", service(*first));
            one.is_note = has_code && !is_shown && makers(system, &services) < 2;
            for id in others {
                let label = format!("`{}` uses `{name}` too", service(*id));
                one = one.related(system.uses[*id].at, label);
            }
            found.push(Shared {
                database: name.to_owned(),
                services,
                one,
                others: Vec::new(),
            });
        }
    }
    for shared in found {
        let related = shared.others.into_iter();
        let one = related.fold(shared.one, |one, (at, label)| one.related(at, label));
        matches.matches.push(one);
    }
    matches
}

/// One decision to share: the same services may do so in each variant of a deployment, where another
/// server holds a database of the same name.
struct Shared {
    database: String,
    services: BTreeSet<Id<Service>>,
    one: Match,
    others: Vec<(Span, String)>,
}

impl Shared {
    fn is_variant(&self, database: &str, services: &BTreeSet<Id<Service>>) -> bool {
        self.database == database
            && (self.services.is_superset(services) || self.services.is_subset(services))
    }
}

/// How many of `services` have migrations of their own.
fn makers(system: &System, services: &BTreeSet<Id<Service>>) -> usize {
    let databases = system.databases.rows().iter();
    let makers: BTreeSet<Id<Service>> = databases.filter_map(|database| database.service).collect();
    makers.intersection(services).count()
}

/// Whether queries of two of `services` touch one table.
fn touch_one_table(system: &System, services: &BTreeSet<Id<Service>>) -> bool {
    let mut users: BTreeMap<Id<TableRow>, Id<Service>> = BTreeMap::new();
    system.accesses.rows().iter().any(|access| {
        let service = system.queries[access.query].service;
        let service = service.filter(|service| services.contains(service));
        service.is_some_and(|service| *users.entry(access.table).or_insert(service) != service)
    })
}

/// Whether a service does work of its own: dashboards and the like may look into every store.
pub fn works(system: &System, service: Id<Service>) -> bool {
    matches!(
        system.services[service].kind,
        ServiceKind::Service | ServiceKind::Web | ServiceKind::Auth | ServiceKind::Gateway
    )
}

/// What the services of a system are built from.
pub struct Code<'s> {
    system: &'s System,
    /// Folders in or below which migrations or queries stand.
    kept: OnceCell<BTreeSet<&'s str>>,
    /// Packages without a service, by the last part of their names.
    shared: OnceCell<BTreeMap<&'s str, Vec<Id<Package>>>>,
}

impl<'s> Code<'s> {
    /// Nothing is looked up before it is asked for.
    pub fn of(system: &'s System) -> Self {
        Code {
            system,
            kept: OnceCell::new(),
            shared: OnceCell::new(),
        }
    }

    /// Whether two services run the same code: two versions or variants of one, built from one folder or package, started from one
    /// image, or split from one product whose tables a package keeps that both are built with.
    pub fn is_same(&self, one: Id<Service>, other: Id<Service>) -> bool {
        let system = self.system;
        if one == other {
            return true;
        }
        // Names are made unique by the folders before them: variants of one system have services of one name.
        let name = |service: Id<Service>| {
            let name = system.services[service].name.rsplit('/').next();
            without_version(name.unwrap_or_default())
        };
        if name(one) == name(other) || is_part(name(one), name(other)) || is_half(name(one), name(other)) || is_half(name(other), name(one)) {
            return true;
        }
        let root = |service: Id<Service>| system.services[service].root.as_deref();
        if root(one).is_some() && root(one) == root(other) {
            return true;
        }
        let theirs = self.images(other);
        if self.images(one).iter().any(|image| theirs.contains(image)) {
            return true;
        }
        let theirs = self.packages(other);
        self.packages(one).iter().any(|package| theirs.contains(package))
    }

    fn images(&self, service: Id<Service>) -> BTreeSet<&'s str> {
        let workloads = self.system.services[service].workloads.iter();
        workloads
            .flat_map(|workload| &self.system.workloads[*workload].containers)
            .filter_map(|container| self.system.containers[*container].image.known()?.as_deref())
            .map(|image| image.split('@').next().unwrap_or(image))
            .collect()
    }

    /// Packages of the repository that a service is built with, directly or through others, and that keep
    /// tables: those in which migrations or queries stand, or that are called so, and that no service owns.
    fn packages(&self, service: Id<Service>) -> BTreeSet<Id<Package>> {
        let packages = &self.system.packages;
        let mut open: Vec<&str> = packages
            .iter()
            .filter(|(_, package)| package.service == Some(service))
            .flat_map(|(_, package)| package.dependencies.iter().map(|needed| last(needed)))
            .collect();
        let mut seen: BTreeSet<&str> = open.iter().copied().collect();
        let mut found = BTreeSet::new();
        while let Some(needed) = open.pop() {
            for &id in self.shared().get(needed).into_iter().flatten() {
                let keeps = self.kept().contains(packages[id].root.as_str()) || keeps_data(&packages[id].name);
                if keeps && !self.is_above(id) {
                    found.insert(id);
                }
                let next = packages[id].dependencies.iter().map(|next| last(next));
                open.extend(next.filter(|next| seen.insert(*next)));
            }
        }
        found
    }

    /// Whether services lie below a package: it holds what they have in common for building, and no code.
    fn is_above(&self, package: Id<Package>) -> bool {
        let root = &self.system.packages[package].root;
        self.system.packages.iter().any(|(_, other)| {
            other.service.is_some()
                && other
                    .root
                    .strip_prefix(root.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        })
    }

    fn shared(&self) -> &BTreeMap<&'s str, Vec<Id<Package>>> {
        self.shared.get_or_init(|| {
            let mut shared: BTreeMap<&str, Vec<Id<Package>>> = BTreeMap::new();
            for (id, package) in self.system.packages.iter() {
                if package.service.is_none() && !package.root.is_empty() {
                    shared.entry(last(&package.name)).or_default().push(id);
                }
            }
            shared
        })
    }

    fn kept(&self) -> &BTreeSet<&'s str> {
        self.kept.get_or_init(|| {
            let system = self.system;
            let migrations = system.migrations.iter().map(|(_, row)| row.at.file);
            let queries = system.queries.iter().map(|(_, row)| row.at.file);
            let files: BTreeSet<FileId> = migrations.chain(queries).collect();
            let mut kept = BTreeSet::new();
            for file in files {
                let mut folder = model::path::folder(&system.file(file).path);
                // What is known of a folder is known of those above it.
                while kept.insert(folder) && !folder.is_empty() {
                    folder = model::path::folder(folder);
                }
            }
            kept
        })
    }
}

/// What works apart from requests is called so, as the last word.
const WORKERS: &[&str] = &["beat", "cron", "jobs", "scheduler", "worker", "workers"];

/// Whether `half` is called as what works for `whole` apart from its requests: `shop-worker` for `shop`.
fn is_half(whole: &str, half: &str) -> bool {
    let rest = half.strip_prefix(whole).and_then(|rest| rest.strip_prefix(['-', '_']));
    rest.is_some_and(|rest| WORKERS.contains(&rest) || matches!(rest, "migrate" | "migration" | "migrations"))
}

/// Whether a package is called after the data of a product: `Shop.Infrastructure`, `@shop/database`.
fn keeps_data(name: &str) -> bool {
    let last = last(name).rsplit(['.', '-', '_', '/']).next().unwrap_or_default();
    let known = ["dal", "data", "database", "db", "domain", "entities", "infrastructure", "models", "persistence", "storage"];
    known.iter().any(|known| last.eq_ignore_ascii_case(known))
}

/// Whether two services are called as parts of one by how they are reached or started: `shop-api` and `shop-grpc`, or `api`
/// and `mail-worker`, which work for one product of no other name.
fn is_part(one: &str, other: &str) -> bool {
    let is_front = |name: &str| matches!(name, "api" | "app" | "backend" | "server" | "web");
    let works = |name: &str| WORKERS.contains(&name.rsplit(['-', '_']).next().unwrap_or(name));
    if is_front(one) && works(other) || is_front(other) && works(one) {
        return true;
    }
    let stem = |name: &str| {
        let (stem, part) = name.rsplit_once(['-', '_', '.'])?;
        let is_part = ["api", "background", "grpc", "http", "jobs", "rest", "server", "worker"]
            .iter()
            .any(|known| part.eq_ignore_ascii_case(known));
        is_part.then(|| stem.to_owned())
    };
    stem(one).is_some_and(|one| stem(other) == Some(one))
}

/// The name of a service without the version behind it: `orders` for `orders-v2`.
fn without_version(name: &str) -> &str {
    match name.rsplit_once(['-', '_']) {
        Some((stem, version)) if is_version(version) => stem,
        _ => name,
    }
}

fn is_version(text: &str) -> bool {
    text.strip_prefix('v')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The name of a package without the group before it.
fn last(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Names as a list for people: `a`, `b` and `c`.
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
