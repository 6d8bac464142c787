//! What one migration did: its effects with what follows from each.

use model::{At, Known};

use super::step::snake;
use super::{required, undo};
use sql::TableKey;

/// What one migration did.
#[derive(Debug)]
pub struct Applied {
    /// Whether it ran in a transaction.
    pub is_transactional: Known<bool>,
    /// Whether the way back is in the same file.
    pub has_down_section: bool,
    /// Its effects.
    pub steps: Vec<Done>,
    /// Which of them a later migration of the same change may make undone.
    pub pending: Vec<required::Pending>,
    /// What its way back gets wrong, if somebody asked and the replay can tell.
    pub wrong_way_back: Option<undo::Wrong>,
}

/// One consequence of one effect, or the effect alone if nothing follows from it.
#[derive(Debug)]
pub struct Done {
    /// Where it stands.
    pub at: At,
    /// What the effect does.
    pub kind: &'static str,
    /// The table, as the effect names it.
    pub table: String,
    /// The column, index or constraint.
    pub object: String,
    /// What a column is called from now on, where it is renamed.
    pub to: Option<String>,
    /// What follows.
    pub impact: Option<sql::Impact>,
    /// `impact`, in the words of rules.
    pub word: String,
    /// Whether the table was born in the same migration or change.
    pub is_table_new: bool,
    /// Whether something shows that the table has few rows at that point.
    pub is_table_modest: bool,
    /// Whether something shows that it has many.
    pub is_table_large: bool,
    /// Whether the team lets others wait as a habit.
    pub is_wait_usual: bool,
    /// Whether nothing runs beside the program that migrates.
    pub is_alone: bool,
    /// Whether a new major version of a program that migrates itself brought it.
    pub is_of_major: bool,
    /// Whether the program was hardly live when it came.
    pub is_early: bool,
    /// Whether the column or table that it concerns was made shortly before.
    pub is_young: bool,
    /// Whether a comment says that nothing is in the table, or uses it yet.
    pub is_said_unused: bool,
    /// The statement that it follows from, by its place.
    pub effect: sql::At,
    /// Whether a comment of another linter allows it.
    pub is_allowed: bool,
    /// What to change in the files to do the same without the lock.
    pub edits: Vec<(model::FileId, sql::Edit)>,
    /// What to add for that.
    pub new_files: Vec<model::NewFile>,
    /// The position of the step that says it all: this one's, or that of a graver one.
    pub main: usize,
    /// Who used until then what it takes away.
    pub user_before: model::Use,
    /// Whether nobody tells who used it, and the code under review does not any more.
    pub is_adapted: bool,
}

impl Done {
    /// Another consequence of the same effect.
    pub fn following(&self, impact: sql::Impact) -> Done {
        Done {
            at: self.at,
            kind: self.kind,
            table: self.table.clone(),
            object: self.object.clone(),
            to: None,
            word: snake(impact.kind),
            impact: Some(impact),
            is_table_new: self.is_table_new,
            is_table_modest: self.is_table_modest,
            is_table_large: self.is_table_large,
            is_wait_usual: false,
            is_alone: false,
            is_of_major: false,
            is_early: false,
            is_young: self.is_young,
            is_said_unused: false,
            effect: self.effect,
            is_allowed: false,
            edits: Vec::new(),
            new_files: Vec::new(),
            main: 0,
            user_before: model::Use::Unknown,
            is_adapted: false,
        }
    }

    /// Whether hardly anybody is left whom it could break.
    pub fn breaks_few(&self) -> bool {
        self.is_adapted
            || self.is_alone
            || self.is_of_major
            || self.is_early
            || self.is_young
            || self.is_said_unused
    }

    /// Forgets what follows.
    pub fn forget(&mut self) {
        self.impact = None;
        "none".clone_into(&mut self.word);
    }

    /// Forgets what reads the rows of a table that has none.
    pub fn spare(&mut self, empty: &[TableKey]) {
        let reads = |impact: &sql::Impact| {
            impact.scans
                && impact
                    .table
                    .as_ref()
                    .is_some_and(|table| empty.contains(table))
        };
        if self.impact.as_ref().is_some_and(reads) {
            self.forget();
        }
    }
}
