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

/// Runs the program, then what it tells to run, until it compares; the commands that it told.
#[track_caller]
fn repaired(clone: &Folder, base: &str) -> Vec<String> {
    let mut base = base.to_owned();
    let mut told = Vec::new();
    for _ in 0..4 {
        let (code, _, error) = run(&[clone.path(), "--base", &base], &[]);
        if code == Some(0) {
            return told;
        }
        let commands: Vec<&str> = error.split('`').skip(1).step_by(2).collect();
        for command in commands {
            if let Some(arguments) = command.strip_prefix("git ") {
                let arguments: Vec<&str> = arguments.split(' ').collect();
                clone.git(&arguments);
                told.push(command.to_owned());
            } else if let Some(name) = command.strip_prefix("--base ") {
                name.clone_into(&mut base);
                told.push(command.to_owned());
            }
        }
    }
    panic!("not repaired by {told:?}");
}

#[test]
fn the_commands_that_are_told_bring_what_is_missing() {
    let origin = repository("repair-origin");
    origin.git(&["branch", "feat", "HEAD~1"]);
    let url = format!("file://{}", origin.path());
    let fetch = "git fetch origin feat:refs/remotes/origin/feat".to_owned();
    for (base, expected) in [
        ("origin/feat", vec![fetch.clone()]),
        ("feat", vec![fetch.clone(), "--base origin/feat".to_owned()]),
    ] {
        let clone = Folder::new("repair", &[]);
        clone.git(&["clone", "-q", "--single-branch", &url, "."]);
        assert_eq!(repaired(&clone, base), expected);
        let clone = Folder::new("repair-shallow", &[]);
        clone.git(&["clone", "-q", "--depth=1", &url, "."]);
        let shallow = vec!["git fetch --unshallow".to_owned()];
        assert_eq!(repaired(&clone, base), [shallow, expected].concat());
    }
    let clone = Folder::new("repair-steps", &[]);
    clone.git(&["clone", "-q", "--depth=1", &url, "."]);
    assert_eq!(repaired(&clone, "HEAD~1"), ["git fetch --unshallow"]);
    clone.git(&["remote", "rename", "origin", "far"]);
    for (base, expected) in [
        (
            "HEAD~2",
            "from `HEAD` back to the first there are 2 commits",
        ),
        (
            "HEAD~1~1",
            "from `HEAD` back to the first there are 2 commits",
        ),
        (
            "HEAD~1^2",
            "from `HEAD` back to the first there are 2 commits",
        ),
        ("a b", "nor can it be a name"),
        ("-x", "nor can it be a name"),
        (
            "nowhere~1",
            "git fetch far nowhere:refs/remotes/far/nowhere",
        ),
    ] {
        let base = format!("--base={base}");
        let (code, _, error) = run(&[clone.path(), &base], &[]);
        assert!(
            code == Some(2) && error.contains(expected),
            "{base}: {error}"
        );
    }
}

#[test]
fn histories_that_share_nothing_are_named_so() {
    let folder = repository("unrelated");
    folder.git(&["checkout", "-q", "--orphan", "other"]);
    folder.commit("o");
    let (code, _, error) = run(&[folder.path(), "--base", "main"], &[]);
    let expected =
        "`main` and HEAD share no commit in this clone; name a revision that HEAD grew from";
    assert!(code == Some(2) && error.contains(expected), "{error}");
}

#[test]
fn work_that_is_not_committed_is_told_with_a_base() {
    let told = |folder: &Folder| {
        let (code, out, error) = run(&[folder.path(), "--base", "HEAD"], &[]);
        assert_eq!((code, error.as_str()), (Some(0), ""), "{out}");
        let mut lines = out.lines();
        let note = lines.find(|line| line.contains("from the last commit"));
        note.map(|note| note.trim_start_matches("not reviewed: ").to_owned())
    };
    let end = "from the last commit; with `--base` only what is committed is compared";
    let folder = repository("uncommitted");
    folder.write(".gitignore", b"ignored.yaml\n");
    folder.commit("c");
    folder.write("ignored.yaml", ORDERS);
    folder.write("picture.png", b"x");
    assert_eq!(told(&folder), None);
    folder.write("migrations/1_a.sql", b"SELECT 1;");
    let expected = format!("`migrations/1_a.sql` differs {end}");
    assert_eq!(told(&folder), Some(expected.clone()));
    folder.git(&["add", "migrations"]);
    assert_eq!(told(&folder), Some(expected));
    std::fs::remove_file(folder.0.join("openapi.yaml")).unwrap();
    let expected = format!("`migrations/1_a.sql` and 1 more differ {end}");
    assert_eq!(told(&folder), Some(expected));
    folder.commit("d");
    assert_eq!(told(&folder), None);
    // The same size, written after git looked.
    folder.write("a.yaml", b"a: 2");
    assert_eq!(told(&folder), Some(format!("`a.yaml` differs {end}")));
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
