//! The slots that nodes are handles of, in preorder.

/// One node, 20 bytes. Its children follow it; `next` skips them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    /// First byte in the text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// The slot after this node and all below it; 0 while the node is open.
    pub next: u32,
    /// Sequence: items. Mapping: entries. Alias: the slot it stands for. `Style::Stored`: index into the stored texts.
    pub extra: u32,
    pub kind: SlotKind,
    pub style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum SlotKind {
    Null,
    Bool,
    Number,
    String,
    Sequence,
    Mapping,
    Alias,
}

/// How the text of a scalar is read from its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Style {
    /// The source is the text. Also of everything that is no scalar.
    Plain,
    /// Between quotes, nothing to decode.
    Quoted,
    /// Between double quotes, with escapes, on one line.
    DoubleQuoted,
    /// Between single quotes, with `''`, on one line.
    SingleQuoted,
    /// `|` or `>`, with its header.
    Block,
    /// Decoded by the parser; `extra` says where.
    Stored,
}

const _: () = assert!(size_of::<Slot>() == 20);
