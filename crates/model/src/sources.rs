//! Where files come from: the work tree, a git revision, or text in memory.

use crate::FileId;

/// The files of a repository, at one state. The only way in which text enters a review.
pub trait Sources: Sync {
    /// Paths relative to the root, `/` between folders, sorted by bytes; a file's position is its
    /// [`FileId`]. Ignored files, symbolic links and what lies outside the root are not among them.
    fn paths(&self) -> &[String];

    /// The bytes of one file.
    fn read(&self, file: FileId) -> Result<Vec<u8>, ReadError>;

    /// What could not be listed: path and reason, for a note each.
    fn unlisted(&self) -> &[(String, String)] {
        &[]
    }

    /// The path of `file`.
    fn path(&self, file: FileId) -> &str {
        &self.paths()[file.0 as usize]
    }

    /// The file at exactly `path`.
    fn file(&self, path: &str) -> Option<FileId> {
        self.paths()
            .binary_search_by(|known| known.as_str().cmp(path))
            .ok()
            .map(|index| FileId(index as u32))
    }
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// It has more bytes than the stated limit.
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// The system's own words.
    Io(String),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::TooLarge { bytes, limit } => {
                write!(f, "has {bytes} bytes, above the limit of {limit}")
            }
            ReadError::Io(message) => f.write_str(message),
        }
    }
}

/// Text in memory: for rule examples and tests.
#[derive(Debug, Default)]
pub struct Memory {
    paths: Vec<String>,
    texts: Vec<Vec<u8>>,
}

impl Memory {
    /// The given files; the order does not matter.
    pub fn new<P: Into<String>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let mut files: Vec<(String, Vec<u8>)> = files
            .into_iter()
            .map(|(path, text)| (path.into(), text.into()))
            .collect();
        files.sort();
        let (paths, texts) = files.into_iter().unzip();
        Memory { paths, texts }
    }
}

impl Sources for Memory {
    fn paths(&self) -> &[String] {
        &self.paths
    }
    fn read(&self, file: FileId) -> Result<Vec<u8>, ReadError> {
        Ok(self.texts[file.0 as usize].clone())
    }
}
