//! A watchdog: a test that hangs ends the process with its name, instead of holding up the run.

use std::io::Write as _;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use std::{io, process, thread};

/// Far longer than any test here takes, on a loaded machine too.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs a test; aborts the process with the test's name if it does not end.
pub(crate) fn guarded<R>(test: impl FnOnce() -> R) -> R {
    let name = thread::current().name().unwrap_or("a test without a name").to_owned();
    let (done, finished) = channel::<()>();
    let dog = thread::spawn(move || {
        if finished.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            // Not `eprintln`, which the test harness would capture and lose.
            let _ = writeln!(io::stderr(), "watchdog: {name} hangs");
            process::abort();
        }
    });
    let result = test();
    drop(done);
    dog.join().expect("the watchdog does not panic");
    result
}
