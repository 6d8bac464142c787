//! What an extractor is given.

use std::sync::OnceLock;

use document::{Format, Parsed};
use memchr::memmem;

/// A file by its path and bytes, before it is parsed.
pub struct Probe<'a> {
    /// Path from the root.
    pub path: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl Probe<'_> {
    /// Whether the bytes hold `needle`.
    pub fn has(&self, needle: &str) -> bool {
        memmem::find(self.bytes, needle.as_bytes()).is_some()
    }
}

/// A file of a kind, ready to be read.
pub struct Input<'a> {
    /// Path from the root.
    pub path: &'a str,
    /// Its text; invalid UTF-8 is replaced.
    pub text: &'a str,
    /// What other files ask of it, sorted; empty for a file that stands for itself.
    pub fragments: &'a [Fragment],
    document: OnceLock<Parsed<'a>>,
}

impl<'a> Input<'a> {
    /// A file with what is asked of it.
    pub fn new(path: &'a str, text: &'a str, fragments: &'a [Fragment]) -> Self {
        Input {
            path,
            text,
            fragments,
            document: OnceLock::new(),
        }
    }

    /// The file as a tree of YAML or JSON, parsed once for all kinds.
    pub fn document(&self) -> &Parsed<'a> {
        self.document.get_or_init(|| {
            let is_json = self.path.ends_with(".json");
            if is_json || self.text.trim_start().starts_with('{') {
                let parsed = document::parse(self.text, Format::Json);
                // A mapping of YAML may begin with a brace as well.
                if is_json || parsed.faults().is_empty() {
                    return parsed;
                }
            }
            document::parse(self.text, Format::Yaml)
        })
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        file_name(self.path)
    }
}

/// The last part of `path`.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A part of a file that another file refers to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fragment {
    /// What kind of artifact refers to it: the name of a [`Kind`](crate::Kind).
    pub kind: &'static str,
    /// JSON pointer of the part, empty for the whole file.
    pub pointer: String,
    /// What the part is, in that kind's own words, such as `schema`.
    pub role: String,
}
