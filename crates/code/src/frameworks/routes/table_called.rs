//! Frameworks whose routes are registered by calls.

mod dotnet;
mod go;
mod jvm;
mod php;
mod python;
mod ruby;
mod rust;
mod scripts;

use super::Verb::{self, Any, Before, InPath, Is};
use crate::Language::{self, JavaScript, TypeScript};
use crate::frameworks::{Pick, first};

/// One framework.
pub(super) struct Called {
    pub framework: &'static str,
    pub languages: &'static [Language],
    /// The file imports one of these; empty where nothing needs to be imported.
    pub gate: &'static [&'static str],
    /// Where a router comes from, as [`matches`](crate::form::matches) reads it.
    pub routers: &'static [&'static str],
    /// Names of parameters without a type that are routers.
    pub names: &'static [&'static str],
    /// Of the routers, those that are the whole application.
    pub applications: &'static [&'static str],
    /// Of the calls on a router, those that give a new one: `express.Router()`.
    pub constructors: &'static [&'static str],
    /// Functions of the project that give a router, by the name that everyone gives them.
    pub factories: &'static [&'static str],
    pub verbs: &'static [(&'static str, Verb)],
    pub path: Pick,
    pub minimum_arguments: usize,
    /// What stands before every path.
    pub base: &'static str,
    /// Options of the router's construction that set its prefix.
    pub constructor_prefix: &'static [&'static str],
    pub groups: &'static [Grouping],
    pub mounts: &'static [Mounting],
    /// `:order-id` is one parameter, which ends with the next slash.
    pub has_whole_parameters: bool,
    /// Paths may stand without a leading slash.
    pub is_relative: bool,
    /// A registration may leave its path out.
    pub is_path_optional: bool,
    /// Registrations are calls of bare names …
    pub is_bare: bool,
    /// … inside blocks of these calls, or functions or classes of these types; anywhere when empty.
    pub bare_below: &'static [&'static str],
    /// Names that are the router of the whole program.
    pub statics: &'static [&'static str],
    /// The handler is a block or closure.
    pub needs_lambda: bool,
    /// Any decorator with such a name and a path is a registration, whatever it is called on.
    pub is_any_decorator: bool,
    /// A function around the registrations says nothing about their prefix.
    pub is_program_wide: bool,
    /// Another file may put this whole file below a prefix.
    pub is_file_mounted: bool,
    /// The call that makes a handler of a view, by which a registration is known in a function of the project.
    pub view: Option<&'static str>,
    /// The project adds functions of its own to routers, which are known everywhere by their names.
    pub has_extensions: bool,
}

impl Called {
    /// Where a registration has its path: behind its method, where that is an argument.
    pub fn path_of(&self, verb: &Verb) -> Pick {
        match verb {
            Verb::Before(position) => Pick {
                position: Some(position + 1),
                names: self.path.names,
            },
            _ => self.path,
        }
    }
}

/// A call that gives a router below a prefix, or a block of its own.
pub(super) struct Grouping {
    pub method: &'static str,
    pub prefix: Pick,
    /// The block is below one thing of many: `resources :orders do`.
    pub is_resource: bool,
}

/// A call that puts a router below a prefix.
pub(super) struct Mounting {
    pub method: &'static str,
    pub prefix: Pick,
    /// `None`: every argument may be one.
    pub target: Option<Pick>,
}

const NOTHING: Called = Called {
    framework: "",
    languages: &[],
    gate: &[],
    routers: &[],
    names: &[],
    applications: &[],
    constructors: &[],
    factories: &[],
    verbs: VERBS,
    path: first(),
    minimum_arguments: 2,
    base: "",
    constructor_prefix: &[],
    groups: &[],
    mounts: &[],
    has_whole_parameters: false,
    is_relative: false,
    is_path_optional: false,
    is_bare: false,
    bare_below: &[],
    statics: &[],
    needs_lambda: false,
    is_any_decorator: false,
    is_program_wide: false,
    is_file_mounted: false,
    view: None,
    has_extensions: false,
};

const SCRIPT: &[Language] = &[JavaScript, TypeScript];

/// Methods by their names in lower case.
const VERBS: &[(&str, Verb)] = &[
    ("get", Is("GET")),
    ("post", Is("POST")),
    ("put", Is("PUT")),
    ("delete", Is("DELETE")),
    ("del", Is("DELETE")),
    ("patch", Is("PATCH")),
    ("head", Is("HEAD")),
    ("options", Is("OPTIONS")),
    ("all", Any),
    ("any", Any),
];

/// Methods by their names in capitals.
const CAPITAL_VERBS: &[(&str, Verb)] = &[
    ("GET", Is("GET")),
    ("POST", Is("POST")),
    ("PUT", Is("PUT")),
    ("DELETE", Is("DELETE")),
    ("PATCH", Is("PATCH")),
    ("HEAD", Is("HEAD")),
    ("OPTIONS", Is("OPTIONS")),
    ("Any", Any),
    ("Handle", Before(0)),
    ("HandlerFunc", Before(0)),
    ("Handler", Before(0)),
    ("Match", Before(0)),
    ("Add", Before(0)),
];

/// Methods by their names with a capital first.
const TITLE_VERBS: &[(&str, Verb)] = &[
    ("Get", Is("GET")),
    ("Post", Is("POST")),
    ("Put", Is("PUT")),
    ("Delete", Is("DELETE")),
    ("Patch", Is("PATCH")),
    ("Head", Is("HEAD")),
    ("Options", Is("OPTIONS")),
    ("All", Any),
    ("Handle", InPath),
    ("HandleFunc", InPath),
    ("Method", Before(0)),
    ("MethodFunc", Before(0)),
    ("Add", Before(0)),
];

const fn group(method: &'static str, prefix: Pick) -> Grouping {
    Grouping {
        method,
        prefix,
        is_resource: false,
    }
}

const fn mount(method: &'static str, prefix: Pick, target: Option<Pick>) -> Mounting {
    Mounting {
        method,
        prefix,
        target,
    }
}

/// Every framework, in the order in which they are asked.
pub(super) const CALLED: &[&[Called]] = &[
    dotnet::TABLE,
    go::TABLE,
    jvm::TABLE,
    php::TABLE,
    python::TABLE,
    ruby::TABLE,
    rust::TABLE,
    scripts::TABLE,
];
