//! Which files are worth parsing: a byte search that is forty times faster than any parser.

mod signs;
mod statement;

use crate::Language;
use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind};
use signs::{ADDRESSES, LANGUAGES, ROUTERS, Signs};
use std::sync::OnceLock;

/// Files above this many bytes are not parsed; [`read`](crate::read) says so in a note.
pub const SOURCE_LIMIT_BYTES: usize = 2 * 1024 * 1024;

/// What parsing a file can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// No fact.
    Nothing,
    /// Constants at most, which matter where another file names them.
    Constants,
    /// Routes, clients, messages, stores, statements or lookups.
    Facts,
}

/// What parsing the file at `path` can give, by a search for the signs of its language. Files above
/// [`SOURCE_LIMIT_BYTES`] are judged like others, so that the note about them is given where they matter.
/// A path that names no language gives [`Worth::Nothing`].
pub fn worth(path: &str, bytes: &[u8]) -> Worth {
    let Some(language) = Language::of(path) else {
        return Worth::Nothing;
    };
    if crate::frameworks::serves_by_place(language, path) {
        return Worth::Facts;
    }
    let mut worth = Worth::Nothing;
    let is_met = |sign: Sign, start: usize, end: usize| match sign {
        Sign::Word => true,
        Sign::Constant => {
            worth = Worth::Constants;
            false
        }
        Sign::Module => is_module(bytes, start, end),
        Sign::Router => {
            !path.ends_with(".tsx") && !is_of_pages(&bytes[..start]) && is_imported(bytes, end)
        }
        Sign::Name => is_name(&bytes[..start]),
        Sign::Handed => is_handed(bytes, end),
        Sign::Variable => !bytes[end..].starts_with(b".NODE_ENV"),
        Sign::Quoted => start > 0 && is_quote(bytes[start - 1]),
        Sign::Address => is_address(bytes, start, end),
        Sign::Lookup => is_lookup(bytes, end),
        Sign::Statement(verb) => statement::starts(language, bytes, start, verb),
    };
    match search(language).is_any(bytes, is_met) {
        true => Worth::Facts,
        false => worth,
    }
}

/// What a word says of the file that holds it.
#[derive(Clone, Copy)]
enum Sign {
    /// Facts, wherever it stands.
    Word,
    /// A constant, which matters where another file names it.
    Constant,
    /// Facts, where a script imports it.
    Module,
    /// Facts, unless it ends the name of a library for pages.
    Router,
    /// Facts, where no name goes on with it: `fetch(`, and not `refetch(`.
    Name,
    /// Facts, unless the variable is the one that every script reads.
    Variable,
    /// Facts, where a name follows that is an argument: Go's `orders.OrdersClient.Place, client`.
    Handed,
    /// Facts, behind a quote.
    Quoted,
    /// Facts, where a string starts with it and it names no schema.
    Address,
    /// Facts, where a function is named after it and called.
    Lookup,
    /// Facts, where a string starts with it and it starts a statement; the verb's number.
    Statement(usize),
}

struct Search {
    words: DFA,
    /// By pattern.
    signs: Vec<Sign>,
}

impl Search {
    /// Whether a sign is met somewhere, by its start and end. Every byte of a repository comes by here, so the automaton's
    /// states are followed here too: its own search for overlapping words takes twice the steps. Each step waits for the
    /// one before it, so several parts of a file are followed side by side.
    fn is_any(&self, bytes: &[u8], mut is_met: impl FnMut(Sign, usize, usize) -> bool) -> bool {
        let words = &self.words;
        let start = words.start_state(Anchored::No);
        let start = start.expect("it is built to search anywhere");
        // A word that ends in a part may start before it.
        let overlap = words.max_pattern_len();
        let part = bytes.len() / PARTS;
        let starts: [usize; PARTS] = std::array::from_fn(|index| part * index);
        let mut states = [start; PARTS];
        for (state, &start) in states.iter_mut().zip(&starts) {
            for &byte in &bytes[start.saturating_sub(overlap)..start] {
                *state = words.next_state(Anchored::No, *state, byte);
            }
        }
        let mut is_met_at = |state, end: usize| {
            (0..words.match_len(state)).any(|index| {
                let word = words.match_pattern(state, index);
                let start = end - words.pattern_len(word);
                is_met(self.signs[word.as_usize()], start, end)
            })
        };
        let [first, second, third, fourth] = starts.map(|start| &bytes[start..start + part]);
        let side_by_side = first.iter().zip(second).zip(third).zip(fourth);
        for (index, (((&first, &second), &third), &fourth)) in side_by_side.enumerate() {
            let next = [first, second, third, fourth];
            for (state, byte) in states.iter_mut().zip(next) {
                *state = words.next_state(Anchored::No, *state, byte);
            }
            let mut parts = states.iter().zip(&starts);
            if states.iter().any(|&state| words.is_match(state))
                && parts.any(|(&state, &start)| {
                    words.is_match(state) && is_met_at(state, start + index + 1)
                })
            {
                return true;
            }
        }
        // What is left behind four equal parts.
        let mut state = states[PARTS - 1];
        (part * PARTS..bytes.len()).any(|index| {
            state = words.next_state(Anchored::No, state, bytes[index]);
            words.is_match(state) && is_met_at(state, index + 1)
        })
    }
}

/// Parts of a file that are searched side by side.
const PARTS: usize = 4;

fn search(language: Language) -> &'static Search {
    static SEARCHES: [OnceLock<Search>; LANGUAGES] = [const { OnceLock::new() }; LANGUAGES];
    let (index, signs) = signs::of(language);
    SEARCHES[index].get_or_init(|| build(language, signs))
}

fn build(language: Language, signs: &Signs) -> Search {
    let mut words: Vec<&str> = Vec::new();
    let mut kinds = Vec::new();
    let mut add = |list: &[&'static str], sign: Sign| {
        for word in list {
            words.push(word);
            kinds.push(sign);
        }
    };
    add(signs.common, Sign::Word);
    if language.is_script() {
        add(ROUTERS, Sign::Router);
    }
    add(signs.words, Sign::Word);
    add(signs.names, Sign::Name);
    add(signs.variables, Sign::Variable);
    add(signs.modules, Sign::Module);
    if language == Language::Go {
        add(&["Client."], Sign::Handed);
    }
    add(signs.constants, Sign::Constant);
    add(ADDRESSES, Sign::Address);
    add(signs::QUOTED, Sign::Quoted);
    add(&["env", "Env", "ENV"], Sign::Lookup);
    for (index, verb) in statement::VERBS.iter().enumerate() {
        add(&[verb.upper, verb.lower], Sign::Statement(index));
    }
    Search {
        words: DFA::builder()
            .match_kind(MatchKind::Standard)
            .build(words)
            .expect("a few hundred short words build"),
        signs: kinds,
    }
}

/// Whether the name that goes on with `outer` is of a library that routes inside of a page.
fn is_of_pages(before: &[u8]) -> bool {
    const LIBRARIES: &[&str] = &[
        "react-r",
        "vue-r",
        "next/r",
        "expo-r",
        "angular/r",
        "solid-r",
        "ui-r",
        "useR",
        "use-r",
        "use-app-r",
    ];
    LIBRARIES
        .iter()
        .any(|name| before.ends_with(name.as_bytes()))
}

fn is_handed(bytes: &[u8], start: usize) -> bool {
    let rest = &bytes[start..];
    let name = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    rest.first().is_some_and(u8::is_ascii_uppercase) && rest.get(name) == Some(&b',')
}

/// Whether a name starts behind `before` that is no part of another, and no method but of what stands for the page itself.
fn is_name(before: &[u8]) -> bool {
    const HOLDERS: &[&str] = &["window", "globalThis", "this", "event", "self", "global"];
    match before.last() {
        Some(b'.') => {
            let before = &before[..before.len() - 1];
            let before = before.strip_suffix(b"?").unwrap_or(before);
            HOLDERS.iter().any(|name| before.ends_with(name.as_bytes()))
        }
        Some(byte) => !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'$'),
        None => true,
    }
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// Whether `start..end` is the start of a module's name that a script imports: `from "x"`, `require('x/y')`, `import "x"`.
fn is_module(bytes: &[u8], start: usize, end: usize) -> bool {
    let Some((&quote, before)) = bytes[..start].split_last() else {
        return false;
    };
    let is_whole = bytes[end - 1] == b'/'
        || bytes
            .get(end)
            .is_none_or(|&next| next == quote || matches!(next, b'/' | b'.' | b'-' | b'_' | b':'));
    is_quote(quote) && is_whole && is_import(before)
}

/// Whether the string whose last quote stands before `end` is the name of a module that a script imports.
fn is_imported(bytes: &[u8], end: usize) -> bool {
    const LONGEST: usize = 200;
    let (quote, inside) = (bytes[end - 1], &bytes[..end - 1]);
    let mut near = inside.iter().rev().take(LONGEST);
    let length = near.position(|&byte| byte == quote || byte == b'\n');
    length.is_some_and(|length| is_import(&inside[..inside.len() - length - 1]))
}

/// Whether what stands before a string imports a module by that name.
fn is_import(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let before = before.strip_suffix(b"(").unwrap_or(before);
    [&b"from"[..], b"import", b"require"]
        .iter()
        .any(|word| before.ends_with(word))
}

/// Whether a string starts with an address that is no schema's name; one of a scheme alone must go on behind the string.
fn is_address(bytes: &[u8], start: usize, end: usize) -> bool {
    let rest = &bytes[end..];
    let is_alone = rest.first().copied().is_some_and(is_quote)
        && matches!(
            rest[1..].trim_ascii_start().first(),
            Some(b',' | b')' | b']' | b'}' | b':' | b';') | None
        );
    start > 0
        && is_quote(bytes[start - 1])
        && !is_alone
        && ![&b"www.w3.org"[..], b"schemas.", b"json-schema.org", b"xml."]
            .iter()
            .any(|name| rest.starts_with(name))
}

/// Whether the name that goes on at `end` is called or indexed with the name of a variable: `getEnv("PORT"`,
/// `env!("PORT"`, `lookupEnvOr(PORT`, `ENV["PORT"`, or gives them all: `getenv()`.
fn is_lookup(bytes: &[u8], end: usize) -> bool {
    let rest = &bytes[end..];
    let name = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
        .count();
    let rest = &rest[name..];
    let open = match rest.first() {
        Some(b'(' | b'[') => 1,
        Some(b'!') if rest.get(1) == Some(&b'(') => 2,
        // `getEnv<string>("PORT")`
        Some(b'<') => match rest.iter().take(TYPE_LIMIT).position(|&byte| byte == b'(') {
            Some(open) => open + 1,
            None => return false,
        },
        _ => return false,
    };
    let given = rest[open..].trim_ascii_start();
    let given = &given[..given.len().min(ARGUMENTS_LIMIT)];
    let end = given.iter().position(|&byte| byte == b')');
    let given = &given[..end.unwrap_or(given.len())];
    let is_upper = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_uppercase);
    end == Some(0)
        || is_constant(given)
        || given
            .windows(2)
            .any(|pair| is_quote(pair[0]) && (is_upper(pair.get(1)) || pair[1] == b'_'))
}

/// Whether a name starts here that a constant has, and no type: `PORT`, `Variables.PORT`, and not `Order order`.
fn is_constant(given: &[u8]) -> bool {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'.');
    let length = given.iter().take_while(is_part).count();
    let name = &given[..length];
    name.first().is_some_and(u8::is_ascii_uppercase)
        && (name.contains(&b'.')
            || given[length..]
                .trim_ascii_start()
                .first()
                .is_none_or(|&byte| !byte.is_ascii_alphabetic()))
}

/// So many bytes of the arguments of a lookup are looked at.
const ARGUMENTS_LIMIT: usize = 100;

/// Type arguments between a function's name and its arguments are no longer.
const TYPE_LIMIT: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: Worth) {
        assert_eq!(worth(path, text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn a_file_without_any_sign_is_not_parsed() {
        check(
            "a.go",
            "package model\n\ntype Order struct{ ID int }\n",
            Worth::Nothing,
        );
        check("a.go", "resp, err := http.Get(url)", Worth::Facts);
        check("a.txt", "resp, err := http.Get(url)", Worth::Nothing);
    }

    #[test]
    fn a_sign_is_found_wherever_it_stands() {
        for before in 0..80 {
            for after in 0..80 {
                let text = [&"x ".repeat(before), " http.Get(a) ", &"x ".repeat(after)].concat();
                check("a.go", &text, Worth::Facts);
            }
        }
    }

    #[test]
    fn an_address_counts_where_a_string_starts_with_it() {
        check(
            "A.java",
            "/* http://www.apache.org/licenses/LICENSE-2.0 */",
            Worth::Nothing,
        );
        check("A.java", "String a = \"http://orders:8080\";", Worth::Facts);
        check(
            "a.tsx",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" />",
            Worth::Nothing,
        );
        check("a.ts", "// see https://example.org", Worth::Nothing);
    }

    #[test]
    fn a_verb_counts_where_a_string_starts_with_it() {
        check(
            "a.go",
            "// select the best and update it from the list",
            Worth::Nothing,
        );
        check("a.rs", "let a = \"SELECT id FROM orders\";", Worth::Facts);
        check("a.rs", "let a = \"select the best\";", Worth::Nothing);
        check(
            "a.go",
            "q := `\n\t-- name: Get\n\tSELECT id\n\tFROM orders`",
            Worth::Facts,
        );
        check(
            "A.java",
            "a = \"SELECT id \" +\n  \"FROM orders\";",
            Worth::Facts,
        );
        check(
            "a.py",
            "a = \"\"\"\\\n  select id\n from orders\"\"\"",
            Worth::Facts,
        );
        check("a.js", "const a = '\\nDELETE\\nFROM orders'", Worth::Facts);
        check(
            "a.rb",
            "a = <<~TEXT\n  DELETE FROM orders\nTEXT\n",
            Worth::Facts,
        );
    }

    #[test]
    fn a_module_counts_where_it_is_imported() {
        check("a.ts", "import axios from 'axios'", Worth::Facts);
        check("a.ts", "const got = require(\"got\")", Worth::Facts);
        check("a.ts", "import { x } from \"gotham\"", Worth::Nothing);
        check("a.ts", "log('request')", Worth::Nothing);
        check("a.ts", "import orders from './ordersRouter'", Worth::Facts);
        check("a.ts", "const text = 'two ordersRouter'", Worth::Nothing);
    }

    #[test]
    fn a_library_of_java_counts_where_it_is_imported() {
        check(
            "A.java",
            "package shop.kafka;\nclass KafkaSettings {}",
            Worth::Nothing,
        );
        check(
            "A.java",
            "import org.apache.kafka.clients.producer.Producer;",
            Worth::Facts,
        );
        check(
            "A.java",
            "package shop.grpc; class Mapper {}",
            Worth::Nothing,
        );
    }

    #[test]
    fn a_lookup_names_a_variable() {
        check(
            "a.ts",
            "patchEnv(dom.window); log(\"Done\")",
            Worth::Nothing,
        );
        check(
            "A.java",
            "Env ofEnvironment(Provider provider) {}",
            Worth::Nothing,
        );
        check("A.java", "port = readEnv(Variables.PORT)", Worth::Facts);
        check("a.ts", "const port = readEnv<string>('PORT')", Worth::Facts);
    }

    #[test]
    fn prose_that_starts_with_a_verb_is_no_statement() {
        check(
            "a.ts",
            "// nested \"rows\" with values to select",
            Worth::Nothing,
        );
        check(
            "a.ts",
            "const a = \"WITH late AS (SELECT 1)\"",
            Worth::Facts,
        );
    }

    #[test]
    fn a_scheme_alone_is_no_address() {
        check(
            "a.py",
            "if url.startswith((\"http://\", \"ftp\")): pass",
            Worth::Nothing,
        );
        check("a.py", "url = \"http://\" + host", Worth::Facts);
    }

    #[test]
    fn a_name_counts_as_a_whole() {
        check("a.tsx", "await fetch(url)", Worth::Facts);
        check("a.tsx", "orders.refetch()", Worth::Nothing);
        check("a.tsx", "orders.fetch(id)", Worth::Nothing);
        check("a.tsx", "window.fetch(url)", Worth::Facts);
        check("a.ts", "if (process.env.NODE_ENV) {}", Worth::Nothing);
        check("a.ts", "const a = process.env.ORDERS_URL", Worth::Facts);
    }

    #[test]
    fn a_method_counts_where_it_is_handed_on() {
        check(
            "a.go",
            "call(c, orders.OrdersClient.Place, o.client)",
            Worth::Facts,
        );
        check("a.go", "o.OrdersClient.Place(c)", Worth::Nothing);
    }

    #[test]
    fn a_lookup_is_a_name_that_is_called() {
        check("a.go", "a := mustMapEnv(&t, \"A\")", Worth::Facts);
        check("a.go", "// the environment (of tests)", Worth::Nothing);
    }

    #[test]
    fn constants_matter_where_another_file_names_them() {
        check("a.go", "const Topic = \"orders\"", Worth::Constants);
        check(
            "a.ts",
            "const docs = \"https://example.org\"",
            Worth::Constants,
        );
    }

    #[test]
    fn a_file_may_serve_by_its_place_alone() {
        check(
            "web/app/orders/route.ts",
            "export const dynamic = true",
            Worth::Facts,
        );
        check(
            "web/app/orders/page.ts",
            "export const dynamic = true",
            Worth::Nothing,
        );
    }
}
