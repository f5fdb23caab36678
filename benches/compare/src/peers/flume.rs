//! flume: a deque under a lock.

use flume::{Receiver, Sender, bounded};

use super::{awaits, fan, named, pair, tries_and_blocks};

named!(
    /// The contender.
    Flume, "flume", "flume"
);
pair!(Flume, Sender<T>, Receiver<T>, bounded);
fan!(Flume);
tries_and_blocks!(Sender, Receiver: send, recv);
awaits!(Sender, Receiver: send_async, recv_async);
