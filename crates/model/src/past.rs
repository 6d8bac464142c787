//! What git tells of the versions before the one under review: what came together with a migration, what the code that ran
//! until then names, and what is as it was long ago.

/// How a file came to those who run the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// Files of one number came together: nobody ran one of them without the others.
    pub number: u32,
    /// The version that ran until then, as [`Past::users`] takes it.
    pub before: u32,
    /// The version that came with it, which ran on what it left; `None` where nobody has run that yet.
    pub with: Option<u32>,
    /// The commit before the one that brought it, where tags tell what ran; `None` where commits tell it.
    pub last: Option<u32>,
    /// Whether tags tell what ran, and not each commit.
    pub is_tagged: bool,
    /// Whether it is a new major version, as its tag says: `v3.0.0` after `v2.7.1`. What it breaks is announced.
    pub is_major: bool,
    /// Whether the repository was young by then, though not new, and had no tag of a version yet: what it builds was
    /// hardly live.
    pub is_early: bool,
}

/// When a file came, and with what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Came {
    /// How it came to those who run the system; `None` where git does not tell.
    pub release: Option<Release>,
    /// The day, counted from 1 January 1970; `None` where git does not tell, or where its history begins with the file.
    pub day: Option<i64>,
}

/// The number of the version under review, for [`Past::users`].
pub const NOW: u32 = u32::MAX;

/// A name of a database, which the code of a version may use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The version, from [`Release::before`], or [`NOW`].
    pub version: u32,
    /// The table, without its schema; empty if the name belongs to none, such as a value of an enum.
    pub table: String,
    /// The column or value; `None` for the table itself.
    pub member: Option<String>,
    /// Whether it means other things as well, so that it counts only behind a word of SQL or of a mapping.
    pub is_ambiguous: bool,
    /// A later version that ran without what is named: a file that says the name and is the same there means another thing.
    pub gone_in: Option<u32>,
}

impl Named {
    /// A table as the code of `version` may use it.
    pub fn of_table(version: u32, table: String) -> Named {
        Named {
            version,
            table,
            member: None,
            is_ambiguous: false,
            gone_in: None,
        }
    }
}

/// Whether the code of a version uses a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// Git does not tell.
    Unknown,
    /// No file of its code says the name, and means what is named.
    Nowhere,
    /// A file of its code says it.
    In {
        /// What the version is called: a tag or the short form of a commit.
        version: String,
        /// The first file that does, by path, and that names the table of a column as well; empty if none does both.
        path: String,
        /// Whether one does behind a word of SQL or of a mapping, or near the table of a column's name.
        is_sure: bool,
    },
}

/// The versions before the one under review. Answers depend on the repository alone.
pub trait Past: Sync {
    /// How each of `paths` below `folder`, the migrations of one history, came.
    fn came(&self, folder: &str, paths: &[&str]) -> Vec<Came>;

    /// Who uses each of `names`.
    fn users(&self, names: &[Named]) -> Vec<Use>;

    /// What the file at `path` held three years before the commit under review; `None` where there was none, or git does not
    /// tell.
    fn long_ago(&self, path: &str) -> Option<Vec<u8>>;
}
