//! A waker runs tasks at once, which wait again, and then panics: they wait as they would without the panic.

use crate::panicking::panics;
use crate::polling::poll;
use crate::waking::counting;
use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Wake, Waker};
use strait::SendError;
use strait::mpsc::{Consumer, Producer, channel};

type Task = Pin<Box<dyn Future<Output = Result<(), SendError<u8>>> + Send>>;

fn sending(tx: &Arc<Producer<u8, 1>>, message: u8) -> Arc<Mutex<Task>> {
    let tx = Arc::clone(tx);
    Arc::new(Mutex::new(Box::pin(async move { tx.send_async(message).await })))
}

fn is_pending(task: &Mutex<Task>, waker: &Waker) -> bool {
    poll(&mut *task.lock().unwrap(), waker).is_pending()
}

/// Does what it is made for, and panics.
struct Panicking<F>(F);

impl<F: Fn(&Waker) + Send + Sync + 'static> Wake for Panicking<F> {
    fn wake(self: Arc<Self>) {
        (self.0)(&Waker::from(self.clone()));
        resume_unwind(Box::new("a waker that panics"));
    }
}

/// A full ring, and a sending task that was woken by room, found none, waits with the second waker, and whose first
/// one then panicked.
fn waiting_again(next: &Waker) -> (Arc<Producer<u8, 1>>, Consumer<u8, 1>, Arc<Mutex<Task>>) {
    let (tx, rx) = channel();
    let tx = Arc::new(tx);
    assert_eq!(tx.try_send(0), Ok(()));
    let task = sending(&tx, 2);
    let runs = Arc::new(AtomicUsize::new(0));
    let waker = {
        let (tx, task, next, runs) = (Arc::clone(&tx), Arc::clone(&task), next.clone(), Arc::clone(&runs));
        Waker::from(Arc::new(Panicking(move |_: &Waker| {
            assert_eq!(tx.try_send(1), Ok(()), "the room goes to another");
            assert!(is_pending(&task, &next));
            runs.fetch_add(1, Ordering::SeqCst);
        })))
    };
    assert!(is_pending(&task, &waker));
    assert!(panics(|| rx.try_recv()));
    assert_eq!((runs.load(Ordering::SeqCst), rx.len()), (1, 1), "the task ran, and waits again");
    (tx, rx, task)
}

#[test]
fn a_future_that_waits_again_in_a_wake_that_panics_is_woken_by_room() {
    let (waker, wakes) = counting();
    let (_tx, rx, task) = waiting_again(&waker);
    assert_eq!((rx.try_recv(), wakes.count()), (Ok(1), 1), "room wakes");
    assert!(!is_pending(&task, &waker));
    assert_eq!(rx.try_recv(), Ok(2));
}

#[test]
fn a_future_that_waits_again_in_a_wake_that_panics_is_woken_by_a_close() {
    let (waker, wakes) = counting();
    let (_tx, rx, task) = waiting_again(&waker);
    rx.close();
    assert_eq!(wakes.count(), 1, "a close wakes");
    assert!(!is_pending(&task, &waker));
}

/// The woken task is over, and another one waits in its node of the queue, before the panic.
#[test]
fn a_future_that_comes_to_wait_in_a_wake_that_panics_is_woken() {
    let (tx, rx) = channel();
    let tx = Arc::new(tx);
    assert_eq!(tx.try_send(0), Ok(()));
    let (first, second, (counter, wakes)) = (sending(&tx, 1), sending(&tx, 2), counting());
    let waker = {
        let (first, next, counter) = (Arc::clone(&first), Arc::clone(&second), counter.clone());
        Waker::from(Arc::new(Panicking(move |_: &Waker| {
            assert!(!is_pending(&first, &counter), "it finds the room");
            assert!(is_pending(&next, &counter));
        })))
    };
    assert!(is_pending(&first, &waker));
    assert!(panics(|| rx.try_recv()));
    assert_eq!((rx.try_recv(), wakes.count()), (Ok(1), 1), "room wakes");
    assert!(!is_pending(&second, &counter));
    assert_eq!(rx.try_recv(), Ok(2));
}

/// The task waits again by the waker that panics: a receive ends all the same, and the next one wakes.
#[test]
fn a_wake_that_panics_each_time_after_its_task_waits_again_ends() {
    const ENDLESS: usize = 100;
    let (tx, rx) = channel();
    let tx = Arc::new(tx);
    assert_eq!(tx.try_send(0), Ok(()));
    let (task, runs) = (sending(&tx, 2), Arc::new(AtomicUsize::new(0)));
    let waker = {
        let (tx, task, runs) = (Arc::clone(&tx), Arc::clone(&task), Arc::clone(&runs));
        Waker::from(Arc::new(Panicking(move |waker: &Waker| {
            let _ = tx.try_send(1);
            if runs.fetch_add(1, Ordering::SeqCst) < ENDLESS {
                assert!(is_pending(&task, waker));
            }
        })))
    };
    assert!(is_pending(&task, &waker));
    for _ in 0..3 {
        runs.store(0, Ordering::SeqCst);
        assert!(panics(|| rx.try_recv()), "room wakes, and that panics");
        assert!((1..ENDLESS).contains(&runs.load(Ordering::SeqCst)));
        assert_eq!(rx.len(), 1);
    }
    assert!(panics(|| drop(rx)), "a close wakes, and that panics");
}
