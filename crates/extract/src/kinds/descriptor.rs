//! Deployment descriptors of Java's servlets.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;

/// `WEB-INF/web.xml`, whose servlets are served as those of code.
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
