//! Statements that share a transaction with others, moved to a migration of their own right behind: an index is built
//! there with `CONCURRENTLY`, and a constraint, added as `NOT VALID` where it stands, is validated there.

use model::{FileId, NewFile};
use sql::{At, Catalogue, Change, ConstraintKind, Edit, Effect, Script, Section, Statement};

use crate::Input;
use crate::migrations::{History, Step, sql_file};

/// What to change, and what to add.
#[derive(Debug, Default)]
pub struct Apart {
    /// The changes, with their files.
    pub edits: Vec<(FileId, Edit)>,
    /// The new migration.
    pub new_files: Vec<NewFile>,
}

/// A statement that may move, and the version behind its migration.
#[derive(Debug)]
pub struct Place<'s> {
    tool: &'static str,
    statement: At,
    version: String,
    /// The migration that it stands in.
    script: &'s Script,
}

impl<'s> Place<'s> {
    /// The place of `statement` in the migration at `position`; `None` if the tool is not known, or the next version is
    /// taken.
    pub fn of(
        history: &History,
        position: usize,
        statement: &Statement,
        script: &'s Script,
    ) -> Option<Place<'s>> {
        let is_known = matches!(
            history.tool,
            "goose"
                | "dbmate"
                | "sql-migrate"
                | "sqlx"
                | "diesel"
                | "golang-migrate"
                | "prisma"
                | "supabase"
                | "flyway"
        );
        if !is_known || statement.effects.len() != 1 || statement.kind == "do" {
            return None;
        }
        let step = &history.steps[position];
        let version = next(&step.version)?;
        let following = history.steps[position + 1..]
            .iter()
            .find(|one| !one.is_repeatable);
        // What comes later has a higher version, and texts of one length compare as their numbers do.
        let is_free =
            following.is_none_or(|one| one.version.len() == version.len() && one.version > version);
        (is_free && !step.is_repeatable).then(|| Place {
            tool: history.tool,
            statement: At::new(statement.at.start, statement.ends_at),
            version,
            script,
        })
    }

    /// The change; `None` if `effect` needs none, or others in the file need what it makes.
    pub fn form(
        &self,
        input: &Input<'_>,
        step: &Step,
        effect: &Effect,
        before: &Catalogue,
    ) -> Option<Apart> {
        let halves = sql::halves(effect, before)?;
        let name = halves.name.as_str();
        let mut later = self.script.section(Section::Up);
        if later.any(|one| one.at.start > self.statement.start && needs(one, name)) {
            return None;
        }
        let mut apart = Apart::default();
        match halves.stays {
            Some(edit) => apart.edits.push((step.file, edit)),
            None => {
                apart.edits.push((step.file, removal(self.statement)));
                apart.edits.extend(way_back(input, step, name));
            }
        }
        let path = input.path(step.file);
        let own = new_path(path, &step.version, &self.version, name)?;
        let back = match step.down {
            Some(down) => Some(new_path(
                input.path(down),
                &step.version,
                &self.version,
                name,
            )?),
            None => None,
        };
        apart.new_files = self.files(own, back, &halves.later, &halves.back);
        Some(apart)
    }

    /// The files of the new migration, as its tool wants them.
    fn files(&self, own: String, back: Option<String>, up: &str, down: &str) -> Vec<NewFile> {
        // An empty way back would be none, and some clients refuse an empty text.
        let ended = |text: &str| match text {
            "" => "SELECT 1;\n".to_owned(),
            text => format!("{text};\n"),
        };
        let (up, down) = (ended(up), ended(down));
        let text = match self.tool {
            "goose" => {
                format!("-- +goose NO TRANSACTION\n-- +goose Up\n{up}\n-- +goose Down\n{down}")
            }
            "dbmate" => format!(
                "-- migrate:up transaction:false\n{up}\n-- migrate:down transaction:false\n{down}"
            ),
            "sql-migrate" => format!(
                "-- +migrate Up notransaction\n{up}\n-- +migrate Down notransaction\n{down}"
            ),
            "sqlx" => format!("-- no-transaction\n{up}"),
            _ => up,
        };
        let mut files = vec![NewFile {
            path: own.clone(),
            text,
        }];
        if let Some(path) = back {
            let text = match self.tool {
                "sqlx" => format!("-- no-transaction\n{down}"),
                _ => down,
            };
            files.push(NewFile { path, text });
        }
        if self.tool == "diesel" {
            files.push(NewFile {
                path: format!("{}/metadata.toml", model::path::folder(&own)),
                text: "run_in_transaction = false\n".to_owned(),
            });
        }
        files
    }
}

fn removal(at: At) -> Edit {
    Edit {
        at,
        text: String::new(),
    }
}

/// Whether a statement speaks of the index `name`.
fn needs(statement: &Statement, name: &str) -> bool {
    statement.effects.iter().any(|effect| match &effect.change {
        Change::DropIndex { index, .. } | Change::RenameIndex { index, .. } => index.name == name,
        Change::Reindex { target, .. } => target.name == name,
        Change::AddConstraint { constraint, .. } => match &constraint.kind {
            ConstraintKind::Primary { using_index, .. }
            | ConstraintKind::Unique { using_index, .. } => {
                using_index.as_ref().is_some_and(|one| one.text == name)
            }
            // A key may need the index to be unique.
            ConstraintKind::Foreign(_) => true,
            _ => false,
        },
        Change::Insert { .. } => true,
        _ => false,
    })
}

/// Takes out of the way back of `step` that it drops the index.
fn way_back(input: &Input<'_>, step: &Step, name: &str) -> Option<(FileId, Edit)> {
    let (file, section) = match step.down {
        Some(file) => (file, Section::Up),
        None => (step.file, Section::Down),
    };
    let drops = |effect: &Effect| matches!(&effect.change, Change::DropIndex { index, .. } if index.name == name);
    let script = &sql_file(input, file)?.script;
    let statement = script
        .section(section)
        .find(|one| matches!(one.effects.as_slice(), [effect] if drops(effect)))?;
    Some((
        file,
        removal(At::new(statement.at.start, statement.ends_at)),
    ))
}

/// The version behind `version`: its last number is higher by one, and as long.
fn next(version: &str) -> Option<String> {
    let digits = version.len() - version.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (head, number) = version.split_at(version.len() - digits);
    if digits == 0 || version.contains('/') {
        return None;
    }
    let next = number.parse::<u128>().ok()?.checked_add(1)?.to_string();
    Some(format!("{head}{next:0>digits$}"))
}

/// The path of a migration of version `next`, named after the one at `path`.
fn new_path(path: &str, version: &str, next: &str, name: &str) -> Option<String> {
    let (folder, file) = path.rsplit_once('/')?;
    let name: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let renamed = |leaf: &str, end: &str| {
        let at = leaf.find(version)?;
        let (head, rest) = (&leaf[..at], &leaf[at + version.len()..]);
        let mark = rest.len() - rest.trim_start_matches(['_', '-', '.']).len();
        // A name that is the version alone has nothing to part it from what follows.
        let mark = if mark == 0 || rest[..mark].starts_with('.') {
            "_"
        } else {
            &rest[..mark]
        };
        Some(format!("{head}{next}{mark}{name}{end}"))
    };
    if matches!(file, "up.sql" | "down.sql" | "migration.sql") {
        let (root, leaf) = folder.rsplit_once('/').unwrap_or(("", folder));
        let leaf = renamed(leaf, "")?;
        return Some(match root {
            "" => format!("{leaf}/{file}"),
            root => format!("{root}/{leaf}/{file}"),
        });
    }
    let end = [".up.sql", ".down.sql", "_up.sql", "_down.sql", ".sql"]
        .into_iter()
        .find(|end| file.ends_with(end))?;
    Some(format!("{folder}/{}", renamed(file, end)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, version: &str, expected: Option<&str>) {
        let found = next(version).and_then(|next| new_path(path, version, &next, "orders_user"));
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn the_next_migration_is_named_as_its_tool_names_them() {
        check("m/0009_a.up.sql", "0009", Some("m/0010_orders_user.up.sql"));
        check("m/V1_2__a.sql", "1_2", Some("m/V1_3__orders_user.sql"));
        check(
            "m/2024-01-01-000000_a/down.sql",
            "2024-01-01-000000",
            Some("m/2024-01-01-000001_orders_user/down.sql"),
        );
        check(
            "p/migrations/20240101000000_a/migration.sql",
            "20240101000000",
            Some("p/migrations/20240101000001_orders_user/migration.sql"),
        );
        check("m/R__views.sql", "R__views", None);
    }
}
