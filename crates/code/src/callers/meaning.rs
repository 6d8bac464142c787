//! Functions of the project, and which of them a call in any file means.

use crate::form::last_name;
use crate::mounts::modules::Package;
use crate::{DeclarationKind, Facts};
use std::collections::{BTreeMap, BTreeSet};

/// Classes above a class.
const BASE_DEPTH: usize = 5;

/// A function of the project.
pub(crate) struct Named {
    pub file: usize,
    pub name: String,
    /// The class whose method it is.
    pub class: Option<String>,
    /// Whether it stands for the whole file in other files.
    pub is_default: bool,
}

/// Functions of the project by number, in the order in which they were added.
pub(crate) struct Meaning<'f> {
    files: &'f [(&'f str, &'f Facts)],
    pub package: Package<'f>,
    /// The bases of the project's classes by their last names.
    bases: BTreeMap<&'f str, BTreeSet<&'f str>>,
    named: Vec<Named>,
    by_name: BTreeMap<String, Vec<usize>>,
    has_default: bool,
}

impl<'f> Meaning<'f> {
    pub fn new(files: &'f [(&'f str, &'f Facts)]) -> Meaning<'f> {
        let mut bases: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (_, facts) in files {
            for declaration in &facts.declarations {
                if declaration.kind != DeclarationKind::Function && !declaration.bases.is_empty() {
                    let of_class = bases.entry(&declaration.name).or_default();
                    of_class.extend(declaration.bases.iter().map(|base| class_name(base)));
                }
            }
        }
        Meaning {
            files,
            package: Package::new(files),
            bases,
            named: Vec::new(),
            by_name: BTreeMap::new(),
            has_default: false,
        }
    }

    pub fn add(&mut self, function: Named) {
        self.has_default |= function.is_default;
        self.by_name
            .entry(function.name.clone())
            .or_default()
            .push(self.named.len());
        self.named.push(function);
    }

    /// The entries of one function, of which each says another thing of it.
    pub fn alike(&self, function: usize) -> Vec<usize> {
        let one = &self.named[function];
        let named = self.by_name.get(&one.name).into_iter().flatten();
        let is_it = |other: &&usize| {
            let other = &self.named[**other];
            other.file == one.file && other.class == one.class
        };
        named.filter(is_it).copied().collect()
    }

    /// The function that a call in file `from` means, by the path of what it calls. `around` are the class and the
    /// function that it stands in, `instance` the class of what it is called on, where that is a name elsewhere.
    pub fn meant(
        &self,
        from: usize,
        callee: &str,
        (in_class, in_function): (Option<&str>, Option<&str>),
        instance: &dyn Fn() -> Option<String>,
    ) -> Option<usize> {
        let (object, method) = split(callee);
        // Go's own client is no class of the project of the same name.
        if object.starts_with("net/http.") {
            return None;
        }
        let mut found: Vec<usize> = Vec::new();
        let named = |name: &str| self.by_name.get(name).into_iter().flatten().copied();
        match object {
            "" | "this" | "self" => {
                if let Some(class) = in_class {
                    found.extend(named(method).filter(|&index| self.is_of(index, class)));
                }
                if found.is_empty() && object.is_empty() {
                    let is_near = |&index: &usize| {
                        let known = &self.named[index];
                        known.class.is_none() && self.is_same_module(from, known.file)
                    };
                    found.extend(named(method).filter(is_near));
                }
            }
            object if object.ends_with("()") => {
                let class = class_name(object);
                let class = class.strip_prefix("New").unwrap_or(class);
                found.extend(named(method).filter(|&index| self.is_of(index, class)));
            }
            _ => {}
        }
        if found.is_empty() && class_name(object).starts_with(char::is_uppercase) {
            let class = class_name(object);
            found.extend(named(method).filter(|&index| self.is_of(index, class)));
        }
        // What `import static shop.Register.*` brings.
        if found.is_empty() && object.is_empty() {
            let imports = self.files[from].1.imports.iter();
            let classes = imports
                .filter(|import| import.name == "*")
                .map(|import| class_name(import.path.trim_end_matches(".*")))
                .filter(|class| class.starts_with(char::is_uppercase));
            for class in classes {
                found.extend(named(method).filter(|&index| self.is_of(index, class)));
            }
        }
        // An instance of a class in another file.
        if found.is_empty()
            && let Some(class) = instance()
        {
            found.extend(named(method).filter(|&index| self.is_of(index, &class)));
        }
        // A function of another file, or what stands for one as a whole.
        if found.is_empty() && !object.is_empty() && self.by_name.contains_key(method) {
            let files = self.package.modules(from, object);
            let is_there = |&index: &usize| {
                let known = &self.named[index];
                known.class.is_none() && files.contains(&known.file)
            };
            found.extend(named(method).filter(is_there));
        }
        // One in an object of another file: `./client.api.get`.
        let (module, holder) = split(object);
        if found.is_empty()
            && module.contains('/')
            && !holder.contains('(')
            && self.by_name.contains_key(method)
        {
            let files = self.package.modules(from, module);
            let is_there = |&index: &usize| {
                let known = &self.named[index];
                known.class.is_none() && files.contains(&known.file)
            };
            found.extend(named(method).filter(is_there));
        }
        if found.is_empty() && self.has_default && callee.contains('/') {
            let files = self.package.modules(from, callee);
            let is_default = |&index: &usize| {
                self.named[index].is_default && files.contains(&self.named[index].file)
            };
            found.extend((0..self.named.len()).filter(is_default));
        }
        // What calls itself is no caller.
        found.retain(|&index| {
            let known = &self.named[index];
            known.file != from
                || in_function != Some(known.name.as_str())
                || in_class != known.class.as_deref()
        });
        self.nearest(from, found)
    }

    /// The function in the nearest file; none where two classes are as near.
    fn nearest(&self, from: usize, found: Vec<usize>) -> Option<usize> {
        let files: Vec<usize> = found.iter().map(|&index| self.named[index].file).collect();
        let files = self.package.nearest(from, files);
        let mut near = found
            .into_iter()
            .filter(|&index| files.contains(&self.named[index].file));
        let first = near.next()?;
        let is_one = near.all(|index| {
            let (one, other) = (&self.named[first], &self.named[index]);
            one.file == other.file && one.class == other.class
        });
        is_one.then_some(first)
    }

    /// Whether a function is a method of a class, of one above it, or of one that implements it.
    fn is_of(&self, function: usize, class: &str) -> bool {
        self.named[function].class.as_deref().is_some_and(|own| {
            own == class
                || self.is_below(own, class, BASE_DEPTH)
                || self.is_below(class, own, BASE_DEPTH)
        })
    }

    fn is_below(&self, class: &str, base: &str, depth: usize) -> bool {
        depth > 0
            && self.bases.get(class).is_some_and(|bases| {
                bases
                    .iter()
                    .any(|&next| next == base || self.is_below(next, base, depth - 1))
            })
    }

    /// Whether names of one file are seen in another without an import.
    fn is_same_module(&self, from: usize, other: usize) -> bool {
        let folder = |file: usize| {
            self.files[file]
                .0
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder)
        };
        let language = self.files[from].1.language;
        from == other
            || (matches!(language, crate::Language::Go | crate::Language::Kotlin)
                && folder(from) == folder(other))
    }
}

/// What something is called on, and its own name.
pub(super) fn split(callee: &str) -> (&str, &str) {
    match callee.rfind(['.', ':', '/', '#']) {
        Some(at) if !callee[..at].ends_with(['.', '/']) || callee[..at].ends_with("..") => {
            (callee[..at].trim_end_matches(':'), &callee[at + 1..])
        }
        _ => ("", callee),
    }
}

pub(crate) fn class_name(path: &str) -> &str {
    let path = path.trim_end_matches("()");
    let path = path.split('<').next().unwrap_or(path);
    last_name(path)
}
