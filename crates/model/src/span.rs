//! Places: bytes of a file. Lines and columns exist only in reports.

use serde::{Deserialize, Serialize};

/// The position of a file in [`Sources::paths`](crate::Sources::paths).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// Bytes of one file, as facts hold them: the smallest text that shows the fact.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct At {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl At {
    /// The bytes `range`, as file-local place.
    pub fn new(range: std::ops::Range<u32>) -> Self {
        At {
            start: range.start,
            end: range.end,
        }
    }

    /// The same place, in `file`.
    pub fn in_file(self, file: FileId) -> Span {
        Span {
            file,
            start: self.start,
            end: self.end,
        }
    }
}

impl From<std::ops::Range<u32>> for At {
    fn from(range: std::ops::Range<u32>) -> Self {
        At::new(range)
    }
}

/// Bytes of a file of the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}
