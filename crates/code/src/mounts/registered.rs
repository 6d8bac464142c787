//! Routes that functions of the project register for their callers in other files.

use crate::callers::meaning::{Meaning, Named};
use crate::frameworks::{is_hole_of, normalise, path_text, verb_of, with_method_in_path};
use crate::{At, Facts, Folded, Handed, Piece, Registrar, Results, Route};
use std::collections::BTreeSet;

/// Functions around functions that register.
const DEPTH: usize = 3;

/// What calls of such functions serve.
#[derive(Default)]
pub(super) struct Registered {
    /// Each with the file of the router that it is registered on, and that of the call.
    pub routes: Vec<(usize, usize, Route)>,
    /// What stood for them in the files of the functions.
    pub replaced: BTreeSet<(usize, At)>,
}

/// A function with the file that declares it, and the one whose router it registers on.
struct Known {
    registrar: Registrar,
    router_of: usize,
    row: (usize, At),
    /// Whether it hands its path on to such a function.
    is_handed_on: bool,
}

/// The routes that calls of registering functions of other files give.
pub(super) fn routes<'f>(files: &'f [(&'f str, &'f Facts)], results: &Results<'f>) -> Registered {
    let mut out = Registered::default();
    let registrars = files.iter().enumerate().flat_map(|(file, (_, facts))| {
        let registrars = facts.registrars.iter();
        registrars.map(move |registrar| (file, registrar))
    });
    let mut linker = Linker {
        meaning: None,
        known: Vec::new(),
        results,
    };
    for (file, registrar) in registrars {
        let known = Known {
            registrar: registrar.clone(),
            router_of: file,
            row: (file, registrar.at),
            is_handed_on: false,
        };
        linker.add(files, file, known);
    }
    let mut open: Vec<(usize, &Handed)> = Vec::new();
    if linker.meaning.is_some() {
        let handed = files.iter().enumerate().flat_map(|(file, (_, facts))| {
            let handed = facts.handed.iter();
            handed.map(move |handed| (file, handed))
        });
        open.extend(handed);
    }
    for _ in 0..DEPTH {
        let before = linker.known.len();
        let mut rest = Vec::new();
        for (file, handed) in open {
            match linker.meant(file, handed) {
                Some(ways) => linker.register(files, file, handed, &ways, &mut out),
                None => rest.push((file, handed)),
            }
        }
        open = rest;
        if linker.known.len() == before {
            break;
        }
    }
    out
}

struct Linker<'f, 'r> {
    /// By the same numbers as `known`; `None` while nothing is known.
    meaning: Option<Meaning<'f>>,
    known: Vec<Known>,
    results: &'r Results<'f>,
}

impl<'f> Linker<'f, '_> {
    fn add(&mut self, files: &'f [(&'f str, &'f Facts)], file: usize, known: Known) {
        let meaning = self.meaning.get_or_insert_with(|| Meaning::new(files));
        meaning.add(Named {
            file,
            name: known.registrar.name.clone(),
            class: known.registrar.class.clone(),
            is_default: known.registrar.is_default,
        });
        self.known.push(known);
    }

    /// The registrations that a call means.
    fn meant(&self, from: usize, handed: &Handed) -> Option<Vec<usize>> {
        let meaning = self.meaning.as_ref()?;
        let place = &handed.place;
        let around = (place.in_class.as_deref(), place.in_function.as_deref());
        let one = meaning.meant(from, &handed.callee, around, &|| None)?;
        // The calls of the function's own file are known there, unless it only hands on.
        let known = &self.known[one];
        (known.row.0 != from || known.is_handed_on).then(|| meaning.alike(one))
    }

    fn register(
        &mut self,
        files: &'f [(&'f str, &'f Facts)],
        file: usize,
        handed: &Handed,
        ways: &[usize],
        out: &mut Registered,
    ) {
        for &way in ways {
            let known = &self.known[way];
            let registrar = &known.registrar;
            let given = |name: &str| -> Option<&Folded> {
                let position = registrar.parameters.iter().position(|own| own == name)?;
                let named = handed.text_named(&[name]);
                named.or_else(|| handed.text_at(position))
            };
            let mut path = Folded::default();
            for piece in &registrar.path.pieces {
                match piece {
                    Piece::Hole(name) => match given(name) {
                        Some(text) => path.append(self.results.fill(file, text)),
                        None => path.push(piece.clone()),
                    },
                    piece => path.push(piece.clone()),
                }
            }
            let said = registrar.method.as_deref().and_then(given);
            let methods = match said {
                Some(text) => verb_of(text).into_iter().collect(),
                None => registrar.methods.clone(),
            };
            let own_method = said.and_then(|text| is_hole_of(text, &handed.parameters));
            let is_own = |piece: &Piece| matches!(piece, Piece::Hole(name) if handed.parameters.contains(name));
            if path.pieces.iter().any(is_own) {
                let Some(name) = &handed.place.in_function else {
                    continue;
                };
                let next = Known {
                    registrar: Registrar {
                        name: name.clone(),
                        class: handed.place.in_class.clone(),
                        is_default: false,
                        parameters: handed.parameters.clone(),
                        path,
                        methods,
                        method: own_method,
                        at: handed.at,
                        ..registrar.clone()
                    },
                    router_of: known.router_of,
                    row: (file, handed.at),
                    is_handed_on: true,
                };
                out.replaced.insert(known.row);
                self.add(files, file, next);
                continue;
            }
            if path.is_unknown() && !path.pieces.is_empty() {
                continue;
            }
            let (methods, text) = with_method_in_path(&path_text(&path), &methods);
            if text.contains("://") || text.contains(char::is_whitespace) {
                continue;
            }
            out.replaced.insert(known.row);
            for method in methods {
                let route = Route {
                    method,
                    path: normalise(&format!("{}/{text}", registrar.prefix)),
                    at: handed.at,
                    handler: None,
                    framework: registrar.framework.clone(),
                    prefix_of: registrar.router.clone(),
                    needs_mount: false,
                    stands_for: None,
                    built: None,
                };
                out.routes.push((known.router_of, file, route));
            }
        }
    }
}
