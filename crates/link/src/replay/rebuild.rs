//! Tables that are dropped or renamed and not lost: they are built anew under their name.

use super::run::Done;

/// A table whose name another table takes in the same migration is rebuilt and not lost: the way in which SQLite
/// changes columns. So is the old half of it that is kept under another name and dropped, and a copy that was kept
/// for a while is not what a running version reads.
pub fn forget(steps: &mut [Done]) {
    let born = steps
        .iter()
        .filter(|step| step.kind == "create_table")
        .map(|step| step.table.clone());
    let renamed = steps
        .iter()
        .filter(|step| step.kind == "rename_table" && step.is_table_new)
        .map(|step| step.object.clone());
    let taken: Vec<String> = born.chain(renamed).collect();
    let kept: Vec<String> = steps
        .iter()
        .filter(|step| step.kind == "rename_table" && taken.contains(&step.table))
        .map(|step| step.object.clone())
        .collect();
    for step in steps {
        let is_rebuilt = match step.kind {
            "drop_table" => taken.contains(&step.table) || kept.contains(&step.table),
            "rename_table" => taken.contains(&step.table),
            _ => false,
        };
        if is_rebuilt && step.word != "none" {
            step.word = "sqlite_rebuild".to_owned();
        } else if step.word == "table_dropped" && is_copy(&step.table) {
            step.word = "copy_dropped".to_owned();
        }
    }
}

/// Whether a table's name says that it is a copy that was kept for a while.
fn is_copy(table: &str) -> bool {
    let name = table.rsplit('.').next().unwrap_or(table).to_lowercase();
    let mut words = name.split('_').filter(|word| !word.is_empty());
    let is_kept = |word: &str| matches!(word, "bkp" | "bak" | "backup" | "tmp" | "temp" | "old");
    let ends = [words.next(), words.next_back()];
    ends.into_iter().flatten().any(is_kept)
}
