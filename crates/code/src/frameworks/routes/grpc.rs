//! Services that a gRPC server serves, by their registration or by their generated base class.
//! One route for each service: its method is `RPC`, its path the service's name.

use crate::form::{ScopeKind, Unit, Value, last_name};
use crate::{At, Language, Route};

pub(super) fn routes(unit: &Unit) -> Vec<Route> {
    let mut out = Vec::new();
    for (id, call) in unit.calls.iter().enumerate() {
        if !call.is_annotation
            && let Some(service) = registered(unit, id)
        {
            let service = whole_name(unit.callee(id).as_deref(), service);
            out.push(route(unit, service, call.at));
        }
    }
    for scope in &unit.scopes {
        if scope.kind == ScopeKind::Class
            && let Some((service, base)) = scope.bases.iter().find_map(|base| {
                let base = unit.type_origin(base);
                Some((implemented(unit, &base)?, base))
            })
        {
            let service = whole_name(Some(&base), service);
            out.push(route(unit, service, scope.at));
        }
    }
    out
}

fn route(unit: &Unit, service: String, at: At) -> Route {
    Route {
        method: "RPC".to_owned(),
        path: format!("/{service}"),
        at,
        handler: None,
        framework: match unit.language {
            Language::Go => "grpc-go",
            Language::Rust => "tonic",
            Language::CSharp => "grpc-dotnet",
            Language::Java | Language::Kotlin => "grpc-java",
            Language::Python => "grpc-python",
            _ => "grpc",
        }
        .to_owned(),
        prefix_of: None,
        needs_mount: false,
        stands_for: None,
        built: None,
    }
}

/// Services that libraries bring along: a part of the path by which code names them, and their package.
const PACKAGES: &[(&str, &str)] = &[
    // https://github.com/grpc/grpc/blob/master/doc/health-checking.md
    ("grpc_health", "grpc.health.v1"),
    ("grpc.health.v1", "grpc.health.v1"),
    ("Grpc.Health.V1", "grpc.health.v1"),
    ("tonic_health", "grpc.health.v1"),
    // https://github.com/grpc/grpc/blob/master/doc/server-reflection.md
    ("grpc_reflection_v1alpha", "grpc.reflection.v1alpha"),
    ("grpc_reflection_v1", "grpc.reflection.v1"),
    ("grpc_channelz_v1", "grpc.channelz.v1"),
];
/// What stands before Envoy's packages in those of Go: <https://pkg.go.dev/github.com/envoyproxy/go-control-plane>.
const ENVOY: &str = "envoyproxy/go-control-plane/envoy/";

/// The service with its package, where a library brings it along: `grpc.health.v1.Health`.
fn whole_name(path: Option<&str>, service: String) -> String {
    let path = path.unwrap_or("");
    let mut packages = PACKAGES.iter();
    if let Some((_, package)) = packages.find(|(part, _)| path.contains(part)) {
        return format!("{package}.{service}");
    }
    if let Some((_, rest)) = path.split_once(ENVOY) {
        let package = rest.split('.').next().unwrap_or(rest).replace('/', ".");
        return format!("envoy.{package}.{service}");
    }
    service
}

/// The service that a call registers.
fn registered(unit: &Unit, id: usize) -> Option<String> {
    let call = &unit.calls[id];
    let method = call.method();
    let name = match unit.language {
        // `pb.RegisterOrdersServer(server, implementation)`; a gateway's handler is a client.
        Language::Go => {
            let name = method.strip_prefix("Register")?.strip_suffix("Server")?;
            let is_generated = matches!(&call.callee, Value::Member(package, _) if matches!(**package, Value::Name(_)));
            (call.arguments.len() == 2 && is_generated).then_some(name)?
        }
        // `orders_pb2_grpc.add_OrdersServicer_to_server(implementation, server)`
        Language::Python => method
            .strip_prefix("add_")?
            .strip_suffix("Servicer_to_server")?,
        // `Server::builder().add_service(OrdersServer::new(implementation))`
        Language::Rust => {
            if !matches!(method, "add_service" | "add_optional_service") {
                return None;
            }
            return call
                .arguments
                .iter()
                .find_map(|argument| tonic_service(unit, &argument.value, call.scope));
        }
        // `server.addService(proto.Orders.service, implementation)`
        Language::JavaScript | Language::TypeScript => {
            if method != "addService" || call.arguments.len() != 2 {
                return None;
            }
            match &call.arguments[0].value {
                Value::Member(service, name) if name == "service" => match service.as_ref() {
                    Value::Member(_, name) | Value::Name(name) => name.trim_end_matches("Client"),
                    _ => return None,
                },
                Value::Name(name) | Value::Member(_, name) => name,
                _ => return None,
            }
        }
        _ => return None,
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// `OrdersServer::new(…)`, also kept in a variable first.
fn tonic_service(unit: &Unit, value: &Value, scope: usize) -> Option<String> {
    let path = match value {
        Value::Call(id) => unit.callee(*id)?.to_string(),
        other => {
            let origin = unit.origin(other, scope)?;
            origin.strip_suffix("()")?.to_owned()
        }
    };
    let (class, method) = path.rsplit_once('.')?;
    let name = last_name(class).strip_suffix("Server")?;
    (matches!(method, "new" | "with_interceptor" | "from_arc") && !name.is_empty())
        .then(|| name.to_owned())
}

/// The service whose generated base class a class extends.
fn implemented(unit: &Unit, base: &str) -> Option<String> {
    let (outer, last) = base.rsplit_once(['.', ':']).unwrap_or(("", base));
    let outer = last_name(outer.trim_end_matches(':'));
    let name = match unit.language {
        // `OrdersGrpc.OrdersImplBase`, `OrdersGrpcKt.OrdersCoroutineImplBase`
        Language::Java | Language::Kotlin => last
            .strip_suffix("CoroutineImplBase")
            .or(last.strip_suffix("ImplBase"))?,
        // `Orders.OrdersBase`
        Language::CSharp => last.strip_suffix("Base").filter(|name| *name == outer)?,
        // `Shop::Orders::Service`
        Language::Ruby if last == "Service" && unit.imports_any(&["grpc"]) => outer,
        _ => return None,
    };
    (!name.is_empty()).then(|| name.to_owned())
}
