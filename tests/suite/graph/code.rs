//! What source code shows.

use super::check;

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
