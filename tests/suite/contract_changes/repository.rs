//! Contracts in a repository: moved, split, copied, deleted, and called by its own code.

use model::System;

use super::{OK, codes, repositories, with_head};

fn contract(title: &str, paths: &[&str]) -> String {
    let mut text = format!("openapi: 3.0.3\ninfo: {{title: {title}, version: 1.0.0}}\npaths:\n");
    for path in paths {
        text.push_str(&format!("  {path}: {{get: {{{OK}}}}}\n"));
    }
    text
}

#[track_caller]
fn check(old: &[(&str, &str)], new: &[(&str, &str)], expected: &[&str]) -> System {
    let system = repositories(old, new);
    assert_eq!(codes(&system), expected);
    system
}

#[test]
fn a_deleted_contract_breaks_whoever_calls_it() {
    let (orders, bills) = (
        contract("Orders", &["/orders", "/orders/{id}"]),
        contract("Bills", &["/bills"]),
    );
    let system = check(
        &[
            ("orders/openapi.yaml", &orders),
            ("bills/openapi.yaml", &bills),
        ],
        &[("bills/openapi.yaml", &bills)],
        &["!contract-removed"],
    );
    let (_, change) = system.changes.iter().next().expect("one change");
    assert_eq!(
        change.summary,
        "`Orders (orders/openapi.yaml)` is deleted with 2 operations"
    );
    assert_eq!(change.operations, ["GET /orders", "GET /orders/{id}"]);
}

#[test]
fn a_contract_goes_when_all_of_it_was_announced() {
    let bills = contract("Bills", &["/bills"]);
    let orders = with_head(
        "3.0.3",
        &format!("paths: {{/orders: {{get: {{deprecated: true, x-sunset: 2020-01-31, {OK}}}}}}}\n"),
    );
    check(
        &[("orders.yaml", &orders), ("bills.yaml", &bills)],
        &[("bills.yaml", &bills)],
        &[],
    );
}

#[test]
fn a_contract_may_move() {
    let (old, new) = (
        contract("Orders", &["/orders", "/orders/{id}"]),
        contract("Orders", &["/orders"]),
    );
    let bills = contract("Bills", &["/bills"]);
    check(
        &[("orders.yaml", &old), ("bills.yaml", &bills)],
        &[("services/orders/api.yaml", &old), ("bills.yaml", &bills)],
        &[],
    );
    check(
        &[("orders.yaml", &old), ("bills.yaml", &bills)],
        &[("services/orders/api.yaml", &new), ("bills.yaml", &bills)],
        &["!operation-removed"],
    );
}

#[test]
fn two_files_alone_are_two_states_of_one_contract() {
    let (old, new) = (
        contract("Orders", &["/orders"]),
        contract("Bills", &["/bills"]),
    );
    check(
        &[("old.yaml", &old)],
        &[("new.yml", &new)],
        &["!operation-removed"],
    );
}

#[test]
fn operations_may_move_to_another_contract() {
    let whole = contract("Shop", &["/orders", "/bills"]);
    let (orders, bills) = (
        contract("Orders", &["/orders"]),
        contract("Bills", &["/bills"]),
    );
    check(
        &[("shop.yaml", &whole)],
        &[("orders.yaml", &orders), ("bills.yaml", &bills)],
        &[],
    );
    let less = contract("Shop", &["/orders"]);
    check(
        &[("shop.yaml", &whole)],
        &[("shop.yaml", &less), ("bills.yaml", &bills)],
        &[],
    );
    // What another contract had all along did not move there.
    check(
        &[("shop.yaml", &whole), ("bills.yaml", &bills)],
        &[("shop.yaml", &less), ("bills.yaml", &bills)],
        &["!operation-removed"],
    );
}

#[test]
fn a_contract_may_be_split_over_files() {
    let schema = "{type: object, required: [id], properties: {id: {type: string}}}";
    let text = |schema: &str| {
        with_head(
            "3.0.3",
            &format!(
                "paths: {{/a: {{get: {{responses: {{'200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}\n"
            ),
        )
    };
    let whole = text(schema);
    let split = text("{$ref: 'schemas/a.yaml'}");
    check(
        &[("api.yaml", &whole)],
        &[("api.yaml", &split), ("schemas/a.yaml", schema)],
        &[],
    );
    check(
        &[("api.yaml", &split), ("schemas/a.yaml", schema)],
        &[
            ("api.yaml", &split),
            (
                "schemas/a.yaml",
                "{type: object, properties: {id: {type: string}}}",
            ),
        ],
        &["!response-property-became-optional"],
    );
}

#[test]
fn a_copy_of_a_contract_is_one_contract() {
    let (old, new) = (
        contract("Orders", &["/orders", "/bills"]),
        contract("Orders", &["/orders"]),
    );
    let system = check(
        &[("api/orders.yaml", &old), ("site/orders.yaml", &old)],
        &[("api/orders.yaml", &new), ("site/orders.yaml", &new)],
        &["!operation-removed"],
    );
    assert_eq!(system.changes.iter().count(), 1);
}

#[test]
fn a_new_version_beside_the_old_one_breaks_nobody() {
    let (one, two) = (
        contract("Orders", &["/v1/orders"]),
        contract("Orders", &["/v2/orders"]),
    );
    check(
        &[("v1/openapi.yaml", &one)],
        &[("v1/openapi.yaml", &one), ("v2/openapi.yaml", &two)],
        &[],
    );
}

#[test]
fn clients_of_this_repository_are_named_with_what_they_call() {
    let api = "openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.0}\nservers: [{url: /api}]\npaths:\n  /orders/{id}:\n    get:\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}\ncomponents:\n  schemas:\n    Order: {type: object, required: [total], properties: {total: {type: integer}}}\n";
    let changed = api.replace("required: [total], ", "");
    let client = "const axios = require('axios');\nasync function one(id) { return axios.get(`http://orders/api/orders/${id}`); }\n";
    let other = "const axios = require('axios');\nasync function one() { return axios.get('http://orders/api/bills'); }\n";
    let optional = &["!response-property-became-optional"];
    let package = (
        "web/package.json",
        "{\"name\": \"web\", \"dependencies\": {\"axios\": \"1\", \"express\": \"4\"}}",
    );
    let called = check(
        &[
            ("orders/openapi.yaml", api),
            ("web/src/orders.js", client),
            package,
        ],
        &[
            ("orders/openapi.yaml", &changed),
            ("web/src/orders.js", client),
            package,
        ],
        optional,
    );
    let (id, change) = called.changes.iter().next().expect("one change");
    assert_eq!(
        change.reason,
        "clients that rely on it may find nothing; one place in this repository calls it"
    );
    assert_eq!(called.evidence[&id.row_ref()].len(), 1);
    let uncalled = check(
        &[
            ("orders/openapi.yaml", api),
            ("web/src/orders.js", other),
            package,
        ],
        &[
            ("orders/openapi.yaml", &changed),
            ("web/src/orders.js", other),
            package,
        ],
        optional,
    );
    let (_, change) = uncalled.changes.iter().next().expect("one change");
    assert_eq!(
        change.reason,
        "clients that rely on it may find nothing; nothing in this repository calls it"
    );
}

#[test]
fn a_client_that_another_file_makes_is_a_client() {
    let api = "openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.0}\nservers: [{url: /api}]\npaths:\n  /orders/{id}:\n    get:\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      responses: {'200': {description: ok}}\n";
    let changed = api.replace("/orders/{id}", "/orders/{id}/all");
    let package = (
        "web/package.json",
        "{\"name\": \"web\", \"dependencies\": {\"axios\": \"1\", \"express\": \"4\"}}",
    );
    for (made, used) in [
        (
            "import axios from 'axios';\nexport const client = axios.create({ baseURL: 'http://orders/api', timeout: 900 });\n",
            "import { client } from './http';\nexport const one = (id) => client.get(`/orders/${id}`);\n",
        ),
        (
            "import axios from 'axios';\nconst client = axios.create({ baseURL: 'http://orders/api' });\nexport default client;\n",
            "import http from './http';\nexport async function one(id) { return http.get(`/orders/${id}`); }\n",
        ),
        (
            "const axios = require('axios');\nconst client = axios.create({ baseURL: 'http://orders/api' });\nmodule.exports = { client };\n",
            "const { client } = require('./http');\nexports.one = (id) => client.get(`/orders/${id}`);\n",
        ),
    ] {
        let files = |api| {
            vec![
                ("orders/openapi.yaml", api),
                ("web/src/http.ts", made),
                ("web/src/orders.ts", used),
                package,
            ]
        };
        let called = super::repositories(&files(api), &files(&changed));
        let (_, change) = called.changes.iter().next().expect("one change");
        assert!(
            change
                .reason
                .ends_with("; one place in this repository calls it"),
            "{}: {used}",
            change.reason
        );
    }
}
