//! Which call takes a string: found by place, for a file of generated queries has tens of thousands of both.

use std::collections::BTreeMap;

use crate::At;
use crate::form::{CallId, ScopeKind, StringSite, Unit, Value};

/// Bytes between the name of a constant and its text.
const NEAR_BYTES: u32 = 80;

/// Where the calls of a file take what.
pub(super) struct Takers<'u> {
    unit: &'u Unit,
    /// All arguments, and those that may be texts.
    arguments: Places,
    texts: Places,
    /// The ends of constants that are texts, with their numbers.
    constants: Vec<(u32, usize)>,
    /// The calls that take something by its name.
    named: BTreeMap<&'u str, Vec<CallId>>,
}

/// Places with the calls that they belong to.
struct Places {
    /// Start, end and call, in order.
    all: Vec<(u32, u32, CallId)>,
    /// The furthest end of those up to each.
    reach: Vec<u32>,
}

impl Places {
    fn of(mut all: Vec<(u32, u32, CallId)>) -> Places {
        all.sort_unstable();
        let mut furthest = 0;
        let ends = all.iter().map(|(_, end, _)| *end);
        let reach = ends
            .map(|end| {
                furthest = furthest.max(end);
                furthest
            })
            .collect();
        Places { all, reach }
    }

    /// The first call whose place holds `at`, of those that are not `but`.
    fn first_around(&self, at: At, but: Option<CallId>) -> Option<CallId> {
        let before = self.all.partition_point(|(start, ..)| *start <= at.start);
        (0..before)
            .rev()
            .take_while(|&index| self.reach[index] >= at.end)
            .map(|index| self.all[index])
            .filter(|(_, end, call)| *end >= at.end && Some(*call) != but)
            .map(|(.., call)| call)
            .min()
    }
}

impl<'u> Takers<'u> {
    /// Looks through `unit` once.
    pub(super) fn of(unit: &'u Unit) -> Takers<'u> {
        let mut arguments = Vec::new();
        let mut texts = Vec::new();
        let mut named: BTreeMap<&str, Vec<CallId>> = BTreeMap::new();
        for (id, call) in unit.calls.iter().enumerate() {
            for argument in &call.arguments {
                let place = (argument.at.start, argument.at.end, id);
                arguments.push(place);
                if is_text(&argument.value) {
                    texts.push(place);
                }
                if let Value::Name(name) | Value::Member(_, name) = &argument.value {
                    let calls = named.entry(name.as_str()).or_default();
                    if calls.last() != Some(&id) {
                        calls.push(id);
                    }
                }
            }
        }
        let bindings = unit.bindings.iter().enumerate();
        let mut constants: Vec<(u32, usize)> = bindings
            .filter(|(_, binding)| is_text(&binding.value))
            .map(|(number, binding)| (binding.at.end, number))
            .collect();
        constants.sort_unstable();
        Takers {
            unit,
            arguments: Places::of(arguments),
            texts: Places::of(texts),
            constants,
            named,
        }
    }

    /// The call whose argument the string is, directly or through the constant that it is kept in.
    pub(super) fn taker(&self, site: &StringSite) -> Option<CallId> {
        self.texts
            .first_around(site.at, None)
            .or_else(|| self.taker_of_constant(site))
    }

    fn taker_of_constant(&self, site: &StringSite) -> Option<CallId> {
        let unit = self.unit;
        let start = site.at.start;
        let behind = self.constants.partition_point(|(end, _)| *end <= start);
        let near = self.constants[..behind].iter().rev();
        let number = near
            .take_while(|(end, _)| start - end < NEAR_BYTES)
            .map(|(_, number)| *number)
            .min()?;
        let binding = &unit.bindings[number];
        let is_it = |value: &Value, scope| match value {
            Value::Name(name) => {
                *name == binding.name && unit.lookup(name, scope).contains(&number)
            }
            Value::Member(_, name) => {
                *name == binding.name && unit.scopes[binding.scope].kind == ScopeKind::Class
            }
            _ => false,
        };
        let calls = self.named.get(binding.name.as_str())?.iter().copied();
        calls.into_iter().find(|&id| {
            let call = &unit.calls[id];
            let mut arguments = call.arguments.iter();
            arguments.any(|argument| is_it(&argument.value, call.scope))
        })
    }

    /// The call that takes what the call `id` gives.
    pub(super) fn outer(&self, id: CallId) -> Option<CallId> {
        self.arguments
            .first_around(self.unit.calls[id].at, Some(id))
    }
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Concat(_) | Value::Call(_))
}
