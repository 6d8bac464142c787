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

/// What a server serves that a program wrote from a contract, routes and mounts alone; `None` when the text is of none.
pub fn served(path: &str, text: &str) -> Option<Facts> {
    /// What oapi-codegen and go-swagger write into servers, and into nothing else.
    const SIGNS: &[&str] = &[
        "ServerInterfaceWrapper",
        "o.handlers[\"",
        "SwaggerJSON = json.RawMessage",
    ];
    let is_server = || {
        let mut signs = SIGNS.iter();
        signs.any(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some())
    };
    if Language::of(path)? != Language::Go || text.len() > SOURCE_LIMIT_BYTES || !is_server() {
        return None;
    }
    let mut facts = skim(path, text)?;
    let unit = adapters::unit(facts.language, path, text)?;
    (facts.routes, facts.mounts) = frameworks::routes(&unit, path);
    facts.imports = unit.imports;
    Some(facts)
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
    facts.registrars = frameworks::registrars(&unit);
    let calls = frameworks::clients(&unit);
    facts.handed = frameworks::handed(&unit, &calls.clients);
    (facts.clients, facts.wrappers, facts.instances) =
        (calls.clients, calls.wrappers, calls.instances);
    facts.publishes = frameworks::publishes(&unit);
    facts.senders = frameworks::senders(&unit, &facts.publishes);
    facts.consumes = frameworks::consumes(&unit);
    facts.stores = frameworks::stores(&unit);
    if facts.role == Role::Tool && is_worker(&facts, text) {
        facts.role = Role::Server;
    }
    facts.imports = unit.imports;
    Some(facts)
}

/// Whether a script receives messages until it is told to stop: then it is a part of the system, wherever it lies.
fn is_worker(facts: &Facts, text: &str) -> bool {
    let mut consumes = facts.consumes.iter();
    consumes.any(|consume| consume.place.in_loop.is_some())
        && memchr::memmem::find(text.as_bytes(), b"SIGTERM").is_some()
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
    fn a_script_that_receives_until_it_is_stopped_is_no_tool() {
        let worker = "const { ReceiveMessageCommand } = require('@aws-sdk/client-sqs');\n\
            let stop = false;\nprocess.on('SIGTERM', () => { stop = true; });\n\
            async function main() {\n  while (!stop) {\n\
            await trace('work', async () => {\n\
            const got = await sqs.send(new ReceiveMessageCommand({ QueueUrl: process.env.QUEUE_URL }));\n\
            });\n  }\n}\n";
        let role = |text: &str| read("src/scripts/work.js", text).expect("a script").role;
        assert_eq!(role(worker), Role::Server);
        assert_eq!(role(&worker.replace("SIGTERM", "exit")), Role::Tool);
    }

    #[test]
    fn a_generated_server_says_what_it_serves_alone() {
        let server = "// Code generated by oapi-codegen. DO NOT EDIT.\npackage api\n\n\
            import \"github.com/labstack/echo/v4\"\n\n\
            type ServerInterfaceWrapper struct{}\n\n\
            const Shop = \"https://shop/orders\"\n\n\
            func RegisterHandlers(router EchoRouter, w *ServerInterfaceWrapper) {\n\
            \trouter.GET(\"/orders\", w.List)\n}\n";
        let facts = served("api/server.gen.go", server).expect("a server");
        let paths: Vec<&str> = facts.routes.iter().map(|route| &*route.path).collect();
        assert_eq!(paths, ["/orders"]);
        assert!(facts.constants.is_empty() && !facts.is_parsed);
        let client = server.replace("ServerInterfaceWrapper", "ClientInterface");
        assert_eq!(served("api/client.gen.go", &client), None);
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
