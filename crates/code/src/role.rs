//! What a file is for, by its path and its first lines. Precision of every later stage begins here:
//! a call without a timeout is a fault in a service, and nothing at all in a test.

mod browser;
mod folders;
mod generated;
mod testing;

use crate::Language;
use crate::words::{search, search_any};
use aho_corasick::AhoCorasick;
use browser::is_browser;
use folders::*;
use generated::is_generated;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
pub(crate) use testing::helps_tests;
use testing::{is_built_for_tests, is_test};

/// What a file is for.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs in a service; also every file that is nothing else.
    #[default]
    Server,
    /// Runs in a browser or an app.
    Browser,
    /// A script, build step or tool of the developers.
    Tool,
    /// A test, or what tests need.
    Test,
    /// Written by a program.
    Generated,
    /// Copied from another project.
    Vendored,
    /// Changes a schema.
    Migration,
    /// Fills a database with first data.
    Seed,
    /// Puts load on the system.
    LoadGenerator,
    /// Shows how something is used.
    Example,
}

impl Role {
    /// Whether what the file does is told of the system: what tests, examples, generators and other projects do is not.
    pub fn is_told(self) -> bool {
        !matches!(
            self,
            Role::Test | Role::Example | Role::Vendored | Role::Generated
        )
    }

    /// The role's name in facts and messages.
    pub fn name(self) -> &'static str {
        match self {
            Role::Server => "server",
            Role::Browser => "browser",
            Role::Tool => "tool",
            Role::Test => "test",
            Role::Generated => "generated",
            Role::Vendored => "vendored",
            Role::Migration => "migration",
            Role::Seed => "seed",
            Role::LoadGenerator => "load_generator",
            Role::Example => "example",
        }
    }
}

/// As much of a file's start as [`role`] looks at, in bytes.
pub const ROLE_HEAD_BYTES: usize = 4096;

/// The role of any file. `text_head` is its start; at most [`ROLE_HEAD_BYTES`] are looked at, and an empty text judges by path alone.
pub fn role(path: &str, text_head: &str) -> Role {
    let lower = path.to_ascii_lowercase();
    let mut folders: Vec<&str> = lower.split('/').filter(|part| !part.is_empty()).collect();
    let name = folders.pop().unwrap_or("");
    let cased_name = path.rsplit('/').next().unwrap_or("");
    let language = Language::of(path);
    let head = head(text_head);
    // Below a Java source root, folders are the names of packages.
    let package_root = folders
        .windows(2)
        .position(|pair| matches!(pair, ["main", "java" | "kotlin" | "scala"]));

    // A Rust module may be about vendors.
    let is_module = language == Some(Language::Rust) && folders.contains(&"src");
    // What stands above the sources of a JVM module is the module's name.
    let module = folders
        .windows(2)
        .position(|pair| matches!(pair, ["src", "main" | "test"]))
        .filter(|_| matches!(language, Some(Language::Java | Language::Kotlin)));
    let is_pages_library = folders
        .windows(2)
        .any(|pair| matches!(pair, ["wwwroot" | "webjars", "lib"]));
    if folders.iter().enumerate().any(|(at, folder)| {
        VENDORED_FOLDERS.contains(folder)
            && !(is_module && *folder == "vendor")
            && module.is_none_or(|module| at >= module)
    }) || is_pages_library
        || name.contains(".min.")
    {
        return Role::Vendored;
    }
    if is_generated(name, &folders, language, head) {
        return Role::Generated;
    }
    if let Some(root) = package_root {
        folders.truncate(root + 2);
    }
    let is_below = |names: &[&str]| folders.iter().any(|folder| names.contains(folder));
    let is_unit_test = matches!(language, Some(Language::Go)) && name.ends_with("_test.go");
    static LOAD: Words = Words::of_paths(LOAD_GENERATORS);
    // Gatling's plugins for builds put tests of load beside `src/main`.
    let is_of_gatling = lower.contains("src/gatling/");
    if !is_unit_test
        && LOAD.are_in(&lower)
        && !is_below(&["test", "tests"])
        && !is_of_gatling
        && folders.iter().chain([&name]).any(|part| puts_load(part))
    {
        return Role::LoadGenerator;
    }
    if is_of_gatling
        || is_test(cased_name, name, &folders, language)
        || is_of_test_sources(path)
        || (language == Some(Language::Go) && is_built_for_tests(head))
    {
        return Role::Test;
    }
    if name.ends_with(".sql") && folders.iter().any(|folder| holds_rows(folder)) {
        return Role::Seed;
    }
    let stem = name.split('.').next().unwrap_or("");
    let is_of_migrations = is_below(MIGRATION_FOLDERS)
        || folders
            .iter()
            .any(|folder| MIGRATION_ENDS.iter().any(|end| folder.ends_with(end)));
    if (is_of_migrations && !is_below(&["testdata"]))
        || language.is_some_and(|language| {
            matches!(stem, "migrations" | "migration")
                || (matches!(language, Language::Java | Language::Kotlin)
                    && is_class_of_a_version(stem))
                || (language.is_script() && is_script_of_a_version(name, head))
                || head.contains("extends BaseJavaMigration")
        })
    {
        return Role::Migration;
    }
    // In other languages a seed is what random numbers and keys begin with.
    let is_named_seed = (name.starts_with("seed.") || name.starts_with("seeds."))
        && language.is_none_or(|language| {
            language.is_script()
                || matches!(language, Language::Python | Language::Ruby | Language::Php)
        });
    if is_below(SEED_FOLDERS) || is_named_seed {
        // What fills a developer's own database is a tool with all that belongs to it.
        return match language.is_some() && is_below(TOOL_FOLDERS) {
            true => Role::Tool,
            false => Role::Seed,
        };
    }
    // Below the sources, these are words of the domain: tools of an agent, a playground of the product.
    let beside_sources = || {
        folders
            .iter()
            .take_while(|folder| !SOURCE_FOLDERS.contains(folder))
    };
    let is_beside_sources = |names: &[&str]| beside_sources().any(|folder| names.contains(folder));
    // What the checks of a repository bring along for themselves.
    if folders.contains(&".github") && language.is_none() {
        return Role::Test;
    }
    if is_below(EXAMPLE_FOLDERS)
        || (name.ends_with(".sql") && is_below(SAMPLES_OF_DATA))
        || is_beside_sources(EXAMPLES_BESIDE_SOURCES)
        || beside_sources().any(|folder| EXAMPLE_ENDS.iter().any(|end| folder.ends_with(end)))
    {
        return Role::Example;
    }
    let Some(language) = language else {
        return Role::Server;
    };
    // Below what a browser loads, scripts are the browser's.
    let is_loaded = folders
        .iter()
        .any(|folder| matches!(*folder, "assets" | "static" | "public" | "wwwroot"));
    let is_in_sources = folders.iter().any(|folder| SOURCE_FOLDERS.contains(folder));
    // A page's parts are no tools, in whatever folder; and a JVM module may be called `script`.
    let is_page = name.ends_with(".tsx") || name.ends_with(".jsx");
    let is_in_tools = folders.iter().enumerate().any(|(at, folder)| {
        let is_of_tools = TOOL_FOLDERS.contains(folder) || is_of_editors(folder);
        is_of_tools && module.is_none_or(|module| at >= module)
    });
    if (is_in_tools && !is_loaded && !(is_page && is_below(&["resources"])))
        || is_beside_sources(TOOLS_BESIDE_SOURCES)
        || is_tool(name, language, is_in_sources, head)
    {
        return Role::Tool;
    }
    if language.is_script() && is_browser(name, &folders, head) {
        return Role::Browser;
    }
    Role::Server
}

/// Whether a folder is one of those that editors, agents and hooks keep their own programs in: `.claude`, `.husky`.
fn is_of_editors(folder: &str) -> bool {
    folder.len() > 1 && folder.starts_with('.') && !matches!(folder, ".." | ".well-known")
}

/// Whether `path` lies in a set of sources of the JVM that is for tests: `src/integrationTest`, `src/dbUnitTest`.
fn is_of_test_sources(path: &str) -> bool {
    let folders: Vec<&str> = path.split('/').collect();
    folders.windows(3).any(|parts| {
        parts[0] == "src" && (parts[1].ends_with("Test") || parts[1].ends_with("Tests"))
    })
}

/// Words of which one says something: every file's path or head is searched for all of them at once.
struct Words {
    words: &'static [&'static str],
    is_for_heads: bool,
    search: OnceLock<AhoCorasick>,
}

impl Words {
    /// Words to look for in names and paths.
    const fn of_paths(words: &'static [&'static str]) -> Words {
        Words {
            words,
            is_for_heads: false,
            search: OnceLock::new(),
        }
    }

    /// Words to look for in the starts of files.
    const fn of_heads(words: &'static [&'static str]) -> Words {
        Words {
            words,
            is_for_heads: true,
            search: OnceLock::new(),
        }
    }

    fn are_in(&self, text: &str) -> bool {
        let build = || match self.is_for_heads {
            true => search_any(self.words),
            false => search(self.words, false),
        };
        let search = || build().expect("a few dozen short words build");
        self.search.get_or_init(search).is_match(text)
    }
}

/// Whether a name says that it puts load on something; `download_test` does not.
fn puts_load(name: &str) -> bool {
    LOAD_GENERATORS.iter().any(|word| {
        name.match_indices(word)
            .any(|(at, _)| !name[..at].ends_with(|before: char| before.is_alphanumeric()))
    })
}

/// Whether a folder's name says that its SQL fills a database for a demonstration, or is what one once held.
fn holds_rows(folder: &str) -> bool {
    let words = || folder.split(['-', '_']);
    words().any(|word| matches!(word, "backup" | "backups" | "dump" | "dumps"))
        || (words().any(|word| matches!(word, "sample" | "samples" | "demo" | "demos" | "seed"))
            && words().any(|word| matches!(word, "data" | "rows" | "db" | "database" | "tenant")))
}

/// Whether a class is called as Flyway wants its migrations: `V2_1__add_price`, `R__views`.
/// Source: Flyway documentation, "Java-based migrations", naming.
fn is_class_of_a_version(stem: &str) -> bool {
    let Some((version, _)) = stem.split_once("__") else {
        return false;
    };
    match version.split_at_checked(1) {
        Some(("v" | "u" | "b", digits)) => {
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'_')
        }
        Some(("r", "")) => true,
        _ => false,
    }
}

/// Whether a script is one of a numbered series that goes up and comes down, as Knex, Umzug and
/// TypeORM run them.
fn is_script_of_a_version(name: &str, head: &str) -> bool {
    const UP: &[&str] = &[
        "up:",
        "async up(",
        "up = async",
        "function up(",
        "exports.up",
    ];
    name.starts_with(|first: char| first.is_ascii_digit())
        && name.contains(['-', '_'])
        && UP.iter().any(|up| head.contains(up))
}

fn head(text: &str) -> &str {
    let mut end = text.len().min(ROLE_HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn is_tool(name: &str, language: Language, is_in_sources: bool, head: &str) -> bool {
    match language {
        Language::JavaScript | Language::TypeScript => {
            (name.contains(".config.") && !is_in_sources)
                || matches!(
                    name.split('.').next(),
                    Some("gulpfile" | "gruntfile" | "webpack" | "rollup" | "karma")
                )
        }
        Language::Python => {
            matches!(name, "setup.py" | "noxfile.py" | "fabfile.py")
                || (name == "manage.py"
                    && (head.is_empty() || head.to_ascii_lowercase().contains("django")))
        }
        Language::Rust => name == "build.rs",
        Language::Kotlin => name.ends_with(".gradle.kts"),
        Language::Ruby => name.ends_with(".rake"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: Role) {
        assert_eq!(role(path, text), expected, "{path}");
    }

    #[test]
    fn a_path_names_its_role() {
        check("client/keys/seed.go", "", Role::Server);
        check("db/seeds.rb", "", Role::Seed);
        check(".github/integration/mock/init.sql", "", Role::Test);
        check("script/src/main/java/shop/Cpu.java", "", Role::Server);
        check(
            "third-party/mail/src/main/java/shop/Mail.java",
            "",
            Role::Server,
        );
        check(
            "resources/scripts/components/Console.tsx",
            "",
            Role::Browser,
        );
        check(
            "wwwroot/lib/bootstrap/dist/js/bootstrap.js",
            "",
            Role::Vendored,
        );
        check(
            "src/app/benchmarks/benchmarks.controller.ts",
            "",
            Role::Server,
        );
        check("benches/speed.rs", "", Role::Tool);
        check(".claude/skills/server/cli.mjs", "", Role::Tool);
        check("packages/shared/scripts/seeder/doctor.ts", "", Role::Tool);
        check("Core/Core.Testing/ApiFixture.cs", "", Role::Test);
        check("tests/streams/amqp_load_generator.go", "", Role::Test);
        check("public/mockServiceWorker.js", "", Role::Generated);
        check("src/app/.well-known/api/route.ts", "", Role::Server);
        check("docs/static/assets/page-d13879e1.js", "", Role::Generated);
        check("src/assets/page-orders.js", "", Role::Browser);
        check("services/orders/src/main.go", "", Role::Server);
        check("services/orders/handler_test.go", "", Role::Test);
        check("src/test/java/shop/OrderIT.java", "", Role::Test);
        check("src/dbUnitTest/orders/p_add_order.sql", "", Role::Test);
        check("src/latest/orders.py", "", Role::Server);
        check("src/Ordering.UnitTests/Domain.cs", "", Role::Test);
        check("web/node_modules/x/index.js", "", Role::Vendored);
        check("api/orders.pb.go", "", Role::Generated);
        check("db/migrations/0001_init.sql", "", Role::Migration);
        check("internal/database/migrations.go", "", Role::Migration);
        check(
            "src/main/java/shop/db/V2_1__Prices.java",
            "",
            Role::Migration,
        );
        check("src/main/java/shop/Vat__Rate.java", "", Role::Server);
        let text = "public class Prices extends BaseJavaMigration {";
        check("src/main/java/shop/Prices.java", text, Role::Migration);
        check("db/clickhouse_migrate/1_orders.rb", "", Role::Migration);
        check("src/Features/CreatingOrder/Endpoint.cs", "", Role::Server);
        check("features/steps/orders.ts", "", Role::Test);
        check("database/seeders/Users.php", "", Role::Seed);
        check("db/demo-tenant/all.sql", "", Role::Seed);
        check("db/migrations/sample_data/all.sql", "", Role::Seed);
        check("db/backups/2024.sql", "", Role::Seed);
        check("db/migrations/demo/0001_init.sql", "", Role::Migration);
        check("src/loadgenerator/locustfile.py", "", Role::LoadGenerator);
        check("load/src/gatling/kotlin/Orders.kt", "", Role::Test);
        check("tests/Feature/DownloadTest.php", "", Role::Test);
        check("ui/mirage/handlers/orders.js", "", Role::Test);
        check("web/mock-backend/orders.ts", "", Role::Test);
        check("src/mock-interviews.service.ts", "", Role::Server);
        check("internal/acceptance/helpers/keys.ts", "", Role::Test);
        check("plugins/loader_load_test.go", "", Role::Test);
        check("assets/js/scripts/Sound.ts", "", Role::Browser);
        check(".scripts/compare.js", "", Role::Tool);
        check("sdk/_generated/api.py", "", Role::Generated);
        check("examples/basic/main.rs", "", Role::Example);
        check("shop-examples/orders/k8s.yml", "", Role::Example);
        check("demo/shop/main.py", "", Role::Example);
        check("src/main/java/org/demo/Orders.java", "", Role::Server);
        check("server/src/demo/reset.ts", "", Role::Server);
        check("server/order-samples/main.rs", "", Role::Server);
        check("shop-e2e/k8s/mysql.yml", "", Role::Test);
        check("e2e-shop/k8s/mysql.yml", "", Role::Test);
        check("scripts/release.py", "", Role::Tool);
        check("tools/release.py", "", Role::Tool);
        check("web/vite.config.ts", "", Role::Tool);
        check("server/src/agent/tools/search.ts", "", Role::Server);
        check("server/src/metrics.config.ts", "", Role::Server);
        check("server/src/features/playground/run.ts", "", Role::Server);
        check("src/vendor/mod.rs", "", Role::Server);
        check("frontend/src/api.ts", "", Role::Browser);
        check("src/contest/main.go", "", Role::Server);
        check("src/main/java/org/samples/Orders.java", "", Role::Server);
    }

    #[test]
    fn a_tag_of_go_says_that_a_file_is_for_tests() {
        let check = |text: &str, expected| check("server/helpers.go", text, expected);
        check(
            "// Licence\n\n//go:build tests\n\npackage server\n",
            Role::Test,
        );
        check(
            "//go:build integration && linux\n\npackage server\n",
            Role::Test,
        );
        check("//go:build !integration\n\npackage server\n", Role::Server);
        check(
            "//go:build linux || tests\n\npackage server\n",
            Role::Server,
        );
        check("package server\n\n//go:build tests\n", Role::Server);
    }

    #[test]
    fn a_numbered_script_that_goes_up_is_a_migration() {
        let text = "export const change = { up: async (pool) => {}, down: async (pool) => {} }";
        check("db/changes/1.2.0-1669-prices.ts", text, Role::Migration);
        check("db/changes/prices.ts", text, Role::Server);
        check("pages/404-page.ts", "export default page", Role::Server);
    }

    #[test]
    fn a_contract_in_a_spec_folder_is_no_test() {
        check("spec/openapi.yaml", "", Role::Server);
        check("spec/orders_spec.rb", "", Role::Test);
    }

    #[test]
    fn a_generator_that_mentions_its_phrase_is_not_generated() {
        check(
            "gen/main.go",
            "// Code generated by sqlc. DO NOT EDIT.\npackage x",
            Role::Generated,
        );
        check(
            "gen/main.go",
            "package x\nconst h = \"// Code generated by x\"",
            Role::Server,
        );
    }

    #[test]
    fn a_server_in_a_frontend_folder_is_a_server() {
        check(
            "frontend/server.js",
            "const express = require('express')",
            Role::Server,
        );
        check("frontend/main.go", "package main", Role::Server);
        check(
            "src/app.ts",
            "import { Component } from '@angular/core'",
            Role::Browser,
        );
    }
}
