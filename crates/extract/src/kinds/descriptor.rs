//! Deployment descriptors of Java's servlets, and routes files of Play.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;

/// `WEB-INF/web.xml` and `conf/routes`, whose servlets and routes are served as those of code.
pub const KIND: Kind = Kind {
    name: "descriptor",
    may_be: ::code::is_descriptor,
    is: |_| true,
    read: |input: &Input<'_>, facts: &mut FileFacts| {
        let read = ::code::descriptor(input.path, input.text);
        facts
            .facts
            .extend(read.map(|facts| Facts::Code(Box::new(facts))));
    },
};
