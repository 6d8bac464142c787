//! What settings of applications and proxies show.

use super::{check, edges, graph};

/// Source: Spring Cloud Config, "Quick Start": `{application}-{profile}.yml`.
#[test]
fn a_configuration_server_speaks_for_those_whose_files_it_keeps() {
    let server = "<project><artifactId>config</artifactId><dependencies><dependency><groupId>org.springframework.cloud</groupId><artifactId>spring-cloud-config-server</artifactId></dependency></dependencies></project>";
    let module = |name: &str| format!("<project><artifactId>{name}</artifactId></project>");
    check(
        &[
            (
                "docker-compose.yml",
                "services:\n  config:\n    build: config\n  orders:\n    build: orders\n  stock:\n    build: stock\n",
            ),
            ("config/pom.xml", server),
            ("config/Dockerfile", "FROM eclipse-temurin:21\n"),
            (
                "config/src/main/resources/config/orders-docker.yml",
                "stock:\n  url: http://stock:8080\n",
            ),
            (
                "config/src/main/resources/config/billing.yml",
                "stock:\n  url: http://stock:8080\n",
            ),
            ("orders/pom.xml", &module("orders")),
            ("orders/Dockerfile", "FROM eclipse-temurin:21\n"),
            ("stock/pom.xml", &module("stock")),
            ("stock/Dockerfile", "FROM eclipse-temurin:21\n"),
        ],
        &["orders → stock configuration"],
    );
}

#[test]
fn proxies_and_settings_of_spring_name_services() {
    check(
        &[
            (
                "compose.yaml",
                "services:\n  edge: {build: edge}\n  orders: {build: orders}\n  db: {image: 'mysql:8'}\n",
            ),
            ("edge/Dockerfile", "FROM nginx:1\n"),
            (
                "edge/nginx.conf",
                "upstream o { server orders:8080; }\nlocation / { proxy_pass http://o; }\n",
            ),
            ("orders/Dockerfile", "FROM eclipse-temurin:21\n"),
            (
                "orders/src/main/resources/application.yml",
                "spring:\n  datasource.url: jdbc:mysql://${DB_HOST:db}:3306/orders\n",
            ),
        ],
        &["edge → orders proxy", "orders → db configuration"],
    );
}

#[test]
fn addresses_of_callers_and_of_the_container_itself_name_nobody() {
    check(
        &[
            (
                "compose.yaml",
                "services:\n  web: {build: web, ports: ['3000:3000']}\n  orders: {build: orders, ports: ['8080:8080'], environment: {CORS_ORIGINS: 'http://web:3000', PUBLIC_URL: 'http://localhost:3000'}}\n",
            ),
            ("web/Dockerfile", "FROM node:22\n"),
            ("orders/Dockerfile", "FROM node:22\n"),
        ],
        &[],
    );
}

#[test]
fn settings_refer_to_each_other_and_to_the_developers_machine() {
    check(
        &[
            (
                "compose.yaml",
                "services:\n  gateway: {build: gateway}\n  orders: {build: orders, ports: ['8081:8081']}\n  queue: {image: 'rabbitmq:4'}\n",
            ),
            ("gateway/Dockerfile", "FROM eclipse-temurin:21\n"),
            (
                "orders/Dockerfile",
                "FROM mcr.microsoft.com/dotnet/aspnet:9.0\n",
            ),
            (
                "gateway/src/main/resources/application.yml",
                "orders.url: http://${HOST:localhost}:8081\nspring.cloud.gateway.routes:\n- {id: o, uri: '${orders.url}'}\n",
            ),
            (
                "orders/appsettings.json",
                "{\"RabbitMqOptions\": {\"Host\": \"localhost\"}}",
            ),
        ],
        &["gateway → orders proxy", "orders → queue configuration"],
    );
}

#[test]
fn an_address_that_a_browser_opens_is_no_call() {
    let compose = "
services:
  consent:
    build: screens
    ports: [\"3000:3000\"]
    environment: { TOKENS_URL: \"http://tokens\" }
  tokens:
    build: .
    volumes: [\"./conf:/etc/tokens\"]
";
    let settings = "
urls:
  self: { issuer: \"http://127.0.0.1:4444\" }
  consent: http://127.0.0.1:3000/consent
  login: http://127.0.0.1:3000/login
";
    let files = [
        ("compose.yaml", compose),
        ("conf/tokens.yml", settings),
        ("Dockerfile", "FROM x:1"),
        ("screens/Dockerfile", "FROM x:1"),
    ];
    check(&files, &["consent → tokens environment"]);
}

/// Source: Spring Cloud Netflix reference, "Turbine".
#[test]
fn turbine_asks_the_applications_of_its_list() {
    check(
        &[
            (
                "compose.yaml",
                "services:\n  turbine: {build: turbine}\n  orders: {build: orders}\n",
            ),
            ("turbine/Dockerfile", "FROM eclipse-temurin:21\n"),
            ("orders/Dockerfile", "FROM eclipse-temurin:21\n"),
            (
                "turbine/src/main/resources/application.yml",
                "turbine:\n  appConfig: orders,missing\n",
            ),
        ],
        &["turbine → orders configuration"],
    );
}

#[test]
fn tokens_and_spans_go_to_the_only_one_whatever_the_port_of_the_developers_machine() {
    let pom = |name: &str, dependency: &str| {
        format!(
            "<project><artifactId>{name}</artifactId><dependencies><dependency><groupId>x</groupId><artifactId>{dependency}</artifactId></dependency></dependencies></project>"
        )
    };
    check(
        &[
            ("auth/pom.xml", &pom("auth", "spring-boot-starter-web")),
            (
                "auth/src/main/resources/application.yml",
                "server.port: 9999\nspring.application.name: auth-server\n",
            ),
            (
                "account/pom.xml",
                &pom("account", "spring-boot-starter-web"),
            ),
            (
                "account/src/main/resources/application.yml",
                "spring.application.name: account\nspring.zipkin.baseUrl: http://127.0.0.1:9411/\nsecurity.oauth2.resource.userInfoUri: http://localhost:9998/user\n",
            ),
        ],
        &[
            "account → auth-server configuration",
            "account → zipkin configuration",
        ],
    );
}

#[test]
fn a_proxy_of_which_only_the_configuration_is_here_is_a_gateway() {
    let files = [
        (
            "compose.yaml",
            "services:\n  orders: {build: orders, ports: ['11081:8080']}\n",
        ),
        ("orders/Dockerfile", "FROM node:22\n"),
        (
            "apache/httpd.conf",
            "ProxyPass \"/orders\" \"http://localhost:11081\"\n",
        ),
        (
            "other/nginx.conf",
            "location / { proxy_pass http://elsewhere:80; }\n",
        ),
    ];
    check(&files, &["httpd → orders proxy"]);
}

#[test]
fn a_key_tells_the_store_where_its_address_does_not() {
    let system = graph(&[
        ("compose.yaml", "services:\n  orders: {build: orders}\n"),
        ("orders/Dockerfile", "FROM eclipse-temurin:21\n"),
        (
            "orders/src/main/resources/application.yml",
            "minio.endpoint: http://192.168.3.101:9000\nkafka-ui.url: http://localhost:8080\n",
        ),
    ]);
    assert_eq!(edges(&system), ["orders → s3 configuration"]);
}

#[test]
fn an_address_in_the_description_of_a_contract_is_no_call() {
    check(
        &[
            (
                "compose.yaml",
                "services:\n  gateway: {build: gateway}\n  orders: {build: orders, environment: {SWAGGER_GATEWAY_URL: 'http://gateway', PORTAL_URL: 'http://gateway/orders'}}\n",
            ),
            ("gateway/Dockerfile", "FROM eclipse-temurin:21\n"),
            ("orders/Dockerfile", "FROM eclipse-temurin:21\n"),
            (
                "orders/src/main/resources/application.properties",
                "swagger.gateway-url=http://gateway\nportal.url=http://gateway/orders\n",
            ),
            (
                "orders/src/main/java/Api.java",
                "import io.swagger.v3.oas.models.OpenAPI;\nimport io.swagger.v3.oas.models.servers.Server;\nimport org.springframework.beans.factory.annotation.Value;\nclass Api {\n  @Value(\"${portal.url}\") String url;\n  OpenAPI api() { return new OpenAPI().addServersItem(new Server().url(url)); }\n}\n",
            ),
        ],
        &[],
    );
}
