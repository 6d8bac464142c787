//! Whether an operation answers a list, and how the list is paged.

use model::facts::contract::Parameter;
use model::{Contracts, Known, Place};

use super::operation::View;
use super::shape::Shape;
use super::vocabulary::{folded, is_plural, version, words};

const CURSORS: [&str; 27] = [
    "cursor",
    "pagetoken",
    "nexttoken",
    "nextpagetoken",
    "after",
    "startingafter",
    "endingbefore",
    "before",
    "continuationtoken",
    "continue",
    "marker",
    "sinceid",
    "maxid",
    "nextcursor",
    "startcursor",
    "endcursor",
    "pagecursor",
    "pageafter",
    "pagebefore",
    "skiptoken",
    "next",
    "exclusivestartkey",
    "lastevaluatedkey",
    "startkey",
    "bookmark",
    "paginationtoken",
    "iterator",
];
const OFFSETS: [&str; 9] = [
    "offset",
    "skip",
    "start",
    "startat",
    "startindex",
    "pageoffset",
    "firstresult",
    "startrow",
    "begin",
];
const PAGES: [&str; 10] = [
    "page",
    "pagenumber",
    "pageno",
    "pageindex",
    "pagenum",
    "currentpage",
    "pageid",
    "pg",
    "pagination",
    "p",
];
const SIZES: [&str; 26] = [
    "limit",
    "pagesize",
    "perpage",
    "size",
    "count",
    "maxresults",
    "top",
    "maxitems",
    "max",
    "rows",
    "take",
    "hitsperpage",
    "pagelimit",
    "itemsperpage",
    "resultsperpage",
    "maxpagesize",
    "numresults",
    "pagecount",
    "maxcount",
    "batchsize",
    "first",
    "last",
    "maxresultcount",
    "pagemaxsize",
    "limits",
    "num",
];
const SIGNS_IN_BODY: [&str; 17] = [
    "next",
    "nextpage",
    "nextlink",
    "nextpagetoken",
    "nextcursor",
    "nexttoken",
    "hasmore",
    "hasnext",
    "paging",
    "pagination",
    "pageinfo",
    "cursor",
    "continuationtoken",
    "hasnextpage",
    "odatanextlink",
    "nextmarker",
    "istruncated",
];
const LISTS: [&str; 14] = [
    "items",
    "data",
    "results",
    "values",
    "entries",
    "records",
    "list",
    "content",
    "rows",
    "hits",
    "value",
    "elements",
    "objects",
    "resources",
];

/// Whether a parameter says how many rows a page has.
pub fn is_page_size(parameter: &Parameter) -> bool {
    parameter.location == "query" && SIZES.contains(&folded(&parameter.name).as_str())
}

/// Whether the operation answers a list of things.
pub fn is_collection(contracts: &Contracts, view: &View<'_>) -> Known<bool> {
    let last = view
        .path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let is_index = version(last).is_some() || matches!(last, "api" | "apis" | "");
    let is_bounded = is_reference_list(last) || is_selection(view) || is_period(contracts, view);
    if last.starts_with('{') || is_index || is_bounded {
        return Known::Is(false);
    }
    let Some(schema) = view.success_schema() else {
        return match view.successes().any(|response| response.response.is_none()) {
            true => Known::unknown("a response that cannot be read"),
            false => Known::Is(false),
        };
    };
    let shape = Shape::of(contracts, schema);
    if shape.is_hidden {
        return Known::unknown("a schema that cannot be read");
    }
    if shape.main_type() == Some("array") {
        return Known::Is(has_objects(contracts, shape.items));
    }
    let folded_last = folded(last);
    let lists: Vec<Place> = shape
        .properties
        .iter()
        .filter(|field| {
            let name = folded(field.name);
            LISTS.contains(&name.as_str()) || (name == folded_last && is_plural(last))
        })
        .map(|field| field.schema)
        .filter(|place| {
            let inner = Shape::of(contracts, *place);
            inner.main_type() == Some("array") && has_objects(contracts, inner.items)
        })
        .collect();
    // One list among many properties is a part of a thing, not a list of things; so is one beside an id.
    let is_thing = shape.property("id").is_some() || shape.property("uuid").is_some();
    Known::Is(!lists.is_empty() && !is_thing && shape.properties.len() <= 12)
}

/// Whether a path leads below the id of one thing. What a whole account, organisation or project has
/// grows with the data; the parts of one thing grow with that thing.
pub fn is_part(path: &str) -> bool {
    const TENANTS: [&str; 23] = [
        "account",
        "organization",
        "organisation",
        "org",
        "workspace",
        "tenant",
        "team",
        "project",
        "company",
        "site",
        "store",
        "enterprise",
        "namespace",
        "group",
        "business",
        "merchant",
        "shop",
        "domain",
        "repo",
        "repository",
        "ledger",
        "user",
        "environment",
    ];
    let segments: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let mut before = "";
    for (index, segment) in segments.iter().enumerate() {
        let is_last = index + 1 == segments.len();
        if segment.starts_with('{') && !is_last {
            let name = folded(before);
            let parameter = folded(segment);
            // `/{owner}/{name}/…`: the second parameter names the same thing more closely.
            let is_tenant = before.starts_with('{')
                || before.is_empty()
                || version(before).is_some()
                || TENANTS.iter().any(|tenant| {
                    name.trim_end_matches('s')
                        .ends_with(tenant.trim_end_matches('y'))
                        || name
                            .trim_end_matches("ies")
                            .ends_with(tenant.trim_end_matches('y'))
                        || parameter.contains(tenant)
                });
            if !is_tenant {
                return true;
            }
        }
        before = segment;
    }
    false
}

/// Lists that everybody knows the length of.
fn is_reference_list(segment: &str) -> bool {
    const NAMES: [&str; 24] = [
        "regions",
        "countries",
        "currencies",
        "languages",
        "locales",
        "timezones",
        "tiers",
        "sizes",
        "types",
        "plans",
        "options",
        "formats",
        "versions",
        "roles",
        "permissions",
        "capabilities",
        "scopes",
        "statuses",
        "units",
        "levels",
        "brands",
        "images",
        "thumbnails",
        "avatars",
    ];
    let segment = folded(segment);
    NAMES.iter().any(|name| segment.ends_with(name))
}

/// Whether the caller names the things that it wants: the answer is as long as the question.
fn is_selection(view: &View<'_>) -> bool {
    let last = view.path.trim_end_matches('/').rsplit('/').next();
    let is_by_name = matches!(last, Some("by" | "by-ids" | "batch" | "lookup"));
    view.parameters.iter().any(|(_, _, parameter)| {
        parameter.location == "query"
            && (parameter.is_required || is_by_name)
            && (parameter.name.eq_ignore_ascii_case("id")
                || words(&parameter.name)
                    .last()
                    .is_some_and(|word| word == "ids"))
    })
}

/// Whether the caller must name a period: the answer is as long as it.
fn is_period(contracts: &Contracts, view: &View<'_>) -> bool {
    let times = view.parameters.iter().filter(|(_, _, parameter)| {
        parameter.location == "query"
            && parameter.is_required
            && is_time(contracts, view, parameter)
    });
    times.count() >= 2
}

/// The shape of one thing of a list, for the schema that an answer carries.
pub fn item(contracts: &Contracts, schema: Place) -> Place {
    let shape = Shape::of(contracts, schema);
    match (shape.main_type(), shape.items) {
        (Some("array"), Some(items)) => items,
        _ => schema,
    }
}

fn has_objects(contracts: &Contracts, items: Option<Place>) -> bool {
    items.is_some_and(|items| {
        let shape = Shape::of(contracts, items);
        shape.main_type() == Some("object") || !shape.one_of.is_empty() || !shape.any_of.is_empty()
    })
}

/// Whether an operation is paged, and its style: `cursor`, `offset`, `page`; `None` if it only
/// bounds the answer, or pages by headers and links.
pub fn paging(contracts: &Contracts, view: &View<'_>) -> (Known<bool>, Option<String>) {
    let mut style = None;
    let mut has_size = false;
    for (_, _, parameter) in &view.parameters {
        let name = folded(&parameter.name);
        let name = name.as_str();
        if parameter.location == "header" && matches!(name, "range" | "xnextpage" | "xpage") {
            has_size = true;
        }
        if parameter.location != "query" {
            continue;
        }
        has_size |= SIZES.contains(&name);
        let found = if CURSORS.contains(&name) {
            "cursor"
        } else if OFFSETS.contains(&name) {
            "offset"
        } else if PAGES.contains(&name) {
            "page"
        } else {
            continue;
        };
        let is_date = parameter.schema.is_some() && matches!(name, "after" | "before" | "start");
        if !(is_date && is_time(contracts, view, parameter)) && style != Some("cursor") {
            style = Some(found);
        }
    }
    let has_link = view
        .successes()
        .filter_map(|response| response.response)
        .any(|response| {
            let mut names = response.headers.iter().map(|(name, _, _)| folded(name));
            names.any(|name| name == "link" || name == "xnextpage" || name == "contentrange")
        });
    let has_sign = view.success_schema().is_some_and(|schema| {
        let shape = Shape::of(contracts, schema);
        let mut names = shape.properties.iter().map(|field| folded(field.name));
        names.any(|name| SIGNS_IN_BODY.contains(&name.as_str()))
    });
    let is_paged = style.is_some() || has_size || has_link || has_sign;
    let known = match (is_paged, view.is_hidden) {
        (false, true) => Known::unknown("a part that cannot be read"),
        (is_paged, _) => Known::Is(is_paged),
    };
    (known, style.map(str::to_owned))
}

fn is_time(contracts: &Contracts, view: &View<'_>, parameter: &Parameter) -> bool {
    let place = view
        .parameters
        .iter()
        .find(|(_, _, known)| std::ptr::eq(*known, parameter))
        .map(|(_, place, _)| *place);
    let schema = place.and_then(|place| Some(place.beside(parameter.schema?)));
    schema.is_some_and(|schema| {
        let format = Shape::of(contracts, schema).format;
        matches!(format, Some("date" | "date-time" | "time"))
    })
}
