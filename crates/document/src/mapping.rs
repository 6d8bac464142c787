//! Lookup of keys, merge keys, JSON pointers.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::arena::{SlotKind, Style};
use crate::node::Node;

impl<'d> Node<'d> {
    /// The value of `key`; of duplicates the last, as in `serde_json`. A key that is no string is found by its text,
    /// so that `get("200")` finds the responses of both formats. Merge keys are not followed.
    pub fn get(self, key: &str) -> Option<Node<'d>> {
        Some(self.entry(key)?.1)
    }

    /// Like [`get`](Node::get), with the node of the key.
    pub fn entry(self, key: &str) -> Option<(Node<'d>, Node<'d>)> {
        if !self.is_mapping() {
            return None;
        }
        let long_mappings = &self.parsed.long_mappings;
        let Ok(index) = long_mappings.binary_search_by_key(&self.id(), |(slot, _)| *slot) else {
            return self.entries().filter(|(name, _)| name.is_text(key)).last();
        };
        let keys = long_mappings[index].1.get_or_init(|| self.sorted_keys());
        let text = |id: &u32| Node::new(self.parsed, *id).text().unwrap_or_default();
        let after = keys.partition_point(|id| *text(id) <= *key);
        let name = Node::new(self.parsed, keys[after.checked_sub(1)?]);
        let value = self.parsed.slots[keys[after - 1] as usize].next;
        name.is_text(key)
            .then(|| (name, Node::new(self.parsed, value)))
    }

    /// The scalar keys by text; equal ones stay in the order of the text.
    fn sorted_keys(self) -> Box<[u32]> {
        let mut place = self.id() + 1;
        let mut keys = Vec::with_capacity(self.len());
        while place < self.slot().next {
            let key = Node::new(self.parsed, place);
            if let Some(text) = key.text() {
                keys.push((text, place));
            }
            let value = self.parsed.slots[place as usize].next;
            place = self.parsed.slots[value as usize].next;
        }
        keys.sort();
        keys.into_iter().map(|(_, place)| place).collect()
    }

    /// Whether the node is a scalar of this text.
    fn is_text(self, text: &str) -> bool {
        let slot = self.slot();
        match (slot.kind, slot.style) {
            (SlotKind::Sequence | SlotKind::Mapping, _) => false,
            (_, Style::Plain) => self.source() == text,
            // The length refuses nearly all before the bytes are looked at.
            (_, Style::Quoted) => {
                (slot.end - slot.start) as usize == text.len() + 2
                    && &self.source()[1..text.len() + 1] == text
            }
            _ => self.text().is_some_and(|own| own == text),
        }
    }

    /// The entries of a mapping with YAML merge keys applied: its own first, then those that `<<` brings and that are
    /// not yet there. Of duplicates in the mapping itself all are given.
    /// Source: "Merge Key Language-Independent Type for YAML", draft 2005-01-18.
    pub fn merged_entries(self) -> Vec<(Node<'d>, Node<'d>)> {
        let mut merged = Vec::with_capacity(self.len());
        let mut sources = Vec::new();
        for (key, value) in self.entries() {
            if key.is_merge_key() {
                sources.push(value);
            } else {
                merged.push((key, value));
            }
        }
        if sources.is_empty() {
            return merged;
        }
        let mut names: BTreeSet<Cow<'d, str>> =
            merged.iter().filter_map(|(key, _)| key.text()).collect();
        // A stack, last in first out: of a list of sources the first wins.
        sources.reverse();
        while let Some(source) = sources.pop() {
            if source.is_sequence() {
                let items: Vec<_> = source.items().collect();
                sources.extend(items.into_iter().rev());
                continue;
            }
            let mut nested = Vec::new();
            for (key, value) in source.entries() {
                if key.is_merge_key() {
                    nested.push(value);
                } else if key.text().is_none_or(|name| names.insert(name)) {
                    merged.push((key, value));
                }
            }
            sources.extend(nested.into_iter().rev());
        }
        merged
    }

    /// The value of `key` with YAML merge keys applied.
    pub fn merged_get(self, key: &str) -> Option<Node<'d>> {
        if let Some(own) = self.get(key) {
            return Some(own);
        }
        self.entry("<<")?;
        let merged = self.merged_entries();
        let found = merged.into_iter().find(|(name, _)| name.is_text(key))?;
        Some(found.1)
    }

    fn is_merge_key(self) -> bool {
        self.slot().kind == SlotKind::String
            && self.slot().style == Style::Plain
            && self.source() == "<<"
    }

    /// The node that a JSON pointer names from here; the empty pointer is the node itself. An index has no sign and no
    /// leading zero. Source: RFC 6901, section 4.
    pub fn pointer(self, json_pointer: &str) -> Option<Node<'d>> {
        if json_pointer.is_empty() {
            return Some(self);
        }
        let tokens = json_pointer.strip_prefix('/')?.split('/');
        tokens.into_iter().try_fold(self, |node, token| {
            let token = if token.contains('~') {
                Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
            } else {
                Cow::Borrowed(token)
            };
            if node.is_sequence() {
                let is_index = token == "0" || !token.starts_with(['0', '+']);
                let index: usize = token.parse().ok().filter(|_| is_index)?;
                node.items().nth(index)
            } else {
                node.get(&token)
            }
        })
    }
}
