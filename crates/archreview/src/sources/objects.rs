//! Objects of a git repository, read through `git cat-file --batch`.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::Mutex;

use super::git::command;

/// Readers of objects, one for each thread that reads at a time.
pub struct Objects {
    root: PathBuf,
    idle: Mutex<Vec<Reader>>,
}

impl Objects {
    /// The objects of the repository that holds `root`.
    pub fn of(root: &Path) -> Objects {
        Objects {
            root: root.to_owned(),
            idle: Mutex::new(Vec::new()),
        }
    }

    /// The id and the content of `object`, its id or `commit:./path` from the root, of at most `limit` bytes.
    pub fn read(&self, object: &str, limit: u64) -> std::io::Result<(String, Vec<u8>)> {
        if object.contains('\n') {
            let message = "a path with a line break cannot be asked for";
            return Err(std::io::Error::other(message));
        }
        let idle = self.idle.lock().expect("no reader panics").pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => Reader::start(&self.root)?,
        };
        let answer = reader.read(object, limit)?;
        self.idle.lock().expect("no reader panics").push(reader);
        match answer {
            Answer::Content(id, content) => Ok((id, content)),
            Answer::TooLarge => Err(ErrorKind::FileTooLarge.into()),
            Answer::Missing => Err(ErrorKind::NotFound.into()),
        }
    }
}

/// A running `git cat-file --batch`.
struct Reader {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// What git says of an object.
enum Answer {
    /// Its id and content.
    Content(String, Vec<u8>),
    /// It has more bytes than the limit.
    TooLarge,
    /// There is none of this name.
    Missing,
}

impl Reader {
    fn start(root: &Path) -> std::io::Result<Reader> {
        let mut child = command(root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = child.stdin.take().expect("the input is piped");
        let output = BufReader::new(child.stdout.take().expect("the output is piped"));
        Ok(Reader {
            child,
            input,
            output,
        })
    }

    fn read(&mut self, object: &str, limit: u64) -> std::io::Result<Answer> {
        // One write: the other side wakes once.
        self.input.write_all(format!("{object}\n").as_bytes())?;
        let mut header = String::new();
        self.output.read_line(&mut header)?;
        if header.trim_end().ends_with(" missing") {
            return Ok(Answer::Missing);
        }
        let mut fields = header.split_ascii_whitespace();
        let (id, _kind, bytes) = (fields.next(), fields.next(), fields.next());
        let bytes = bytes.and_then(|bytes| bytes.parse().ok());
        let (id, bytes): (&str, u64) = id
            .zip(bytes)
            .ok_or_else(|| std::io::Error::other(format!("git answers `{}`", header.trim())))?;
        // A line break follows.
        let mut content = (&mut self.output).take(bytes + 1);
        if bytes > limit {
            std::io::copy(&mut content, &mut std::io::sink())?;
            return Ok(Answer::TooLarge);
        }
        let mut text = Vec::with_capacity(bytes as usize + 1);
        content.read_to_end(&mut text)?;
        if text.len() as u64 != bytes + 1 {
            return Err(std::io::Error::other(
                "git stopped in the middle of an object",
            ));
        }
        text.pop();
        Ok(Answer::Content(id.to_owned(), text))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // A reader that is never asked again would stay for ever.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
