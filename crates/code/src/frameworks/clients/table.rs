//! Client libraries, with what each does when no deadline is set.

mod dotnet;
pub(super) mod go;
mod jvm;
mod php;
mod python;
mod ruby;
mod rust;
mod scripts;

use crate::Language::{self, JavaScript, TypeScript};
use crate::frameworks::{Pick, first};
use crate::{Deadline, Protocol};

/// One library.
pub(super) struct Library {
    pub name: &'static str,
    pub protocol: Protocol,
    pub languages: &'static [Language],
    /// The file imports one of these; empty where nothing needs to be imported.
    pub gate: &'static [&'static str],
    /// Calls that send, as [`matches`](crate::form::matches) reads them.
    pub calls: &'static [(&'static str, Method)],
    /// The argument that holds the address.
    pub url: Pick,
    /// Calls of the chain that hold it: `.uri("/orders")`.
    pub url_calls: &'static [&'static str],
    /// Calls of the chain that say the method.
    pub method_calls: &'static [(&'static str, &'static str)],
    /// A call without an address is none.
    pub needs_url: bool,
    /// Options of the client's construction that hold the base address.
    pub base_options: &'static [&'static str],
    /// Calls of the client's construction whose first argument is it.
    pub base_calls: &'static [&'static str],
    /// What makes a client; one that is made elsewhere may have a deadline.
    pub constructors: &'static [&'static str],
    /// The call is complete by itself: no client made elsewhere is behind it.
    pub is_complete: bool,
    /// What holds when nothing is set.
    pub default: Deadline,
    /// What a plain number means in a timeout.
    pub time_unit: Unit,
}

/// How a call says its HTTP method.
#[derive(Clone, Copy)]
pub(super) enum Method {
    Is(&'static str),
    /// Its first argument; the address follows.
    First,
    /// The function that it is given to, if its name says one; a call of its own sends it otherwise.
    Handed,
    /// An option, the request that it is given, or a call of the chain; else the method given here, if any.
    Option(&'static str),
}

/// The unit of a plain number.
#[derive(Clone, Copy)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
}

const NOTHING: Library = Library {
    name: "",
    protocol: Protocol::Http,
    languages: &[],
    gate: &[],
    calls: &[],
    url: first(),
    url_calls: &[],
    method_calls: &[],
    needs_url: true,
    base_options: &[],
    base_calls: &[],
    constructors: &[],
    is_complete: false,
    default: Deadline::Unset,
    time_unit: Unit::Milliseconds,
};

const SCRIPT: &[Language] = &[JavaScript, TypeScript];

/// Every library, in the order in which they are asked.
pub(super) const CLIENTS: &[&[Library]] = &[
    dotnet::TABLE,
    go::TABLE,
    jvm::TABLE,
    php::TABLE,
    python::TABLE,
    ruby::TABLE,
    rust::TABLE,
    scripts::TABLE,
];
