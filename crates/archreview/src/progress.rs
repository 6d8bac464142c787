//! A progress bar on a terminal, when a review takes longer than half a second.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;

const DELAY: Duration = Duration::from_millis(500);

/// Counts files; shows them on a terminal.
pub struct Progress {
    bar: Option<ProgressBar>,
    start: Instant,
    done: AtomicUsize,
}

impl Progress {
    /// A bar of `total` files, unless `quiet` or no terminal is there.
    pub fn new(total: usize, quiet: bool) -> Self {
        let is_shown = !quiet && std::io::stderr().is_terminal();
        Progress {
            bar: is_shown.then(|| {
                let bar = ProgressBar::new(total as u64);
                bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
                bar
            }),
            start: Instant::now(),
            done: AtomicUsize::new(0),
        }
    }

    /// Counts `files` more.
    pub fn advance(&self, files: usize) {
        let done = self.done.fetch_add(files, Ordering::Relaxed) + files;
        if let Some(bar) = &self.bar {
            if bar.is_hidden() && self.start.elapsed() > DELAY {
                bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
            }
            bar.set_position(done as u64);
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
