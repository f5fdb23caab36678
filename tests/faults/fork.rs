//! A process with channels forks: a channel that the child makes works there.

use crate::watchdog::guarded;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use strait::{mpsc, pipe, spsc};

/// Both ends sleep and wake, through channels of this process's own.
macro_rules! ping_pong {
    ($mode:ident) => {{
        let (there, mut here) = $mode::channel::<u64, 1>();
        let (back, home) = $mode::channel::<u64, 1>();
        let other = thread::spawn(move || here.iter().for_each(|n| back.send(n).unwrap()));
        for n in 0..300 {
            there.send(n).unwrap();
            assert_eq!(home.recv(), Ok(n));
        }
        drop(there);
        other.join().unwrap();
    }};
}

fn ping_pongs() {
    ping_pong!(spsc);
    ping_pong!(mpsc);
    ping_pong!(pipe);
}

#[test]
fn a_child_of_fork_makes_channels_that_work() {
    static OF_THE_PARENT: mpsc::Channel<u64, 2> = mpsc::Channel::new();
    guarded(|| {
        ping_pongs(); // The library has set up what it sets up once in a process.
        let (tx, rx) = OF_THE_PARENT.try_split().unwrap();
        tx.try_send(1).unwrap();
        thread::scope(|scope| {
            let waiting = tx.clone();
            scope.spawn(move || (2..4).for_each(|n| waiting.send(n).unwrap()));
            // SAFETY: the child runs on with this thread alone. It uses nothing of the parent's that another thread may
            // have locked, but for the allocator and thread creation, which the C library keeps usable across a fork.
            let child = unsafe { libc::fork() };
            if child == 0 {
                // SAFETY: the call takes a number. A child that hangs dies by itself.
                unsafe { libc::alarm(60) };
                let outcome = catch_unwind(AssertUnwindSafe(ping_pongs));
                // SAFETY: nothing is left to be done in this process.
                unsafe { libc::_exit(i32::from(outcome.is_err())) };
            }
            assert!(child > 0, "the process forks");
            let mut status = -1;
            // SAFETY: the pointer is to a live value of the type that the call writes.
            let waited = unsafe { libc::waitpid(child, &raw mut status, 0) };
            assert_eq!((waited, status), (child, 0), "the child ends well");
            // The parent's channel is as before.
            assert_eq!([rx.recv(), rx.recv(), rx.recv()], [Ok(1), Ok(2), Ok(3)]);
        });
    });
}
