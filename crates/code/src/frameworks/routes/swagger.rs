//! Servers that go-swagger writes from a contract: each operation is put into a table by method and path, and the contract
//! with its base path stands in another file of the program.
//! Source: https://goswagger.io/go-swagger/generate/server/

use super::normalise;
use crate::form::{Unit, Value};
use crate::{Language, Mount, Route};

pub(super) const FRAMEWORK: &str = "go-swagger";

/// The program whose base path stands before the routes.
const PROGRAM: &str = "@go-swagger";

/// `o.handlers["GET"]["/orders/{id}"] = orders.NewShow(o.context, o.OrdersShowHandler)`.
pub(super) fn routes(unit: &Unit) -> Vec<Route> {
    if unit.language != Language::Go || !unit.imports_any(&["github.com/go-openapi/runtime"]) {
        return Vec::new();
    }
    let registered = unit.bindings.iter().filter_map(|binding| {
        let (_, keys) = binding.name.split_once(".handlers[\"")?;
        let (method, path) = keys.strip_suffix("\"]")?.split_once("\"][\"")?;
        let handler = match &binding.value {
            Value::Call(id) => unit.calls[*id].positional(1),
            _ => None,
        };
        Some(Route {
            method: method.to_owned(),
            path: normalise(path),
            at: binding.at,
            handler: handler.and_then(|handler| match &handler.value {
                Value::Member(_, name) => Some(name.clone()),
                _ => None,
            }),
            framework: FRAMEWORK.to_owned(),
            prefix_of: Some(PROGRAM.to_owned()),
            needs_mount: false,
            stands_for: None,
            built: None,
        })
    });
    registered.collect()
}

/// The base path of the contract in `SwaggerJSON = json.RawMessage([]byte(`…`))`.
pub(super) fn base(unit: &Unit) -> Option<Mount> {
    const KEY: &str = "\"basePath\": \"";
    if unit.language != Language::Go {
        return None;
    }
    let mut bindings = unit.bindings.iter();
    let contract = bindings
        .find(|binding| binding.name == "SwaggerJSON" && matches!(binding.value, Value::Call(_)))?;
    let Value::Call(id) = contract.value else {
        return None;
    };
    let text = unit.fold(&unit.calls[id].positional(0)?.value, contract.scope);
    let text = text.display();
    let rest = &text[text.find(KEY)? + KEY.len()..];
    let prefix = normalise(&rest[..rest.find('"')?]);
    (prefix != "/").then(|| Mount {
        parent: None,
        prefix,
        target: PROGRAM.to_owned(),
        at: contract.at,
        framework: FRAMEWORK.to_owned(),
    })
}
