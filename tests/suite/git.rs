//! Repositories as git has them: partial, bare, with submodules, with odd names, or not to be read at all.

use std::process::Command;

use crate::support::{Folder, archreview, stderr, stdout};

const ORDERS: &[u8] = b"openapi: 3.0.3
info: {title: Orders, version: 1.0.0}
paths: {/v1/orders: {post: {responses: {'201': {description: made}}}}}
";

const CLIENTS: &[u8] = b"openapi: 3.0.3
info: {title: Clients, version: 1.0.0}
paths: {/v1/clients: {post: {responses: {'201': {description: made}}}}}
";

/// A repository with two commits, of which the second adds `openapi.yaml`.
fn repository(name: &str) -> Folder {
    let folder = Folder::new(name, &[("a.yaml", b"a: 1")]);
    folder.commit("a");
    folder.write("openapi.yaml", ORDERS);
    folder.commit("b");
    folder
}

/// Runs the program with `variables`; exit code, output and errors.
fn run(arguments: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_archreview"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .envs(variables.iter().copied())
        .output()
        .expect("the program runs");
    (output.status.code(), stdout(&output), stderr(&output))
}

#[test]
fn variables_of_a_hook_name_no_other_repository() {
    let (folder, other) = (
        repository("hook"),
        Folder::new("hook-other", &[("b.yaml", b"b: 1")]),
    );
    other.commit("b");
    let elsewhere = other.0.join(".git");
    let elsewhere = elsewhere.to_str().expect("a plain name");
    let variables = [("GIT_DIR", elsewhere), ("GIT_INDEX_FILE", "/nowhere")];
    let (code, out, error) = run(&[folder.path(), "--base", "HEAD~1"], &variables);
    assert_eq!((code, error.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("openapi.yaml"), "{out}");
}

#[test]
fn a_partial_clone_names_the_command_that_repairs_it() {
    let origin = repository("partial-origin");
    let newer = String::from_utf8_lossy(ORDERS).replace("1.0.0", "1.1.0");
    origin.write("openapi.yaml", newer.as_bytes());
    origin.commit("c");
    origin.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = Folder::new("partial", &[]);
    let url = format!("file://{}", origin.path());
    clone.git(&["clone", "-q", "--filter=blob:none", &url, "."]);
    let arguments = [clone.path(), "--base", "HEAD~1"];
    let (code, _, error) = run(&arguments, &[]);
    let command = "git fetch --refetch --no-filter";
    assert!(
        code == Some(2) && error.contains("a file of `") && error.contains(command),
        "{error}"
    );
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    clone.git(&words);
    assert_eq!(run(&arguments, &[]).0, Some(0));
}

#[test]
fn a_revision_that_is_no_commit_is_named_for_what_it_is() {
    let folder = repository("no-commit");
    for (revision, expected) in [
        ("HEAD:openapi.yaml", "names a blob; name a commit"),
        ("HEAD^{tree}", "names a tree; name a commit"),
        ("^HEAD", "is not in this clone"),
        ("", "`--base` is empty; name a revision"),
    ] {
        let base = format!("--base={revision}");
        let (code, _, error) = run(&[folder.path(), &base], &[]);
        assert!(
            code == Some(2) && error.contains(expected),
            "{revision}: {error}"
        );
    }
}

#[test]
fn a_bare_repository_has_a_base() {
    let origin = repository("bare-origin");
    let bare = Folder::new("bare", &[]);
    bare.git(&["clone", "-q", "--bare", origin.path(), "."]);
    let found = stdout(&archreview(&[bare.path(), "--base", "HEAD~1"]));
    assert!(found.contains("--> openapi.yaml"), "{found}");
}

#[test]
fn a_submodule_is_told_where_it_is_not_reviewed() {
    let library = Folder::new("submodule-library", &[("clients.yaml", CLIENTS)]);
    let folder = repository("submodule");
    library.commit("a");
    let add = [
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
    ];
    folder.git(&[&add[..], &[library.path(), "lib"]].concat());
    folder.commit("c");
    let found = stdout(&archreview(&[folder.path()]));
    assert!(found.contains("--> lib/clients.yaml"), "{found}");
    let found = stdout(&archreview(&[folder.path(), "--base", "HEAD~1"]));
    assert!(
        found.contains("not reviewed: `lib`: is a submodule"),
        "{found}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_tracked_path_that_is_no_text_costs_itself_alone() {
    use std::os::unix::ffi::OsStrExt;
    let folder = repository("no-text");
    let name = std::ffi::OsStr::from_bytes(b"bad\xff.yaml");
    std::fs::write(folder.0.join(name), ORDERS).expect("files can be written");
    folder.commit("c");
    let found = stdout(&archreview(&[folder.path(), "--base", "HEAD~2"]));
    assert!(found.contains("--> openapi.yaml"), "{found}");
    assert!(found.contains("the path is not valid UTF-8"), "{found}");
}

#[test]
fn what_git_cannot_tell_is_not_taken_for_new() {
    let folder = Folder::new(
        "untold",
        &[
            ("go.mod", b"module shop\n"),
            (
                "migrations/0001_a.up.sql",
                b"CREATE TABLE orders (id bigint PRIMARY KEY, note text);",
            ),
            (
                "migrations/0002_b.up.sql",
                b"ALTER TABLE orders DROP COLUMN note;",
            ),
        ],
    );
    let arguments = [folder.path(), "--only", "dropped-column"];
    let without = [("PATH", "/nonexistent")];
    // A folder that nobody tracks is new as a whole.
    assert!(run(&arguments, &without).1.contains("dropped-column"));
    folder.commit("a");
    assert!(!run(&arguments, &without).1.contains("dropped-column"));
    let (code, _, error) = run(&[folder.path(), "--base", "HEAD"], &without);
    assert!(
        code == Some(2) && error.contains("the program `git` cannot be started"),
        "{error}"
    );
}
