//! Laps of every layout: across the wraps of numbers, and after a move that lost the tails.

use super::{Dense, Layout, Lines, LoneRing, Ring as _};
use crate::error::{TryRecvError, TrySendError};
use crate::ring::{Head, Run, Tail, clear};
use crate::sync::{Initial, initial};

/// The two ends of a ring that nobody else uses.
fn ends<L: Layout<N>, const N: usize>(ring: &LoneRing<L, N>) -> (Tail<'_, LoneRing<L, N>>, Head<'_, LoneRing<L, N>>) {
    // SAFETY: each test is the only user of its ring, and does one thing after another.
    unsafe { (Tail::new(ring), Head::new(ring)) }
}

/// A ring whose next position is `start`, with what a lap before that has left, and no more.
fn ring_at<L: Layout<N> + Initial, const N: usize>(start: usize) -> LoneRing<L, N> {
    let ring: LoneRing<L, N> = initial!(LoneRing<L, N>);
    for position in (0..N).map(|back| start.wrapping_sub(back + 1)).rev() {
        ring.layout.publish(Run { start: position, len: 1 });
    }
    ring.limit.set(N);
    ring.producer.end.own.set(start);
    ring.producer.end.until.set(start.wrapping_add(N));
    ring.consumer.own.set(start);
    ring
}

/// Receives the messages from `first` on, of which there are `left`, and then sends and receives three laps.
fn goes_on<L: Layout<N, Item: From<u8> + Into<u64>>, const N: usize>(ring: &LoneRing<L, N>, left: usize) {
    let (tail, head) = ends(ring);
    let pop = || head.pop(|message| Ok(message.into()), || (), Err);
    assert_eq!((head.len(), tail.len()), (left, left));
    (0..left as u64).for_each(|number| assert_eq!(pop(), Ok(number)));
    for lap in 0..3 {
        assert_eq!((head.len(), pop()), (0, Err(TryRecvError::Empty)));
        for number in 0..N {
            assert!(tail.push((number as u8).into()).is_ok());
            assert_eq!(head.len(), number + 1);
        }
        assert!(matches!(tail.push(0.into()), Err(TrySendError::Full(_))), "full in lap {lap}");
        (0..N as u64).for_each(|number| assert_eq!(pop(), Ok(number)));
    }
}

#[derive(Clone, Copy)]
struct Wide([u64; 7]);

impl From<u8> for Wide {
    fn from(number: u8) -> Self {
        Self([number.into(); 7])
    }
}

impl From<Wide> for u64 {
    fn from(wide: Wide) -> Self {
        wide.0[6]
    }
}

/// Too long for a line with a tail.
struct Wider([Wide; 2]);

impl From<u8> for Wider {
    fn from(number: u8) -> Self {
        Self([number.into(); 2])
    }
}

impl From<Wider> for u64 {
    fn from(wider: Wider) -> Self {
        wider.0[1].into()
    }
}

fn wraps<L: Layout<N, Item: From<u8> + Into<u64>>, const N: usize>(start: usize) {
    let ring = ring_at::<L, N>(start);
    // SAFETY: nobody else uses the ring, and its tails are where they were written.
    unsafe { ring.resume(false) };
    goes_on(&ring, 0);
}

/// A move may leave anything in a tail, also what says that messages are there.
fn starts_from_garbage<L: Layout<N, Item: From<u8> + Into<u64>>, const N: usize>(start: usize) {
    for garbage in [0, !0, start.wrapping_sub(1), start.wrapping_add(1), start.wrapping_add(N)] {
        let mut ring = ring_at::<L, N>(start);
        let words = (&raw mut ring.layout).cast::<u32>();
        for word in 0..size_of::<L>() / size_of::<u32>() {
            // SAFETY: the layout is aligned for a tail, ours alone, and made of words that may be anything.
            unsafe { words.add(word).write(garbage as u32) };
        }
        // SAFETY: nobody else uses the ring.
        unsafe { ring.resume(true) };
        goes_on(&ring, 0);
    }
}

/// The same, with messages that leaked handles have left.
fn survives_a_move<L: Layout<N, Item: From<u8> + Into<u64>>, const N: usize>(start: usize) {
    for left in [0, 1, N / 2, N] {
        for garbage in [0, start.wrapping_sub(1), start.wrapping_add(1), start.wrapping_add(left + 1), !start] {
            let ring = ring_at::<L, N>(start);
            // SAFETY: nobody else uses the ring.
            unsafe { ring.resume(true) };
            let (tail, _) = ends(&ring);
            (0..left).for_each(|number| assert!(tail.push((number as u8).into()).is_ok()));
            ring.layout.reset(garbage);
            // SAFETY: nobody else uses the ring.
            unsafe { ring.resume(true) };
            goes_on(&ring, left);
        }
    }
}

fn every_layout<const N: usize>(start: usize) {
    macro_rules! each {
        ($run:ident) => {
            $run::<Lines<u8, N>, N>(start);
            $run::<Lines<u64, N>, N>(start);
            $run::<Lines<Wide, N>, N>(start);
            $run::<Lines<Wider, N>, N>(start);
            $run::<Dense<u64, N>, N>(start);
        };
    }
    each!(wraps);
    each!(starts_from_garbage);
    each!(survives_a_move);
}

/// Tails of 32 bits wrap after 2^32 messages, positions after all that a word can count.
#[test]
fn nothing_happens_where_numbers_wrap_or_tails_are_lost() {
    for around in [0, u32::MAX as usize, usize::MAX / 2, usize::MAX] {
        for before in 0..20 {
            let start = around.wrapping_sub(before);
            every_layout::<1>(start);
            every_layout::<2>(start);
            every_layout::<16>(start);
        }
    }
}

/// A cleared ring needs no tails, so that one that was moved can be dropped.
#[cfg(feature = "alloc")]
#[test]
fn messages_left_in_a_moved_ring_are_dropped_once() {
    use alloc::rc::Rc;

    let (message, ring) = (Rc::new(()), ring_at::<Lines<Rc<()>, 4>, 4>(7));
    for left in 0..=4 {
        // SAFETY: nobody else uses the ring.
        unsafe { ring.resume(true) };
        let (tail, _) = ends(&ring);
        (0..left).for_each(|_| assert!(tail.push(message.clone()).is_ok()));
        ring.layout.reset(7);
        assert_eq!(Rc::strong_count(&message), 1 + left);
        // SAFETY: nobody else uses the ring.
        unsafe { clear(&ring) };
        assert_eq!(Rc::strong_count(&message), 1);
    }
}

#[test]
fn closed_comes_after_the_last_message() {
    let ring = ring_at::<Lines<u64, 4>, 4>(0);
    let (tail, head) = ends(&ring);
    let pop = || head.pop(Ok, || (), Err);
    assert!(tail.push(1).is_ok());
    ring.close();
    assert_eq!(tail.push(2), Err(TrySendError::Closed(2)));
    assert_eq!((pop(), pop()), (Ok(1), Err(TryRecvError::Closed)));
}
