//! Whether a new major version was begun: then a break is announced.

use model::facts::contract::Document;

use crate::contract::vocabulary;

/// Numbers above it are years: of a version that is a date, no part is a major version.
const LARGEST_MAJOR: u64 = 1_900;

/// Whether the major version was raised: of the contract, or of its addresses.
pub fn is_new_major(old: &Document, new: &Document) -> bool {
    declared_is_raised(old, new) || addresses_are_raised(old, new)
}

/// Before 1.0 the second number counts. Source: Semantic Versioning 2.0.0, items 4 and 8.
fn declared_is_raised(old: &Document, new: &Document) -> bool {
    let number = |document: &Document| -> Option<(u64, u64)> {
        let (version, _) = document.info.version.as_ref()?;
        let mut numbers = version
            .trim()
            .trim_start_matches(['v', 'V'])
            .split(['.', '-', '+']);
        let major = numbers.next()?.parse().ok()?;
        let minor = numbers
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        (major < LARGEST_MAJOR).then_some((major, minor))
    };
    match (number(old), number(new)) {
        (Some((0, old)), Some((0, new))) => new > old,
        (Some((old, _)), Some((new, _))) => new > old,
        _ => false,
    }
}

/// Whether every address of the newer one has a higher version than any of the older one.
fn addresses_are_raised(old: &Document, new: &Document) -> bool {
    let versions = |document: &Document| -> Vec<Option<u64>> {
        let servers = document.servers.iter().map(|server| of_path(&server.url));
        let found: Vec<Option<u64>> = servers.collect();
        if found.iter().any(Option::is_some) {
            return found;
        }
        document
            .paths
            .iter()
            .map(|path| of_path(&path.path))
            .collect()
    };
    let (old, new) = (versions(old), versions(new));
    let highest = old.into_iter().flatten().max();
    let lowest = new.iter().copied().min().flatten();
    matches!((highest, lowest), (Some(old), Some(new)) if new > old)
}

/// The major version that a segment of a path or URL names.
pub fn of_path(path: &str) -> Option<u64> {
    path.split('/')
        .filter_map(vocabulary::version)
        .filter_map(|version| version.trim_start_matches('v').parse().ok())
        .next()
}

/// The path without its version, so that `/v1/orders` and `/v2/orders` are one.
pub fn without(path: &str) -> String {
    let segments = path
        .split('/')
        .filter(|part| vocabulary::version(part).is_none());
    segments.collect::<Vec<_>>().join("/")
}
