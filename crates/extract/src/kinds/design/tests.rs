//! Whole documents, as architects write them.

use model::facts::design::{Definition, Design, Specification, Text};

use super::*;

fn design(path: &str, source: &str) -> Design {
    let mut facts = FileFacts::default();
    let probe = Probe {
        path,
        bytes: source.as_bytes(),
    };
    assert!(may_be(path));
    if is(&probe) {
        read(&Input::new(path, source, &[]), &mut facts);
    }
    match facts.facts.pop() {
        Some(Facts::Design(design)) => design,
        _ => Design::default(),
    }
}

fn place<'s>(source: &'s str, text: &Text) -> &'s str {
    &source[text.at.start as usize..text.at.end as usize]
}

#[track_caller]
fn only_service(path: &str, source: &str) -> Definition {
    let design = design(path, source);
    assert_eq!(design.services.len(), 1, "{design:?}");
    design.services.into_iter().next().expect("one service")
}

#[track_caller]
fn only_operation(path: &str, source: &str) -> Specification {
    let design = design(path, source);
    assert_eq!(design.operations.len(), 1, "{design:?}");
    design.operations.into_iter().next().expect("one operation")
}

const ORDERS: &str = "service:\n  name: Orders\n  responsibility: takes orders\n  dependencies:\n    - Payments Service (REST, sync)\n    - name: Inventory\n      type: async\n    - Kafka\n  Data Store: PostgreSQL (orders_db)\n  communication: {sync: REST, async: order events}\n  monitoring: Prometheus\n  deployment: Kubernetes\n";

#[track_caller]
fn check_orders(path: &str, source: &str) {
    let orders = only_service(path, source);
    assert_eq!(orders.name.value, "Orders");
    assert_eq!(place(source, &orders.name), "Orders");
    let dependencies: Vec<_> = orders
        .dependencies
        .iter()
        .map(|d| (d.name.value.as_str(), d.is_blocking))
        .collect();
    assert_eq!(
        dependencies,
        [("Payments Service", Some(true)), ("Inventory", Some(false))]
    );
    for dependency in &orders.dependencies {
        assert_eq!(place(source, &dependency.name), dependency.name.value);
    }
    let stores: Vec<_> = orders
        .stores
        .iter()
        .map(|s| (s.name.as_deref(), s.technology.as_deref()))
        .collect();
    assert_eq!(
        stores,
        [
            (Some("orders_db"), Some("postgresql")),
            (None, Some("kafka"))
        ]
    );
    let ways: Vec<_> = orders
        .communication
        .iter()
        .map(|c| (c.text.value.as_str(), c.is_blocking))
        .collect();
    assert_eq!(ways, [("REST", Some(true)), ("order events", Some(false))]);
    assert_eq!(orders.missing, Vec::<String>::new());
    assert_eq!(orders.placeholders, []);
}

#[test]
fn a_definition_in_a_file_is_read() {
    check_orders("architecture/orders.yaml", ORDERS);
}

#[test]
fn a_definition_in_a_fence_has_places_in_the_markdown() {
    check_orders(
        "docs/design.md",
        &format!("# Design\n\nText.\n\n```yaml\n{ORDERS}```\n"),
    );
    check_orders(
        "docs/design.md",
        &format!(
            "1. Item\n\n   ```yml\n{}   ```\n",
            ORDERS
                .lines()
                .map(|line| format!("   {line}\n"))
                .collect::<String>()
        ),
    );
}

#[test]
fn definitions_in_a_list_or_by_name_are_read() {
    let list = "services:\n  - name: A\n    responsibility: a\n    dependencies: [B]\n  - name: B\n    responsibility: b\n    dependencies: []\n";
    let by_name = "services:\n  A:\n    responsibility: a\n    dependencies: B\n  B:\n    responsibility: b\n    dependencies: none\n";
    for source in [list, by_name] {
        let found = design("design.yml", source);
        let names: Vec<_> = found
            .services
            .iter()
            .map(|s| (s.name.value.as_str(), s.dependencies.len()))
            .collect();
        assert_eq!(names, [("A", 1), ("B", 0)]);
        assert_eq!(
            found.services[1].missing,
            ["data store", "communication", "monitoring", "deployment"]
        );
    }
}

#[test]
fn a_definition_in_sections_and_lists_is_read() {
    let source = "# Shop\n\n## Service: Orders\n\n- **Responsibility**: takes orders\n- **Dependencies**:\n  - Payments (REST)\n  - Inventory\n- **Data Store**: `orders_db`\n\n## Payments Service\n\n### Responsibility\n\nCharges cards.\n\n### Dependencies\n\n- Bank\n\n### Monitoring\n\nGrafana.\n\n## Parser\n\n- **Responsibility**: reads text\n- **Dependencies**: Lexer\n- **Input**: text\n";
    let found = design("docs/design.md", source);
    assert_eq!(found.services.len(), 2, "{found:?}");
    let orders = &found.services[0];
    assert_eq!(place(source, &orders.name), "Orders");
    let names: Vec<_> = orders
        .dependencies
        .iter()
        .map(|d| place(source, &d.name))
        .collect();
    assert_eq!(names, ["Payments", "Inventory"]);
    assert_eq!(orders.stores[0].name.as_deref(), Some("orders_db"));
    assert_eq!(
        orders.missing,
        ["communication", "monitoring", "deployment"]
    );
    assert_eq!(found.services[1].name.value, "Payments Service");
    assert_eq!(found.services[1].dependencies[0].name.value, "Bank");
}

#[test]
fn rows_of_a_table_are_definitions() {
    let source = "| Service | Responsibility | Dependencies | Data Store |\n|---|---|---|---|\n| Orders | takes orders | Payments, Users | PostgreSQL |\n| Users | knows users | - | MySQL |\n";
    let found = design("README.md", source);
    let names: Vec<_> = found
        .services
        .iter()
        .map(|s| (place(source, &s.name), s.dependencies.len()))
        .collect();
    assert_eq!(names, [("Orders", 2), ("Users", 0)]);
}

#[test]
fn a_short_table_of_services_is_read_and_a_table_of_classes_is_not() {
    let services = "| Service | Responsibility | Database |\n|---|---|---|\n| Tenant Service | tenants | Shared |\n| Auth Service | tokens | Shared |\n| Cart | carts | Redis |\n";
    let found = design("README.md", services);
    let stores: Vec<_> = found
        .services
        .iter()
        .map(|s| {
            (
                s.stores[0].name.as_deref(),
                s.stores[0].technology.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        stores,
        [
            (Some("shared database"), None),
            (Some("shared database"), None),
            (None, Some("redis"))
        ]
    );
    assert!(found.services.iter().all(|service| service.is_prose));
    let classes = "| Service | Responsibility | Depends On |\n|---|---|---|\n| OrderCreationService | validates | Repository |\n";
    assert_eq!(design("README.md", classes), Design::default());
}

#[test]
fn operations_of_a_list_under_one_title_are_told_apart() {
    let source = "## Endpoints\n\n1. **Read Profile**\n   - **Method**: GET\n   - **URL Path**: `/me`\n   - **Response**: Profile\n   - **Error Codes**: 401, 404\n   - **Description**: reads\n\n2. **Update Profile**\n   - **Method**: PUT\n   - **URL**: `/me`\n   - **Request**: Profile\n   - **Response**: Profile\n   - **Error Codes**: 401, 422\n";
    let found = design("docs/api.md", source);
    let operations: Vec<_> = found
        .operations
        .iter()
        .map(|o| {
            (
                o.method.as_str(),
                o.error_codes.clone().unwrap_or_default().join(" "),
            )
        })
        .collect();
    assert_eq!(
        operations,
        [("GET", "401 404".to_owned()), ("PUT", "401 422".to_owned())]
    );
}

#[test]
fn what_a_section_tells_for_all_operations_is_not_missing() {
    let source = "# API\n\n## Authentication\n\nJWT.\n\n## Errors\n\nProblem details.\n\n### POST /orders\n\n- **Rate limit**: 10/s\n- **Request**: Order\n- **Response**: Order\n";
    assert_eq!(
        only_operation("docs/api.md", source).missing,
        ["documentation"]
    );
}

#[test]
fn placeholders_keep_their_places() {
    let source = "service:\n  name: Orders\n  responsibility: TODO\n  dependencies: [list of services]\n  data_store: <database>\n  communication: REST to <service>\n  monitoring: …\n  deployment: Kubernetes\n";
    let orders = only_service("design.yaml", source);
    let left: Vec<_> = orders
        .placeholders
        .iter()
        .map(|text| place(source, text))
        .collect();
    assert_eq!(
        left,
        ["TODO", "[list of services]", "<database>", "<service>", "…"]
    );
    assert!(orders.dependencies.is_empty() && orders.stores.is_empty());
}

#[test]
fn the_template_itself_is_no_definition() {
    let source = "Service Name: [name]\nResponsibility: [single responsibility]\nDependencies: [list of services]\nData Store: [database type]\nCommunication: [sync/async]\nMonitoring: [metrics and alerts]\nDeployment: [container/serverless]\n";
    assert_eq!(design("docs/how-to.yaml", source), Design::default());
}

#[test]
fn manifests_and_settings_are_no_definitions() {
    let compose = "services:\n  web:\n    image: x\n    depends_on: [db]\n    deploy: {replicas: 2}\n    # responsibility communication\n";
    let values = "name: x\ndependencies: []\ndatabase: {host: x}\nmonitoring: {enabled: true}\ndeployment: {replicas: 2}\ncommunicationPort: 2\n";
    let readme = "# Tool\n\n## Dependencies\n\n- x\n\n## Deployment\n\nRun it.\n\n## Communication\n\nChat.\n\n## Monitoring\n\nNo.\n";
    assert_eq!(design("compose.yaml", compose), Design::default());
    assert_eq!(design("values.yaml", values), Design::default());
    assert_eq!(design("README.md", readme), Design::default());
}

#[test]
fn an_operation_is_read_with_what_its_api_says_for_all() {
    let source = "api:\n  name: Orders API\n  version: v2\n  service: Orders\n  authentication: OAuth2\n  rate_limiting: 100/min\n  endpoints:\n    - endpoint: /v2/orders\n      method: POST\n      request_schema: {sku: string}\n      response: {201: Order, 409: Conflict}\n      error_codes: [400, 401, \"422 - invalid\"]\n      documentation: places an order\n";
    let found = only_operation("design/api.yaml", source);
    assert_eq!(
        (found.method.as_str(), place(source, &found.path)),
        ("POST", "/v2/orders")
    );
    assert_eq!(
        found.api.map(|text| text.value),
        Some("Orders API".to_owned())
    );
    assert_eq!(
        found.service.map(|text| text.value),
        Some("Orders".to_owned())
    );
    assert_eq!(found.version.as_deref(), Some("v2"));
    assert_eq!(found.success_codes, ["201"]);
    assert_eq!(
        found.error_codes,
        Some(["400", "401", "409", "422"].map(str::to_owned).to_vec())
    );
    assert_eq!(found.missing, Vec::<String>::new());
}

#[test]
fn what_a_specification_does_not_say_is_missing() {
    let source = "```yaml\nendpoint: POST /orders\nauthentication: JWT\nrequest: Order\nresponse: Order\n```\n";
    let found = only_operation("docs/api.md", source);
    assert_eq!(
        (found.method.as_str(), place(source, &found.path)),
        ("POST", "/orders")
    );
    assert_eq!(
        found.missing,
        ["rate limiting", "error codes", "documentation"]
    );
    assert_eq!(found.error_codes, None);
}

#[test]
fn an_operation_in_sections_is_read() {
    let source = "## API\n\n### `GET /orders/{id}`\n\n- **Authentication**: JWT\n- **Response**: Order\n- **Error codes**:\n  - 401 not logged in\n  - 404 no such order\n";
    let found = only_operation("docs/api.md", source);
    assert_eq!(
        (found.method.as_str(), place(source, &found.path)),
        ("GET", "/orders/{id}")
    );
    assert_eq!(
        found.error_codes,
        Some(["401", "404"].map(str::to_owned).to_vec())
    );
    assert_eq!(found.missing, ["rate limiting", "documentation"]);
}

#[test]
fn settings_of_a_probe_are_no_specification() {
    let probe = "host: node\nport: 80\nurl: /metrics/cpu\nmethod: GET\nparams: {a: b}\nauthorization: {type: basic}\n";
    assert_eq!(design("probe.yml", probe).operations, []);
    let fence = format!("# Extend\n\n```yaml\n{probe}```\n");
    assert_eq!(design("docs/extend.md", &fence).operations, []);
}

#[test]
fn configuration_of_a_gateway_is_no_specification() {
    let source = "endpoints:\n  - endpoint: /orders\n    method: GET\n    backend: [{url: http://orders}]\n    output: json\n    errorFormat: x\n";
    assert_eq!(design("gateway.yaml", source), Design::default());
}

#[test]
fn hostile_text_is_read_in_bounds() {
    let deep = format!(
        "responsibility:\ncommunication:\ndependencies: {}\n",
        "[".repeat(100_000)
    );
    design("deep.yaml", &deep);
    let bomb: String = (0..30).fold("responsibility: &a0 [x, x]\n".to_owned(), |text, n| {
        text + &format!(
            "a{}: &a{} [*a{n}, *a{n}, *a{n}, *a{n}, *a{n}, *a{n}, *a{n}, *a{n}]\n",
            n + 1,
            n + 1
        )
    });
    design("bomb.yaml", &bomb);
}
