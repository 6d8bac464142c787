//! Files of routes that Laravel's providers put below a prefix: `Route::prefix('hooks')->group(base_path('routes/hooks.php'))`.

use super::called::{path_text, static_prefix};
use super::path::normalise;
use crate::form::{CallSite, Unit, Value};
use crate::{Language, Mount, Route};

/// Files that stand below a prefix of their own, told or not.
const KNOWN: &[&str] = &["api.php", "web.php", "console.php", "channels.php"];

/// Gives the routes of a file the name that providers mount it by, and finds such mounts.
pub(super) fn mount(unit: &Unit, path: &str, routes: &mut [Route], mounts: &mut Vec<Mount>) {
    if unit.language != Language::Php {
        return;
    }
    if let Some(node) = node(path) {
        for route in routes.iter_mut() {
            if route.framework == "laravel" && route.prefix_of.is_none() {
                route.prefix_of = Some(node.clone());
            }
        }
    }
    for call in unit.calls.iter().filter(|call| call.method() == "group") {
        let Some(node) = file(unit, call).as_deref().and_then(node) else {
            continue;
        };
        let prefix = normalise(&static_prefix(unit, call));
        mounts.push(Mount {
            parent: None,
            prefix: match prefix.as_str() {
                "/" => String::new(),
                _ => prefix,
            },
            target: format!("*.{node}"),
            at: call.at,
            framework: "laravel".to_owned(),
        });
    }
}

fn node(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    let is_routes = folder == "routes" || folder.ends_with("/routes");
    (is_routes && name.ends_with(".php") && !KNOWN.contains(&name))
        .then(|| format!("laravel {}", name.trim_end_matches(".php")))
}

/// The file that a group reads its routes from.
fn file(unit: &Unit, call: &CallSite) -> Option<String> {
    let value = &call.positional(0)?.value;
    let (value, scope) = match value {
        Value::Call(id) if unit.calls[*id].method() == "base_path" => {
            (&unit.calls[*id].positional(0)?.value, unit.calls[*id].scope)
        }
        value @ (Value::Text(_) | Value::Concat(_)) => (value, call.scope),
        _ => return None,
    };
    let text = path_text(&unit.fold(value, scope));
    text.ends_with(".php").then_some(text)
}
