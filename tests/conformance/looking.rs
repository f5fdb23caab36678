//! Looking and iterating: `peek`, `peek_mut`, `drain`, `iter`, `into_iter`.

use crate::harness::{Rx, Tx, fill};
use std::thread;
use strait::{Keeps, LoneConsumer, Mode, Refuses, Waits};

tests! { on every channel with a lone consumer:
    peek_shows_the_next_message_and_takes_nothing at_every_fill;
    peek_is_none_when_there_is_nothing_closed_or_not;
    peek_shows_what_is_left_in_a_closed_channel;
    peek_mut_changes_the_message_where_it_lies(String);
}

tests! { on every channel:
    drain_is_bounded_by_what_was_there_when_it_was_called at_every_fill;
    drain_says_how_many_it_gives_at_most at_every_fill;
    drain_dropped_half_way_leaves_the_rest at_every_fill;
    drain_of_an_empty_or_closed_channel_ends_at_once;
}

tests! { on every channel that waits:
    iter_waits_for_messages_and_ends_when_closed_and_drained;
    into_iter_waits_for_messages_and_ends_when_closed_and_drained;
}

fn peek_shows_the_next_message_and_takes_nothing<M: Refuses + Keeps + LoneConsumer, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    for n in 0..count as u32 {
        assert_eq!(rx.peek(), Some(&n));
        assert_eq!(rx.peek(), Some(&n), "it is still there");
        assert_eq!((tx.len(), rx.len()), (count - n as usize, count - n as usize), "the place is not free");
        assert_eq!(rx.try_recv(), Ok(n));
    }
    assert_eq!(rx.peek(), None);
}

fn peek_is_none_when_there_is_nothing_closed_or_not<M: Keeps + LoneConsumer, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    assert_eq!((rx.peek().copied(), rx.peek_mut()), (None, None));
    drop(tx);
    assert_eq!((rx.peek().copied(), rx.peek_mut()), (None, None));
}

fn peek_shows_what_is_left_in_a_closed_channel<M: Refuses + Keeps + LoneConsumer, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    tx.try_send(7).unwrap();
    drop(tx);
    assert_eq!(rx.peek(), Some(&7));
    assert_eq!(rx.try_recv(), Ok(7));
}

fn peek_mut_changes_the_message_where_it_lies<M: Refuses + Keeps + LoneConsumer, const N: usize>(
    tx: Tx<N, M, String>,
    mut rx: Rx<N, M, String>,
) {
    for _ in 0..3 {
        tx.try_send("tick".to_owned()).unwrap();
        rx.peek_mut().unwrap().push_str("-tock");
        assert_eq!(rx.try_recv().unwrap(), "tick-tock");
    }
}

fn drain_is_bounded_by_what_was_there_when_it_was_called<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let mut drained = 0;
    for (n, message) in rx.drain().enumerate() {
        assert_eq!(message, n as u32);
        tx.try_send(1000 + message).unwrap();
        drained += 1;
    }
    assert_eq!(drained, count);
    assert_eq!(rx.len(), count, "what came meanwhile is still there");
    assert!(rx.drain().eq((0..count as u32).map(|n| 1000 + n)));
}

fn drain_says_how_many_it_gives_at_most<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    let mut draining = rx.drain();
    for left in (0..=count).rev() {
        assert_eq!(draining.size_hint(), (0, Some(left)));
        assert_eq!(draining.next().is_some(), left > 0);
    }
}

fn drain_dropped_half_way_leaves_the_rest<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    assert!(rx.drain().take(count / 2).eq(0..count as u32 / 2));
    assert_eq!(rx.len(), count - count / 2);
    assert!(rx.drain().eq(count as u32 / 2..count as u32));
}

fn drain_of_an_empty_or_closed_channel_ends_at_once<M: Mode, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    assert_eq!(rx.drain().next(), None);
    drop(tx);
    assert_eq!(rx.drain().next(), None);
}

fn iter_waits_for_messages_and_ends_when_closed_and_drained<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    thread::scope(|scope| {
        scope.spawn(move || (0..2000).for_each(|n| tx.send(n).unwrap()));
        assert!(rx.iter().eq(0..2000));
    });
}

fn into_iter_waits_for_messages_and_ends_when_closed_and_drained<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        scope.spawn(move || (0..2000).for_each(|n| tx.send(n).unwrap()));
        assert!(rx.into_iter().eq(0..2000));
    });
}
