//! Stops a thread in the middle of an operation, while another thread checks the channel: by a signal at random
//! instants, and on x86-64 from there instruction by instruction, by the processor's trap flag.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

/// How many instructions are gone through after each signal.
pub(crate) const WALK: usize = if cfg!(target_arch = "x86_64") { 400 } else { 0 };

/// Set by the handler in the stopped thread, cleared by the thread that stopped it.
static STOPPED: AtomicBool = AtomicBool::new(false);
/// Whether the thread is stopped again after its next instruction.
static STEP: AtomicBool = AtomicBool::new(false);

/// Holds its thread until it may continue. It calls nothing that a signal handler may not, and no code of a channel.
extern "C" fn hold(_: libc::c_int, _: *mut libc::siginfo_t, context: *mut libc::c_void) {
    // SAFETY: the location is this thread's own, and the interrupted code does not use it meanwhile.
    let error = unsafe { *libc::__errno_location() };
    STOPPED.store(true, Ordering::SeqCst);
    while STOPPED.load(Ordering::SeqCst) {
        // SAFETY: the call takes nothing.
        unsafe { libc::sched_yield() };
    }
    #[cfg(target_arch = "x86_64")]
    {
        const TRAP: libc::greg_t = 1 << 8;
        // SAFETY: the system passes the interrupted thread's registers, which are the handler's until it returns.
        let flags = unsafe {
            let context = context.cast::<libc::ucontext_t>();
            &mut (*context).uc_mcontext.gregs[libc::REG_EFL as usize]
        };
        *flags = if STEP.load(Ordering::SeqCst) { *flags | TRAP } else { *flags & !TRAP };
    }
    let _ = context;
    // SAFETY: as above.
    unsafe { *libc::__errno_location() = error };
}

fn install_handler() {
    // SAFETY: all-zero bytes are a valid `sigaction` that blocks no other signal.
    let mut action: libc::sigaction = unsafe { core::mem::zeroed() };
    action.sa_sigaction =
        hold as extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) as libc::sighandler_t;
    action.sa_flags = libc::SA_RESTART | libc::SA_SIGINFO;
    for signal in [libc::SIGUSR1, libc::SIGTRAP] {
        // SAFETY: the pointer is to a live value, and nobody asks for the old action.
        let failed = unsafe { libc::sigaction(signal, &raw const action, core::ptr::null_mut()) };
        assert_eq!(failed, 0, "the handler is installed");
    }
}

fn go_on(step: bool) {
    STEP.store(step, Ordering::SeqCst);
    STOPPED.store(false, Ordering::SeqCst);
}

/// Lets the stopped thread continue, and end; also when a check panics, so that the scope can join it.
struct LetGo<'a>(&'a AtomicBool);

impl Drop for LetGo<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
        go_on(false);
    }
}

/// Repeats `step` in a thread of its own and stops that thread, `times` times at a random instant and then after each
/// of the next [`WALK`] instructions. While it runs, the caller repeats `run`; while it is stopped, `check`. Returns
/// the states of both.
///
/// The thread continues only after `check` has returned: an operation in it that waits for the stopped thread never
/// ends, and the watchdog reports it.
pub(crate) fn stop_at_many_instants<V: Send, P>(
    times: usize,
    (victim, step): (V, impl Fn(&mut V) + Sync),
    peer: P,
    run: impl Fn(&mut P),
    check: impl Fn(&mut P),
) -> (V, P) {
    // The handler knows of one stopped thread.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    install_handler();

    let (name, steps, is_over) = (OnceLock::new(), AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let victim = scope.spawn(|| {
            let mut victim = victim;
            // SAFETY: the call takes nothing.
            name.get_or_init(|| unsafe { libc::pthread_self() });
            while !is_over.load(Ordering::SeqCst) {
                step(&mut victim);
                steps.fetch_add(1, Ordering::SeqCst);
            }
            victim
        });
        let mut peer = peer; // Dropped before the scope joins, if a check panics.
        let end = LetGo(&is_over);
        let run_until = |peer: &mut P, condition: &dyn Fn() -> bool| {
            while !condition() && !victim.is_finished() {
                run(peer);
                thread::yield_now();
            }
        };
        let mut random = 1u32;
        for _ in 0..times {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let target = steps.load(Ordering::SeqCst) + 1 + (random >> 30) as usize;
            run_until(&mut peer, &|| steps.load(Ordering::SeqCst) >= target);
            (0..random >> 8 & 63).for_each(|_| run(&mut peer));
            if victim.is_finished() {
                break; // It panicked.
            }
            // SAFETY: the thread is not joined yet.
            let failed = unsafe { libc::pthread_kill(name.get().copied().expect("it has made steps"), libc::SIGUSR1) };
            assert_eq!(failed, 0, "the signal is sent");
            for left in (0..=WALK).rev() {
                run_until(&mut peer, &|| STOPPED.load(Ordering::SeqCst));
                check(&mut peer);
                go_on(left > 0);
            }
        }
        drop(end);
        run_until(&mut peer, &|| false);
        (victim.join().expect("the stopped thread's own checks hold"), peer)
    })
}
