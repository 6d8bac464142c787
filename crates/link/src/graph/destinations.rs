//! Where settings say the destinations that code leaves to them, and what they say where nobody has set them yet.

/// The keys under which settings say the topic of a broker's binding or channel, which is a name inside of the program:
/// what stands before its name, and what behind.
/// Sources: Spring Cloud Stream reference, "Binding properties"; SmallRye Reactive Messaging, "Kafka connector".
pub(super) fn destinations(broker: &str) -> &'static [(&'static str, &'static str)] {
    match broker {
        "spring-cloud-stream" => &[("spring.cloud.stream.bindings.", ".destination")],
        "reactive-messaging" => &[
            ("mp.messaging.incoming.", ".topic"),
            ("mp.messaging.outgoing.", ".topic"),
            ("mp.messaging.incoming.", ".queue.name"),
            ("mp.messaging.incoming.", ".address"),
            ("mp.messaging.outgoing.", ".address"),
        ],
        _ => &[],
    }
}

/// Whether a variable's value says that somebody has yet to set it.
pub(super) fn is_placeholder(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "",
        "none",
        "null",
        "nil",
        "unset",
        "undefined",
        "todo",
        "tbd",
        "changeme",
        "change_me",
        "change-me",
        "change me",
        "placeholder",
        "dummy",
        "replaceme",
        "replace_me",
        "replace-me",
        "n/a",
    ];
    let lower = value.trim().to_ascii_lowercase();
    let lower = lower.trim_matches(['"', '\'']);
    WORDS.contains(&lower)
        || lower
            .chars()
            .all(|letter| matches!(letter, 'x' | '.' | '*' | '-'))
        || (lower.starts_with('<') && lower.ends_with('>'))
        || lower.starts_with("your-")
        || lower.starts_with("your_")
}
