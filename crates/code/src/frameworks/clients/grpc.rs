//! Calls of gRPC stubs.

use super::deadline::{deadline_of, has_handed_context};
use super::related::related;
use crate::form::{CallId, ScopeId, Unit, Value, is_self, last_name};
use crate::frameworks::place;
use crate::{Client, Deadline, Folded, Language, Protocol};
use std::collections::BTreeSet;

/// What a constructor's name says: the service whose stub it makes.
fn service(unit: &Unit, id: CallId) -> Option<String> {
    let call = &unit.calls[id];
    let method = call.method();
    let callee = || unit.callee(id);
    let name = match unit.language {
        // `pb.NewOrdersClient(connection)`
        Language::Go => method
            .strip_prefix("New")?
            .strip_suffix("Client")
            .filter(|_| call.arguments.len() == 1 && is_connection(unit, id))?
            .to_owned(),
        // `orders_pb2_grpc.OrdersStub(channel)`
        Language::Python => method
            .strip_suffix("Stub")
            .filter(|_| {
                callee().is_some_and(|path| path.contains("_grpc") || path.contains("grpc"))
            })?
            .to_owned(),
        // `OrdersGrpc.newBlockingStub(channel)`, `OrdersGrpcKt.OrdersCoroutineStub(channel)`
        Language::Java | Language::Kotlin => {
            if matches!(
                method,
                "newBlockingStub" | "newStub" | "newFutureStub" | "newBlockingV2Stub"
            ) {
                let Value::Member(class, _) = &call.callee else {
                    return None;
                };
                let class = match class.as_ref() {
                    Value::Name(name) | Value::Member(_, name) => name,
                    _ => return None,
                };
                class.strip_suffix("Grpc")?.to_owned()
            } else {
                method.strip_suffix("CoroutineStub")?.to_owned()
            }
        }
        // `new Orders.OrdersClient(channel)`
        Language::CSharp => {
            let stem = method.strip_suffix("Client")?;
            match &call.callee {
                Value::Member(class, _) if matches!(class.as_ref(), Value::Name(name) | Value::Member(_, name) if name == stem) =>
                    {}
                _ => return None,
            }
            stem.to_owned()
        }
        // `OrdersClient::connect(address)`, `OrdersClient::new(channel)`
        Language::Rust => {
            let path = callee()?;
            let mut parts = path.rsplit('.');
            let method = parts.next()?;
            let class = parts.next()?;
            let module = parts.next().unwrap_or("");
            let stem = class.strip_suffix("Client")?;
            // A crate of that name has a client of its own.
            let is_inside = parts.next().is_some();
            let is_tonic = unit.imports_any(&["tonic"]);
            let is_generated = module.ends_with("_client") && (is_inside || is_tonic)
                || (is_tonic && module.contains("client"));
            (matches!(method, "connect" | "new" | "with_interceptor") && is_generated)
                .then_some(())?;
            stem.to_owned()
        }
        // `new proto.Orders(address, credentials)`
        Language::JavaScript | Language::TypeScript => {
            let is_typed = unit.imports_any(&["@grpc/grpc-js", "grpc"]);
            let has_credentials = call.arguments.iter().any(|argument| {
                matches!(&argument.value, Value::Call(inner)
                    if matches!(unit.calls[*inner].method(), "createInsecure" | "createSsl" | "createFromSecureContext"))
            });
            (is_typed && has_credentials && method.starts_with(char::is_uppercase)).then_some(())?;
            method.strip_suffix("Client").unwrap_or(method).to_owned()
        }
        Language::Ruby | Language::Php => return None,
    };
    (!name.is_empty()).then_some(name)
}

/// Whether a Go constructor is given a gRPC connection.
fn is_connection(unit: &Unit, id: CallId) -> bool {
    let call = &unit.calls[id];
    let Some(argument) = call.positional(0) else {
        return false;
    };
    let origin = unit.origin(&argument.value, call.scope).unwrap_or_default();
    let path = unit.callee(id).unwrap_or_default();
    origin.contains("google.golang.org/grpc")
        || path.contains("genproto")
        || path.contains("pb.New")
        || path.contains("proto")
        || path.contains("/pb")
        || unit.imports_any(&["google.golang.org/grpc"])
            && matches!(argument.value, Value::Name(_) | Value::Member(..))
            && !makes_connections(&origin)
}

/// Whether a value is no connection but what gives some: then the constructor is the project's own.
fn makes_connections(origin: &str) -> bool {
    let made = origin.trim_end_matches("()");
    ["Manager", "Pool", "Factory", "Config"]
        .iter()
        .any(|word| made.ends_with(word))
}

/// One client for each RPC that is called, or one for a stub whose calls stand in other files.
pub(super) fn clients(unit: &Unit) -> Vec<Client> {
    let mut out = Vec::new();
    for id in 0..unit.calls.len() {
        if unit.calls[id].is_annotation {
            continue;
        }
        if let Some(service) = service(unit, id) {
            let calls = calls_of(unit, id, &service);
            let url = address(unit, id);
            if calls.is_empty() {
                let method = handed_on(unit, id).map(str::to_owned);
                out.push(client(unit, id, id, &service, method, url));
                continue;
            }
            for call in calls {
                let method = rpc(unit, unit.calls[call].method());
                out.push(client(unit, call, id, &service, Some(method), url.clone()));
            }
        }
    }
    out.extend(injected(unit));
    out.extend(handed(unit));
    out
}

/// The RPC that a stub is handed on for: Go's `forward(ctx, pb.NewOrdersClient(connection).Place, request)`.
fn handed_on(unit: &Unit, stub: CallId) -> Option<&str> {
    let arguments = unit.calls.iter().flat_map(|call| &call.arguments);
    let mut methods = arguments.filter_map(|argument| match &argument.value {
        Value::Member(object, method) => match **object {
            Value::Call(id) if id == stub => Some(method.as_str()),
            _ => None,
        },
        _ => None,
    });
    methods.find(|method| method.starts_with(char::is_uppercase))
}

/// The RPC that a method of a stub calls. C#'s generated clients have `Place` and `PlaceAsync` for one; those of the JVM
/// call it `place`, those of Rust `place_order`.
fn rpc(unit: &Unit, method: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    };
    match unit.language {
        Language::CSharp => {
            let stem = method.strip_suffix("Async");
            let stem = stem.filter(|stem| !stem.is_empty());
            stem.unwrap_or(method).to_owned()
        }
        Language::Java | Language::Kotlin => capital(method),
        Language::Rust => method.split('_').map(capital).collect(),
        _ => method.to_owned(),
    }
}

/// Methods of generated clients that are handed to what calls them: Go's `call(c, orderspb.OrdersClient.Place, client)`.
fn handed(unit: &Unit) -> Vec<Client> {
    if unit.language != Language::Go {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (id, call) in unit.calls.iter().enumerate() {
        let method = call.arguments.iter().find_map(|argument| {
            let Value::Member(class, method) = &argument.value else {
                return None;
            };
            let Value::Member(package, class) = &**class else {
                return None;
            };
            let package = match &**package {
                Value::Name(name) => unit.imported(name)?,
                _ => return None,
            };
            let service = class.strip_suffix("Client")?;
            let is_method = is_generated_by_go(package) && method.starts_with(char::is_uppercase);
            is_method.then_some((service, method))
        });
        if let Some((service, method)) = method {
            let method = Some(method.clone());
            out.push(client(unit, id, id, service, method, Folded::default()));
        }
    }
    out
}

/// Whether the path of a package says that a program wrote it from a description of services.
fn is_generated_by_go(package: &str) -> bool {
    let last = package.rsplit(['/', '.']).next().unwrap_or(package);
    last.ends_with("pb")
        || package.contains("proto")
        || package.contains("/pb/")
        || package.contains("/pb.")
        || package.contains("genproto")
}

fn client(
    unit: &Unit,
    call: CallId,
    stub: CallId,
    service: &str,
    method: Option<String>,
    url: Folded,
) -> Client {
    let related = related(unit, call);
    let deadline = match deadline_of(unit, &related) {
        Some(deadline) => deadline,
        None if has_handed_context(unit, &related) => Deadline::Unknown,
        // gRPC: "by default, gRPC does not set a deadline": https://grpc.io/docs/guides/deadlines/
        None if method.is_some() => Deadline::Unset,
        None => Deadline::Unknown,
    };
    let _ = stub;
    Client {
        protocol: Protocol::Grpc,
        method,
        url,
        service: Some(service.to_owned()),
        operation: None,
        at: unit.calls[call].at,
        library: "grpc".into(),
        deadline,
        // Interceptors of the channel, or its settings, may do both.
        has_retry: None,
        has_breaker: None,
        place: place(unit, unit.calls[call].scope),
    }
}

/// Calls on what a construction gave, directly or through the variable or field that keeps it.
pub(super) fn calls_of(unit: &Unit, stub: CallId, service: &str) -> Vec<CallId> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for binding in &unit.bindings {
        if leads_to(unit, &binding.value, stub) {
            names.insert(last_name(&binding.name));
        }
    }
    // A variable of the same name in another function is another one.
    let is_another = |name: &str, scope: ScopeId| match unit.lookup(name, scope) {
        [] => unit.language == Language::Go,
        bindings => !(bindings.iter()).any(|one| leads_to(unit, &unit.bindings[*one].value, stub)),
    };
    let mut out = Vec::new();
    for (id, call) in unit.calls.iter().enumerate() {
        let Value::Member(object, method) = &call.callee else {
            continue;
        };
        let is_on_it = match object.as_ref() {
            Value::Call(inner) => *inner == stub || leads_to(unit, object, stub),
            Value::Name(name) => names.contains(name.as_str()) && !is_another(name, call.scope),
            Value::Member(_, name) => names.contains(name.as_str()),
            _ => false,
        };
        if is_on_it
            && !is_setting(method)
            && id != stub
            && !is_of_another(unit, object, call.scope, service)
        {
            out.push(id);
        }
    }
    out
}

/// Whether the type of a field or variable names the client of another service.
fn is_of_another(unit: &Unit, object: &Value, scope: ScopeId, service: &str) -> bool {
    let origin = unit.origin(object, scope).unwrap_or_default();
    let class = origin.strip_suffix("()").map(last_name).unwrap_or("");
    let mut stems = ["Client", "Stub"].iter();
    let stem = stems.find_map(|end| class.strip_suffix(end));
    stem.is_some_and(|stem| unit.language == Language::Rust && stem != service)
}

/// Calls that give the stub itself with another option.
fn is_setting(method: &str) -> bool {
    method.starts_with("with")
        || matches!(
            method,
            "close"
                | "Dispose"
                | "clone"
                | "unwrap"
                | "await"
                | "max_decoding_message_size"
                | "max_encoding_message_size"
                | "accept_compressed"
                | "send_compressed"
                | "waitForReady"
                | "expect"
                | "bind"
                | "into"
        )
}

fn leads_to(unit: &Unit, value: &Value, stub: CallId) -> bool {
    let mut value = value;
    // A chain of settings is short.
    for _ in 0..16 {
        match value {
            Value::Call(id) if *id == stub => return true,
            Value::Call(id) => match &unit.calls[*id].callee {
                Value::Member(object, method) if is_setting(method) => value = object,
                _ => return false,
            },
            _ => return false,
        }
    }
    false
}

/// The address of the channel that a stub is made with.
fn address(unit: &Unit, stub: CallId) -> Folded {
    let mut value = match unit.calls[stub].arguments.first() {
        Some(argument) => argument.value.clone(),
        None => return Folded::default(),
    };
    let mut scope = unit.calls[stub].scope;
    for _ in 0..12 {
        match &value {
            Value::Name(name) => match unit.lookup(name, scope) {
                [binding, ..] if matches!(unit.bindings[*binding].value, Value::Call(_)) => {
                    scope = unit.bindings[*binding].scope;
                    value = unit.bindings[*binding].value.clone();
                }
                _ => break,
            },
            Value::Call(id) => {
                let call = &unit.calls[*id];
                let position = match call.method() {
                    "Dial" | "NewClient" | "insecure_channel" | "secure_channel" | "forTarget"
                    | "ForAddress" | "forAddress" | "from_static" | "from_shared" | "Channel" => 0,
                    "DialContext" => 1,
                    _ => match &call.callee {
                        Value::Member(object, _) => {
                            value = object.as_ref().clone();
                            continue;
                        }
                        _ => break,
                    },
                };
                return match call.positional(position) {
                    Some(argument) => unit.fold(&argument.value, call.scope),
                    None => Folded::default(),
                };
            }
            _ => break,
        }
    }
    // What a package makes of its own accord has an address that nobody here can tell.
    let is_package = matches!(&value, Value::Name(name) if unit.imported(name).is_some());
    if is_self(&value) || is_package {
        return Folded::default();
    }
    let folded = unit.fold(&value, scope);
    if folded.is_unknown() {
        Folded::default()
    } else {
        folded
    }
}

/// Stubs that a container injects: calls on fields and parameters whose type is a generated client.
fn injected(unit: &Unit) -> Vec<Client> {
    let mut out = Vec::new();
    for (id, call) in unit.calls.iter().enumerate() {
        let Value::Member(object, method) = &call.callee else {
            continue;
        };
        if !matches!(object.as_ref(), Value::Name(_) | Value::Member(..)) || is_setting(method) {
            continue;
        }
        let Some(origin) = unit.origin(object, call.scope) else {
            continue;
        };
        let Some(class) = origin.strip_suffix("()") else {
            continue;
        };
        let mut parts = class.rsplit('.');
        let (name, outer) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let service = match unit.language {
            Language::CSharp => name.strip_suffix("Client").filter(|stem| *stem == outer),
            Language::Java => ["BlockingStub", "FutureStub", "Stub"]
                .iter()
                .find_map(|end| name.strip_suffix(end))
                .filter(|stem| outer.strip_suffix("Grpc") == Some(stem)),
            // What goes over a stream is no call of its own: `Orders_WatchClient`.
            Language::Go => name.strip_suffix("Client").filter(|stem| {
                !stem.contains('_')
                    && !origin.contains("net/http")
                    && (outer.ends_with("pb")
                        || outer.contains("proto")
                        || class.contains("/pb.")
                        || class.contains("genproto"))
            }),
            _ => None,
        };
        if let Some(service) = service
            && method.starts_with(|c: char| c.is_alphabetic())
        {
            out.push(client(
                unit,
                id,
                id,
                service,
                Some(rpc(unit, method)),
                Folded::default(),
            ));
        }
    }
    out
}
