//! What the dependencies of a package, or the name of a service, say: what it needs, what it is.

use model::ServiceKind;

use super::technology::words;

/// What a dependency of a build file says that the package uses, beyond calls in its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A service of this kind.
    Service(ServiceKind),
    /// A store of this technology.
    Store(&'static str),
}

/// What the package of these dependencies needs, each with the dependency that says so.
pub fn needs(dependencies: &[String]) -> Vec<(Need, &str)> {
    let mut needs: Vec<(Need, &str)> = Vec::new();
    for dependency in dependencies {
        let name = dependency.rsplit(':').next().unwrap_or(dependency);
        let need = match name {
            _ if name.contains("eureka-server") || name.contains("config-server") => continue,
            "spring-cloud-starter-eureka"
            | "spring-cloud-netflix-eureka-client"
            | "spring-cloud-starter-netflix-eureka-client"
            | "eureka-client"
            | "spring-cloud-starter-consul-discovery"
            | "Steeltoe.Discovery.Eureka"
            | "Steeltoe.Discovery.ClientCore"
            | "eureka-js-client" => Need::Service(ServiceKind::Discovery),
            "spring-cloud-starter-config" | "spring-cloud-config-client" => {
                Need::Service(ServiceKind::Configuration)
            }
            "spring-cloud-starter-zipkin"
            | "spring-cloud-sleuth-zipkin"
            | "zipkin-reporter-brave" => Need::Service(ServiceKind::Tracing),
            "spring-cloud-starter-bus-amqp"
            | "spring-boot-starter-amqp"
            | "spring-cloud-starter-stream-rabbit"
            | "spring-cloud-stream-binder-rabbit"
            | "spring-cloud-starter-turbine-amqp"
            | "spring-rabbit"
            | "zipkin-collector-rabbitmq"
            | "zipkin-autoconfigure-collector-rabbitmq" => Need::Store("rabbitmq"),
            "spring-kafka"
            | "spring-cloud-starter-stream-kafka"
            | "spring-cloud-stream-binder-kafka"
            | "spring-cloud-starter-bus-kafka" => Need::Store("kafka"),
            _ => continue,
        };
        if !needs.iter().any(|(known, _)| *known == need) {
            needs.push((need, dependency));
        }
    }
    needs
}

/// The database whose driver is among the dependencies of a package of the JVM, with the dependency;
/// `None` where an embedded database may stand in for it.
pub fn driver(dependencies: &[String]) -> Option<(&'static str, &str)> {
    const EMBEDDED: &[&str] = &["h2", "hsqldb", "derby"];
    const DRIVERS: &[(&str, &str)] = &[
        ("mysql-connector-java", "mysql"),
        ("mysql-connector-j", "mysql"),
        ("mariadb-java-client", "mysql"),
        ("postgresql", "postgresql"),
        ("mssql-jdbc", "sqlserver"),
        ("ojdbc8", "oracle"),
        ("ojdbc11", "oracle"),
        ("spring-boot-starter-data-mongodb", "mongodb"),
        ("spring-boot-starter-data-mongodb-reactive", "mongodb"),
        ("spring-boot-starter-data-neo4j", "neo4j"),
        ("spring-data-neo4j", "neo4j"),
        ("spring-boot-starter-data-cassandra", "cassandra"),
        ("spring-boot-starter-data-couchbase", "couchbase"),
    ];
    let artifacts = || {
        dependencies
            .iter()
            .filter_map(|dependency| Some((dependency.split_once(':')?.1, dependency)))
    };
    if artifacts().any(|(artifact, _)| EMBEDDED.contains(&artifact)) {
        return None;
    }
    DRIVERS.iter().find_map(|(driver, technology)| {
        let (_, dependency) = artifacts().find(|(artifact, _)| artifact == driver)?;
        Some((*technology, dependency.as_str()))
    })
}

/// The kind of service that a package of these dependencies is; `None` for one that does its own work.
pub fn kind_of(dependencies: &[String]) -> Option<ServiceKind> {
    const KINDS: &[(&str, ServiceKind)] = &[
        ("eureka-server", ServiceKind::Discovery),
        ("cloud-config-server", ServiceKind::Configuration),
        ("starter-zuul", ServiceKind::Gateway),
        ("netflix-zuul", ServiceKind::Gateway),
        ("cloud-starter-gateway", ServiceKind::Gateway),
        ("cloud-gateway", ServiceKind::Gateway),
        ("spring-boot-admin-server", ServiceKind::Dashboard),
        ("spring-boot-admin-starter-server", ServiceKind::Dashboard),
        ("hystrix-dashboard", ServiceKind::Dashboard),
        ("turbine", ServiceKind::Dashboard),
        ("zipkin-server", ServiceKind::Tracing),
        ("zipkin-stream", ServiceKind::Tracing),
        ("zipkin-autoconfigure-ui", ServiceKind::Tracing),
        ("Yarp.ReverseProxy", ServiceKind::Gateway),
        ("Ocelot", ServiceKind::Gateway),
        ("authorization-server", ServiceKind::Auth),
        ("Duende.IdentityServer", ServiceKind::Auth),
        ("IdentityServer4", ServiceKind::Auth),
    ];
    KINDS
        .iter()
        .find(|(word, _)| {
            dependencies.iter().any(|dependency| {
                let name = dependency.rsplit(':').next().unwrap_or(dependency);
                name.contains(word)
                    && !name.ends_with("-client")
                    && !name.ends_with("AccessTokenValidation")
            })
        })
        .map(|(_, kind)| *kind)
}

/// The kind of service that its name says.
pub fn kind_of_name(name: &str) -> ServiceKind {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if has(&[
        "gateway",
        "apigateway",
        "bff",
        "zuul",
        "edge",
        "proxy",
        "apigw",
        "ingress",
    ]) {
        ServiceKind::Gateway
    } else if has(&[
        "frontend",
        "web",
        "webapp",
        "ui",
        "spa",
        "webspa",
        "webui",
        "storefront",
        "client",
        "portal",
        "site",
        "www",
    ]) {
        ServiceKind::Web
    } else if has(&[
        "auth",
        "oauth",
        "oauth2",
        "identity",
        "uaa",
        "sso",
        "idp",
        "authentication",
        "authserver",
    ]) {
        ServiceKind::Auth
    } else if has(&["eureka", "discovery", "registry"]) {
        ServiceKind::Discovery
    } else if has(&["config", "configserver", "configuration"]) {
        ServiceKind::Configuration
    } else if has(&["hystrix", "turbine", "dashboard", "monitoring"]) {
        ServiceKind::Dashboard
    } else if has(&["zipkin", "jaeger", "tracing"]) {
        ServiceKind::Tracing
    } else {
        ServiceKind::Service
    }
}

/// The service outside of the system whose client is among the dependencies, with the dependency.
pub fn outside(dependencies: &[String]) -> Vec<(&'static str, &str)> {
    const CLIENTS: &[(&str, &str)] = &[
        ("stripe", "stripe"),
        ("stripe-java", "stripe"),
        ("Stripe.net", "stripe"),
        ("twilio", "twilio"),
        ("Twilio", "twilio"),
        ("@sendgrid/mail", "sendgrid"),
        ("sendgrid", "sendgrid"),
        ("sendgrid-java", "sendgrid"),
        ("SendGrid", "sendgrid"),
        ("mailgun.js", "mailgun"),
        ("braintree", "braintree"),
        ("braintree-java", "braintree"),
        ("paypal-rest-sdk", "paypal"),
        ("@paypal/checkout-server-sdk", "paypal"),
        ("checkout-sdk", "paypal"),
    ];
    const MODULES: &[(&str, &str)] = &[
        ("github.com/stripe/stripe-go", "stripe"),
        ("github.com/twilio/twilio-go", "twilio"),
        ("github.com/sendgrid/sendgrid-go", "sendgrid"),
        ("stripe/stripe-php", "stripe"),
        ("twilio/sdk", "twilio"),
    ];
    let mut found: Vec<(&'static str, &str)> = Vec::new();
    for dependency in dependencies {
        let name = dependency.rsplit(':').next().unwrap_or(dependency);
        let client = CLIENTS.iter().find(|(client, _)| *client == name);
        let module = MODULES.iter().find(|(module, _)| name.starts_with(module));
        if let Some((_, service)) = client.or(module)
            && !found.iter().any(|(known, _)| known == service)
        {
            found.push((service, dependency));
        }
    }
    found
}
