//! What configuration files of applications and proxies say, flattened.

use serde::{Deserialize, Serialize};

use crate::At;

/// One configuration file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Configuration {
    /// Whose configuration it is, as far as its form tells.
    pub format: Format,
    /// The settings that may name another system, in order.
    pub settings: Vec<Setting>,
}

/// The program that reads a configuration file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// An application of unknown kind.
    #[default]
    Application,
    /// Spring.
    Spring,
    /// A proxy: nginx, HAProxy, Envoy, Traefik, Caddy, Apache.
    Proxy,
}

/// One setting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The profile that it holds for, empty for all.
    pub profile: String,
    /// The key, levels joined by dots, items by their number: `spring.datasource.url`.
    pub key: String,
    /// The value, placeholders unresolved.
    pub value: String,
    /// Where the value stands.
    pub at: At,
}
