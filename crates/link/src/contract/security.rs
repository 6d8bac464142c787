//! Security schemes, and what an operation's requirements come to.

use std::collections::HashSet;

use model::facts::Facts;
use model::facts::contract::{Flow, Requirement, Server};
use model::{Api, Contracts, Id, Known, Place, SecurityScheme, System};

use super::operation::View;
use crate::Input;

/// Fills `security_scheme`.
pub fn link(contracts: &Contracts, root: Place, api: Id<Api>, system: &mut System) {
    for scheme in &contracts.document(root).security_schemes {
        let urls = scheme.flows.iter().flat_map(|flow| &flow.urls);
        system.security_schemes.push(SecurityScheme {
            at: contracts.span(root, scheme.at),
            api,
            name: scheme.name.clone(),
            kind: scheme.kind.clone(),
            location: scheme.location.clone(),
            flows: scheme.flows.iter().map(|flow| flow.name.clone()).collect(),
            is_own_login: is_own_login(&scheme.flows),
            is_placeholder: is_placeholder(&scheme.flows),
            insecure_urls: urls
                .filter(|(url, _)| is_insecure(url))
                .map(|(url, _)| url.clone())
                .collect(),
        });
    }
}

/// Whether the only flow is that of passwords, and its tokens come from a path of the API itself.
fn is_own_login(flows: &[Flow]) -> bool {
    match flows {
        [flow] => {
            flow.name == "password"
                && !flow.urls.is_empty()
                && flow.urls.iter().all(|(url, _)| !url.contains("://"))
        }
        _ => false,
    }
}

/// Whether every address of the flows is on a host that is reserved for examples, or is no address: `to-be-configured`.
fn is_placeholder(flows: &[Flow]) -> bool {
    let mut urls = flows.iter().flat_map(|flow| &flow.urls).peekable();
    urls.peek().is_some()
        && urls.all(|(url, _)| {
            let is_words = !url.contains(['/', '.', ':']) && url.contains(['-', '_', ' ']);
            let mut labels = host(url.split("://").nth(1).unwrap_or_default()).rsplit('.');
            is_words
                || match labels.next() {
                    Some("example" | "invalid" | "test") => true,
                    Some("com" | "net" | "org") => labels.next() == Some("example"),
                    _ => false,
                }
        })
}

/// The host of a URL, of which `rest` follows the scheme.
fn host(rest: &str) -> &str {
    rest.split(['/', ':', '?']).next().unwrap_or_default()
}

/// Whether a URL sends in the clear to another machine.
pub fn is_insecure(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else {
        return false;
    };
    let host = host(rest);
    let is_local = host == "localhost"
        || host.starts_with("127.")
        || host == "0.0.0.0"
        || host == "[" // an IPv6 address such as `[::1]`
        || host.ends_with(".local")
        || host.ends_with(".localhost")
        || host.ends_with(".internal")
        || !host.contains('.')
        || host.starts_with('{')
        || host == "host.docker.internal"
        || host.starts_with("10.")
        || host.starts_with("192.168.");
    !is_local
}

/// Whether a server sends in the clear, and none of `servers` is the same with `https`.
pub fn is_only_insecure(url: &str, servers: &[Server]) -> bool {
    let secure = url.replacen("http://", "https://", 1);
    is_insecure(url) && servers.iter().all(|other| other.url != secure)
}

/// Whether a requirement applies; anonymous access counts as none.
pub fn is_secured(view: &View<'_>) -> Known<bool> {
    let anonymous = allows_anonymous(view.security);
    Known::Is(!view.security.is_empty() && !anonymous)
}

/// Whether the operation may be called without any scheme although it names some.
pub fn allows_anonymous(security: &[Requirement]) -> bool {
    security
        .iter()
        .any(|requirement| requirement.schemes.is_empty())
}

/// Names of the schemes, sorted.
pub fn schemes(security: &[Requirement]) -> Vec<String> {
    let schemes = security.iter().flat_map(|requirement| &requirement.schemes);
    let mut names: Vec<String> = schemes.map(|(name, _, _)| name.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// The scopes of all alternatives, sorted.
pub fn scopes(security: &[Requirement]) -> Vec<String> {
    let schemes = security.iter().flat_map(|requirement| &requirement.schemes);
    let mut scopes: Vec<String> = schemes.flat_map(|(_, scopes, _)| scopes.clone()).collect();
    scopes.sort();
    scopes.dedup();
    scopes
}

/// Fills `api.is_secured_in_code`.
pub fn mark_in_code(input: &Input<'_>, system: &mut System) {
    let makes = |facts: &Facts| matches!(facts, Facts::MakesSecurityScheme);
    let made = (input.facts.iter()).filter(|(_, facts)| facts.facts.iter().any(makes));
    let services: HashSet<_> = made.map(|(file, _)| system.owner(*file)).collect();
    for id in system.apis.ids().collect::<Vec<_>>() {
        let owner = system.owner(system.apis[id].at.file);
        system.apis[id].is_secured_in_code = services.contains(&owner);
    }
}
