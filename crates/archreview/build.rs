//! Lists the files of `rules/` and `tests/real/`, so that they are embedded into the binary.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    // Asked when it runs: a build folder that was copied from another checkout keeps the program.
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let rules = root.join("../../rules");
    let files = collect(&rules, "yaml");
    let mut code = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(&rules).expect("a file below the folder");
        let name = format!("rules/{}", name.display()).replace('\\', "/");
        writeln!(
            code,
            "    ({name:?}, include_str!({:?})),",
            file.display().to_string()
        )
        .expect("text can be written");
    }
    code.push(']');
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    std::fs::write(out.join("rules.rs"), code).expect("OUT_DIR can be written");
    let real = root.join("../../tests/real");
    let mut code = String::from("&[\n");
    for file in collect(&real, "txt") {
        writeln!(code, "    include_str!({:?}),", file.display().to_string())
            .expect("text can be written");
    }
    code.push(']');
    std::fs::write(out.join("labels.rs"), code).expect("OUT_DIR can be written");
}

/// The files below `folder` whose names end in `.extension`, sorted; none if there is no folder.
fn collect(folder: &Path, extension: &str) -> Vec<PathBuf> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() {
            files.extend(collect(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    files.sort();
    files
}
