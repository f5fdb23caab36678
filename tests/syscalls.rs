//! System calls: none for a million messages when nobody waits; and waiting works where `membarrier` is forbidden.
//!
//! Each test runs this program again as a child that forbids itself system calls by seccomp. A child that keeps its
//! promise ends with [`KEPT`]; one that makes a forbidden call is killed.
#![cfg(all(feature = "std", target_os = "linux", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/watchdog.rs"]
mod watchdog;

use std::hint::spin_loop;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, thread};
use strait::{mpsc, pipe, spsc};
use watchdog::guarded;

const KEPT: i32 = 42;
const CHILD: &str = "STRAIT_SYSCALLS_CHILD";

/// Runs `child` in a process of its own, by calling the test of this name again.
fn in_a_child(test: &str, child: fn()) -> Option<ExitStatus> {
    if env::var_os(CHILD).is_some() {
        child();
        exit_now(KEPT);
    }
    // Two threads that spin need the processors for themselves.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let mut command = Command::new(env::current_exe().unwrap());
    let command = command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(CHILD, "1");
    Some(guarded(|| command.stdout(Stdio::null()).status().unwrap()))
}

/// Ends the process by one system call, without any of the program's own ending.
fn exit_now(code: i32) -> ! {
    // SAFETY: nothing is left to be done in this process.
    unsafe { libc::_exit(code) }
}

/// Loads the number of the system call.
fn filter_start() -> libc::sock_filter {
    libc::sock_filter { code: (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16, jt: 0, jf: 0, k: 0 }
}

/// Answers `action` if it is `call`.
fn filter_one(call: libc::c_long, action: u32) -> [libc::sock_filter; 2] {
    let code = (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16;
    [libc::sock_filter { code, jt: 0, jf: 1, k: call as u32 }, filter_all(action)]
}

/// Answers `action` whatever it is.
fn filter_all(action: u32) -> libc::sock_filter {
    libc::sock_filter { code: (libc::BPF_RET | libc::BPF_K) as u16, jt: 0, jf: 0, k: action }
}

/// Puts the calling thread, and those that it starts from now on, under a filter for good.
fn install(filter: &mut [libc::sock_filter]) {
    let program = libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
    // SAFETY: the call takes numbers.
    let failed = unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) };
    assert_eq!(failed, 0, "no new privileges");
    // SAFETY: the program lives during the call, which copies it.
    let failed = unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program, 0, 0) };
    assert_eq!(failed, 0, "the filter is installed");
}

/// The calling thread dies, and the process with it, at its next system call other than the process's end.
fn forbid_all_system_calls() {
    let [test, answer] = filter_one(libc::SYS_exit_group, libc::SECCOMP_RET_ALLOW);
    install(&mut [filter_start(), test, answer, filter_all(libc::SECCOMP_RET_KILL_PROCESS)]);
}

/// `membarrier` fails from now on, as in many a container.
fn forbid_membarrier() {
    let [test, answer] = filter_one(libc::SYS_membarrier, libc::SECCOMP_RET_ERRNO | libc::EPERM as u32);
    install(&mut [filter_start(), test, answer, filter_all(libc::SECCOMP_RET_ALLOW)]);
}

#[test]
fn a_child_that_makes_a_system_call_is_killed() {
    let status = in_a_child("a_child_that_makes_a_system_call_is_killed", || {
        forbid_all_system_calls();
        // SAFETY: the call takes nothing.
        unsafe { libc::getppid() };
    });
    assert_eq!(status.unwrap().signal(), Some(libc::SIGSYS));
}

#[track_caller]
fn kept(status: Option<ExitStatus>) {
    let status = status.unwrap();
    assert_eq!(status.code(), Some(KEPT), "{status}");
}

/// A million messages between two threads by try-operations; the process ends when both are done.
macro_rules! a_million_between_threads {
    ($mode:ident) => {{
        const COUNT: u64 = 1_000_000;
        static DONE: AtomicUsize = AtomicUsize::new(0);
        // Room for what a thread does in its time slice: on a busy machine the two may have to share a processor.
        let (mut tx, mut rx) = strait::$mode::channel::<u64, 65536>();
        let producer = thread::spawn(move || {
            forbid_all_system_calls();
            for n in 0..COUNT {
                while tx.try_send(n).is_err() {
                    spin_loop();
                }
            }
            DONE.fetch_add(1, Ordering::SeqCst);
            loop {
                spin_loop(); // Even a thread's end makes system calls.
            }
        });
        forbid_all_system_calls();
        for n in 0..COUNT {
            while rx.peek().is_none() {
                spin_loop();
            }
            if rx.try_recv() != Ok(n) {
                exit_now(1);
            }
        }
        while DONE.load(Ordering::SeqCst) == 0 {
            spin_loop();
        }
        core::mem::forget(producer);
    }};
}

#[test]
fn a_million_messages_through_spsc_make_no_system_call() {
    kept(in_a_child("a_million_messages_through_spsc_make_no_system_call", || a_million_between_threads!(spsc)));
}

#[test]
fn a_million_messages_through_pipe_make_no_system_call() {
    kept(in_a_child("a_million_messages_through_pipe_make_no_system_call", || a_million_between_threads!(pipe)));
}

#[test]
fn a_million_messages_through_mpsc_make_no_system_call() {
    #[allow(unused_mut, reason = "an `mpsc` producer sends through `&self`")]
    fn child() {
        a_million_between_threads!(mpsc);
    }
    kept(in_a_child("a_million_messages_through_mpsc_make_no_system_call", child));
}

/// Blocking, timed, async and batch operations that find what they want at once, and closing when nobody waits.
#[test]
fn operations_that_need_not_wait_make_no_system_call() {
    macro_rules! operations {
        ($mode:ident) => {{
            #[allow(unused_mut, reason = "an `mpsc` producer sends through `&self`")]
            fn run(
                (mut tx, mut rx): (strait::$mode::Producer<u64, 8>, strait::$mode::Consumer<u64, 8>),
                batch: &mut Vec<u64>,
            ) {
                for n in 0..100_000 {
                    let sent = tx.send(n).is_ok() && tx.send_timeout(n, core::time::Duration::MAX).is_ok();
                    let sent = sent && tx.send_array([n, n]).is_ok();
                    let received = rx.recv() == Ok(n) && rx.recv_timeout(core::time::Duration::MAX) == Ok(n);
                    batch.clear();
                    if !(sent && received && rx.recv_many(batch, 8) == Ok(2)) {
                        exit_now(1);
                    }
                }
                tx.close();
                rx.close();
                core::mem::forget((tx, rx));
            }
            run
        }};
    }
    kept(in_a_child("operations_that_need_not_wait_make_no_system_call", || {
        let (spsc, mpsc, pipe) = (spsc::channel(), mpsc::channel(), pipe::channel());
        let mut batch = Vec::with_capacity(8);
        forbid_all_system_calls();
        operations!(spsc)(spsc, &mut batch);
        operations!(mpsc)(mpsc, &mut batch);
        operations!(pipe)(pipe, &mut batch);
    }));
}

/// Both ends sleep and wake for each message.
macro_rules! ping_pong {
    ($mode:ident, $before_the_threads:expr) => {{
        let (mut there, mut here) = strait::$mode::channel::<u64, 1>();
        let (mut back, mut home) = strait::$mode::channel::<u64, 1>();
        let before_the_threads: fn() = $before_the_threads;
        before_the_threads();
        let other = thread::spawn(move || {
            for n in here.iter() {
                back.send(n).unwrap();
            }
        });
        for n in 0..3000 {
            if n % 500 == 0 {
                thread::sleep(core::time::Duration::from_millis(3)); // Let it park.
            }
            there.send(n).unwrap();
            assert_eq!(home.recv(), Ok(n));
        }
        drop(there);
        other.join().unwrap();
    }};
}

/// A stream through two places: either end sleeps now and then, while the other goes on.
macro_rules! stream {
    ($mode:ident) => {{
        let (mut tx, mut rx) = strait::$mode::channel::<u64, 2>();
        let sender = thread::spawn(move || {
            for n in 0..20_000 {
                if n % 4000 == 1000 {
                    thread::sleep(core::time::Duration::from_millis(3)); // Let the other end park.
                }
                tx.send(n).unwrap();
            }
        });
        for n in 0..20_000 {
            if n % 4000 == 3000 {
                thread::sleep(core::time::Duration::from_millis(3));
            }
            assert_eq!(rx.recv(), Ok(n));
        }
        sender.join().unwrap();
    }};
}

#[allow(unused_mut, reason = "an `mpsc` producer sends through `&self`")]
fn ping_pongs_and_streams() {
    ping_pong!(spsc, || {});
    ping_pong!(mpsc, || {});
    ping_pong!(pipe, || {});
    stream!(spsc);
    stream!(mpsc);
    stream!(pipe);
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
    #[allow(unused_mut, reason = "an `mpsc` producer sends through `&self`")]
    fn child() {
        ping_pong!(spsc, forbid_membarrier);
        ping_pongs_and_streams();
    }
    kept(in_a_child("blocking_works_where_membarrier_is_forbidden_after_the_channel_was_made", child));
}
