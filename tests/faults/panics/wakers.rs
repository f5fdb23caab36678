//! Wakers that panic or use the channel: when they are cloned, when they wake, when they are dropped.

use crate::counted::{Counted, Drops};
use crate::panicking::panics;
use crate::polling::poll;
use crate::waking::counting;
use std::cell::RefCell;
use std::future::Future;
use std::panic::resume_unwind;
use std::pin::{Pin, pin};
use std::ptr::null;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Poll, RawWaker, RawWakerVTable, Wake, Waker};

/// What a waker may be asked for.
#[derive(Clone, Copy, PartialEq)]
enum Asked {
    Clone,
    Wake,
    Drop,
}

/// What happens, and when.
type Due = (Asked, Box<dyn FnOnce()>);

std::thread_local! {
    /// What happens the next time that the waker is asked for something; once.
    static DUE: RefCell<Option<Due>> = const { RefCell::new(None) };
}

fn act_at(what: Asked, act: impl FnOnce() + 'static) {
    DUE.set(Some((what, Box::new(act))));
}

fn panic_at(what: Asked) {
    act_at(what, || resume_unwind(Box::new("a waker that panics")));
}

fn asked(what: Asked) {
    let due = DUE.with_borrow_mut(|due| due.take_if(|(when, _)| *when == what));
    if let Some((_, act)) = due {
        act();
    }
}

/// A waker that does what is due, and nothing else.
fn tricky() -> Waker {
    const RAW: RawWaker = RawWaker::new(
        null(),
        &RawWakerVTable::new(
            |_| {
                asked(Asked::Clone);
                RAW
            },
            |_| asked(Asked::Wake),
            |_| asked(Asked::Wake),
            |_| asked(Asked::Drop),
        ),
    );
    // SAFETY: the functions touch no data, so they may be called from anywhere and in any number.
    unsafe { Waker::from_raw(RAW) }
}

/// A task whose waker runs it at once, in the middle of the operation that wakes it.
struct Inline {
    task: Mutex<Pin<Box<dyn Future<Output = ()> + Send>>>,
    woken_while_it_runs: AtomicBool,
}

impl Inline {
    fn run(task: impl Future<Output = ()> + Send + 'static) {
        Arc::new(Self { task: Mutex::new(Box::pin(task)), woken_while_it_runs: AtomicBool::new(false) }).wake();
    }
}

impl Wake for Inline {
    fn wake(self: Arc<Self>) {
        self.woken_while_it_runs.store(true, Ordering::SeqCst);
        let Ok(mut task) = self.task.try_lock() else { return };
        while self.woken_while_it_runs.swap(false, Ordering::SeqCst) {
            if poll(&mut *task, &Waker::from(self.clone())).is_ready() {
                return;
            }
        }
    }
}

/// Tests of one mode's channels.
macro_rules! wakers {
    ($($mode:ident)*) => {
        $(
            #[allow(unused_mut, reason = "the futures of an `mpsc` producer borrow it by `&self`")]
            mod $mode {
                use super::*;
                use crate::panics::{$mode::works, N};
                use strait::$mode::channel;

                /// The message is sent, and the panic goes on in the sender.
                #[test]
                fn a_message_whose_wake_panics_is_sent() {
                    let drops = Drops::of(1);
                    let (mut tx, mut rx) = channel::<Counted, N>();
                    {
                        let waker = tricky();
                        let mut receiving = pin!(rx.recv_async());
                        assert!(poll(&mut receiving, &waker).is_pending());
                        panic_at(Asked::Wake);
                        assert!(panics(|| tx.try_send(drops.message(0))));
                        assert!(poll(&mut receiving, &waker).is_ready());
                    }
                    drops.assert_each_once();
                    works(&mut tx, &mut rx);
                }

                /// The message is received, and dropped as the panic unwinds; its slot is free.
                #[test]
                fn room_whose_wake_panics_is_there() {
                    let drops = Drops::of(N + 1);
                    let (mut tx, mut rx) = channel::<Counted, N>();
                    (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                    {
                        let waker = tricky();
                        let mut sending = tx.send_async(drops.message(N));
                        assert!(poll(&mut sending, &waker).is_pending());
                        panic_at(Asked::Wake);
                        assert!(panics(|| rx.try_recv()));
                        assert!(poll(&mut sending, &waker).is_ready());
                    }
                    assert!(rx.drain().map(|message| message.number).eq(1..=N));
                    drops.assert_each_once();
                    works(&mut tx, &mut rx);
                }

                /// A close ends every wait all the same, and the last handle drops what is left.
                #[test]
                fn a_close_whose_wakes_panic_closes() {
                    for by_drop in [false, true] {
                        let drops = Drops::of(N + 1);
                        let (mut tx, mut rx) = channel::<Counted, N>();
                        (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                        let waker = tricky();
                        let mut sending = tx.send_async(drops.message(N));
                        assert!(poll(&mut sending, &waker).is_pending());
                        panic_at(Asked::Wake);
                        if by_drop {
                            assert!(panics(|| drop(rx)));
                        } else {
                            assert!(panics(|| rx.close()));
                            assert!(rx.is_closed());
                        }
                        assert!(poll(&mut sending, &waker).is_ready());
                        drop(sending);
                        assert!(tx.is_closed());
                        drop(tx);
                    }
                }

                #[test]
                fn a_waker_that_panics_when_its_future_goes_leaves_the_next_one_its_place() {
                    let (mut tx, mut rx) = channel::<Counted, N>();
                    assert!(panics(|| {
                        let mut receiving = pin!(rx.recv_async());
                        assert!(poll(&mut receiving, &tricky()).is_pending());
                        panic_at(Asked::Drop);
                    }));
                    works(&mut tx, &mut rx);
                    let drops = Drops::of(N + 1);
                    (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                    let mut sending = tx.send_async(drops.message(N));
                    assert!(poll(&mut sending, &tricky()).is_pending());
                    panic_at(Asked::Drop);
                    assert!(panics(|| drop(sending)));
                    rx.drain().for_each(drop);
                    drops.assert_each_once();
                    works(&mut tx, &mut rx);
                }

                #[test]
                fn a_waker_that_panics_when_another_replaces_it_leaves_that_one_its_place() {
                    let drops = Drops::of(N + 1);
                    let (mut tx, mut rx) = channel::<Counted, N>();
                    let (waker, wakes) = counting();
                    {
                        let mut receiving = pin!(rx.recv_async());
                        assert!(poll(&mut receiving, &tricky()).is_pending());
                        panic_at(Asked::Drop);
                        assert!(panics(|| poll(&mut receiving, &waker)));
                        assert!(tx.try_send(drops.message(0)).is_ok());
                        assert_eq!(wakes.count(), 1, "a message wakes");
                        assert!(poll(&mut receiving, &waker).is_ready());
                    }
                    (1..=N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                    rx.drain().for_each(drop);
                    drops.assert_each_once();
                    works(&mut tx, &mut rx);
                }

                #[test]
                fn a_waker_that_panics_when_it_is_cloned_leaves_the_next_one_its_place() {
                    let drops = Drops::of(N + 1);
                    let (mut tx, mut rx) = channel::<Counted, N>();
                    panic_at(Asked::Clone);
                    assert!(panics(|| poll(&mut pin!(rx.recv_async()), &tricky())));
                    works(&mut tx, &mut rx);
                    {
                        // The same where another was left before.
                        let (waker, _) = counting();
                        let mut receiving = pin!(rx.recv_async());
                        assert!(poll(&mut receiving, &waker).is_pending());
                        panic_at(Asked::Clone);
                        assert!(panics(|| poll(&mut receiving, &tricky())));
                    }
                    works(&mut tx, &mut rx);
                    (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                    panic_at(Asked::Clone);
                    assert!(panics(|| poll(&mut tx.send_async(drops.message(N)), &tricky())));
                    rx.drain().for_each(drop);
                    drops.assert_each_once();
                    works(&mut tx, &mut rx);
                }

                /// A message that is sent in the middle of the poll is found by it.
                #[test]
                fn a_waker_that_sends_when_it_is_cloned_or_dropped_finds_the_slot_in_order() {
                    let (mut tx, mut rx) = channel::<Counted, N>();
                    for what in [Asked::Clone, Asked::Drop] {
                        let drops = Drops::of(1);
                        let (sender, message) = (Rc::new(tx), drops.message(0));
                        let sends = Rc::clone(&sender);
                        let send = move || assert!(sends.try_send(message).is_ok());
                        {
                            let mut receiving = pin!(rx.recv_async());
                            let next = if what == Asked::Clone {
                                tricky()
                            } else {
                                assert!(poll(&mut receiving, &tricky()).is_pending());
                                counting().0
                            };
                            act_at(what, send);
                            assert!(poll(&mut receiving, &next).is_ready());
                        }
                        drops.assert_each_once();
                        tx = Rc::into_inner(sender).unwrap();
                        works(&mut tx, &mut rx);
                    }
                }

                /// Each wake runs the task at once, which leaves its waker once more before the wake is over.
                #[test]
                fn a_wake_that_polls_the_same_end_again_finds_its_slot_free() {
                    let (tx, mut rx) = channel::<usize, N>();
                    let received = Arc::new(Mutex::new(Vec::new()));
                    let there = Arc::clone(&received);
                    Inline::run(async move {
                        while let Ok(number) = rx.recv_async().await {
                            there.lock().unwrap().push(number);
                        }
                    });
                    for number in 0..3 * N {
                        tx.try_send(number).unwrap();
                        assert_eq!(received.lock().unwrap().last(), Some(&number));
                    }
                    drop(tx);
                    assert_eq!(Arc::strong_count(&received), 1, "the task is over");

                    let (mut tx, rx) = channel::<usize, N>();
                    Inline::run(async move {
                        for number in 0..3 * N {
                            tx.send_async(number).await.unwrap();
                        }
                    });
                    assert!((0..3 * N).all(|number| rx.try_recv() == Ok(number)), "each receive makes room for one more");
                    assert!(rx.is_closed(), "the task is over");
                }
            }
        )*
    };
}

wakers! { spsc mpsc pipe }

/// Of many producers that wait, the first one's waker panics: the others are woken all the same, by room one after the
/// other, and by a close.
#[test]
fn a_wake_that_panics_forgets_no_other_producer() {
    let drops = Drops::of(5);
    let (tx, rx) = strait::mpsc::channel::<Counted, 1>();
    assert!(tx.try_send(drops.message(0)).is_ok());
    let (waker, wakes) = counting();
    let mut first = tx.send_async(drops.message(1));
    assert!(poll(&mut first, &tricky()).is_pending());
    let mut others = [2, 3, 4].map(|number| tx.send_async(drops.message(number)));
    assert!(others.iter_mut().all(|sending| poll(sending, &waker).is_pending()));
    panic_at(Asked::Wake);
    assert!(panics(|| rx.try_recv()));
    assert_eq!(wakes.count(), 1, "the first was not woken, so the room goes to the next one");
    assert!(poll(&mut others[0], &waker).is_ready());
    assert!(poll(&mut first, &waker).is_pending());
    rx.close();
    assert_eq!(wakes.count(), 4);
    assert!(others[1..].iter_mut().all(|sending| poll(sending, &waker).is_ready()));
    assert!(poll(&mut first, &waker).is_ready());
}

/// The part of a batch that was sent before a wake panicked is counted, and is not sent twice.
#[test]
fn a_wake_that_panics_in_a_batch_leaves_its_count_right() {
    let (mut tx, mut rx) = strait::pipe::channel::<u32, 4>();
    {
        let mut receiving = pin!(rx.recv_async());
        assert!(poll(&mut receiving, &tricky()).is_pending());
        let mut sending = pin!(tx.send_slice_async(&[1, 2, 3]));
        panic_at(Asked::Wake);
        assert!(panics(|| poll(&mut sending, Waker::noop())));
        assert!(poll(&mut sending, Waker::noop()).is_ready());
    }
    assert!(rx.drain().eq([1, 2, 3]));
    {
        let mut receiving = pin!(rx.recv_async());
        assert!(poll(&mut receiving, &tricky()).is_pending());
        let mut sending = pin!(tx.send_many_async([1, 2, 3]));
        panic_at(Asked::Wake);
        assert!(panics(|| poll(&mut sending, Waker::noop())));
        assert_eq!(poll(&mut sending, Waker::noop()), Poll::Ready(Ok(3)));
    }
    assert!(rx.drain().eq([1, 2, 3]));
    assert_eq!(tx.try_send_slice(&[1, 2, 3, 4]), Ok(4));
    {
        let mut sending = tx.send_async(5);
        assert!(poll(&mut sending, &tricky()).is_pending());
        let mut slice = [0; 4];
        {
            let mut receiving = pin!(rx.recv_slice_async(&mut slice));
            panic_at(Asked::Wake);
            assert!(panics(|| poll(&mut receiving, Waker::noop())));
            assert_eq!(poll(&mut receiving, Waker::noop()), Poll::Ready(4));
        }
        assert_eq!(slice, [1, 2, 3, 4]);
    }
}
