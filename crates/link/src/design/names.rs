//! When two names mean the same service or store.

use model::{Datastore, Id, Service, ServiceKind, System};

/// Words at the end of a name that say what it is, not which.
const KINDS: &[&str] = &[
    "service",
    "svc",
    "microservice",
    "srv",
    "api",
    "server",
    "app",
];

/// `name` without case, separators and the word for its kind at the end: `Order Service`, `order-svc`, `orderService`.
pub fn plain(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut previous_is_lower = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            words.push(String::new());
            previous_is_lower = false;
            continue;
        }
        if character.is_uppercase() && previous_is_lower || words.is_empty() {
            words.push(String::new());
        }
        previous_is_lower = character.is_lowercase();
        words
            .last_mut()
            .expect("a word was begun")
            .extend(character.to_lowercase());
    }
    words.retain(|word| !word.is_empty());
    while words.len() > 1
        && words
            .last()
            .is_some_and(|word| KINDS.contains(&word.as_str()))
    {
        words.pop();
    }
    let joined = words.concat();
    let stem = KINDS
        .iter()
        .take(3)
        .find_map(|kind| joined.strip_suffix(kind).filter(|stem| stem.len() > 2));
    singular(stem.unwrap_or(&joined)).to_owned()
}

/// `orders` and `order` name one service.
fn singular(name: &str) -> &str {
    match name.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with(['s', 'u', 'i']) => stem,
        _ => name,
    }
}

/// The service that is called `name`; things outside and helpers of the platform come last.
pub fn service(system: &System, name: &str) -> Option<Id<Service>> {
    let wanted = plain(name);
    let is = |service: &Service| {
        plain(&service.name) == wanted || service.aliases.iter().any(|alias| plain(alias) == wanted)
    };
    let mut known = system.services.iter().filter(|(_, service)| is(service));
    let first = known.next()?;
    if first.1.kind != ServiceKind::External {
        return Some(first.0);
    }
    Some(
        known
            .find(|(_, service)| service.kind != ServiceKind::External)
            .unwrap_or(first)
            .0,
    )
}

/// The store that is called `name`.
pub fn datastore(system: &System, name: &str) -> Option<Id<Datastore>> {
    let wanted = store(name);
    system
        .datastores
        .iter()
        .find(|(_, datastore)| {
            store(&datastore.name) == wanted
                || datastore.aliases.iter().any(|alias| store(alias) == wanted)
        })
        .map(|(id, _)| id)
}

fn store(name: &str) -> String {
    let letters: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let stem = letters
        .strip_suffix("database")
        .or_else(|| letters.strip_suffix("db"));
    stem.filter(|stem| !stem.is_empty())
        .map_or(letters.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, is_same: bool) {
        assert_eq!(plain(a) == plain(b), is_same, "{} {}", plain(a), plain(b));
    }

    #[test]
    fn names_of_one_service_are_the_same_in_any_spelling() {
        check("Order Service", "order-service", true);
        check("OrderService", "orders", true);
        check("order_svc", "Orders API", true);
        check("orderservice", "order", true);
        check("Payments", "payment-service", true);
        check("status", "statu", false);
        check("orders", "order history", false);
        check("service", "orders", false);
    }
}
