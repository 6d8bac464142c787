//! Kubernetes manifests, by content: workloads, the names that reach them, and what they are given.

mod skaffold;

use document::Node;
use model::facts::Facts;
use model::facts::manifest::{
    Address, Check, Container, Manifest, Permission, Platform, Port, Text, Variable, VariableSet,
    Workload,
};
use model::{At, FileFacts};

use super::Kind;
use super::tree::{self, descend, pairs, text, texts, word};
use crate::{Input, Probe};

/// Kubernetes.
pub const KIND: Kind = Kind {
    name: "kubernetes",
    may_be: |path| path.ends_with(".yml") || path.ends_with(".yaml") || path.ends_with(".tpl"),
    is: |probe: &Probe<'_>| {
        super::super::input::file_name(probe.path).starts_with("kustomization.")
            || (probe.bytes.starts_with(b"apiVersion:")
                || probe.has("\napiVersion:")
                || probe.has("- apiVersion:"))
                && probe.has("kind:")
    },
    read,
};

/// Resources of one file that are read; a list inside a list is not followed further.
const MAX_LIST_DEPTH: usize = 4;

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let mut manifest = Manifest {
        platform: Platform::Kubernetes,
        ..Manifest::default()
    };
    if is_template(input.path, input.text) {
        manifest.is_template = true;
        facts.facts.push(Facts::Manifest(manifest));
        return;
    }
    for root in input.document().roots() {
        resource(root, &mut manifest, 0);
        facts.facts.extend(skaffold::applied(root));
        manifest.is_local |= is_export(root);
    }
    manifest.runs_on_machine = is_local(input.text);
    manifest.is_local |= manifest.runs_on_machine
        || is_translated(input.text)
        || tree::is_for_development(input.text);
    tree::note_faults(input, facts);
    if manifest
        != (Manifest {
            platform: Platform::Kubernetes,
            ..Manifest::default()
        })
    {
        facts.facts.push(Facts::Manifest(manifest));
    }
}

/// Whether Helm, or another tool that fills `{{ }}`, must read the file first: an action at the start
/// of a line, or as a plain value, is no YAML.
fn is_template(path: &str, text: &str) -> bool {
    text.contains("{{")
        && (path.contains("templates/")
            || path.ends_with(".tpl")
            || text.lines().any(|line| {
                let line = line.trim_start();
                line.starts_with("{{") || line.contains(": {{") || line.contains("- {{")
            }))
}

/// What only a cluster on one's own machine has or does: its name, its address of the machine itself, an image that is never pulled.
const LOCAL: &[&str] = &[
    "docker-desktop",
    "host.docker.internal",
    "host.minikube.internal",
    "imagePullPolicy: Never",
    "minikube",
    "rancher-desktop",
];

/// Whether Kompose wrote the manifest: what runs on a developer's machine, in the words of Kubernetes.
fn is_translated(text: &str) -> bool {
    text.contains("io.kompose.") || text.contains("kompose.cmd:")
}

/// Whether the manifest is for a cluster on one's own machine. Comments do not count.
fn is_local(text: &str) -> bool {
    LOCAL.iter().any(|sign| text.contains(sign))
        && text
            .lines()
            .filter_map(|line| line.split(" #").next())
            .filter(|line| !line.trim_start().starts_with('#'))
            .any(|line| LOCAL.iter().any(|sign| line.contains(sign)))
}

/// Whether a cluster wrote the resource: it numbers what it holds, and says how it is.
fn is_export(node: Node<'_>) -> bool {
    let items = node.merged_get("items");
    items
        .into_iter()
        .flat_map(Node::items)
        .take(1)
        .chain([node])
        .any(|node| {
            let has = |key: &str| descend(node, &["metadata", key]).is_some();
            has("uid") && has("resourceVersion")
        })
}

fn resource(node: Node<'_>, manifest: &mut Manifest, depth: usize) {
    let kind = word(node.merged_get("kind"));
    if matches!(kind.as_str(), "Kustomization" | "Component") || kind.is_empty() {
        kustomization(node, manifest);
        return;
    }
    let Some(name) = descend(node, &["metadata", "name"]).and_then(text) else {
        if kind.ends_with("List") && depth < MAX_LIST_DEPTH {
            for item in node.merged_get("items").into_iter().flat_map(Node::items) {
                resource(item, manifest, depth + 1);
            }
        }
        return;
    };
    let api = word(node.merged_get("apiVersion"));
    match kind.as_str() {
        "Service" if !api.contains("knative") => manifest.addresses.push(address(name, node)),
        "ConfigMap" | "Secret" => manifest.sets.push(VariableSet {
            is_secret: kind == "Secret",
            variables: values(node, kind == "Secret"),
            name,
        }),
        "NetworkPolicy" => permissions(node, &mut manifest.permissions),
        "LimitRange" => manifest.has_default_limits = true,
        "Ingress" | "HTTPRoute" | "GRPCRoute" | "VirtualService" | "Route" => {
            backends(node, &mut manifest.entrances, 0);
        }
        "HorizontalPodAutoscaler" | "ScaledObject" => {
            let target = descend(node, &["spec", "scaleTargetRef"]);
            let kind = word(target.and_then(|target| target.merged_get("kind")));
            manifest.scaled.push((
                if kind.is_empty() {
                    "Deployment".to_owned()
                } else {
                    kind
                },
                word(target.and_then(|target| target.merged_get("name"))),
            ));
        }
        _ => manifest.workloads.extend(workload(&kind, name, node)),
    }
}

fn workload(kind: &str, name: Text, node: Node<'_>) -> Option<Workload> {
    let path: &[&str] = match kind {
        "Deployment"
        | "StatefulSet"
        | "DaemonSet"
        | "ReplicaSet"
        | "ReplicationController"
        | "Job"
        | "Rollout"
        | "DeploymentConfig"
        | "Service" => &["spec", "template"],
        "CronJob" => &["spec", "jobTemplate", "spec", "template"],
        "Pod" => &[],
        _ => return None,
    };
    let pod = descend(node, path)?;
    let spec = pod.merged_get("spec")?;
    let kind = match kind {
        "Rollout" | "DeploymentConfig" | "ReplicaSet" | "ReplicationController" | "Service" => {
            "deployment".to_owned()
        }
        kind => kind.to_lowercase(),
    };
    let mut containers = Vec::new();
    for (key, is_initial) in [("initContainers", true), ("containers", false)] {
        for item in spec.merged_get(key).into_iter().flat_map(Node::items) {
            containers.push(container(item, spec, is_initial));
        }
    }
    Some(Workload {
        kind,
        labels: pairs(descend(pod, &["metadata", "labels"])),
        aliases: Vec::new(),
        replicas: descend(node, &["spec", "replicas"]).and_then(text),
        containers,
        name,
        ..Workload::default()
    })
}

fn container(node: Node<'_>, pod: Node<'_>, is_initial: bool) -> Container {
    let get = |key: &str| node.merged_get(key);
    let security = |key: &str| {
        descend(node, &["securityContext", key]).or_else(|| descend(pod, &["securityContext", key]))
    };
    let check = |key: &str| {
        if get(key).is_some_and(|check| !check.is_null()) {
            Check::Set
        } else {
            Check::None
        }
    };
    let mut command = texts(get("command"));
    command.extend(texts(get("args")));
    let mut environment_from = Vec::new();
    for item in get("envFrom").into_iter().flat_map(Node::items) {
        for key in ["configMapRef", "secretRef"] {
            environment_from.extend(descend(item, &[key, "name"]).and_then(text));
        }
    }
    Container {
        name: get("name").and_then(text).unwrap_or_else(|| Text {
            value: String::new(),
            at: At::from(node.at()),
        }),
        image: get("image").and_then(text),
        build: None,
        environment: get("env")
            .into_iter()
            .flat_map(Node::items)
            .filter_map(variable)
            .collect(),
        environment_from,
        command,
        ports: get("ports")
            .into_iter()
            .flat_map(Node::items)
            .map(|port| Port {
                target: word(port.merged_get("containerPort")),
                published: port
                    .merged_get("hostPort")
                    .and_then(text)
                    .map(|text| text.value),
                address: None,
                at: port.at().into(),
            })
            .collect(),
        mounts: Vec::new(),
        logging: Vec::new(),
        readiness: check("readinessProbe"),
        liveness: check("livenessProbe"),
        memory_limit: memory_limit(node),
        user: security("runAsUser").and_then(text),
        must_not_be_root: security("runAsNonRoot").and_then(Node::as_bool),
        working_directory: get("workingDir").and_then(text).map(|text| text.value),
        privileged: descend(node, &["securityContext", "privileged"])
            .filter(|node| node.as_bool() == Some(true))
            .and_then(text),
        is_initial,
    }
}

/// The bound on memory; an empty text where a key on the way to it has no value, which a template fills in.
fn memory_limit(container: Node<'_>) -> Option<Text> {
    let mut node = container;
    for key in ["resources", "limits", "memory"] {
        node = node.merged_get(key)?;
        if node.is_null() {
            return Some(Text {
                value: String::new(),
                at: At::from(node.at()),
            });
        }
    }
    text(node)
}

/// What a kustomization sets of the workloads that it takes.
/// Source: Kustomize documentation, "images" and "replicas".
fn kustomization(node: Node<'_>, manifest: &mut Manifest) {
    let entries = |key: &str| node.merged_get(key).into_iter().flat_map(Node::items);
    for key in ["resources", "bases", "components"] {
        manifest.includes.extend(entries(key).filter_map(text));
    }
    for image in entries("images") {
        let has_version = ["newTag", "digest"]
            .iter()
            .any(|key| image.merged_get(key).is_some());
        let name = word(image.merged_get("name"));
        if has_version && !name.is_empty() {
            manifest.versioned_images.push(name);
        }
    }
    for workload in entries("replicas") {
        let name = word(workload.merged_get("name"));
        if !name.is_empty() {
            manifest.counted_workloads.push(name);
        }
    }
}

/// What a network policy allows between pods of one namespace.
/// Source: Kubernetes documentation, "Network Policies", `spec.ingress`.
fn permissions(node: Node<'_>, permissions: &mut Vec<Permission>) {
    let labels = |node: Option<Node<'_>>| {
        pairs(node.and_then(|node| descend(node, &["podSelector", "matchLabels"])))
    };
    let Some(spec) = node.merged_get("spec") else {
        return;
    };
    let to = labels(Some(spec));
    if to.is_empty() {
        return;
    }
    let rules = spec.merged_get("ingress").into_iter().flat_map(Node::items);
    for peer in rules
        .filter_map(|rule| rule.merged_get("from"))
        .flat_map(Node::items)
    {
        let from = labels(Some(peer));
        if !from.is_empty() {
            permissions.push(Permission {
                to: to.clone(),
                from,
                at: peer.at().into(),
            });
        }
    }
}

fn variable(node: Node<'_>) -> Option<Variable> {
    let name = node.merged_get("name")?;
    let value = node.merged_get("value");
    let from = ["configMapKeyRef", "secretKeyRef"].iter().find_map(|key| {
        let reference = descend(node, &["valueFrom", key])?;
        Some((
            word(reference.merged_get("name")),
            word(reference.merged_get("key")),
        ))
    });
    Some(Variable {
        name: name.text()?.into_owned(),
        value: value.and_then(text).map(|text| text.value),
        from,
        at: value.unwrap_or(name).at().into(),
    })
}

fn address(name: Text, node: Node<'_>) -> Address {
    let annotations = pairs(descend(node, &["metadata", "annotations"]));
    Address {
        name,
        selector: pairs(descend(node, &["spec", "selector"])),
        kind: descend(node, &["spec", "type"])
            .and_then(text)
            .unwrap_or_default(),
        is_internal: annotations.iter().any(|(key, value)| {
            key.contains("internal") && value != "false" || value.eq_ignore_ascii_case("internal")
        }),
        external_name: descend(node, &["spec", "externalName"]).and_then(text),
        ports: descend(node, &["spec", "ports"])
            .into_iter()
            .flat_map(Node::items)
            .map(|port| word(port.merged_get("port")))
            .collect(),
    }
}

/// The values of a ConfigMap; of a Secret only those that stand readable in the file, and their
/// names alone where they are encoded.
fn values(node: Node<'_>, is_secret: bool) -> Vec<Variable> {
    let mut variables = tree::variables(node.merged_get("data"));
    if is_secret {
        for variable in &mut variables {
            variable.value = None;
        }
        variables.extend(tree::variables(node.merged_get("stringData")));
    }
    variables
}

/// Names of Services below `backend`, `backendRefs`, `destination`.
fn backends(node: Node<'_>, names: &mut Vec<Text>, depth: usize) {
    if depth > document::NESTING_LIMIT {
        return;
    }
    for (key, value) in node.merged_entries() {
        let key = key.text().unwrap_or_default();
        match key.as_ref() {
            "backend" | "defaultBackend" => {
                names.extend(
                    descend(value, &["service", "name"])
                        .or_else(|| value.merged_get("serviceName"))
                        .and_then(text),
                );
            }
            "backendRefs" => {
                names.extend(
                    value
                        .items()
                        .filter_map(|item| text(item.merged_get("name")?)),
                );
            }
            "destination" => names.extend(value.merged_get("host").and_then(text)),
            "to" => names.extend(value.merged_get("name").and_then(text)),
            _ => backends(value, names, depth + 1),
        }
    }
    for item in node.items() {
        backends(item, names, depth + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(path: &str, text: &str) -> Manifest {
        let mut facts = FileFacts::default();
        read(&Input::new(path, text, &[]), &mut facts);
        match facts.facts.pop() {
            Some(Facts::Manifest(manifest)) => manifest,
            _ => Manifest::default(),
        }
    }

    const DEPLOYMENT: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  replicas: 3
  template:
    metadata: {labels: {app: orders}}
    spec:
      securityContext: {runAsNonRoot: true}
      containers:
        - name: api
          image: shop/orders:1
          env:
            - {name: DB, value: postgres://db/orders}
            - {name: KEY, valueFrom: {secretKeyRef: {name: s, key: k}}}
          readinessProbe: {httpGet: {path: /, port: 80}}
---
apiVersion: v1
kind: Service
metadata: {name: orders-api}
spec: {selector: {app: orders}, type: LoadBalancer, ports: [{port: 80}]}
";

    #[test]
    fn a_file_of_several_documents_gives_all_of_them() {
        let manifest = manifest("k8s/orders.yaml", DEPLOYMENT);
        let workload = &manifest.workloads[0];
        assert_eq!(
            (workload.name.value.as_str(), workload.kind.as_str()),
            ("orders", "deployment")
        );
        let container = &workload.containers[0];
        assert_eq!(container.must_not_be_root, Some(true));
        assert_eq!(
            (container.readiness, container.liveness),
            (Check::Set, Check::None)
        );
        assert_eq!(
            container.environment[0].value.as_deref(),
            Some("postgres://db/orders")
        );
        assert_eq!(
            container.environment[1].from,
            Some(("s".into(), "k".into()))
        );
        assert_eq!(
            manifest.addresses[0].selector,
            [("app".to_owned(), "orders".to_owned())]
        );
        assert_eq!(manifest.addresses[0].kind.value, "LoadBalancer");
    }

    #[test]
    fn a_helm_template_is_a_template_and_nothing_else() {
        let text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n";
        let manifest = manifest("chart/templates/service.yaml", text);
        assert!(manifest.is_template && manifest.addresses.is_empty());
    }

    #[test]
    fn an_ingress_names_the_services_behind_it() {
        let text = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {rules: [{http: {paths: [{backend: {service: {name: web}}}]}}]}\n";
        assert_eq!(manifest("i.yaml", text).entrances[0].value, "web");
    }

    #[test]
    fn a_network_policy_says_who_may_reach_whom() {
        let text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec:\n  podSelector: {matchLabels: {app: db}}\n  ingress:\n  - from:\n    - podSelector: {matchLabels: {app: orders}}\n    - ipBlock: {cidr: 10.0.0.0/8}\n";
        let pair = |value: &str| vec![("app".to_owned(), value.to_owned())];
        let permissions = manifest("p.yaml", text).permissions;
        assert_eq!(permissions.len(), 1);
        assert_eq!(permissions[0].to, pair("db"));
        assert_eq!(permissions[0].from, pair("orders"));
    }

    #[test]
    fn a_kustomization_sets_versions_and_numbers() {
        let text = "resources: [../base]\nimages:\n- {name: shop/orders, newTag: '1.2'}\n- {name: shop/web, newName: web}\nreplicas:\n- {name: orders, count: 3}\n";
        let manifest = manifest("overlay/kustomization.yaml", text);
        assert_eq!(manifest.versioned_images, ["shop/orders"]);
        assert_eq!(manifest.counted_workloads, ["orders"]);
    }

    #[test]
    fn a_list_of_resources_is_opened() {
        let text = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: c}\n  data: {A: b}\n";
        assert_eq!(
            manifest("l.yaml", text).sets[0].variables[0]
                .value
                .as_deref(),
            Some("b")
        );
    }
}
