//! Outbound calls, and what makes them for other files.

use super::Place;
use crate::{At, Folded, Piece};
use serde::{Deserialize, Serialize};

/// How long an outbound call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// Set at the call or on its client; milliseconds when they are constant.
    Set(Option<u64>),
    /// Not set, and the library waits without end.
    Unset,
    /// Not set, and the library gives up after so many milliseconds.
    LibraryDefault(u64),
    /// Not set, and the library gives up after so many milliseconds on a server; browsers state no limit.
    ServerDefault(u64),
    /// The client comes from elsewhere, which may have set it.
    Unknown,
}

/// An outbound call, or a declared client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Client {
    /// The protocol.
    pub protocol: Protocol,
    /// The method in capitals; `None` when the call does not say. The RPC's name with gRPC.
    pub method: Option<String>,
    /// The address: base URL and path as far as they are constant; empty when the file does not say.
    pub url: Folded,
    /// The name of the service that is called, where the source gives one: of a gRPC service, of a Feign client.
    pub service: Option<String>,
    /// The method of a client that a program wrote from a contract, which says what is called.
    pub operation: Option<String>,
    /// The call.
    pub at: At,
    /// The library.
    pub library: String,
    /// How long it may take.
    pub deadline: Deadline,
    /// Whether a retry is set around or on it; `None` where its client comes from elsewhere, which may have set one.
    pub has_retry: Option<bool>,
    /// Whether a circuit breaker is around it; `None` as above.
    pub has_breaker: Option<bool>,
    /// Where it stands.
    pub place: Place,
}

/// A function that calls out with an address that it is given: its callers are the clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrapper {
    /// The function's own name.
    pub name: String,
    /// The class whose method it is.
    pub class: Option<String>,
    /// Whether it stands for the whole file in other files.
    pub is_default: bool,
    /// The names of its parameters in order; they stand as holes in the address of its call.
    pub parameters: Vec<String>,
    /// The parameter that says the HTTP method.
    pub method: Option<String>,
    /// The HTTP method of callers that do not say one.
    pub default_method: Option<String>,
    /// The [`Client`] of this file that is its call.
    pub call: At,
}

/// A function that sends a message to a topic that it is given: its callers send it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// The function's own name.
    pub name: String,
    /// The class whose method it is.
    pub class: Option<String>,
    /// Whether it stands for the whole file in other files.
    pub is_default: bool,
    /// The names of its parameters in order.
    pub parameters: Vec<String>,
    /// The [`Publish`](crate::Publish) of this file that it sends.
    pub publish: At,
}

/// A call that may be one of a [`Wrapper`], of a [`Sender`] or of an [`Instance`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// What is called, as in [`Call`].
    pub callee: String,
    /// Arguments by position; empty where one is no text.
    pub positional: Vec<Folded>,
    /// Arguments by keyword, and options of objects.
    pub named: Vec<(String, Folded)>,
    /// The call.
    pub at: At,
    /// The parameters of the function around it, where it hands one of them on.
    pub parameters: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

impl Handed {
    /// What is given under the first of these names that is there.
    pub(crate) fn text_named(&self, names: &[&str]) -> Option<&Folded> {
        let mut named = self.named.iter();
        named.find_map(|(name, text)| names.contains(&name.as_str()).then_some(text))
    }

    /// The text that is given in a position.
    pub(crate) fn text_at(&self, position: usize) -> Option<&Folded> {
        let text = self.positional.get(position)?;
        (!text.pieces.is_empty()).then_some(text)
    }

    /// The name of options that it hands on and the file does not show: `send(url, options)`, `send(url, { ...options })`.
    pub(crate) fn options(&self) -> Option<&str> {
        let mut named = self.named.iter().map(|(name, _)| name.as_str());
        let mut behind = self.positional.iter().skip(1);
        named.find(|name| *name == crate::form::SPREAD).or_else(|| {
            behind.find_map(|text| match text.pieces.as_slice() {
                [Piece::Hole(name) | Piece::Reference(name)] => {
                    crate::frameworks::names_options(name).then_some(name.as_str())
                }
                _ => None,
            })
        })
    }
}

/// A client in a name of the whole file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    /// The name.
    pub name: String,
    /// Whether it stands for the whole file in other files.
    pub is_default: bool,
    /// What it is: `axios.create()`, `./client.ApiClient()`.
    pub origin: String,
    /// The library that it is of; `None` for a class of the project.
    pub library: Option<String>,
    /// The base address that it was made with.
    pub base: Folded,
    /// How long its calls may take.
    pub deadline: Deadline,
    /// Whether a retry is set on it.
    pub has_retry: bool,
}

/// How an outbound call travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// HTTP.
    Http,
    /// gRPC.
    Grpc,
    /// GraphQL over HTTP.
    Graphql,
    /// WebSocket.
    Websocket,
}
