//! Which units may stand for a group, by all that could make them one: where thousands are deployed, few are looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::technology::Product;

/// Ends of a name that may be the name of another: `orders` of `shop-orders`.
const ENDS_LIMIT: usize = 32;

/// Units by what they are known by. More may be told than are the same, never fewer.
#[derive(Default)]
pub(super) struct Candidates {
    /// By the letters and digits of names and hosts.
    plain: BTreeMap<String, BTreeSet<usize>>,
    /// By the name as written.
    names: BTreeMap<String, BTreeSet<usize>>,
    /// By what follows a `-` or `_` of the name.
    ends: BTreeMap<String, BTreeSet<usize>>,
    stems: BTreeMap<Option<String>, BTreeSet<usize>>,
    roots: BTreeMap<String, BTreeSet<usize>>,
    /// By the images that something they are made of runs alone in its scope.
    images: BTreeMap<String, BTreeSet<usize>>,
    /// By the product that they alone run in each of their scopes.
    only: Vec<(Option<Product>, BTreeSet<usize>)>,
}

impl Candidates {
    pub fn add_name(&mut self, index: usize, name: &str, plain: &str, stem: Option<&str>) {
        self.add_plain(index, plain);
        let names = self.names.entry(name.to_owned()).or_default();
        names.insert(index);
        for end in ends(name) {
            self.ends.entry(end.to_owned()).or_default().insert(index);
        }
        let stems = self.stems.entry(stem.map(str::to_owned)).or_default();
        stems.insert(index);
    }

    pub fn add_plain(&mut self, index: usize, plain: &str) {
        let known = self.plain.entry(plain.to_owned()).or_default();
        known.insert(index);
    }

    pub fn add_image(&mut self, index: usize, image: &str) {
        let known = self.images.entry(image.to_owned()).or_default();
        known.insert(index);
    }

    pub fn change_root(&mut self, index: usize, before: Option<&str>, root: Option<&str>) {
        if let Some(units) = before.and_then(|root| self.roots.get_mut(root)) {
            units.remove(&index);
        }
        if let Some(root) = root {
            self.roots.entry(root.to_owned()).or_default().insert(index);
        }
    }

    /// Takes in the product of a unit, and whether the unit alone runs it.
    pub fn change_only(&mut self, index: usize, product: Option<Product>, is_only: bool) {
        if !self.only.iter().any(|(known, _)| *known == product) {
            self.only.push((product, BTreeSet::new()));
        }
        for (known, units) in &mut self.only {
            match *known == product && is_only {
                true => units.insert(index),
                false => units.remove(&index),
            };
        }
    }

    /// Whether one unit alone has the root.
    pub fn has_only(&self, root: &str) -> bool {
        self.roots.get(root).is_some_and(|units| units.len() == 1)
    }

    /// Units with that name, or a longer or shorter one.
    pub fn by_name(&self, name: &str, plain: &str, found: &mut BTreeSet<usize>) {
        let longer = self.ends.get(name);
        let shorter = ends(name).filter_map(|end| self.names.get(end));
        let same = self.plain.get(plain);
        found.extend(longer.into_iter().chain(same).chain(shorter).flatten());
    }

    pub fn by_stem(&self, stem: Option<&str>, found: &mut BTreeSet<usize>) {
        let units = self.stems.get(&stem.map(str::to_owned));
        found.extend(units.into_iter().flatten());
    }

    pub fn by_root(&self, root: Option<&str>, found: &mut BTreeSet<usize>) {
        let units = root.and_then(|root| self.roots.get(root));
        found.extend(units.into_iter().flatten());
    }

    pub fn by_images<'i>(
        &self,
        images: impl Iterator<Item = &'i String>,
        found: &mut BTreeSet<usize>,
    ) {
        found.extend(images.filter_map(|image| self.images.get(image)).flatten());
    }

    pub fn by_only(&self, product: Option<Product>, found: &mut BTreeSet<usize>) {
        let mut units = self.only.iter().filter(|(known, _)| *known == product);
        found.extend(units.next().into_iter().flat_map(|(_, units)| units));
    }
}

/// What follows each `-` and `_` of a name, the shortest first.
fn ends(name: &str) -> impl Iterator<Item = &str> {
    let breaks = name.rmatch_indices(['-', '_']).take(ENDS_LIMIT);
    breaks.map(|(at, _)| &name[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_thousands_only_those_are_told_that_may_be_the_same() {
        let mut candidates = Candidates::default();
        for index in 0..1_000 {
            let name = format!("d{index}");
            candidates.add_name(index, &name, &name, Some(&name));
            candidates.change_only(index, None, false);
        }
        candidates.add_name(1_000, "shop-orders", "shoporders", Some("shoporders"));
        candidates.add_plain(1_001, "orders");
        candidates.change_root(1_002, None, Some("orders"));
        candidates.add_image(1_003, "orders");
        let mut found = BTreeSet::new();
        candidates.by_name("orders", "orders", &mut found);
        candidates.by_name("our-shop-orders", "ourshoporders", &mut found);
        candidates.by_stem(Some("d7"), &mut found);
        candidates.by_root(Some("orders"), &mut found);
        candidates.by_images([&"orders".to_owned()].into_iter(), &mut found);
        candidates.by_only(None, &mut found);
        assert_eq!(found, BTreeSet::from([7, 1_000, 1_001, 1_002, 1_003]));
    }

    #[test]
    fn a_product_that_is_no_longer_run_alone_tells_nothing() {
        let mut candidates = Candidates::default();
        candidates.change_only(0, None, true);
        candidates.change_only(1, None, true);
        candidates.change_only(1, None, false);
        let mut found = BTreeSet::new();
        candidates.by_only(None, &mut found);
        assert_eq!(found, BTreeSet::from([0]));
    }
}
