//! Of several applications of JAX-RS in one program, the one that names a resource serves it.
//! Source: Jakarta RESTful Web Services 4.0, 2.3.2 "Servlet", `Application.getClasses`.

use crate::{Facts, Mount};
use std::collections::{BTreeMap, BTreeSet};

/// The paths of the applications of one program, each with the classes that it names.
pub(super) struct Applications<'f>(Vec<(&'f str, &'f str, BTreeSet<&'f str>)>);

impl<'f> Applications<'f> {
    /// `mounts` are those of all applications, each with the folder of its program.
    pub fn new(
        files: &[(&'f str, &'f Facts)],
        mounts: Option<&Vec<(String, &'f Mount)>>,
    ) -> Applications<'f> {
        let mounts = mounts.map_or(&[][..], Vec::as_slice);
        let differ = mounts.iter().any(|(root, mount)| {
            let mut others = mounts.iter();
            others.any(|(other, own)| other == root && own.prefix != mount.prefix)
        });
        if !differ {
            return Applications(Vec::new());
        }
        let by_class: BTreeMap<&str, usize> = files
            .iter()
            .enumerate()
            .filter_map(|(index, (path, _))| Some((stem(path)?, index)))
            .collect();
        let named = |file: usize| {
            let imports = files[file].1.imports.iter();
            imports.map(|import| import.path.rsplit('.').next().unwrap_or(&import.path))
        };
        let mut out = Vec::new();
        for (index, (path, facts)) in files.iter().enumerate() {
            for mount in facts
                .mounts
                .iter()
                .filter(|own| own.target == super::programs::JAX_RS)
            {
                let mut classes: BTreeSet<&str> = named(index).collect();
                // A list of resources may be a class of its own.
                let lists = named(index).filter_map(|class| by_class.get(class));
                classes.extend(lists.flat_map(|&list| named(list)));
                out.push((*path, mount.prefix.as_str(), classes));
            }
        }
        Applications(out)
    }

    /// What stands before the routes of a class in the file at `path`; `None` where no application names it, or two do.
    pub fn prefix(&self, path: &str, class: &str) -> Option<&'f str> {
        let root = super::programs::program_root(path);
        let mut naming = self.0.iter().filter(|(application, _, classes)| {
            application.starts_with(root.as_str()) && classes.contains(class)
        });
        let (_, prefix, _) = naming.next()?;
        naming
            .all(|(_, other, _)| other == prefix)
            .then_some(*prefix)
    }
}

/// The name of the class that a file of Java or Kotlin is called after.
fn stem(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    name.strip_suffix(".java")
        .or_else(|| name.strip_suffix(".kt"))
}
