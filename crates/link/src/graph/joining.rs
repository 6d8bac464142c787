//! Which workloads of several scopes are one unit.

use std::collections::{BTreeMap, BTreeSet};

use model::FileId;

use super::groups::Group;
use super::instances::{Instances, Scope};
use super::roots::{plain, stem};
use super::technology::{self, Product};
use super::units::Unit;

/// The groups, and the units made of them so far, with what is asked of each pair worked out once: where thousands
/// are deployed, each group is held against each unit.
pub(super) struct Joining<'g> {
    groups: &'g [Group],
    scopes: BTreeMap<&'g Scope, usize>,
    of_groups: Vec<OfGroup>,
    of_units: Vec<OfUnit>,
    /// For each scope, how many of its groups run each image of the system's own.
    running: Vec<BTreeMap<String, usize>>,
    /// For each scope, how many of its groups run each product, or none.
    products: Vec<Vec<(Option<Product>, usize)>>,
    /// For each scope, the units without a product that it knows.
    services: Vec<BTreeSet<usize>>,
    /// How many units have each root.
    roots: BTreeMap<String, usize>,
}

/// A name with its forms.
struct Name {
    plain: String,
    stem: Option<String>,
}

impl Name {
    fn of(name: &str) -> Name {
        Name {
            plain: plain(name),
            stem: stem(name),
        }
    }
}

struct OfGroup {
    name: Name,
    scope: usize,
    own_images: BTreeSet<String>,
    /// All images, without registry and tag, lower case.
    images: BTreeSet<String>,
}

struct OfUnit {
    name: Name,
    /// Plain.
    hosts: BTreeSet<String>,
    scopes: BTreeSet<usize>,
    root: Option<String>,
}

impl<'g> Joining<'g> {
    /// All groups, and no unit yet.
    pub(super) fn new(groups: &'g [Group]) -> Self {
        let mut scopes: BTreeMap<&Scope, usize> = BTreeMap::new();
        let mut running: Vec<BTreeMap<String, usize>> = Vec::new();
        let mut products: Vec<Vec<(Option<Product>, usize)>> = Vec::new();
        let mut of_groups = Vec::new();
        for group in groups {
            let next = scopes.len();
            let scope = *scopes.entry(&group.scope).or_insert(next);
            running.resize_with(scopes.len(), BTreeMap::new);
            products.resize_with(scopes.len(), Vec::new);
            let own_images: BTreeSet<String> = group.own_images().collect();
            for image in &own_images {
                *running[scope].entry(image.clone()).or_default() += 1;
            }
            let known = products[scope]
                .iter_mut()
                .find(|(product, _)| *product == group.product);
            match known {
                Some((_, count)) => *count += 1,
                None => products[scope].push((group.product, 1)),
            }
            let images = group.images.iter();
            of_groups.push(OfGroup {
                name: Name::of(&group.name),
                scope,
                own_images,
                images: images
                    .map(|image| technology::base_name(image).to_lowercase())
                    .collect(),
            });
        }
        Joining {
            groups,
            services: vec![BTreeSet::new(); scopes.len()],
            scopes,
            of_groups,
            of_units: Vec::new(),
            running,
            products,
            roots: BTreeMap::new(),
        }
    }

    /// Takes in what became of `units[index]`, the last one or one that is known.
    pub(super) fn update(&mut self, index: usize, unit: &Unit) {
        let known = OfUnit {
            name: Name::of(&unit.name),
            hosts: unit.hosts.iter().map(|host| plain(host)).collect(),
            scopes: unit.scopes.iter().map(|scope| self.scopes[scope]).collect(),
            root: unit.root.clone(),
        };
        for &scope in &known.scopes {
            match unit.product {
                None => self.services[scope].insert(index),
                Some(_) => self.services[scope].remove(&index),
            };
        }
        let before = match self.of_units.get_mut(index) {
            Some(unit) => std::mem::replace(unit, known).root,
            None => {
                self.of_units.push(known);
                None
            }
        };
        if before != unit.root {
            if let Some(count) = before.and_then(|root| self.roots.get_mut(&root)) {
                *count -= 1;
            }
            if let Some(root) = &unit.root {
                *self.roots.entry(root.clone()).or_default() += 1;
            }
        }
    }

    /// The first of the `units` that already stands for the group `number`.
    pub(super) fn known(
        &self,
        number: usize,
        units: &[Unit],
        instances: &Instances,
    ) -> Option<usize> {
        (0..units.len()).find(|&index| self.is_same(index, &units[index], number, instances))
    }

    fn is_same(&self, index: usize, unit: &Unit, number: usize, instances: &Instances) -> bool {
        let (group, of_group, of_unit) = (
            &self.groups[number],
            &self.of_groups[number],
            &self.of_units[index],
        );
        if of_unit.scopes.contains(&of_group.scope) {
            return self.is_variant(of_unit, unit, number, instances);
        }
        let has_name = of_unit.name.plain == of_group.name.plain
            || of_unit.hosts.contains(&of_group.name.plain);
        match (&unit.root, &group.root) {
            (Some(own), Some(other)) if own == other => {
                // Several of one folder are told apart by name.
                has_name
                    || has_longer_name(&unit.name, &group.name)
                    || self.has_same_image(of_unit, unit, of_group)
                    || self.roots[other] == 1
            }
            (Some(_), Some(_)) => false,
            _ if unit.product.is_some() || group.product.is_some() => {
                let is_named = has_name || of_unit.name.stem == of_group.name.stem;
                unit.product == group.product
                    && (is_named || self.is_only(of_unit, of_group, group.product))
                    && self.is_linked(of_unit, of_group, is_named)
                    || is_alike(unit.product, group.product)
                        && self.has_same_image(of_unit, unit, of_group)
                        && self.is_linked(of_unit, of_group, false)
            }
            _ => {
                has_name
                    || self.has_same_image(of_unit, unit, of_group)
                        && self.is_linked(of_unit, of_group, false)
                    || has_longer_name(&unit.name, &group.name)
                        && !of_group.images.is_disjoint(&unit.aliases)
                        && self.is_linked(of_unit, of_group, false)
            }
        }
    }

    /// Whether two files of one folder describe the same system in two ways, and call the same thing by two
    /// names: `shop` in one that runs its image, `shop-server` in one that builds it.
    fn is_variant(
        &self,
        of_unit: &OfUnit,
        unit: &Unit,
        number: usize,
        instances: &Instances,
    ) -> bool {
        let (group, name) = (&self.groups[number], &self.of_groups[number].name);
        let files = |of: &[usize]| -> BTreeSet<FileId> {
            of.iter().map(|&index| instances.all[index].file).collect()
        };
        unit.product.is_none()
            && group.product.is_none()
            && group.root.is_none()
            && of_unit.name.plain != name.plain
            && of_unit.name.stem == name.stem
            && matches!(group.scope, Scope::Compose(_))
            && files(&unit.instances).is_disjoint(&files(&group.instances))
    }

    /// Whether both run an image of the system's own that nothing else in their scopes runs.
    fn has_same_image(&self, of_unit: &OfUnit, unit: &Unit, of_group: &OfGroup) -> bool {
        let runs_once = |scope: usize, image: &str| self.running[scope].get(image) == Some(&1);
        of_group.own_images.iter().any(|image| {
            unit.images.contains(image)
                && runs_once(of_group.scope, image)
                && of_unit.scopes.iter().any(|&scope| runs_once(scope, image))
        })
    }

    /// Whether each scope has only one of the product: variants of one deployment then mean the same.
    fn is_only(&self, of_unit: &OfUnit, of_group: &OfGroup, product: Option<Product>) -> bool {
        let mut scopes = of_unit.scopes.iter().chain([&of_group.scope]);
        scopes.all(|&scope| self.products[scope].contains(&(product, 1)))
    }

    /// Whether a scope describes the same system as others: they share a service, or one has none.
    fn is_linked(
        &self,
        of_unit: &OfUnit,
        of_group: &OfGroup,
        is_linked_without_services: bool,
    ) -> bool {
        let own = &self.services[of_group.scope];
        own.is_empty() && is_linked_without_services
            || of_unit.scopes.iter().any(|&other| {
                let theirs = &self.services[other];
                theirs.is_empty() && is_linked_without_services || !own.is_disjoint(theirs)
            })
    }
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

/// Whether one name is the other with the name of the system before it: `shop-orders`, `orders`.
fn has_longer_name(one: &str, other: &str) -> bool {
    let is_longer = |long: &str, short: &str| {
        long.strip_suffix(short)
            .is_some_and(|before| before.ends_with(['-', '_']))
    };
    is_longer(one, other) || is_longer(other, one)
}
