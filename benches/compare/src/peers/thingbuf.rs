//! thingbuf: slots that are reused in place; sending a value moves it into one.

use thingbuf::mpsc::{self, blocking};

use super::{awaits, fan, named, one_by_one, pair, tries_and_blocks};

named!(
    /// The blocking handles.
    Sync, "thingbuf", "thingbuf"
);
named!(
    /// The async handles.
    Async, "thingbuf", "thingbuf"
);
pair!(Sync, blocking::Sender<T>, blocking::Receiver<T>, blocking::channel);
fan!(Sync);
tries_and_blocks!(blocking::Sender, blocking::Receiver: send, recv);
pair!(Async, mpsc::Sender<T>, mpsc::Receiver<T>, mpsc::channel);
awaits!(mpsc::Sender, mpsc::Receiver: send, recv);
one_by_one!(tx blocking::Sender<u64>);
one_by_one!(rx blocking::Receiver<u64>);
