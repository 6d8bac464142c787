//! Paths below which a container puts a whole program, as its settings say.

use crate::Route;
use crate::frameworks::normalise;

/// Keys of settings by framework; each that is set stands before those behind it, and of one line only the first.
/// Sources: Spring Boot reference, "Common Application Properties"; Quarkus, "All configuration options"; Micronaut,
/// "Server configuration".
const KEYS: &[(&str, &[&[&str]])] = &[
    (
        "spring",
        &[
            &[
                "server.servlet.context-path",
                "server.context-path",
                "spring.webflux.base-path",
            ],
            &["spring.mvc.servlet.path", "server.servlet-path"],
        ],
    ),
    (
        "jax-rs",
        &[
            &["server.servlet.context-path", "quarkus.http.root-path"],
            &[
                "spring.jersey.application-path",
                "quarkus.rest.path",
                "quarkus.resteasy.path",
            ],
        ],
    ),
    ("micronaut", &[&["micronaut.server.context-path"]]),
];

/// Puts a route below what the settings of its program say.
pub(super) fn place(route: &mut Route, setting: &dyn Fn(&str) -> Option<String>) {
    let mut keys = KEYS.iter();
    let Some((_, lines)) = keys.find(|(framework, _)| *framework == route.framework) else {
        return;
    };
    let mut before = String::new();
    for line in *lines {
        let values = line.iter().filter_map(|key| setting(key));
        let mut values = values.map(|value| named(&value, setting).unwrap_or(value));
        // What is put together elsewhere is unknown.
        if let Some(value) = values
            .next()
            .filter(|value| !value.contains(['{', '*', ' ']))
        {
            before.push('/');
            before.push_str(value.trim_matches('/'));
        }
    }
    if !before.trim_matches('/').is_empty() {
        route.path = normalise(&format!("{before}/{}", route.path));
    }
}

/// What a value that names another setting is: `${server.servlet.path}`, `${base.path:/shop}`.
fn named(value: &str, setting: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let inside = value.strip_prefix("${")?.strip_suffix('}')?;
    let (key, default) = match inside.split_once(':') {
        Some((key, default)) => (key, Some(default)),
        None => (inside, None),
    };
    setting(key).or_else(|| default.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use crate::{Results, link_routes, read};

    #[track_caller]
    fn check(settings: &[(&str, &str)], expected: &str) {
        let text = "import org.springframework.web.bind.annotation.GetMapping;\n\
            @RestController class Orders {\n  @GetMapping(\"/orders\") List<Order> all() { return all; }\n}\n";
        let facts = read("src/main/java/Orders.java", text).expect("a class");
        let files = [("src/main/java/Orders.java", &facts)];
        let setting = |_: usize, wanted: &str| {
            let mut settings = settings.iter();
            settings.find_map(|(key, value)| (*key == wanted).then(|| (*value).to_owned()))
        };
        let routes = link_routes(&files, &Results::new(&files), &setting);
        let paths: Vec<&str> = routes.iter().map(|(_, route)| &*route.path).collect();
        assert_eq!(paths, [expected]);
    }

    #[test]
    fn a_context_path_stands_before_all_routes() {
        check(&[], "/orders");
        check(&[("server.servlet.context-path", "/")], "/orders");
        check(&[("server.servlet.context-path", "/shop")], "/shop/orders");
        check(
            &[
                ("spring.mvc.servlet.path", "/api"),
                ("server.servlet.context-path", "/shop"),
            ],
            "/shop/api/orders",
        );
        check(&[("server.servlet.context-path", "/{shop}")], "/orders");
        check(
            &[
                ("spring.mvc.servlet.path", "${server.servlet.path}"),
                ("server.servlet.path", "/v1/shop/"),
            ],
            "/v1/shop/orders",
        );
        let context = [("server.servlet.context-path", "${base.path:/shop}")];
        check(&context, "/shop/orders");
        let open = [("server.servlet.context-path", "${base.path}")];
        check(&open, "/orders");
    }
}
