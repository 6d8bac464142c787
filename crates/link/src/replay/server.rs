//! The server that migrations run on.

use sql::Server;

use crate::Input;

/// The server that the migrations run on: what the user says, or the oldest that is still common.
pub fn of(input: &Input<'_>, dialect: sql::Dialect) -> Server {
    let mut server = Server::default_of(dialect);
    let names: &[&str] = match dialect {
        sql::Dialect::PostgreSql => &["postgresql", "postgres"],
        sql::Dialect::MySql => &["mysql", "mariadb"],
        sql::Dialect::Sqlite => &["sqlite"],
    };
    for name in names {
        if let Some(version) = input.settings.versions.get(*name) {
            let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0));
            server.major = numbers.next().unwrap_or(server.major);
            server.minor = numbers.next().unwrap_or(0);
            server.patch = numbers.next().unwrap_or(0);
            server.is_mariadb = *name == "mariadb";
        }
    }
    server
}
