//! OpenAPI 2.0, 3.0, 3.1 and 3.2, in YAML and JSON, recognised by content.
//!
//! One tolerant walk reads what stands there; a second one, driven by a table of the
//! specification's objects, says where a document departs from it.

mod conformance;
mod json_text;
mod operations;
mod reader;
mod recognition;
mod root;
mod schemas;
mod security;
mod semantics;
mod specification;

use std::sync::Arc;

use model::facts::contract::Role;
use model::facts::{Facts, Note};
use model::{At, FileFacts};

use crate::{Input, Kind};
use reader::{PARTS_LIMIT, Reader};
use specification::Version;

/// OpenAPI contracts and the fragments that they refer to.
pub const KIND: Kind = Kind {
    name: "openapi",
    may_be: |path| {
        let path = path.as_bytes();
        [".json", ".yaml", ".yml"]
            .iter()
            .any(|ending| path.ends_with(ending.as_bytes()))
    },
    is: |probe| recognition::is_contract(probe.bytes),
    read,
};

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let parsed = input.document();
    let fragments = input.fragments.iter().filter(|f| f.kind == KIND.name);
    let root = parsed
        .roots()
        .find(|root| root.get("openapi").is_some() || root.get("swagger").is_some())
        .or_else(|| parsed.root());
    for fault in parsed.faults() {
        facts.notes.push(Note {
            at: At::from(fault.at.clone()),
            kind: "syntax".to_owned(),
            message: format!("{}; what stands there is not reviewed", fault.message),
        });
    }
    let Some(root) = root else {
        return;
    };
    let stated = root.entry("openapi").or_else(|| root.entry("swagger"));
    let version = stated.and_then(|(_, value)| Version::stated(&value.text()?));
    let is_contract = stated.is_some()
        && ["info", "paths", "components", "webhooks", "definitions"]
            .iter()
            .any(|key| root.get(key).is_some());
    if let Some((_, value)) = stated.filter(|_| is_contract && version.is_none()) {
        facts.notes.push(Note {
            at: At::from(value.at()),
            kind: "version".to_owned(),
            message: format!(
                "`{}` is no known version of OpenAPI; the file is not reviewed",
                value.text().unwrap_or_default()
            ),
        });
        return;
    }
    let mut reader = Reader::new(root, version, parsed.faults().is_empty());
    if is_contract {
        root::read(&mut reader);
    }
    for fragment in fragments {
        let role = Role::from_word(&fragment.role).unwrap_or(Role::Other);
        reader.fragment(&fragment.pointer, role);
    }
    reader.finish();
    if reader.is_too_large {
        facts.notes.push(Note {
            at: At::from(root.at()),
            kind: "limit".to_owned(),
            message: format!(
                "has more than {PARTS_LIMIT} schemas and other parts; the file is not reviewed"
            ),
        });
        return;
    }
    if is_contract {
        conformance::judge(&mut reader);
        semantics::judge(&mut reader);
    }
    facts.notes.append(&mut reader.notes);
    let mut document = reader.out;
    document.is_partial = !parsed.faults().is_empty();
    if is_contract || !document.fragments.is_empty() {
        facts.facts.push(Facts::Contract(Arc::new(document)));
    }
}

#[cfg(test)]
mod tests;
