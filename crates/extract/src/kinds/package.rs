//! Manifests of package managers.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;

/// `package.json`, `pom.xml`, `go.mod`, `Cargo.toml`, …
pub const KIND: Kind = Kind {
    name: "package",
    may_be: ::code::is_package,
    is: |_| true,
    read: |input: &Input<'_>, facts: &mut FileFacts| {
        facts
            .facts
            .extend(::code::package(input.path, input.text).map(Facts::Package));
    },
};
