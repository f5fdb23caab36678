//! System calls: none for a million messages when nobody waits, none at either end of a quiet channel whoever waits;
//! and waiting works where `membarrier` is forbidden.
//!
//! Each test runs this program again as a child that forbids itself system calls: see `support/silence.rs`.
#![cfg(all(feature = "std", target_os = "linux", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/silence.rs"]
mod silence;
#[path = "support/watchdog.rs"]
mod watchdog;

use silence::{check, forbid_all_system_calls, forbid_membarrier, in_a_child, in_a_silent_thread, kept, spin_until};
use std::os::unix::process::ExitStatusExt as _;
use std::thread;
use std::time::Duration;
use strait::{Consumer, Pipe, Producer, Quiet, Refuses, Waits, mpsc, pipe, spsc};

#[test]
fn a_child_that_makes_a_system_call_is_killed() {
    let status = in_a_child("a_child_that_makes_a_system_call_is_killed", || {
        forbid_all_system_calls();
        // SAFETY: the call takes nothing.
        unsafe { libc::getppid() };
    });
    assert_eq!(status.unwrap().signal(), Some(libc::SIGSYS));
}

/// The two ends of a channel in the heap.
type Ends<const N: usize, M> = (Producer<'static, u64, N, M>, Consumer<'static, u64, N, M>);

/// A million messages between two threads by try-operations; the process ends when both are done.
fn a_million_between_threads<M: Refuses>((tx, rx): Ends<65536, M>) {
    const COUNT: u64 = 1_000_000;
    // Room for what a thread does in its time slice: on a busy machine the two may have to share a processor.
    let is_done = in_a_silent_thread(move || {
        (0..COUNT).for_each(|n| spin_until(|| tx.try_send(n).ok()));
        core::mem::forget(tx); // The last one's drop closes.
    });
    forbid_all_system_calls();
    for n in 0..COUNT {
        spin_until(|| (!rx.is_empty()).then_some(()));
        check(rx.try_recv() == Ok(n));
    }
    spin_until(|| is_done().then_some(()));
    core::mem::forget(rx);
}

#[test]
fn a_million_messages_through_spsc_make_no_system_call() {
    let child = || a_million_between_threads(spsc::channel());
    kept(in_a_child("a_million_messages_through_spsc_make_no_system_call", child));
}

#[test]
fn a_million_messages_through_pipe_make_no_system_call() {
    let child = || a_million_between_threads(pipe::channel());
    kept(in_a_child("a_million_messages_through_pipe_make_no_system_call", child));
}

#[test]
fn a_million_messages_through_mpsc_make_no_system_call() {
    let child = || a_million_between_threads(mpsc::channel());
    kept(in_a_child("a_million_messages_through_mpsc_make_no_system_call", child));
}

/// Blocking, timed and batch operations that find what they want at once, and closing when nobody waits.
#[test]
fn operations_that_need_not_wait_make_no_system_call() {
    fn operations<M: Waits>((tx, mut rx): Ends<8, M>, batch: &mut Vec<u64>) {
        for n in 0..100_000 {
            let sent = tx.send(n).is_ok() && tx.send_timeout(n, Duration::MAX).is_ok();
            let sent = sent && tx.send_array([n, n]).is_ok();
            let received = rx.recv() == Ok(n) && rx.recv_timeout(Duration::MAX) == Ok(n);
            batch.clear();
            check(sent && received && rx.recv_many(batch, 8) == Ok(2));
            check(!tx.closed_timeout(Duration::ZERO) && !rx.closed_timeout(Duration::ZERO));
        }
        tx.close();
        rx.close();
        tx.closed();
        rx.closed();
        core::mem::forget((tx, rx));
    }
    kept(in_a_child("operations_that_need_not_wait_make_no_system_call", || {
        let (spsc, mpsc, pipe) = (spsc::channel(), mpsc::channel(), pipe::channel());
        let mut batch = Vec::with_capacity(8);
        forbid_all_system_calls();
        operations(spsc, &mut batch);
        operations(mpsc, &mut batch);
        operations(pipe, &mut batch);
    }));
}

/// A real-time thread at the producers' end: the consumer is asleep all the time, or waits for the close.
fn a_silent_producer_beside_a_sleeping_consumer<M: Waits>((tx, rx): Ends<8, Quiet<M>>) {
    let other = thread::spawn(move || {
        check(rx.recv_timeout(Duration::from_millis(100)) == Ok(0)); // At its deadline: nobody wakes it.
        let mut received = 1;
        while rx.try_recv().is_ok() {
            received += 1;
        }
        check(received == 8 && !rx.closed_timeout(Duration::from_millis(50)));
        rx
    });
    thread::sleep(Duration::from_millis(20)); // Let it park.
    let is_done = in_a_silent_thread(move || {
        for n in 0..8 {
            check(tx.try_send(n).is_ok());
        }
        for _ in 0..1000 {
            check(tx.is_full() && tx.try_send(8).is_err() && tx.try_send_array([8, 9]).is_err());
        }
        core::mem::forget(tx);
    });
    while !is_done() {
        thread::sleep(Duration::from_millis(1));
    }
    core::mem::forget(other.join());
}

/// A real-time thread at the consumers' end, and a producer that finds the channel full, and sleeps, again and again.
fn a_silent_consumer_beside_a_producer<M: Waits>((tx, mut rx): Ends<8, Quiet<M>>) {
    const COUNT: u64 = 20_000;
    thread::spawn(move || {
        for n in 0..COUNT {
            while tx.try_send(n).is_err() {
                tx.notify(); // Nobody sleeps: it does nothing.
                thread::sleep(Duration::from_micros(20));
            }
        }
        core::mem::forget(tx);
    });
    let mut batch = Vec::with_capacity(8);
    let is_done = in_a_silent_thread(move || {
        let mut next = 0;
        while next < COUNT {
            if next % 100 < 50 {
                spin_until(|| rx.is_full().then_some(()).or((next + 8 > COUNT).then_some(())));
            }
            match next % 5 {
                0 => batch.extend(rx.try_recv()),
                1 => batch.extend(rx.drain()),
                2 => _ = rx.try_recv_many(&mut batch, 8),
                3 => batch.extend((!rx.is_empty()).then(|| rx.recv().ok()).flatten()),
                _ => batch.extend(rx.recv_timeout(Duration::ZERO)),
            }
            for message in batch.drain(..) {
                check(message == next);
                next += 1;
            }
        }
        core::mem::forget(rx);
    });
    while !is_done() {
        thread::sleep(Duration::from_millis(1));
    }
}

/// The same for what only a pipe has.
fn silent_slices_and_chunks((mut tx, mut rx): Ends<8, Quiet<Pipe>>) {
    let is_done = in_a_silent_thread(move || {
        let mut received = [0; 8];
        for _ in 0..10_000 {
            check(tx.try_send_slice(&[1, 2, 3, 4]) == Ok(4));
            check(tx.write_chunk(8).map(|chunk| chunk.fill_from_iter(5..)) == Ok(4));
            check(tx.try_send_slice(&[9]).is_err() && tx.try_reserve().is_err());
            check(rx.try_recv_slice(&mut received[..5]) == Ok(5));
            check(rx.read_chunk(8).map(|chunk| chunk.into_iter().sum::<u64>()) == Ok(6 + 7 + 8));
            check(tx.try_reserve().map(|permit| permit.send(9)).is_ok() && rx.try_recv() == Ok(9));
        }
        core::mem::forget((tx, rx));
    });
    while !is_done() {
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_quiet_producer_makes_no_system_call_though_the_consumer_sleeps() {
    kept(in_a_child("a_quiet_producer_makes_no_system_call_though_the_consumer_sleeps", || {
        a_silent_producer_beside_a_sleeping_consumer(spsc::quiet_channel());
        a_silent_producer_beside_a_sleeping_consumer(mpsc::quiet_channel());
        a_silent_producer_beside_a_sleeping_consumer(pipe::quiet_channel());
    }));
}

#[test]
fn a_quiet_consumer_makes_no_system_call_though_a_producer_finds_no_room() {
    kept(in_a_child("a_quiet_consumer_makes_no_system_call_though_a_producer_finds_no_room", || {
        a_silent_consumer_beside_a_producer(spsc::quiet_channel());
        a_silent_consumer_beside_a_producer(mpsc::quiet_channel());
        a_silent_consumer_beside_a_producer(pipe::quiet_channel());
        silent_slices_and_chunks(pipe::quiet_channel());
    }));
}

/// So that the two tests above would see one: what may wake does make the call.
#[test]
fn notify_makes_a_system_call_if_the_consumer_sleeps() {
    let status = in_a_child("notify_makes_a_system_call_if_the_consumer_sleeps", || {
        let (tx, rx) = spsc::quiet_channel::<u64, 8>();
        thread::spawn(move || rx.recv());
        thread::sleep(Duration::from_millis(100)); // Let it park.
        forbid_all_system_calls();
        check(tx.try_send(1).is_ok());
        tx.notify();
    });
    assert_eq!(status.unwrap().signal(), Some(libc::SIGSYS));
}

/// And an ordinary consumer, which wakes a producer that sleeps, does too: a real-time thread needs a quiet channel.
#[test]
fn an_ordinary_receive_makes_a_system_call_if_a_producer_sleeps() {
    let status = in_a_child("an_ordinary_receive_makes_a_system_call_if_a_producer_sleeps", || {
        let (tx, rx) = spsc::channel::<u64, 1>();
        check(tx.try_send(1).is_ok());
        thread::spawn(move || tx.send(2));
        thread::sleep(Duration::from_millis(100)); // Let it park.
        forbid_all_system_calls();
        check(rx.try_recv() == Ok(1));
    });
    assert_eq!(status.unwrap().signal(), Some(libc::SIGSYS));
}

/// Both ends sleep and wake for each message.
fn ping_pong<M: Waits>((there, mut here): Ends<1, M>, (back, home): Ends<1, M>) {
    let other = thread::spawn(move || here.iter().for_each(|n| back.send(n).unwrap()));
    for n in 0..3000 {
        if n % 500 == 0 {
            thread::sleep(Duration::from_millis(3)); // Let it park.
        }
        there.send(n).unwrap();
        assert_eq!(home.recv(), Ok(n));
    }
    drop(there);
    other.join().unwrap();
}

/// A stream through two places: either end sleeps now and then, while the other goes on.
fn stream<M: Waits>((tx, rx): Ends<2, M>) {
    let sender = thread::spawn(move || {
        for n in 0..20_000 {
            if n % 4000 == 1000 {
                thread::sleep(Duration::from_millis(3)); // Let the other end park.
            }
            tx.send(n).unwrap();
        }
    });
    for n in 0..20_000 {
        if n % 4000 == 3000 {
            thread::sleep(Duration::from_millis(3));
        }
        assert_eq!(rx.recv(), Ok(n));
    }
    sender.join().unwrap();
}

fn ping_pongs_and_streams() {
    ping_pong(spsc::channel(), spsc::channel());
    ping_pong(mpsc::channel(), mpsc::channel());
    ping_pong(pipe::channel(), pipe::channel());
    stream(spsc::channel());
    stream(mpsc::channel());
    stream(pipe::channel());
}

#[test]
fn blocking_works_where_membarrier_is_forbidden_from_the_start() {
    kept(in_a_child("blocking_works_where_membarrier_is_forbidden_from_the_start", || {
        forbid_membarrier();
        ping_pongs_and_streams();
    }));
}

#[test]
fn blocking_works_where_membarrier_is_forbidden_after_the_channel_was_made() {
    kept(in_a_child("blocking_works_where_membarrier_is_forbidden_after_the_channel_was_made", || {
        let (there, back) = (spsc::channel(), spsc::channel());
        forbid_membarrier();
        ping_pong(there, back);
        ping_pongs_and_streams();
    }));
}
