//! SQLite: one writer at a time, so no locks are told apart; breaks and failures are.

use super::judge::Judge;
use super::{ImpactKind, common};
use crate::Change;

pub(super) fn judge(judge: &mut Judge<'_>) {
    common::judge(judge);
    match &judge.effect.change {
        Change::AddColumn { table, column, .. } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            if column.nullable == Some(false)
                && column.default.is_none()
                && column.generated.is_none()
            {
                let why = "the server refuses a `NOT NULL` column without a default";
                judge.note(
                    ImpactKind::RequiredColumn,
                    &found.key,
                    Some(&column.name.text),
                    why,
                );
            }
        }
        Change::CreateIndex(index) if index.is_unique => {
            let Some(found) = judge.old_table(&index.table) else {
                return;
            };
            let name = index.name.as_ref().map(|name| name.text.as_str());
            judge.may_hold_equal_rows(found, &index.parts, name);
        }
        _ => {}
    }
}
