//! SQL in strings.

use super::place;
use super::takers::Takers;
use crate::form::{CallId, StringSite, Unit, Value, last_name};
use crate::sql_text::{is_sql, may_be_sql};
use crate::{Folded, Piece, Role, Sql, SqlContext};

/// Longer texts are data, not statements.
const SQL_LIMIT_BYTES: usize = 64 * 1024;

/// Calls that format a text before a driver takes it.
const FORMATTERS: &[&str] = &[
    "format!",
    "Sprintf",
    "format",
    "Format",
    "formatted",
    "sprintf",
];

/// The SQL of a file whose role is `role`.
pub(crate) fn sql(unit: &Unit, role: Role) -> Vec<Sql> {
    let takers = Takers::of(unit);
    let mut out: Vec<Sql> = unit
        .strings
        .iter()
        .filter_map(|site| statement(unit, &takers, site, role))
        .collect();
    out.sort_by_key(|sql| sql.at);
    out.dedup_by_key(|sql| sql.at);
    out
}

fn statement(unit: &Unit, takers: &Takers, site: &StringSite, role: Role) -> Option<Sql> {
    let mut taker = takers.taker(site);
    let mut folded = unit.fold(&site.value, site.scope);
    let mut content_start = site.content_start;
    // `format!("… {table}")`: the holes are the formatter's.
    if let Some(id) = taker
        && FORMATTERS.contains(&unit.calls[id].method())
    {
        folded = unit.fold(&Value::Call(id), site.scope);
        content_start = None;
        taker = takers.outer(id);
    }
    let (text, holes) = spell(&folded);
    if text.len() > SQL_LIMIT_BYTES || !may_be_sql(&text) || !is_sql(&text) {
        return None;
    }
    let library = taker.and_then(|id| unit.callee(id));
    if taker.is_some_and(|id| is_of_entities(unit, id, library.as_deref())) {
        return None;
    }
    let context = match role {
        Role::Migration => SqlContext::Migration,
        Role::Server if library.is_some() => SqlContext::Query,
        _ => SqlContext::Unknown,
    };
    let context = match first_word(&text).as_str() {
        "CREATE" | "ALTER" | "DROP" if context == SqlContext::Query => SqlContext::Migration,
        _ => context,
    };
    Some(Sql {
        content_start: content_start.filter(|_| holes.is_empty()),
        text,
        at: site.at,
        holes,
        context,
        library: library.as_deref().map(str::to_owned),
        place: place(unit, site.scope),
    })
}

/// Whether a text is JPQL, which asks classes and their fields: `@Query` without `nativeQuery`, `createQuery`.
fn is_of_entities(unit: &Unit, id: CallId, library: Option<&str>) -> bool {
    if !matches!(
        unit.language,
        crate::Language::Java | crate::Language::Kotlin
    ) {
        return false;
    }
    let call = &unit.calls[id];
    match call.method() {
        "Query" => {
            library.is_some_and(|path| path.ends_with("jpa.repository.Query"))
                && call.option(&["nativeQuery"]).is_none_or(|argument| {
                    !matches!(&argument.value, Value::Scalar(text) | Value::Name(text) if text == "true")
                })
        }
        "NamedQuery" => true,
        "createQuery" => library.is_some_and(|path| path.contains("EntityManager()")),
        _ => false,
    }
}

fn first_word(text: &str) -> String {
    text.trim_start()
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or("")
        .to_ascii_uppercase()
}

/// The text with its holes as `{name}`, and the holes' names.
fn spell(folded: &Folded) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut holes = Vec::new();
    for piece in &folded.pieces {
        let name = match piece {
            Piece::Text(known) => {
                text.push_str(known);
                continue;
            }
            Piece::Hole(name) => name.clone(),
            Piece::Environment { name, .. } => name.clone(),
            Piece::Configuration { key, .. } => key.clone(),
            Piece::Reference(path) | Piece::Called { name: path, .. } => last_name(path).to_owned(),
        };
        text.push('{');
        text.push_str(&name);
        text.push('}');
        holes.push(name);
    }
    (text, holes)
}
