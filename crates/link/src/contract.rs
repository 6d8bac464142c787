//! Contracts: references between files followed, operations and schemas as clients see them, and
//! the habits of each API.

mod agreement;
mod alone;
mod aside;
mod conduct;
mod copies;
pub mod declared;
mod endpoints;
mod errors;
mod habits;
pub mod operation;
mod others;
mod paging;
mod schemas;
mod security;
mod served;
pub mod shape;
pub mod vocabulary;
mod webhooks;

pub use agreement::link as agree;
pub use alone::Alone;
pub use habits::habit;
pub use others::set_aside;
pub use security::mark_in_code as mark_secured_in_code;

use std::collections::{BTreeMap, BTreeSet};

use model::facts::Facts;
use model::facts::contract::FaultKind;
use model::system::PlacedNote;
use model::{
    Api, ApiStyle, ContractFault, ContractFile, Contracts, FileRole, Id, Place, Span, System,
};

use crate::Input;

/// Fills `api`, `endpoint`, `parameter`, `response`, `schema`, `property`, `security_scheme`,
/// `webhook` and `contract_fault`.
pub fn link(input: &Input<'_>, system: &mut System) {
    let contracts = resolve(input, system);
    let compares = input.changed.is_some_and(|changed| !changed.is_empty());
    let names = names(input, &contracts, compares, system);
    let named = contracts.files.iter().zip(&names).enumerate();
    let (alone, joined): (Vec<_>, Vec<_>) = named
        .filter_map(|(index, (file, name))| Some((index, file, name.as_deref()?)))
        .partition(|(_, file, _)| alone::stands_alone(&file.document));
    match input.alone {
        None => {
            for (index, _, name) in alone {
                read(&contracts, index, name, system);
            }
        }
        Some(read) => {
            let named = alone.into_iter().map(|(_, file, name)| {
                let service = system.owner(file.file);
                (file.file, (name, service))
            });
            read.rows().into_system(&named.collect(), system);
        }
    }
    for (index, _, name) in joined {
        read(&contracts, index, name, system);
    }
    system.contracts = contracts;
}

/// All contract files, with the references between them.
fn resolve(input: &Input<'_>, system: &mut System) -> Contracts {
    let mut contracts = Contracts::default();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            if let Facts::Contract(document) = facts {
                contracts.files.push(ContractFile {
                    file,
                    path: input.path(file).to_owned(),
                    document: document.clone(),
                    away: Vec::new(),
                });
            }
        }
    }
    let mut all = Vec::new();
    for file in &contracts.files {
        let mut away = Vec::new();
        for reference in &file.document.references {
            if reference.path.is_empty() || reference.path.contains("://") {
                away.push(None);
                continue;
            }
            let path = model::path::join(&file.path, &reference.path);
            if path.is_none() {
                system.notes.push(PlacedNote {
                    file: Some(file.file),
                    at: reference.at,
                    kind: "reference".to_owned(),
                    message: format!(
                        "`{}` lies outside of the repository and is not read",
                        reference.path
                    ),
                });
            }
            away.push(path.and_then(|path| contracts.target(reference, &path)));
        }
        all.push(away);
    }
    for (file, away) in contracts.files.iter_mut().zip(all) {
        file.away = away;
    }
    contracts
}

/// The name of the API of each file, unique; `None` for fragments, and for files that no service
/// runs: tests, examples, copies of others.
fn names(
    input: &Input<'_>,
    contracts: &Contracts,
    compares: bool,
    system: &System,
) -> Vec<Option<String>> {
    let mut is_api = Vec::new();
    let mut folders = aside::Folders::of(input);
    for file in &contracts.files {
        let role = system.file(file.file).role;
        let is_served = !matches!(
            role,
            FileRole::Test | FileRole::Vendored | FileRole::Example
        );
        let is_whole =
            !file.document.specification.is_empty() && !aside::is_frame(&file.path, &file.document);
        let is_served = is_served && !aside::is_foreign(input, &file.document);
        is_api.push(is_whole && is_served && !folders.is_aside(&file.path));
    }
    let is_copy = copies::copies(contracts, &is_api, compares, system);
    let mut names: Vec<Option<String>> = Vec::new();
    for (index, file) in contracts.files.iter().enumerate() {
        names.push((is_api[index] && !is_copy[index]).then(|| {
            let title = file.document.info.title.trim();
            if title.is_empty() {
                file.path.clone()
            } else {
                title.to_owned()
            }
        }));
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names.iter().flatten() {
        *counts.entry(name.clone()).or_default() += 1;
    }
    for (name, file) in names.iter_mut().zip(&contracts.files) {
        if let Some(name) = name
            && counts[name.as_str()] > 1
        {
            *name = format!("{name} ({})", file.path);
        }
    }
    names
}

/// Adds the rows of the contract in a file, by its position in `contracts`.
fn read(contracts: &Contracts, file: usize, name: &str, system: &mut System) {
    let root = Place {
        file: file as u32,
        id: 0,
    };
    let document = contracts.document(root);
    let at = match document.info.title.is_empty() {
        true => document.at,
        false => document.info.at,
    };
    let path_versions = path_versions(contracts, root);
    let has_version_parameter = document.parameters.iter().any(|parameter| {
        let name = vocabulary::folded(&parameter.name);
        matches!(
            name.as_str(),
            "apiversion" | "xapiversion" | "acceptversion"
        ) || (name.ends_with("apiversion") && parameter.location == "header")
    });
    let path_version = match path_versions.iter().next_back() {
        Some(version) => Some(version.clone()),
        None => has_version_parameter.then(|| "api-version".to_owned()),
    };
    let api = system.apis.push(Api {
        specification: document.specification.clone(),
        version: document
            .info
            .version
            .as_ref()
            .map(|(version, _)| version.clone()),
        path_version,
        service: system.owner(contracts.files[root.file as usize].file),
        servers: document
            .servers
            .iter()
            .map(|server| server.url.clone())
            .collect(),
        has_default_security: document
            .security
            .as_ref()
            .is_some_and(|all| all.iter().any(|one| !one.schemes.is_empty())),
        path_versions: path_versions.into_iter().collect(),
        is_documented: document.info.is_documented,
        has_contact: document.info.has_contact,
        is_generated: aside::is_generated(&contracts.files[root.file as usize].path),
        tells_errors: document.info.tells_errors,
        knows_success_only: errors::knows_success_only(document),
        insecure_servers: document
            .servers
            .iter()
            .filter(|server| security::is_only_insecure(&server.url, &document.servers))
            .map(|server| server.url.clone())
            .collect(),
        insecure_server: document
            .servers
            .iter()
            .find(|server| security::is_only_insecure(&server.url, &document.servers))
            .map(|server| contracts.span(root, server.at)),
        ..unread(contracts.span(root, at), name)
    });
    faults(contracts, root, api, system);
    security::link(contracts, root, api, system);
    let first = habits::First::next(system);
    let schemas = schemas::Schemas::new(contracts, root, api, system);
    let errors = endpoints::link(contracts, root, api, schemas, system);
    webhooks::link(contracts, root, api, system);
    habits::learn(api, first, system);
    let main = system.apis[api].error_schema.as_ref();
    if let Some(place) = main.and_then(|name| errors.get(name)) {
        let shape = shape::Shape::of(contracts, *place);
        let mut fields: Vec<String> = shape
            .properties
            .iter()
            .map(|field| field.name.to_owned())
            .collect();
        fields.sort();
        system.apis[api].error_fields = fields;
    }
}

/// An API of which nothing is known but its name; what is learned of its operations comes later.
fn unread(at: Span, name: &str) -> Api {
    Api {
        at,
        name: name.to_owned(),
        style: ApiStyle::Rest,
        specification: String::new(),
        version: None,
        path_version: None,
        service: None,
        servers: Vec::new(),
        has_default_security: false,
        is_declared_only: false,
        path_versions: Vec::new(),
        is_documented: false,
        has_contact: false,
        is_generated: false,
        path_casing: None,
        parameter_casing: None,
        property_casing: None,
        value_casing: None,
        paging: None,
        paging_styles: Vec::new(),
        error_schema: None,
        error_fields: Vec::new(),
        error_schemas: Vec::new(),
        states_rate_limit: false,
        has_idempotency_keys: false,
        has_cache_validators: false,
        is_secured: false,
        is_secured_in_code: false,
        documents_errors: false,
        mostly_documents_errors: false,
        tells_errors: false,
        knows_success_only: false,
        is_callback: false,
        is_unserved: false,
        has_error_envelope: false,
        has_trailing_slashes: None,
        insecure_servers: Vec::new(),
        insecure_server: None,
        creation_statuses: Vec::new(),
        endpoints: Vec::new(),
        webhooks: Vec::new(),
        faults: Vec::new(),
        schemas: Vec::new(),
        security_schemes: Vec::new(),
    }
}

/// The name of the component that the schema at `place` is, or refers to.
pub fn component_name(contracts: &Contracts, place: Place) -> Option<&str> {
    errors::component(contracts, place)
}

/// The name of the schema at `place`: that of its component, or its properties.
pub fn schema_name(contracts: &Contracts, place: Place) -> String {
    errors::name(contracts, place)
}

/// Every version that servers and paths name.
fn path_versions(contracts: &Contracts, root: Place) -> BTreeSet<String> {
    let servers = contracts.document(root).servers.iter();
    let urls = servers.map(|server| server.url.as_str());
    let paths = contracts.paths(root).into_iter();
    let paths = paths.map(|(_, path)| path.path.as_str());
    urls.chain(paths)
        .flat_map(|text| text.split('/'))
        .filter_map(vocabulary::version)
        .collect()
}

/// Departures from the specification, and references that lead to no file or no part of one. A
/// contract answers for the fragments that it refers to, directly or not.
fn faults(contracts: &Contracts, root: Place, api: Id<Api>, system: &mut System) {
    let reached = fragments(contracts, root);
    for (index, &(file, _)) in reached.iter().enumerate() {
        let file = &contracts.files[file as usize];
        let mut found = Vec::new();
        for fault in &file.document.faults {
            found.push((
                fault.at,
                fault.kind,
                fault.name.clone(),
                fault.message.clone(),
            ));
        }
        for (reference, target) in file.document.references.iter().zip(&file.away) {
            let is_readable = !reference.path.is_empty()
                && !file.document.names_schemas
                && !reference.path.contains("://")
                && model::path::join(&file.path, &reference.path).is_some()
                && reference.role != "other";
            if is_readable && target.is_none() {
                let name = format!("{}#{}", reference.path, reference.pointer);
                let message = match reference.pointer.is_empty() {
                    true => format!("`{}` is no file of this repository", reference.path),
                    false => format!("`{name}` leads to nothing in this repository"),
                };
                found.push((reference.at, FaultKind::UnresolvedReference, name, message));
            }
        }
        for (at, kind, name, message) in found {
            let row = system.contract_faults.push(ContractFault {
                at: at.in_file(file.file),
                api,
                kind,
                name,
                message,
            });
            let mut next = reached[index].1;
            while let Some((from, at)) = next {
                let label = format!("`{}` is referred to here", file.path);
                system.add_evidence(row.row_ref(), at, label);
                next = reached[from].1;
            }
        }
    }
}

/// The file of a contract and the fragments that it refers to; with each the file that first does,
/// by its position in this list, and where.
fn fragments(contracts: &Contracts, root: Place) -> Vec<(u32, Option<(usize, Span)>)> {
    let mut reached = vec![(root.file, None)];
    let mut next = 0;
    while let Some(&(file, _)) = reached.get(next) {
        let file = &contracts.files[file as usize];
        for (reference, place) in file.document.references.iter().zip(&file.away) {
            let Some(place) = place else { continue };
            let is_fragment = contracts.document(*place).specification.is_empty();
            if is_fragment && !reached.iter().any(|(known, _)| *known == place.file) {
                let at = reference.at.in_file(file.file);
                reached.push((place.file, Some((next, at))));
            }
        }
        next += 1;
    }
    reached
}
