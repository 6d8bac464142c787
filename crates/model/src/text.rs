//! Text that many rows share: a large contract says `application/json` ten thousand times.

use std::ops::Deref;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::relation::Kind;
use crate::{ColumnType, List, Value};

/// A text that stands in memory once, however many rows have it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<str>);

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl ColumnType for Text {
    const KIND: Kind = Kind::Text;
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

/// Several texts, in memory once for all rows that have the same ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextList(Arc<[Text]>);

impl Deref for TextList {
    type Target = [Text];
    fn deref(&self) -> &[Text] {
        &self.0
    }
}

impl std::borrow::Borrow<[Text]> for TextList {
    fn borrow(&self) -> &[Text] {
        &self.0
    }
}

impl ColumnType for TextList {
    const KIND: Kind = Kind::List(&Kind::Text);
    fn value(&self) -> Value<'_> {
        Value::List(self)
    }
}

impl List for TextList {
    fn len(&self) -> usize {
        self.0.len()
    }
    fn get(&self, index: usize) -> Value<'_> {
        Value::Text(&self.0[index])
    }
}

/// The texts that rows share.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    texts: FxHashSet<Text>,
    lists: FxHashSet<TextList>,
}

impl Shared {
    /// `text`, shared with the rows that have it already.
    pub fn text(&mut self, text: &str) -> Text {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let text = Text(Arc::from(text));
        self.texts.insert(text.clone());
        text
    }

    /// `texts` in their order, shared with the rows that have the same ones already.
    pub fn list<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> TextList {
        let texts: Vec<Text> = texts.into_iter().map(|text| self.text(text)).collect();
        if let Some(known) = self.lists.get(&texts[..]) {
            return known.clone();
        }
        let list = TextList(Arc::from(texts));
        self.lists.insert(list.clone());
        list
    }
}

/// A fact that is unknown behind a reference that cannot be read, and where nothing shows a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readable<T> {
    /// What the contract says.
    Is(T),
    /// The reference leads nowhere that is read.
    Hidden,
    /// What declares it shows no schema: a design document.
    Undescribed,
}

impl<T> Readable<T> {
    /// The fact, if it can be read.
    pub fn known(&self) -> Option<&T> {
        match self {
            Readable::Is(value) => Some(value),
            Readable::Hidden | Readable::Undescribed => None,
        }
    }
}

impl<T: ColumnType> ColumnType for Readable<T> {
    const KIND: Kind = Kind::Known(&T::KIND);
    fn value(&self) -> Value<'_> {
        match self {
            Readable::Is(value) => value.value(),
            Readable::Hidden => Value::Unknown("a reference that cannot be read"),
            Readable::Undescribed => Value::Unknown("a design document shows no schema"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_and_the_same_list_stand_in_memory_once() {
        let mut shared = Shared::default();
        let (one, other) = (shared.text("id"), shared.text("id"));
        assert!(Arc::ptr_eq(&one.0, &other.0));
        let (one, other) = (shared.list(["200", "404"]), shared.list(["200", "404"]));
        assert!(Arc::ptr_eq(&one.0, &other.0));
        assert_ne!(shared.list(["404", "200"]), one);
    }
}
