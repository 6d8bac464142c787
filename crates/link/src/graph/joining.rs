//! Which workloads of several scopes are one unit.

use std::collections::BTreeSet;

use super::groups::Group;
use super::instances::Scope;
use super::roots::plain;
use super::units::Unit;

pub(super) fn is_same(unit: &Unit, group: &Group, units: &[Unit]) -> bool {
    let has_name = plain(&unit.name) == plain(&group.name)
        || unit
            .hosts
            .iter()
            .any(|host| plain(host) == plain(&group.name));
    if unit.scopes.contains(&group.scope) {
        return false;
    }
    match (&unit.root, &group.root) {
        (Some(own), Some(other)) if own == other => {
            // Several of one folder are told apart by name.
            let of_root = |units: &[Unit]| {
                units
                    .iter()
                    .filter(|unit| unit.root.as_ref() == Some(other))
                    .count()
            };
            has_name || of_root(units) == 1
        }
        (Some(_), Some(_)) => false,
        _ if unit.product.is_some() || group.product.is_some() => {
            unit.product == group.product
                && has_name
                && is_linked(&unit.scopes, &group.scope, units)
        }
        _ => has_name,
    }
}

/// Whether a scope describes the same system as others: they share a service, or one has none.
fn is_linked(scopes: &BTreeSet<Scope>, scope: &Scope, units: &[Unit]) -> bool {
    let services = |scope: &Scope| -> BTreeSet<usize> {
        (0..units.len())
            .filter(|&index| units[index].product.is_none() && units[index].scopes.contains(scope))
            .collect()
    };
    let own = services(scope);
    own.is_empty()
        || scopes.iter().any(|other| {
            let theirs = services(other);
            theirs.is_empty() || !own.is_disjoint(&theirs)
        })
}
