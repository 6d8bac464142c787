//! What kind of service a unit is, and which files it owns.

use std::collections::BTreeMap;

use model::ServiceKind;

use super::roots::{Root, deepest, plain};
use super::technology::{self, Product};
use super::units::Unit;
use crate::Input;

/// The kind of service that a unit without data is.
pub fn service_kind(unit: &Unit, roots: &BTreeMap<String, Root<'_>>) -> ServiceKind {
    if let Some(Product::Service(kind)) = unit.product {
        return kind;
    }
    let root = unit.root.as_ref().and_then(|root| roots.get(root));
    if let Some(root) = root {
        if let Some(kind) = technology::kind_of(&root.dependencies()) {
            return kind;
        }
        if root.is_browser() {
            return ServiceKind::Web;
        }
    }
    technology::kind_of_name(&unit.name)
}

/// The unit that owns each file: the deepest root or mount that holds it.
pub fn owners(input: &Input<'_>, units: &[Unit]) -> Vec<Option<usize>> {
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        let own = unit
            .root
            .as_deref()
            .into_iter()
            .chain(unit.mounts.iter().map(String::as_str));
        for folder in own {
            let known = folders.entry(folder.to_owned()).or_insert(index);
            // Of several built from one folder, the one that has its name is meant.
            let is_namesake = folder
                .rsplit('/')
                .next()
                .is_some_and(|last| plain(last) == plain(&unit.name));
            if is_namesake
                || units[*known].root.as_deref() != Some(folder)
                    && unit.root.as_deref() == Some(folder)
            {
                *known = index;
            }
        }
    }
    input
        .paths
        .iter()
        .map(|path| deepest(&folders, path).map(|folder| folders[folder]))
        .collect()
}
