//! Which workloads of several scopes are one unit.

use std::collections::{BTreeMap, BTreeSet};

use model::FileId;

use super::candidates::Candidates;
use super::groups::Group;
use super::instances::{Instances, Scope};
use super::roots::{plain, stem};
use super::technology::{self, Product};
use super::units::Unit;

/// The groups, and the units made of them so far, with what is asked of each pair worked out once: where thousands
/// are deployed, each group is held against each unit.
pub(super) struct Joining<'g> {
    groups: &'g [Group],
    of_groups: Vec<OfGroup>,
    of_units: Vec<OfUnit>,
    /// For each image of the system's own, the scopes in which one group alone runs it.
    running: BTreeMap<String, BTreeSet<usize>>,
    /// For each scope, the images that one of its groups alone runs.
    once: Vec<BTreeSet<String>>,
    /// For each scope, how many of its groups run each product, or none.
    products: Vec<Vec<(Option<Product>, usize)>>,
    /// For each scope, the units without a product that it knows.
    services: Vec<BTreeSet<usize>>,
    candidates: Candidates,
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
    /// The name as written, and its forms.
    written: String,
    name: Name,
    /// Plain.
    hosts: BTreeSet<String>,
    scopes: BTreeSet<usize>,
    root: Option<String>,
    product: Option<Product>,
    images: BTreeSet<String>,
    /// Whether each of its scopes has only this one of its product.
    is_only: bool,
}

impl<'g> Joining<'g> {
    /// All groups, and no unit yet.
    pub(super) fn new(groups: &'g [Group]) -> Self {
        let mut scopes: BTreeMap<&Scope, usize> = BTreeMap::new();
        let mut counts: Vec<BTreeMap<String, usize>> = Vec::new();
        let mut products: Vec<Vec<(Option<Product>, usize)>> = Vec::new();
        let mut of_groups = Vec::new();
        for group in groups {
            let next = scopes.len();
            let scope = *scopes.entry(&group.scope).or_insert(next);
            counts.resize_with(scopes.len(), BTreeMap::new);
            products.resize_with(scopes.len(), Vec::new);
            let own_images: BTreeSet<String> = group.own_images().collect();
            for image in &own_images {
                *counts[scope].entry(image.clone()).or_default() += 1;
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
        let mut running: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut once = vec![BTreeSet::new(); scopes.len()];
        for (scope, counts) in counts.into_iter().enumerate() {
            for (image, _) in counts.into_iter().filter(|(_, groups)| *groups == 1) {
                running.entry(image.clone()).or_default().insert(scope);
                once[scope].insert(image);
            }
        }
        Joining {
            groups,
            services: vec![BTreeSet::new(); scopes.len()],
            of_groups,
            of_units: Vec::new(),
            running,
            once,
            products,
            candidates: Candidates::default(),
        }
    }

    /// Takes in that the group `number` became part of `units[index]`, the last one or one that is known.
    pub(super) fn update(&mut self, index: usize, unit: &Unit, number: usize) {
        let (group, of_group) = (&self.groups[number], &self.of_groups[number]);
        if index == self.of_units.len() {
            self.of_units.push(OfUnit {
                written: String::new(),
                name: Name::of(""),
                hosts: BTreeSet::new(),
                scopes: BTreeSet::new(),
                root: None,
                product: unit.product,
                images: BTreeSet::new(),
                is_only: true,
            });
        }
        let known = &mut self.of_units[index];
        let is_new = known.scopes.insert(of_group.scope);
        if known.written != unit.name {
            known.written.clone_from(&unit.name);
            known.name = Name::of(&unit.name);
            let name = &known.name;
            self.candidates
                .add_name(index, &unit.name, &name.plain, name.stem.as_deref());
        }
        for host in group.hosts.iter().map(|host| plain(host)) {
            self.candidates.add_plain(index, &host);
            known.hosts.insert(host);
        }
        if known.root != unit.root {
            let before = std::mem::replace(&mut known.root, unit.root.clone());
            self.candidates
                .change_root(index, before.as_deref(), unit.root.as_deref());
        }
        let has_changed = std::mem::replace(&mut known.product, unit.product) != unit.product;
        // A scope that is new may be the one that runs an image of another once.
        let once = &self.once[of_group.scope];
        for image in once.iter().filter(|_| is_new) {
            if known.images.contains(image) {
                self.candidates.add_image(index, image);
            }
        }
        for image in &of_group.own_images {
            if known.images.insert(image.clone()) && runs_once(&self.running, &known.scopes, image)
            {
                self.candidates.add_image(index, image);
            }
        }
        let is_only = |scope: &usize| self.products[*scope].contains(&(unit.product, 1));
        known.is_only = match has_changed {
            true => known.scopes.iter().all(is_only),
            false => known.is_only && is_only(&of_group.scope),
        };
        self.candidates
            .change_only(index, unit.product, known.is_only);
        let changed: Vec<usize> = match has_changed {
            true => known.scopes.iter().copied().collect(),
            false => vec![of_group.scope],
        };
        for scope in changed {
            match unit.product {
                None => self.services[scope].insert(index),
                Some(_) => self.services[scope].remove(&index),
            };
        }
    }

    /// The first of the `units` that already stands for the group `number`.
    pub(super) fn known(
        &self,
        number: usize,
        units: &[Unit],
        instances: &Instances,
    ) -> Option<usize> {
        let (group, of_group) = (&self.groups[number], &self.of_groups[number]);
        let once = of_group.own_images.intersection(&self.once[of_group.scope]);
        let mut found = BTreeSet::new();
        self.candidates
            .by_name(&group.name, &of_group.name.plain, &mut found);
        self.candidates
            .by_stem(of_group.name.stem.as_deref(), &mut found);
        self.candidates.by_root(group.root.as_deref(), &mut found);
        self.candidates.by_images(once, &mut found);
        if self.products[of_group.scope].contains(&(group.product, 1)) {
            self.candidates.by_only(group.product, &mut found);
        }
        found
            .into_iter()
            .find(|&index| self.is_same(index, &units[index], number, instances))
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
                    || self.candidates.has_only(other)
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
        let mut once = of_group.own_images.intersection(&self.once[of_group.scope]);
        once.any(|image| {
            unit.images.contains(image) && runs_once(&self.running, &of_unit.scopes, image)
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

/// Whether one group alone runs an image in one of the scopes.
fn runs_once(
    running: &BTreeMap<String, BTreeSet<usize>>,
    scopes: &BTreeSet<usize>,
    image: &str,
) -> bool {
    let running = running.get(image);
    running.is_some_and(|running| !running.is_disjoint(scopes))
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
