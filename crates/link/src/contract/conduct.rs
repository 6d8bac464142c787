//! How an operation behaves, as its parts tell: whether it can be repeated, cached, guarded,
//! waited for.

use model::{Casing, Contracts};

use super::operation::{ResponseView, View};
use super::shape::Shape;
use super::vocabulary::{self, casing, folded, is_plural, version};

/// Whether the caller shows who he is by a parameter, whatever the security schemes say.
pub fn takes_credentials(view: &View<'_>) -> bool {
    view.parameters.iter().any(|(_, _, parameter)| {
        match parameter.location.as_str() {
            "header" | "cookie" => vocabulary::is_credential(&parameter.name),
            // A link that is itself the permission.
            "path" => vocabulary::is_secret(&parameter.name) && !names_its_thing(view, parameter),
            _ => false,
        }
    })
}

/// Whether a path parameter of this name is a key that a path is built of, and names a thing: `/environments/{api_key}`.
pub fn names_a_thing(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with("key")
}

/// Whether a path parameter is the id of the thing that its name tells, not the thing itself:
/// `/api-tokens/{api-token}`, `/keys/{access_key}`.
pub fn names_its_thing(view: &View<'_>, parameter: &model::facts::contract::Parameter) -> bool {
    let written = format!("{{{}}}", parameter.name);
    let before = view
        .path
        .split('/')
        .take_while(|segment| **segment != written);
    parameter.location == "path"
        && before.last().is_some_and(|segment| {
            let last = vocabulary::words(&parameter.name).pop().unwrap_or_default();
            let segment = folded(segment);
            segment == format!("{}s", folded(&parameter.name)) || segment == format!("{last}s")
        })
}

/// Whether what a parameter names is what the path lists: the numbers of `/PhoneNumbers` and of
/// `/number_lookup/{phone_number}` are things of their own, and no data on a person.
pub fn is_what_is_listed(path: &str, name: &str) -> bool {
    let words = vocabulary::words(name);
    words.last().is_some_and(|last| {
        segments(path)
            .flat_map(vocabulary::words)
            .any(|word| word == format!("{last}s") || (last == "number" && word == *last))
    })
}

/// Whether the work is accepted and nothing tells where to ask for its end.
pub fn accepts_without_trace(view: &View<'_>) -> bool {
    let accepted = view
        .responses
        .iter()
        .find(|response| response.status == "202");
    accepted.is_some_and(|response| {
        let headers = response.response.iter().flat_map(|response| &response.headers);
        let mut names = headers.map(|(name, _, _)| folded(name));
        response.response.is_some_and(|response| !response.has_links)
            && response.content.is_empty()
            && !names.any(|name| {
                matches!(name.as_str(), "location" | "contentlocation" | "operationlocation" | "link")
                    || name.contains("async")
            })
            && view.operation.callbacks.is_empty()
            // What takes something away is done when the thing is gone, and can be read until then.
            && !matches!(view.method, "DELETE" | "PUT" | "PATCH")
    })
}

/// Whether a body is a list of things of any length. A JSON Patch is one change of one thing.
pub fn is_unbounded_batch(contracts: &Contracts, view: &View<'_>, shape: &Shape<'_>) -> bool {
    let is_patch = view
        .body
        .iter()
        .flat_map(|body| &body.content)
        .any(|(name, _, _)| name.contains("json-patch"))
        || shape.items.is_some_and(|items| {
            let item = Shape::of(contracts, items);
            item.property("op").is_some() && item.property("path").is_some()
        });
    shape.main_type() == Some("array") && shape.bounds.max_items.is_none() && !is_patch
}

/// Whether the path ends in a word that runs what was stored before: under a scope for reading it reads.
pub fn runs_something(path: &str) -> bool {
    let last = segments(path).last().unwrap_or_default();
    let last = last.rsplit([':', '.']).next().unwrap_or(last);
    matches!(
        folded(last).as_str(),
        "run"
            | "execute"
            | "exec"
            | "evaluate"
            | "eval"
            | "explain"
            | "count"
            | "render"
            | "check"
            | "verify"
            | "test"
            | "match"
            | "resolve"
            | "analyze"
            | "find"
            | "list"
            | "get"
            | "download"
    )
}

/// Whether its operation id begins by saying that it reads: `BatchRetrieveOrders`, `parseQueries`.
pub fn is_named_as_read(view: &View<'_>) -> bool {
    const VERBS: [&str; 22] = [
        "get",
        "list",
        "retrieve",
        "read",
        "fetch",
        "search",
        "find",
        "query",
        "lookup",
        "parse",
        "analyse",
        "analyze",
        "check",
        "validate",
        "evaluate",
        "count",
        "match",
        "suggest",
        "autocomplete",
        "compare",
        "export",
        "preview",
    ];
    const PREFIXES: [&str; 4] = ["batch", "bulk", "post", "multi"];
    let id = view.operation.operation_id.as_ref();
    let words = vocabulary::words(id.map_or("", |(id, _)| id.as_str()));
    let mut words = words
        .iter()
        .map(String::as_str)
        .skip_while(|word| PREFIXES.contains(word));
    words.next().is_some_and(|word| VERBS.contains(&word))
}

/// The segments of a path that are words: no parameters, no versions.
pub fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter(|segment| !segment.is_empty() && !segment.contains(['{', '}']))
        .filter(|segment| version(segment).is_none())
}

/// The casing of the first segment that shows one.
pub fn path_casing(path: &str) -> Option<Casing> {
    segments(path)
        .map(|segment| segment.split(['.', ':', '(']).next().unwrap_or(segment))
        .find_map(casing)
}

/// Whether it creates a thing in a collection.
pub fn is_create(view: &View<'_>, successes: &[&str]) -> bool {
    let last = segments(view.path).last().unwrap_or_default();
    let ends_in_parameter = view.path.trim_end_matches('/').ends_with('}');
    view.method == "POST"
        && view.body.is_some()
        && !ends_in_parameter
        && !last.contains('.')
        && vocabulary::verb(last).is_none()
        && (successes.contains(&"201") || is_plural(last))
        && !vocabulary::is_open_by_design(view.path)
}

/// Whether it takes a key by which a repeated request is known.
pub fn has_idempotency_key(view: &View<'_>, body: Option<&Shape<'_>>) -> bool {
    let is_key = |name: &str| {
        let name = folded(name);
        name.contains("idempoten")
            || matches!(
                name.as_str(),
                "clienttoken"
                    | "clientrequesttoken"
                    | "requestid"
                    | "clientrequestid"
                    | "repeatabilityrequestid"
                    | "paypalrequestid"
                    | "clientmutationid"
                    | "deduplicationid"
                    | "idempotencytoken"
            )
    };
    view.parameters
        .iter()
        .any(|(_, _, parameter)| is_key(&parameter.name))
        || body.is_some_and(|body| body.properties.iter().any(|field| is_key(field.name)))
}

fn headers<'v>(view: &'v View<'_>) -> impl Iterator<Item = String> + 'v {
    view.responses
        .iter()
        .filter_map(|response: &ResponseView<'_>| response.response)
        .flat_map(|response| &response.headers)
        .map(|(name, _, _)| folded(name))
}

/// Whether its answer can be cached or revalidated.
pub fn has_cache_validator(view: &View<'_>, statuses: &[&str]) -> bool {
    const HEADERS: [&str; 4] = ["etag", "lastmodified", "cachecontrol", "expires"];
    const PARAMETERS: [&str; 2] = ["ifnonematch", "ifmodifiedsince"];
    statuses.contains(&"304")
        || headers(view).any(|name| HEADERS.contains(&name.as_str()))
        || view.parameters.iter().any(|(_, _, p)| {
            p.location == "header" && PARAMETERS.contains(&folded(&p.name).as_str())
        })
}

/// Whether two writers are kept apart.
pub fn has_write_guard(
    contracts: &Contracts,
    view: &View<'_>,
    statuses: &[&str],
    body: Option<&Shape<'_>>,
) -> bool {
    const FIELDS: [&str; 8] = [
        "version",
        "etag",
        "revision",
        "rev",
        "resourceversion",
        "lockversion",
        "generation",
        "fingerprint",
    ];
    let is_guard = |name: &str| FIELDS.contains(&folded(name).as_str());
    let in_body = body.is_some_and(|body| {
        body.properties.iter().any(|field| is_guard(field.name))
            || body.property("metadata").is_some_and(|field| {
                let inner = Shape::of(contracts, field.schema);
                inner.properties.iter().any(|field| is_guard(field.name))
            })
    });
    in_body
        || statuses
            .iter()
            .any(|status| matches!(*status, "409" | "412" | "428"))
        || view.parameters.iter().any(|(_, _, p)| {
            let name = folded(&p.name);
            matches!(name.as_str(), "ifmatch" | "ifunmodifiedsince") || is_guard(&p.name)
        })
}

/// Whether it says how often it may be called.
pub fn states_rate_limit(view: &View<'_>, statuses: &[&str]) -> bool {
    statuses.contains(&"429")
        || headers(view).any(|name| name.contains("ratelimit") || name == "retryafter")
        || view.operation.extensions.iter().any(|name| {
            let name = folded(name);
            name.contains("ratelimit") || name.contains("throttl") || name.contains("quota")
        })
}

/// Whether its name tells of long work, and the caller waits for it.
pub fn holds_long_work(view: &View<'_>, statuses: &[&str]) -> bool {
    let last = segments(view.path).last().unwrap_or_default();
    let id = view
        .operation
        .operation_id
        .as_ref()
        .map(|(id, _)| id.as_str());
    view.method == "POST"
        && !statuses.contains(&"202")
        && view.operation.callbacks.is_empty()
        && (vocabulary::is_long_work(last) || vocabulary::words(id.unwrap_or_default()).first().is_some_and(|word| vocabulary::is_long_work(word)))
        // What answers with a thing that has a state can be asked again.
        && !statuses.contains(&"201")
}

/// Whether a success response has a body that nothing is said of.
pub fn has_untyped_success(contracts: &Contracts, view: &View<'_>) -> bool {
    if view.method == "HEAD" {
        return false;
    }
    view.successes().any(|response| {
        response.content.iter().any(|(name, _, schema)| {
            let is_structured = name.contains("json") || name.contains("xml") || *name == "*/*";
            is_structured
                && match schema {
                    None => true,
                    Some(schema) => Shape::of(contracts, *schema).is_anything(),
                }
        })
    })
}
