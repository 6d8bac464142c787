//! The routes files of Play: `conf/routes`, and those that they put below a path.
//! Source: https://www.playframework.com/documentation/3.0.x/ScalaRouting, "The routes file syntax" and "Includes"

use crate::frameworks::{is_verb, normalise};
use crate::{At, Facts, Language, Mount, ROLE_HEAD_BYTES, Route, role};

const FRAMEWORK: &str = "play";

/// Whether a path is that of a routes file.
pub(crate) fn is_routes(path: &str) -> bool {
    router_of(path).is_some()
}

/// The name of the router that a routes file is to others: `app` for `conf/app.routes`.
fn router_of(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_of_play = folder == "conf" || folder.ends_with("/conf");
    let router = match name {
        "routes" => "router",
        name => name.strip_suffix(".routes")?,
    };
    is_of_play.then_some(router)
}

/// What a routes file serves; `None` when it is none of Play.
pub(crate) fn routes(path: &str, text: &str) -> Option<Facts> {
    let router = router_of(path)?;
    let mut end = text.len().min(ROLE_HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut facts = Facts::new(Language::Java, role(path, &text[..end]));
    facts.is_parsed = true;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut words = line.split_whitespace();
        let (first, second, third) = (words.next(), words.next(), words.next());
        if let (Some(first), Some(pattern), Some(called)) = (first, second, third)
            && pattern.starts_with('/')
        {
            let column = line.find(pattern).unwrap_or(0);
            let at = At {
                start: (start + column) as u32,
                end: (start + column + pattern.len()) as u32,
            };
            read(&mut facts, router, (first, pattern, called), at);
        }
        start += line.len();
    }
    (!facts.routes.is_empty() || !facts.mounts.is_empty()).then_some(facts)
}

fn read(facts: &mut Facts, router: &str, (first, pattern, called): (&str, &str, &str), at: At) {
    // `->  /orders  orders.Routes`
    if first == "->" {
        let name = called.strip_suffix(".Routes").unwrap_or(called);
        let prefix = path(pattern).trim_end_matches('/').to_owned();
        facts.mounts.push(Mount {
            parent: None,
            prefix,
            target: program(name),
            at,
            framework: FRAMEWORK.to_owned(),
        });
    } else if is_verb(first) {
        let handler = called.trim_start_matches('@');
        let handler = handler.split('(').next().unwrap_or(handler);
        facts.routes.push(Route {
            method: first.to_owned(),
            path: path(pattern),
            at,
            handler: handler.rsplit('.').next().map(str::to_owned),
            framework: FRAMEWORK.to_owned(),
            prefix_of: Some(program(router)),
            needs_mount: false,
            stands_for: None,
            built: None,
        });
    }
}

fn program(router: &str) -> String {
    format!("@{FRAMEWORK}-{router}")
}

/// A pattern in one spelling: of `/orders/$id<[0-9]+>/:part` it is `/orders/{id}/{part}`.
fn path(pattern: &str) -> String {
    let segments = pattern
        .split('/')
        .map(|segment| match segment.strip_prefix('$') {
            Some(named) => format!("{{{}}}", named.split('<').next().unwrap_or(named)),
            None => segment.to_owned(),
        });
    normalise(&segments.collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_routes_file_are_routes() {
        let text = "# Orders\nGET   /orders/:id   controllers.Orders.show(id: Long)\n\
            + nocsrf\nPOST /orders/$kind<[a-z]+>  @controllers.Orders.create(kind)\n\
            ->  /stock  stock.Routes\nGET /files/*file controllers.Assets.at(path=\"/public\", file)\n";
        let facts = routes("shop/conf/routes", text).expect("a routes file");
        let found = facts.routes.iter().map(|route| {
            let handler = route.handler.as_deref().unwrap_or("");
            format!("{} {} {handler}", route.method, route.path)
        });
        assert_eq!(
            found.collect::<Vec<_>>(),
            [
                "GET /orders/{id} show",
                "POST /orders/{kind} create",
                "GET /files/{file} at"
            ]
        );
        let mount = &facts.mounts[0];
        assert_eq!(
            (mount.prefix.as_str(), mount.target.as_str()),
            ("/stock", "@play-stock")
        );
        assert_eq!(routes("conf/routes", "nothing of it\n"), None);
        assert_eq!(routes("config/routes", text), None);
    }
}
