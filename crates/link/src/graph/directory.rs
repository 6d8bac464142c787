//! Which unit a host name, a port or the name of a variable means.

use std::collections::{BTreeMap, BTreeSet};

use model::ServiceKind;

use super::instances::Scope;
use super::roots::{plain, stem};
use super::targets::is_top_level;
use super::technology::{self, words};
use super::units::Unit;

/// All names of all units.
pub struct Directory {
    names: BTreeMap<String, BTreeSet<usize>>,
    hosts: BTreeMap<String, BTreeSet<usize>>,
    spellings: BTreeMap<String, BTreeSet<usize>>,
    stems: BTreeMap<String, BTreeSet<usize>>,
    ports: BTreeMap<u16, BTreeSet<usize>>,
    technologies: BTreeMap<&'static str, BTreeSet<usize>>,
    kinds: BTreeMap<ServiceKind, BTreeSet<usize>>,
    /// The numbers of each unit's scopes.
    scopes: Vec<Vec<usize>>,
}

/// Last words of variables that hold an address.
const ADDRESS_WORDS: &[&str] = &[
    "host",
    "hosts",
    "hostname",
    "url",
    "urls",
    "uri",
    "addr",
    "address",
    "addresses",
    "endpoint",
    "endpoints",
    "server",
    "servers",
    "service",
    "svc",
    "base",
    "baseurl",
    "upstream",
    "backend",
    "target",
    "origin",
    "broker",
    "brokers",
    "bootstrap",
    "peers",
    "nodes",
    "domain",
    "dsn",
];

/// Words of variables that do not tell which system is meant.
const PLAIN_WORDS: &[&str] = &[
    "api",
    "http",
    "https",
    "grpc",
    "rpc",
    "rest",
    "internal",
    "external",
    "public",
    "private",
    "port",
    "path",
    "app",
    "default",
    "client",
    "my",
    "the",
    "name",
    "connection",
    "db",
    "v1",
    "root",
];

/// How variables begin that a bundler puts into the pages of a browser.
const BROWSER_PREFIXES: &[&str] = &[
    "REACT_APP_",
    "VUE_APP_",
    "VITE_",
    "NEXT_PUBLIC_",
    "NG_",
    "NUXT_PUBLIC_",
    "EXPO_PUBLIC_",
    "GATSBY_",
];

/// For each unit the numbers of its scopes, which are compared for each pair.
fn numbers(units: &[Unit]) -> Vec<Vec<usize>> {
    let mut known: BTreeMap<&Scope, usize> = BTreeMap::new();
    units
        .iter()
        .map(|unit| {
            let scopes = unit.scopes.iter();
            let number = scopes.map(|scope| {
                let next = known.len();
                *known.entry(scope).or_insert(next)
            });
            number.collect()
        })
        .collect()
}

impl Directory {
    /// Whether a variable of this name is put into the pages of a browser.
    pub fn is_of_pages(name: &str) -> bool {
        BROWSER_PREFIXES.iter().any(|start| name.starts_with(start))
    }

    /// Indexes `units`.
    pub fn of(units: &[Unit], kinds: &[ServiceKind]) -> Directory {
        let mut directory = Directory {
            names: BTreeMap::new(),
            hosts: BTreeMap::new(),
            spellings: BTreeMap::new(),
            stems: BTreeMap::new(),
            ports: BTreeMap::new(),
            technologies: BTreeMap::new(),
            kinds: BTreeMap::new(),
            scopes: numbers(units),
        };
        for (index, unit) in units.iter().enumerate() {
            directory
                .names
                .entry(unit.name.to_lowercase())
                .or_default()
                .insert(index);
            for host in unit.hosts.iter().chain([&unit.name.to_lowercase()]) {
                directory
                    .hosts
                    .entry(host.clone())
                    .or_default()
                    .insert(index);
            }
            for name in unit.hosts.iter().chain(&unit.aliases).chain([&unit.name]) {
                directory
                    .spellings
                    .entry(plain(name))
                    .or_default()
                    .insert(index);
                if let Some(stem) = stem(name) {
                    directory.stems.entry(stem).or_default().insert(index);
                }
            }
            for port in &unit.ports {
                directory.ports.entry(*port).or_default().insert(index);
            }
            match unit.technology() {
                Some(technology) => {
                    directory
                        .technologies
                        .entry(technology)
                        .or_default()
                        .insert(index);
                }
                None => {
                    directory
                        .kinds
                        .entry(kinds[index])
                        .or_default()
                        .insert(index);
                }
            }
        }
        directory
    }

    /// The one of `found` that `from` means: the only one, or the only one in a scope of its own.
    fn pick(&self, found: Option<&BTreeSet<usize>>, from: usize) -> Option<usize> {
        let found = found?;
        if found.len() == 1 {
            return found.first().copied();
        }
        let own = self.scopes.get(from)?;
        let is_near = |index: &usize| {
            let mut theirs = self.scopes.get(*index).into_iter().flatten();
            theirs.any(|scope| own.contains(scope))
        };
        let mut near = found.iter().copied().filter(is_near);
        near.next().filter(|_| near.next().is_none())
    }

    /// The unit that `host` names when `from` says it.
    pub fn host(&self, host: &str, from: usize) -> Option<usize> {
        let host = host.to_lowercase();
        // Its own name comes before a name that it gives itself, which may be another's by mistake.
        let found = self
            .pick(self.names.get(&host), from)
            .or_else(|| self.pick(self.hosts.get(&host), from));
        if found.is_some() {
            return found;
        }
        let (first, rest) = host.split_once('.').unwrap_or((&host, ""));
        let is_cluster = rest.is_empty()
            || rest.ends_with(".local")
            || rest
                .split('.')
                .any(|label| matches!(label, "svc" | "internal" | "local" | "consul"))
            || !rest.contains('.') && !is_top_level(rest);
        if !is_cluster {
            return None;
        }
        self.pick(self.hosts.get(first), from)
            .or_else(|| self.pick(self.spellings.get(&plain(first)), from))
    }

    /// The unit that listens on `port` of the developer's own machine.
    pub fn local(&self, port: u16, from: usize) -> Option<usize> {
        self.pick(self.ports.get(&port), from)
    }

    /// The only store of a technology.
    pub fn technology(&self, technology: &str, from: usize) -> Option<usize> {
        self.pick(self.technologies.get(technology), from)
    }

    /// Whether there is a store of a technology.
    pub fn has_technology(&self, technology: &str) -> bool {
        self.technologies.contains_key(technology)
    }

    /// The only service of a kind.
    pub fn kind(&self, kind: ServiceKind, from: usize) -> Option<usize> {
        self.pick(self.kinds.get(&kind), from)
    }

    /// The only service that gives tokens, if a key names the address where tokens are given or explained.
    pub fn token_issuer(&self, key: &str, from: usize) -> Option<usize> {
        let key = key.to_lowercase().replace(['-', '_'], "");
        let is_issuer = [
            "accesstokenuri",
            "userauthorizationuri",
            "userinfouri",
            "tokeninfouri",
            "issueruri",
            "jwkseturi",
        ]
        .iter()
        .any(|end| key.ends_with(end));
        is_issuer
            .then(|| self.kind(ServiceKind::Auth, from))
            .flatten()
    }

    /// The unit that a name of the code's own means: a gRPC service, a declared client.
    pub fn name(&self, name: &str, from: usize) -> Option<usize> {
        self.pick(self.spellings.get(&plain(name)), from)
            .or_else(|| self.pick(self.stems.get(&stem(name)?), from))
    }

    /// The unit whose address a variable of this name holds: `orders` for `ORDERS_SERVICE_URL`.
    pub fn variable(&self, name: &str, from: usize) -> Option<usize> {
        let start = BROWSER_PREFIXES
            .iter()
            .find_map(|start| name.strip_prefix(start));
        let mut words = words(start.unwrap_or(name));
        if !words
            .last()
            .is_some_and(|last| ADDRESS_WORDS.contains(&last.as_str()))
        {
            return None;
        }
        while words.last().is_some_and(|last| {
            ADDRESS_WORDS.contains(&last.as_str()) || PLAIN_WORDS.contains(&last.as_str())
        }) {
            words.pop();
            // `PUBLIC_API_URL` of `public-api`: a name may end with words that tell little.
            let is_plain = words.len() > 1
                && words
                    .last()
                    .is_some_and(|last| PLAIN_WORDS.contains(&last.as_str()));
            let found = is_plain
                .then(|| self.pick(self.spellings.get(&words.concat()), from))
                .flatten();
            if found.is_some() {
                return found;
            }
        }
        let joined = words.concat();
        if joined.len() < 3 {
            return None;
        }
        self.pick(self.spellings.get(&joined), from)
            .or_else(|| self.pick(self.stems.get(&joined), from))
            .or_else(|| {
                let (_, technology) = technology::of_technology(&joined)
                    .or_else(|| technology::of_technology(words.last()?))?;
                self.technology(technology, from)
            })
    }

    /// Whether a setting of this name holds addresses of callers: from where they may come, where they are sent back to.
    pub fn is_of_callers(name: &str) -> bool {
        let words = words(name);
        let joined = words.concat();
        joined.contains("redirect")
            || joined.contains("callback")
            || joined.contains("logout")
            || joined.contains("consent")
            || words.iter().any(|word| {
                matches!(
                    word.as_str(),
                    "cors" | "origins" | "allowed" | "issuers" | "audience" | "audiences"
                )
            })
    }

    /// Whether a setting of this name is an address that browsers open, where it names the machine itself.
    pub fn is_of_browsers(name: &str) -> bool {
        words(name).iter().any(|word| {
            matches!(
                word.as_str(),
                "login"
                    | "public"
                    | "external"
                    | "self"
                    | "ui"
                    | "frontend"
                    | "browser"
                    | "issuer"
                    | "verification"
                    | "success"
            )
        })
    }

    /// Whether a setting of this name says who signs tokens: its keys are fetched once and kept.
    pub fn is_of_tokens(name: &str) -> bool {
        words(name).iter().any(|word| {
            matches!(
                word.as_str(),
                "authority" | "issuer" | "jwks" | "jwk" | "openid" | "oidc"
            )
        })
    }

    /// Whether a variable of this name may hold the bare name of a host.
    pub fn holds_host(name: &str) -> bool {
        let words = words(name);
        words
            .last()
            .is_some_and(|last| ADDRESS_WORDS.contains(&last.as_str()))
            && !words.iter().any(|word| {
                matches!(
                    word.as_str(),
                    "password" | "virtual" | "letsencrypt" | "cookie"
                )
            })
    }
}
