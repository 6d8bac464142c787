//! What source code shows.

use super::{check, graph};

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
fn a_path_of_rust_names_a_crate_by_its_manifest() {
    let system = graph(&[
        ("src/bin/Cargo.toml", "[package]\nname = \"shop\"\n"),
        (
            "src/bin/src/server.rs",
            "use actix_web::web;\nuse shop_handlers::orders;\nfn services() -> actix_web::Scope {\n    web::scope(\"/shop\").service(orders::get_order)\n}\n",
        ),
        (
            "src/api/Cargo.toml",
            "[package]\nname = \"shop-handlers\"\n",
        ),
        (
            "src/api/src/orders.rs",
            "use actix_web::get;\n#[get(\"/orders/{id}\")]\npub async fn get_order() {}\n",
        ),
    ]);
    let paths: Vec<&str> = system
        .routes
        .rows()
        .iter()
        .map(|route| route.path.as_str())
        .collect();
    assert_eq!(paths, ["/shop/orders/{id}"]);
}

#[test]
fn a_page_that_a_browser_loads_calls_those_whom_its_variables_name() {
    check(
        &[
            (
                "shop-ui/package.json",
                "{\"name\": \"shop-ui\", \"dependencies\": {\"vue\": \"3\"}}",
            ),
            ("shop-ui/Dockerfile", "FROM nginx:1\n"),
            (
                "shop-ui/src/server.js",
                "export async function list() {\n  return await fetch(process.env.VUE_APP_ORDER_SERVICE_URL + '/orders')\n}\n",
            ),
            (
                "order-service/package.json",
                "{\"name\": \"order-service\", \"dependencies\": {\"express\": \"4\"}}",
            ),
        ],
        &["shop-ui → order-service client"],
    );
}

#[test]
fn clients_of_a_cloud_and_of_services_outside_are_dependencies() {
    check(
        &[
            (
                "order-service/package.json",
                "{\"name\": \"order-service\", \"dependencies\": {\"express\": \"4\", \"stripe\": \"12\"}}",
            ),
            (
                "order-service/index.js",
                "const {Firestore} = require('@google-cloud/firestore');\nconst {PubSub} = require('@google-cloud/pubsub');\nconst MongoClient = require('mongodb');\nconst db = new Firestore();\nconst pubsub = new PubSub();\nMongoClient.connect(address(), () => {});\nasync function send(data) {\n  await pubsub.topic('orders').publishMessage({data});\n}\n",
            ),
        ],
        &[
            "order-service → firestore code",
            "order-service → mongodb code",
            "order-service → pubsub client",
            "order-service → stripe build",
        ],
    );
}

#[test]
fn who_calls_services_is_no_dashboard_though_it_shows_one() {
    let system = graph(&[
        (
            "tray/pom.xml",
            "<project><artifactId>tray</artifactId><dependencies><dependency><groupId>x</groupId><artifactId>spring-cloud-starter-hystrix-dashboard</artifactId></dependency></dependencies></project>",
        ),
        (
            "tray/src/main/java/Prices.java",
            "import org.springframework.cloud.openfeign.FeignClient;\n@FeignClient(name = \"prices\")\npublic interface Prices extends PricesApi {}\n",
        ),
        (
            "prices/pom.xml",
            "<project><artifactId>prices</artifactId><dependencies><dependency><groupId>x</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>",
        ),
    ]);
    let kinds: Vec<model::ServiceKind> = system.services.rows().iter().map(|s| s.kind).collect();
    assert_eq!(kinds, [model::ServiceKind::Service; 2]);
}

#[test]
fn a_topic_is_read_from_a_file_that_says_nothing_else() {
    let system = graph(&[
        (
            "mail/package.json",
            r#"{"name": "mail", "dependencies": {"bullmq": "5"}}"#,
        ),
        (
            "mail/src/queues/constants.ts",
            "export const QUEUES = {\n  MAIL_JOBS: \"mail-jobs\",\n} as const;\n",
        ),
        (
            "mail/src/main.ts",
            "import { Queue } from \"bullmq\";\nimport { QUEUES } from \"./queues\";\nconst queue = new Queue(QUEUES.MAIL_JOBS);\nqueue.add(\"welcome\", {});\n",
        ),
    ]);
    let topics = system.publishes.rows().iter();
    let topics: Vec<Option<&str>> = topics
        .map(|publish| publish.topic.known().map(String::as_str))
        .collect();
    assert_eq!(topics, [Some("mail-jobs")]);
}

#[track_caller]
fn rows(files: &[(&str, &str)], expected: &[&str]) {
    let system = graph(files);
    let topic = |topic: &model::Known<String>| match topic {
        model::Known::Is(topic) => topic.clone(),
        _ => "?".to_owned(),
    };
    let routes = system.routes.rows().iter();
    let routes = routes.map(|row| format!("{} {}", row.method, row.path));
    let clients = system.clients.rows().iter();
    let clients = clients.map(|row| format!("call {} {}", row.method, row.url));
    let publishes = system.publishes.rows().iter();
    let publishes = publishes.map(|row| format!("publish {}", topic(&row.topic)));
    let consumes = system.consumes.rows().iter();
    let consumes = consumes.map(|row| format!("consume {}", topic(&row.topic)));
    let found = routes.chain(clients).chain(publishes).chain(consumes);
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn a_binding_of_spring_has_a_destination() {
    let code = "package shop;\nimport org.springframework.cloud.stream.function.StreamBridge;\nclass Stock {\n    private final StreamBridge bridge;\n    void low(Item item) {\n        bridge.send(\"stock-out-0\", item);\n    }\n}\n";
    rows(
        &[
            (
                "orders/src/main/resources/application.yml",
                "spring.cloud.stream.bindings.stock-out-0.destination: others\n",
            ),
            ("stock/src/main/java/shop/Stock.java", code),
            (
                "stock/src/main/resources/application.properties",
                "spring.cloud.stream.bindings.stock-out-0.destination=stock-low\n",
            ),
            (
                "stock/src/main/resources/application-dev.properties",
                "spring.cloud.stream.bindings.stock-out-0.destination=dev\n",
            ),
        ],
        &["publish stock-low"],
    );
}

#[test]
fn a_placeholder_in_a_topic_is_a_setting() {
    let code = "package shop;\nimport org.springframework.kafka.annotation.KafkaListener;\nclass Stock {\n    @KafkaListener(topics = \"${shop.order-topic}\")\n    void placed(String order) {}\n}\n";
    rows(
        &[
            ("src/main/java/shop/Stock.java", code),
            (
                "src/main/resources/application.yml",
                "shop:\n  orderTopic: ${ORDER_TOPIC:orders}\n",
            ),
        ],
        &["consume orders"],
    );
}

#[test]
fn of_constants_of_one_name_the_class_or_the_nearest_is_meant() {
    let listener = "package shop;\nimport org.springframework.kafka.annotation.KafkaListener;\nclass Listener {\n    @KafkaListener(topics = Orders.TOPIC)\n    void placed(String order) {}\n}\n";
    rows(
        &[
            ("a/src/main/java/shop/Listener.java", listener),
            (
                "a/src/main/java/shop/Orders.java",
                "package shop;\nclass Orders {\n    static final String TOPIC = \"orders\";\n}\n",
            ),
            (
                "a/src/main/java/shop/Stock.java",
                "package shop;\nclass Stock {\n    static final String TOPIC = \"stock\";\n}\n",
            ),
            (
                "b/src/main/java/shop/Orders.java",
                "package shop;\nclass Orders {\n    static final String TOPIC = \"others\";\n}\n",
            ),
        ],
        &["consume orders"],
    );
}

#[test]
fn a_router_is_mounted_below_a_setting() {
    let app = "const config = require('config');\nconst express = require('express');\nconst app = express();\nconst orders = require('./orders');\napp.use(config.get('server.basePath'), orders);\n";
    let orders = "const router = require('express').Router();\nrouter.get('/orders', list);\nmodule.exports = router;\n";
    rows(
        &[
            ("app/app.js", app),
            (
                "app/config/default.json",
                "{\"server\": {\"basePath\": \"/shop/v1\"}}",
            ),
            (
                "app/config/production.json",
                "{\"server\": {\"basePath\": \"/v1\"}}",
            ),
            ("app/orders.js", orders),
        ],
        &["GET /shop/v1/orders"],
    );
}

#[test]
fn configuration_of_symfony_puts_controllers_below_a_path() {
    let controller = "<?php\nnamespace App\\Controller;\nuse Symfony\\Component\\Routing\\Attribute\\Route;\n#[Route('/orders')]\nclass OrderController {\n    #[Route('/{id}', methods: ['GET'])]\n    public function show() {}\n}\n";
    rows(
        &[
            (
                "config/routes.yaml",
                "pages:\n  resource: ../src/Controller/\n  type: attribute\n  prefix: /{_locale}\nhealth:\n  path: /health\n  controller: App\\Health::check\n  methods: GET|HEAD\nwhen@dev:\n  debug:\n    path: /debug\n    controller: App\\Debug\n",
            ),
            (
                "config/routes/api.yaml",
                "api:\n  resource:\n    path: ../../src/Api/\n    namespace: App\\Api\n  type: attribute\n  prefix: api\n",
            ),
            (
                "src/Api/OrderController.php",
                &controller.replace("Controller;", "Api;"),
            ),
            ("src/Controller/OrderController.php", controller),
        ],
        &[
            "GET /health",
            "HEAD /health",
            "GET /api/orders/{id}",
            "GET /{_locale}/orders/{id}",
        ],
    );
}

#[test]
fn a_generated_client_calls_the_operation_of_a_contract() {
    let code = "import orders_client\n\ndef place(order):\n    api = orders_client.OrderServiceApi(orders_client.ApiClient())\n    api.order_service_unknown(order)\n    return api.order_service_create_order(order)\n";
    let contract = "swagger: '2.0'\ninfo: {title: orders, version: '1'}\npaths:\n  /v1/orders:\n    post:\n      operationId: OrderService_CreateOrder\n      tags: [OrderService]\n      responses: {'200': {description: ok}}\n";
    rows(
        &[("api/orders.yaml", contract), ("shop/place.py", code)],
        // A method that no contract has says nothing.
        &["call POST /v1/orders"],
    );
}

#[test]
fn a_function_that_makes_an_address_of_a_path_ends_with_it() {
    rows(
        &[(
            "web/src/flags.ts",
            "import { devServerUrl } from '@shop/addresses';\nexport const flags = () => fetch(devServerUrl('/dev'));\n",
        )],
        &["call GET {devServerUrl}/dev"],
    );
}

#[test]
fn a_browser_states_no_limit_for_fetch() {
    let call = "export const load = () => fetch('/orders')\n";
    let system = graph(&[
        (
            "api/package.json",
            "{\"name\": \"api\", \"dependencies\": {\"express\": \"4\"}}",
        ),
        ("api/src/a.ts", call),
        (
            "web/package.json",
            "{\"name\": \"web\", \"dependencies\": {\"react\": \"19\"}}",
        ),
        ("web/src/a.ts", call),
    ]);
    let limits = system.clients.iter().map(|(_, client)| client.timeout_ms);
    assert_eq!(limits.collect::<Vec<_>>(), [Some(300_000), None]);
}

#[test]
fn jobs_of_an_application_are_of_what_its_class_of_all_jobs_is() {
    let job = "class CancelJob < ApplicationJob\n  def perform(id)\n  end\nend\n";
    let gems = "gem 'rails'\n";
    for (base, expected) in [
        (
            "class ApplicationJob\n  include Sidekiq::Job\nend\n",
            "sidekiq",
        ),
        (
            "class ApplicationJob < ActiveJob::Base\nend\n",
            "active-job",
        ),
    ] {
        let system = graph(&[
            ("Gemfile", gems),
            ("app/jobs/application_job.rb", base),
            ("app/jobs/cancel_job.rb", job),
        ]);
        let brokers = system.consumes.iter().map(|(_, row)| row.broker.as_str());
        assert_eq!(brokers.collect::<Vec<_>>(), [expected]);
    }
}

#[test]
fn what_a_profile_sets_holds_where_nothing_else_does() {
    let code = "package shop;\nimport org.springframework.web.bind.annotation.GetMapping;\n@RestController\nclass Stock {\n    @GetMapping(\"/stock\")\n    String all() { return \"\"; }\n}\n";
    let settings = |profile: &str, path: &str| {
        (
            format!("src/main/resources/application-{profile}.yml"),
            format!("server.servlet.context-path: {path}\n"),
        )
    };
    let check = |all: &[(String, String)], expected: &str| {
        let mut files = vec![("src/main/java/shop/Stock.java", code)];
        files.extend(
            all.iter()
                .map(|(path, text)| (path.as_str(), text.as_str())),
        );
        rows(&files, &[expected]);
    };
    check(&[settings("prod", "/shop")], "GET /shop/stock");
    check(&[settings("dev", "/shop")], "GET /stock");
    check(
        &[settings("prod", "/shop"), settings("pilot", "/other")],
        "GET /stock",
    );
}

#[test]
fn what_many_commands_of_go_share_is_nobodys() {
    let code = "package stock\nimport \"net/http\"\nfunc Load() {\n\thttp.Get(\"https://stock.example.com/items\")\n}\n";
    let main = "package main\nfunc main() {}\n";
    let services = |commands: &[&str]| {
        let paths: Vec<String> = commands
            .iter()
            .map(|name| format!("cmd/{name}/main.go"))
            .collect();
        let mut files = vec![
            ("go.mod", "module example.com/shop\n"),
            ("Dockerfile", "FROM golang:1\n"),
            ("internal/stock/stock.go", code),
            (
                "internal/web/web.go",
                "package web\nimport \"net/http\"\nfunc Serve() {\n\thttp.HandleFunc(\"/items\", list)\n}\n",
            ),
        ];
        files.extend(paths.iter().map(|path| (path.as_str(), main)));
        let system = graph(&files);
        let clients = system.clients.rows().iter();
        clients.filter(|client| client.service.is_some()).count()
    };
    assert_eq!(services(&["shop", "export", "import", "mirror"]), 1);
    assert_eq!(services(&["serve", "export", "import", "mirror"]), 0);
}

/// The service of the only client of these files.
fn caller(files: &[(&str, &str)]) -> Option<String> {
    let system = graph(files);
    let [client] = system.clients.rows() else {
        panic!("one client");
    };
    Some(system.services[client.service?].name.clone())
}

#[test]
fn an_image_of_a_mock_does_not_run_the_program_beside_it() {
    let mock = (
        "compose.yaml",
        "services:\n  mock:\n    build:\n      context: .\n      dockerfile: Dockerfile.mock\n",
    );
    let code = (
        "src/stock.js",
        "const axios = require('axios');\naxios.get('https://stock.example.com/items');\n",
    );
    let package = (
        "package.json",
        "{\"name\": \"shop\", \"dependencies\": {\"express\": \"4\"}}",
    );
    let images = [
        ("Dockerfile", "FROM node:22\n"),
        ("Dockerfile.mock", "FROM stoplight/prism:4\n"),
    ];
    assert_eq!(
        caller(&[mock, images[1], code, package]).as_deref(),
        Some("mock")
    );
    assert_eq!(caller(&[mock, images[0], images[1], code, package]), None);
}

#[test]
fn a_program_without_a_name_is_told_by_none() {
    let code = (
        "app.rb",
        "require 'faraday'\nFaraday.get('https://stock.example.com/items')\n",
    );
    let files = [
        code,
        ("Gemfile", "gem 'sinatra'\n"),
        ("Dockerfile", "FROM ruby:3\n"),
    ];
    assert_eq!(caller(&files), None);
}

#[test]
fn a_program_of_go_is_called_by_the_last_part_of_its_module() {
    let code = (
        "main.go",
        "package main\nimport \"net/http\"\nfunc main() {\n\thttp.HandleFunc(\"/items\", list)\n\thttp.Get(\"https://stock.example.com/items\")\n}\n",
    );
    let files = [code, ("go.mod", "module example.com/shop/orders/v2\n")];
    assert_eq!(caller(&files).as_deref(), Some("orders"));
}
