//! Routers that one file makes and others serve on: `orders = Blueprint("orders", __name__)` in a package, and
/// `@orders.route("/")` in its modules.
use super::modules::{Package, folder, split};
use crate::frameworks::MADE;
use crate::{Facts, Language, Mount};
use std::collections::BTreeMap;

/// Re-exports are followed this far.
const EXPORT_DEPTH: usize = 4;

/// A router by file and name.
type Node<'f> = (usize, &'f str);

/// The routers of files that other files make, each with where it is made.
/// Then the routers that files make, by their names there.
pub(super) struct Borrowed<'f>(
    BTreeMap<Node<'f>, (usize, &'f Mount)>,
    BTreeMap<Node<'f>, &'f Mount>,
);

impl<'f> Borrowed<'f> {
    pub fn new(files: &'f [(&'f str, &'f Facts)], package: &Package<'f>) -> Borrowed<'f> {
        let mut made: BTreeMap<&str, Vec<(usize, &Mount)>> = BTreeMap::new();
        for (file, (_, facts)) in files.iter().enumerate() {
            for mount in &facts.mounts {
                if let Some(name) = mount.target.strip_prefix(MADE) {
                    made.entry(name).or_default().push((file, mount));
                }
            }
        }
        let mut out = BTreeMap::new();
        for (file, (path, facts)) in files.iter().enumerate().filter(|_| !made.is_empty()) {
            let served = facts.routes.iter().map(|route| &route.prefix_of);
            let mounted = facts
                .mounts
                .iter()
                .filter(|mount| !mount.target.starts_with(MADE));
            let routers = served.chain(mounted.map(|mount| &mount.parent));
            for router in routers.flatten() {
                let is_own = |(own, _): &(usize, &Mount)| *own == file;
                if out.contains_key(&(file, router.as_str()))
                    || made
                        .get(router.as_str())
                        .is_some_and(|made| made.iter().any(is_own))
                {
                    continue;
                }
                let mut imports = facts.imports.iter();
                let found = match imports.find(|import| import.name == *router) {
                    Some(import) => source(files, package, &made, file, &import.path, EXPORT_DEPTH),
                    // The files of a folder are one package.
                    None if facts.language == Language::Go => {
                        let made = made.get(router.as_str()).into_iter().flatten();
                        let mut near =
                            made.filter(|(other, _)| folder(files[*other].0) == folder(path));
                        near.next().copied()
                    }
                    None => None,
                };
                if let Some(found) = found {
                    out.insert((file, router.as_str()), found);
                }
            }
        }
        let own = made.values().flatten();
        let own = own.filter_map(|(file, mount)| Some(((*file, mount.parent.as_deref()?), *mount)));
        Borrowed(out, own.collect())
    }

    /// The router where it is made.
    pub fn source(&self, node: Node<'f>) -> Node<'f> {
        match self.0.get(&node) {
            Some((file, mount)) => (*file, &mount.target[MADE.len()..]),
            None => node,
        }
    }

    /// The prefix that a router of file `file` is made with, where mounts put another one in its place: Flask's
    /// `register_blueprint(orders, url_prefix="/v2")`.
    /// Source: <https://flask.palletsprojects.com/en/stable/api/#flask.Blueprint> (url_prefix).
    pub fn replaced(
        &self,
        above: &BTreeMap<Node<'f>, Vec<(usize, &'f Mount)>>,
        file: usize,
        router: Option<&str>,
    ) -> Option<&'f str> {
        let made = self.1.get(&(file, router?))?;
        is_replaced(above, (file, router?), made).then_some(made.prefix.as_str())
    }

    /// Puts what serves on a router of another file below what that router is below.
    pub fn add(&self, above: &mut BTreeMap<Node<'f>, Vec<(usize, &'f Mount)>>) {
        for (node, made) in &self.0 {
            above.entry(*node).or_default().push(*made);
        }
    }
}

/// Whether a mount sets the prefix of a router anew.
fn is_replaced(
    above: &BTreeMap<Node<'_>, Vec<(usize, &Mount)>>,
    router: Node<'_>,
    made: &Mount,
) -> bool {
    let mounts = above.get(&router);
    let mut mounts = mounts.into_iter().flatten();
    made.framework == "flask"
        && !made.prefix.is_empty()
        && mounts.any(|(_, mount)| {
            mount.framework == "flask"
                && !mount.prefix.is_empty()
                && !mount.target.starts_with(MADE)
        })
}

/// The prefix that a router brings along where it is made.
pub(super) fn own_prefix<'m>(
    above: &BTreeMap<Node<'_>, Vec<(usize, &Mount)>>,
    file: usize,
    mount: &'m Mount,
) -> &'m str {
    let is_replaced = mount.target.starts_with(MADE)
        && mount
            .parent
            .as_deref()
            .is_some_and(|router| is_replaced(above, (file, router), mount));
    match is_replaced {
        true => "",
        false => &mount.prefix,
    }
}

/// Where the router is made that an import means.
fn source<'f>(
    files: &'f [(&'f str, &'f Facts)],
    package: &Package<'f>,
    made: &BTreeMap<&'f str, Vec<(usize, &'f Mount)>>,
    from: usize,
    path: &str,
    depth: usize,
) -> Option<(usize, &'f Mount)> {
    let depth = depth.checked_sub(1)?;
    let (module, name) = split(path);
    for (module, name) in [(path, "default"), (module, name)] {
        if module.is_empty() || name.is_empty() {
            continue;
        }
        let inside = package.modules(from, module);
        let named = made.get(name).into_iter().flatten();
        if let Some(found) = named.copied().find(|(file, _)| inside.contains(file)) {
            return Some(found);
        }
        for file in inside.into_iter().filter(|file| *file != from) {
            let mut imports = files[file].1.imports.iter();
            if let Some(import) = imports.find(|import| import.name == name) {
                return source(files, package, made, file, &import.path, depth);
            }
        }
    }
    None
}
