//! Children of a test that forbid themselves system calls by seccomp. A child that keeps its promise ends with
//! [`KEPT`]; one that makes a forbidden call is killed.

use crate::watchdog::guarded;
use std::hint::spin_loop;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, thread};

const KEPT: i32 = 42;
const CHILD: &str = "STRAIT_SYSCALLS_CHILD";

/// Runs `child` in a process of its own, by calling the test of this name again.
pub(crate) fn in_a_child(test: &str, child: fn()) -> Option<ExitStatus> {
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
pub(crate) fn forbid_all_system_calls() {
    let [test, answer] = filter_one(libc::SYS_exit_group, libc::SECCOMP_RET_ALLOW);
    install(&mut [filter_start(), test, answer, filter_all(libc::SECCOMP_RET_KILL_PROCESS)]);
}

/// `membarrier` fails from now on, as in many a container.
pub(crate) fn forbid_membarrier() {
    let [test, answer] = filter_one(libc::SYS_membarrier, libc::SECCOMP_RET_ERRNO | libc::EPERM as u32);
    install(&mut [filter_start(), test, answer, filter_all(libc::SECCOMP_RET_ALLOW)]);
}

#[track_caller]
pub(crate) fn kept(status: Option<ExitStatus>) {
    let status = status.unwrap();
    assert_eq!(status.code(), Some(KEPT), "{status}");
}

/// Ends the process as one that did not keep its promise; an `assert` would make system calls.
pub(crate) fn check(holds: bool) {
    if !holds {
        exit_now(1);
    }
}

/// Repeats an attempt until it succeeds.
pub(crate) fn spin_until<R>(mut attempt: impl FnMut() -> Option<R>) -> R {
    loop {
        if let Some(result) = attempt() {
            return result;
        }
        spin_loop();
    }
}

/// Runs `body` in a thread that makes no system call from then on, not even by its end. Returns when it is done.
pub(crate) fn in_a_silent_thread(body: impl FnOnce() + Send + 'static) -> impl Fn() -> bool {
    static DONE: AtomicUsize = AtomicUsize::new(0);
    let before = DONE.load(Ordering::SeqCst);
    let thread = thread::spawn(move || {
        forbid_all_system_calls();
        body();
        DONE.fetch_add(1, Ordering::SeqCst);
        loop {
            spin_loop(); // Even a thread's end makes system calls.
        }
    });
    core::mem::forget(thread);
    move || DONE.load(Ordering::SeqCst) > before
}
