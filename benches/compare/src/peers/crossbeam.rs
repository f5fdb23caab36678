//! crossbeam-channel: the channel most programs use.

use crossbeam_channel::{Receiver, Sender, bounded};

use super::{fan, named, one_by_one, pair, tries_and_blocks};

named!(
    /// The contender.
    Crossbeam, "crossbeam-channel", "crossbeam-channel"
);
pair!(Crossbeam, Sender<T>, Receiver<T>, bounded);
fan!(Crossbeam);
tries_and_blocks!(Sender, Receiver: send, recv);
one_by_one!(tx Sender<u64>);
one_by_one!(rx Receiver<u64>);
