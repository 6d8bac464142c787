//! A handle on one node: kind, place, values, children.

use std::borrow::Cow;
use std::fmt;

use crate::arena::{Slot, SlotKind, Style};
use crate::parsed::Parsed;
use crate::{Range, decode, scalar};

/// What a node is. YAML plain scalars follow the core schema of YAML 1.2; quoted ones and those with a tag of their own
/// are strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool,
    /// An integer or a float.
    Number,
    /// Any other scalar.
    String,
    /// A list of items.
    Sequence,
    /// A list of entries, each a key and a value.
    Mapping,
}

/// A handle on one node of a [`Parsed`] text. An alias is a handle on the node that it stands for.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    pub(crate) parsed: &'d Parsed<'d>,
    id: u32,
    /// The slot of the alias through which `id` was reached, or `id` itself.
    place: u32,
}

impl<'d> Node<'d> {
    pub(crate) fn new(parsed: &'d Parsed<'d>, place: u32) -> Self {
        let slot = &parsed.slots[place as usize];
        let id = match slot.kind {
            SlotKind::Alias => slot.extra,
            _ => place,
        };
        Node { parsed, id, place }
    }

    pub(crate) fn slot(self) -> &'d Slot {
        &self.parsed.slots[self.id as usize]
    }

    /// What the node is.
    pub fn kind(self) -> Kind {
        match self.slot().kind {
            // An alias stands for a node that is none: `Tree::alias` refuses all others.
            SlotKind::Null | SlotKind::Alias => Kind::Null,
            SlotKind::Bool => Kind::Bool,
            SlotKind::Number => Kind::Number,
            SlotKind::String => Kind::String,
            SlotKind::Sequence => Kind::Sequence,
            SlotKind::Mapping => Kind::Mapping,
        }
    }

    /// The bytes of the node. Scalar: the token with its quotes or its `|`, without the line break after it. Sequence or
    /// mapping: with its brackets, or from the first child to the last. Nothing: the empty range where it would be.
    /// Of an alias it is the place of what the alias stands for.
    pub fn at(self) -> Range {
        let slot = self.slot();
        slot.start..slot.end
    }

    /// The bytes of the alias through which this node was reached, `*` included.
    pub fn alias_at(self) -> Option<Range> {
        let slot = &self.parsed.slots[self.place as usize];
        self.is_alias().then_some(slot.start..slot.end)
    }

    /// The text under [`at`](Node::at).
    pub fn source(self) -> &'d str {
        let slot = self.slot();
        &self.parsed.text[slot.start as usize..slot.end as usize]
    }

    /// The tag as written, such as `!Ref` or `!!str`.
    pub fn tag(self) -> Option<&'d str> {
        let tags = &self.parsed.tags;
        let index = tags
            .binary_search_by_key(&self.id, |(slot, _)| *slot)
            .ok()?;
        let at = &tags[index].1;
        Some(&self.parsed.text[at.start as usize..at.end as usize])
    }

    /// The text of a string, decoded.
    pub fn as_str(self) -> Option<Cow<'d, str>> {
        match self.slot().kind {
            SlotKind::String => self.text(),
            _ => None,
        }
    }

    /// The text of any scalar: `3.0`, `true`, `x` for `"x"`; of nothing it is empty.
    pub fn text(self) -> Option<Cow<'d, str>> {
        let slot = self.slot();
        if !self.is_scalar() {
            return None;
        }
        let source = self.source();
        Some(match slot.style {
            Style::Plain => Cow::Borrowed(source),
            Style::Quoted => Cow::Borrowed(&source[1..source.len() - 1]),
            Style::DoubleQuoted => Cow::Owned(decode::escapes(&source[1..source.len() - 1])),
            Style::SingleQuoted => Cow::Owned(source[1..source.len() - 1].replace("''", "'")),
            Style::Block => Cow::Owned(decode::block(source, None)),
            Style::Stored => Cow::Borrowed(&self.parsed.stored[slot.extra as usize]),
        })
    }

    /// The value of a bool.
    pub fn as_bool(self) -> Option<bool> {
        match self.slot().kind {
            SlotKind::Bool => Some(self.text()?.starts_with(['t', 'T'])),
            _ => None,
        }
    }

    /// The value of an integer without fraction or exponent, if it fits.
    pub fn as_i64(self) -> Option<i64> {
        match self.slot().kind {
            SlotKind::Number => scalar::integer(&self.text()?)?.try_into().ok(),
            _ => None,
        }
    }

    /// Like [`as_i64`](Node::as_i64), without a sign.
    pub fn as_u64(self) -> Option<u64> {
        match self.slot().kind {
            SlotKind::Number => scalar::integer(&self.text()?)?.try_into().ok(),
            _ => None,
        }
    }

    /// The value of a number; `None` if it is too large for a float and not written as infinite.
    pub fn as_f64(self) -> Option<f64> {
        match self.slot().kind {
            SlotKind::Number => scalar::float(&self.text()?),
            _ => None,
        }
    }

    /// Whether the node is null, by word or by nothing.
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// Whether the node is a mapping.
    pub fn is_mapping(self) -> bool {
        self.kind() == Kind::Mapping
    }

    /// Whether the node is a sequence.
    pub fn is_sequence(self) -> bool {
        self.kind() == Kind::Sequence
    }

    /// Whether the node is neither a mapping nor a sequence.
    pub fn is_scalar(self) -> bool {
        !self.is_mapping() && !self.is_sequence()
    }

    /// Entries of a mapping, items of a sequence, 0 of a scalar.
    pub fn len(self) -> usize {
        match self.slot().kind {
            SlotKind::Mapping | SlotKind::Sequence => self.slot().extra as usize,
            _ => 0,
        }
    }

    /// Whether [`len`](Node::len) is 0.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The items of a sequence; of others nothing.
    pub fn items(self) -> impl Iterator<Item = Node<'d>> + 'd {
        self.children(SlotKind::Sequence)
    }

    /// The entries of a mapping as written, key and value, duplicates and `<<` included; of others nothing.
    pub fn entries(self) -> impl Iterator<Item = (Node<'d>, Node<'d>)> + 'd {
        let mut children = self.children(SlotKind::Mapping);
        std::iter::from_fn(move || Some((children.next()?, children.next()?)))
    }

    fn children(self, kind: SlotKind) -> Children<'d> {
        let slot = self.slot();
        let end = if slot.kind == kind { slot.next } else { 0 };
        Children {
            parsed: self.parsed,
            next: self.id + 1,
            end,
        }
    }

    /// The place of the node in the arena, for sets of visited nodes. An alias has that of what it stands for.
    pub fn id(self) -> u32 {
        self.id
    }

    /// Whether the node was reached through an alias.
    pub fn is_alias(self) -> bool {
        self.id != self.place
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?} {:?} {:?}", self.kind(), self.at(), self.source())
    }
}

struct Children<'d> {
    parsed: &'d Parsed<'d>,
    next: u32,
    end: u32,
}

impl<'d> Iterator for Children<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        if self.next >= self.end {
            return None;
        }
        let place = self.next;
        self.next = self.parsed.slots[place as usize].next;
        Some(Node::new(self.parsed, place))
    }
}
