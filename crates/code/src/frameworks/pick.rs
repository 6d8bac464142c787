//! Which argument of a call says something: by position, by keyword or by option name.

use crate::form::{Arg, CallSite};

/// An argument: one of `names` as keyword or option, else the one at `position` among those without keyword.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pick {
    pub position: Option<usize>,
    pub names: &'static [&'static str],
}

/// The first argument.
pub(crate) const fn first() -> Pick {
    nth(0)
}

/// The argument at a position.
pub(crate) const fn nth(position: usize) -> Pick {
    Pick {
        position: Some(position),
        names: &[],
    }
}

/// A keyword or option.
pub(crate) const fn named(names: &'static [&'static str]) -> Pick {
    Pick {
        position: None,
        names,
    }
}

/// The first argument, or a keyword or option that wins over it.
pub(crate) const fn first_or(names: &'static [&'static str]) -> Pick {
    nth_or(0, names)
}

/// The argument at a position, or a keyword or option that wins over it.
pub(crate) const fn nth_or(position: usize, names: &'static [&'static str]) -> Pick {
    Pick {
        position: Some(position),
        names,
    }
}

/// The argument of `call` that `pick` means.
pub(crate) fn pick<'c>(call: &'c CallSite, pick: &Pick) -> Option<&'c Arg> {
    if !pick.names.is_empty()
        && let Some(found) = call.option(pick.names)
    {
        return Some(found);
    }
    call.positional(pick.position?)
}
