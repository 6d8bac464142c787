//! Opens files of a repository that nobody has vouched for: no link is followed, and no pipe is waited for.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Why a file is not read.
pub enum Refusal {
    /// There is nothing at the path, or a folder.
    NoFile,
    /// It is something else than a file, or cannot be read: in words that follow its path.
    Unfit(String),
    /// It has more bytes than wanted.
    TooLarge(u64),
}

/// The regular file at `path` and what is known of it.
pub fn open(path: &Path) -> std::io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    Ok((file, metadata))
}

/// The bytes of the regular file at `path`, of which there are at most `limit`.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    let kind = match path.symlink_metadata() {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Refusal::NoFile),
        Err(error) => return Err(unreadable(error)),
    };
    if kind.is_dir() {
        return Err(Refusal::NoFile);
    }
    if !kind.is_file() {
        return Err(Refusal::Unfit(other_kind(kind).to_owned()));
    }
    let (file, metadata) = open(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Refusal::NoFile);
    }
    bytes(file, metadata.len(), limit)
}

/// The same of what was a regular file when its folder was listed, and is not asked again before it is opened.
pub fn read_listed(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    match open(path) {
        Ok((file, metadata)) if metadata.is_file() => bytes(file, metadata.len(), limit),
        _ => read(path, limit),
    }
}

fn bytes(mut file: File, length: u64, limit: u64) -> Result<Vec<u8>, Refusal> {
    if length > limit {
        return Err(Refusal::TooLarge(length));
    }
    // The system is asked once for all: reading to an end that nobody knows takes four calls for most files.
    let mut bytes = vec![0; length as usize];
    let mut end = 0;
    while end < bytes.len() {
        match file.read(&mut bytes[end..]) {
            Ok(0) => break,
            Ok(more) => end += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(error)),
        }
    }
    bytes.truncate(end);
    Ok(bytes)
}

fn unreadable(error: std::io::Error) -> Refusal {
    Refusal::Unfit(format!("cannot be read: {}", words(&error)))
}

/// What is said of a link.
pub const LINK: &str = "is a link, which is not followed";
/// What is said of a folder.
pub const FOLDER: &str = "is a folder";

/// What stands where a file is expected.
pub fn other_kind(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "is a pipe, which is not read";
        }
        if kind.is_socket() {
            return "is a socket, which is not read";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "is a device, which is not read";
        }
    }
    match kind {
        kind if kind.is_dir() => FOLDER,
        kind if kind.is_symlink() => LINK,
        _ => "is no regular file",
    }
}

/// The error without the number that the system gives it.
fn words(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}
