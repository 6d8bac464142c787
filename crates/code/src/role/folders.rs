//! Names of folders that say what role the files below them have.

pub(super) const VENDORED_FOLDERS: &[&str] = &[
    "node_modules",
    "vendor",
    "third_party",
    "third-party",
    "thirdparty",
    "bower_components",
    ".yarn",
    "site-packages",
    ".venv",
    "venv",
    "pods",
    "jspm_packages",
    "external-libs",
];
/// `clickhouse_migrate`, `database_migrations`.
pub(super) const MIGRATION_ENDS: &[&str] = &["_migrate", "_migrations", "-migrations"];
pub(super) const MIGRATION_FOLDERS: &[&str] = &[
    "migrations",
    "migration",
    "migrate",
    "alembic",
    "changelog",
    "changelogs",
    "flyway",
    "liquibase",
];
pub(super) const SEED_FOLDERS: &[&str] = &["seed", "seeds", "seeders", "seeder"];
pub(super) const EXAMPLE_FOLDERS: &[&str] = &[
    "example",
    "examples",
    "docs_src",
    "example-app",
    "example-apps",
    "sample-app",
    "sample-apps",
    "sample_apps",
];
/// `orders-examples`, `sdk_samples`.
pub(super) const EXAMPLE_ENDS: &[&str] = &["-examples", "_examples", "-samples", "_samples"];
/// Databases that a product brings to be tried.
pub(super) const SAMPLES_OF_DATA: &[&str] = &["sample", "samples", "demo", "demos"];
pub(super) const EXAMPLES_BESIDE_SOURCES: &[&str] = &[
    "sample",
    "samples",
    "demo",
    "demos",
    "tutorial",
    "tutorials",
    "playground",
    "snippets",
    "cookbook",
];
pub(super) const SOURCE_FOLDERS: &[&str] = &["src", "app", "server", "internal", "pkg", "backend"];
pub(super) const TOOL_FOLDERS: &[&str] = &[
    "scripts",
    "script",
    ".scripts",
    ".github",
    ".circleci",
    "build-tools",
    "buildsrc",
    "devtools",
    "xtask",
    ".storybook",
    "rakelib",
];
pub(super) const TOOLS_BESIDE_SOURCES: &[&str] = &[
    "tools",
    "tool",
    "tooling",
    "hack",
    "ci",
    "codegen",
    "generators",
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
];
pub(super) const LOAD_GENERATORS: &[&str] = &[
    "loadgen",
    "load-gen",
    "load_gen",
    "locust",
    "gatling",
    "jmeter",
    "load-test",
    "load_test",
    "loadtest",
    "stress-test",
    "stresstest",
];
pub(super) const TEST_FOLDERS: &[&str] = &[
    "test",
    "tests",
    "__tests__",
    "__mocks__",
    "__snapshots__",
    "testdata",
    "test-data",
    "test_data",
    "testing",
    "e2e",
    "__e2e__",
    "e2e-tests",
    "cypress",
    "playwright",
    "testutil",
    "testhelper",
    "testhelpers",
    "test-helpers",
    "test_helpers",
    "testutils",
    "test-utils",
    "test_utils",
    "unittest",
    "unittests",
    "integrationtest",
    "integrationtests",
    "functionaltests",
    "androidtest",
    "mocks",
    "fakes",
    "testfixtures",
    "integration-tests",
    "integration_tests",
];
/// Tests only where source code is concerned: contracts are kept in `spec/` as well.
pub(super) const TEST_FOLDERS_OF_CODE: &[&str] =
    &["spec", "specs", "fixtures", "mirage", "acceptance"];
/// Below `features`, what steps of scenarios need; the folder's own name is one of domains as well (`Features/CreatingOrder`).
pub(super) const SCENARIO_FOLDERS: &[&str] = &[
    "steps",
    "step_definitions",
    "step-definitions",
    "stepdefinitions",
];
pub(super) const BROWSER_FOLDERS: &[&str] = &[
    "frontend",
    "front-end",
    "front_end",
    "client",
    "webapp",
    "web-app",
    "static",
    "public",
    "assets",
    "www",
    "wwwroot",
    "browser",
    "spa",
    "ui",
    "web-ui",
    "webui",
    "mobile",
    "components",
    "hooks",
    "clientapp",
    "client-app",
    "resources",
];
