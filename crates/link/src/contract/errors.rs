//! The shape of errors: which schema the error responses share.

use model::facts::contract::{Document, Link};
use model::{Contracts, Place};

use super::shape::Shape;

/// Properties of an inline schema that its name lists at most.
const NAMED_PROPERTIES: usize = 6;

/// Whether a response tells of an error. `default` does where another tells of success.
pub fn is_error(status: &str, has_success: bool) -> bool {
    match status {
        "default" => has_success,
        status => status.starts_with(['4', '5']),
    }
}

/// Whether no response of `document` is an error, and none is described.
pub fn knows_success_only(document: &Document) -> bool {
    let operations = || document.path_items.iter().flat_map(|item| &item.operations);
    let mut statuses = operations().flat_map(|operation| &operation.responses);
    let mut responses = document.responses.iter();
    !document.paths.is_empty()
        && responses.all(|response| !response.is_documented && response.reference.is_none())
        && statuses.all(|(status, _, _)| status.starts_with(['1', '2', '3']))
}

/// The name of a schema: that of its component, or its properties.
pub fn name(contracts: &Contracts, place: Place) -> String {
    if let Some(name) = component(contracts, place) {
        return name.to_owned();
    }
    let shape = Shape::of(contracts, place);
    if shape.main_type() == Some("array") {
        return match shape.items {
            Some(items) if items != place => match component(contracts, items) {
                Some(name) => format!("list of {name}"),
                None => "list".to_owned(),
            },
            _ => "list".to_owned(),
        };
    }
    let mut names: Vec<&str> = shape.properties.iter().map(|field| field.name).collect();
    names.sort_unstable();
    let more = if names.len() > NAMED_PROPERTIES {
        ", …"
    } else {
        ""
    };
    names.truncate(NAMED_PROPERTIES);
    match names.is_empty() {
        true => shape.main_type().unwrap_or("anything").to_owned(),
        false => format!("{{{}{more}}}", names.join(", ")),
    }
}

/// The name of the component that `place` is, or refers to.
pub fn component(contracts: &Contracts, place: Place) -> Option<&str> {
    let mut place = place;
    for _ in 0..8 {
        let document = contracts.document(place);
        let named = document.components.iter().find(|component| {
            component.target.role == model::facts::contract::Role::Schema
                && component.target.id == place.id
        });
        if let Some(component) = named {
            return Some(&component.name);
        }
        match document.schemas[place.id as usize].reference {
            Some(Link::Here(id)) => place = place.beside(id),
            Some(Link::Away(id)) => {
                let file = &contracts.files[place.file as usize];
                let target = file.away[id as usize]?;
                let reference = &file.document.references[id as usize];
                let name = reference.pointer.rsplit('/').next().unwrap_or_default();
                if contracts.document(target).components.is_empty() {
                    let file_name = reference.path.rsplit('/').next().unwrap_or_default();
                    let stem = file_name.split('.').next().unwrap_or_default();
                    let name = if name.is_empty() { stem } else { name };
                    return Some(name);
                }
                place = target;
            }
            None => return None,
        }
    }
    None
}
