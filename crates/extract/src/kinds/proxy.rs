//! Configuration of proxies: nginx, Apache, HAProxy, Caddy; where each passes requests on to.

use document::Node;
use model::facts::Facts;
use model::facts::configuration::{Configuration, Format, Setting};
use model::{At, FileFacts};

use super::Kind;
use crate::input::file_name;
use crate::{Input, Probe};

/// A proxy's own configuration file.
pub const KIND: Kind = Kind {
    name: "proxy",
    may_be: |path| {
        let name = file_name(path);
        [
            ".conf",
            ".conf.template",
            ".conf.tmpl",
            ".cfg",
            ".vhost",
            ".nginx",
            ".conf.erb",
        ]
        .iter()
        .any(|end| name.ends_with(end))
            || name.starts_with("Caddyfile")
            || name.starts_with("nginx")
            || path.contains("sites-available/")
            || path.contains("sites-enabled/")
    },
    is: |probe: &Probe<'_>| {
        [
            "_pass ",
            "upstream ",
            "ProxyPass",
            "reverse_proxy ",
            "backend ",
            "_pass\t",
        ]
        .iter()
        .any(|word| probe.has(word))
    },
    read,
};

/// Directives whose argument is where requests go.
const DIRECTIVES: &[&str] = &[
    "proxy_pass",
    "grpc_pass",
    "fastcgi_pass",
    "uwsgi_pass",
    "scgi_pass",
    "reverse_proxy",
    "ProxyPass",
    "ProxyPassReverse",
    "BalancerMember",
    "server",
    "set",
    "to",
];

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let mut configuration = Configuration {
        format: Format::Proxy,
        settings: Vec::new(),
    };
    let mut start = 0;
    for line in input.text.split_inclusive('\n') {
        targets(line, start, &mut configuration.settings);
        start += line.len();
    }
    if !configuration.settings.is_empty() {
        facts.facts.push(Facts::Configuration(configuration));
    }
}

fn targets(line: &str, start: usize, settings: &mut Vec<Setting>) {
    let code = line.split('#').next().unwrap_or_default();
    for statement in code.split(['{', ';', '}']) {
        let mut words = statement.split_whitespace();
        let Some(directive) = words.next().filter(|word| DIRECTIVES.contains(word)) else {
            continue;
        };
        for word in words {
            let begin = start + (word.as_ptr() as usize - line.as_ptr() as usize);
            settings.push(Setting {
                profile: String::new(),
                key: directive.to_owned(),
                value: word.to_owned(),
                at: At::new(begin as u32..(begin + word.len()) as u32),
            });
        }
    }
}

/// Whether a YAML document is Envoy's bootstrap or resources, or Traefik's dynamic configuration.
pub fn is_envoy(root: Node<'_>) -> bool {
    root.get("static_resources").is_some()
        || root.pointer("/http/routers").is_some()
        || root
            .get("resources")
            .is_some_and(|resources| resources.items().any(|item| item.get("@type").is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let mut facts = FileFacts::default();
        read(&Input::new("nginx.conf", text, &[]), &mut facts);
        let settings = match facts.facts.pop() {
            Some(Facts::Configuration(configuration)) => configuration.settings,
            _ => Vec::new(),
        };
        let found: Vec<(&str, &str)> = settings
            .iter()
            .map(|s| {
                (
                    s.key.as_str(),
                    &text[s.at.start as usize..s.at.end as usize],
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn directives_say_where_requests_go() {
        check(
            "location / { proxy_pass http://orders:80/; } # proxy_pass http://x;\nupstream u { server a:1; server b:2 weight=5; }\n",
            &[
                ("proxy_pass", "http://orders:80/"),
                ("server", "a:1"),
                ("server", "b:2"),
                ("server", "weight=5"),
            ],
        );
    }

    #[test]
    fn the_name_of_a_server_of_haproxy_is_followed_by_its_address() {
        check(
            "backend b\n  server one orders:8080 check\n",
            &[
                ("server", "one"),
                ("server", "orders:8080"),
                ("server", "check"),
            ],
        );
    }
}
