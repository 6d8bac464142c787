//! What Compose files and the host of Aspire show.

use super::{check, edges, graph, names};

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
        // What is only extended is started by no project.
        &["a → db environment"],
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

#[test]
fn a_link_to_a_dashboard_is_no_call_of_it() {
    check(
        &[(
            "docker-compose.yml",
            "orders:\n  image: shop/orders\n  links: [stock, hystrix-dashboard]\nstock:\n  image: shop/stock\nhystrix-dashboard:\n  image: shop/hystrix-dashboard\n",
        )],
        &[
            "orders → hystrix-dashboard start_order",
            "orders → stock environment",
        ],
    );
}

#[test]
fn a_link_gives_another_name() {
    check(
        &[
            (
                "compose.yaml",
                "services:\n  orders:\n    build: orders\n    environment: {DB_URL: 'mysql://db/orders'}\n    external_links: ['mysql:db']\n",
            ),
            (
                "compose-stores.yaml",
                "services:\n  mysql: {image: 'mysql:8'}\n",
            ),
            ("orders/Dockerfile", "FROM node:22\n"),
        ],
        &["orders → mysql environment"],
    );
}

#[test]
fn a_proxy_beside_a_service_stands_for_those_whom_its_variables_name() {
    check(
        &[
            (
                "compose.yaml",
                "services:\n  pages: {build: pages, environment: {STOCK_URL: 'http://localhost/stock', PUBLIC_URL: 'http://localhost'}}\n  stock: {build: stock}\n  public: {build: public}\n",
            ),
            ("pages/Dockerfile", "FROM node:22\n"),
            ("stock/Dockerfile", "FROM node:22\n"),
            ("public/Dockerfile", "FROM node:22\n"),
        ],
        &["pages → stock environment"],
    );
}

#[test]
fn one_image_of_its_own_is_one_service_by_any_name() {
    let system = graph(&[
        (
            "compose.yaml",
            "services:\n  web: {image: 'shop/web', environment: {STOCK_URL: 'http://product-api'}}\n  product-api: {image: 'shop/product-api:1'}\n  product-db: {image: 'shop/product-db:1'}\n",
        ),
        (
            "k8s/all.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, image: 'shop/web:2'}]}}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: products-api}\nspec: {template: {spec: {containers: [{name: a, image: 'shop/product-api:2'}]}}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: postgres}\nspec: {template: {spec: {containers: [{name: a, image: 'shop/product-db:2'}]}}}\n",
        ),
    ]);
    assert_eq!(names(&system), ["web", "product-api"]);
    assert_eq!(system.datastores.len(), 1);
}
