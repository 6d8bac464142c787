//! Which service a file belongs to.

use super::{check, graph, names, owner};

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
    let person = |path: &str| {
        let mut files = system.files.iter().map(|(_, file)| file);
        let file = files.find(|file| file.path == path);
        file.and_then(|file| file.owner.as_deref())
    };
    assert_eq!(owner(&system, "services/orders/src/a.ts"), Some("orders"));
    assert_eq!(person("services/orders/src/a.ts"), Some("@shop/orders"));
    assert_eq!(owner(&system, "src/b.ts"), Some("shop"));
    assert_eq!(person("src/b.ts"), Some("@shop/all"));
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
    assert_eq!(owner(&system, "services/users/main.go"), Some("users"));
    assert_eq!(owner(&system, "services/orders/main.go"), Some("orders"));
    check(&files, &["orders → orders-db configuration"]);
}

#[test]
fn one_that_runs_what_another_builds_owns_the_part_of_its_name() {
    let system = graph(&[
        (
            "compose.yaml",
            "services:\n  admin: {build: ., image: shop-app, command: run admin}\n  orders: {image: shop-app, command: run orders}\n",
        ),
        ("Dockerfile", "FROM golang:1\n"),
        ("go.mod", "module shop\n"),
        ("admin/main.go", "package admin\n"),
        ("orders/main.go", "package orders\n"),
    ]);
    assert_eq!(owner(&system, "admin/main.go"), Some("admin"));
    assert_eq!(owner(&system, "orders/main.go"), Some("orders"));
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
    assert_eq!(owner(&system, "code/orders/main.go"), Some("a"));
    assert_eq!(owner(&system, "code/common/log.go"), None);
}

#[test]
fn a_service_is_the_package_that_is_mounted_where_it_runs() {
    let files = [
        ("Dockerfile.dev", "FROM node:22\nWORKDIR /app\n"),
        ("package.json", "{\"name\": \"shop\"}"),
        (
            "server/package.json",
            "{\"name\": \"shop-server\", \"dependencies\": {\"express\": \"4\"}}",
        ),
        ("server/index.js", "module.exports = 1\n"),
        (
            "client/package.json",
            "{\"name\": \"client\", \"dependencies\": {\"react\": \"19\"}}",
        ),
        (
            "docker-compose-dev.yml",
            "services:\n  shop-server:\n    build: {context: ., dockerfile: Dockerfile.dev}\n    volumes: ['./server:/app']\n    environment: {DATABASE_URL: 'postgresql://postgres/shop'}\n  shop-client:\n    image: shop-dev\n    volumes: ['./client:/app']\n    environment: {PROXY_TARGET: 'http://shop-server:1337'}\n  postgres: {image: 'postgres:16'}\n",
        ),
        (
            "docker-compose.yml",
            "services:\n  shop: {image: 'ghcr.io/shop/shop', environment: {DATABASE_URL: 'postgresql://postgres/shop'}}\n  postgres: {image: 'postgres:16'}\n",
        ),
    ];
    let system = graph(&files);
    assert_eq!(names(&system), ["shop-server", "shop-client"]);
    assert_eq!(owner(&system, "server/index.js"), Some("shop-server"));
    check(
        &files,
        &[
            "shop-client → shop-server environment",
            "shop-server → postgres environment",
        ],
    );
}

#[test]
fn a_name_that_copies_share_tells_nobody_apart() {
    let package = "{\"name\": \"movies\", \"dependencies\": {\"express\": \"4\"}}";
    let system = graph(&[
        ("movies/package.json", package),
        ("catalogue/package.json", package),
        ("payment/package.json", package),
    ]);
    assert_eq!(names(&system), ["catalogue", "movies", "payment"]);
    let rows = system.services.rows();
    assert!(!rows[0].aliases.contains(&"movies".to_owned()));
}

#[test]
fn a_library_and_a_driver_of_tests_are_no_services() {
    let module = |name: &str, dependency: &str| {
        format!(
            "<project><groupId>shop</groupId><artifactId>{name}</artifactId><dependencies><dependency><groupId>x</groupId><artifactId>{dependency}</artifactId></dependency></dependencies></project>"
        )
    };
    let settings = |name: &str| format!("spring.application.name={name}\n");
    let system = graph(&[
        ("orders/pom.xml", &module("orders", "common")),
        (
            "orders/src/main/resources/application.properties",
            &settings("orders"),
        ),
        (
            "common/pom.xml",
            &module("common", "spring-boot-starter-web"),
        ),
        (
            "common/src/main/resources/application.properties",
            &settings("common"),
        ),
        ("screens/pom.xml", &module("screens", "selenium-java")),
        (
            "screens/src/main/resources/application.properties",
            &settings("screens"),
        ),
    ]);
    assert_eq!(names(&system), ["orders"]);
}

#[test]
fn a_program_of_go_that_serves_is_a_service_by_the_name_of_its_variants_folder() {
    let main = "package main\nimport \"net/http\"\nfunc main() {\n\thttp.HandleFunc(\"/stock\", list)\n\thttp.ListenAndServe(\":80\", nil)\n}\n";
    let system = graph(&[
        ("stock-service/spanner/go.mod", "module shop\n\ngo 1.22\n"),
        ("stock-service/spanner/main.go", main),
        (
            "orders/package.json",
            "{\"name\": \"orders\", \"dependencies\": {\"express\": \"4\"}}",
        ),
    ]);
    assert_eq!(names(&system), ["orders", "stock-service"]);
}

#[test]
fn what_the_whole_repository_builds_is_what_its_image_runs() {
    let system = graph(&[
        (
            "compose.yaml",
            "services:\n  shop-api: {image: 'shop/shop-api:1'}\n",
        ),
        (
            "pom.xml",
            "<project><artifactId>shop-api</artifactId><dependencies><dependency><groupId>x</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>",
        ),
        (
            "src/main/resources/application.yml",
            "spring.application.name: shop-api\n",
        ),
        ("src/main/java/Api.java", "class Api {}\n"),
    ]);
    assert_eq!(names(&system), ["shop-api"]);
    assert_eq!(owner(&system, "src/main/java/Api.java"), Some("shop-api"));
}

/// `path service` of every route, in the order of their rows; `-` where nothing says whose it is.
fn served(files: &[(&str, &str)]) -> Vec<String> {
    let system = graph(files);
    let routes = system.routes.iter();
    routes
        .map(|(_, route)| {
            let service = route.service.map(|id| system.services[id].name.as_str());
            format!("{} {}", route.path, service.unwrap_or("-"))
        })
        .collect()
}

const EXPRESS: &str = "{\"name\": \"NAME\", \"dependencies\": {\"express\": \"4\"}}";

fn package(name: &str) -> String {
    EXPRESS.replace("NAME", name)
}

fn route(path: &str) -> String {
    format!(
        "import express from 'express'\nconst app = express()\napp.get('{path}', (request, response) => response.json({{}}))\n"
    )
}

#[test]
fn a_row_names_a_service_only_where_its_image_holds_the_package() {
    let (orders, stock, shared) = (package("orders"), package("stock"), package("shared"));
    let orders = orders.replace("\"4\"", "\"4\", \"shared\": \"1\"");
    let stock = stock.replace("\"4\"", "\"4\", \"shared\": \"1\"");
    let files = [
        (
            "compose.yaml",
            "services:\n  orders: {build: {context: ., args: {APP: orders}}}\n  stock: {build: {context: ., args: {APP: stock}}}\n",
        ),
        ("Dockerfile", "FROM node:22\nARG APP\nCOPY . .\n"),
        (
            "package.json",
            "{\"name\": \"shop\", \"workspaces\": [\"packages/*\"]}",
        ),
        ("packages/orders/package.json", &orders),
        ("packages/orders/src/a.ts", &route("/orders")),
        ("packages/shared/package.json", &shared),
        ("packages/shared/src/a.ts", &route("/health")),
        ("packages/stock/package.json", &stock),
        ("packages/stock/src/a.ts", &route("/stock")),
    ];
    assert_eq!(
        served(&files),
        ["/orders orders", "/health -", "/stock stock"]
    );
}

#[test]
fn a_build_of_the_whole_repository_owns_what_it_names_and_what_that_needs() {
    let api = package("api").replace("\"4\"", "\"4\", \"model\": \"1\"");
    let files = [
        ("compose.yaml", "services:\n  shop: {build: .}\n"),
        (
            "Dockerfile",
            "FROM node:22\nCOPY . .\nRUN pnpm --filter api build\nCMD [\"node\", \"apps/api/index.js\"]\n",
        ),
        (
            "package.json",
            "{\"name\": \"shop\", \"workspaces\": [\"apps/*\", \"model\"]}",
        ),
        ("apps/admin/package.json", &package("admin")),
        ("apps/admin/a.ts", &route("/admin")),
        ("apps/api/package.json", &api),
        ("apps/api/a.ts", &route("/api")),
        ("model/package.json", &package("model")),
        ("model/a.ts", &route("/model")),
    ];
    assert_eq!(served(&files), ["/admin -", "/api shop", "/model shop"]);
}

#[test]
fn images_of_one_folder_are_of_the_package_that_has_their_name() {
    let package = package("shop");
    let compose = |other: &str| {
        format!(
            "services:\n  {other}: {{build: .}}\n  worker: {{build: ., command: node worker.js}}\n"
        )
    };
    let route = route("/orders");
    for (other, expected) in [("shop", "/orders shop"), ("web", "/orders -")] {
        let compose = compose(other);
        let files = [
            ("compose.yaml", compose.as_str()),
            ("Dockerfile", "FROM node:22\n"),
            ("package.json", &package),
            ("src/a.ts", &route),
        ];
        assert_eq!(served(&files), [expected], "{other}");
    }
}

#[test]
fn one_of_several_programs_of_a_module_owns_nothing_that_they_share() {
    let main = "package main\nimport \"net/http\"\nfunc main() {\n\thttp.HandleFunc(\"PATH\", list)\n\thttp.ListenAndServe(\":80\", nil)\n}\n";
    let (orders, shared) = (main.replace("PATH", "/orders"), main.replace("PATH", "/a"));
    let files = [
        ("cmd/orders/Dockerfile", "FROM golang:1\n"),
        ("cmd/orders/main.go", orders.as_str()),
        ("cmd/stock/Dockerfile", "FROM golang:1\n"),
        ("cmd/stock/main.go", "package main\n"),
        ("go.mod", "module example.com/shop\n\ngo 1.22\n"),
        ("internal/api/a.go", &shared),
    ];
    assert_eq!(served(&files), ["/orders -", "/a -"]);
}

#[test]
fn a_library_that_ends_with_the_name_of_a_step_is_not_what_it_runs() {
    let files = [
        (
            "compose.yaml",
            "services:\n  init-ledger: {image: 'shop/tools'}\n  shop: {build: .}\n",
        ),
        ("Dockerfile", "FROM node:22\n"),
        ("package.json", &package("shop")),
        ("ledger/package.json", "{\"name\": \"@shop/ledger\"}"),
        (
            "ledger/a.ts",
            "export const load = () => fetch('https://example.org/a', {signal: AbortSignal.timeout(5)})\n",
        ),
    ];
    let system = graph(&files);
    assert_eq!(owner(&system, "ledger/a.ts"), Some("init-ledger"));
    let services = system.clients.iter().map(|(_, client)| client.service);
    assert_eq!(services.collect::<Vec<_>>(), [None]);
}

#[test]
fn a_crate_without_a_program_is_no_service() {
    let manifest =
        |name: &str| format!("[package]\nname = \"{name}\"\n[dependencies]\naxum = \"0.8\"\n");
    let system = graph(&[
        ("crates/routes/Cargo.toml", &manifest("routes")),
        ("crates/routes/src/lib.rs", "pub fn routes() {}\n"),
        ("crates/shop/Cargo.toml", &manifest("shop")),
        ("crates/shop/src/main.rs", "fn main() {}\n"),
    ]);
    assert_eq!(names(&system), ["shop"]);
}

#[test]
fn a_service_has_the_name_of_the_package_that_serves() {
    let system = graph(&[
        ("package.json", "{\"name\": \"shop-e2e\"}"),
        (
            "pyproject.toml",
            "[project]\nname = \"shop\"\ndependencies = [\"fastapi\"]\n",
        ),
    ]);
    assert_eq!(names(&system), ["shop"]);
}

#[test]
fn of_folders_of_one_name_the_package_that_an_image_is_built_from_is_meant() {
    let package = package("manager");
    let system = graph(&[
        (
            "compose.yaml",
            "services:\n  manager: {image: 'shop/manager'}\n  orders: {build: orders}\n",
        ),
        ("orders/Dockerfile", "FROM node:22\n"),
        ("docker/manager/Dockerfile", "FROM node:22\n"),
        ("manager/Dockerfile", "FROM node:22\n"),
        ("manager/package.json", &package),
        ("manager/src/a.ts", "export {}\n"),
        (
            "ui/manager/package.json",
            "{\"dependencies\": {\"react\": \"19\"}}",
        ),
        ("ui/manager/src/a.ts", "export {}\n"),
    ]);
    assert_eq!(owner(&system, "manager/src/a.ts"), Some("manager"));
    assert_eq!(owner(&system, "ui/manager/src/a.ts"), None);
}

#[test]
fn a_folder_of_images_owns_what_they_copy_by_its_name() {
    let system = graph(&[
        (
            "compose.yaml",
            "services:\n  orders: {build: {context: ., dockerfile: docker/orders/Dockerfile}}\n  checks: {build: {context: ., dockerfile: docker/checks/Dockerfile}}\n",
        ),
        (
            "docker/orders/Dockerfile",
            "FROM golang:1 AS build\nCOPY go.mod ./\nCOPY orders orders\nCOPY shared shared\nRUN go build -o /orders ./orders\nFROM scratch\nCOPY --from=build /orders /orders\n",
        ),
        ("docker/checks/Dockerfile", "FROM node:22\nCOPY checks .\n"),
        ("go.mod", "module shop\n"),
        ("orders/main.go", "package main\n"),
        ("checks/a.js", "export {}\n"),
    ]);
    assert_eq!(owner(&system, "orders/main.go"), Some("orders"));
    assert_eq!(owner(&system, "checks/a.js"), Some("checks"));
}

#[test]
fn a_tool_owns_nothing_of_the_service_that_it_works_on() {
    let system = graph(&[
        (
            "compose.yaml",
            "services:\n  orders: {build: orders}\n  generator: {image: 'sqlc/sqlc:1', working_dir: /src, volumes: ['./orders/store:/src']}\n",
        ),
        ("orders/Dockerfile", "FROM golang:1\n"),
        ("orders/go.mod", "module shop/orders\n"),
        ("orders/store/a.go", "package store\n"),
    ]);
    assert_eq!(owner(&system, "orders/store/a.go"), Some("orders"));
}
