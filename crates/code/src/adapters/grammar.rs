//! What a language's adapter is: a table that says of each kind of node how it is read, and a few functions for what is its own.

use super::tree::{Link, Parts};
use crate::form::{Arg, Builder, CallId, ScopeId, ScopeKind, Value};
use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::num::NonZeroU16;
use std::sync::OnceLock;
use tree_sitter::Node;

/// How the syntax tree of one language is read.
pub(super) struct Grammar {
    /// How each kind of node is read; of other kinds the children are.
    pub kinds: &'static [(&'static [&'static str], Read)],
    /// The operators that join texts.
    pub joins: &'static [&'static str],
    /// The operators that give their right side where the left is not there.
    pub defaults: &'static [&'static str],
    /// The arguments in a call's list.
    pub arguments: fn(&mut Builder<'_>, Node<'_>) -> Vec<Arg>,
    /// The annotations inside a declaration; those before it are read on the way.
    pub annotations: fn(&mut Builder<'_>, Node<'_>) -> Vec<CallId>,
    /// Reads the parameters of a function, in its scope.
    pub parameters: fn(&mut Builder<'_>, Node<'_>),
    /// Reads what a function says before its body: parameters, what it gives, whom it belongs to.
    pub signature: fn(&mut Builder<'_>, Node<'_>, ScopeId),
    /// The bases of a class, as written.
    pub bases: fn(&Builder<'_>, Node<'_>) -> Vec<String>,
    /// Reads the fields that a class declares outside of its body.
    pub fields: fn(&mut Builder<'_>, Node<'_>),
    /// The kinds of bodies that stand in no field `body`.
    pub bodies: &'static [&'static str],
}

/// How a node is read.
#[derive(Clone, Copy)]
pub(super) enum Read {
    /// Not at all.
    Not,
    /// A name, or names with dots between them.
    Path,
    /// A number or a boolean.
    Scalar,
    /// For its first child.
    Inner,
    /// For the child in a field.
    Field(&'static str),
    /// As a list of its children.
    List,
    /// As a link of a chain of calls and members.
    Chain(Step),
    /// As two operands in the fields `left` and `right`, with an `operator` between them.
    Binary,
    /// As a loop over what the field names; an empty field where it has no variable.
    Loop(&'static str),
    /// As a choice, whose condition is in the field `condition` and whose other children are its sides.
    Choice,
    /// As one side of a choice.
    Side,
    /// As something that handles its failure.
    Try,
    /// As what the function around it gives back.
    Return,
    /// As a class or an interface.
    Class(ScopeKind),
    Function,
    Lambda,
    /// A value of its own.
    Own(fn(&mut Builder<'_>, Node<'_>) -> Value),
}

/// A link of a chain, by the fields of its node.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// The object, and the name in it.
    Member(&'static str, &'static str),
    /// The object, and the key in it.
    Index(&'static str, &'static str),
    /// What is called, its arguments, and its type arguments.
    Call(&'static str, &'static str, &'static str),
    /// The object, the method, its arguments, and its type arguments.
    Method(&'static str, &'static str, &'static str, &'static str),
    /// As the function says; `None` for what is no link.
    Own(for<'n> fn(Node<'n>) -> Option<Link<'n>>),
}

impl Step {
    /// The link at a node of this kind; `None` for one that lacks a part.
    pub fn link<'n>(self, node: Node<'n>) -> Option<Link<'n>> {
        Some(match self {
            Step::Member(object, name) => Link::member(node.part(object)?, node.part(name)?),
            Step::Index(object, key) => Link::index(node.part(object)?, node.part(key)),
            Step::Call(callee, list, types) => {
                Link::call(node.part(callee)?, node.part(list), node.part(types))
            }
            Step::Method(object, name, list, types) => Link::method(
                node.part(object),
                node.part(name)?,
                node.part(list),
                node.part(types),
            ),
            Step::Own(link) => return link(node),
        })
    }
}

/// A grammar's kinds and fields by number. Grammars tell a kind by its text and find a field by comparing names one by one,
/// which took a fifth of the walk.
pub(super) struct Table {
    pub grammar: &'static Grammar,
    kinds: Vec<Option<Read>>,
    fields: FxHashMap<Box<str>, NonZeroU16>,
}

impl Table {
    /// The table of a language; made once.
    pub fn of(
        language: &tree_sitter::Language,
        grammar: &'static Grammar,
        kept: &'static OnceLock<Table>,
    ) -> &'static Table {
        kept.get_or_init(|| {
            let by_name: FxHashMap<&str, Read> = grammar
                .kinds
                .iter()
                .flat_map(|(names, read)| names.iter().map(|name| (*name, *read)))
                .collect();
            let kinds = 0..language.node_kind_count() as u16;
            let fields = 1..=language.field_count() as u16;
            Table {
                grammar,
                kinds: kinds
                    .map(|id| by_name.get(language.node_kind_for_id(id)?).copied())
                    .collect(),
                fields: fields
                    .filter_map(|id| {
                        Some((language.field_name_for_id(id)?.into(), NonZeroU16::new(id)?))
                    })
                    .collect(),
            }
        })
    }

    /// Makes it the table of what this thread reads.
    pub fn set(&'static self) {
        CURRENT.set(Some(self));
    }
}

thread_local! {
    static CURRENT: Cell<Option<&'static Table>> = const { Cell::new(None) };
}

/// The grammar of what this thread reads.
pub(super) fn grammar() -> &'static Grammar {
    CURRENT.get().expect("a file is read").grammar
}

/// How a node is read; `None` where its children are.
pub(super) fn read(node: Node<'_>) -> Option<Read> {
    let table = CURRENT.get()?;
    *table.kinds.get(usize::from(node.kind_id()))?
}

/// The number of a field.
pub(super) fn field_id(name: &str) -> Option<NonZeroU16> {
    CURRENT.get()?.fields.get(name).copied()
}

/// For languages whose annotations stand before what they annotate.
pub(super) fn no_annotations(_: &mut Builder<'_>, _: Node<'_>) -> Vec<CallId> {
    Vec::new()
}

/// For languages whose classes declare their fields in their bodies.
pub(super) fn no_fields(_: &mut Builder<'_>, _: Node<'_>) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::{c_sharp, go, java, kotlin, php, python, ruby, script};

    /// Every kind and field that a table names, which a grammar may spell otherwise in its next version.
    #[test]
    fn every_table_names_what_its_grammar_has() {
        let typescript = tree_sitter_typescript::LANGUAGE_TYPESCRIPT;
        // Fields of classes have a name of their own in JavaScript.
        let elsewhere = ["field_definition"];
        let tables: [(&Grammar, tree_sitter::Language); 8] = [
            (&c_sharp::GRAMMAR, tree_sitter_c_sharp::LANGUAGE.into()),
            (&go::GRAMMAR, tree_sitter_go::LANGUAGE.into()),
            (&java::GRAMMAR, tree_sitter_java::LANGUAGE.into()),
            (&kotlin::GRAMMAR, tree_sitter_kotlin_ng::LANGUAGE.into()),
            (&php::GRAMMAR, tree_sitter_php::LANGUAGE_PHP.into()),
            (&python::GRAMMAR, tree_sitter_python::LANGUAGE.into()),
            (&ruby::GRAMMAR, tree_sitter_ruby::LANGUAGE.into()),
            (&script::GRAMMAR, typescript.into()),
        ];
        let mut missing: Vec<&str> = Vec::new();
        for (grammar, language) in tables {
            let kinds: Vec<&str> = (0..language.node_kind_count() as u16)
                .filter_map(|id| language.node_kind_for_id(id))
                .collect();
            for (names, read) in grammar.kinds {
                missing.extend(
                    names
                        .iter()
                        .copied()
                        .filter(|name| !kinds.contains(name) && !elsewhere.contains(name)),
                );
                let fields = match read {
                    Read::Field(name) | Read::Loop(name) => vec![name],
                    Read::Chain(Step::Member(object, name) | Step::Index(object, name)) => {
                        vec![object, name]
                    }
                    Read::Chain(Step::Call(callee, list, types)) => vec![callee, list, types],
                    Read::Chain(Step::Method(object, name, list, types)) => {
                        vec![object, name, list, types]
                    }
                    _ => Vec::new(),
                };
                let is_missing =
                    |name: &&str| !name.is_empty() && language.field_id_for_name(name).is_none();
                missing.extend(fields.into_iter().copied().filter(is_missing));
            }
        }
        assert_eq!(missing, Vec::<&str>::new());
    }
}
