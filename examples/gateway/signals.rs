//! Ctrl-C and SIGTERM. Elsewhere than on Unix, Ctrl-C ends the process as it always does.

use std::io;

use crate::stop::Stop;

/// The first signal stops the feed, so that everything is drained; the second ends the process.
#[cfg(unix)]
pub(crate) fn stop_on_signal(stop: Stop) -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    /// What a shell reports for a process that Ctrl-C has ended.
    const INTERRUPTED: i32 = 130;

    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let wait = move || {
        let mut signals = signals.forever();
        if signals.next().is_some() {
            stop.request();
        }
        if signals.next().is_some() {
            std::process::exit(INTERRUPTED);
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(wait)?;
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn stop_on_signal(_stop: Stop) -> io::Result<()> {
    Ok(())
}
