//! Routers that functions of the project mount which they are given.

use crate::frameworks::{normalise, path_text};
use crate::{Facts, Folded, Handed, Mount, Mounter, Piece};
use std::collections::BTreeMap;

/// The mounts that calls of such functions make, each with the index of its file.
pub(super) fn mounts(files: &[(&str, &Facts)]) -> Vec<(usize, Mount)> {
    let mut known: BTreeMap<&str, Vec<(usize, &Mounter)>> = BTreeMap::new();
    for (file, (_, facts)) in files.iter().enumerate() {
        for mounter in &facts.mounters {
            let named = known.entry(&mounter.name).or_default();
            named.push((file, mounter));
        }
    }
    // Of two functions of one name neither is known.
    known.retain(|_, named| named.iter().all(|(file, _)| *file == named[0].0));
    let mut out = Vec::new();
    for (file, (_, facts)) in files.iter().enumerate().filter(|_| !known.is_empty()) {
        for handed in &facts.handed {
            let name = handed.callee.rsplit(['.', ':', '/']).next().unwrap_or("");
            // A function may mount what it is given in several ways.
            let ways = known.get(name).into_iter().flatten();
            let mounts = ways.filter_map(|(own, mounter)| mount(mounter, *own == file, handed));
            let first = out.len();
            for mount in mounts {
                if !out[first..].iter().any(|(_, other)| *other == mount) {
                    out.push((file, mount));
                }
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
    let target = match mounter.target.split_once('.') {
        // The entry of an object.
        Some((_, entry)) => handed.text_named(&[entry]).cloned(),
        None => given(&mounter.target),
    };
    let target = match target?.pieces.as_slice() {
        // `const routes = require("./routes")`
        [
            Piece::Called {
                callee, arguments, ..
            },
        ] if callee == "require" => arguments.first()?.known()?.to_owned(),
        [Piece::Called { callee, .. }] => callee.clone(),
        [Piece::Reference(path)] => path.clone(),
        _ => return None,
    };
    let prefix = path_text(&mounter.prefix.filled(&given));
    let prefix = match prefix.starts_with(['/', '{']) {
        true => prefix,
        false => normalise(&prefix),
    };
    // A function that hands on the router which it is given is known by its own name.
    let handed_on = mounter.taker.as_deref().and_then(given);
    let handed_on = handed_on.filter(|taker| match taker.pieces.as_slice() {
        [Piece::Hole(name)] => handed.parameters.contains(name),
        _ => false,
    });
    let parent = match (&mounter.taker, handed_on) {
        (Some(_), Some(_)) => handed.place.in_function.clone(),
        (Some(_), None) => None,
        // A router of another file is its program's.
        (None, _) => mounter.parent.clone().filter(|_| is_own),
    };
    Some(Mount {
        parent,
        prefix: prefix.trim_end_matches('/').to_owned(),
        target,
        at: handed.at,
        framework: mounter.framework.clone(),
    })
}
