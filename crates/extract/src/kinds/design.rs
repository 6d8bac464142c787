//! Designs before there is code: service definitions and API specifications by the architect's templates, as YAML files, as
//! YAML in fences of Markdown, and as sections, lists and tables of Markdown.
//!
//! They are recognised by their shape, by enough of a template's fields, and never by the name of a file.
//!
//! | module | idea |
//! |---|---|
//! | `outline` | the common form: texts, lists and named values with places; YAML as an outline |
//! | `sections` | Markdown as outlines |
//! | `fields` | the templates' fields, and the spellings of their names |
//! | `walk` | every part of an outline that has a template's shape |
//! | `definition`, `specification` | what such a part says |
//! | `placeholders` | what was never filled in |
//! | `wording` | names, stores and ways to talk, out of free text |

mod definition;
mod fields;
mod outline;
mod placeholders;
mod sections;
mod specification;
mod walk;
mod wording;

use document::Format;
use model::FileFacts;
use model::facts::Facts;
use model::facts::design::Design;

use crate::input::file_name;
use crate::markdown;
use crate::{Input, Kind, Probe};

/// Design documents.
pub const KIND: Kind = Kind {
    name: "design",
    may_be,
    is,
    read,
};

/// Largest document that is read, in bytes: designs are written by hand.
const BYTES_LIMIT: usize = 1024 * 1024;

fn is_markdown(path: &str) -> bool {
    path.ends_with(".md") || path.ends_with(".markdown")
}

fn may_be(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let is_document = is_markdown(&lower) || lower.ends_with(".yaml") || lower.ends_with(".yml");
    is_document
        && !file_name(&lower).contains("template")
        && !lower.split('/').any(|part| part.contains("template"))
}

/// A cheap look: words without which no template can be there.
fn is(probe: &Probe<'_>) -> bool {
    if probe.bytes.len() > BYTES_LIMIT {
        return false;
    }
    let has = |words: &[&str]| words.iter().any(|word| probe.has(word));
    let is_definition = has(&["esponsib", "ESPONSIB", "ommunication", "OMMUNICATION"]);
    let is_specification = has(&[
        "ethod", "METHOD", "erb", "GET ", "POST ", "PUT ", "PATCH ", "DELETE ",
    ]) && has(&[
        "uthenticat",
        "AUTHENTICAT",
        "auth",
        "ate limit",
        "ate Limit",
        "ate_limit",
        "ateLimit",
        "ate-limit",
        "rror",
    ]);
    if !is_definition && !is_specification {
        return false;
    }
    // Fern's definitions are contracts in a language of their own.
    if probe.has("\n  base-path:") && probe.has("\n  endpoints:") {
        return false;
    }
    // Contracts, manifests and schemas are other kinds; the cheap look keeps large ones from being parsed twice.
    is_markdown(probe.path) || !OTHERS.iter().any(|key| at_line_start(probe, key))
}

/// Keys at the left margin that belong to other kinds of YAML.
const OTHERS: &[&str] = &[
    "openapi:",
    "swagger:",
    "asyncapi:",
    "apiVersion:",
    "$schema:",
    "AWSTemplateFormatVersion:",
    "jobs:",
    "stages:",
    "FROM ",
];

fn at_line_start(probe: &Probe<'_>, key: &str) -> bool {
    probe.bytes.starts_with(key.as_bytes()) || probe.has(&format!("\n{key}"))
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let mut design = Design::default();
    if is_markdown(input.path) {
        let scanned = markdown::scan(input.text);
        let stated = sections::stated(&scanned);
        for fence in &scanned.fences {
            if matches!(
                fence.language.to_ascii_lowercase().as_str(),
                "" | "yaml" | "yml" | "text" | "txt" | "plaintext" | "markdown" | "md"
            ) {
                let parsed = document::parse(fence.text, Format::Yaml);
                for root in parsed.roots() {
                    let outline = outline::of(root, fence.start as u32);
                    walk::walk(&outline, walk::Origin::Fence, &stated, &mut design);
                }
            }
        }
        for outline in sections::outlines(&scanned) {
            walk::walk(&outline, walk::Origin::Prose, &stated, &mut design);
        }
        design
            .services
            .sort_by_key(|definition| definition.name.at.start);
        design
            .operations
            .sort_by_key(|operation| operation.path.at.start);
    } else {
        for root in input.document().roots() {
            walk::walk(&outline::of(root, 0), walk::Origin::File, &[], &mut design);
        }
    }
    if design != Design::default() {
        facts.facts.push(Facts::Design(design));
    }
}

#[cfg(test)]
mod tests;
