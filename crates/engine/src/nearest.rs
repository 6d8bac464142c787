//! The name that was meant: for errors that say what is wrong and what is right.

/// The member of `names` nearest to `name`, if one is near enough to be meant.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let limit = (name.chars().count() / 3).max(1) + 1;
    names
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// `; did you mean ‹nearest›?`, or nothing.
pub fn hint<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    nearest(name, names).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// What is wrong with a part of a file of ours, with the nearest right name.
pub fn fault(error: &document::DeserializeError) -> String {
    let Some(unknown) = &error.unknown else {
        return error.message.clone();
    };
    let hint = hint(&unknown.name, unknown.expected.iter().copied());
    let key = error.path.rsplit('.').next().unwrap_or_default();
    match error.message.starts_with("unknown word") && !key.is_empty() {
        true => {
            let words = unknown.expected.join("`, `");
            format!(
                "{} of `{key}`, which is one of `{words}`{hint}",
                error.message
            )
        }
        false => format!("{}{hint}", error.message),
    }
}

/// Edits (insert, delete, replace, swap neighbours) that lead from one name to the other.
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    let mut rows = vec![vec![0; to.len() + 1]; from.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=from.len() {
        for j in 1..=to.len() {
            let replace = rows[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, names: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(name, names.iter().copied()), expected);
    }

    #[test]
    fn a_slip_finds_the_name() {
        check("methd", &["path", "method"], Some("method"));
        check("mehtod", &["path", "method"], Some("method"));
    }

    #[test]
    fn another_word_finds_nothing() {
        check("colour", &["path", "method"], None);
    }
}
