//! Routers that functions of the project mount which they are given.

use crate::frameworks::{normalise, path_text};
use crate::{Facts, Folded, Handed, Mount, Mounter, Piece};
use std::collections::BTreeMap;

/// The mounts that calls of such functions make, each with the index of its file.
pub(super) fn mounts(files: &[(&str, &Facts)]) -> Vec<(usize, Mount)> {
    let mut known: BTreeMap<&str, Option<(usize, &Mounter)>> = BTreeMap::new();
    for (file, (_, facts)) in files.iter().enumerate() {
        for mounter in &facts.mounters {
            // Of two functions of one name neither is known.
            known
                .entry(&mounter.name)
                .and_modify(|kept| {
                    if kept.is_some_and(|(other, _)| other != file) {
                        *kept = None;
                    }
                })
                .or_insert(Some((file, mounter)));
        }
    }
    let mut out = Vec::new();
    for (file, (_, facts)) in files.iter().enumerate().filter(|_| !known.is_empty()) {
        for handed in &facts.handed {
            let name = handed.callee.rsplit(['.', ':', '/']).next().unwrap_or("");
            if let Some(Some((own, mounter))) = known.get(name) {
                out.extend(mount(mounter, *own == file, handed).map(|mount| (file, mount)));
            }
        }
    }
    out
}

fn mount(mounter: &Mounter, is_own: bool, handed: &Handed) -> Option<Mount> {
    let given = |name: &str| -> Option<Folded> {
        let position = mounter.parameters.iter().position(|own| own == name)?;
        handed.positional.get(position).cloned()
    };
    let target = match given(&mounter.target)?.pieces.as_slice() {
        [Piece::Called { callee, .. }] => callee.clone(),
        [Piece::Reference(path)] => path.clone(),
        _ => return None,
    };
    let prefix = path_text(&mounter.prefix.filled(&given));
    let prefix = match prefix.starts_with(['/', '{']) {
        true => prefix,
        false => normalise(&prefix),
    };
    Some(Mount {
        // A router of another file is its program's.
        parent: mounter.parent.clone().filter(|_| is_own),
        prefix: prefix.trim_end_matches('/').to_owned(),
        target,
        at: handed.at,
        framework: mounter.framework.clone(),
    })
}
