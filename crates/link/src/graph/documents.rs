//! What services say only to describe themselves: addresses in the contract that they publish.

use std::collections::BTreeSet;

use model::facts::Facts;

use super::roots::plain;
use crate::Input;

/// Whether a setting of this name belongs to the generator of a contract: `swagger.server-url`.
pub fn is_of_documents(key: &str) -> bool {
    let words = super::technology::words(key);
    words.first().is_some_and(|first| {
        matches!(
            first.as_str(),
            "swagger" | "springdoc" | "openapi" | "springfox"
        )
    })
}

/// Whether a file builds the description of a contract, and calls nobody.
pub fn is_description(code: &code::Facts) -> bool {
    const LIBRARIES: &[&str] = &[
        "io.swagger.v3.oas.models",
        "io.swagger.v3.oas.annotations.servers",
        "org.springdoc",
        "springfox.documentation",
        "Microsoft.OpenApi",
    ];
    let imports = |library: &&str| {
        code.imports
            .iter()
            .any(|import| import.path.starts_with(library))
    };
    code.clients.is_empty() && LIBRARIES.iter().any(imports)
}

/// The settings that each unit reads only where it describes its contract, spelled by [`plain`].
pub fn keys(input: &Input<'_>, owners: &[Option<usize>]) -> BTreeSet<(usize, String)> {
    let mut described = BTreeSet::new();
    let mut used = BTreeSet::new();
    for (&file, facts) in input.facts {
        let Some(owner) = owners[file.0 as usize] else {
            continue;
        };
        for facts in &facts.facts {
            let Facts::Code(code) = facts else { continue };
            let keys = code.configuration_keys.iter().map(|lookup| &lookup.key);
            let variables = code.environment.iter().map(|lookup| &lookup.name);
            let keys = keys.chain(variables).map(|key| (owner, plain(key)));
            match is_description(code) {
                true => described.extend(keys),
                false => used.extend(keys),
            }
        }
    }
    described.difference(&used).cloned().collect()
}
