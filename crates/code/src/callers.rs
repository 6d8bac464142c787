//! Outbound calls behind functions of the project: the calls of such a function are the clients, wherever they stand.

pub(crate) mod meaning;
mod messages;

pub use messages::{link_consumes, link_messages};

use crate::frameworks::{
    TYPED, given_path, is_limited, names_address, of_instance, through_calls, verb_of,
};
use crate::results::Results;
use crate::words::{is_letter, search_any};
use crate::{Client, Deadline, Facts, Folded, Handed, Instance, Language, Piece, Wrapper, role};
use aho_corasick::AhoCorasick;
use meaning::{Meaning, Named, class_name, split};
use std::collections::{BTreeMap, BTreeSet};

/// Wrappers around wrappers.
const WRAPPER_DEPTH: usize = 4;
/// Pieces of one address; a wrapper of a wrapper may double them.
const PIECE_LIMIT: usize = 60;

/// The outbound calls of these files, each with the index of its file: where a function calls out with an address that
/// it is given, its calls stand in its place. Paths are as in [`link_routes`](crate::link_routes).
pub fn link_clients(files: &[(&str, &Facts)], results: &Results<'_>) -> Vec<(usize, Client)> {
    let mut linker = Linker::new(files, results);
    let mut dropped: BTreeSet<(usize, crate::At)> = BTreeSet::new();
    let mut out: Vec<(usize, Client)> = Vec::new();
    if !linker.known.is_empty() || linker.has_instances {
        let mut open: Vec<(usize, &Handed)> = Vec::new();
        for (file, (_, facts)) in files.iter().enumerate() {
            open.extend(facts.handed.iter().map(|handed| (file, handed)));
        }
        open.retain(|&(file, handed)| match linker.instance_call(file, handed) {
            Some(client) => {
                linker.keep(file, handed, client, Said::default(), &mut out);
                false
            }
            None => true,
        });
        for _ in 0..WRAPPER_DEPTH {
            let known = linker.known.len();
            let mut rest = Vec::new();
            for (file, handed) in open {
                let Some(wrapper) = linker.meant(file, handed) else {
                    rest.push((file, handed));
                    continue;
                };
                // A function that calls in several ways does so for each of its callers.
                let mut ways = linker.meaning.alike(wrapper);
                dropped.extend(ways.iter().map(|&way| linker.known[way].row));
                let says = linker.chosen(&ways);
                ways.truncate(if says.is_some() { 1 } else { ways.len() });
                for way in ways {
                    let (client, said) = linker.call(file, way, handed, says.as_deref());
                    linker.keep(file, handed, client, said, &mut out);
                }
            }
            open = rest;
            if linker.known.len() == known {
                break;
            }
        }
    }
    let linked: BTreeSet<(usize, crate::At)> = out
        .iter()
        .map(|(file, client)| (*file, client.at))
        .collect();
    for (file, (_, facts)) in files.iter().enumerate() {
        let own = facts.clients.iter();
        let own = own.filter(|client| !linked.contains(&(file, client.at)));
        out.extend(own.map(|client| (file, client.clone())));
    }
    out.retain(|(file, client)| !dropped.contains(&(*file, client.at)));
    if has_own_http(files) {
        out.retain(|(_, client)| client.library != HTTP_RB);
    }
    let typed = typed_bases(files);
    for (file, client) in &mut out {
        client.url = linker.results.fill(*file, &client.url);
        place_below(&typed, client);
    }
    out.sort_by_key(|(file, client)| (*file, client.at));
    let mut seen = BTreeSet::new();
    out.retain(|(file, client)| {
        let way = (client.method.clone(), client.url.display());
        seen.insert((*file, client.at, way))
    });
    out
}

/// A library of Ruby whose name is a plain one.
const HTTP_RB: &str = "http.rb";

/// Whether the project calls something of its own as that library is called.
fn has_own_http(files: &[(&str, &Facts)]) -> bool {
    let files = files
        .iter()
        .filter(|(_, facts)| facts.language == Language::Ruby);
    let mut declared = files.flat_map(|(_, facts)| &facts.declarations);
    declared.any(|class| class.name == "HTTP")
}

/// The base addresses that files give to the clients of classes; none where two files differ.
fn typed_bases<'f>(files: &[(&str, &'f Facts)]) -> BTreeMap<&'f str, Option<&'f Folded>> {
    let mut out = BTreeMap::new();
    for instance in files.iter().flat_map(|(_, facts)| &facts.instances) {
        if let Some(class) = instance.name.strip_prefix(TYPED) {
            out.entry(class)
                .and_modify(|kept| {
                    if *kept != Some(&instance.base) {
                        *kept = None;
                    }
                })
                .or_insert(Some(&instance.base));
        }
    }
    out
}

/// Puts a call below the base address that its class's client was given.
fn place_below(typed: &BTreeMap<&str, Option<&Folded>>, client: &mut Client) {
    let class = client.place.in_class.as_deref().unwrap_or_default();
    let Some(Some(base)) = typed.get(class) else {
        return;
    };
    let is_relative = match client.url.pieces.first() {
        Some(Piece::Text(text)) => !text.contains("://"),
        _ => false,
    };
    if is_relative && client.library == TYPED_LIBRARY {
        let mut url = (*base).clone();
        crate::form::join_path(&mut url, client.url.clone());
        client.url = url;
    }
}

/// The library whose clients a container makes for classes.
const TYPED_LIBRARY: &str = "httpclient";

/// A wrapper with the call that it makes.
struct Known {
    parameters: Vec<String>,
    method: Option<String>,
    default_method: Option<String>,
    client: Client,
    /// The row that stands for it while nothing calls it.
    row: (usize, crate::At),
}

/// What the callers of a wrapper's caller say of the method.
#[derive(Default)]
struct Said {
    /// The parameter that says it.
    parameter: Option<String>,
    /// The method where they hand on no options.
    default: Option<String>,
}

struct Linker<'f> {
    files: &'f [(&'f str, &'f Facts)],
    /// By the same numbers as `known`.
    meaning: Meaning<'f>,
    known: Vec<Known>,
    /// Texts that functions of other files give.
    results: &'f Results<'f>,
    has_instances: bool,
    instance_names: BTreeSet<&'f str>,
    has_default_instance: bool,
}

impl<'f> Linker<'f> {
    fn new(files: &'f [(&'f str, &'f Facts)], results: &'f Results<'f>) -> Linker<'f> {
        let has_any = files.iter().any(|(_, facts)| !facts.wrappers.is_empty());
        let instances = || files.iter().flat_map(|(_, facts)| &facts.instances);
        let has_instances = instances().next().is_some();
        let mut linker = Linker {
            files,
            meaning: Meaning::new(match has_any || has_instances {
                true => files,
                false => &[],
            }),
            known: Vec::new(),
            results,
            has_instances,
            instance_names: instances().map(|instance| instance.name.as_str()).collect(),
            has_default_instance: instances().any(|instance| instance.is_default),
        };
        for (file, (_, facts)) in files.iter().enumerate() {
            for wrapper in &facts.wrappers {
                let mut clients = facts.clients.iter();
                if let Some(client) = clients.find(|client| client.at == wrapper.call) {
                    linker.add(file, wrapper, client.clone(), (file, client.at));
                }
            }
        }
        linker
    }

    fn add(&mut self, file: usize, wrapper: &Wrapper, client: Client, row: (usize, crate::At)) {
        let is_own =
            |name: &str| names_address(name) && wrapper.parameters.iter().any(|own| own == name);
        let known = self.results.filled(file, &client.url);
        let client = Client {
            url: through_calls(&known, &is_own),
            ..client
        };
        self.meaning.add(Named {
            file,
            name: wrapper.name.clone(),
            class: wrapper.class.clone(),
            is_default: wrapper.is_default,
        });
        self.known.push(Known {
            parameters: wrapper.parameters.clone(),
            method: wrapper.method.clone(),
            default_method: wrapper.default_method.clone(),
            client,
            row,
        });
    }

    /// Keeps a call; where its function hands its own parameter on as the path, the function is a wrapper as well.
    fn keep(
        &mut self,
        file: usize,
        handed: &Handed,
        client: Client,
        said: Said,
        out: &mut Vec<(usize, Client)>,
    ) {
        let is_own = |name: &str| handed.parameters.iter().any(|own| own == name);
        if let Some(name) = &handed.place.in_function
            && given_path(&client.url, &is_own).is_some()
        {
            let wrapper = Wrapper {
                name: name.clone(),
                class: handed.place.in_class.clone(),
                is_default: false,
                parameters: handed.parameters.clone(),
                method: said.parameter,
                default_method: said.default,
                call: handed.at,
            };
            self.add(file, &wrapper, client.clone(), (file, handed.at));
        }
        out.push((file, client));
    }

    /// The wrapper that a call means.
    fn meant(&self, from: usize, handed: &Handed) -> Option<usize> {
        let (object, _) = split(&handed.callee);
        let instance = || {
            let instance = self.instance(from, object).filter(|_| self.has_instances)?;
            let is_own = instance.library.is_none();
            is_own.then(|| class_name(&instance.origin).to_owned())
        };
        let place = &handed.place;
        let around = (place.in_class.as_deref(), place.in_function.as_deref());
        self.meaning.meant(from, &handed.callee, around, &instance)
    }

    /// The instance that a path of names means in another file.
    fn instance(&self, from: usize, path: &str) -> Option<&'f Instance> {
        if path.is_empty() || path.contains('(') {
            return None;
        }
        let (module, name) = split(path);
        let find = |module: &str, is_it: &dyn Fn(&Instance) -> bool| {
            let files = match module {
                "" => vec![from],
                module => self.meaning.package.modules(from, module),
            };
            let mut found = files
                .into_iter()
                .flat_map(|file| &self.files[file].1.instances);
            found.find(|instance| is_it(instance))
        };
        let default = (self.has_default_instance && path.contains('/'))
            .then(|| find(path, &|instance| instance.is_default));
        default.flatten().or_else(|| {
            let is_known = self.instance_names.contains(name);
            is_known.then(|| find(module, &|instance| instance.name == name))?
        })
    }

    /// The call that a method of a library's client in another file makes.
    fn instance_call(&self, from: usize, handed: &Handed) -> Option<Client> {
        if !self.has_instances {
            return None;
        }
        let (object, method) = split(&handed.callee);
        let of = |path: &str, method: &str| {
            let instance = self.instance(from, path)?;
            of_instance(instance, method, handed)
        };
        of(object, method).or_else(|| of(&handed.callee, ""))
    }

    /// The parameter by which a function chooses among several calls with different methods.
    fn chosen(&self, ways: &[usize]) -> Option<String> {
        let first = &self.known[*ways.first()?];
        let mut others = ways.iter().map(|&way| &self.known[way].client.method);
        let is_choice = others.any(|method| *method != first.client.method);
        let mut parameters = first.parameters.iter().filter(|_| is_choice);
        let chosen = parameters.find(|name| {
            let lower = name.to_ascii_lowercase();
            lower.ends_with("method") || lower.ends_with("verb")
        });
        chosen.cloned()
    }

    /// The call that a wrapper makes for a caller, and what the caller's own callers may say of it. `says` is the
    /// wrapper's parameter that says it where the call itself does not.
    fn call(
        &self,
        from: usize,
        wrapper: usize,
        handed: &Handed,
        says: Option<&str>,
    ) -> (Client, Said) {
        let known = &self.known[wrapper];
        let given = |parameter: &str| -> Option<&Folded> {
            let position = known.parameters.iter().position(|own| own == parameter);
            handed
                .text_named(&[parameter])
                .or_else(|| handed.text_at(position?))
                // One object holds all that the request needs.
                .or_else(|| handed.text_named(&["url", "uri", "path", "endpoint"]))
        };
        let mut client = known.client.clone();
        let mut url = Folded::default();
        for piece in &client.url.pieces {
            match piece {
                Piece::Hole(name) if url.pieces.len() < PIECE_LIMIT => match given(name) {
                    Some(text) if known.parameters.contains(name) && !is_method(text) => {
                        let text = &self.results.fill(from, text);
                        let is_whole = matches!(text.pieces.first(), Some(Piece::Text(text)) if text.contains("://"));
                        if is_whole {
                            url = Folded::default();
                        }
                        join(&mut url, text.clone());
                    }
                    _ => url.push(piece.clone()),
                },
                piece => url.push(piece.clone()),
            }
        }
        client.url = url;
        if says.is_some() {
            client.method = None;
        }
        let said = known.method.as_deref().or(says).and_then(given);
        let said = said.or_else(|| handed.text_named(&["method"]));
        let mut own = Said::default();
        // Options that are handed on may say it.
        if said.is_none() {
            let is_own = |name: &str| handed.parameters.iter().any(|own| own == name);
            match handed.options().filter(|_| known.method.is_none()) {
                Some(options) if is_own(options) => own.default = known.default_method.clone(),
                Some(_) => {}
                None => client.method = client.method.or(known.default_method.clone()),
            }
        }
        if let Some(text) = said {
            match text.pieces.as_slice() {
                [Piece::Hole(name)] if handed.parameters.contains(name) => {
                    own.parameter = Some(name.clone())
                }
                _ => client.method = verb_of(text).or(client.method),
            }
        }
        if is_limited(handed) {
            client.deadline = Deadline::Set(None);
        }
        client.at = handed.at;
        client.place = handed.place.clone();
        (client, own)
    }
}

/// Whether a text is the name of an HTTP method, which is no part of an address.
fn is_method(text: &Folded) -> bool {
    text.known().is_some_and(crate::frameworks::is_verb)
}

/// `text` behind `url`, with one slash between them where both know their ends.
fn join(url: &mut Folded, text: Folded) {
    let ends = matches!(url.pieces.last(), Some(Piece::Text(last)) if last.ends_with('/'));
    let mut pieces = text.pieces.into_iter();
    if let Some(first) = pieces.next() {
        match first {
            Piece::Text(first) if ends => {
                url.push(Piece::Text(first.trim_start_matches('/').to_owned()))
            }
            first => url.push(first),
        }
    }
    pieces.for_each(|piece| url.push(piece));
}

/// Names of wrappers and of instances, to find the files that use them.
pub struct Callers {
    names: AhoCorasick,
    languages: Vec<Language>,
}

impl Callers {
    /// What these files offer to others; `None` when it is nothing.
    pub fn new<'f>(files: impl IntoIterator<Item = &'f Facts>) -> Option<Callers> {
        const SHORTEST: usize = 4;
        let mut words = BTreeSet::new();
        let mut languages = Vec::new();
        for facts in files {
            let is_offering = !facts.wrappers.is_empty()
                || !facts.senders.is_empty()
                || !facts.mounters.is_empty()
                || !facts.registrars.is_empty()
                || facts
                    .instances
                    .iter()
                    .any(|instance| instance.library.is_some());
            if is_offering && !languages.contains(&facts.language) {
                languages.push(facts.language);
            }
            let wrappers = facts.wrappers.iter().map(|one| (&one.class, &one.name));
            let senders = facts.senders.iter().map(|one| (&one.class, &one.name));
            let mounters = facts.mounters.iter().map(|one| (&None, &one.name));
            let registrars = facts.registrars.iter().map(|one| (&one.class, &one.name));
            let all = wrappers.chain(senders).chain(mounters).chain(registrars);
            for (class, name) in all {
                match class {
                    Some(class) if class.len() >= SHORTEST => drop(words.insert(class.clone())),
                    // A plain word is the name of many things.
                    None if name.len() >= SHORTEST => {
                        words.insert(format!("{name}("));
                    }
                    _ => {}
                }
            }
            for instance in &facts.instances {
                if instance.library.is_some()
                    && instance.name.len() >= SHORTEST
                    && instance.name != "default"
                {
                    words.insert(format!("{}.", instance.name));
                }
            }
        }
        if words.is_empty() {
            return None;
        }
        let words: Vec<String> = words.into_iter().collect();
        let names = search_any(&words).ok()?;
        Some(Callers { names, languages })
    }

    /// Whether a file at this path could use them.
    pub fn may_be_in(&self, path: &str) -> bool {
        Language::of(path).is_some_and(|language| {
            self.languages.contains(&language)
                || (language.is_script() && self.languages.iter().any(|one| one.is_script()))
        }) && role(path, "").is_told()
    }

    /// Whether a file names one of them, or the interface that C# calls after it.
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        let is_open = |before: &[u8]| !before.last().is_some_and(is_letter);
        self.names.find_iter(bytes).any(|found| {
            let before = &bytes[..found.start()];
            let is_start = is_open(before) || before.strip_suffix(b"I").is_some_and(is_open);
            let last = bytes.get(found.end() - 1..=found.end());
            let goes_on = last.is_some_and(|pair| pair.iter().all(is_letter));
            is_start && !goes_on
        })
    }
}

#[cfg(test)]
#[cfg(feature = "python")]
mod tests {
    use super::Callers;

    #[test]
    fn a_caller_names_what_is_offered_as_a_whole() {
        let text = "import requests\n\n\nclass Depot:\n    def ask(self, path):\n        return requests.get(path)\n";
        let facts = crate::read("shop/depot.py", text).expect("a file of Python");
        let callers = Callers::new([&facts]).expect("a class whose method calls out");
        let are_in = |text: &str| callers.are_in(text.as_bytes());
        assert!(are_in("depot = Depot()"));
        assert!(are_in("class Orders(IDepot depot) {}"));
        assert!(!are_in("import DepotFactory"));
        assert!(!are_in("class BaseDepot: pass"));
        assert!(callers.may_be_in("shop/orders.py"));
        assert!(!callers.may_be_in("shop/tests/test_orders.py"));
        assert!(!callers.may_be_in("shop/orders.go"));
    }
}
