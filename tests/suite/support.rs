//! What the tests share.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of this repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the crate lies in the repository")
}

/// A folder of files that is removed when it is dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A new folder that holds `files` (path and content).
    #[track_caller]
    pub fn new(name: &str, files: &[(&str, &[u8])]) -> Folder {
        let folder = std::env::temp_dir().join(format!("archreview-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let folder = Folder(folder);
        for (path, content) in files {
            folder.write(path, content);
        }
        folder
    }

    /// Writes a file.
    #[track_caller]
    pub fn write(&self, path: &str, content: &[u8]) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder"))
            .expect("folders can be made");
        std::fs::write(path, content).expect("files can be written");
    }

    /// Runs git in the folder.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) {
        self.git_with(&[], arguments);
    }

    #[track_caller]
    fn git_with(&self, variables: &[(&str, &str)], arguments: &[&str]) {
        let output = Command::new("git")
            .envs(variables.iter().copied())
            .arg("-C")
            .arg(&self.0)
            .args([
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.org",
                "-c",
                "init.defaultBranch=main",
            ])
            .args(arguments)
            .output()
            .expect("git runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

impl Folder {
    /// Commits everything that lies in the folder, which becomes a repository if it is none.
    #[track_caller]
    pub fn commit(&self, message: &str) {
        self.commit_with(&[], message);
    }

    /// Commits everything as if it were the noon of `day`.
    #[track_caller]
    pub fn commit_on(&self, day: &str) {
        let date = format!("{day}T12:00:00Z");
        self.commit_with(&[("GIT_COMMITTER_DATE", &date)], day);
    }

    #[track_caller]
    fn commit_with(&self, variables: &[(&str, &str)], message: &str) {
        self.git(&["init", "-q"]);
        self.git(&["add", "--all", "."]);
        self.git_with(variables, &["commit", "-qm", message]);
    }

    /// The path as an argument.
    pub fn path(&self) -> &str {
        self.0.to_str().expect("temporary folders have plain names")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs the program.
#[track_caller]
pub fn archreview(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_archreview"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs")
}

/// What the program prints.
#[track_caller]
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("reports are UTF-8")
}

/// What the program says went wrong.
#[track_caller]
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("errors are UTF-8")
}

/// The findings that the program tells of `folder`, as JSON, with more `arguments`; whatever they are, it does not fail.
#[track_caller]
pub fn findings(folder: &Folder, arguments: &[&str]) -> Vec<serde_json::Value> {
    let always = [folder.path(), "--format", "json", "--fail-on", "never"];
    let output = archreview(&[&always[..], arguments].concat());
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    report["findings"].as_array().expect("a list").clone()
}
