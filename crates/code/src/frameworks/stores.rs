//! Stores and brokers that are opened.

mod table;

use super::{pick, place, placeholder_text};
use crate::form::{CallId, Unit, Value, matches};
use crate::{Folded, Piece, Store};
use table::{Opening, STORES};

/// The stores that a file opens.
pub(crate) fn stores(unit: &Unit) -> Vec<Store> {
    let openings: Vec<&Opening> = STORES
        .iter()
        .copied()
        .flatten()
        .filter(|opening| {
            opening.languages.contains(&unit.language) && unit.imports_any(opening.gate)
        })
        .collect();
    let mut out: Vec<Store> = Vec::new();
    for id in 0..unit.calls.len() {
        if unit.calls[id].is_annotation {
            continue;
        }
        let Some(callee) = unit.callee(id) else {
            continue;
        };
        for opening in &openings {
            if opening
                .calls
                .iter()
                .any(|pattern| matches(&callee, pattern))
                && opening
                    .only
                    .is_none_or(|only| driver(unit, opening, id).as_deref() == Some(only))
            {
                out.push(store(unit, opening, id));
            }
        }
    }
    out.sort_by_key(|store| store.at);
    out.dedup_by(|next, kept| next.at == kept.at);
    out
}

fn store(unit: &Unit, opening: &Opening, id: CallId) -> Store {
    let call = &unit.calls[id];
    let mut url = Folded::default();
    if let Some(argument) = pick(call, &opening.url) {
        url = address(unit, &argument.value, call.scope);
    } else {
        // The address is set along the chain: `PgPoolOptions::new().connect(url)`.
        let mut next = unit.chained(id).first().copied();
        while let Some(other) = next {
            let chained = &unit.calls[other];
            if opening.url_calls.contains(&chained.method())
                && let Some(argument) = chained.positional(0)
            {
                url = address(unit, &argument.value, chained.scope);
            }
            next = unit.chained(other).first().copied();
        }
    }
    if let Some(port) = call.option(&["port"])
        && call.option(&["host", "hostname", "server"]).is_some()
        && let Some(port) = unit.fold(&port.value, call.scope).known()
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && !url.pieces.is_empty()
    {
        url.push(Piece::Text(format!(":{port}")));
    }
    let url = placeholder_text(&url);
    let driver = driver(unit, opening, id);
    let kind = match opening.kind {
        "sql" => driver
            .as_deref()
            .and_then(kind_of)
            .or_else(|| kind_of_url(&url))
            .or_else(
                || match pick(call, &opening.url).map(|argument| &argument.value) {
                    // `gorm.Open(postgres.Open(dsn))`
                    Some(Value::Call(inner)) => unit.callee(*inner).as_deref().and_then(kind_of),
                    _ => None,
                },
            )
            .unwrap_or("sql"),
        kind => kind,
    };
    let (is_pooled, pool_maximum) = pool(unit, opening, id);
    Store {
        kind: kind.to_owned(),
        url,
        at: call.at,
        library: opening.library.to_owned(),
        is_pooled,
        pool_maximum,
        place: place(unit, call.scope),
    }
}

/// The name of the driver that a call states.
fn driver(unit: &Unit, opening: &Opening, id: CallId) -> Option<String> {
    let call = &unit.calls[id];
    let argument = pick(call, &opening.driver?)?;
    let text = unit.fold(&argument.value, call.scope);
    text.known().map(str::to_owned)
}

/// The address inside options, lists and calls that only carry it.
fn address(unit: &Unit, value: &Value, scope: usize) -> Folded {
    match value {
        Value::Name(name) => match unit.lookup(name, scope) {
            [binding]
                if matches!(
                    unit.bindings[*binding].value,
                    Value::Map(_) | Value::Call(_)
                ) =>
            {
                let binding = &unit.bindings[*binding];
                let inner = address(unit, &binding.value, binding.scope);
                match inner.is_unknown() {
                    true => unit.fold(value, scope),
                    false => inner,
                }
            }
            _ => unit.fold(value, scope),
        },
        Value::Map(entries) => entries
            .iter()
            .find(|entry| {
                entry
                    .name
                    .as_deref()
                    .is_some_and(|name| ADDRESS_OPTIONS.contains(&name))
            })
            .map(|entry| address(unit, &entry.value, scope))
            .unwrap_or_default(),
        Value::List(items) => items
            .first()
            .map(|item| address(unit, item, scope))
            .unwrap_or_default(),
        Value::Call(id) => {
            let call = &unit.calls[*id];
            // `options.Client().ApplyURI(uri)`, `postgres.Open(dsn)`, `pika.URLParameters(url)`, `&redis.Options{Addr: …}`
            if let Some(argument) = call.option(ADDRESS_OPTIONS) {
                return unit.fold(&argument.value, call.scope);
            }
            if matches!(
                call.method(),
                "ApplyURI"
                    | "Open"
                    | "URLParameters"
                    | "ConnectionParameters"
                    | "ParseURL"
                    | "ParseConfig"
                    | "from_str"
                    | "new"
                    | "parse"
                    | "ConnectionString"
                    | "from_url"
                    | "Options"
                    | "NewUniversalClient"
                    | "Config"
                    | "HikariConfig"
            ) && let Some(argument) = call.positional(0)
            {
                return address(unit, &argument.value, call.scope);
            }
            unit.fold(value, scope)
        }
        other => unit.fold(other, scope),
    }
}

const ADDRESS_OPTIONS: &[&str] = &[
    "connectionString",
    "url",
    "uri",
    "dsn",
    "connection",
    "host",
    "Addr",
    "Addrs",
    "hostname",
    "server",
    "node",
    "nodes",
    "brokers",
    "servers",
    "bootstrap_servers",
    "bootstrap.servers",
    "hosts",
    "contactPoints",
    "filename",
    "storage",
    "endpoint",
    "DSN",
    "socket",
];

fn pool(unit: &Unit, opening: &Opening, id: CallId) -> (bool, Option<u64>) {
    const MAXIMA: &[&str] = &[
        "max",
        "connectionLimit",
        "maxPoolSize",
        "pool_size",
        "max_size",
        "maxsize",
        "max_connections",
        "maximumPoolSize",
        "poolSize",
        "MaxConns",
        "PoolSize",
        "MaxOpenConns",
        "maxconn",
        "pool",
        "maxActive",
        "maxTotal",
        "MaxPoolSize",
    ];
    const SETTERS: &[&str] = &[
        "max_connections",
        "max_size",
        "SetMaxOpenConns",
        "setMaximumPoolSize",
        "maximumPoolSize",
        "SetMaxPoolSize",
        "setMaxTotal",
        "maxSize",
    ];
    let number = |value: &Value, scope: usize| {
        unit.fold(value, scope)
            .known()
            .and_then(|text| text.replace('_', "").parse().ok())
    };
    let call = &unit.calls[id];
    if let Some(argument) = call.option(MAXIMA) {
        let value = match &argument.value {
            Value::Map(entries) => entries
                .iter()
                .find(|entry| entry.name.as_deref() == Some("max"))
                .and_then(|entry| number(&entry.value, call.scope)),
            value => number(value, call.scope),
        };
        return (true, value);
    }
    let mut next = Some(id);
    while let Some(other) = next {
        let chained = &unit.calls[other];
        if SETTERS.contains(&chained.method()) {
            return (
                true,
                chained
                    .positional(0)
                    .and_then(|argument| number(&argument.value, chained.scope)),
            );
        }
        next = unit.chained(other).first().copied();
    }
    let mut before = call.receiver();
    while let Some(other) = before {
        let chained = &unit.calls[other];
        if SETTERS.contains(&chained.method()) {
            return (
                true,
                chained
                    .positional(0)
                    .and_then(|argument| number(&argument.value, chained.scope)),
            );
        }
        before = chained.receiver();
    }
    // Set on the variable that keeps it: `db.SetMaxOpenConns(20)`.
    let kept: Vec<&str> = unit
        .bindings
        .iter()
        .filter(|binding| matches!(binding.value, Value::Call(other) if other == id))
        .map(|binding| binding.name.as_str())
        .collect();
    for other in &unit.calls {
        if SETTERS.contains(&other.method())
            && let Value::Member(object, _) = &other.callee
            && let Value::Name(name) = object.as_ref()
            && kept.contains(&name.as_str())
        {
            return (
                true,
                other
                    .positional(0)
                    .and_then(|argument| number(&argument.value, other.scope)),
            );
        }
    }
    (opening.is_pooled, None)
}

fn kind_of_url(url: &Folded) -> Option<&'static str> {
    match url.pieces.first()? {
        Piece::Text(text) => kind_of(
            text.trim_start_matches("jdbc:")
                .trim_start_matches("r2dbc:"),
        ),
        Piece::Environment {
            default: Some(default),
            ..
        }
        | Piece::Configuration {
            default: Some(default),
            ..
        } => kind_of(default.trim_start_matches("jdbc:")),
        _ => None,
    }
}

/// The store that a scheme, driver or dialect names.
fn kind_of(text: &str) -> Option<&'static str> {
    const KINDS: &[(&str, &str)] = &[
        ("postgres", "postgresql"),
        ("pgx", "postgresql"),
        ("pgsql", "postgresql"),
        ("pg", "postgresql"),
        ("cockroach", "postgresql"),
        ("mysql", "mysql"),
        ("mariadb", "mysql"),
        ("sqlite", "sqlite"),
        ("better-sqlite", "sqlite"),
        ("sqlserver", "sqlserver"),
        ("mssql", "sqlserver"),
        ("sqlsrv", "sqlserver"),
        ("oracle", "oracle"),
        ("mongodb", "mongodb"),
        ("redis", "redis"),
        ("clickhouse", "clickhouse"),
        ("h2", "h2"),
        ("file:", "sqlite"),
        ("libsql", "sqlite"),
    ];
    let lower = text.to_ascii_lowercase();
    let name = lower
        .rsplit('/')
        .next()
        .filter(|_| lower.starts_with("github.com") || lower.starts_with("gorm.io"))
        .unwrap_or(&lower);
    KINDS
        .iter()
        .find(|(prefix, _)| name.starts_with(prefix))
        .map(|(_, kind)| *kind)
}

#[cfg(test)]
pub(super) fn entries() -> Vec<String> {
    let all = STORES.iter().copied().flatten();
    all.map(|opening| match opening.kind {
        "sql" => format!("{:?} {}", opening.languages[0], opening.library),
        kind => format!("{:?} {} {kind}", opening.languages[0], opening.library),
    })
    .collect()
}
