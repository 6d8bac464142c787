//! Where reports go: standard output, or files that are never half written.

use std::io::{BufWriter, ErrorKind, Result as IoResult, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};

use crate::Error;

/// The file that is being written beside its place, which is of no use when the program is stopped.
static PART: Mutex<Option<PathBuf>> = Mutex::new(None);

/// The exit code of a program that was stopped by Ctrl-C.
const INTERRUPTED: i32 = 130;

fn set_part(part: Option<&Path>) {
    *PART.lock().unwrap_or_else(PoisonError::into_inner) = part.map(Path::to_path_buf);
}

/// From now on, a program that is stopped removes what it has half written.
fn clean_when_stopped() {
    static HANDLER: Once = Once::new();
    HANDLER.call_once(|| {
        // Where there can be no handler, the system stops the program as it stops others.
        let _ = ctrlc::set_handler(|| {
            if let Some(part) = &*PART.lock().unwrap_or_else(PoisonError::into_inner) {
                let _ = std::fs::remove_file(part);
            }
            std::process::exit(INTERRUPTED);
        });
    });
}

/// Prints `text`; a reader that has gone away is no error.
pub fn print(text: &str) -> Result<(), Error> {
    print_with(|out| out.write_all(text.as_bytes()))
}

/// Prints what `written` writes; a reader that has gone away is no error.
pub fn print_with(written: impl FnOnce(&mut dyn Write) -> IoResult<()>) -> Result<(), Error> {
    let mut stdout = BufWriter::new(std::io::stdout().lock());
    match written(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::File {
            path: "standard output".to_owned(),
            message: error.to_string(),
        }),
        _ => Ok(()),
    }
}

/// Writes beside `path` what `written` writes and renames it, so that `path` is whole or untouched. A link is followed; a
/// device or a pipe is written to, never replaced.
pub fn write(
    path: &Path,
    written: impl FnOnce(&mut dyn Write) -> IoResult<()>,
) -> Result<(), Error> {
    let error = |error: std::io::Error| Error::File {
        path: path.display().to_string(),
        message: error.to_string(),
    };
    if path.metadata().is_ok_and(|target| !target.is_file()) {
        return std::fs::OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|mut file| written(&mut file))
            .map_err(error);
    }
    let followed = match path.is_symlink() {
        true => path.canonicalize().map_err(error)?,
        false => path.to_path_buf(),
    };
    let path = followed.as_path();
    let mut name = path
        .file_name()
        .ok_or_else(|| Error::Usage(format!("`{}` names no file", path.display())))?
        .to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    clean_when_stopped();
    set_part(Some(&part));
    let written = std::fs::File::create(&part)
        .and_then(|file| {
            let mut file = BufWriter::new(file);
            written(&mut file)?;
            file.into_inner()?.sync_all()
        })
        .and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        // The part is of no use; that it may already be gone is none either.
        let _ = std::fs::remove_file(&part);
    }
    set_part(None);
    written.map_err(error)
}
