//! Routes that a file's place declares: Next.js, SvelteKit, Nuxt.

use super::path::normalise;
use crate::form::{CallId, ScopeId, ScopeKind, Unit, Value, last_name};
use crate::{At, Language, Route};

/// Whether a file may serve a route by its path alone.
pub(crate) fn serves_by_place(language: Language, path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    language.is_script()
        && (file.starts_with("route.")
            || file.starts_with("+server.")
            || folders
                .split('/')
                .zip(folders.split('/').skip(1))
                .any(|pair| matches!(pair, ("pages", "api") | ("server", "api" | "routes"))))
}

/// The routes of a file that is one by its path.
pub(super) fn routes(unit: &Unit, path: &str) -> Vec<Route> {
    if !unit.language.is_script() {
        return Vec::new();
    }
    let parts: Vec<&str> = path.split('/').collect();
    let Some((file, folders)) = parts.split_last() else {
        return Vec::new();
    };
    let stem = file.split('.').next().unwrap_or("");
    // `app/orders/[id]/route.ts` serves each method that it exports.
    // Source: <https://nextjs.org/docs/app/api-reference/file-conventions/route>, "route.js|ts".
    if stem == "route"
        && !file.ends_with('x')
        && let Some(app) = folders.iter().rposition(|folder| *folder == "app")
    {
        return exported(unit, &spell(&folders[app + 1..]), "next.js");
    }
    if stem == "+server"
        && let Some(routes) = folders.iter().rposition(|folder| *folder == "routes")
    {
        return exported(unit, &spell(&folders[routes + 1..]), "sveltekit");
    }
    // `pages/api/orders/[id].ts` serves every method by its default export.
    if let Some(pages) = folders.windows(2).position(|pair| pair == ["pages", "api"])
        && unit.default_export.is_some()
    {
        let mut segments: Vec<&str> = folders[pages + 1..].to_vec();
        // `[...rest].ts` has dots of its own.
        let stem = file.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        if stem != "index" {
            segments.push(stem);
        }
        let handler = unit
            .default_export
            .as_ref()
            .and_then(|(value, _)| super::called::handler_name(unit, value));
        let methods = unit
            .default_export
            .as_ref()
            .map(|(value, scope)| by_method(unit, value, *scope, WRAPPER_DEPTH))
            .filter(|methods| !methods.is_empty())
            .or_else(|| let_in(unit))
            .unwrap_or_else(|| vec![("*".to_owned(), At::default())]);
        return methods
            .into_iter()
            .map(|(method, at)| route(&method, &spell(&segments), at, handler.clone(), "next.js"))
            .collect();
    }
    // `server/api/orders/[id].get.ts`
    if let Some(server) = folders
        .windows(2)
        .position(|pair| matches!(pair, ["server", "api" | "routes"]))
        && unit.default_export.is_some()
        && unit
            .calls
            .iter()
            .any(|call| matches!(call.method(), "defineEventHandler" | "eventHandler"))
    {
        let from = if folders[server + 1] == "api" {
            server + 1
        } else {
            server + 2
        };
        let mut segments: Vec<&str> = folders[from..].to_vec();
        if stem != "index" {
            segments.push(stem);
        }
        let method = file
            .split('.')
            .nth(1)
            .map(str::to_ascii_uppercase)
            .filter(|word| super::called::is_verb(word));
        return vec![route(
            method.as_deref().unwrap_or("*"),
            &spell(&segments),
            At::default(),
            None,
            "nuxt",
        )];
    }
    Vec::new()
}

/// The methods that a handler asks for, where it turns others away: `if (req.method !== "POST") res.status(405)`.
fn let_in(unit: &Unit) -> Option<Vec<(String, At)>> {
    let turns_away = unit.calls.iter().any(|call| {
        let mut arguments = call.arguments.iter();
        arguments.any(|argument| matches!(&argument.value, Value::Scalar(code) if code == "405"))
    });
    let mut asked: Vec<(String, At)> = Vec::new();
    for (method, _) in unit.asked_methods.iter().filter(|_| turns_away) {
        let is_known = asked.iter().any(|(known, _)| known == method);
        // Whatever answers `OPTIONS` so answers others as well.
        if !is_known && method != "OPTIONS" && super::called::is_verb(method) {
            asked.push((method.clone(), At::default()));
        }
    }
    (!asked.is_empty()).then_some(asked)
}

/// Calls in a row beyond this are no chain that anyone wrote.
const CHAIN_LIMIT: usize = 32;
/// Functions around functions around the handlers.
const WRAPPER_DEPTH: usize = 4;

/// The methods of a handler that is put together of one for each: `export default handlers({ GET: …, POST: … })`.
fn by_method(unit: &Unit, value: &Value, scope: ScopeId, depth: usize) -> Vec<(String, At)> {
    let Some(depth) = depth.checked_sub(1) else {
        return Vec::new();
    };
    match value {
        Value::Map(entries) => entries
            .iter()
            .filter_map(|entry| Some((entry.name.clone()?, entry.at)))
            .filter(|(name, _)| super::called::is_verb(name))
            .collect(),
        Value::Name(name) => match unit.lookup(name, scope) {
            [binding] => {
                let binding = &unit.bindings[*binding];
                by_method(unit, &binding.value, binding.scope, depth)
            }
            _ => Vec::new(),
        },
        Value::Call(id) => {
            let chained = chained(unit, *id);
            if !chained.is_empty() {
                return chained;
            }
            let call = &unit.calls[*id];
            call.arguments
                .iter()
                .map(|argument| by_method(unit, &argument.value, call.scope, depth))
                .find(|methods| !methods.is_empty())
                .unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The methods of a chain that adds a handler for each: `export default routes().get(list).post(place).handler()`.
fn chained(unit: &Unit, last: CallId) -> Vec<(String, At)> {
    let calls = std::iter::successors(Some(last), |&id| unit.calls[id].receiver());
    let mut out: Vec<(String, At)> = calls
        .take(CHAIN_LIMIT)
        .filter_map(|id| {
            let call = &unit.calls[id];
            let handler = call.arguments.last()?;
            let is_chained = call.receiver().is_some() && !matches!(handler.value, Value::Text(_));
            let method = call.method().to_ascii_uppercase();
            let is_verb = super::called::is_verb(&method);
            (is_chained && is_verb).then_some((method, call.at))
        })
        .collect();
    out.reverse();
    out
}

fn exported(unit: &Unit, path: &str, framework: &str) -> Vec<Route> {
    let mut out = Vec::new();
    for scope in &unit.scopes {
        if scope.kind == ScopeKind::Function
            && scope.parent == 0
            && super::called::is_verb(&scope.name)
        {
            out.push(route(
                &scope.name,
                path,
                scope.at,
                Some(scope.name.clone()),
                framework,
            ));
        }
    }
    for binding in &unit.bindings {
        let is_function = !matches!(
            binding.value,
            Value::List(_) | Value::Map(_) | Value::Text(_) | Value::Scalar(_)
        );
        if binding.scope == 0 && is_function && super::called::is_verb(&binding.name) {
            out.push(route(
                &binding.name,
                path,
                binding.at,
                Some(binding.name.clone()),
                framework,
            ));
        }
    }
    out
}

fn route(method: &str, path: &str, at: At, handler: Option<String>, framework: &str) -> Route {
    Route {
        method: method.to_owned(),
        path: path.to_owned(),
        at,
        handler,
        framework: framework.to_owned(),
        prefix_of: None,
        needs_mount: false,
        stands_for: None,
        built: None,
    }
}

/// `(group)` folders name nothing, `[id]` is a parameter, `[...rest]` takes all that follows.
fn spell(segments: &[&str]) -> String {
    let mut out = String::new();
    for segment in segments {
        if segment.starts_with('(') || segment.starts_with('@') {
            continue;
        }
        out.push('/');
        match segment.strip_prefix('[') {
            Some(inner) => {
                let name = last_name(inner.trim_matches(['[', ']', '.']));
                out.push_str(&format!("{{{name}}}"));
            }
            None => out.push_str(segment),
        }
    }
    normalise(&out)
}
