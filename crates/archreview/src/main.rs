//! Reviews a system's architecture from what its repository says.

use std::process::ExitCode;

/// The facts of a repository are many small things of many threads, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = archreview::arguments::parse();
    match archreview::run(&arguments) {
        Ok(has_failed) => ExitCode::from(u8::from(has_failed)),
        Err(error) => {
            // A message may quote the reviewed repository, such as a key of its settings.
            eprintln!("archreview: {}", report::mask::terminal(&error.to_string()));
            ExitCode::from(2)
        }
    }
}
