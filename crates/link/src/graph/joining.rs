//! Which workloads of several scopes are one unit.

use std::collections::BTreeSet;

use model::FileId;

use super::groups::Group;
use super::instances::{Instances, Scope};
use super::roots::{plain, stem};
use super::technology::{self, Product};
use super::units::Unit;

/// Whether `group`, one of all `groups`, is what `unit`, one of the `units` made so far, already stands for.
pub(super) fn is_same(
    unit: &Unit,
    group: &Group,
    units: &[Unit],
    groups: &[Group],
    instances: &Instances,
) -> bool {
    if unit.scopes.contains(&group.scope) {
        return is_variant(unit, group, instances);
    }
    let has_name = plain(&unit.name) == plain(&group.name)
        || unit
            .hosts
            .iter()
            .any(|host| plain(host) == plain(&group.name));
    match (&unit.root, &group.root) {
        (Some(own), Some(other)) if own == other => {
            // Several of one folder are told apart by name.
            let of_root = |units: &[Unit]| {
                units
                    .iter()
                    .filter(|unit| unit.root.as_ref() == Some(other))
                    .count()
            };
            has_name
                || has_longer_name(&unit.name, &group.name)
                || has_same_image(unit, group, groups)
                || of_root(units) == 1
        }
        (Some(_), Some(_)) => false,
        _ if unit.product.is_some() || group.product.is_some() => {
            let is_named = has_name || stem(&unit.name) == stem(&group.name);
            unit.product == group.product
                && is_linked(&unit.scopes, &group.scope, units, is_named)
                && (is_named || is_only(unit, group, groups))
                || is_alike(unit.product, group.product)
                    && has_same_image(unit, group, groups)
                    && is_linked(&unit.scopes, &group.scope, units, false)
        }
        _ => {
            has_name
                || has_same_image(unit, group, groups)
                    && is_linked(&unit.scopes, &group.scope, units, false)
                || has_longer_name(&unit.name, &group.name)
                    && group.images.iter().any(|image| {
                        let image = technology::base_name(image).to_lowercase();
                        unit.aliases.contains(&image)
                    })
                    && is_linked(&unit.scopes, &group.scope, units, false)
        }
    }
}

/// Whether two files of one folder describe the same system in two ways, and call the same thing by two
/// names: `shop` in one that runs its image, `shop-server` in one that builds it.
fn is_variant(unit: &Unit, group: &Group, instances: &Instances) -> bool {
    let files = |of: &[usize]| -> BTreeSet<FileId> {
        of.iter().map(|&index| instances.all[index].file).collect()
    };
    unit.product.is_none()
        && group.product.is_none()
        && group.root.is_none()
        && plain(&unit.name) != plain(&group.name)
        && stem(&unit.name) == stem(&group.name)
        && matches!(group.scope, Scope::Compose(_))
        && files(&unit.instances).is_disjoint(&files(&group.instances))
}

/// Whether two products may be one: the same, or two stores of a kind of which one is known by name alone.
fn is_alike(one: Option<Product>, other: Option<Product>) -> bool {
    match (one, other) {
        (Some(Product::Store(kind, one)), Some(Product::Store(other_kind, other))) => {
            kind == other_kind && (one == other || one == "database" || other == "database")
        }
        _ => false,
    }
}

/// Whether both run an image of the system's own that nothing else in their scopes runs.
fn has_same_image(unit: &Unit, group: &Group, groups: &[Group]) -> bool {
    let runs_once = |scope: &Scope, image: &String| {
        let in_scope = groups.iter().filter(|other| other.scope == *scope);
        in_scope
            .filter(|other| other.own_images().any(|own| own == *image))
            .count()
            == 1
    };
    group.own_images().any(|image| {
        unit.images.contains(&image)
            && runs_once(&group.scope, &image)
            && unit.scopes.iter().any(|scope| runs_once(scope, &image))
    })
}

/// Whether one name is the other with the name of the system before it: `shop-orders`, `orders`.
fn has_longer_name(one: &str, other: &str) -> bool {
    let is_longer = |long: &str, short: &str| {
        long.strip_suffix(short)
            .is_some_and(|before| before.ends_with(['-', '_']))
    };
    is_longer(one, other) || is_longer(other, one)
}

/// Whether each scope has only one of the product: variants of one deployment then mean the same.
fn is_only(unit: &Unit, group: &Group, groups: &[Group]) -> bool {
    unit.scopes.iter().chain([&group.scope]).all(|scope| {
        let same = groups
            .iter()
            .filter(|other| other.scope == *scope && other.product == group.product);
        same.count() == 1
    })
}

/// Whether a scope describes the same system as others: they share a service, or one has none.
fn is_linked(
    scopes: &BTreeSet<Scope>,
    scope: &Scope,
    units: &[Unit],
    is_linked_without_services: bool,
) -> bool {
    let services = |scope: &Scope| -> BTreeSet<usize> {
        (0..units.len())
            .filter(|&index| units[index].product.is_none() && units[index].scopes.contains(scope))
            .collect()
    };
    let own = services(scope);
    own.is_empty() && is_linked_without_services
        || scopes.iter().any(|other| {
            let theirs = services(other);
            theirs.is_empty() && is_linked_without_services || !own.is_disjoint(&theirs)
        })
}
