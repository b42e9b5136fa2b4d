//! A line on standard error that says how far a long check has come, where somebody looks.

use std::io::{IsTerminal as _, Write as _, stderr, stdout};

use sac_gateway::check::{Report, Verdict};

use super::output::is_dumb;

/// Fewer inputs than this are done before anybody wonders.
const LONG: usize = 200;
/// How many messages are told between two looks.
const STEP: usize = 64;

/// The line, if there is one.
pub(super) struct Progress {
    total: usize,
    done: usize,
    bad: usize,
    last: String,
    is_shown: bool,
    is_drawn: bool,
}

impl Progress {
    /// A line for `total` inputs. Where reports go to the same terminal they say enough, but
    /// `is_quiet` output leaves it to this line.
    pub(super) fn start(total: usize, is_quiet: bool) -> Self {
        let is_read = stderr().is_terminal() && !is_dumb(std::env::var_os("TERM"));
        let is_shown = total >= LONG && is_read && (is_quiet || stdout().is_terminal());
        Self { total, done: 0, bad: 0, last: String::new(), is_shown, is_drawn: false }
    }

    /// One message more.
    pub(super) fn advance(&mut self, report: &Report) {
        // Several messages of a file or an archive count once.
        let file = report.file.split("!/").next().unwrap_or_default();
        if self.last != file {
            self.done += 1;
            file.clone_into(&mut self.last);
        }
        self.bad += usize::from(report.verdict != Verdict::Conformant);
        if self.is_shown && self.done.is_multiple_of(STEP) {
            let (done, total, bad) = (self.done, self.total, self.bad);
            let width = 30;
            let filled = (done * width).checked_div(total).unwrap_or(0).min(width);
            let bar = format!("{}{}", "█".repeat(filled), "░".repeat(width - filled));
            let _ = write!(stderr(), "\r\x1b[K{bar} {done}/{total}  ✗ {bad}");
            self.is_drawn = true;
        }
    }

    /// Takes the line away, before something else is written.
    pub(super) fn clear(&mut self) {
        if self.is_drawn {
            let _ = write!(stderr(), "\r\x1b[K");
            self.is_drawn = false;
        }
    }
}
