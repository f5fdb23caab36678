//! Chunks of a pipe: written and read in place, committed in part or whole, across the ring's end.

use crate::harness::{Rx, Sends, Tx, fill};
use crate::polling::poll;
use crate::waking::counting;
use std::mem;
use std::task::Poll;
use strait::{Slices, TryRecvError, TrySendError};

tests! { on every pipe:
    a_write_chunk_has_as_many_places_as_are_free_up_to_n at_every_fill;
    a_read_chunk_has_as_many_messages_as_are_there_up_to_n at_every_fill;
    a_chunk_of_none_is_empty_even_on_a_full_empty_or_closed_channel at_every_fill;
    closed_wins_over_full_and_data_over_closed at_every_fill;
    a_write_chunk_across_the_end_is_two_slices_in_order;
    a_read_chunk_across_the_end_is_two_slices_in_order;
    a_write_chunk_may_be_committed_in_part;
    a_read_chunk_may_be_committed_in_part at_every_fill;
    a_chunk_that_is_dropped_or_forgotten_sends_and_takes_nothing;
    a_chunk_filled_from_an_iterator_sends_what_the_iterator_gave at_every_fill;
    messages_may_be_changed_in_a_read_chunk;
    an_iterator_over_a_chunk_receives_what_was_asked_for_and_leaves_the_rest at_every_fill;
    a_forgotten_iterator_over_a_chunk_has_received_what_was_asked_for at_every_fill;
}

tests! { on every pipe that waits:
    a_chunk_that_sends_or_takes_nothing_wakes_nobody;
}

fn a_write_chunk_has_as_many_places_as_are_free_up_to_n<M: Slices, const N: usize>(
    mut tx: Tx<N, M>,
    _rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    for n in [1, 2, N, usize::MAX] {
        let chunk = tx.write_chunk(n);
        if count == N {
            assert_eq!(chunk.unwrap_err(), TrySendError::Full(()));
        } else {
            let mut chunk = chunk.unwrap();
            let (first, second) = chunk.as_mut_slices();
            let places = first.len() + second.len();
            assert_eq!((places, chunk.len(), chunk.is_empty()), (n.min(N - count), n.min(N - count), false));
        }
    }
}

fn a_read_chunk_has_as_many_messages_as_are_there_up_to_n<M: Slices, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    for n in [1, 2, N, usize::MAX] {
        let chunk = rx.read_chunk(n);
        if count == 0 {
            assert_eq!(chunk.unwrap_err(), TryRecvError::Empty);
        } else {
            let chunk = chunk.unwrap();
            let (first, second) = chunk.as_slices();
            assert!(first.iter().chain(second).copied().eq(0..n.min(count) as u32));
            assert_eq!((chunk.len(), chunk.is_empty()), (n.min(count), false));
        }
    }
}

fn a_chunk_of_none_is_empty_even_on_a_full_empty_or_closed_channel<M: Slices, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    for _ in 0..2 {
        let chunk = tx.write_chunk(0).unwrap();
        assert!(chunk.is_empty());
        assert_eq!(chunk.fill_from_iter(0..), 0);
        let chunk = rx.read_chunk(0).unwrap();
        assert!(chunk.is_empty());
        chunk.commit_all();
        rx.close();
    }
    assert_eq!(rx.len(), count);
}

fn closed_wins_over_full_and_data_over_closed<M: Slices, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    tx.close();
    assert_eq!(tx.write_chunk(1).unwrap_err(), TrySendError::Closed(()));
    if count > 0 {
        rx.read_chunk(N).unwrap().commit_all();
    }
    assert_eq!(rx.read_chunk(1).unwrap_err(), TryRecvError::Closed);
}

/// Puts the next place to write and to read at `index`.
fn turn_to<M: Slices, const N: usize>(tx: &Tx<N, M>, rx: &mut Rx<N, M>, index: usize) {
    fill(tx, index);
    assert_eq!(rx.drain().count(), index);
}

fn a_write_chunk_across_the_end_is_two_slices_in_order<M: Slices, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    turn_to(&tx, &mut rx, N / 2);
    let mut chunk = tx.write_chunk(N).unwrap();
    let (first, second) = chunk.as_mut_slices();
    assert_eq!((first.len(), second.len()), (N - N / 2, N / 2));
    for (n, place) in first.iter_mut().chain(second).enumerate() {
        place.write(n as u32);
    }
    // SAFETY: all places are written.
    unsafe { chunk.commit_all() };
    assert!(rx.drain().eq(0..N as u32));
}

fn a_read_chunk_across_the_end_is_two_slices_in_order<M: Slices, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    turn_to(&tx, &mut rx, N / 2);
    fill(&tx, N);
    let chunk = rx.read_chunk(N).unwrap();
    let (first, second) = chunk.as_slices();
    assert_eq!((first.len(), second.len()), (N - N / 2, N / 2));
    assert!(first.iter().chain(second).copied().eq(0..N as u32));
    chunk.commit_all();
    assert!(rx.is_empty());
}

fn a_write_chunk_may_be_committed_in_part<M: Slices, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    for k in 0..=N.min(9) {
        let mut chunk = tx.write_chunk(N).unwrap();
        let (first, second) = chunk.as_mut_slices();
        for (n, place) in first.iter_mut().chain(second).enumerate() {
            place.write(n as u32);
        }
        // SAFETY: all places are written.
        unsafe { chunk.commit(k) };
        assert_eq!((tx.len(), rx.len()), (k, k));
        assert!(rx.drain().eq(0..k as u32));
    }
}

fn a_read_chunk_may_be_committed_in_part<M: Slices, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    if count > 0 {
        rx.read_chunk(N).unwrap().commit(count / 2);
    }
    assert_eq!((tx.len(), rx.len()), (count - count / 2, count - count / 2));
    assert!(rx.drain().eq(count as u32 / 2..count as u32));
}

#[allow(clippy::forget_non_drop, reason = "that a chunk has no drop is not promised")]
fn a_chunk_that_is_dropped_or_forgotten_sends_and_takes_nothing<M: Slices, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    drop(tx.write_chunk(N).unwrap());
    mem::forget(tx.write_chunk(N).unwrap());
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    fill(&tx, N);
    drop(rx.read_chunk(N).unwrap());
    mem::forget(rx.read_chunk(N).unwrap());
    assert_eq!(tx.try_send(7), Err(TrySendError::Full(7)));
    assert!(rx.drain().eq(0..N as u32));
}

fn a_chunk_filled_from_an_iterator_sends_what_the_iterator_gave<M: Slices, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    assert_eq!(tx.write_chunk(N).unwrap().fill_from_iter(0..count as u32), count);
    assert!(rx.drain().eq(0..count as u32));
    let mut numbers = 0..;
    assert_eq!(tx.write_chunk(N).unwrap().fill_from_iter(&mut numbers), N);
    assert_eq!(numbers.start, N as u32, "an item is taken only when there is a place for it");
    assert!(rx.drain().eq(0..N as u32));
}

fn a_chunk_that_sends_or_takes_nothing_wakes_nobody<M: Sends + Slices, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let (waker, wakes) = counting();
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &waker).is_pending());
    assert_eq!(tx.write_chunk(N).unwrap().fill_from_iter([]), 0);
    // SAFETY: nothing is sent.
    unsafe { tx.write_chunk(N).unwrap().commit(0) };
    assert_eq!(wakes.count(), 0);
    assert_eq!(tx.write_chunk(N).unwrap().fill_from_iter([7]), 1);
    assert_eq!((wakes.count(), poll(&mut receiving, &waker)), (1, Poll::Ready(Ok(7))));
    drop(receiving);

    fill(&tx, N);
    let mut sending = M::send_async(&mut tx, 8);
    assert!(poll(&mut sending, &waker).is_pending());
    rx.read_chunk(N).unwrap().commit(0);
    assert_eq!(wakes.count(), 1);
    rx.read_chunk(N).unwrap().commit_all();
    assert_eq!((wakes.count(), poll(&mut sending, &waker)), (2, Poll::Ready(Ok(()))));
}

fn messages_may_be_changed_in_a_read_chunk<M: Slices, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    turn_to(&tx, &mut rx, N / 2);
    fill(&tx, N);
    let mut chunk = rx.read_chunk(N).unwrap();
    let (first, second) = chunk.as_mut_slices();
    first.iter_mut().chain(second).for_each(|message| *message += 5);
    drop(chunk);
    assert!(rx.drain().eq(5..5 + N as u32));
}

fn an_iterator_over_a_chunk_receives_what_was_asked_for_and_leaves_the_rest<M: Slices, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let half = count as u32 / 2;
    if count > 0 {
        let mut messages = rx.read_chunk(N).unwrap().into_iter();
        assert_eq!(messages.len(), count);
        assert!(messages.by_ref().take(half as usize).eq(0..half));
        assert_eq!(messages.len(), count - half as usize);
    }
    assert_eq!(tx.len(), count - half as usize);
    assert!(rx.drain().eq(half..count as u32));
}

fn a_forgotten_iterator_over_a_chunk_has_received_what_was_asked_for<M: Slices, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let half = count as u32 / 2;
    if count > 0 {
        let mut messages = rx.read_chunk(N).unwrap().into_iter();
        assert!(messages.by_ref().take(half as usize).eq(0..half));
        mem::forget(messages);
    }
    assert!(rx.drain().eq(half..count as u32));
    fill(&tx, count);
    if count > 0 {
        let mut messages = rx.read_chunk(N).unwrap().into_iter();
        while messages.next().is_some() {}
        mem::forget(messages);
    }
    assert!(tx.is_empty());
    fill(&tx, N);
    assert!(rx.drain().eq(0..N as u32));
}

/// A commit of more than the chunk has is refused, and neither sends nor takes anything.
mod too_many {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use strait::pipe;

    #[test]
    fn a_write_chunk_refuses_to_commit_more_than_it_has() {
        let (mut tx, rx) = pipe::channel::<u32, 4>();
        let chunk = tx.write_chunk(2).unwrap();
        // SAFETY: none of the places is written, and none is sent: the call panics.
        let committed = catch_unwind(AssertUnwindSafe(|| unsafe { chunk.commit(3) }));
        assert!(committed.is_err() && rx.try_recv().is_err());
    }

    #[test]
    fn a_read_chunk_refuses_to_commit_more_than_it_has() {
        let (tx, mut rx) = pipe::channel::<u32, 4>();
        tx.try_send_array([1, 2, 3]).unwrap();
        let chunk = rx.read_chunk(2).unwrap();
        assert!(catch_unwind(AssertUnwindSafe(|| chunk.commit(3))).is_err());
        assert!(rx.drain().eq([1, 2, 3]));
    }
}
