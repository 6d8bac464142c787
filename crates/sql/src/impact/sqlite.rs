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
                    Some(&found.key),
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
            judge.note(ImpactKind::UniqueMayFail, Some(&found.key), name, "it fails if two rows are equal, and the version that runs beside may write such rows");
        }
        _ => {}
    }
}
