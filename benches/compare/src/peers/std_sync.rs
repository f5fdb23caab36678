//! The standard library's `sync_channel`.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::{fan, named, pair, tries_and_blocks};

named!(
    /// The contender.
    Std, "std sync_channel", ""
);
pair!(Std, SyncSender<T>, Receiver<T>, sync_channel);
fan!(Std);
tries_and_blocks!(SyncSender, Receiver: send, recv);
