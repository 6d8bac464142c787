//! The folders of a git repository's commits, each read once however many commits share it.

use std::collections::HashMap;
use std::sync::Arc;

use super::objects::Objects;

/// Folders in folders, at most.
const DEPTH_LIMIT: usize = 64;
/// Bytes of one folder's list, at most: some hundred thousand names.
const BYTES_LIMIT: u64 = 16 << 20;

/// Trees, by their ids.
pub struct Trees<'r> {
    objects: &'r Objects,
    known: HashMap<String, Arc<Vec<Entry>>>,
}

/// What lies in a folder.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    id: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    /// A link, or another repository.
    Other,
}

impl<'r> Trees<'r> {
    /// The trees among `objects`.
    pub fn of(objects: &'r Objects) -> Trees<'r> {
        Trees {
            objects,
            known: HashMap::new(),
        }
    }

    /// The id of `folder`, from the root, at `commit`; `None` if there is none.
    pub fn id(&mut self, commit: &str, folder: &str) -> Option<String> {
        let place = format!("{commit}:./{folder}");
        let (id, tree) = self.objects.read(&place, BYTES_LIMIT).ok()?;
        self.known
            .entry(id.clone())
            .or_insert_with(|| Arc::new(entries(&tree, id.len() / 2)));
        Some(id)
    }

    /// Calls `visit` with path and id of each file below the tree `id`; whether all could be listed.
    pub fn visit(&mut self, id: &str, visit: &mut dyn FnMut(&str, &str)) -> bool {
        self.descend(id, &mut String::new(), 0, visit)
    }

    fn descend(
        &mut self,
        id: &str,
        path: &mut String,
        depth: usize,
        visit: &mut dyn FnMut(&str, &str),
    ) -> bool {
        let Some(tree) = self.tree(id).filter(|_| depth < DEPTH_LIMIT) else {
            return false;
        };
        let mut is_whole = true;
        let length = path.len();
        for entry in &*tree {
            path.push_str(&entry.name);
            match entry.kind {
                Kind::File => visit(path, &entry.id),
                Kind::Folder => {
                    path.push('/');
                    is_whole &= self.descend(&entry.id, path, depth + 1, visit);
                }
                Kind::Other => {}
            }
            path.truncate(length);
        }
        is_whole
    }

    fn tree(&mut self, id: &str) -> Option<Arc<Vec<Entry>>> {
        if let Some(known) = self.known.get(id) {
            return Some(known.clone());
        }
        let (_, tree) = self.objects.read(id, BYTES_LIMIT).ok()?;
        let tree = Arc::new(entries(&tree, id.len() / 2));
        self.known.insert(id.to_owned(), tree.clone());
        Some(tree)
    }
}

/// The entries of a tree as git stores it; ids have `id_bytes` bytes. Names that are no UTF-8 are left out.
fn entries(mut tree: &[u8], id_bytes: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    while let Some(end) = tree.iter().position(|&byte| byte == 0) {
        let (head, rest) = (&tree[..end], &tree[end + 1..]);
        let Some((id, rest)) = rest.split_at_checked(id_bytes) else {
            break;
        };
        if let Some(space) = head.iter().position(|&byte| byte == b' ')
            && let Ok(name) = std::str::from_utf8(&head[space + 1..])
        {
            let mode = &head[..space];
            entries.push(Entry {
                name: name.to_owned(),
                id: hexadecimal(id),
                kind: match mode {
                    b"40000" => Kind::Folder,
                    mode if mode.starts_with(b"100") => Kind::File,
                    _ => Kind::Other,
                },
            });
        }
        tree = rest;
    }
    entries
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_as_git_stores_it() {
        let mut tree = b"100644 a.sql\0".to_vec();
        tree.extend([0xab; 20]);
        tree.extend(b"40000 V2\0");
        tree.extend([0x01; 20]);
        tree.extend(b"120000 link\0");
        tree.extend([0x02; 20]);
        let entry = |name: &str, id: &str, kind: Kind| Entry {
            name: name.to_owned(),
            id: id.repeat(20),
            kind,
        };
        let expected = [
            entry("a.sql", "ab", Kind::File),
            entry("V2", "01", Kind::Folder),
            entry("link", "02", Kind::Other),
        ];
        assert_eq!(entries(&tree, 20), expected);
        // A tree that is cut off ends there.
        assert_eq!(entries(&tree[..tree.len() - 1], 20), expected[..2]);
    }
}
