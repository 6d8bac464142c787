//! The service graph of small repositories: who depends on whom, and by what it is shown.

use archreview::review::system;
use model::sources::Memory;
use model::{Settings, System};

fn graph(files: &[(&str, &str)]) -> System {
    let sources = Memory::new(files.iter().map(|(path, text)| (*path, *text)));
    system(&sources, &Settings::default(), None, true).0
}

/// Every edge as `from → to evidence`, hints included, sorted.
fn edges(system: &System) -> Vec<String> {
    let service = |id| &system.services[id].name;
    let calls = system.calls.iter().map(|(_, call)| {
        let evidence = call.evidence.word();
        format!(
            "{} → {} {evidence}",
            service(call.caller),
            service(call.callee)
        )
    });
    let uses = system.uses.iter().map(|(_, uses)| {
        let store = &system.datastores[uses.datastore].name;
        format!(
            "{} → {store} {}",
            service(uses.service),
            uses.evidence.word()
        )
    });
    let mut edges: Vec<String> = calls.chain(uses).collect();
    edges.sort();
    edges
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(edges(&graph(files)), expected);
}

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
fn variables_of_compose_name_services_and_stores() {
    check(
        &[
            (
                "docker-compose.yml",
                "services:\n  web:\n    build: web\n    environment:\n      ORDERS_URL: http://${ORDERS_HOST:-orders}:8080\n      CACHE_HOST: cache\n      DB_NAME: orders\n  orders:\n    build: orders\n    env_file: [orders.env]\n  cache: {image: 'redis:7'}\n  db: {image: 'postgres:16'}\n",
            ),
            ("orders.env", "DATABASE_URL=postgres://u:p@db:5432/orders\n"),
            ("web/Dockerfile", "FROM node:22\n"),
            ("orders/Dockerfile", "FROM node:22\n"),
        ],
        &[
            "orders → db environment",
            "web → cache environment",
            "web → orders environment",
        ],
    );
}

#[test]
fn a_password_that_stands_elsewhere_hides_no_host() {
    check(
        &[
            (
                "compose.yaml",
                "services:\n  a: {build: a, environment: {DB: 'postgres://u:${PASSWORD}@db:5432/a'}}\n  db: {image: 'postgres:16'}\n",
            ),
            ("a/Dockerfile", "FROM node:22\n"),
        ],
        &["a → db environment"],
    );
}

#[test]
fn a_start_order_is_a_hint() {
    let system = graph(&[(
        "compose.yaml",
        "services:\n  a: {build: a, depends_on: [b]}\n  b: {build: b}\n",
    )]);
    assert_eq!(edges(&system), ["a → b start_order"]);
    assert!(system.calls.rows()[0].is_hint_only);
    assert!(!system.services.iter().any(|(_, service)| service.is_needed));
}

#[test]
fn extends_and_include_give_what_they_name() {
    check(
        &[
            (
                "compose.yaml",
                "include: [stores/compose.yaml]\nservices:\n  a:\n    build: a\n    extends: {file: common.yaml, service: base}\n",
            ),
            (
                "common.yaml",
                "services:\n  base: {image: x, environment: {DB_URL: 'mysql://db/a'}}\n",
            ),
            (
                "stores/compose.yaml",
                "services:\n  db: {image: 'mysql:8'}\n",
            ),
            ("a/Dockerfile", "FROM node:22\n"),
        ],
        &["a → db environment", "base → db environment"],
    );
}

#[test]
fn files_that_include_and_extend_each_other_end() {
    let files = [
        (
            "a/compose.yaml",
            "include: [../b/compose.yaml]\nservices:\n  a: {image: x, extends: {file: ../b/compose.yaml, service: b}}\n",
        ),
        (
            "b/compose.yaml",
            "include: [../a/compose.yaml]\nservices:\n  b: {image: x, extends: {file: ../a/compose.yaml, service: a}}\n",
        ),
    ];
    check(&files, &[]);
}

#[test]
fn names_of_kubernetes_reach_the_workloads_that_they_select() {
    let deployment = |name: &str, env: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}-v1}}\nspec:\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n      containers:\n        - name: {name}\n          image: shop/{name}:1\n          {env}\n---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{app: {name}}}}}\n"
        )
    };
    let web = deployment("web", "envFrom: [{configMapRef: {name: addresses}}]");
    let orders = deployment("orders", "");
    check(
        &[
            ("k8s/web.yaml", &web),
            ("k8s/orders.yaml", &orders),
            (
                "k8s/config.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: addresses}\ndata: {ORDERS: 'http://orders.shop.svc.cluster.local:80'}\n",
            ),
        ],
        &["web → orders environment"],
    );
}

#[test]
fn a_base_and_its_overlay_are_one_workload() {
    let system = graph(&[
        (
            "base/a.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: a, image: 'x/a:1'}]}}}\n",
        ),
        (
            "overlays/production/a.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 3, template: {spec: {containers: [{name: a, readinessProbe: {httpGet: {path: /}}}]}}}\n",
        ),
    ]);
    assert_eq!((system.services.len(), system.workloads.len()), (1, 1));
    assert_eq!(system.workloads.rows()[0].replicas, model::Known::Is(3));
    assert_eq!(
        system.containers.rows()[0].has_readiness_check,
        model::Known::Is(true)
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
fn the_host_of_aspire_names_projects_and_stores() {
    check(
        &[
            (
                "src/AppHost/Program.cs",
                "var b = DistributedApplication.CreateBuilder(args);\nvar pg = b.AddPostgres(\"pg\").AddDatabase(\"shop\");\nvar api = b.AddProject<Projects.Orders_Api>(\"orders\").WithReference(pg);\nb.AddProject<Projects.Web>(\"web\").WithReference(api);\n",
            ),
            (
                "src/Orders.Api/Orders.Api.csproj",
                "<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>",
            ),
        ],
        &["orders → pg environment", "web → orders environment"],
    );
}

#[test]
fn a_file_belongs_to_the_deepest_folder_that_builds() {
    let system = graph(&[
        (
            "compose.yaml",
            "services:\n  shop: {build: .}\n  orders: {build: services/orders}\n",
        ),
        ("Dockerfile", "FROM node:22\n"),
        ("services/orders/Dockerfile", "FROM node:22\n"),
        ("services/orders/src/a.ts", "export {}\n"),
        ("src/b.ts", "export {}\n"),
        (
            ".github/CODEOWNERS",
            "* @shop/all\n/services/orders/ @shop/orders\n",
        ),
    ]);
    let owner = |path: &str| {
        let (_, file) = system
            .files
            .iter()
            .find(|(_, file)| file.path == path)
            .expect("the file is listed");
        (
            file.service
                .map(|service| system.services[service].name.clone()),
            file.owner.clone(),
        )
    };
    assert_eq!(
        owner("services/orders/src/a.ts"),
        (Some("orders".to_owned()), Some("@shop/orders".to_owned()))
    );
    assert_eq!(
        owner("src/b.ts"),
        (Some("shop".to_owned()), Some("@shop/all".to_owned()))
    );
}

#[test]
fn an_alias_bomb_in_a_manifest_ends() {
    let mut text = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n".to_owned();
    for level in 1..12 {
        let inner = vec![format!("*x{}", level - 1); 10].join(", ");
        text.push_str(&format!("x{level}: &x{level} [{inner}]\n"));
    }
    text.push_str("services:\n  a:\n    image: x\n    environment: *x11\n");
    assert_eq!(graph(&[("compose.yaml", &text)]).services.len(), 1);
}

#[test]
fn templates_of_charts_are_counted_and_not_read() {
    let system = graph(&[
        (
            "chart/templates/a.yaml",
            "apiVersion: v1\nkind: Service\nmetadata: {name: {{ .Values.name }}}\n",
        ),
        (
            "chart/templates/b.yaml",
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n",
        ),
    ]);
    assert!(system.services.is_empty());
    let notes: Vec<&str> = system
        .notes
        .iter()
        .map(|note| note.message.as_str())
        .collect();
    assert_eq!(
        notes,
        ["2 templates in `chart` are not rendered; what they deploy is unknown"]
    );
}

#[test]
fn a_network_policy_says_who_reaches_whom() {
    let workload = |name: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec: {{template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{containers: [{{name: {name}, image: 'shop/{name}:1'}}]}}}}}}\n"
        )
    };
    let policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {matchLabels: {app: users}}, ingress: [{from: [{podSelector: {matchLabels: {app: orders}}}]}]}\n";
    check(
        &[
            ("k8s/orders.yaml", &workload("orders")),
            ("k8s/users.yaml", &workload("users")),
            ("k8s/policy.yaml", policy),
        ],
        &["orders → users policy"],
    );
}

#[test]
fn a_store_that_nothing_reaches_is_that_of_its_name() {
    check(
        &[(
            "compose.yaml",
            "services:\n  shop-orders: {image: 'shop/orders:1'}\n  shop-orders-mongo: {image: 'mongo:7'}\n  cache: {image: 'redis:7'}\n",
        )],
        &["shop-orders → shop-orders-mongo name"],
    );
}

#[test]
fn versions_of_a_workload_are_one_service() {
    let version = |version: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: orders-{version}}}\nspec: {{template: {{spec: {{containers: [{{name: orders, image: 'shop/orders:1'}}]}}}}}}\n"
        )
    };
    let system = graph(&[
        ("k8s/v1.yaml", &version("v1")),
        ("k8s/v2.yaml", &version("v2")),
    ]);
    let names: Vec<&str> = system
        .services
        .rows()
        .iter()
        .map(|s| s.name.as_str())
        .collect();
    assert_eq!(names, ["orders"]);
}

#[test]
fn one_store_of_two_variants_is_one() {
    let system = graph(&[
        (
            "compose.yaml",
            "services:\n  orders: {build: orders, environment: {DB: 'postgres://postgres/orders'}}\n  postgres: {image: 'postgres:16'}\n",
        ),
        ("orders/Dockerfile", "FROM node:22\n"),
        (
            "k8s/orders.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: orders}\nspec: {template: {spec: {containers: [{name: orders, image: 'shop/orders:1', env: [{name: DB, value: 'postgres://shop-db/orders'}]}]}}}\n",
        ),
        (
            "k8s/db.yaml",
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: shop-db}\nspec: {template: {spec: {containers: [{name: db, image: 'postgres:16'}]}}}\n",
        ),
    ]);
    assert_eq!(system.datastores.len(), 1);
    assert_eq!(system.uses.len(), 1);
}

#[test]
fn several_of_one_folder_own_the_parts_that_have_their_names() {
    let files = [
        (
            "compose.yaml",
            "services:\n  orders: {build: ., entrypoint: orders}\n  users: {build: ., entrypoint: users}\n  orders-db: {image: 'mongo:7'}\n",
        ),
        ("Dockerfile", "FROM golang:1\n"),
        ("go.mod", "module shop\n"),
        (
            "config.json",
            "{\"OrdersMongoAddress\": \"orders-db:27017\"}\n",
        ),
        ("services/users/main.go", "package main\n"),
        ("services/orders/main.go", "package main\n"),
    ];
    let system = graph(&files);
    let owner = |path: &str| {
        let (_, file) = system
            .files
            .iter()
            .find(|(_, file)| file.path == path)
            .expect("it is given");
        file.service
            .map(|service| system.services[service].name.as_str())
    };
    assert_eq!(owner("services/users/main.go"), Some("users"));
    assert_eq!(owner("services/orders/main.go"), Some("orders"));
    check(&files, &["orders → orders-db configuration"]);
}

#[test]
fn a_folder_that_is_mounted_where_a_service_runs_is_its_own() {
    let system = graph(&[
        (
            "compose.yaml",
            "services:\n  a: {build: docker, working_dir: /src/orders, volumes: ['./code:/src']}\n  b: {build: docker, working_dir: /src/users, volumes: ['./code:/src']}\n",
        ),
        ("docker/Dockerfile", "FROM golang:1\n"),
        ("code/orders/main.go", "package main\n"),
        ("code/common/log.go", "package common\n"),
    ]);
    let owner = |path: &str| {
        let (_, file) = system
            .files
            .iter()
            .find(|(_, file)| file.path == path)
            .expect("it is given");
        file.service
            .map(|service| system.services[service].name.as_str())
    };
    assert_eq!(owner("code/orders/main.go"), Some("a"));
    assert_eq!(owner("code/common/log.go"), None);
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
fn an_interface_without_methods_of_its_own_says_whom_it_calls() {
    check(
        &[
            (
                "compose.yaml",
                "services:\n  web: {build: web}\n  orders: {build: orders}\n",
            ),
            ("web/Dockerfile", "FROM eclipse-temurin:21\n"),
            ("orders/Dockerfile", "FROM eclipse-temurin:21\n"),
            (
                "web/src/main/java/Orders.java",
                "import org.springframework.cloud.openfeign.FeignClient;\n@FeignClient(name = \"orders\")\npublic interface Orders extends OrdersApi {}\n",
            ),
        ],
        &["web → orders client"],
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
