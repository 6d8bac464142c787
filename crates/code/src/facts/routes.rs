//! What a file serves, and what other files say of it.

use crate::{At, Folded};
use serde::{Deserialize, Serialize};

/// A route that the file serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The method in capitals; `*` for every method.
    pub method: String,
    /// The path with its prefixes: it starts with `/`, ends without, and writes a parameter as `{id}`.
    pub path: String,
    /// The path, or what stands for it.
    pub at: At,
    /// The function that serves it.
    pub handler: Option<String>,
    /// The framework.
    pub framework: String,
    /// The router whose own prefix another file may set; `None` when the path is complete.
    pub prefix_of: Option<String>,
    /// Whether it is served only where its router is mounted; else it is what a document says of it.
    pub needs_mount: bool,
    /// The view that a path names, as imported: what it serves itself is known better where it is declared.
    pub stands_for: Option<String>,
    /// What the path goes on with, where a function of another file builds it, or a call of another file describes the
    /// route: then it is that call's name, and the method is empty. [`link_routes`](crate::link_routes) fills it.
    pub built: Option<Folded>,
}

/// A router that is put below another one under a prefix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mount {
    /// The router that takes it; `None` for the application itself.
    pub parent: Option<String>,
    /// The prefix, normalised like a route's path; empty for none. A constant of another file stands as `{its.path}`.
    pub prefix: String,
    /// The router or module that is mounted, as imported: `./routes/orders`, `app.api.users.router`.
    pub target: String,
    /// The prefix, or what stands for it.
    pub at: At,
    /// The framework.
    pub framework: String,
}

/// A function that mounts a router which it is given: `server.MountRouter("/orders", orders.New())`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mounter {
    /// The function's own name.
    pub name: String,
    /// The names of its parameters in order; they stand as holes in the prefix.
    pub parameters: Vec<String>,
    /// The prefix.
    pub prefix: Folded,
    /// The parameter that is mounted, or an entry of it: `options.router`.
    pub target: String,
    /// The router that takes it; `None` for the application itself.
    pub parent: Option<String>,
    /// The parameter that is the router which takes it; `None` where it is not given.
    pub taker: Option<String>,
    /// The framework.
    pub framework: String,
}

/// A function that registers a path which it is given: `getForList("/orders", handler)` of a project's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registrar {
    /// The function's own name.
    pub name: String,
    /// The class whose method it is.
    pub class: Option<String>,
    /// Whether it stands for the whole file in other files.
    pub is_default: bool,
    /// The names of its parameters in order.
    pub parameters: Vec<String>,
    /// The path, with holes for parameters.
    pub path: Folded,
    /// The methods in capitals, where the function knows them.
    pub methods: Vec<String>,
    /// The parameter that says the method, where none is known.
    pub method: Option<String>,
    /// What the function's own file puts before the path.
    pub prefix: String,
    /// The router of that file that it is registered on; `None` for the application itself.
    pub router: Option<String>,
    /// The framework.
    pub framework: String,
    /// The path, where a route of the file stands for those of the callers.
    pub at: At,
}
