//! The result of parsing: roots, faults, comments.

use std::sync::OnceLock;

use crate::Range;
use crate::arena::{Slot, SlotKind};
use crate::build::{Events, Tree};
use crate::limits::TEXT_BYTES_LIMIT;
use crate::node::Node;
use crate::{json, yaml};

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// RFC 8259, one value per text.
    Json,
    /// YAML 1.2 with the core schema, any number of documents.
    Yaml,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it is; may be empty.
    pub at: Range,
    /// One clause in lower case.
    pub message: String,
}

/// The tree of one text, and what could not be read.
pub struct Parsed<'t> {
    pub(crate) text: &'t str,
    pub(crate) slots: Vec<Slot>,
    pub(crate) stored: Vec<String>,
    pub(crate) tags: Vec<(u32, Range)>,
    /// Mappings that are too long to be searched from the front, by slot, each with its keys in the order of their
    /// texts once somebody has looked for one.
    pub(crate) long_mappings: Vec<(u32, OnceLock<Box<[u32]>>)>,
    roots: Vec<u32>,
    faults: Vec<Fault>,
    comments: Vec<Range>,
}

/// Entries from which a mapping is searched by halves. Shorter ones are faster from the front.
const LONG_MAPPING_ENTRIES: u32 = 24;

/// Parses `text`, never failing: what could be read plus faults.
pub fn parse(text: &str, format: Format) -> Parsed<'_> {
    parse_at_most(text, format, TEXT_BYTES_LIMIT)
}

/// Parses YAML as [`parse`] does, by the parser of all of YAML alone. It is what the fast parser is compared with.
pub fn parse_yaml_in_full(text: &str) -> Parsed<'_> {
    let mut tree = Tree::default();
    if text.len() > TEXT_BYTES_LIMIT {
        return parse(text, Format::Yaml);
    }
    yaml::read_in_full(text, &mut tree);
    Parsed::new(text, tree)
}

/// [`parse`] with a limit of its own for the text.
pub(crate) fn parse_at_most(text: &str, format: Format, bytes_limit: usize) -> Parsed<'_> {
    let mut tree = Tree::default();
    if text.len() > bytes_limit {
        let message = format!("the text is longer than {bytes_limit} bytes and was not read");
        tree.fault(0..0, message);
        return Parsed::new("", tree);
    }
    match format {
        Format::Json => json::read(text, &mut tree),
        Format::Yaml => yaml::read(text, &mut tree),
    }
    Parsed::new(text, tree)
}

impl<'t> Parsed<'t> {
    fn new(text: &'t str, tree: Tree) -> Self {
        let long_mappings = (0..)
            .zip(&tree.slots)
            .filter(|(_, slot)| slot.kind == SlotKind::Mapping)
            .filter(|(_, slot)| slot.extra >= LONG_MAPPING_ENTRIES)
            .map(|(id, _)| (id, OnceLock::new()))
            .collect();
        Parsed {
            text,
            slots: tree.slots,
            stored: tree.stored,
            tags: tree.tags,
            long_mappings,
            roots: tree.roots,
            faults: tree.faults,
            comments: tree.comments,
        }
    }

    /// One node per YAML document, in order; for JSON at most one.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|root| Node::new(self, *root))
    }

    /// The first root; `None` for a text without a value.
    pub fn root(&self) -> Option<Node<'_>> {
        self.roots().next()
    }

    /// What could not be read, in the order in which it was found. A tree with faults may lack nodes that the text
    /// has: their absence proves nothing.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The YAML comments, from `#` to the end of the line, in the order of the text.
    pub fn comments(&self) -> &[Range] {
        &self.comments
    }

    /// The text that was parsed; empty if it was too long.
    pub fn text(&self) -> &'t str {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_beyond_the_limit_is_a_fault() {
        let parsed = parse_at_most("[1, 2]", Format::Json, 5);
        assert!(parsed.root().is_none());
        assert_eq!(parsed.faults().len(), 1);
        assert!(parse_at_most("[1, 2]", Format::Json, 6).faults().is_empty());
    }
}
