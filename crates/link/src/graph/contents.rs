//! Which packages of the repository each program is made of: the one that it starts, and all that this one needs.

use std::collections::{BTreeMap, BTreeSet};

use code::{Package, PackageKind, Runtime};
use model::facts::Facts;

use super::instances::Instances;
use super::owners::is_step;
use super::roots::{Root, stem};
use super::units::Unit;
use crate::Input;

/// The packages of a repository by their folders, and the programs that are made of them.
pub struct Contents<'a> {
    packages: BTreeMap<&'a str, Vec<&'a Package>>,
    programs: Vec<Program<'a>>,
    /// The programs that are made of each package, by their positions.
    made: BTreeMap<&'a str, Vec<usize>>,
}

/// A unit whose code is here.
pub struct Program<'a> {
    /// Its position among the units.
    pub unit: usize,
    /// The folder that it is built from.
    pub root: &'a str,
    /// What its name says.
    pub stem: Option<String>,
    /// Dockerfile, stage and arguments of its builds: they may put other things into an image of the same folder.
    pub variants: BTreeSet<Vec<String>>,
}

impl<'a> Contents<'a> {
    /// Reads the manifests of all packages, those of tests and examples too.
    pub fn new(
        input: &Input<'a>,
        instances: &'a Instances,
        units: &'a [Unit],
        roots: &BTreeMap<String, Root<'a>>,
    ) -> Contents<'a> {
        let mut packages: BTreeMap<&str, Vec<&Package>> = BTreeMap::new();
        for (&file, facts) in input.facts {
            for facts in &facts.facts {
                if let Facts::Package(package) = facts
                    && says_something(package)
                {
                    let path: &'a str = &input.paths[file.0 as usize];
                    let of_folder = packages.entry(model::path::folder(path)).or_default();
                    of_folder.push(package);
                }
            }
        }
        let mut contents = Contents {
            packages,
            programs: Vec::new(),
            made: BTreeMap::new(),
        };
        let is_program =
            |unit: &Unit| unit.product.is_none() && unit.is_built_here && !is_step(&unit.name);
        let programs = units.iter().filter(|unit| is_program(unit));
        let own_roots: Vec<(&str, Option<String>)> = programs
            .filter_map(|unit| Some((unit.root.as_deref()?, stem(&unit.name))))
            .collect();
        let needs = contents.needs();
        for (index, unit) in units.iter().enumerate() {
            if let Some(root) = unit.root.as_deref().filter(|_| is_program(unit)) {
                let variants = variants(unit, instances);
                let starts = contents.started(root, unit, &variants, &own_roots, roots);
                for folder in reached(starts, &needs) {
                    let programs = contents.made.entry(folder).or_default();
                    programs.push(contents.programs.len());
                }
                contents.programs.push(Program {
                    unit: index,
                    root,
                    stem: stem(&unit.name),
                    variants,
                });
            }
        }
        contents
    }

    /// The folder of the package that holds a file in `folder`.
    pub fn package(&self, folder: &str) -> Option<&'a str> {
        let mut folder = folder;
        loop {
            if let Some((known, _)) = self.packages.get_key_value(folder) {
                return Some(known);
            }
            if folder.is_empty() {
                return None;
            }
            folder = model::path::folder(folder);
        }
    }

    /// The names of the packages in a folder, without group or scope.
    pub fn names(&self, folder: &str) -> impl Iterator<Item = &'a str> {
        let packages = self.packages.get(folder).into_iter().flatten();
        packages.filter_map(|package| package.name.as_deref()?.rsplit(['/', ':']).next())
    }

    /// All programs.
    pub fn programs(&self) -> &[Program<'a>] {
        &self.programs
    }

    /// The program that a unit is.
    pub fn program(&self, unit: usize) -> Option<&Program<'a>> {
        self.programs.iter().find(|program| program.unit == unit)
    }

    /// Whether a program is made of the package in `folder`, and no other one is; none is made of anything if nothing
    /// says which package it starts.
    pub fn is_alone_in(&self, program: &Program<'_>, folder: &str) -> bool {
        let made = self.made.get(folder).into_iter().flatten();
        let mut made = made.map(|&index| &self.programs[index]).peekable();
        let mut has_program = false;
        made.peek().is_some()
            && made.all(|other| {
                has_program |= other.unit == program.unit;
                // Two files may describe one program by two names.
                other.unit == program.unit || other.stem == program.stem
            })
            && has_program
    }

    /// What each package needs of the others.
    fn needs(&self) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut named: BTreeMap<(PackageKind, &str), BTreeSet<&'a str>> = BTreeMap::new();
        for (&folder, packages) in &self.packages {
            for package in packages {
                let name = package.name.as_deref();
                let name = name.or_else(|| folder.rsplit('/').next());
                if let Some(name) = name.filter(|name| !name.is_empty()) {
                    let key = (package.kind, artifact(package.kind, name));
                    named.entry(key).or_default().insert(folder);
                }
            }
        }
        let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (&folder, packages) in &self.packages {
            let own = needs.entry(folder).or_default();
            for package in packages {
                for name in &package.dependencies {
                    let key = (package.kind, artifact(package.kind, name));
                    own.extend(named.get(&key).into_iter().flatten());
                }
                for path in &package.local_dependencies {
                    match package.kind {
                        PackageKind::Gradle => own.extend(self.module(path)),
                        _ => {
                            let joined = model::path::join(&format!("{folder}/x"), path);
                            let joined = joined.unwrap_or_default();
                            let joined = joined.trim_matches('/');
                            own.extend(self.packages.get_key_value(joined).map(|(key, _)| *key));
                        }
                    }
                }
            }
            own.remove(folder);
        }
        needs
    }

    /// The folder of a module that Gradle names from the root of its build.
    fn module(&self, path: &str) -> Option<&'a str> {
        let path = path.trim_matches('/');
        let mut folders = self.packages.keys().copied();
        folders.find(|folder| {
            folder
                .strip_suffix(path)
                .is_some_and(|above| above.is_empty() || above.ends_with('/'))
        })
    }

    /// The packages that a program built from `root` may start with: the one in `root`, else the one that its build
    /// names, else the only one below that is a server.
    fn started(
        &self,
        root: &'a str,
        unit: &Unit,
        variants: &BTreeSet<Vec<String>>,
        own_roots: &[(&str, Option<String>)],
        roots: &BTreeMap<String, Root<'a>>,
    ) -> BTreeSet<&'a str> {
        let is_one = |package: &&&Package| {
            package.members.is_empty()
                || package.kind == PackageKind::Cargo && package.name.is_some()
        };
        if let Some(packages) = self.packages.get(root)
            && packages.iter().any(|package| is_one(&package))
        {
            return BTreeSet::from([root]);
        }
        if !self.packages.contains_key(root)
            && let Some(above) = self.package(root)
            && !self
                .packages
                .keys()
                .any(|folder| model::path::is_below(folder, root))
        {
            return BTreeSet::from([above]);
        }
        // What other programs are built from is not this one's.
        let own = stem(&unit.name);
        let others = own_roots.iter().filter(|(other, name)| {
            *other != root && *name != own && model::path::is_below(other, root)
        });
        let others: Vec<&str> = others.map(|(other, _)| *other).collect();
        let is_below = |folder: &&str| {
            *folder != root
                && model::path::is_below(folder, root)
                && !others
                    .iter()
                    .any(|other| model::path::is_below(folder, other))
        };
        let below = || self.packages.keys().copied().filter(is_below);
        let dockerfile = roots.get(root).and_then(|root| root.dockerfile);
        let mut words: Vec<&str> = variants.iter().flatten().map(String::as_str).collect();
        if let Some((_, dockerfile)) = dockerfile {
            words.extend(dockerfile.built.iter().map(String::as_str));
            let command = dockerfile.command.iter();
            words.extend(command.flat_map(|word| word.value.split_whitespace()));
        }
        let is_server = |folder: &str| {
            let packages = &self.packages[folder];
            let mut packages = packages.iter();
            packages.any(|package| package.runtime == Runtime::Server)
                || roots.get(folder).is_some_and(|root| root.starts)
        };
        let is_said = |folder: &str| words.iter().any(|word| self.says(word, root, folder));
        let is_namesake = |folder: &str| {
            let last = folder.rsplit('/').next().unwrap_or(folder);
            own.is_some() && (self.names(folder).chain([last])).any(|name| stem(name) == own)
        };
        let only = |is_meant: &dyn Fn(&str) -> bool| {
            let mut meant = below().filter(|folder| is_meant(folder));
            let first = meant.next()?;
            meant.next().is_none().then_some(first)
        };
        only(&is_said)
            .or_else(|| only(&|folder| is_said(folder) && is_server(folder)))
            .or_else(|| only(&is_server))
            .or_else(|| only(&|folder| is_namesake(folder) && is_server(folder)))
            .into_iter()
            .collect()
    }

    /// Whether a word of a build names the package in `folder`: by its path from `root`, by its name, or by its library.
    fn says(&self, word: &str, root: &str, folder: &str) -> bool {
        let word = word.trim_matches(['"', '\'', '.', '/', ',', ']', '[']);
        let path = match root.is_empty() {
            true => folder,
            false => &folder[root.len() + 1..],
        };
        let program = word.rsplit('/').next().unwrap_or(word);
        let program = program.strip_suffix(".dll").unwrap_or(program);
        word.strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            || self.names(folder).any(|name| name == program)
            || word.contains(':')
                && word
                    .trim_start_matches(':')
                    .rsplit_once(':')
                    .is_some_and(|(module, _)| module.replace(':', "/") == path)
    }
}

/// Whether a manifest is more than a mark or a list of others.
fn says_something(package: &Package) -> bool {
    package.name.is_some() || !package.dependencies.is_empty()
}

/// The name by which a package is needed: those of the JVM are, by their artifacts.
fn artifact(kind: PackageKind, name: &str) -> &str {
    match kind {
        PackageKind::Maven => name.rsplit(':').next().unwrap_or(name),
        _ => name,
    }
}

/// `starts`, and all that they need.
fn reached<'a>(
    starts: BTreeSet<&'a str>,
    needs: &BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeSet<&'a str> {
    let mut open: Vec<&str> = starts.iter().copied().collect();
    let mut found = starts;
    while let Some(folder) = open.pop() {
        for &needed in needs.get(folder).into_iter().flatten() {
            if found.insert(needed) {
                open.push(needed);
            }
        }
    }
    found
}

fn variants(unit: &Unit, instances: &Instances) -> BTreeSet<Vec<String>> {
    let workloads = unit
        .instances
        .iter()
        .map(|&index| &instances.all[index].workload);
    let builds = workloads
        .flat_map(|workload| &workload.containers)
        .filter_map(|container| container.build.as_ref());
    builds
        .map(|build| {
            let dockerfile = build.dockerfile.iter();
            dockerfile
                .chain(&build.target)
                .chain(&build.arguments)
                .cloned()
                .collect()
        })
        .collect()
}
