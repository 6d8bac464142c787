//! Addresses inside texts: URLs, `host:port`, connection strings of several drivers.

/// A place on the network that a text names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// The scheme, lower case: `http`, `jdbc:mysql`; empty if none is written.
    pub scheme: String,
    /// The host, lower case.
    pub host: String,
    /// The port.
    pub port: Option<u16>,
    /// The first part of the path: the database of a store.
    pub path: Option<String>,
}

/// Addresses of one text that are looked at.
const TARGETS_LIMIT: usize = 32;

/// Every address that `text` names.
pub fn targets(text: &str) -> Vec<Target> {
    let mut found = Vec::new();
    let mut scheme = String::new();
    // PHP's data source names have the driver before their pairs: `mysql:host=db;dbname=shop`.
    let driver = ["mysql:", "pgsql:", "sqlsrv:"]
        .iter()
        .find_map(|driver| Some((*driver, text.strip_prefix(driver)?)))
        .filter(|(_, rest)| !rest.starts_with("//"));
    if let Some(mut target) = pairs(driver.map_or(text, |(_, rest)| rest)) {
        if let Some((driver, _)) = driver {
            target.scheme = driver.trim_end_matches(':').to_owned();
        }
        return vec![target];
    }
    for part in text.split([
        ',', ' ', '\n', '\t', '"', '\'', '`', '<', '>', '|', '[', ']',
    ]) {
        let part = part
            .split_once('=')
            .filter(|(name, _)| !name.contains(['/', ':']))
            .map_or(part, |(_, value)| value);
        if part.is_empty() {
            continue;
        }
        if let Some((before, rest)) = part.split_once("://") {
            scheme = before
                .rsplit(|letter: char| !(letter.is_ascii_alphanumeric() || "+:.-".contains(letter)))
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            if !scheme.is_empty() {
                found.extend(authority(&scheme, rest));
            }
        } else if let Some(rest) = part.split_once("@tcp(").map(|(_, rest)| rest) {
            // The data source name of Go's MySQL driver.
            let (address, after) = rest.split_once(')').unwrap_or((rest, ""));
            found.extend(authority("mysql", &format!("{address}{after}")));
        } else if part.contains(':') {
            // Further hosts of a list have the scheme of the first.
            found.extend(authority(&scheme, part).filter(|target| target.port.is_some()));
        }
        if found.len() >= TARGETS_LIMIT {
            break;
        }
    }
    found
}

/// The whole text as a name of a host; `None` for anything else.
pub fn host_name(text: &str) -> Option<String> {
    let text = text.trim();
    let is_name = !text.is_empty()
        && text.len() <= 253
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    is_name.then(|| text.to_ascii_lowercase())
}

fn authority(scheme: &str, rest: &str) -> Option<Target> {
    let rest = rest.trim_start_matches('/');
    let end = rest
        .find(['/', '?', '#', ';', ')', '\\'])
        .unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let address = authority.rsplit('@').next()?;
    // `jdbc:oracle:thin:@host:1521:name` has a third part.
    let mut parts = address.split(':');
    let host = parts.next()?;
    let is_number = host.parse::<core::net::Ipv4Addr>().is_ok();
    let host = host_name(host).or_else(|| is_number.then(|| host.to_owned()))?;
    let port = parts
        .next()
        .filter(|port| !port.contains(['{', '$']))
        .map(str::parse);
    if port.as_ref().is_some_and(Result::is_err) {
        return None;
    }
    let path = match path.strip_prefix(';') {
        Some(properties) => database_property(properties),
        None => path
            .trim_start_matches('/')
            .split(['?', '#', ';', '/'])
            .next()
            .filter(|path| !path.is_empty())
            .map(str::to_owned),
    };
    Some(Target {
        scheme: scheme.to_owned(),
        host,
        port: port.and_then(Result::ok),
        path,
    })
}

/// The database among the properties behind the address of SQL Server's JDBC driver, in any order.
/// Source: Microsoft JDBC driver documentation, "Building the connection URL".
fn database_property(properties: &str) -> Option<String> {
    properties
        .split(';')
        .filter_map(|property| property.split_once('='))
        .find(|(name, _)| {
            name.eq_ignore_ascii_case("databaseName") || name.eq_ignore_ascii_case("database")
        })
        .map(|(_, value)| value.to_owned())
}

/// A connection string of `name=value` pairs: ADO.NET with `;`, libpq with spaces.
fn pairs(text: &str) -> Option<Target> {
    let separator = if text.contains(';') { ';' } else { ' ' };
    if text.contains("://") || !text.contains('=') {
        return None;
    }
    let mut target = Target::default();
    for pair in text.split(separator) {
        let Some((name, value)) = pair.split_once('=') else {
            continue;
        };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "server" | "host" | "data source" | "addr" | "address" | "hostname"
                if target.host.is_empty() =>
            {
                let value = value.strip_prefix("tcp:").unwrap_or(value);
                let (host, port) = value.split_once([',', ':']).unwrap_or((value, ""));
                target.host = host_name(host)?;
                target.port = port.parse().ok();
            }
            "port" => target.port = value.parse().ok(),
            "database" | "dbname" | "initial catalog" => {
                target.path = (!value.is_empty()).then(|| value.to_owned());
            }
            _ => {}
        }
    }
    (!target.host.is_empty()
        && (target.path.is_some() || target.port.is_some() || separator == ';'))
        .then_some(target)
}

/// Whether a host is a public name, and none that only documents and namespaces use.
pub fn is_public(host: &str) -> bool {
    const NAMESPACES: &[&str] = &[
        "w3.org",
        "xmlsoap.org",
        "apache.org",
        "example.com",
        "example.org",
        "springframework.org",
        "java.sun.com",
        "json-schema.org",
        "schema.org",
        "mycompany.com",
    ];
    let labels: Vec<&str> = host.split('.').collect();
    labels.len() >= 2
        && !labels
            .iter()
            .all(|label| label.bytes().all(|byte| byte.is_ascii_digit()))
        && !NAMESPACES.iter().any(|known| host.ends_with(known))
        && is_top_level(labels[labels.len() - 1])
}

/// Endings of public names, as far as they are no names of namespaces.
pub fn is_top_level(label: &str) -> bool {
    matches!(
        label,
        "com"
            | "org"
            | "net"
            | "io"
            | "dev"
            | "app"
            | "co"
            | "de"
            | "uk"
            | "eu"
            | "gov"
            | "edu"
            | "me"
            | "ai"
            | "cloud"
            | "sh"
            | "tv"
            | "info"
            | "biz"
            | "xyz"
            | "us"
            | "fr"
            | "nl"
            | "ch"
            | "se"
            | "es"
            | "it"
            | "in"
            | "cn"
            | "jp"
            | "br"
            | "ru"
            | "googleapis"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, Option<u16>, Option<&str>)]) {
        let found = targets(text);
        let found: Vec<(&str, &str, Option<u16>, Option<&str>)> = found
            .iter()
            .map(|t| {
                (
                    t.scheme.as_str(),
                    t.host.as_str(),
                    t.port,
                    t.path.as_deref(),
                )
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_url_names_a_host_and_a_database() {
        check(
            "http://orders:8080/v1",
            &[("http", "orders", Some(8080), Some("v1"))],
        );
        check(
            "postgres://u:p@db/shop?sslmode=disable",
            &[("postgres", "db", None, Some("shop"))],
        );
        check(
            "jdbc:mysql://db:3306/shop",
            &[("jdbc:mysql", "db", Some(3306), Some("shop"))],
        );
        check("lb://ORDERS", &[("lb", "orders", None, None)]);
    }

    #[test]
    fn drivers_have_forms_of_their_own() {
        check(
            "u:p@tcp(mysql:3306)/shop",
            &[("mysql", "mysql", Some(3306), Some("shop"))],
        );
        check(
            "Server=sql,1433;Database=shop;User Id=sa",
            &[("", "sql", Some(1433), Some("shop"))],
        );
        check(
            "host=db port=5432 dbname=shop",
            &[("", "db", Some(5432), Some("shop"))],
        );
        check(
            "mysql:host=db;dbname=shop;charset=utf8",
            &[("mysql", "db", None, Some("shop"))],
        );
        check(
            "jdbc:sqlserver://sql:1433;databaseName=shop",
            &[("jdbc:sqlserver", "sql", Some(1433), Some("shop"))],
        );
        check(
            "jdbc:sqlserver://sql;encrypt=true;database=shop",
            &[("jdbc:sqlserver", "sql", None, Some("shop"))],
        );
        check(
            "jdbc:sqlserver://sql:1433;encrypt=true",
            &[("jdbc:sqlserver", "sql", Some(1433), None)],
        );
    }

    #[test]
    fn a_list_names_several_hosts() {
        check(
            "kafka1:9092,kafka2:9092",
            &[
                ("", "kafka1", Some(9092), None),
                ("", "kafka2", Some(9092), None),
            ],
        );
        check(
            "mongodb://a:1,b:2/shop",
            &[
                ("mongodb", "a", Some(1), None),
                ("mongodb", "b", Some(2), Some("shop")),
            ],
        );
    }

    #[test]
    fn what_is_no_address_names_nothing() {
        check("org.example:artifact:1.0", &[]);
        check("12:30", &[]);
        check("http://{host}/x", &[]);
    }
}
