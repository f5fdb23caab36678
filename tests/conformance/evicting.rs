//! `evict`: a send never waits and never fails for want of room; the newest messages stay, and every loss is counted.

use crate::harness::{On, Rx, Tx, let_it_park};
use futures::executor::block_on;
use std::collections::VecDeque;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use std::thread;
use std::time::Duration;
use strait::{Evicts, PartialSendError, Quiet, RecvTimeoutError, SendError, TryRecvError, Wakes, evict};

tests! { on every evicting channel:
    the_oldest_comes_back_and_the_newest_stay;
    every_mixture_of_sends_and_receives_does_what_a_deque_does;
    is_full_says_that_the_next_send_evicts;
    a_batch_puts_aside_what_it_evicts;
    a_batch_takes_nothing_when_the_channel_is_closed;
    what_was_sent_before_a_close_is_received_after_it;
    after_the_consumers_drop_sends_hand_their_value_back;
    receiving_many_takes_the_newest_in_order;
    a_message_that_a_collection_leaves_is_kept_from_eviction;
    the_next_split_begins_anew;
    every_message_is_dropped_once(std::sync::Arc<u32>);
}

tests! { on every evicting channel that wakes:
    a_send_wakes_a_receiver_in_every_way_of_waiting;
    a_producer_waits_for_the_close;
}

tests! { on every quiet evicting channel:
    notify_wakes_a_receiver;
}

/// A message that counts while it is alive.
type Counted = Arc<u32>;

fn the_oldest_comes_back_and_the_newest_stay<M: Evicts, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let mut sent = 0;
    for lap in 1..4 {
        for n in 0..2 * N as u32 + 1 {
            let evicted = tx.force_send(sent).unwrap();
            assert_eq!(evicted, if n < N as u32 { None } else { Some(sent - N as u32) });
            sent += 1;
        }
        assert_eq!((tx.len(), rx.len()), (N, N));
        assert_eq!(tx.lost(), lap * (N + 1));
        assert!(rx.drain().eq(sent - N as u32..sent));
        assert_eq!((rx.lost(), rx.try_recv()), (lap * (N + 1), Err(TryRecvError::Empty)));
        assert!(tx.is_empty() && rx.is_empty());
    }
}

fn every_mixture_of_sends_and_receives_does_what_a_deque_does<M: Evicts, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (mut model, mut sent, mut expected) = (VecDeque::new(), 0, 0);
    let mut random = 1_u32;
    for _ in 0..4000 {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // Runs of one kind up to a few laps long, so that all fill levels and overtakings of several laps occur.
        let run = (random >> 8) as usize % (3 * N.min(16));
        for _ in 0..run {
            if random >> 31 == 0 {
                model.push_back(sent);
                let oldest = if model.len() > N { model.pop_front() } else { None };
                assert_eq!(tx.force_send(sent), Ok(oldest));
                sent += 1;
            } else {
                let before = rx.lost();
                let received = rx.try_recv().ok();
                assert_eq!(received, model.pop_front());
                if let Some(n) = received {
                    assert_eq!(n, expected + (rx.lost() - before) as u32, "the gap is counted, and nothing else");
                    expected = n + 1;
                }
            }
            assert_eq!((tx.len(), rx.len()), (model.len(), model.len()));
        }
    }
    let left = rx.len();
    assert_eq!(left, model.len());
    assert_eq!(expected as usize - rx.lost() + left + tx.lost(), sent as usize, "received, left and lost ones");
}

fn is_full_says_that_the_next_send_evicts<M: Evicts, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    for n in 0..3 * N as u32 {
        let (is_full, also) = (tx.is_full(), rx.is_full());
        assert_eq!(is_full, also);
        assert_eq!(tx.force_send(n).unwrap().is_some(), is_full);
        if n % 5 == 4 {
            rx.try_recv().unwrap();
            assert!(!tx.is_full() && !rx.is_full());
        }
    }
}

fn a_batch_puts_aside_what_it_evicts<M: Evicts, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let mut evicted = Vec::new();
    let total = N as u32 + 70; // More than a run.
    assert_eq!(tx.force_send_many(&mut (0..total), &mut evicted), Ok(70));
    assert!(evicted.into_iter().eq(0..70));
    assert_eq!(tx.lost(), 70);
    assert!(rx.drain().eq(70..total));
    assert_eq!(rx.lost(), 70);
}

fn a_batch_takes_nothing_when_the_channel_is_closed<M: Evicts, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    rx.close();
    let (mut messages, mut evicted) = (0..3, Vec::new());
    assert_eq!(tx.force_send_many(&mut messages, &mut evicted), Err(PartialSendError { sent: 0 }));
    assert_eq!((messages, evicted.len()), (0..3, 0));
    assert_eq!(tx.force_send_many(&mut (0..0), &mut evicted), Ok(0));
}

fn what_was_sent_before_a_close_is_received_after_it<M: Evicts, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    for n in 0..=N as u32 {
        tx.force_send(n).unwrap();
    }
    drop(tx);
    assert!((1..=N as u32).all(|n| rx.try_recv() == Ok(n)));
    assert_eq!((rx.try_recv(), rx.lost()), (Err(TryRecvError::Closed), 1));
    assert_eq!(rx.recv_timeout(Duration::MAX), Err(RecvTimeoutError::Closed));
}

fn after_the_consumers_drop_sends_hand_their_value_back<M: Evicts, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    tx.force_send(1).unwrap();
    drop(rx);
    assert_eq!(tx.force_send(2), Err(SendError(2)));
    assert_eq!((tx.len(), tx.lost(), tx.is_closed()), (0, 0, true));
}

fn receiving_many_takes_the_newest_in_order<M: Evicts, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let mut batch = Vec::new();
    assert_eq!(rx.try_recv_many(&mut batch, 8), 0);
    for n in 0..2 * N as u32 {
        tx.force_send(n).unwrap();
    }
    assert_eq!(rx.recv_many(&mut batch, N), Ok(N));
    assert!(batch.into_iter().eq(N as u32..2 * N as u32));
    assert_eq!(rx.lost(), N);
    tx.force_send(7).unwrap();
    assert_eq!(block_on(rx.recv_async()), Ok(7));
}

/// What a collection was offered and did not take is the consumer's: it comes next, whatever is sent meanwhile.
fn a_message_that_a_collection_leaves_is_kept_from_eviction<M: Evicts, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    struct Nothing;
    impl Extend<u32> for Nothing {
        fn extend<I: IntoIterator<Item = u32>>(&mut self, _: I) {}
    }
    tx.force_send(0).unwrap();
    assert_eq!(rx.try_recv_many(&mut Nothing, 1), 0);
    assert_eq!(rx.len(), 1);
    for n in 1..=N as u32 {
        assert_eq!(tx.force_send(n), Ok(None), "all slots are free for others");
    }
    assert_eq!(tx.force_send(N as u32 + 1), Ok(Some(1)));
    assert_eq!((rx.try_recv(), rx.lost()), (Ok(0), 0));
    assert_eq!((rx.try_recv(), rx.lost()), (Ok(2), 1));
}

fn the_next_split_begins_anew<M: Evicts, const N: usize>(_: Tx<N, M>, _: Rx<N, M>) {
    let mut channel = Box::new(strait::Channel::<u32, 2, M>::default());
    for _ in 0..3 {
        let (tx, rx) = channel.split();
        for n in 0..5 {
            tx.force_send(n).unwrap();
        }
        assert_eq!((rx.try_recv(), rx.lost(), tx.lost()), (Ok(3), 3, 3));
        // The handles are forgotten, and what is left is dropped by the next split.
        core::mem::forget((tx, rx));
    }
}

fn every_message_is_dropped_once<M: Evicts, const N: usize>(tx: Tx<N, M, Counted>, mut rx: Rx<N, M, Counted>) {
    struct Nothing;
    impl Extend<Counted> for Nothing {
        fn extend<I: IntoIterator<Item = Counted>>(&mut self, _: I) {}
    }
    let message = Arc::new(7);
    for _ in 0..3 * N {
        drop(tx.force_send(Arc::clone(&message)));
        assert!(Arc::strong_count(&message) <= N + 1, "what was evicted came back");
    }
    drop(rx.try_recv());
    assert_eq!(Arc::strong_count(&message), N);
    rx.try_recv_many(&mut Nothing, 1);
    drop(rx);
    assert_eq!(Arc::strong_count(&message), 1, "the consumer's drop drops what is there");
    drop(tx);
    assert_eq!(Arc::strong_count(&message), 1);
}

fn a_send_wakes_a_receiver_in_every_way_of_waiting<M: Evicts + Wakes, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    thread::scope(|scope| {
        let consumer = scope.spawn(move || {
            assert_eq!(rx.recv(), Ok(0));
            assert_eq!(rx.recv_timeout(Duration::from_secs(60)), Ok(1));
            assert_eq!(block_on(rx.recv_async()), Ok(2));
            let mut batch = Vec::new();
            assert_eq!(rx.recv_many(&mut batch, 2), Ok(1));
            assert_eq!(batch, [3]);
            assert!(rx.recv().is_err());
        });
        for n in 0..4 {
            let_it_park();
            tx.force_send(n).unwrap();
            while !tx.is_empty() {
                thread::yield_now();
            }
        }
        drop(tx);
        consumer.join().unwrap();
    });
}

fn a_producer_waits_for_the_close<M: Evicts + Wakes, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        let consumer = scope.spawn(move || {
            let_it_park();
            drop(rx);
        });
        tx.closed();
        assert!(tx.is_closed() && tx.closed_timeout(Duration::ZERO));
        consumer.join().unwrap();
    });
}

fn notify_wakes_a_receiver<M: Evicts + Wakes, const N: usize>(tx: Tx<N, Quiet<M>>, rx: Rx<N, Quiet<M>>) {
    thread::scope(|scope| {
        let consumer = scope.spawn(move || rx.recv());
        let_it_park();
        tx.force_send(1).unwrap();
        tx.notify();
        assert_eq!(consumer.join().unwrap(), Ok(1));
    });
}

/// Between two threads at full speed: in order, none twice, every gap counted exactly, nothing lost unseen.
fn a_feed_at_full_speed<const N: usize>()
where
    strait::Capacity<N>: strait::PowerOfTwo,
{
    const COUNT: u64 = 300_000;
    let _on = On(concat!("evict, in ", stringify!(a_feed_at_full_speed)));
    let (tx, rx) = evict::channel::<Box<u64>, N>();
    let is_over = Arc::new(AtomicBool::new(false));
    let consumer = thread::spawn({
        let is_over = Arc::clone(&is_over);
        move || {
            let (mut expected, mut lost, mut received) = (0, 0, 0);
            loop {
                let result = if received % 1000 < 900 { rx.try_recv() } else { rx.recv().map_err(Into::into) };
                match result {
                    Ok(n) => {
                        expected += (rx.lost() - lost) as u64;
                        assert_eq!(*n, expected);
                        (expected, lost, received) = (expected + 1, rx.lost(), received + 1);
                    }
                    Err(TryRecvError::Empty) => assert!(!is_over.load(Ordering::Acquire) || rx.is_closed()),
                    Err(TryRecvError::Closed) => return (received, rx.lost()),
                }
            }
        }
    });
    let mut evicted = 0;
    let mut oldest = None;
    for n in 0..COUNT {
        if let Some(lost) = tx.force_send(Box::new(n)).unwrap() {
            assert_eq!(*lost, n - N as u64, "the oldest");
            assert!(oldest < Some(*lost));
            (evicted, oldest) = (evicted + 1, Some(*lost));
        }
        if n % 64 == 0 {
            thread::yield_now();
        }
    }
    assert_eq!(tx.lost(), evicted);
    drop(tx);
    is_over.store(true, Ordering::Release);
    let (received, lost) = consumer.join().unwrap();
    assert_eq!((received + lost, lost), (COUNT as usize, evicted));
}

#[test]
fn a_feed_at_full_speed_is_exact_at_every_capacity() {
    crate::watchdog::guarded(|| {
        a_feed_at_full_speed::<1>();
        a_feed_at_full_speed::<2>();
        a_feed_at_full_speed::<8>();
        a_feed_at_full_speed::<1024>();
    });
}

/// It is a channel of a `static` of zero bytes, as every other.
#[test]
fn an_evicting_channel_lies_in_a_static() {
    static FEED: evict::Channel<u32, 4> = evict::Channel::new();
    let (tx, rx) = FEED.try_split().unwrap();
    for n in 0..6 {
        tx.force_send(n).unwrap();
    }
    assert_eq!((rx.try_recv(), rx.lost()), (Ok(2), 2));
    drop((tx, rx));
    assert!(FEED.try_split().unwrap().1.is_empty());
}
