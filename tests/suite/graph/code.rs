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
