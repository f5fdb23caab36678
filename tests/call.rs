//! The contract of `call`, sentence by sentence.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/allocator.rs"]
mod allocator;
#[path = "support/polling.rs"]
mod polling;
#[path = "support/waking.rs"]
mod waking;
#[path = "support/watchdog.rs"]
mod watchdog;

use allocator::allocations;
use futures::executor::block_on;
use polling::poll;
use static_assertions::{assert_impl_all, assert_not_impl_any};
use std::cell::Cell;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::pin::pin;
use std::task::Waker;
use std::thread;
use std::time::{Duration, Instant};
use strait::SendError;
use strait::call::{self, CallError, CallTimeoutError, Client, Reply, Request, Server};
use waking::counting;
use watchdog::guarded;

assert_impl_all!(Client<u8, Cell<u8>, 4>: Send, Clone, UnwindSafe, RefUnwindSafe);
assert_not_impl_any!(Client<u8, u8, 4>: Sync);
assert_impl_all!(Server<u8, Cell<u8>, 4>: Send);
assert_impl_all!(Reply<Cell<u8>>: Send, Sync);
assert_impl_all!(Request<u8, u8>: Send);

const SOON: Duration = Duration::from_millis(2);

/// Answers every query with its successor until all clients are gone.
fn successor<const N: usize>(mut server: Server<usize, usize, N>) -> thread::JoinHandle<usize> {
    thread::spawn(move || server.iter().filter_map(|request| request.reply.send(request.query + 1).ok()).count())
}

#[test]
fn each_answer_goes_to_its_call() {
    const CALLS: usize = if cfg!(miri) { 20 } else { 2_000 };
    guarded(|| {
        let (client, server) = call::channel::<usize, usize, 2>();
        let server = successor(server);
        let clients: Vec<_> = (0..3)
            .map(|number| {
                let mut client = client.clone();
                thread::spawn(move || {
                    for n in (0..CALLS).map(|n| n * 10 + number) {
                        match n % 3 {
                            0 => assert_eq!(client.call(n), Ok(n + 1)),
                            1 => assert_eq!(client.call_timeout(n, Duration::MAX), Ok(n + 1)),
                            _ => assert_eq!(block_on(client.call_async(n)), Ok(n + 1)),
                        }
                    }
                })
            })
            .collect();
        drop(client);
        clients.into_iter().for_each(|client| client.join().unwrap());
        assert_eq!(server.join().unwrap(), 3 * CALLS);
    });
}

#[test]
fn the_client_may_be_the_server_of_another() {
    let (mut client, server) = call::channel::<_, _, 1>();
    let waker = Waker::noop();
    let mut call = pin!(client.call_async(1));
    assert!(poll(&mut call, waker).is_pending());
    let request = server.try_recv().unwrap();
    assert_eq!((request.query, request.reply.is_closed()), (1, false));
    request.reply.send("one").unwrap();
    assert_eq!(poll(&mut call, waker), std::task::Poll::Ready(Ok("one")));
}

#[test]
fn a_dropped_reply_ends_the_call() {
    guarded(|| {
        let (mut client, server) = call::channel::<u8, u8, 4>();
        let service = thread::spawn(move || {
            for n in 0..3 {
                let request = server.recv().unwrap();
                if n == 1 {
                    thread::sleep(SOON); // until the client sleeps
                }
                drop(request);
            }
            server
        });
        assert_eq!(client.call(1), Err(CallError::Dropped));
        assert_eq!(client.call_timeout(2, Duration::from_secs(60)), Err(CallTimeoutError::Dropped));
        assert_eq!(block_on(client.call_async(3)), Err(CallError::Dropped));
        drop(service.join().unwrap());
        assert!(client.is_closed());
        assert_eq!(client.call(4), Err(CallError::Closed(4)));
        assert_eq!(client.call_timeout(5, SOON), Err(CallTimeoutError::Closed(5)));
        assert_eq!(block_on(client.call_async(6)), Err(CallError::Closed(6)));
    });
}

/// A server that leaves with requests in the channel drops them.
#[test]
fn requests_that_nobody_receives_are_dropped() {
    guarded(|| {
        let (mut client, server) = call::channel::<u8, u8, 4>();
        let leaving = thread::spawn(move || {
            while server.is_empty() {
                thread::yield_now();
            }
            drop(server);
        });
        assert_eq!(client.call(1), Err(CallError::Dropped));
        leaving.join().unwrap();
    });
}

#[test]
fn errors_say_whether_the_query_was_sent() {
    let (mut client, server) = call::channel::<_, u8, 1>();
    assert_eq!(client.call_timeout("sent", SOON), Err(CallTimeoutError::NoReply));
    assert_eq!(client.call_timeout("not sent", SOON), Err(CallTimeoutError::NotSent("not sent")));
    assert_eq!(client.call_deadline("late", Instant::now()), Err(CallTimeoutError::NotSent("late")));
    assert_eq!(server.len(), 1);
}

/// A late answer is given back to the server, whichever way the call ended, and the next call gets its own.
#[test]
fn a_late_answer_reaches_no_later_call() {
    let (mut client, server) = call::channel::<_, _, 4>();
    assert_eq!(client.call_timeout(1, SOON), Err(CallTimeoutError::NoReply));
    let late = server.recv().unwrap().reply;
    assert!(late.is_closed());
    {
        let mut cancelled = pin!(client.call_async(2));
        assert!(poll(&mut cancelled, Waker::noop()).is_pending());
    }
    let later = server.recv().unwrap().reply;
    assert!(later.is_closed());
    let (waker, wakes) = counting();
    let mut call = pin!(client.call_async(3));
    assert!(poll(&mut call, &waker).is_pending());
    assert_eq!(late.send("first"), Err(SendError("first")));
    assert_eq!(later.send("second"), Err(SendError("second")));
    assert_eq!(wakes.count(), 0);
    assert!(poll(&mut call, &waker).is_pending());
    server.recv().unwrap().reply.send("third").unwrap();
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut call, &waker), std::task::Poll::Ready(Ok("third")));
}

/// An answer that came after the time was up, and before the next call, is dropped unseen.
#[test]
fn an_answer_between_two_calls_is_not_the_seconds() {
    let (mut client, server) = call::channel::<_, _, 4>();
    {
        let mut cancelled = pin!(client.call_async(1));
        assert!(poll(&mut cancelled, Waker::noop()).is_pending());
        server.recv().unwrap().reply.send("first").unwrap(); // sent, and never looked at
    }
    let mut call = pin!(client.call_async(2));
    assert!(poll(&mut call, Waker::noop()).is_pending());
    server.recv().unwrap().reply.send("second").unwrap();
    assert_eq!(poll(&mut call, Waker::noop()), std::task::Poll::Ready(Ok("second")));
}

#[test]
fn a_call_allocates_nothing_but_after_one_whose_reply_is_outstanding() {
    guarded(|| {
        let (client, server) = call::channel::<usize, usize, 4>();
        let server = successor(server);
        let mut mine = client.clone();
        let mut calls = |count: usize| allocations(|| (0..count).for_each(|n| assert_eq!(mine.call(n), Ok(n + 1))));
        calls(1);
        assert_eq!(calls(if cfg!(miri) { 10 } else { 1_000 }), 0);
        drop((client, mine));
        server.join().unwrap();

        let (mut client, server) = call::channel::<usize, usize, 4>();
        assert_eq!(allocations(|| assert!(client.call_timeout(1, SOON).is_err())), 0);
        assert_eq!(allocations(|| assert!(client.call_timeout(2, SOON).is_err())), 1);
        drop((server.recv().unwrap(), server.recv().unwrap()));
        assert_eq!(allocations(|| assert!(client.call_timeout(3, SOON).is_err())), 0);
    });
}

#[test]
fn errors_and_handles_print_no_content() {
    let (client, server) = call::channel::<&str, u8, 4>();
    assert_eq!(format!("{client:?}"), "Client { is_closed: false, .. }");
    drop(server);
    assert_eq!(format!("{:?}", CallError::Closed("secret")), "Closed(..)");
    assert_eq!(format!("{:?}", CallTimeoutError::NotSent("secret")), "NotSent(..)");
    let late = CallTimeoutError::from(CallError::Closed("query"));
    assert_eq!((late.to_string().as_str(), late.into_query()), ("the channel is closed", Some("query")));
    assert_eq!(CallTimeoutError::<u8>::NoReply.to_string(), "timed out before the answer came");
}
