//! Texts that functions of other files give: addresses, paths and topics that a call stands for.

use crate::callers::meaning::{Meaning, Named, class_name};
use crate::form::with_appended;
use crate::{Facts, Folded, Function, Piece};
use std::collections::BTreeMap;

/// Functions that call functions are followed this many times.
const CALL_DEPTH: usize = 6;
/// Pieces of one text; functions of functions may double them.
const PIECE_LIMIT: usize = 100;

/// The functions of some files that give a text: what [`link_routes`](crate::link_routes),
/// [`link_clients`](crate::link_clients) and [`link_messages`](crate::link_messages) of the same files put in for calls of them.
pub struct Results<'f> {
    meaning: Option<Meaning<'f>>,
    functions: Vec<(usize, &'f Function)>,
    /// Fields of classes by class and name, as far as one name has one text.
    fields: BTreeMap<String, Option<&'f Folded>>,
}

impl<'f> Results<'f> {
    /// The functions of these files, whose paths are as in [`link_routes`](crate::link_routes).
    pub fn new(files: &'f [(&'f str, &'f Facts)]) -> Results<'f> {
        let mut functions = Vec::new();
        let mut fields: BTreeMap<String, Option<&Folded>> = BTreeMap::new();
        for (file, (_, facts)) in files.iter().enumerate() {
            functions.extend(facts.functions.iter().map(|function| (file, function)));
            for (name, value) in facts.exports().filter(|(name, _)| name.contains('.')) {
                fields
                    .entry(name.to_ascii_lowercase())
                    .and_modify(|kept| {
                        if *kept != Some(value) {
                            *kept = None;
                        }
                    })
                    .or_insert(Some(value));
            }
        }
        let meaning = (!functions.is_empty()).then(|| {
            let mut meaning = Meaning::new(files);
            for (file, function) in &functions {
                meaning.add(Named {
                    file: *file,
                    name: function.name.clone(),
                    class: function.class.clone(),
                    is_default: function.is_default,
                });
            }
            meaning
        });
        Results {
            meaning,
            functions,
            fields,
        }
    }

    /// A text of file `file` with what functions of other files give put in; a hole where none is known.
    pub fn fill(&self, file: usize, text: &Folded) -> Folded {
        let mut out = Folded::default();
        for piece in self.filled(file, text).pieces {
            let Piece::Called {
                callee,
                arguments,
                name,
            } = piece
            else {
                out.push(piece);
                continue;
            };
            if let Some(address) = address_of_request(&callee, &arguments) {
                out.append(address.clone());
                continue;
            }
            out.push(Piece::Hole(name));
            if let Some(path) = path_of(&callee, &arguments) {
                out.append(path.clone());
            }
        }
        out
    }

    /// The same with the calls kept of functions that are not known.
    pub(crate) fn filled(&self, file: usize, text: &Folded) -> Folded {
        let is_call = |piece: &Piece| matches!(piece, Piece::Called { .. });
        match text.pieces.iter().any(is_call) {
            true => self.fill_within(file, text, CALL_DEPTH),
            false => text.clone(),
        }
    }

    fn fill_within(&self, file: usize, text: &Folded, depth: usize) -> Folded {
        let mut out = Folded::default();
        for piece in &text.pieces {
            let Piece::Called {
                callee, arguments, ..
            } = piece
            else {
                out.push(piece.clone());
                continue;
            };
            let found = match depth.checked_sub(1) {
                Some(depth) if out.pieces.len() < PIECE_LIMIT => {
                    self.called(file, callee, arguments, depth)
                }
                _ => None,
            };
            match found {
                Some(found) => out.append(found),
                None => out.push(piece.clone()),
            }
        }
        out
    }

    fn called(
        &self,
        file: usize,
        callee: &str,
        arguments: &[Folded],
        depth: usize,
    ) -> Option<Folded> {
        let meant = self.meaning.as_ref().and_then(|meaning| {
            let class = callee
                .rsplit_once("().")
                .map(|(class, _)| class_name(class));
            meaning.meant(file, callee, (class, None), &|| None)
        });
        let Some(meant) = meant else {
            return self.got(callee).filter(|_| arguments.is_empty()).cloned();
        };
        let (own, function) = self.functions[self.fitting(meant, arguments.len())?];
        let given = |name: &str| -> Option<Folded> {
            let mut parameters = function.parameters.iter();
            let position = parameters.position(|parameter| parameter.name == name)?;
            match arguments.get(position) {
                Some(text) => Some(self.fill_within(file, text, depth)),
                None => function.parameters[position]
                    .default
                    .clone()
                    .map(Folded::text),
            }
        };
        let text = with_appended(function.value.clone(), &function.appended, &given)?;
        // What the function calls itself stands in its own file.
        Some(self.fill_within(own, &text, depth).filled(&given))
    }

    /// Of the functions of one name in one class, the one that takes as many arguments as are given.
    fn fitting(&self, meant: usize, given: usize) -> Option<usize> {
        let meaning = self.meaning.as_ref()?;
        let overloads = meaning.alike(meant);
        if overloads.len() == 1 {
            return Some(meant);
        }
        let takes = |index: &usize| self.functions[*index].1.parameters.len();
        let mut fitting = overloads.iter().filter(|index| takes(index) == given);
        match (fitting.next(), fitting.next()) {
            (Some(&function), None) => Some(function),
            // One of several that say the same, or that defaults tell apart.
            _ => Some(meant),
        }
    }

    /// The field that a function without arguments gives by its name: `Settings().getStockUrl`.
    fn got(&self, callee: &str) -> Option<&'f Folded> {
        let (class, name) = callee.rsplit_once("().")?;
        let field = name.strip_prefix("get").unwrap_or(name);
        let path = format!("{}.{field}", class_name(class)).to_ascii_lowercase();
        self.fields.get(&path).copied().flatten()
    }
}

/// The path at the end of the address that a function makes of it: `shopUrl("/orders")`.
pub(crate) fn path_of<'a>(callee: &str, arguments: &'a [Folded]) -> Option<&'a Folded> {
    let name = class_name(callee).to_ascii_lowercase();
    let mut ends = ["url", "uri", "endpoint"].iter();
    let makes_address = ends.any(|end| name.ends_with(end));
    let [path] = arguments else { return None };
    let is_path = match path.pieces.as_slice() {
        [Piece::Reference(_)] => true,
        [Piece::Text(first), rest @ ..] => {
            let is_call = |piece: &Piece| matches!(piece, Piece::Called { .. });
            first.starts_with('/') && !rest.iter().any(is_call)
        }
        _ => false,
    };
    (makes_address && is_path).then_some(path)
}

/// The address of a request of Go that a function makes which nobody here knows: it stands behind the method.
fn address_of_request<'a>(callee: &str, arguments: &'a [Folded]) -> Option<&'a Folded> {
    let is_request = class_name(callee)
        .to_ascii_lowercase()
        .contains("newrequest");
    let mut methods = arguments.iter();
    let method =
        methods.position(|text| is_request && crate::frameworks::verb_of(text).is_some())?;
    arguments.get(method + 1)
}
