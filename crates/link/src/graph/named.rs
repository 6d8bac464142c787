//! Services that the user names in `archreview.yaml`, with the folders that are theirs.

use super::roots::plain;
use super::units::{Unit, whole};
use crate::Input;
use crate::ownership::fits;

/// Gives services the names that the user gives them, and adds those that nothing else shows.
pub fn name(input: &Input<'_>, units: &mut Vec<Unit>) {
    for (name, setting) in &input.settings.services {
        let paths = setting.paths();
        let is_named = |unit: &Unit| {
            let mut names = unit.hosts.iter().chain(&unit.aliases).chain([&unit.name]);
            !unit.is_store() && names.any(|known| plain(known) == plain(name))
        };
        let is_inside = |unit: &Unit| {
            let root = unit.root.as_deref().filter(|root| !root.is_empty());
            let file = root.map(|root| format!("{root}/x"));
            !unit.is_store() && file.is_some_and(|file| paths.iter().any(|path| fits(path, &file)))
        };
        let known = units
            .iter()
            .position(|unit| plain(&unit.name) == plain(name) && !unit.is_store())
            .or_else(|| units.iter().position(is_named))
            .or_else(|| units.iter().position(is_inside));
        if let Some(known) = known {
            let unit = &mut units[known];
            let before = std::mem::replace(&mut unit.name, name.clone());
            unit.aliases.insert(before.to_lowercase());
            continue;
        }
        let mut files = (0..input.paths.len())
            .filter(|&file| paths.iter().any(|path| fits(path, &input.paths[file])));
        let Some(first) = files.next() else { continue };
        let mut unit = Unit::new(name.clone(), whole(model::FileId(first as u32)));
        unit.root = paths
            .iter()
            .find(|path| !path.contains(['*', '?']))
            .map(|path| path.trim_start_matches("./").trim_matches('/').to_owned());
        unit.is_built_here = true;
        units.push(unit);
    }
}

/// The unit that the user gives a file; of several patterns the longest counts.
pub fn owner(input: &Input<'_>, units: &[Unit], path: &str) -> Option<usize> {
    let (name, _) = input
        .settings
        .services
        .iter()
        .flat_map(|(name, setting)| setting.paths().iter().map(move |pattern| (name, pattern)))
        .filter(|(_, pattern)| fits(pattern, path))
        .max_by_key(|(name, pattern)| (pattern.len(), std::cmp::Reverse(*name)))?;
    units
        .iter()
        .position(|unit| unit.name == *name && !unit.is_store())
}

/// Patterns of the settings in which no file lies, with the services that they are of.
pub fn idle<'i>(input: &'i Input<'_>) -> impl Iterator<Item = (&'i str, &'i str)> {
    input.settings.services.iter().flat_map(|(name, setting)| {
        let paths = setting.paths().iter();
        paths
            .filter(|pattern| !input.paths.iter().any(|path| fits(pattern, path)))
            .map(move |pattern| (name.as_str(), pattern.as_str()))
    })
}
