//! Places in the text of a file.

use serde::{Deserialize, Serialize};

/// A range of bytes in the text of the file that was read; `start` is included, `end` is not.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct At {
    /// First byte.
    pub start: u32,
    /// Byte after the last one.
    pub end: u32,
}

impl At {
    /// The range from `start` to `end`.
    pub fn new(start: u32, end: u32) -> At {
        At { start, end }
    }

    /// The smallest range that holds both.
    pub fn to(self, other: At) -> At {
        At {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: At) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text at this place; empty if it is not a place of `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }
}

/// A place in one of several files.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Origin {
    /// The number that the caller gave to the file (see [`Catalogue::apply`](crate::Catalogue::apply)).
    pub file: u32,
    /// The place in that file.
    pub at: At,
}
