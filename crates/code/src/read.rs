//! One source file in, its facts out.

use crate::{
    At, Facts, Language, Note, ROLE_HEAD_BYTES, Role, SOURCE_LIMIT_BYTES, adapters, frameworks,
    role, role::helps_tests,
};

/// Language and role of a source file; `None` when its path names no language that is read.
pub fn skim(path: &str, text: &str) -> Option<Facts> {
    let mut end = text.len().min(ROLE_HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let language = Language::of(path)?;
    let role = match role(path, &text[..end]) {
        role if role.is_told() && language.is_script() && is_packed(text) => Role::Generated,
        role if role.is_told() && language == Language::Go && helps_tests(text) => Role::Test,
        role => role,
    };
    Some(Facts::new(language, role))
}

/// Whether a program packed a script: no person writes that much in lines that long.
fn is_packed(text: &str) -> bool {
    const PACKED_BYTES: usize = 20_000;
    const LINE_BYTES: usize = 500;
    text.len() > PACKED_BYTES
        && memchr::memchr_iter(b'\n', text.as_bytes()).count() < text.len() / LINE_BYTES
}

/// The facts of a source file; `None` when its path names no language that is read.
/// A file above [`SOURCE_LIMIT_BYTES`] gives a note and its role alone.
pub fn read(path: &str, text: &str) -> Option<Facts> {
    let mut facts = skim(path, text)?;
    let language = facts.language;
    facts.is_parsed = true;
    if text.len() > SOURCE_LIMIT_BYTES {
        facts.notes.push(Note {
            text: format!(
                "not read: {} bytes of source, above the limit of {SOURCE_LIMIT_BYTES}",
                text.len()
            ),
            at: At::default(),
        });
        return Some(facts);
    }
    let Some(unit) = adapters::unit(language, path, text) else {
        return Some(facts);
    };
    facts.notes.extend(unit.notes.iter().cloned());
    facts.calls = frameworks::calls(&unit);
    facts.declarations = frameworks::declarations(&unit);
    facts.constants = frameworks::constants(&unit);
    facts.functions = frameworks::functions(&unit);
    (facts.environment, facts.configuration_keys) = frameworks::lookups(&unit);
    facts.sql = frameworks::sql(&unit, facts.role);
    (facts.routes, facts.mounts) = frameworks::routes(&unit, path);
    facts.mounters = frameworks::mounters(&unit);
    let calls = frameworks::clients(&unit);
    facts.handed = frameworks::handed(&unit, &calls.clients);
    (facts.clients, facts.wrappers, facts.instances) =
        (calls.clients, calls.wrappers, calls.instances);
    facts.publishes = frameworks::publishes(&unit);
    facts.senders = frameworks::senders(&unit, &facts.publishes);
    facts.consumes = frameworks::consumes(&unit);
    facts.stores = frameworks::stores(&unit);
    facts.imports = unit.imports;
    Some(facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_in_a_few_long_lines_is_packed() {
        let line = "var a=fetch(b);".repeat(2_000);
        let role = |text: &str| skim("lib/a.js", text).expect("a script").role;
        assert_eq!(role(&line), Role::Generated);
        assert_eq!(role(&line.replace(';', ";\n")), Role::Server);
        assert_eq!(role("var a=fetch(b);"), Role::Server);
    }

    #[test]
    fn functions_that_are_given_a_test_are_helpers_of_tests() {
        let role = |text: &str| skim("shop/helpers.go", text).expect("a file of Go").role;
        let import = "package shop\n\nimport (\n\t\"testing\"\n)\n\n";
        let helper = "func Serve(t testing.TB) string {\n}\n";
        assert_eq!(role(&format!("{import}{helper}")), Role::Test);
        let others = "func Run() {\n}\nfunc Stop() {\n}\n";
        assert_eq!(role(&format!("{import}{helper}{others}")), Role::Server);
        assert_eq!(
            role(&format!("{import}func Run() bool {{\n}}\n")),
            Role::Server
        );
    }
}
