//! Paths inside a repository: relative to the root, with `/`.

/// The path that `reference` names when it stands in the file `base`; `None` if it leaves the root.
/// `reference` is relative to the folder of `base`; a leading `/` starts at the root.
pub fn join(base: &str, reference: &str) -> Option<String> {
    let mut parts: Vec<&str> = if reference.starts_with('/') {
        Vec::new()
    } else {
        let mut parts: Vec<&str> = base.split('/').collect();
        parts.pop();
        parts
    };
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder of `path`, empty for the root.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `path` and the folders above it, the deepest first, down to the empty one.
pub fn upwards(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |inner| {
        (!inner.is_empty()).then(|| folder(inner))
    })
}

/// Whether `path` is `folder`, or lies below it; every path lies below the empty folder.
pub fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path == folder
        || path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(base: &str, reference: &str, expected: Option<&str>) {
        assert_eq!(join(base, reference).as_deref(), expected);
    }

    #[test]
    fn references_are_relative_to_the_folder() {
        check("a/b.yaml", "c.yaml", Some("a/c.yaml"));
        check("a/b.yaml", "./d/../c.yaml", Some("a/c.yaml"));
        check("a/b.yaml", "../c.yaml", Some("c.yaml"));
    }

    #[test]
    fn a_reference_never_leaves_the_root() {
        check("a/b.yaml", "../../c.yaml", None);
    }

    #[test]
    fn folders_end_at_a_slash() {
        assert!(is_below("a/b", "a"));
        assert!(!is_below("ab", "a"));
        assert!(is_below("x", ""));
    }
}
