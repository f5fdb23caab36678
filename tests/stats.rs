//! What the statistics of a channel mean, in every mode.
#![cfg(all(feature = "stats", feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/polling.rs"]
mod polling;

use polling::poll;
use std::task::Waker;
use std::thread;
use std::time::{Duration, Instant};
use strait::{Stats, mpsc, pipe, spsc};

/// The numbers that do not depend on waiting.
fn flow(stats: Stats) -> [usize; 3] {
    [stats.sent, stats.received, stats.high_water]
}

/// Runs a test on an owned channel of each mode, and on a static one that has been used and split before.
macro_rules! in_every_mode {
    ($($name:ident($tx:ident, $rx:ident) $body:block)*) => { $(mod $name {
        use super::*;

        in_every_mode!(one spsc $name $tx $rx $body);
        in_every_mode!(one mpsc $name $tx $rx $body);
        in_every_mode!(one pipe $name $tx $rx $body);
    })* };
    (one $mode:ident $name:ident $tx:ident $rx:ident $body:block) => {
        #[test]
        #[allow(unused_mut, reason = "an mpsc producer is not changed by its use")]
        fn $mode() {
            let (mut $tx, mut $rx) = $mode::channel::<u32, 4>();
            $body
            drop(($tx, $rx));

            static CHANNEL: $mode::Channel<u32, 4> = $mode::Channel::new();
            for _ in 0..2 {
                let (mut $tx, mut $rx) = CHANNEL.try_split().unwrap();
                assert_eq!($tx.stats(), Stats::default(), "a new pair of handles begins anew");
                $body
                let _ = $tx.try_send(1); // Is dropped with the handles, if it went.
            }
        }
    };
}

/// A batch with a time is not woken for each message: it naps, without an announcement.
#[test]
fn a_batch_with_a_time_wakes_less_than_once_a_message() {
    const MESSAGES: usize = 40;
    let (tx, mut rx) = spsc::channel::<usize, 1024>();
    let producer = thread::spawn(move || {
        for n in 0..MESSAGES {
            tx.send(n).unwrap();
            thread::sleep(Duration::from_micros(200));
        }
    });
    let mut batch = Vec::new();
    assert_eq!(rx.recv_many_timeout(&mut batch, usize::MAX, Duration::MAX), Ok(MESSAGES), "until the close");
    let parks = rx.stats().consumer.parks;
    assert!(parks <= MESSAGES / 2, "{parks} sleeps for {MESSAGES} messages");
    assert!(batch.into_iter().eq(0..MESSAGES));
    producer.join().unwrap();
}

in_every_mode! {
    messages_are_counted_by_their_positions(tx, rx) {
        assert_eq!(flow(tx.stats()), [0; 3]);
        for lap in 0..100_usize {
            tx.try_send_array([1, 2, 3]).unwrap();
            assert_eq!(rx.try_recv(), Ok(1));
            let (from_tx, from_rx) = (tx.stats(), rx.stats());
            assert_eq!([from_tx.sent, from_tx.received], [3 * lap + 3, 3 * lap + 1]);
            assert_eq!([from_rx.sent, from_rx.received], [3 * lap + 3, 3 * lap + 1]);
            assert_eq!(rx.drain().count(), 2);
        }
        let stats = rx.stats();
        assert_eq!((stats.producers, stats.consumer), Default::default());
    }

    what_was_not_sent_is_not_counted_and_a_send_that_waits_parks(tx, rx) {
        tx.try_send_array([1; 4]).unwrap();
        assert!(tx.try_send(5).is_err());
        assert!(tx.try_send_array([5, 6]).is_err());
        assert!(tx.send_timeout(5, Duration::from_millis(1)).is_err());
        assert!(tx.send_deadline(5, Instant::now()).is_err());
        assert_eq!(flow(rx.stats()), [4, 0, 4]);

        let parks = tx.stats().producers.parks; // The send whose time was up may have slept.
        thread::scope(|scope| {
            let sending = &mut tx; // A lone end is moved to a thread, also by reference.
            let sender = scope.spawn(move || sending.send(5));
            while rx.stats().producers.parks == parks {
                thread::yield_now();
            }
            assert_eq!(rx.try_recv(), Ok(1));
            sender.join().unwrap().unwrap();
        });
        assert_eq!(tx.stats().producers.parks, parks + 1);
        tx.close();
        assert!(tx.try_send(6).is_err());
        assert_eq!(flow(tx.stats()), [5, 1, 4]);
        assert_eq!(rx.drain().count(), 4);
    }

    high_water_is_what_a_producer_has_seen(tx, rx) {
        for _ in 0..100 {
            tx.try_send_array([1, 2]).unwrap();
            assert_eq!(rx.drain().count(), 2);
        }
        let seen = tx.stats().high_water;
        assert!(seen <= 2, "never more than there were: {seen}");
        tx.try_send_array([1, 2, 3]).unwrap();
        assert!(tx.try_send_array([1, 2]).is_err());
        assert_eq!(tx.stats().high_water, 3, "a send that finds no room asks");
        assert_eq!(rx.drain().count(), 3);
    }

    threads_that_sleep_are_parks_and_who_wakes_them_wakes(tx, rx) {
        thread::scope(|scope| {
            let receiving = &mut rx;
            let receiver = scope.spawn(move || receiving.recv());
            while tx.stats().consumer.parks == 0 {
                thread::yield_now();
            }
            tx.try_send(7).unwrap(); // It is counted once it is announced, so it is woken.
            assert_eq!(receiver.join().unwrap(), Ok(7));
        });
        let waits = tx.stats().consumer;
        assert_eq!((waits.parks, waits.wakes), (1, 1));

        // A timeout is a park without a wake, and a message that is there is neither.
        // (On a busy machine the deadline may pass before the thread gets to park.)
        while tx.stats().consumer.parks == 1 {
            assert!(rx.recv_timeout(Duration::from_millis(5)).is_err());
        }
        tx.try_send(8).unwrap();
        assert_eq!(rx.recv(), Ok(8));
        let later = tx.stats().consumer;
        assert_eq!((later.parks, later.wakes), (2, 1));
    }

    tasks_that_are_pending_are_parks(tx, rx) {
        assert!(poll(&mut rx.recv_async(), Waker::noop()).is_pending());
        assert_eq!((rx.stats().consumer.parks, rx.stats().consumer.wakes), (1, 0));
        {
            let mut receiving = rx.recv_async();
            assert!(poll(&mut receiving, Waker::noop()).is_pending());
            tx.try_send(7).unwrap();
            assert_eq!((tx.stats().consumer.parks, tx.stats().consumer.wakes), (2, 1));
            assert!(poll(&mut receiving, Waker::noop()).is_ready());
        }
        tx.try_send_array([1; 4]).unwrap();
        {
            let mut sending = tx.send_async(5);
            assert!(poll(&mut sending, Waker::noop()).is_pending());
            rx.try_recv().unwrap();
            assert_eq!((rx.stats().producers.parks, rx.stats().producers.wakes), (1, 1));
            assert!(poll(&mut sending, Waker::noop()).is_ready());
        }
        assert_eq!(rx.drain().count(), 4);
    }
}

#[test]
fn statistics_of_racing_producers_reconcile() {
    const THREADS: usize = 4;
    const EACH: usize = 5_000;
    let (tx, mut rx) = mpsc::channel::<usize, 64>();
    let not_sent: usize = thread::scope(|scope| {
        let producers: Vec<_> = (0..THREADS)
            .map(|_| {
                let tx = tx.clone();
                scope.spawn(move || (0..EACH).filter(|&n| tx.try_send(n).is_err()).count())
            })
            .collect();
        let mut received = 0;
        while !producers.iter().all(thread::ScopedJoinHandle::is_finished) {
            received += rx.drain().count();
            let stats = rx.stats();
            assert!(received == stats.received && stats.received <= stats.sent && stats.high_water <= 64, "{stats:?}");
        }
        rx.drain().for_each(drop);
        producers.into_iter().map(|producer| producer.join().unwrap()).sum()
    });
    let stats = tx.stats();
    assert_eq!((stats.sent + not_sent, stats.received), (THREADS * EACH, stats.sent));
}
