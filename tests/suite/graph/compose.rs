//! What Compose files and the host of Aspire show.

use super::{check, edges, graph};

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
fn a_store_that_nothing_reaches_is_that_of_its_name() {
    check(
        &[(
            "compose.yaml",
            "services:\n  shop-orders: {image: 'shop/orders:1'}\n  shop-orders-mongo: {image: 'mongo:7'}\n  cache: {image: 'redis:7'}\n",
        )],
        &["shop-orders → shop-orders-mongo name"],
    );
}
