//! Who may call: requirements and schemes.

use document::Node;
use model::At;
use model::facts::contract::{Flow, Requirement, Role, SecurityScheme};

use super::reader::{Reader, text_at};

/// The requirements that `node` states; `None` if it states none.
pub fn requirements(node: Node<'_>) -> Option<Vec<Requirement>> {
    let list = node.get("security").filter(|list| list.is_sequence())?;
    let requirements = list.items().map(|item| Requirement {
        at: At::from(item.at()),
        schemes: item
            .entries()
            .filter_map(|(key, scopes)| {
                let scopes = scopes
                    .items()
                    .filter_map(|scope| Some(scope.text()?.into_owned()))
                    .collect();
                Some((key.text()?.into_owned(), scopes, At::from(key.at())))
            })
            .collect(),
    });
    Some(requirements.collect())
}

/// Reads a scheme: a component under its name, or a fragment without one.
pub fn scheme<'d>(reader: &mut Reader<'d>, key: Option<Node<'d>>, node: Node<'d>) {
    let mut reference = None;
    let mut definition = node;
    if let Some(value) = node.get("$ref") {
        reference = reader.reference(node, Role::SecurityScheme);
        let text = value.text().unwrap_or_default();
        if let Some(found) = text.strip_prefix('#').and_then(|p| reader.root.pointer(p)) {
            definition = found;
            reference = None;
        }
    }
    let kind = text_at(definition, "type").unwrap_or_default();
    let location = match kind.as_str() {
        "http" => text_at(definition, "scheme"),
        _ => text_at(definition, "in"),
    };
    let flows = match definition.get("flows") {
        Some(flows) => flows
            .entries()
            .filter_map(|(key, flow)| Some(self::flow(key.text()?.into_owned(), key, flow)))
            .collect(),
        None => definition
            .entry("flow")
            .and_then(|(_, name)| Some((name, name.text()?)))
            .map(|(at, name)| {
                // 2.0 calls them `accessCode` and `application`.
                let name = match &*name {
                    "accessCode" => "authorizationCode",
                    "application" => "clientCredentials",
                    name => name,
                };
                vec![flow(name.to_owned(), at, definition)]
            })
            .unwrap_or_default(),
    };
    reader.out.security_schemes.push(SecurityScheme {
        name: key
            .and_then(|key| key.text())
            .map_or_else(String::new, |name| name.into_owned()),
        at: At::from(key.unwrap_or(node).at()),
        reference,
        kind,
        location: location.map(|text| text.to_ascii_lowercase()),
        key_name: text_at(definition, "name"),
        flows,
    });
}

fn flow(name: String, at: Node<'_>, node: Node<'_>) -> Flow {
    Flow {
        name,
        at: At::from(at.at()),
        scopes: node
            .get("scopes")
            .into_iter()
            .flat_map(Node::entries)
            .filter_map(|(scope, _)| Some(scope.text()?.into_owned()))
            .collect(),
        urls: ["authorizationUrl", "tokenUrl", "refreshUrl"]
            .iter()
            .filter_map(|key| {
                let url = node.get(key)?;
                Some((url.text()?.into_owned(), At::from(url.at())))
            })
            .collect(),
    }
}
