//! What manifests of Kubernetes show.

use super::{check, graph, names};

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
    assert_eq!(names(&system), ["orders"]);
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
