//! Standard error: messages that stay, and one progress line that is overwritten.

use std::fmt;
use std::io::{self, IsTerminal, Write};

/// Goes to the start of the line and clears it.
const REWRITE: &str = "\r\x1b[2K";

/// How standard error is written. A failed write is ignored, because there is nowhere to report it.
#[derive(Clone)]
pub(crate) struct Console {
    terminal: bool,
}

impl Console {
    pub(crate) fn new() -> Self {
        Self { terminal: io::stderr().is_terminal() }
    }

    /// Whether the progress line can be rewritten.
    pub(crate) const fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// A message on a line of its own.
    pub(crate) fn say(&self, message: fmt::Arguments<'_>) {
        let clear = if self.terminal { REWRITE } else { "" };
        let _ = writeln!(io::stderr().lock(), "{clear}gateway: {message}");
    }

    /// Progress: replaces the previous line on a terminal, and is a line of its own elsewhere.
    pub(crate) fn progress(&self, message: fmt::Arguments<'_>) {
        if self.terminal {
            let _ = write!(io::stderr().lock(), "{REWRITE}{message}");
        } else {
            self.say(message);
        }
    }

    /// Removes the progress line, before the report.
    pub(crate) fn clear(&self) {
        if self.terminal {
            let _ = write!(io::stderr().lock(), "{REWRITE}");
        }
    }
}
