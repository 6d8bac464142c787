//! Of which files it is sure whose code they are. A folder that a service is built from may hold more than the service.

use std::collections::BTreeMap;

use model::facts::manifest::Build;

use super::contents::{Contents, Program};
use super::instances::Instances;
use super::owners::Owners;
use super::roots::{Root, deepest, plain, stem};
use super::units::{NAMELESS, Unit};
use crate::Input;

/// For each file its owner, where nothing else may own it as well.
pub fn certain(
    input: &Input<'_>,
    instances: &Instances,
    units: &[Unit],
    roots: &BTreeMap<String, Root<'_>>,
    owners: &Owners,
) -> Vec<Option<usize>> {
    let judge = Judge {
        contents: &Contents::new(input, instances, units, roots),
        roots,
        instances,
        stems: units.iter().map(|unit| stem(&unit.name)).collect(),
        units,
        owners,
        input,
    };
    let programs = judge.contents.programs().iter();
    let programs: BTreeMap<usize, Known<'_, '_>> = programs
        .map(|program| (program.unit, judge.known(program)))
        .collect();
    // Files of one folder have one answer, but for those that the user gives away.
    let mut known: BTreeMap<(&str, usize), bool> = BTreeMap::new();
    let files = input.paths.iter().zip(&owners.of);
    files
        .map(|(path, &owner)| {
            let owner = owner?;
            let folder = model::path::folder(path);
            let is_sure = *known
                .entry((folder, owner))
                .or_insert_with(|| judge.is_sure(folder, owner, programs.get(&owner)));
            let is_given = || super::named::owner(input, units, path) == Some(owner);
            (is_sure || is_given()).then_some(owner)
        })
        .collect()
}

struct Judge<'j, 'a> {
    contents: &'j Contents<'a>,
    roots: &'j BTreeMap<String, Root<'a>>,
    instances: &'j Instances,
    /// What the names of the units say.
    stems: Vec<Option<String>>,
    units: &'j [Unit],
    owners: &'j Owners,
    input: &'j Input<'a>,
}

/// A program, and what holds in all of its folders.
struct Known<'k, 'a> {
    program: &'k Program<'a>,
    is_meant: bool,
    is_shared: bool,
    is_namesake: bool,
    is_parted: bool,
    is_several: bool,
}

impl<'j, 'a> Judge<'j, 'a> {
    fn known(&self, program: &'j Program<'a>) -> Known<'j, 'a> {
        let is_shared = self.sharing(program).next().is_some();
        Known {
            program,
            is_meant: self.is_meant(program),
            is_shared,
            is_namesake: is_shared && self.is_namesake(program),
            is_parted: self.is_parted(program),
            is_several: self.is_several(program),
        }
    }

    /// Whether the files in `folder` are of the unit alone.
    fn is_sure(&self, folder: &str, owner: usize, known: Option<&Known<'_, '_>>) -> bool {
        let unit = &self.units[owner];
        let root = unit.root.as_deref();
        if let Some(part) = deepest(&self.owners.parts, folder)
            && root.is_none_or(|root| part.len() > root.len())
        {
            return self.owners.parts[part];
        }
        let Some(root) = root.filter(|root| model::path::is_below(folder, root)) else {
            // Mounted into it alone.
            return true;
        };
        let Some(known) = known else {
            return true;
        };
        if !known.is_meant {
            return false;
        }
        let Some(package) = self.contents.package(folder) else {
            return !known.is_shared && (!root.is_empty() || self.contents.programs().len() == 1);
        };
        if package != root && model::path::is_below(package, root) {
            return self.contents.is_alone_in(known.program, package);
        }
        if known.is_shared {
            return known.is_namesake;
        }
        if known.is_several {
            return false;
        }
        package != root || !known.is_parted && !self.is_beside(known.program, folder)
    }

    /// Whether its folder is what runs there: it is built from it, has its whole name, or the folder holds a program.
    fn is_meant(&self, program: &Program<'_>) -> bool {
        let unit = &self.units[program.unit];
        let last = program.root.rsplit('/').next().unwrap_or_default();
        let mut names = self.contents.names(program.root).chain([last]);
        if names.any(|name| plain(name) == plain(&unit.name)) {
            return true;
        }
        let mut builds = self.builds(unit);
        if unit.name == NAMELESS && unit.instances.is_empty()
            || builds.any(|build| self.is_of_another(build, program))
        {
            return false;
        }
        self.builds(unit).next().is_some()
            || self.roots.get(program.root).is_none_or(|root| {
                root.dockerfile.is_some()
                    || root.is_server()
                    || root.is_browser()
                    || root.starts
                    || root.serves
                    || root.application.is_some()
            })
    }

    /// How the images of a unit are built.
    fn builds<'s>(&'s self, unit: &'s Unit) -> impl Iterator<Item = &'s Build> + 's {
        let workloads = unit.instances.iter();
        let containers =
            workloads.flat_map(|&index| &self.instances.all[index].workload.containers);
        containers.filter_map(|container| container.build.as_ref())
    }

    /// Whether an image is built with a Dockerfile of its own, which has the unit's name, beside that of the program:
    /// `Dockerfile.mock` of `mock`.
    fn is_of_another(&self, build: &Build, program: &Program<'_>) -> bool {
        let file = build.dockerfile.as_deref().unwrap_or_default();
        let file = file.rsplit('/').next().unwrap_or(file);
        let Some(variant) = file.strip_prefix("Dockerfile.") else {
            return false;
        };
        let separator = if program.root.is_empty() { "" } else { "/" };
        let usual = format!("{}{separator}Dockerfile", program.root);
        plain(variant) == plain(&self.units[program.unit].name) && self.input.file(&usual).is_some()
    }

    /// Others that are built from the same folder, or run its image.
    fn sharing<'s>(&'s self, program: &'s Program<'_>) -> impl Iterator<Item = usize> + 's {
        let own = &self.units[program.unit];
        (0..self.units.len()).filter(move |&index| {
            let other = &self.units[index];
            index != program.unit
                && other.product.is_none()
                && self.stems[index] != self.stems[program.unit]
                && (other.root.as_deref() == Some(program.root)
                    || other.root.is_none() && !other.images.is_disjoint(&own.images))
        })
    }

    /// Whether of several that run one image it has the name of what is in it.
    fn is_namesake(&self, program: &Program<'_>) -> bool {
        let name = plain(&self.units[program.unit].name);
        let folder = program.root.rsplit('/').next().unwrap_or_default();
        let mut names = self.contents.names(program.root).chain([folder]);
        let mut others = self
            .sharing(program)
            .filter_map(|other| self.contents.program(other));
        names.any(|known| plain(known) == name)
            && others.all(|other| other.variants == program.variants)
    }

    /// Whether others are built from folders inside of its package, and may run what lies outside of those folders.
    fn is_parted(&self, program: &Program<'_>) -> bool {
        let own = &program.stem;
        let is_inside = |folder: &str| {
            folder != program.root
                && model::path::is_below(folder, program.root)
                && self.contents.package(folder) == Some(program.root)
        };
        let mut programs = self.contents.programs().iter();
        let holds_code = |folder: &str| {
            let mut files = self.input.below(folder);
            files.any(|path| code::Language::of(path).is_some())
        };
        let images = self.roots.values().filter(|root| {
            root.dockerfile.is_some()
                && root.packages.is_empty()
                && is_inside(&root.folder)
                && holds_code(&root.folder)
        });
        programs.any(|other| other.stem != *own && is_inside(other.root))
            || images
                .filter(|root| root.folder_name().and_then(stem) != *own)
                .count()
                > 1
    }

    /// Whether a folder of its package holds something that is delivered on its own: a client for others, or one of
    /// several commands, which has another name.
    fn is_beside(&self, program: &Program<'_>, folder: &str) -> bool {
        let start = if program.root.is_empty() {
            0
        } else {
            program.root.len() + 1
        };
        let below = folder.get(start..).unwrap_or_default();
        let mut parts = below.split('/').peekable();
        while let Some(part) = parts.next() {
            if matches!(part, "sdk" | "sdks" | "cli") {
                return true;
            }
            if part == "cmd" && (program.root.is_empty() || below.starts_with("cmd/")) {
                let Some(command) = parts.peek() else {
                    continue;
                };
                let folder = &folder[..folder.len() - below.len()];
                return stem(command) != program.stem
                    && self.has_several_commands(&format!("{folder}cmd/"));
            }
        }
        false
    }

    /// Whether a module of Go holds many commands of which none has its name: each is a program of its own, and what
    /// they share is nobody's.
    fn is_several(&self, program: &Program<'_>) -> bool {
        const MANY: usize = 4;
        let separator = if program.root.is_empty() { "" } else { "/" };
        let folder = format!("{}{separator}cmd/", program.root);
        let commands = self.commands(&folder);
        commands.len() >= MANY && commands.iter().all(|name| stem(name) != program.stem)
    }

    fn has_several_commands(&self, folder: &str) -> bool {
        self.commands(folder).len() > 1
    }

    /// The commands of Go in a folder, by the names of their own.
    fn commands<'f>(&'f self, folder: &'f str) -> Vec<&'f str> {
        let files = self.input.below(folder.trim_end_matches('/'));
        let mut commands: Vec<&str> = files
            .filter_map(|path| path[folder.len()..].split_once('/'))
            .filter(|(_, file)| *file == "main.go")
            .map(|(command, _)| command)
            .collect();
        commands.dedup();
        commands
    }
}
