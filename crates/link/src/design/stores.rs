//! The stores that definitions name.

use model::facts::design::Store;
use model::{Datastore, DatastoreKind, EvidenceKind, FileId, Id, Known, Service, System, Uses};

use super::definitions::{Declared, evidence, service};
use super::names;

/// What a technology is for; a technology that is not here keeps data.
const KINDS: &[(DatastoreKind, &[&str])] = &[
    (DatastoreKind::Cache, &["redis", "memcached"]),
    (
        DatastoreKind::Broker,
        &[
            "kafka", "rabbitmq", "nats", "activemq", "sqs", "sns", "kinesis", "pubsub",
        ],
    ),
    (DatastoreKind::Search, &["elasticsearch", "opensearch"]),
    (DatastoreKind::Objects, &["s3", "minio"]),
];

/// What `technology` is for.
pub fn kind(technology: &str) -> DatastoreKind {
    KINDS
        .iter()
        .find(|(_, technologies)| technologies.contains(&technology))
        .map_or(DatastoreKind::Database, |(kind, _)| *kind)
}

/// Adds the stores of a definition, and their use, as far as the repository does not have them.
pub fn link(system: &mut System, one: &Declared<'_>) {
    let owner = service(system, one);
    for store in &one.facts.stores {
        if store.name.is_none() && store.technology.is_none() {
            continue;
        }
        let technology = store.technology.as_deref().unwrap_or_default();
        // What the repository shows of a real service is told by `deviation`, and no second time as a store beside it.
        if one.is_real && uses_kind(system, owner, kind(technology)) {
            continue;
        }
        let file = system.service_definitions[one.definition].file;
        let at = store.text.at.in_file(FileId(file.index() as u32));
        let datastore = find(system, owner, store).unwrap_or_else(|| {
            system.datastores.push(Datastore {
                at,
                name: name(system, owner, store),
                aliases: Vec::new(),
                kind: kind(technology),
                technology: technology.to_owned(),
                is_deployed: false,
                is_published: Known::unknown("only a design document names it"),
                is_published_by_machine: false,
                is_trial: false,
                is_published_with_all: false,
                published_at: at,
                users: Vec::new(),
            })
        });
        let is_known = system
            .uses
            .iter()
            .any(|(_, uses)| uses.service == owner && uses.datastore == datastore);
        if is_known {
            continue;
        }
        // One spelling for all users: rules compare the names.
        let database = store
            .name
            .as_ref()
            .map(|_| system.datastores[datastore].name.clone());
        let uses = system.uses.push(Uses {
            at,
            service: owner,
            datastore,
            database: Known::Is(database),
            evidence: EvidenceKind::Declared,
            is_declared_only: true,
            is_hint_only: false,
        });
        evidence(system, uses.row_ref(), at, "declared here");
    }
}

fn uses_kind(system: &System, owner: Id<Service>, kind: DatastoreKind) -> bool {
    system.uses.iter().any(|(_, uses)| {
        uses.service == owner
            && !uses.is_declared_only
            && system.datastores[uses.datastore].kind == kind
    })
}

/// A store is known by its name; brokers and caches without one are one for all.
fn find(system: &System, owner: Id<Service>, store: &Store) -> Option<Id<Datastore>> {
    if store.name.is_some() || !is_common(store) {
        return names::datastore(system, &name(system, owner, store));
    }
    let technology = store.technology.as_deref()?;
    system
        .datastores
        .iter()
        .find(|(_, known)| known.technology == technology)
        .map(|(id, _)| id)
}

fn is_common(store: &Store) -> bool {
    let kind = kind(store.technology.as_deref().unwrap_or_default());
    matches!(kind, DatastoreKind::Broker | DatastoreKind::Cache)
}

fn name(system: &System, owner: Id<Service>, store: &Store) -> String {
    let technology = store.technology.as_deref().unwrap_or("store");
    match &store.name {
        Some(name) => name.clone(),
        None if is_common(store) => technology.to_owned(),
        None => format!("{} {technology}", system.services[owner].name),
    }
}
