//! A difference in words: the thing, and what happened to it.

use super::record::{Direction, Found};

/// Bytes of a value that are shown.
const SHOWN: usize = 80;

/// The thing and what happened to it, in one clause.
pub fn summary(found: &Found) -> String {
    let noun = match (found.part, found.direction) {
        ("parameter" | "parameter-property", _) => " (parameter)",
        ("header", _) => " (header)",
        ("status", _) => " (status)",
        ("media-type", _) => " (media type)",
        ("security-scheme", _) => " (security scheme)",
        ("body" | "property", Direction::Request) => " in requests",
        ("body" | "property", Direction::Response) => " in responses",
        _ => "",
    };
    format!("`{}`{noun} {}", found.subject, happening(found))
}

fn happening(found: &Found) -> String {
    let (old, new) = (shown(&found.before), shown(&found.after));
    let what = found.what.as_str();
    match what {
        "removed" if found.part == "contract" => format!("is deleted with {}", found.before),
        "removed" => "is gone".to_owned(),
        "added" => "is new".to_owned(),
        "added-required" => "is new and required".to_owned(),
        "became-required" => "became required".to_owned(),
        "became-optional" => "became optional".to_owned(),
        "became-nullable" => "may now be `null`".to_owned(),
        "became-not-nullable" => "may no longer be `null`".to_owned(),
        "became-not-write-only" => "is no longer write-only".to_owned(),
        "became-enum" | "const-added" => format!("took any value and takes only {new}"),
        "const-removed" => format!("was always {old} and may be anything"),
        "value-added" => format!("may now be {new}"),
        "value-removed" => format!("can no longer be {old}"),
        "const-changed" if found.after.is_empty() => format!("is no longer always {old}"),
        "const-changed" => format!("may now be {new}"),
        "one-of-added" | "any-of-added" => format!("may now be {new}"),
        "one-of-removed" | "any-of-removed" => format!("can no longer be {old}"),
        "wrapped-in-one-of" => "was one schema and is one of several".to_owned(),
        "pattern-added" => format!("must match {new}"),
        "pattern-removed" => "may have any form".to_owned(),
        "default-added" => format!("defaults to {new}, and had no default"),
        "default-removed" => format!("no longer defaults to {old}"),
        "default-changed" => format!("defaults to {new} instead of {old}"),
        "unique-items-set" => "must have no item twice".to_owned(),
        "media-type-removed" => format!("is no longer accepted as {old}"),
        "schema-added" => "had no schema and has one".to_owned(),
        "schema-removed" => "had a schema and has none".to_owned(),
        "additional-properties-forbidden" => "takes no further properties any more".to_owned(),
        "deprecated" if found.after.is_empty() => "is deprecated".to_owned(),
        "deprecated" => format!("is deprecated, until {new}"),
        "sunset-removed" => format!("no longer ends on {old}, but on no stated day"),
        "sunset-earlier" => format!("ends on {new} instead of {old}"),
        "sunset-unreadable" => format!("is announced to end on {new}, which is no date"),
        "stability-unreadable" => {
            format!("is as stable as {new}, which is none of draft, alpha, beta and stable")
        }
        "base-path-changed" => format!("is served under {new} instead of {old}"),
        _ => match what {
            _ if found.before.is_empty() && !found.after.is_empty() => match what {
                _ if what.ends_with("-added") => format!("now has {new}"),
                _ => format!("{} {new}", spaced(what)),
            },
            _ if found.after.is_empty() => match what {
                _ if what.ends_with("-removed") => format!("no longer has {old}"),
                _ => format!("{} {old}", spaced(what)),
            },
            _ => format!("is {new} and was {old} ({})", spaced(what)),
        },
    }
}

/// A value in backticks, not longer than a line.
fn shown(value: &str) -> String {
    let mut value: String = value.replace('`', "'");
    if value.len() > SHOWN {
        let mut end = SHOWN;
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        value.truncate(end);
        value.push('…');
    }
    format!("`{value}`")
}

fn spaced(what: &str) -> String {
    what.replace('-', " ")
}
