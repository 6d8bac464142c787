//! Which service a file belongs to.

use super::{check, graph, owner};

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
