//! Asking the feed to stop, from any thread, even while the reader sleeps or waits for the network.
//!
//! The request is the close of a channel that never carries a message. A paced reader sleeps in `recv_deadline` on the
//! other end, so a request ends its sleep at once. A reader that waits inside the operating system is woken by the
//! function that its feed has registered with [`Stop::on_request`].

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use strait::mpsc;

type Waker = Box<dyn Fn() + Send>;

/// The requesting end: the signal handler has one, the journal another, each feed a third.
#[derive(Clone)]
pub(crate) struct Stop {
    pause: mpsc::Producer<(), 1>,
    waker: Arc<Mutex<Waker>>,
}

/// The sleeping end, owned by the reader.
pub(crate) struct Pause(mpsc::Consumer<(), 1>);

/// Makes both ends.
pub(crate) fn stop() -> (Stop, Pause) {
    let (tx, rx) = mpsc::channel();
    let waker: Waker = Box::new(|| ());
    (Stop { pause: tx, waker: Arc::new(Mutex::new(waker)) }, Pause(rx))
}

impl Stop {
    /// Asks the feed to stop. May be called from any thread, and more than once.
    pub(crate) fn request(&self) {
        self.pause.close();
        let wake = self.waker.lock().unwrap_or_else(PoisonError::into_inner);
        wake();
    }

    /// Whether a stop has been requested.
    pub(crate) fn requested(&self) -> bool {
        self.pause.is_closed()
    }

    /// Sets how to wake the reader from now on. Check [`Stop::requested`] after this and before blocking: then a
    /// request is either seen there or finds the new waker.
    pub(crate) fn on_request(&self, waker: impl Fn() + Send + 'static) {
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(waker);
    }
}

impl Pause {
    /// Sleeps until `deadline` or until a stop is requested.
    pub(crate) fn sleep_until(&self, deadline: Instant) {
        // Nothing is ever sent: this returns `Timeout` or `Closed`, and either way the sleep is over.
        let _ = self.0.recv_deadline(deadline);
    }
}
