//! Paths that controllers take over from the classes above them.

use super::modules::Package;
use crate::frameworks::{BASE, normalise, place_names};
use crate::{DeclarationKind, Facts, Mount, Route};
use std::collections::BTreeMap;

/// Classes above a class.
const BASE_DEPTH: usize = 5;

/// The paths that classes give to those that extend them or carry them as attributes, by the classes' names.
pub(super) struct Bases<'f>(BTreeMap<&'f str, Vec<(usize, &'f Mount)>>);

impl<'f> Bases<'f> {
    pub fn new(files: &[(&'f str, &'f Facts)]) -> Bases<'f> {
        let mut known: BTreeMap<&str, Vec<(usize, &Mount)>> = BTreeMap::new();
        for (file, (_, facts)) in files.iter().enumerate() {
            for mount in &facts.mounts {
                if let Some(name) = mount.target.strip_prefix(BASE) {
                    known.entry(name).or_default().push((file, mount));
                }
            }
        }
        Bases(known)
    }

    /// The route below the path that its class takes over; as it is where the class takes over none.
    pub fn place(&self, package: &Package<'_>, facts: &Facts, file: usize, route: &Route) -> Route {
        let mut route = route.clone();
        let Some(router) = route.prefix_of.take() else {
            return route;
        };
        let Some(prefix) = self.prefix(package, file, &router, BASE_DEPTH) else {
            return route;
        };
        let class = class_of(facts, &route);
        let class = class.map_or("", |class| class.trim_end_matches("Controller"));
        let action = route.handler.clone().unwrap_or_default();
        // What has no path has the conventional one where nothing is taken over.
        let is_conventional = |path: &str| {
            path == normalise(&format!("/{class}/{action}")) || path == normalise(class)
        };
        let own = match is_conventional(&route.path) {
            true => "",
            false => route.path.as_str(),
        };
        let prefix = place_names(&prefix, class, &action);
        route.path = normalise(&format!("{prefix}/{own}"));
        route
    }

    fn prefix(
        &self,
        package: &Package<'_>,
        from: usize,
        router: &str,
        depth: usize,
    ) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let names = router.strip_prefix(BASE)?.split(' ');
        let mut given = names.filter_map(|name| self.given(package, from, name, depth));
        given.next()
    }

    /// The path that one attribute or class gives.
    fn given(
        &self,
        package: &Package<'_>,
        from: usize,
        name: &str,
        depth: usize,
    ) -> Option<String> {
        let known = self.0.get(name)?;
        let near = package.nearest(from, known.iter().map(|(file, _)| *file).collect());
        let mut near = known.iter().filter(|(file, _)| near.contains(file));
        let (file, mount) = near.next()?;
        // Of two classes of one name that are as near, neither is known.
        if near.any(|(_, other)| other.prefix != mount.prefix || other.parent != mount.parent) {
            return None;
        }
        if !mount.prefix.is_empty() {
            return Some(mount.prefix.clone());
        }
        self.prefix(package, *file, mount.parent.as_deref()?, depth)
    }
}

/// The class whose function serves a route.
fn class_of<'f>(facts: &'f Facts, route: &Route) -> Option<&'f str> {
    let mut functions = facts.declarations.iter().filter(|declaration| {
        declaration.kind == DeclarationKind::Function
            && route.handler.as_deref() == Some(declaration.name.as_str())
    });
    functions.next()?.in_class.as_deref()
}
