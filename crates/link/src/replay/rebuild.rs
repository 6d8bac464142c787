//! Tables and columns that are dropped or renamed and not lost: they are built anew under their name.

use std::collections::{BTreeMap, BTreeSet};

use super::done::Done;

/// A table whose name another table takes in the same migration is rebuilt and not lost: the way in which SQLite
/// changes columns, or a view takes in its place. So is the old half of it that is kept under another name and dropped,
/// and a copy that was kept for a while is not what a running version reads. What is emptied before it is dropped is
/// dropped, and no more; so is what `CASCADE` takes of tables that are dropped themselves.
pub fn forget(steps: &mut [Done]) {
    let born = steps
        .iter()
        .filter(|step| matches!(step.kind, "create_table" | "create_view"))
        .map(|step| step.table.clone());
    let renamed = steps
        .iter()
        .filter(|step| step.kind == "rename_table" && step.is_table_new)
        .map(|step| step.object.clone());
    let taken: BTreeSet<String> = born.chain(renamed).collect();
    let kept: BTreeSet<String> = steps
        .iter()
        .filter(|step| step.kind == "rename_table" && taken.contains(&step.table))
        .map(|step| step.object.clone())
        .collect();
    // With or without its schema.
    let name = |step: &Done| step.table.rsplit('.').next().unwrap_or_default().to_owned();
    let dropped: BTreeSet<String> = steps
        .iter()
        .filter(|step| step.kind == "drop_table")
        .map(name)
        .collect();
    // What is dropped where it was found is made where the path of the session says.
    let made: BTreeSet<String> = steps
        .iter()
        .filter(|step| step.kind == "create_table")
        .map(name)
        .collect();
    for step in steps {
        let goes_too = |table: &sql::TableKey| dropped.contains(&table.name);
        let is_of_dropped = match &*step.word {
            "truncated" | "unbounded_delete" => dropped.contains(&name(step)),
            "cascading_drop" => {
                (step.impact.as_ref()).is_some_and(|impact| impact.takes.iter().all(goes_too))
            }
            _ => false,
        };
        if is_of_dropped {
            step.forget();
        }
        let is_rebuilt = match step.kind {
            "drop_table" => {
                taken.contains(&step.table)
                    || kept.contains(&step.table)
                    || made.contains(&name(step))
            }
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

/// A column that is there again under its name at the end of the migration, with its values, was built anew: renamed
/// aside and added again, or replaced by another one or by a computed one. What was only put aside is nobody's.
pub fn forget_columns(steps: &mut [Done]) {
    let is_gone = |step: &Done| matches!(step.word.as_str(), "column_renamed" | "column_dropped");
    if !steps.iter().any(is_gone) {
        return;
    }
    let kinds = Kinds::of(steps);
    let rebuilt: Vec<usize> = (0..steps.len())
        .filter(|position| kinds.is_rebuilt(steps, *position))
        .collect();
    let successors = kinds.successors(steps);
    for position in rebuilt {
        "column_rebuilt".clone_into(&mut steps[position].word);
    }
    for position in successors {
        steps[position].forget();
    }
}

/// What a migration makes narrower after it changed the type itself, nobody outside of it ever wrote as wide.
pub fn forget_detours(steps: &mut [Done]) {
    for position in 0..steps.len() {
        let (earlier, rest) = steps.split_at_mut(position);
        let step = &mut rest[0];
        let is_before = |other: &Done| {
            other.kind == "change_type"
                && other.effect != step.effect
                && other.table == step.table
                && other.object == step.object
        };
        if matches!(&*step.word, "narrowed_type" | "text_to_enum") && earlier.iter().any(is_before)
        {
            step.forget();
        }
    }
}

/// Where columns get a name, by table and name.
struct Kinds {
    /// The last step that adds it.
    added: BTreeMap<(String, String), usize>,
    /// The last step that adds it as a computed one.
    computed: BTreeMap<(String, String), usize>,
    /// The first step that gives an old column this name.
    put_aside: BTreeMap<(String, String), usize>,
    /// The last step that gives a new column this name.
    replaced: BTreeMap<(String, String), usize>,
}

impl Kinds {
    fn of(steps: &[Done]) -> Kinds {
        let mut kinds = Kinds {
            added: BTreeMap::new(),
            computed: BTreeMap::new(),
            put_aside: BTreeMap::new(),
            replaced: BTreeMap::new(),
        };
        for (position, step) in steps.iter().enumerate() {
            let object = (step.table.clone(), step.object.clone());
            if step.word == "stored_generated_column" {
                kinds.computed.insert(object.clone(), position);
            }
            match &step.to {
                Some(to) => {
                    let name = (step.table.clone(), to.clone());
                    if kinds.added.contains_key(&object) {
                        kinds.replaced.insert(name, position);
                    } else {
                        kinds.put_aside.entry(name).or_insert(position);
                    }
                }
                None if step.kind == "add_column" => {
                    kinds.added.insert(object, position);
                }
                None => {}
            }
        }
        kinds
    }

    /// The steps that add columns which take the names of dropped ones: whoever writes these writes them.
    fn successors(&self, steps: &[Done]) -> Vec<usize> {
        let dropped: BTreeSet<(&str, &str)> = steps
            .iter()
            .filter(|step| step.word == "column_dropped")
            .map(|step| (step.table.as_str(), step.object.as_str()))
            .collect();
        let replaced = self.replaced.iter();
        replaced
            .filter(|((table, name), _)| dropped.contains(&(table, name)))
            .filter_map(|(_, position)| {
                let step = &steps[*position];
                let added = (step.table.clone(), step.object.clone());
                self.added.get(&added).copied()
            })
            .collect()
    }

    fn is_rebuilt(&self, steps: &[Done], position: usize) -> bool {
        let step = &steps[position];
        let object = (step.table.clone(), step.object.clone());
        let is_after = |named: &BTreeMap<(String, String), usize>| {
            named.get(&object).is_some_and(|other| *other > position)
        };
        match step.word.as_str() {
            "column_renamed" => is_after(&self.added),
            "column_dropped" => {
                let aside = self.put_aside.get(&object);
                aside.is_some_and(|other| *other < position)
                    || is_after(&self.replaced)
                    || is_after(&self.computed)
            }
            _ => false,
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
