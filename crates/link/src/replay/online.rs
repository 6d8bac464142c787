//! Which statements can be written in their online form where they stand: the tool must run each statement in a
//! transaction of its own, or can be told so in the file.

use model::Known;
use sql::{At, Catalogue, Edit, Effect, Script, Section, Statement};

use crate::migrations::History;

/// A statement whose effect can be had online, and what the file must say for that.
#[derive(Debug, Clone)]
pub struct Online {
    statement: At,
    /// Whether only a form of one statement will do, for the tool sends a file of several as one transaction.
    takes_one_statement: bool,
    /// What tells the tool to run the file outside of a transaction.
    directive: Option<Edit>,
}

impl Online {
    /// The place for the online form of `statement`; `None` if it would run in a transaction with others.
    pub fn of(
        history: &History,
        script: &Script,
        statement: &Statement,
        is_transactional: &Known<bool>,
    ) -> Option<Online> {
        if statement.effects.len() != 1 || statement.kind == "do" {
            return None;
        }
        let is_alone = script.section(Section::Up).nth(1).is_none();
        let online = |takes_one_statement, directive| {
            Some(Online {
                statement: statement.at,
                takes_one_statement,
                directive,
            })
        };
        match (is_transactional.known()?, history.tool) {
            // What several statements of such a file do is one transaction.
            (false, "golang-migrate" | "prisma" | "supabase") => online(true, None),
            (false, _) => online(false, None),
            // Flyway itself runs a file outside of a transaction if its statement must be.
            (true, "flyway") if is_alone => online(true, None),
            (true, tool) if is_alone => online(false, Some(directive(tool, script)?)),
            (true, _) => None,
        }
    }

    /// What to change in the file for `effect` to work online.
    pub fn edits(self, effect: &Effect, before: &Catalogue) -> Option<Vec<Edit>> {
        let form = sql::online_form(effect, self.statement, before)?;
        if self.takes_one_statement && !form.is_one_statement {
            return None;
        }
        let mut edits = form.edits;
        edits.extend(self.directive);
        Some(edits)
    }
}

/// What tells `tool` to run a file outside of a transaction; `None` if that is said elsewhere.
fn directive(tool: &str, script: &Script) -> Option<Edit> {
    let insert = |at, text: &str| Edit {
        at: At::new(at, at),
        text: text.to_owned(),
    };
    match tool {
        "goose" => Some(insert(0, "-- +goose NO TRANSACTION\n")),
        "sqlx" => Some(insert(0, "-- no-transaction\n")),
        "dbmate" | "sql-migrate" => {
            let (mark, told) = match tool {
                "dbmate" => ("migrate:up", " transaction:false"),
                _ => ("+migrate Up", " notransaction"),
            };
            let up = script.comments.iter().find(|one| one.text == mark)?;
            Some(insert(up.at.end, told))
        }
        _ => None,
    }
}
