//! What frameworks mean by their calls and annotations: tables of data, and one matcher for each kind of fact.
//! Adding a framework is one entry in a table and one fixture.

mod basics;
mod brokers;
mod clients;
mod pick;
mod results;
mod routes;
mod sql;
mod stores;
mod takers;

pub(crate) use basics::{calls, constants, declarations, lookups, place};
pub(crate) use brokers::{consumes, may_name_topic, publishes, senders, through_functions};
pub(crate) use clients::{
    TYPED, clients, given_path, handed, is_limited, names_address, names_options, of_instance,
    through_calls, verb_of,
};
pub(crate) use pick::{Pick, first, first_or, named, nth, nth_or, pick};
pub(crate) use results::functions;
pub(crate) use routes::{
    BASE, MADE, OF_PACKAGE, RAILS_API, RAILS_FORMS, RAILS_ROOT, TAKEN_OVER, is_hole_of,
    is_servlet_container, is_verb, mounters, normalise, path_text, place_names, registrars, routes,
    serves_by_place, servlet_router, with_method_in_path, with_settings,
};
pub(crate) use sql::sql;
pub(crate) use stores::stores;

/// Every entry of every table: the kind of fact and the name that its facts carry.
#[cfg(test)]
pub(crate) fn entries() -> Vec<(&'static str, String)> {
    let owned = |names: Vec<&'static str>| names.into_iter().map(str::to_owned).collect();
    let kinds = [
        ("route", owned(routes::entries())),
        ("client", clients::entries()),
        ("message", brokers::entries()),
        ("store", stores::entries()),
    ];
    kinds
        .into_iter()
        .flat_map(|(kind, names)| names.into_iter().map(move |name| (kind, name)))
        .collect()
}

/// A text with the placeholders resolved that a framework resolves itself: Spring's `${orders.url}`.
pub(crate) fn placeholder_text(folded: &crate::Folded) -> crate::Folded {
    match folded.known() {
        Some(text) if text.contains("${") => crate::form::placeholders(text),
        _ => folded.clone(),
    }
}
