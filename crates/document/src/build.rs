//! The events that every parser speaks, and the tree made from them.

use crate::Range;
use crate::arena::{Slot, SlotKind, Style};
use crate::limits::{EXPANDED_NODES_LIMIT, FAULTS_LIMIT, NESTING_LIMIT};
use crate::parsed::Fault;

/// What a parser finds, in the order of the text.
pub(crate) trait Events {
    /// The document ends. Collections that are still open are closed as they are.
    fn end_document(&mut self, at: u32);
    /// A sequence or mapping begins at `start`, with a bracket or without.
    fn open(&mut self, kind: SlotKind, start: u32, is_bracketed: bool);
    /// The innermost collection ends; `end` is the byte after its bracket, `None` if it has none.
    fn close(&mut self, end: Option<u32>);
    /// A scalar that is read from its source.
    fn scalar(&mut self, at: Range, kind: SlotKind, style: Style);
    /// A string that the parser has decoded.
    fn stored_scalar(&mut self, at: Range, kind: SlotKind, text: String);
    /// The next node begins an anchor of this number.
    fn anchor(&mut self, number: usize);
    /// The next node has this tag.
    fn tag(&mut self, at: Range);
    /// An alias of the anchor of this number.
    fn alias(&mut self, at: Range, number: usize);
    /// A comment.
    fn comment(&mut self, at: Range);
    /// Something that could not be read.
    fn fault(&mut self, at: Range, message: String);
}

/// The tree while it is built.
#[derive(Default)]
pub(crate) struct Tree {
    pub slots: Vec<Slot>,
    pub roots: Vec<u32>,
    pub stored: Vec<String>,
    /// By slot, ascending.
    pub tags: Vec<(u32, Range)>,
    pub comments: Vec<Range>,
    pub faults: Vec<Fault>,
    open: Vec<Open>,
    /// The slot of each anchor, by its number less `first_anchor`; `u32::MAX` for none.
    anchors: Vec<u32>,
    aliases: Vec<Alias>,
    expanded: u64,
}

struct Open {
    slot: u32,
    children: u32,
    /// The slot of the last child.
    last: u32,
    kind: SlotKind,
}

struct Alias {
    slot: u32,
    /// Nodes added by all aliases before this one.
    expanded_before: u64,
    /// Levels of collections in what it stands for.
    height: usize,
}

const NO_SLOT: u32 = u32::MAX;

/// A state of the tree between two documents, to go back to.
pub(crate) struct Mark {
    slots: usize,
    roots: usize,
    stored: usize,
    comments: usize,
}

impl Tree {
    /// The number that the next node gets.
    fn here(&self) -> u32 {
        u32::try_from(self.slots.len()).expect("the limit of text bytes bounds the nodes")
    }

    /// Levels of collections open now.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The kind of the innermost open collection.
    pub fn innermost(&self) -> Option<SlotKind> {
        self.open.last().map(|open| open.kind)
    }

    /// Whether no further fault is kept, so that a parser should stop.
    pub fn is_full_of_faults(&self) -> bool {
        self.faults.len() >= FAULTS_LIMIT
    }

    /// The state now, for a reader that makes scalars, collections and comments only.
    pub fn mark(&self) -> Mark {
        Mark {
            slots: self.slots.len(),
            roots: self.roots.len(),
            stored: self.stored.len(),
            comments: self.comments.len(),
        }
    }

    /// Goes back to `mark`.
    pub fn rewind(&mut self, mark: &Mark) {
        self.slots.truncate(mark.slots);
        self.roots.truncate(mark.roots);
        self.stored.truncate(mark.stored);
        self.comments.truncate(mark.comments);
        self.open.clear();
    }

    /// Takes the last node back, which is a scalar in a collection, and gives its place.
    pub fn take_scalar(&mut self) -> Option<Range> {
        let open = self.open.last_mut()?;
        open.children -= 1;
        let slot = self.slots.pop()?;
        Some(slot.start..slot.end)
    }

    fn push(&mut self, mut slot: Slot) {
        let id = self.slots.len() as u32;
        match self.open.last_mut() {
            Some(open) => {
                // What is not written stands behind what is.
                let before = self.slots.get(open.last as usize);
                let before = before.map_or(0, |before| before.end);
                if open.children > 0 && slot.start == slot.end && slot.start < before {
                    (slot.start, slot.end) = (before, before);
                }
                open.children += 1;
                open.last = id;
            }
            None => self.roots.push(id),
        }
        self.slots.push(slot);
    }

    fn push_scalar(&mut self, at: Range, kind: SlotKind, style: Style, extra: u32) {
        let next = self.here() + 1;
        self.push(Slot {
            start: at.start,
            end: at.end,
            next,
            extra,
            kind,
            style,
        });
    }

    /// Takes a key without a value out of the innermost mapping, which an error has cut off.
    fn drop_dangling_key(&mut self) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        if open.kind != SlotKind::Mapping || open.children.is_multiple_of(2) {
            return;
        }
        open.children -= 1;
        let kept = open.last;
        if open.children > 0 {
            let mut last = open.slot + 1;
            while self.slots[last as usize].next != kept {
                last = self.slots[last as usize].next;
            }
            open.last = last;
        }
        self.slots.truncate(kept as usize);
        while self.tags.last().is_some_and(|(slot, _)| *slot >= kept) {
            self.tags.pop();
        }
        while let Some(alias) = self.aliases.pop_if(|alias| alias.slot >= kept) {
            self.expanded = alias.expanded_before;
        }
        for anchor in &mut self.anchors {
            if *anchor >= kept {
                *anchor = NO_SLOT;
            }
        }
    }

    /// Closes everything that an error has left open, down to `depth` open collections.
    pub fn abandon(&mut self, at: u32, depth: usize) {
        while self.open.len() > depth {
            self.drop_dangling_key();
            let open = self.open.last().expect("counted by the loop");
            let slot = &self.slots[open.slot as usize];
            let is_bracketed = slot.end > slot.start;
            // The error may be found only after more was read than is said to be wrong.
            let read = self.slots.last().map_or(at, |last| last.end);
            // The last child may end with a bracket behind what it holds.
            let child = self.slots.get(open.last as usize);
            let child = child.map_or(at, |child| child.end);
            self.close(is_bracketed.then_some(at.max(read).max(child)));
        }
    }

    /// Nodes that aliases before slot `id` add.
    fn expanded_before(&self, id: u32) -> u64 {
        let after = self.aliases.partition_point(|alias| alias.slot < id);
        self.aliases
            .get(after)
            .map_or(self.expanded, |alias| alias.expanded_before)
    }

    /// Levels of collections in the node `id`, aliases expanded.
    fn height(&self, id: u32) -> usize {
        let end = self.slots[id as usize].next;
        let mut open: Vec<u32> = Vec::new();
        let mut height = 0;
        for (slot, index) in self.slots[id as usize..end as usize].iter().zip(id..) {
            while open.last().is_some_and(|next| *next <= index) {
                open.pop();
            }
            match slot.kind {
                SlotKind::Sequence | SlotKind::Mapping => {
                    open.push(slot.next);
                    height = height.max(open.len());
                }
                SlotKind::Alias => {
                    let alias = self
                        .aliases
                        .binary_search_by_key(&index, |alias| alias.slot);
                    let alias = alias.expect("every alias is recorded");
                    height = height.max(open.len() + self.aliases[alias].height);
                }
                _ => {}
            }
        }
        height
    }

    /// The slot that an alias may stand for, with the nodes and the levels that it adds.
    fn alias_target(&self, number: usize) -> Result<(u32, u64, usize), &'static str> {
        let target = self.anchors.get(number).copied().unwrap_or(NO_SLOT);
        if target == NO_SLOT {
            return Err("the anchor of this alias could not be read");
        }
        let next = self.slots[target as usize].next;
        if next == 0 {
            return Err("this alias contains itself");
        }
        let below = self.expanded_before(next) - self.expanded_before(target);
        let added = u64::from(next - target) + below;
        if self.expanded + added > EXPANDED_NODES_LIMIT {
            return Err("aliases expand to too many nodes");
        }
        let height = self.height(target);
        if self.open.len() + height > NESTING_LIMIT {
            return Err("aliases nest too deeply");
        }
        Ok((target, added, height))
    }
}

impl Events for Tree {
    fn end_document(&mut self, at: u32) {
        self.abandon(at, 0);
    }

    fn open(&mut self, kind: SlotKind, start: u32, is_bracketed: bool) {
        let id = self.here();
        self.push(Slot {
            start,
            end: start + u32::from(is_bracketed),
            next: 0,
            extra: 0,
            kind,
            style: Style::Plain,
        });
        self.open.push(Open {
            slot: id,
            children: 0,
            last: id,
            kind,
        });
    }

    fn close(&mut self, end: Option<u32>) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let next = self.here();
        let id = open.slot as usize;
        if let Some(end) = end {
            self.slots[id].end = end;
        } else if open.children > 0 {
            self.slots[id].start = self.slots[id + 1].start;
            self.slots[id].end = self.slots[open.last as usize].end;
        }
        self.slots[id].next = next;
        self.slots[id].extra = match open.kind {
            SlotKind::Mapping => open.children / 2,
            _ => open.children,
        };
    }

    fn scalar(&mut self, at: Range, kind: SlotKind, style: Style) {
        self.push_scalar(at, kind, style, 0);
    }

    fn stored_scalar(&mut self, at: Range, kind: SlotKind, text: String) {
        let index = self.stored.len() as u32;
        self.stored.push(text);
        self.push_scalar(at, kind, Style::Stored, index);
    }

    fn anchor(&mut self, number: usize) {
        if self.anchors.len() <= number {
            self.anchors.resize(number + 1, NO_SLOT);
        }
        self.anchors[number] = self.here();
    }

    fn tag(&mut self, at: Range) {
        let id = self.here();
        self.tags.push((id, at));
    }

    fn alias(&mut self, at: Range, number: usize) {
        match self.alias_target(number) {
            Ok((target, added, height)) => {
                self.aliases.push(Alias {
                    slot: self.here(),
                    expanded_before: self.expanded,
                    height,
                });
                self.expanded += added;
                self.push_scalar(at, SlotKind::Alias, Style::Plain, target);
            }
            Err(message) => {
                // What makes one alias too much makes those after it so too.
                let last = self.faults.last();
                if last.is_none_or(|fault| fault.message != message) {
                    self.fault(at.clone(), message.to_owned());
                }
                self.push_scalar(at, SlotKind::Null, Style::Plain, 0);
            }
        }
    }

    fn comment(&mut self, at: Range) {
        self.comments.push(at);
    }

    fn fault(&mut self, at: Range, message: String) {
        if !self.is_full_of_faults() {
            self.faults.push(Fault { at, message });
        }
    }
}
