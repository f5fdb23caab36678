//! The promises at the top of the README, a test for each sentence. SAFETY.md names the tests that go further.
#![cfg(feature = "std")]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

use futures::{FutureExt, executor::block_on};
use std::{
    fs, thread,
    time::{Duration, Instant},
};
use strait::{RecvError, TryRecvError, TrySendError, mpsc, spsc};

const SOON: Duration = Duration::from_secs(60);

/// Each of these programs is refused with our sentence: `tests/ui.rs` compiles them.
#[test]
fn misuse_does_not_compile_and_the_message_says_what_to_do_instead() {
    for (program, sentence) in [
        ("capacity_channel", "write the next power of two"),
        ("cloned_producer_bound", "for many producers use `strait::mpsc`"),
        ("shared_producer", "for many producers use `strait::mpsc`"),
    ] {
        let message = fs::read_to_string(format!("ui-tests/fail/{program}.stderr")).unwrap();
        assert!(message.contains(sentence), "{program}: {message}");
    }
}

#[test]
fn one_producer_has_every_way_to_wait() {
    let (mut tx, mut rx) = spsc::channel::<u32, 8>();
    tx.try_send(0).unwrap();
    tx.send(1).unwrap();
    tx.send_timeout(2, SOON).unwrap();
    tx.send_deadline(3, Instant::now() + SOON).unwrap();
    block_on(tx.send_async(4)).unwrap();
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(rx.recv(), Ok(1));
    assert_eq!(rx.recv_timeout(SOON), Ok(2));
    assert_eq!(rx.recv_deadline(Instant::now() + SOON), Ok(3));
    assert_eq!(block_on(rx.recv_async()), Ok(4));
}

#[test]
fn one_end_may_be_a_thread_and_the_other_a_task() {
    let (tx, mut rx) = mpsc::channel::<u32, 2>();
    let thread = thread::spawn(move || (0..1000).try_for_each(|n| tx.send(n)));
    block_on(async {
        for n in 0..1000 {
            assert_eq!(rx.recv_async().await, Ok(n));
        }
        assert_eq!(rx.recv_async().await, Err(RecvError));
    });
    assert_eq!(thread.join().unwrap(), Ok(()));
}

#[test]
fn all_slots_are_usable_and_full_means_that_all_were_taken() {
    let (tx, rx) = mpsc::channel::<u32, 4>();
    for n in 0..4 {
        tx.try_send(n).unwrap();
    }
    assert_eq!(tx.try_send(4), Err(TrySendError::Full(4)));
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(tx.try_send(4), Ok(()));
}

#[test]
fn a_failed_send_returns_its_message() {
    let (tx, rx) = spsc::channel::<String, 1>();
    tx.try_send("first".to_owned()).unwrap();
    assert_eq!(tx.try_send("second".to_owned()).unwrap_err().into_inner(), "second");
    assert_eq!(tx.send_timeout("second".to_owned(), Duration::ZERO).unwrap_err().into_inner(), "second");
    drop(rx);
    assert_eq!(tx.send("second".to_owned()).unwrap_err().into_inner(), "second");
}

#[test]
fn a_dropped_receive_future_loses_nothing() {
    let (tx, mut rx) = spsc::channel::<u32, 2>();
    assert!(rx.recv_async().now_or_never().is_none());
    tx.try_send(1).unwrap();
    drop(rx.recv_async());
    assert_eq!(rx.try_recv(), Ok(1));
}

#[test]
fn what_was_sent_before_a_close_can_still_be_received() {
    let (tx, rx) = spsc::channel::<u32, 2>();
    tx.try_send(1).unwrap();
    tx.close();
    assert_eq!(tx.try_send(2), Err(TrySendError::Closed(2)));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

/// That there is no system call, no lock and no allocation while both keep up is held by `tests/syscalls.rs`,
/// `tests/allocations.rs` and `.ci/run instructions`.
#[test]
fn the_readme_is_short() {
    let words = fs::read_to_string("README.md").unwrap().split_whitespace().count();
    assert!(words <= 900, "{words} words");
}
