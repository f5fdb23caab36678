//! Making a channel: a big one on the heap takes no time, no stack and no memory before it is used, and an inline one
//! may be moved until it is split.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/watchdog.rs"]
mod watchdog;

use std::fmt::Debug;
use std::mem::MaybeUninit;
use std::thread;
use std::time::{Duration, Instant};
use strait::{Channel, Consumer, Mpsc, Pipe, Producer, Quiet, Refuses, Spsc, mpsc, pipe, spsc};
use watchdog::guarded;

/// Half of what a thread of std has; 256 MiB could be built on no thread's stack.
const STACK: usize = 512 * 1024;
const MIB: usize = 1 << 20;

/// The bytes of this process that lie in memory.
#[cfg(target_os = "linux")]
fn resident() -> usize {
    let counts = std::fs::read_to_string("/proc/self/statm").expect("the system tells");
    let pages: usize = counts.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("a number of pages");
    // SAFETY: the call takes a number.
    pages * unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as usize
}

#[cfg(not(target_os = "linux"))]
fn resident() -> usize {
    0
}

/// `channel()` or `quiet_channel()` of a mode.
type Make<T, const N: usize, M> = fn() -> (Producer<'static, T, N, M>, Consumer<'static, T, N, M>);

/// Makes a channel in a thread with a small stack, and sends a message through it. Returns the time that it took to
/// make it.
fn make_and_use<T: Copy + PartialEq + Debug + Send + 'static, const N: usize, M: Refuses>(
    make: Make<T, N, M>,
    message: T,
) -> Duration {
    assert!(N * size_of::<T>() >= 64 * MIB, "a big channel");
    let making = thread::Builder::new().stack_size(STACK).spawn(move || {
        let before = resident();
        let start = Instant::now();
        let (tx, rx) = make();
        let took = start.elapsed();
        // Also after the first message, only what it lies in is touched, and in the end what the first lap needs.
        assert!(tx.try_send(message).is_ok());
        assert!(rx.try_recv() == Ok(message));
        let grown = resident().saturating_sub(before);
        assert!(grown < 4 * MIB, "{grown} bytes are in memory, of {}", size_of::<Channel<T, N, M>>());
        drop((tx, rx));
        took
    });
    making.expect("a thread starts").join().expect("the channel works")
}

/// The best of several times: a busy machine may give the processor to others for as long as it likes.
fn is_made_at_once<T: Copy + PartialEq + Debug + Send + 'static, const N: usize, M: Refuses>(
    make: Make<T, N, M>,
    message: T,
) {
    let took = (0..10).map(|_| make_and_use(make, message)).min().expect("ten times");
    assert!(took < Duration::from_millis(1), "{took:?}");
}

/// In one test, since all threads share the memory that is measured.
#[test]
fn a_channel_of_256_mib_is_made_at_once_on_a_small_stack_and_touches_no_memory() {
    guarded(|| {
        let page = [7; 4096];
        is_made_at_once(spsc::channel::<[u8; 4096], 65536>, page);
        is_made_at_once(mpsc::channel::<[u8; 4096], 65536>, page);
        is_made_at_once(pipe::channel::<[u8; 4096], 65536>, page);
        is_made_at_once(spsc::quiet_channel::<[u8; 4096], 65536>, page);
        is_made_at_once(mpsc::quiet_channel::<[u8; 4096], 65536>, page);
        is_made_at_once(pipe::quiet_channel::<[u8; 4096], 65536>, page);
        is_made_at_once(spsc::channel::<u64, 8_388_608>, 7);
        is_made_at_once(mpsc::channel::<u64, 8_388_608>, 7);
        is_made_at_once(pipe::channel::<u64, 8_388_608>, 7);
    });
}

/// A message with bytes that a move need not copy.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Padded {
    a: u64,
    b: u8,
}

fn padded(n: u64) -> Padded {
    Padded { a: n, b: n as u8 }
}

/// Three laps, by single messages, full rings and arrays.
#[track_caller]
fn passes_padded_messages<M: Refuses>(channel: &mut Channel<Padded, 16, M>) {
    let (tx, mut rx) = channel.split();
    assert!(tx.is_empty() && rx.is_empty() && rx.try_recv().is_err());
    for n in 0..40 {
        assert_eq!((tx.try_send(padded(n)), rx.try_recv()), (Ok(()), Ok(padded(n))));
        assert!(rx.is_empty());
    }
    (0..16).for_each(|n| tx.try_send(padded(n)).unwrap());
    assert!(tx.is_full() && tx.try_send(padded(16)).is_err());
    assert!(rx.drain().eq((0..16).map(padded)));
    for n in 0..20 {
        tx.try_send_array([padded(n), padded(n + 1), padded(n + 2)]).unwrap();
        assert!(rx.drain().eq((n..n + 3).map(padded)));
    }
    tx.try_send(padded(7)).unwrap(); // Left behind, and dropped with the handles.
}

/// Moves a channel into memory that is full of `garbage`: a move need not copy what is padding in the messages' places.
fn moved_onto<M: Refuses>(garbage: u8, channel: Channel<Padded, 16, M>) -> Box<Channel<Padded, 16, M>> {
    let mut place = Box::new(MaybeUninit::<Channel<Padded, 16, M>>::uninit());
    // SAFETY: the bytes are the box's own, and may hold anything.
    unsafe { place.as_mut_ptr().write_bytes(garbage, 1) };
    // SAFETY: as above, through a typed move, which writes all that is no padding.
    unsafe {
        place.as_mut_ptr().write(channel);
        Box::from_raw(Box::into_raw(place).cast())
    }
}

fn works_wherever_it_is_moved<M: Refuses>() {
    for garbage in [0, 1, 0x7f, 0x80, 0xff] {
        let mut channel = Channel::<Padded, 16, M>::new();
        passes_padded_messages(&mut channel);
        let mut fresh = moved_onto(garbage, Channel::<_, 16, M>::new());
        passes_padded_messages(&mut fresh);
        for _ in 0..3 {
            let mut moved = moved_onto(garbage, channel);
            passes_padded_messages(&mut moved);
            channel = *moved;
            passes_padded_messages(&mut channel);
        }
    }
}

#[test]
fn an_inline_channel_of_padded_messages_works_wherever_it_is_moved() {
    works_wherever_it_is_moved::<Spsc>();
    works_wherever_it_is_moved::<Mpsc>();
    works_wherever_it_is_moved::<Pipe>();
    works_wherever_it_is_moved::<Quiet<Spsc>>();
    works_wherever_it_is_moved::<Quiet<Mpsc>>();
    works_wherever_it_is_moved::<Quiet<Pipe>>();
}

/// A constant is copied to where it is used, by a move of the compiler's.
#[test]
fn a_channel_of_padded_messages_may_be_a_constant() {
    #[allow(clippy::declare_interior_mutable_const, reason = "each use is a channel of its own")]
    const SPSC: spsc::Channel<Padded, 16> = spsc::Channel::new();
    #[allow(clippy::declare_interior_mutable_const, reason = "as above")]
    const MPSC: mpsc::Channel<Padded, 16> = mpsc::Channel::new();
    #[allow(clippy::declare_interior_mutable_const, reason = "as above")]
    const PIPE: pipe::Channel<Padded, 16> = pipe::Channel::new();
    let mut channels = (SPSC, [MPSC, MPSC], Some(PIPE));
    passes_padded_messages(&mut channels.0);
    channels.1.iter_mut().for_each(passes_padded_messages);
    channels.2.iter_mut().for_each(passes_padded_messages);
}

/// `new_in` of a mode.
type MakeIn<T, const N: usize, M> = fn(&mut MaybeUninit<Channel<T, N, M>>) -> &mut Channel<T, N, M>;

/// In memory of the caller's, full of something else, which is never on a stack; twice in the same place.
#[test]
fn a_channel_is_made_in_memory_of_the_callers() {
    fn made_in<const N: usize, M: Refuses>(make: MakeIn<u64, N, M>) {
        let mut memory = Box::<Channel<u64, N, M>>::new_uninit();
        assert!(size_of_val(&*memory) >= 2 * STACK, "more than the stack holds");
        for _ in 0..2 {
            // SAFETY: the memory is ours, and nobody uses what was in it.
            unsafe { memory.as_mut_ptr().cast::<u8>().write_bytes(0xa5, size_of_val(&*memory)) };
            let (tx, rx) = make(&mut memory).split();
            for n in 0..2 * N as u64 {
                assert!(tx.try_send(n).is_ok() && rx.try_recv() == Ok(n));
            }
        }
    }
    let making = thread::Builder::new().stack_size(STACK).spawn(|| {
        made_in::<131_072, Spsc>(Channel::new_in);
        made_in::<131_072, Mpsc>(Channel::new_in);
        made_in::<131_072, Quiet<Pipe>>(Channel::new_in);
    });
    making.expect("a thread starts").join().expect("the channels work");
}
