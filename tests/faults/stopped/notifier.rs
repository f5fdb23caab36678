//! A producer is stopped while it wakes the consumer's task: that task sleeps until the producer continues. If it woke
//! itself meanwhile, a task of higher priority on the same core would keep the producer from ever continuing.

use crate::stopping::{WALK, stop_at_many_instants};
use crate::waking::{Wakes, counting};
use crate::watchdog::guarded;
use futures::Stream;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use strait::{Consumer, Mode};

/// At how many instructions the producer is to be met between a message and its wake. Elsewhere it is stopped at
/// random.
const WAKES_MET: usize = if WALK > 0 { 500 } else { 5 };

/// A consumer's task. A stream leaves its waker in the channel when its poll is over; a future that is dropped takes it
/// back.
struct Task<S> {
    rx: S,
    waker: Waker,
    wakes: Arc<Wakes>,
    next: u64,
    /// How often it had been woken, and what was next to come, when it was last seen to have been woken.
    woken: (usize, u64),
    /// How often the producer was stopped when it had sent a message and not yet woken this task for it.
    wakes_met: usize,
}

impl<M: Mode, const N: usize> Task<Consumer<'static, u64, N, M>> {
    fn new(rx: Consumer<'static, u64, N, M>) -> Self {
        let (waker, wakes) = counting();
        Self { rx, waker, wakes, next: 0, woken: (0, 0), wakes_met: 0 }
    }

    /// Receives what there is, and waits.
    fn run(&mut self) {
        while let Poll::Ready(came) = Pin::new(&mut self.rx).poll_next(&mut Context::from_waker(&self.waker)) {
            assert_eq!(came, Some(self.next));
            self.next += 1;
        }
    }

    fn sleeps(&mut self) {
        let wakes = self.wakes.count();
        self.run();
        self.run();
        assert_eq!(self.wakes.count(), wakes, "nobody has woken it but itself");
        if self.woken.0 == wakes {
            self.wakes_met += usize::from(self.next > self.woken.1);
        } else {
            self.woken = (wakes, self.next);
        }
    }
}

macro_rules! notifiers {
    ($($mode:ident)*) => {
        $(
            #[test]
            fn $mode() {
                guarded(|| {
                    let (tx, rx) = strait::$mode::channel::<u64, 2>();
                    let (mut victim, mut task) = ((tx, 0), Task::new(rx));
                    while task.wakes_met < WAKES_MET {
                        let step = |(tx, next): &mut (strait::$mode::Producer<u64, 2>, u64)| {
                            *next += u64::from(tx.try_send(*next).is_ok());
                        };
                        (victim, task) = stop_at_many_instants(1, (victim, step), task, Task::run, Task::sleeps);
                    }
                    assert!(task.next <= victim.1);
                });
            }
        )*
    };
}

mod a_task_whose_wake_is_stopped_sleeps {
    use super::{Task, WAKES_MET, guarded, stop_at_many_instants};

    notifiers! { spsc mpsc pipe }
}
