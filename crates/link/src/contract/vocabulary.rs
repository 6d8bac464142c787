//! What names tell: casing, verbs, secrets, personal data, money, time. Small tables of the
//! field's own words; a name that is in none of them tells nothing.

use model::Casing;

/// The words of a name in lower case: `orderItems`, `order_items` and `Order-Items` are `order`, `items`.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = ' ';
    let characters: Vec<char> = name.chars().collect();
    for (index, &character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            previous = ' ';
            continue;
        }
        let next_is_lower = characters.get(index + 1).is_some_and(|c| c.is_lowercase());
        let starts = previous == ' '
            || (character.is_uppercase() && (!previous.is_uppercase() || next_is_lower));
        if starts {
            words.push(String::new());
        }
        let word = words.last_mut().expect("a word was started");
        word.extend(character.to_lowercase());
        previous = character;
    }
    words
}

/// A name without case and signs: `page_size`, `pageSize` and `page[size]` are `pagesize`.
pub fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The casing that a name shows; `None` for one word in lower case, which fits them all.
pub fn casing(name: &str) -> Option<Casing> {
    let name = name.trim_start_matches(['_', '$', '@']);
    let name = name.trim_end_matches("[]");
    if name.contains(['[', '.', ':', '/', ' ', '+', '#']) {
        return None;
    }
    let has_upper = name.bytes().any(|b| b.is_ascii_uppercase());
    let has_lower = name.bytes().any(|b| b.is_ascii_lowercase());
    let starts_upper = name.starts_with(|c: char| c.is_ascii_uppercase());
    match (name.contains('-'), name.contains('_')) {
        (true, _) if starts_upper => Some(Casing::Train),
        (true, _) => Some(Casing::Kebab),
        (_, true) if has_upper && !has_lower => Some(Casing::Upper),
        (_, true) => Some(Casing::Snake),
        _ if starts_upper && has_lower => Some(Casing::Pascal),
        _ if has_upper && has_lower => Some(Casing::Camel),
        _ => None,
    }
}

/// Verbs that a method says already. Those of the second list are nouns when they stand alone.
const VERBS: [&str; 9] = [
    "get", "create", "update", "delete", "remove", "add", "fetch", "insert", "retrieve",
];
const VERBS_BEFORE_A_NOUN: [&str; 6] = ["list", "set", "save", "edit", "modify", "find"];

/// The verb that a path segment begins with.
pub fn verb(segment: &str) -> Option<String> {
    let words = words(segment);
    let first = words.first()?;
    let is_verb = VERBS.contains(&first.as_str())
        || (words.len() > 1 && VERBS_BEFORE_A_NOUN.contains(&first.as_str()));
    is_verb.then(|| first.clone())
}

/// The version that a path segment is: `v1`, `v2beta1`, `2024-01-31`.
pub fn version(segment: &str) -> Option<String> {
    let digits = segment.strip_prefix(['v', 'V'])?;
    let number: String = digits.chars().take_while(char::is_ascii_digit).collect();
    let rest = &digits[number.len()..];
    let is_version = !number.is_empty()
        && number.len() <= 4
        && (rest.is_empty()
            || rest.starts_with('.')
            || rest.starts_with("alpha")
            || rest.starts_with("beta")
            || rest.starts_with("rc"));
    is_version.then(|| format!("v{number}"))
}

/// Whether a parameter of this name carries a secret.
pub fn is_secret(name: &str) -> bool {
    const NAMES: [&str; 22] = [
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "secret",
        "clientsecret",
        "apikey",
        "apisecret",
        "accesstoken",
        "authtoken",
        "refreshtoken",
        "bearertoken",
        "sessiontoken",
        "privatekey",
        "secretkey",
        "accesskey",
        "apitoken",
        "usertoken",
        "jwt",
        "pin",
        "otp",
        "newpassword",
    ];
    NAMES.contains(&folded(name).as_str())
}

/// Whether a parameter of this name carries personal data that logs and histories must not keep.
pub fn is_personal(name: &str) -> bool {
    const NAMES: [&str; 23] = [
        "email",
        "emailaddress",
        "mail",
        "useremail",
        "customeremail",
        "phone",
        "phonenumber",
        "mobile",
        "mobilenumber",
        "ssn",
        "socialsecuritynumber",
        "taxid",
        "passportnumber",
        "nationalid",
        "iban",
        "creditcard",
        "creditcardnumber",
        "cardnumber",
        "dateofbirth",
        "birthdate",
        "dob",
        "firstname",
        "lastname",
    ];
    NAMES.contains(&folded(name).as_str())
}

/// Whether a property of this name holds an amount of money.
pub fn is_money(name: &str) -> bool {
    const LAST: [&str; 9] = [
        "price", "amount", "cost", "fee", "balance", "subtotal", "salary", "revenue", "refund",
    ];
    let words = words(name);
    let is_counted = words.iter().any(|word| {
        matches!(
            word.as_str(),
            "count" | "percent" | "percentage" | "rate" | "ratio"
        )
    });
    !is_counted
        && words
            .last()
            .is_some_and(|last| LAST.contains(&last.as_str()))
}

/// Whether a property of this name holds a point in time.
pub fn is_time(name: &str) -> bool {
    let words = words(name);
    match words.last().map(String::as_str) {
        Some("at") => {
            words.len() > 1
                && matches!(
                    words[words.len() - 2].as_str(),
                    "created"
                        | "updated"
                        | "deleted"
                        | "expires"
                        | "started"
                        | "finished"
                        | "ended"
                        | "modified"
                        | "completed"
                        | "published"
                        | "closed"
                        | "sent"
                        | "received"
                        | "issued"
                        | "paid"
                        | "shipped"
                        | "archived"
                        | "merged"
                        | "pushed"
                )
        }
        Some("timestamp" | "datetime") => true,
        Some("on") => words.len() == 2 && matches!(words[0].as_str(), "created" | "updated"),
        _ => false,
    }
}

/// Whether a parameter of this name carries the caller's credentials.
pub fn is_credential(name: &str) -> bool {
    let name = folded(name);
    let name = name.strip_prefix('x').unwrap_or(&name);
    name.ends_with("authorization")
        || name.ends_with("signature")
        || matches!(
            name,
            "apikey"
                | "sessiontoken"
                | "authtoken"
                | "accesstoken"
                | "token"
                | "cookie"
                | "jwt"
                | "csrftoken"
        )
}

/// Whether a path tells machines of the service itself: health, metrics, version, documentation.
pub fn is_technical(path: &str) -> bool {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    segments.any(|segment| {
        matches!(
            segment.to_ascii_lowercase().as_str(),
            "health"
                | "healthz"
                | "healthcheck"
                | "health-check"
                | "ready"
                | "readyz"
                | "readiness"
                | "alive"
                | "live"
                | "livez"
                | "liveness"
                | "ping"
                | "heartbeat"
                | "metrics"
                | "prometheus"
                | "version"
                | "status"
                | "info"
                | "actuator"
                | "openapi"
                | "swagger"
                | ".well-known"
                | "jwks"
                | "jwks.json"
                | "favicon.ico"
                | "robots.txt"
                | "openapi.json"
                | "openapi.yaml"
                | "swagger.json"
                | "api-docs"
        )
    })
}

/// Whether everybody must be able to call a path: health, login, tokens, documentation.
pub fn is_open_by_design(path: &str) -> bool {
    path.split('/').flat_map(words).any(|word| {
        matches!(
            word.as_str(),
            "health"
                | "healthz"
                | "healthcheck"
                | "ready"
                | "readyz"
                | "readiness"
                | "live"
                | "livez"
                | "liveness"
                | "ping"
                | "heartbeat"
                | "status"
                | "metrics"
                | "version"
                | "versions"
                | "login"
                | "logout"
                | "signin"
                | "signup"
                | "register"
                | "registration"
                | "token"
                | "tokens"
                | "oauth"
                | "oauth2"
                | "authorize"
                | "auth"
                | "authenticate"
                | "authentication"
                | "jwks"
                | "well"
                | "docs"
                | "openapi"
                | "swagger"
                | "forgot"
                | "forgotten"
                | "recover"
                | "recovery"
                | "verification"
                | "activate"
                | "activation"
                | "confirm"
                | "confirmation"
                | "unsubscribe"
                | "newsletter"
                | "magiclink"
                | "otp"
                | "passwordless"
                | "anonymous"
                | "guest"
                | "reset"
                | "verify"
                | "webhook"
                | "webhooks"
                | "callback"
                | "public"
                | "captcha"
                | "favicon"
                | "robots"
                | "sso"
                | "saml"
                | "discovery"
        )
    }) || path == "/"
}

/// Whether a path or an operation id tells of work that takes long.
pub fn is_long_work(name: &str) -> bool {
    words(name).iter().any(|word| {
        matches!(
            word.as_str(),
            "export"
                | "import"
                | "backup"
                | "migrate"
                | "reindex"
                | "rebuild"
                | "provision"
                | "transcode"
        )
    })
}

/// Whether a segment is a plural noun.
pub fn is_plural(segment: &str) -> bool {
    let words = words(segment);
    words.last().is_some_and(|last| {
        last.len() > 3
            && last.ends_with('s')
            && !last.ends_with("ss")
            && !matches!(
                last.as_str(),
                "status" | "settings" | "news" | "access" | "analysis"
            )
    })
}

/// Whether a scope allows reading alone.
pub fn is_read_scope(scope: &str) -> bool {
    let words = words(scope);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(&["read", "readonly", "view", "viewer"])
        && !has(&[
            "write",
            "readwrite",
            "manage",
            "admin",
            "edit",
            "create",
            "delete",
            "update",
        ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words("orderItems"), ["order", "items"]);
        assert_eq!(words("HTTPServer_id"), ["http", "server", "id"]);
    }

    #[test]
    fn one_word_fits_every_casing() {
        assert_eq!(casing("orders"), None);
        assert_eq!(casing("orderItems"), Some(Casing::Camel));
        assert_eq!(casing("order_items"), Some(Casing::Snake));
        assert_eq!(casing("order-items"), Some(Casing::Kebab));
        assert_eq!(casing("OrderItems"), Some(Casing::Pascal));
    }

    #[test]
    fn a_noun_that_begins_like_a_verb_is_no_verb() {
        assert_eq!(verb("addresses"), None);
        assert_eq!(verb("list"), None);
        assert_eq!(verb("getOrders").as_deref(), Some("get"));
        assert_eq!(verb("set-password").as_deref(), Some("set"));
    }

    #[test]
    fn versions_are_told_from_words() {
        assert_eq!(version("v2").as_deref(), Some("v2"));
        assert_eq!(version("v1beta1").as_deref(), Some("v1"));
        assert_eq!(version("vehicles"), None);
        assert_eq!(version("v1things"), None);
    }

    #[test]
    fn a_read_scope_allows_reading_alone() {
        assert!(is_read_scope("orders:read"));
        assert!(!is_read_scope("orders:readwrite"));
        assert!(!is_read_scope("orders"));
    }
}
