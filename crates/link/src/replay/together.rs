//! Migrations that one release brought together: what one of them tells, the others need not.

use std::collections::BTreeSet;

use model::Release;

use super::done::Applied;

/// Forgets what breaks who uses a table that another migration of the same release drops or renames: that tells it all.
pub fn forget_told(releases: &[Option<Release>], migrations: &mut [Applied]) {
    let number = |position: usize| releases[position].map(|release| release.number);
    let mut gone: BTreeSet<(u32, String)> = BTreeSet::new();
    for (position, migration) in migrations.iter().enumerate() {
        let steps = migration.steps.iter();
        let takes = steps.filter(|step| matches!(&*step.word, "table_dropped" | "table_renamed"));
        let names = takes.flat_map(|step| [step.table.clone(), step.object.clone()]);
        gone.extend(number(position).into_iter().flat_map(|number| {
            let names = names.clone().filter(|name| !name.is_empty());
            names.map(move |name| (number, name))
        }));
    }
    for (position, migration) in migrations.iter_mut().enumerate() {
        let Some(number) = number(position) else {
            continue;
        };
        for step in &mut migration.steps {
            let breaks = matches!(
                &*step.word,
                "column_dropped"
                    | "column_renamed"
                    | "narrowed_type"
                    | "required_in_one_step"
                    | "text_to_enum"
            );
            if breaks && gone.contains(&(number, step.table.clone())) {
                step.forget();
            }
        }
    }
}
