//! Reports in files: whole, or not there.

use std::io::Read;
use std::process::Command;

use crate::support::{Folder, root};

#[cfg(unix)]
#[test]
fn a_program_that_is_stopped_leaves_no_part_of_a_report() {
    let folder = Folder::new("interrupted", &[]);
    // The part is a pipe, so that writing it takes until somebody has read it all. The shell's number becomes the program's.
    let script = "mkfifo report.sarif.$$.part && exec \"$0\" \"$1\" --quiet --output sarif=report.sarif --fail-on never";
    let mut child = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_archreview")])
        .arg(root().join("examples/shop"))
        .current_dir(&folder.0)
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("a shell runs");
    let part = folder.0.join(format!("report.sarif.{}.part", child.id()));
    while !part.exists() {
        std::thread::yield_now();
    }
    let mut pipe = std::fs::File::open(&part).expect("the program opens the other end");
    pipe.read_exact(&mut [0]).expect("it begins to write");
    let number = child.id().to_string();
    let killed = Command::new("kill").args(["-INT", &number]).status();
    assert!(killed.expect("`kill` runs").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let left: Vec<_> = std::fs::read_dir(&folder.0)
        .expect("the folder is there")
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
