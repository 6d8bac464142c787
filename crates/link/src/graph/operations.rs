//! What clients call that a program wrote from a contract of the repository: their methods are its operations.

use std::collections::BTreeMap;

use model::{Endpoint, Id, System};

/// The operations of all contracts by their ids, as [`plain`] writes them.
#[derive(Default)]
pub struct Operations(BTreeMap<String, Vec<Id<Endpoint>>>);

/// What generators put behind an operation's own name.
const ENDINGS: &[&str] = &[
    "withresponse",
    "withhttpinfo",
    "withoutpreloadcontent",
    "raw",
    "async",
    "execute",
];

impl Operations {
    pub fn of(system: &System) -> Operations {
        let mut all: BTreeMap<String, Vec<Id<Endpoint>>> = BTreeMap::new();
        for (id, endpoint) in system.endpoints.iter() {
            if let Some(operation) = &endpoint.operation_id {
                all.entry(plain(operation)).or_default().push(id);
            }
        }
        Operations(all)
    }

    /// Method and path of an operation by the name of a generated method and of its class; `None` where two operations
    /// of that name differ.
    pub fn called(&self, system: &System, method: &str, class: &str) -> Option<(String, String)> {
        let name = plain(method);
        let short = ENDINGS.iter().filter_map(|end| name.strip_suffix(end));
        let mut names = std::iter::once(name.as_str()).chain(short);
        let found = names.find_map(|name| self.0.get(name))?;
        let class = plain(class);
        let is_of_class = |id: &&Id<Endpoint>| {
            let tags = &system.endpoints[**id].tags;
            tags.iter().any(|tag| plain(tag) == class)
        };
        let of_class: Vec<&Id<Endpoint>> = found.iter().filter(is_of_class).collect();
        let meant = match of_class.is_empty() {
            true => found.iter().collect(),
            false => of_class,
        };
        let says = |id: &Id<Endpoint>| {
            let endpoint = &system.endpoints[*id];
            (endpoint.method.to_string(), endpoint.path.to_string())
        };
        let first = says(meant.first()?);
        meant.iter().all(|id| says(id) == first).then_some(first)
    }
}

/// A name without what generators change of it: `get_order`, `GetOrder` and `getOrder` are one.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
