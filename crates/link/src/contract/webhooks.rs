//! Webhooks and callbacks: requests that the API makes.

use model::{Api, Contracts, Id, Place, System, Webhook};

use super::operation::{View, operations};
use super::shape::Shape;
use super::vocabulary::{folded, version};

/// Fills `webhook`.
pub fn link(contracts: &Contracts, root: Place, api: Id<Api>, system: &mut System) {
    let document = contracts.document(root);
    for webhook in &document.webhooks {
        let at = contracts.span(root, webhook.at);
        let item = root.beside(webhook.item);
        for view in operations(contracts, &webhook.path, at, item, None) {
            push(contracts, &view, api, false, system);
        }
    }
    for (place, path) in contracts.paths(root) {
        let at = contracts.span(place, path.at);
        for view in operations(contracts, &path.path, at, place.beside(path.item), None) {
            for callback in &view.operation.callbacks {
                let at = contracts.span(view.item, callback.at);
                let item = view.item.beside(callback.item);
                for view in operations(contracts, &callback.path, at, item, None) {
                    push(contracts, &view, api, true, system);
                }
            }
        }
    }
}

/// Whether the receiver is told which version it gets: `order.paid.v2`, a header, or a field.
fn is_versioned(view: &View<'_>, body: Option<&Shape<'_>>) -> bool {
    let is_version = |name: &str| folded(name).contains("version");
    view.path
        .split(['.', '/', '_', '-', ':'])
        .any(|part| version(part).is_some())
        || view
            .parameters
            .iter()
            .any(|(_, _, parameter)| is_version(&parameter.name))
        || body.is_some_and(|body| {
            let mut fields = body.properties.iter();
            fields.any(|field| is_version(field.name))
        })
}

fn push(
    contracts: &Contracts,
    view: &View<'_>,
    api: Id<Api>,
    is_callback: bool,
    system: &mut System,
) {
    let is_signature = |name: &str| {
        let name = folded(name);
        [
            "signature",
            "hmac",
            "secret",
            "authorization",
            "digest",
            "token",
        ]
        .iter()
        .any(|sign| name.contains(sign))
    };
    let shape = view.body.as_ref().and_then(|body| body.shape(contracts));
    let has_signed_field = shape
        .iter()
        .flat_map(|shape| &shape.properties)
        .any(|field| folded(field.name).contains("signature"));
    let has_event_id = shape
        .iter()
        .flat_map(|shape| &shape.properties)
        .any(|field| {
            let name = folded(field.name);
            matches!(
                name.as_str(),
                "id" | "eventid" | "webhookid" | "deliveryid" | "messageid"
            )
        })
        || view.parameters.iter().any(|(_, _, parameter)| {
            let name = folded(&parameter.name);
            name.contains("delivery") || name.contains("eventid") || name.contains("webhookid")
        });
    system.webhooks.push(Webhook {
        at: view.path_at,
        api,
        name: view.path.to_owned(),
        method: view.method.to_owned(),
        is_callback,
        is_documented: view.operation.is_documented,
        is_signed: view
            .parameters
            .iter()
            .any(|(_, _, p)| is_signature(&p.name))
            || !view.security.is_empty()
            || has_signed_field,
        is_versioned: is_versioned(view, shape.as_ref()),
        states_retries: view.operation.states_retries,
        has_schema: shape.is_some(),
        has_event_id,
    });
}
