//! Columns that a migration adds and requires at once, whatever it writes into the rows that are there: inserts of the
//! version that runs beside do not know them.

use sql::{Catalogue, Dialect, Impact, ImpactKind, TableKey, UserTypeKind};

use super::done::Done;
use super::modest;
use super::session::{Added, Session};

/// A step that says so, to be withdrawn if a later migration of the same change gives the column a default.
#[derive(Debug)]
pub struct Pending {
    key: TableKey,
    column: String,
    /// The position of the step.
    step: usize,
}

/// Adds a step for each column that the migration of `session` added to an existing table and that inserts must name
/// from now on. `is_sure` says whether all that it does to rows is known.
pub fn note(
    steps: &mut Vec<Done>,
    catalogue: &Catalogue,
    session: &Session,
    is_sure: bool,
) -> Vec<Pending> {
    let mut pending = Vec::new();
    for added in &session.added {
        let table = added.key.to_string();
        let is_of_column = |step: &Done| step.table == table && step.object == added.column;
        let is_told = steps
            .iter()
            .any(|step| is_of_column(step) && step.word == "required_column");
        // Old inserts name it: the column that was called so was put aside, or dropped.
        let was_there = steps
            .iter()
            .any(|step| is_of_column(step) && matches!(step.kind, "rename_column" | "drop_column"));
        let is_spared = was_there
            || session.emptied.contains(&added.key)
            || !must_be_named(catalogue, added)
            || session
                .routines
                .iter()
                .any(|text| inserts_into(text, &added.key.name));
        if is_told || is_spared {
            continue;
        }
        // What requires it is what must wait; the addition alone, if nothing else is said.
        let requires = |step: &Done| {
            matches!(
                step.kind,
                "set_not_null" | "set_default" | "redefine_column" | "add_column"
            )
        };
        let Some(last) = steps
            .iter()
            .rposition(|step| is_of_column(step) && requires(step))
        else {
            continue;
        };
        let is_filled = added.has_default || session.held.changed.contains(&added.key) || !is_sure;
        let (kind, why) = if is_filled {
            (
                ImpactKind::RequiredInOneStep,
                "inserts of the version that runs beside do not name it, and fail",
            )
        } else {
            (
                ImpactKind::RequiredColumn,
                "it fails if the table has a row, and inserts of the version that runs beside fail",
            )
        };
        let impact = Impact::new(kind, Some(&added.key), Some(&added.column), why);
        pending.push(Pending {
            key: added.key.clone(),
            column: added.column.clone(),
            step: steps.len(),
        });
        let mut step = steps[last].following(impact);
        step.is_table_modest = modest::is_computed(&added.key)
            || steps
                .iter()
                .any(|other| other.table == table && other.is_table_modest);
        steps.push(step);
    }
    pending
}

/// Takes back what `pending` says of columns that inserts need not name any longer; the rest stays pending.
pub fn withdraw(pending: &mut Vec<Pending>, steps: &mut [Done], catalogue: &Catalogue) {
    pending.retain(|one| {
        let added = Added {
            key: one.key.clone(),
            column: one.column.clone(),
            has_default: false,
        };
        let is_right = must_be_named(catalogue, &added);
        if !is_right {
            steps[one.step].forget();
            for (position, step) in steps.iter_mut().enumerate() {
                if step.main == one.step {
                    step.main = position;
                }
            }
        }
        is_right
    });
}

/// Whether a routine inserts into the table: then the server's own code fills it, and that changes with the migration.
fn inserts_into(routine: &str, table: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '`');
    let words: Vec<&str> = routine
        .split(|c: char| !is_part(c))
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(3).any(|three| {
        let name = three[2].rsplit('.').next().unwrap_or(three[2]);
        three[0].eq_ignore_ascii_case("insert")
            && three[1].eq_ignore_ascii_case("into")
            && name.trim_matches(['"', '`']).eq_ignore_ascii_case(table)
    })
}

/// Whether an insert that leaves the column out fails: it takes no `NULL`, and nothing gives it a value. A trigger may.
fn must_be_named(catalogue: &Catalogue, added: &Added) -> bool {
    let Some(table) = catalogue.get(&added.key) else {
        return false;
    };
    let Some(column) = table.column(&added.column) else {
        return false;
    };
    let fills_itself = column.fills_itself() || has_implied_default(catalogue, &column.data_type);
    let has_default = column
        .default
        .as_ref()
        .is_some_and(|default| !default.text.trim().eq_ignore_ascii_case("null"));
    !column.is_nullable && !has_default && !fills_itself && table.triggers.is_empty()
}

/// Whether the type itself gives a value: a domain its default, and MySQL an enum its first and a timestamp the time.
fn has_implied_default(catalogue: &Catalogue, data_type: &sql::Type) -> bool {
    let is_mysql = catalogue.dialect() == Dialect::MySql;
    (is_mysql && (data_type.name == "enum" || data_type.name.starts_with("timestamp")))
        || catalogue.user_type(data_type).is_some_and(|own| {
            matches!(
                own.kind,
                UserTypeKind::Domain {
                    default: Some(_),
                    ..
                }
            )
        })
}
