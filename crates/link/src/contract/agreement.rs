//! Where the APIs of one repository do not agree: on errors, on versions, on who serves a path, on
//! what a resource looks like. A client that speaks to several of them pays for each difference.

mod shapes;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use model::{
    Api, ApiStyle, Disagreement, DisagreementKind, Endpoint, Id, Service, ServiceKind, Span, System,
};

use super::vocabulary::{folded, version, words};
use crate::change::shape;

/// APIs that a message names of one way.
const NAMED_APIS: usize = 3;

/// Percent of the operations of the smaller of two APIs that make it another state of the other.
const COPY_PERCENT: usize = 50;

/// APIs beyond which a repository is a collection of contracts, not a system.
const APIS_MAX: usize = 300;

/// Fills `disagreement`. Runs when the service graph is known and rows are indexed.
pub fn link(system: &mut System) {
    let apis = own(system);
    if apis.len() < 2 || apis.len() > APIS_MAX {
        return;
    }
    let family = Family::new(apis, system);
    error_models(&family, system);
    version_strategies(&family, system);
    paths(&family, system);
    shapes::link(&family, system);
}

/// The APIs that are compared, and what tells whether two of them are of one service.
struct Family {
    apis: Vec<Id<Api>>,
    /// By the position of the API: the service, or the title without the words for versions.
    units: BTreeMap<Id<Api>, Result<Id<Service>, String>>,
    /// Hashes of method and path of its operations, sorted.
    operations: BTreeMap<Id<Api>, Vec<u64>>,
}

impl Family {
    fn new(apis: Vec<Id<Api>>, system: &System) -> Self {
        let hashed = |api: &Id<Api>| -> Vec<u64> {
            let endpoints = system.apis[*api].endpoints.iter();
            let mut all: Vec<u64> = endpoints
                .map(|id| &system.endpoints[*id])
                .map(|endpoint| {
                    let mut hasher = rustc_hash::FxHasher::default();
                    (&endpoint.method, shape(&endpoint.path)).hash(&mut hasher);
                    hasher.finish()
                })
                .collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        Family {
            units: apis.iter().map(|api| (*api, unit(system, *api))).collect(),
            operations: apis.iter().map(|api| (*api, hashed(api))).collect(),
            apis,
        }
    }

    fn has(&self, api: Id<Api>) -> bool {
        self.units.contains_key(&api)
    }

    /// Whether two APIs are of different services, and not two states of one API: half of the
    /// operations of the smaller one are not in the other.
    fn are_apart(&self, one: Id<Api>, other: Id<Api>) -> bool {
        let (ours, theirs) = (&self.operations[&one], &self.operations[&other]);
        let shared = ours
            .iter()
            .filter(|hash| theirs.binary_search(hash).is_ok())
            .count();
        let is_one = shared > 1 && shared * 100 >= ours.len().min(theirs.len()) * COPY_PERCENT;
        self.units[&one] != self.units[&other] && !is_one
    }
}

/// The APIs that belong together: of services of this repository, not of somebody else's host.
fn own(system: &System) -> Vec<Id<Api>> {
    let mut domains: BTreeMap<String, usize> = BTreeMap::new();
    let candidates: Vec<(Id<Api>, Option<String>)> = system
        .apis
        .iter()
        .filter(|(_, api)| {
            api.style == ApiStyle::Rest && !api.is_declared_only && !api.endpoints.is_empty()
        })
        .map(|(id, api)| (id, api.servers.iter().find_map(|url| domain(url))))
        .collect();
    for domain in candidates.iter().filter_map(|(_, domain)| domain.as_ref()) {
        *domains.entry(domain.clone()).or_default() += 1;
    }
    let most = domains.values().max().copied();
    let main = domains
        .into_iter()
        .find(|(_, count)| Some(*count) == most)
        .map(|(domain, _)| domain);
    candidates
        .into_iter()
        .filter(|(_, domain)| domain.is_none() || *domain == main)
        .map(|(id, _)| id)
        .collect()
}

/// The registered domain of a URL: its last two labels. `None` for a local or relative one.
fn domain(url: &str) -> Option<String> {
    let rest = url.split_once("//")?.1;
    let host = rest.split(['/', ':', '?']).next()?.to_ascii_lowercase();
    let mut labels = host.rsplit('.');
    let (top, name) = (labels.next()?, labels.next()?);
    let is_name = top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_local = matches!(
        top,
        "local" | "localhost" | "internal" | "test" | "example" | "invalid"
    );
    (is_name && !is_local && name != "example").then(|| format!("{name}.{top}"))
}

/// The service of an API. What belongs to no known service is told apart by its title, without
/// the words for versions.
fn unit(system: &System, api: Id<Api>) -> Result<Id<Service>, String> {
    let api = &system.apis[api];
    api.service.ok_or_else(|| {
        words(api.name.split(" (").next().unwrap_or_default())
            .into_iter()
            .filter(|word| {
                let digits = word.strip_prefix('v').unwrap_or(word);
                !digits.bytes().all(|byte| byte.is_ascii_digit())
                    && !matches!(
                        word.as_str(),
                        "api" | "rest" | "service" | "http" | "version" | "deprecated" | "legacy"
                    )
            })
            .map(|word| word.trim_end_matches('s').to_owned())
            .collect()
    })
}

/// Adds a row: `api` does it unlike most, `ways` says what each does, and `others` are shown beside it.
fn push(
    system: &mut System,
    at: Span,
    row: (DisagreementKind, String, Id<Api>, usize),
    ways: Vec<String>,
    others: Vec<(Span, String)>,
) -> Id<Disagreement> {
    let (kind, name, api, count) = row;
    let id = system.disagreements.push(Disagreement {
        at,
        kind,
        name,
        api,
        ways,
        count: count as i64,
    });
    for (at, label) in others {
        system.add_evidence(id.row_ref(), at, label);
    }
    id
}

/// One row for APIs that fall into `groups`, each with the words for its way: the group of fewest
/// is the one to change.
fn split(
    family: &Family,
    system: &mut System,
    kind: DisagreementKind,
    groups: Vec<(String, Vec<Id<Api>>)>,
) {
    let mut groups = groups;
    groups.sort_by_key(|(_, apis)| (std::cmp::Reverse(apis.len()), apis[0]));
    let [(_, most), .., (_, fewest)] = &groups[..] else {
        return;
    };
    let api = fewest[0];
    if !most.iter().any(|other| family.are_apart(*other, api)) {
        return;
    }
    let ways = groups
        .iter()
        .map(|(way, apis)| format!("{} {way}", named(system, apis)))
        .collect();
    let others = groups
        .iter()
        .map(|(way, apis)| (apis[0], way))
        .filter(|(other, _)| *other != api)
        .map(|(other, way)| {
            let other = &system.apis[other];
            (other.at, format!("`{}` {way}", other.name))
        })
        .collect();
    let count = groups.len();
    let mut names: Vec<&str> = groups
        .iter()
        .map(|(_, apis)| system.apis[apis[0]].name.as_str())
        .collect();
    names.sort_unstable();
    let name = names.join(", ");
    push(
        system,
        system.apis[api].at,
        (kind, name, api, count),
        ways,
        others,
    );
}

/// `` `orders`, `users` and 4 more ``.
fn named(system: &System, apis: &[Id<Api>]) -> String {
    let names = apis.iter().take(NAMED_APIS);
    let mut text = names
        .map(|api| format!("`{}`", system.apis[*api].name))
        .collect::<Vec<_>>()
        .join(", ");
    if apis.len() > NAMED_APIS {
        text.push_str(&format!(" and {} more", apis.len() - NAMED_APIS));
    }
    text
}

/// Error models that no client can read with one piece of code: neither has all that the other has.
fn error_models(family: &Family, system: &mut System) {
    let mut groups: Vec<(BTreeSet<String>, Vec<Id<Api>>)> = Vec::new();
    for &id in &family.apis {
        let fields: BTreeSet<String> = system.apis[id].error_fields.iter().cloned().collect();
        // What answers an error with the thing itself says nothing of a model.
        if !fields.iter().any(|field| tells_of_an_error(field)) {
            continue;
        }
        let known = groups
            .iter_mut()
            .find(|(known, _)| known.is_subset(&fields) || fields.is_subset(known));
        match known {
            Some((_, members)) => members.push(id),
            None => groups.push((fields, vec![id])),
        }
    }
    forget_superseded(&mut groups, system);
    let groups = groups.into_iter().map(|(fields, apis)| {
        let fields: Vec<String> = fields.into_iter().take(6).collect();
        (format!("answers `{{{}}}`", fields.join(", ")), apis)
    });
    split(
        family,
        system,
        DisagreementKind::ErrorModel,
        groups.collect(),
    );
}

/// Takes away what a later version of the same contract does as most do: the change is made.
fn forget_superseded(groups: &mut Vec<(BTreeSet<String>, Vec<Id<Api>>)>, system: &System) {
    let path = |api: &Id<Api>| system.file(system.apis[*api].at.file).path.as_str();
    let most = groups.iter().map(|(_, apis)| apis.len()).max();
    let Some(main) = groups.iter().position(|(_, apis)| Some(apis.len()) == most) else {
        return;
    };
    let done: Vec<(String, u32)> = groups[main]
        .1
        .iter()
        .filter_map(|api| versioned(path(api)))
        .collect();
    for (position, (_, apis)) in groups.iter_mut().enumerate() {
        if position != main {
            apis.retain(|api| {
                versioned(path(api)).is_none_or(|(rest, number)| {
                    !done
                        .iter()
                        .any(|(other, later)| *other == rest && *later > number)
                })
            });
        }
    }
    groups.retain(|(_, apis)| !apis.is_empty());
}

/// A path without its folder for a version, and the number of that: `api/v2beta1/users.yaml` gives `api/*/users.yaml` and 2.
fn versioned(path: &str) -> Option<(String, u32)> {
    let number = |part: &str| -> Option<u32> {
        let digits = part.strip_prefix('v')?;
        let end = digits
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(digits.len());
        let is_stage = ["", "alpha", "beta", "rc"].iter().any(|stage| {
            let rest = digits[end..].strip_prefix(stage);
            rest.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        });
        digits[..end].parse().ok().filter(|_| is_stage)
    };
    let parts: Vec<&str> = path.split('/').collect();
    let (folder, number) = parts
        .iter()
        .enumerate()
        .find_map(|(position, part)| Some((position, number(part)?)))?;
    let mut rest = parts;
    rest[folder] = "*";
    Some((rest.join("/"), number))
}

/// Whether a field of this name may tell what went wrong.
fn tells_of_an_error(field: &str) -> bool {
    const SIGNS: [&str; 14] = [
        "err",
        "code",
        "message",
        "msg",
        "detail",
        "reason",
        "title",
        "fault",
        "status",
        "exception",
        "problem",
        "description",
        "issue",
        "violation",
    ];
    let field = folded(field);
    SIGNS.iter().any(|sign| field.contains(sign))
}

fn version_strategies(family: &Family, system: &mut System) {
    let mut groups: BTreeMap<&str, Vec<Id<Api>>> = BTreeMap::new();
    for &id in &family.apis {
        let api = &system.apis[id];
        let way = match (api.path_versions.is_empty(), &api.path_version) {
            (false, _) => "has the version in the path",
            (true, Some(_)) => "takes the version as a parameter",
            (true, None) => continue,
        };
        groups.entry(way).or_default().push(id);
    }
    let groups = groups.into_iter().map(|(way, apis)| (way.to_owned(), apis));
    split(
        family,
        system,
        DisagreementKind::VersionStrategy,
        groups.collect(),
    );
}

/// Two operations of one method and path.
type Twins = (Id<Endpoint>, Id<Endpoint>);

/// Operations that two services both serve under one path.
fn paths(family: &Family, system: &mut System) {
    let mut served: BTreeMap<String, Vec<Id<Endpoint>>> = BTreeMap::new();
    for &api in &family.apis {
        let base = base_path(&system.apis[api]);
        for &id in &system.apis[api].endpoints {
            let endpoint = &system.endpoints[id];
            let says_nothing = endpoint.is_technical
                || endpoint.is_open_by_design
                || endpoint.is_deprecated
                || !has_word(&endpoint.path);
            if !says_nothing {
                let key = format!("{} {base}{}", endpoint.method, shape(&endpoint.path));
                served.entry(key).or_default().push(id);
            }
        }
    }
    let mut pairs: BTreeMap<(Id<Api>, Id<Api>), Vec<Twins>> = BTreeMap::new();
    for endpoints in served.into_values() {
        for (position, &second) in endpoints.iter().enumerate() {
            for &first in &endpoints[..position] {
                let key = (system.endpoints[first].api, system.endpoints[second].api);
                if key.0 != key.1 {
                    pairs.entry(key).or_default().push((first, second));
                }
            }
        }
    }
    for ((first, second), both) in pairs {
        if !family.are_apart(first, second) || hides(system, first, second) {
            continue;
        }
        let endpoint = &system.endpoints[both[0].1];
        let name = format!("{} {}", endpoint.method, endpoint.path);
        let at = endpoint.at;
        let more = match both.len() - 1 {
            0 => String::new(),
            1 => ", as is one more operation".to_owned(),
            more => format!(", as are {more} more operations"),
        };
        let ways = vec![format!(
            "`{}` and `{}`{more}",
            system.apis[first].name, system.apis[second].name
        )];
        let others = both.iter().take(5).map(|(theirs, _)| {
            let endpoint = &system.endpoints[*theirs];
            let label = format!("`{}` serves it too", system.apis[endpoint.api].name);
            (endpoint.at, label)
        });
        let others = others.collect();
        push(
            system,
            at,
            (DisagreementKind::Path, name, second, both.len()),
            ways,
            others,
        );
    }
}

/// Whether one of two APIs passes on what the other serves, or they are told apart by their hosts.
fn hides(system: &System, first: Id<Api>, second: Id<Api>) -> bool {
    let services = [first, second].map(|api| system.apis[api].service);
    let passes_on = services.iter().flatten().any(|service| {
        matches!(
            system.services[*service].kind,
            ServiceKind::Gateway | ServiceKind::Web
        )
    });
    let calls = match services {
        [Some(one), Some(other)] => system.calls.iter().any(|(_, call)| {
            (call.caller == one && call.callee == other)
                || (call.caller == other && call.callee == one)
        }),
        _ => false,
    };
    let hosts = [first, second].map(|api| {
        let urls = system.apis[api].servers.iter();
        urls.filter_map(|url| {
            let rest = url.split_once("//")?.1;
            rest.split('/').next().map(str::to_owned)
        })
        .collect::<BTreeSet<String>>()
    });
    let are_told_apart =
        !hosts[0].is_empty() && !hosts[1].is_empty() && hosts[0].is_disjoint(&hosts[1]);
    passes_on || calls || are_told_apart
}

fn base_path(api: &Api) -> String {
    let url = api.servers.first().map_or("", String::as_str);
    let path = match url.split_once("//") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    };
    path.trim_end_matches('/').to_owned()
}

/// Whether a path names something: `/` and `/{id}` do not.
fn has_word(path: &str) -> bool {
    path.split('/').any(|segment| {
        !segment.is_empty()
            && !segment.contains('{')
            && version(segment).is_none()
            && segment != "api"
    })
}
