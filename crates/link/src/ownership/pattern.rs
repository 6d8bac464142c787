//! Patterns of paths in the form of gitignore.

/// A pattern, taken apart.
pub struct Pattern<'p> {
    parts: Vec<&'p str>,
    is_folder: bool,
    is_anchored: bool,
}

/// What some part of every path has that a pattern fits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key<'p> {
    /// The part is this.
    Whole(&'p str),
    /// The part begins with this.
    Start(&'p str),
    /// The part ends with this.
    End(&'p str),
}

impl<'p> Pattern<'p> {
    pub fn of(pattern: &'p str) -> Pattern<'p> {
        let trimmed = pattern.trim_matches('/');
        Pattern {
            parts: trimmed.split('/').collect(),
            is_folder: pattern.ends_with('/'),
            is_anchored: pattern.starts_with('/') || trimmed.contains('/'),
        }
    }

    /// Whether it fits a path that is split at its slashes; what lies below a folder that fits, fits too.
    pub fn fits(&self, path: &[&str]) -> bool {
        let mut starts = match self.is_anchored {
            true => 0..1,
            false => 0..path.len(),
        };
        starts.any(|start| self.fits_from(&path[start..]))
    }

    /// The keys of which a path that fits has each.
    pub fn keys(&self) -> impl Iterator<Item = Key<'p>> {
        self.parts.iter().flat_map(|part| {
            let (Some(first), Some(last)) = (part.find(['*', '?']), part.rfind(['*', '?'])) else {
                return [Some(Key::Whole(part)), None].into_iter().flatten();
            };
            let start = (first > 0).then(|| Key::Start(&part[..first]));
            let end = (last + 1 < part.len()).then(|| Key::End(&part[last + 1..]));
            [start, end].into_iter().flatten()
        })
    }

    /// Only the last `**` is taken up again: what fits soonest before it leaves most for what follows.
    fn fits_from(&self, path: &[&str]) -> bool {
        let (mut part, mut at, mut again) = (0, 0, None);
        loop {
            match self.parts.get(part) {
                None => return !self.is_folder || at < path.len(),
                Some(&"**") => {
                    part += 1;
                    again = Some((part, at));
                    continue;
                }
                Some(name) => {
                    if let Some(known) = path.get(at)
                        && glob(name.as_bytes(), known.as_bytes())
                    {
                        part += 1;
                        at += 1;
                        continue;
                    }
                }
            }
            match again {
                Some((next, from)) if from < path.len() => {
                    (part, at, again) = (next, from + 1, Some((next, from + 1)));
                }
                _ => return false,
            }
        }
    }
}

/// Whether a pattern in the form of gitignore fits a path.
pub fn fits(pattern: &str, path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    Pattern::of(pattern).fits(&parts)
}

/// Whether a pattern with `*` and `?` fits a whole name.
fn glob(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n, mut star) = (0, 0, None);
    while n < name.len() {
        if p < pattern.len() && pattern[p] == b'*' {
            star = Some((p, n));
            p += 1;
        } else if p < pattern.len() && (pattern[p] == b'?' || pattern[p] == name[n]) {
            p += 1;
            n += 1;
        } else if let Some((at, from)) = star {
            p = at + 1;
            n = from + 1;
            star = Some((at, from + 1));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, path: &str, expected: bool) {
        assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
    }

    #[test]
    fn a_pattern_fits_what_lies_below() {
        check("*", "a/b.rs", true);
        check("*.rs", "a/b.rs", true);
        check("/services/orders/", "services/orders/src/a.rs", true);
        check("services/orders", "services/orders/src/a.rs", true);
        check("orders/", "services/orders/a.rs", true);
        check("/orders/", "services/orders/a.rs", false);
        check("docs/**/a.md", "docs/x/y/a.md", true);
        check("apps/*/src", "apps/a/src/b.rs", true);
        check("apps/*/src", "apps/a/b/src/b.rs", false);
        check("/a/**", "a", true);
        check("/a/**/", "a", false);
        check("/a/**/b/**/c/", "a/b/x/b/c/d", true);
        check("/a/**/b/**/c/", "a/b/x/b/c", false);
        check("**/b/d", "a/b/c/b/d", true);
    }
}
