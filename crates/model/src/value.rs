//! What a rule sees of a column.

use crate::{RowRef, Span};

/// One column of one row, borrowed from the system.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// The fact is known to be absent.
    Null,
    /// A flag.
    Bool(bool),
    /// A number: counts, milliseconds, bytes; the column's name carries the unit.
    Int(i64),
    /// A name, a word of a vocabulary, or text as written.
    Text(&'a str),
    /// Another row.
    Row(RowRef),
    /// Several values of one kind.
    List(&'a dyn List),
    /// A place.
    Span(Span),
    /// The repository does not tell, with the reason: a template, a variable, a missing file.
    /// A rule that touches it stays silent.
    Unknown(&'a str),
}

/// Values of one kind, in a stable order.
pub trait List: Send + Sync {
    /// The number of values.
    fn len(&self) -> usize;
    /// Value number `index`, which is below `len`.
    fn get(&self, index: usize) -> Value<'_>;
    /// Whether there is no value.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A fact, or the reason why the repository does not tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known<T> {
    /// What the repository says.
    Is(T),
    /// Why it cannot be known: what hides it, in a few words.
    Unknown(Box<str>),
}

impl<T> Known<T> {
    /// An unknown fact with its reason.
    pub fn unknown(reason: impl Into<Box<str>>) -> Self {
        Known::Unknown(reason.into())
    }

    /// The fact, if it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Known::Is(value) => Some(value),
            Known::Unknown(_) => None,
        }
    }
}

impl<T: Default> Default for Known<T> {
    fn default() -> Self {
        Known::Is(T::default())
    }
}

impl<T> From<T> for Known<T> {
    fn from(value: T) -> Self {
        Known::Is(value)
    }
}
