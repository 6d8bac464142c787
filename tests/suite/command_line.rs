//! The program as a user meets it: exit codes, errors, files, revisions.

use crate::support::{Folder, archreview, stderr, stdout};

#[track_caller]
fn check(arguments: &[&str], code: i32, message: &str) {
    let output = archreview(arguments);
    assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
    assert!(
        stderr(&output).contains(message),
        "`{message}` is not in `{}`",
        stderr(&output)
    );
}

#[test]
fn an_empty_folder_is_clean() {
    let folder = Folder::new("empty", &[]);
    check(&[folder.0.to_str().unwrap()], 0, "");
}

#[test]
fn what_cannot_be_reviewed_is_exit_2() {
    check(&["/no/such/folder"], 2, "/no/such/folder");
    check(
        &[".", "--only", "unusd-suppression"],
        2,
        "did you mean `unused-suppression`?",
    );
    check(
        &["facts", ".", "--relation", "tabel"],
        2,
        "did you mean `table`?",
    );
    check(
        &["explain", "unusd-suppression"],
        2,
        "did you mean `unused-suppression`?",
    );
    check(&[".", "--format", "pdf"], 2, "pdf");
    check(&[".", "--threads", "100000"], 2, "1..=256");
    let twice = ["--output", "sarif=r", "--output", "json=r"];
    check(&[&["."][..], &twice].concat(), 2, "two reports go to `r`");
}

#[test]
fn an_unknown_key_in_the_settings_names_line_and_nearest_name() {
    let folder = Folder::new(
        "settings",
        &[("archreview.yaml", b"skip: []\nruels:\n  x: off\n")],
    );
    check(&[folder.0.to_str().unwrap()], 2, "archreview.yaml:2: ");
    check(&[folder.0.to_str().unwrap()], 2, "did you mean `rules`?");
}

#[test]
fn what_is_set_for_a_rule_is_checked() {
    let wrong = [
        (
            "rules:\n  unbounded-page-size:\n    levl: note\n",
            "archreview.yaml:3: unknown key `levl` of `unbounded-page-size`; did you mean `level`?",
        ),
        (
            "rules:\n  api: off\n  api: on\n",
            "archreview.yaml:3: `api` is said twice",
        ),
        (
            "rules: {api: off}\nskip: []\nrules: {sql: off}\n",
            "archreview.yaml:3: `rules` is said twice",
        ),
        ("versions: {postgrsql: 14}\n", "did you mean `postgresql`?"),
        (
            "versions:\n  postgresql: 14\n",
            "archreview.yaml:2: the version of `postgresql` is a text that begins with a number, as `postgresql: \"14\"`",
        ),
        (
            "rules:\n  api: of\n",
            "archreview.yaml:2: `api` is one of `off`, `on`, `note`, `warning`, `error`, or `level` and `parameters`",
        ),
        (
            "rules:\n  unbounded-page-size:\n    level: info\n",
            "archreview.yaml:3: the level of `unbounded-page-size` is one of `note`, `warning`, `error`",
        ),
        (
            "rules:\n  api: off\n  unbounded-page-size:\n    parameters: {x: 1}\n",
            "archreview.yaml:3: unknown parameter `x` of `unbounded-page-size`",
        ),
        (
            "rules: off\n",
            "archreview.yaml:1: `rules` takes rules and packs",
        ),
        (
            "skip: third_party/**\n",
            "archreview.yaml:1: `skip` takes a list of texts, as `skip: [third_party/**]`",
        ),
        (
            "skip:\n  - ok\n  - '[a'\n",
            "archreview.yaml:3: `skip`: error parsing glob '[a'",
        ),
        ("text\n", "archreview.yaml:1: write `rules`, `services`"),
        (
            "skip: []\nrules:\n",
            "archreview.yaml:2: `rules` is empty; write a rule or a pack with what becomes of it, as `undocumented-operation: off` below it, or leave it out",
        ),
        (
            "services:\n  orders: ../x\n",
            "archreview.yaml:2: the service `orders` has the folder `../x`, which leads out of the root",
        ),
        (
            "services: {orders: {paths: [a, b/../../x]}}\n",
            "archreview.yaml:1: the service `orders` has the folder `b/../../x`, which leads out of the root",
        ),
    ];
    for (settings, message) in wrong {
        let folder = Folder::new(
            "settings-detail",
            &[("archreview.yaml", settings.as_bytes())],
        );
        check(&[folder.0.to_str().unwrap()], 2, message);
    }
}

#[test]
fn a_comment_that_allows_what_no_rule_is_called_is_told() {
    let text = "# archreview: allow root-containr -- for now\nFROM alpine:3\n";
    let folder = Folder::new("allow-typo", &[("Dockerfile", text.as_bytes())]);
    let report = stdout(&archreview(&[
        folder.path(),
        "--only",
        "unused-suppression",
    ]));
    assert!(report.contains("allows `root-containr`"), "{report}");
    // A rule that was not asked for may well find something there.
    folder.write(
        "Dockerfile",
        text.replace("containr", "container").as_bytes(),
    );
    let report = stdout(&archreview(&[
        folder.path(),
        "--only",
        "unused-suppression",
    ]));
    assert!(!report.contains("allows `"), "{report}");
}

#[test]
fn comments_that_allow_are_read_as_they_are_meant() {
    let rule = "table-without-primary-key";
    let report = |comment: &str| {
        let text = format!("-- archreview: {comment} -- for now\nCREATE TABLE a (x int);\n");
        let folder = Folder::new("allow-kinds", &[("migrations/1_a.sql", text.as_bytes())]);
        let only = format!("--only=unused-suppression,{rule}");
        stdout(&archreview(&[folder.path(), &only, "--quiet"]))
    };
    for allows in [
        rule,
        "schema",
        "table-without-primary-key,unused-suppression",
        "unused-suppression, table-without-primary-key",
    ] {
        let found = report(&format!("allow {allows}"));
        assert!(
            !found.contains("[table-without-primary-key]"),
            "{allows}: {found}"
        );
    }
    for (comment, told) in [
        (
            "allow table-without-primary-kye",
            "is no rule and no pack; did you mean `table-without-primary-key`?",
        ),
        (
            "alow table-without-primary-key",
            "the comment says `alow`, which allows nothing",
        ),
        ("allow", "it names no rule"),
        (
            "allow table-without-primary-key api",
            "put commas between rules",
        ),
    ] {
        let found = report(comment);
        assert!(found.contains(told), "{comment}: {found}");
        assert!(
            found.contains("[table-without-primary-key]"),
            "{comment}: {found}"
        );
    }
}

#[cfg(unix)]
#[test]
fn settings_that_are_no_file_are_an_error() {
    let kinds = [
        ("link", "is a link, which is not followed"),
        ("pipe", "is a pipe, which is not read"),
        ("folder", "is a folder"),
    ];
    for (kind, reason) in kinds {
        let folder = Folder::new("settings-kind", &[("shared.yaml", b"skip: []\n")]);
        let at = folder.0.join("archreview.yaml");
        match kind {
            "link" => std::os::unix::fs::symlink("shared.yaml", &at).unwrap(),
            "folder" => folder.write("archreview.yaml/a.txt", b"a"),
            _ => {
                let made = std::process::Command::new("mkfifo").arg(&at).status();
                assert!(made.unwrap().success());
            }
        }
        let message = format!("archreview.yaml: {reason}; write the settings into a file");
        check(&[folder.path()], 2, &message);
        check(&["diff", folder.path(), folder.path()], 2, &message);
        if kind != "pipe" {
            folder.commit("a");
            check(&[folder.path(), "--base", "HEAD"], 2, &message);
        }
    }
}

#[test]
fn what_a_rule_file_says_is_checked_by_its_types() {
    let rule = |level: &str, condition: &str| {
        format!(
            "id: own\ntitle: T\nlevel: {level}\nprinciple: api-paginated\nrationale: r\nfor: endpoint\nwhere: {condition}\nmessage: m\nhelp: h\nexamples:\n  - {{name: a, files: {{}}, flags: [x]}}\n  - {{name: b, files: {{}}}}\n"
        )
    };
    for (level, condition, message) in [
        (
            "warn",
            "endpoint.is_collection",
            "own.yaml:3: unknown word `warn` of `level`, which is one of `note`, `warning`, `error`",
        ),
        (
            "note",
            "endpoint.method",
            "own.yaml:7: this gives a text, and not true or false",
        ),
        ("note", "1/0 == 1", "own.yaml:7: this divides by zero"),
    ] {
        let text = rule(level, condition);
        let folder = Folder::new("own-rule", &[("rules/own.yaml", text.as_bytes())]);
        let rules = folder.0.join("rules");
        check(
            &[folder.path(), "--rules", rules.to_str().unwrap()],
            2,
            message,
        );
    }
}

#[test]
fn settings_under_another_name_are_told() {
    let folder = Folder::new("settings-yml", &[("archreview.yml", b"skip: []\n")]);
    check(
        &[folder.path()],
        2,
        "archreview.yml: is not read; rename it to `archreview.yaml`",
    );
}

#[test]
fn a_service_may_be_called_as_its_section_is() {
    let settings = b"services:\n  services: libs\n";
    let folder = Folder::new("settings-name", &[("archreview.yaml", settings)]);
    check(&[folder.0.to_str().unwrap()], 0, "");
}

#[test]
fn an_unknown_rule_in_the_settings_names_line_and_nearest_name() {
    let folder = Folder::new(
        "settings-rule",
        &[("archreview.yaml", b"rules:\n  unused-supression: off\n")],
    );
    check(
        &[folder.0.to_str().unwrap()],
        2,
        "archreview.yaml:2: unknown rule or pack `unused-supression`; did you mean `unused-suppression`?",
    );
}

#[test]
fn a_broken_rule_file_is_exit_2_with_path_and_line() {
    let folder = Folder::new(
        "rule-file",
        &[("own/my-rule.yaml", b"id: my-rule\ntitel: x\n")],
    );
    let rules = folder.0.join("own");
    let rules = rules.to_str().unwrap();
    check(
        &[folder.0.to_str().unwrap(), "--rules", rules],
        2,
        "my-rule.yaml:2: ",
    );
    check(
        &[folder.0.to_str().unwrap(), "--rules", rules],
        2,
        "did you mean `title`?",
    );
}

#[test]
fn a_rule_folder_that_is_not_there_is_named_once() {
    let folder = Folder::new("no-rules", &[]);
    let rules = folder.0.join("own");
    let output = archreview(&[
        folder.0.to_str().unwrap(),
        "--rules",
        rules.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(2));
    let message = stderr(&output);
    assert_eq!(message.matches("/own").count(), 1, "{message}");
}

#[test]
fn reports_go_to_several_files_in_one_run() {
    let folder = Folder::new("outputs", &[]);
    let sarif = folder.0.join("r.sarif");
    let json = folder.0.join("r.json");
    let output = archreview(&[
        folder.0.to_str().unwrap(),
        "--output",
        &format!("sarif={}", sarif.display()),
        "--output",
        &format!("json={}", json.display()),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for path in [sarif, json] {
        let text = std::fs::read_to_string(path).expect("the report is written");
        serde_json::from_str::<serde_json::Value>(&text).expect("the report is JSON");
    }
}

#[test]
fn a_missing_revision_names_the_command_that_repairs_it() {
    let folder = Folder::new("revision", &[("a.txt", b"a")]);
    folder.git(&["init", "-q"]);
    folder.git(&["add", "."]);
    folder.git(&["commit", "-qm", "a"]);
    check(
        &[folder.0.to_str().unwrap(), "--base", "origin/main"],
        2,
        "git remote add origin URL` and `git fetch origin main",
    );
    check(
        &[folder.0.to_str().unwrap(), "--base", "v2"],
        2,
        "there is no remote to fetch it from",
    );
    check(&[folder.0.to_str().unwrap(), "--base", "main"], 0, "");
    folder.git(&["remote", "add", "upstream", "."]);
    check(
        &[folder.0.to_str().unwrap(), "--base", "upstream/next"],
        2,
        "git fetch upstream next",
    );
    check(
        &[folder.0.to_str().unwrap(), "--base", "next"],
        2,
        "git fetch upstream next",
    );
}

#[test]
fn a_contract_that_cannot_be_read_is_not_compared() {
    let right = b"openapi: 3.0.3\ninfo: {title: A, version: 1.0.0}\npaths:\n  /a: {get: {responses: {'200': {description: ok}}}}\n";
    let folder = Folder::new(
        "unreadable",
        &[
            ("right.yaml", right),
            (
                "tab.yaml",
                b"openapi: 3.0.3\ninfo: {title: A, version: 1.0.0}\npaths:\n\t/a: {}\n",
            ),
            (
                "quote.yaml",
                b"openapi: \"3.0.3\ninfo: {title: A, version: 1.0.0}\n",
            ),
            (
                "brace.json",
                b"{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"a\" \"version\": \"1\"}}",
            ),
            ("version.yaml", b"openapi: 9.0.0\npaths: {}\n"),
        ],
    );
    let path = |name: &str| folder.0.join(name).display().to_string();
    let right = path("right.yaml");
    for (name, line) in [
        ("tab.yaml", 4),
        ("quote.yaml", 2),
        ("brace.json", 1),
        ("version.yaml", 1),
    ] {
        let broken = path(name);
        let place = format!("{broken}:{line}: ");
        check(&["diff", &right, &broken], 2, &place);
        check(&["diff", &broken, &right], 2, &place);
    }
}

#[test]
fn a_packed_contract_is_one_line_and_several_findings() {
    let text = |parameter: &str| {
        let fill = "x".repeat(3_000);
        format!(
            "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"A\",\"version\":\"1.0.0\",\"description\":\"{fill}\"}},\"paths\":{{\"/a\":{{\"get\":{{{parameter}\"responses\":{{\"200\":{{\"description\":\"ok\"}}}}}}}},\"/b\":{{\"get\":{{{parameter}\"responses\":{{\"200\":{{\"description\":\"ok\"}}}}}}}}}}}}"
        )
    };
    let with =
        "\"parameters\":[{\"name\":\"q\",\"in\":\"query\",\"schema\":{\"type\":\"string\"}}],";
    let (old, new) = (text(with), text(""));
    let files = [("old.json", old.as_bytes()), ("new.json", new.as_bytes())];
    let folder = Folder::new("packed", &files);
    let path = |name: &str| folder.0.join(name).display().to_string();
    let found = |format: &str, sign: &str| {
        let (old, new) = (path("old.json"), path("new.json"));
        let output = archreview(&["diff", &old, &new, "--format", format]);
        stdout(&output).matches(sign).count()
    };
    assert_eq!(found("json", "\"rule\": \"risky-contract-change\""), 2);
    // At GitHub a rule has one alert on a line.
    assert_eq!(found("sarif", "\"ruleId\":\"risky-contract-change\""), 1);
}

#[test]
fn a_folder_without_git_has_no_base() {
    let folder = Folder::new("no-git", &[("a.txt", b"a")]);
    check(
        &[folder.0.to_str().unwrap(), "--base", "main"],
        2,
        "git init",
    );
}

#[test]
fn a_revision_that_looks_like_an_option_is_a_revision() {
    let folder = Folder::new("option", &[("a.txt", b"a")]);
    folder.git(&["init", "-q"]);
    folder.git(&["add", "."]);
    folder.git(&["commit", "-qm", "a"]);
    check(
        &[folder.0.to_str().unwrap(), "--base=--output=/tmp/x"],
        2,
        "is not in this clone",
    );
}

#[test]
fn only_what_the_base_did_not_have_is_found() {
    let folder = Folder::new(
        "only-new",
        &[(
            "docs/adr/0001-a.md",
            b"# A\n\n<!-- archreview: allow x-y -->\nStatus: accepted\n",
        )],
    );
    folder.git(&["init", "-q"]);
    folder.git(&["add", "."]);
    folder.git(&["commit", "-qm", "a"]);
    folder.git(&["checkout", "-qb", "change"]);
    folder.write(
        "docs/adr/0002-b.md",
        b"# B\n\n<!-- archreview: allow z -->\nStatus: accepted\n",
    );
    folder.git(&["add", "."]);
    folder.git(&["commit", "-qm", "b"]);
    let path = folder.0.to_str().unwrap();
    let only = "--only=unexplained-suppression";
    let all = stdout(&archreview(&[path, only, "--format", "json"]));
    let new = stdout(&archreview(&[
        path, only, "--format", "json", "--base", "main",
    ]));
    assert!(
        all.contains("0001-a.md") && all.contains("0002-b.md"),
        "{all}"
    );
    assert!(
        !new.contains("0001-a.md") && new.contains("0002-b.md"),
        "{new}"
    );
}

#[test]
fn an_operation_whose_parameter_is_renamed_is_not_new() {
    let contract = |name: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: Shop, version: 1.0.0}}\npaths:\n  /v1/orders/{{{name}}}:\n    parameters: [{{name: {name}, in: path, required: true, schema: {{type: string}}}}]\n    get: {{responses: {{'200': {{description: ok}}}}}}\n"
        )
    };
    let folder = Folder::new("renamed", &[("openapi.yaml", contract("id").as_bytes())]);
    folder.git(&["init", "-q"]);
    folder.git(&["add", "."]);
    folder.git(&["commit", "-qm", "a"]);
    folder.write("openapi.yaml", contract("order").as_bytes());
    folder.git(&["commit", "-qam", "b"]);
    let path = folder.0.to_str().unwrap();
    let only = "--only=undocumented-errors";
    let all = stdout(&archreview(&[path, only]));
    let new = stdout(&archreview(&[path, only, "--base", "HEAD~1"]));
    assert!(all.contains("GET /v1/orders/{order}"), "{all}");
    assert!(!new.contains("GET /v1/orders/{order}"), "{new}");
}

#[cfg(unix)]
#[test]
fn a_report_follows_a_link_and_leaves_it() {
    let folder = Folder::new("output-link", &[("r.json", b"old")]);
    let link = folder.0.join("link.json");
    std::os::unix::fs::symlink(folder.0.join("r.json"), &link).unwrap();
    let output = format!("json={}", link.display());
    check(&[folder.0.to_str().unwrap(), "--output", &output], 0, "");
    assert!(link.is_symlink());
    let text = std::fs::read_to_string(folder.0.join("r.json")).unwrap();
    assert!(text.starts_with('{'), "{text}");
}

#[test]
fn what_one_rule_says_of_one_thing_at_two_levels_is_one_finding() {
    let contract = b"openapi: 3.0.3
info: {title: Shop, version: 1.0.0}
paths:
  /v1/orders:
    get:
      parameters: [{name: q, in: query, schema: {type: string}}]
      responses: {'200': {description: ok}}
  /v1/parcels:
    get:
      parameters: [{name: q, in: query, schema: {type: string}}]
      responses: {'200': {description: ok}}
  /v1/orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {responses: {'200': {description: ok}}}
    put: {responses: {'200': {description: kept}}}
  /v1/returns:
    get: {responses: {'200': {description: ok}, '401': {description: who are you}}}
    post: {responses: {'201': {description: made}, '401': {description: who are you}}}
    put: {responses: {'200': {description: kept}, '401': {description: who are you}}}
    patch: {responses: {'200': {description: kept}, '401': {description: who are you}}}
";
    let folder = Folder::new("two-levels", &[("openapi.yaml", contract)]);
    let path = folder.0.to_str().unwrap();
    let text = stdout(&archreview(&[path, "--only", "undocumented-errors"]));
    let first = text.lines().next().unwrap_or_default();
    assert_eq!(
        first,
        "warning[undocumented-errors]: 2 of 8 operations of `Shop` document no error (and 2 more as a note)"
    );
}
