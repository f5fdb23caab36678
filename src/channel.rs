//! The channel: a ring, a signal for each end, and the count of handles.

use crate::capacity::{Capacity, PowerOfTwo};
use crate::mode::Mode;
use crate::presence::{FreeOnDrop, Presence};
use crate::ring::{self, Ring};
use crate::stats::Losses;
use crate::sync::{CachePadded, initial, initial_state};
use crate::wait::{Signal, Waiters, call_all};
use core::{fmt, mem::MaybeUninit, ptr::NonNull};

/// A channel of mode `M` with `N` slots for messages of type `T`.
///
/// It lies where you put it: in a `static`, in a struct, on the stack. It holds its messages inline and never
/// allocates. [`split`](Self::split) lends its two ends; [`try_split`](Self::try_split) lends those of a `static`. For
/// a channel on the heap that its handles own together, call `channel` of the mode's module instead:
/// [`spsc::channel`](crate::spsc::channel), [`mpsc::channel`](crate::mpsc::channel),
/// [`pipe::channel`](crate::pipe::channel).
///
/// # Closing
///
/// `close()` on any handle, or the drop of the last handle of an end, closes the channel: from then on sends fail and
/// return their value, receives return what is left and then `Closed`, and everyone who waits wakes up. When all
/// handles are gone, what is left is dropped, and the channel can be split again, open and empty.
///
/// # Examples
///
/// ```
/// use strait::{TryRecvError, spsc};
///
/// let mut channel = spsc::Channel::<_, 4>::new();
/// let (tx, rx) = channel.split();
/// tx.try_send("hello").unwrap();
/// assert_eq!(rx.try_recv(), Ok("hello"));
/// drop(tx);
/// assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
/// ```
pub struct Channel<T, const N: usize, M: Mode> {
    not_full: CachePadded<Signal<M::Producers>>,
    not_empty: CachePadded<Signal<M::Consumers>>,
    presence: Presence,
    /// The position of the first message since the handles were given out. On the line of the presence, which no
    /// message touches.
    #[cfg(feature = "stats")]
    first: crate::stats::Counter,
    /// How many messages producers were refused and gave up. On the same line.
    losses: Losses,
    ring: M::Ring<T, N>,
}

initial_state!(impl[T, const N: usize, M: Mode] Channel<T, N, M> = Self {
    not_full: initial!(CachePadded<Signal<M::Producers>>),
    not_empty: initial!(CachePadded<Signal<M::Consumers>>),
    presence: initial!(Presence),
    #[cfg(feature = "stats")]
    first: initial!(crate::stats::Counter),
    losses: initial!(Losses),
    ring: initial!(M::Ring<T, N>),
});

// SAFETY: a shared channel gives access to its messages only through its handles, to one owner at a time: stamps and
// indices pass it on (ring/mod.rs), so sharing a channel sends `T`s and never shares one. What an end keeps for itself
// is touched only through that end's view, which its handle makes. Signals and presence are `Sync` by themselves.
unsafe impl<T: Send, const N: usize, M: Mode> Sync for Channel<T, N, M> {}
// SAFETY: nothing in a channel is bound to a thread but its messages; waiters that are left in it are `Send`.
unsafe impl<T: Send, const N: usize, M: Mode> Send for Channel<T, N, M> {}

// Every operation leaves the ring consistent, also when others' code panics in it (ring/ops.rs).
impl<T, const N: usize, M: Mode> core::panic::UnwindSafe for Channel<T, N, M> {}
impl<T, const N: usize, M: Mode> core::panic::RefUnwindSafe for Channel<T, N, M> {}

/// What the views of both ends need of a channel: one parameter in place of `T`, `N` and `M`.
pub(crate) trait Core {
    /// What is sent.
    type Item;
    /// Where messages lie.
    type Ring: Ring<Item = Self::Item>;
    /// Who waits for room.
    type Producers: Waiters;
    /// Who waits for messages.
    type Consumers: Waiters;
    /// Whether a send wakes the consumers and a receive the producers; not in a quiet channel.
    const NOTIFIES: bool;

    fn ring(&self) -> &Self::Ring;

    /// Where producers wait for room.
    fn not_full(&self) -> &Signal<Self::Producers>;

    /// Where consumers wait for messages.
    fn not_empty(&self) -> &Signal<Self::Consumers>;

    fn presence(&self) -> &Presence;

    /// The most messages that may be in the channel.
    fn limit(&self) -> usize {
        Self::Ring::CAPACITY - self.ring().unused()
    }

    /// The position of the first message since the handles were given out.
    #[cfg(feature = "stats")]
    fn first(&self) -> &crate::stats::Counter;

    /// How many messages producers were refused and gave up since the handles were given out.
    fn losses(&self) -> &Losses;

    /// Refuses all further sends and wakes everyone who waits.
    fn close(&self) {
        self.ring().close();
        let wakes: [&dyn Fn(); 2] = [&|| self.not_empty().notify_all(), &|| self.not_full().notify_all()];
        call_all(wakes.into_iter());
    }

    /// How far messages were sent, as seen by who sees `len` of them.
    #[cfg(feature = "stats")]
    fn seen_tail(&self, len: usize) -> usize {
        let unseen = self.ring().evicted().wrapping_sub(self.ring().missed());
        self.ring().head_position().wrapping_add(len).wrapping_add(unseen)
    }

    /// Reads the statistics; `tail` returns how far messages were sent, and is called after the head is read.
    #[cfg(feature = "stats")]
    fn stats(&self, tail: impl FnOnce() -> usize) -> crate::stats::Stats {
        let since_first = |position| ring::since(position, self.first().get());
        let missed = self.ring().missed();
        let received = since_first(self.ring().head_position()).wrapping_sub(missed);
        crate::stats::Stats {
            sent: since_first(tail()),
            received,
            lost: self.losses().get().wrapping_add(self.ring().evicted()),
            high_water: self.ring().high_water(),
            producers: self.not_full().waits(),
            consumer: self.not_empty().waits(),
        }
    }
}

impl<T, const N: usize, M: Mode> Core for Channel<T, N, M> {
    type Item = T;
    type Ring = M::Ring<T, N>;
    type Producers = M::Producers;
    type Consumers = M::Consumers;
    const NOTIFIES: bool = M::NOTIFIES;

    #[inline(always)]
    fn ring(&self) -> &M::Ring<T, N> {
        &self.ring
    }

    #[inline(always)]
    fn not_full(&self) -> &Signal<M::Producers> {
        &self.not_full
    }

    #[inline(always)]
    fn not_empty(&self) -> &Signal<M::Consumers> {
        &self.not_empty
    }

    #[inline(always)]
    fn presence(&self) -> &Presence {
        &self.presence
    }

    #[cfg(feature = "stats")]
    fn first(&self) -> &crate::stats::Counter {
        &self.first
    }

    #[inline(always)]
    fn losses(&self) -> &Losses {
        &self.losses
    }
}

impl<T, const N: usize, M: Mode> Channel<T, N, M> {
    /// The number of slots; all of them are usable.
    pub const CAPACITY: usize = N;

    /// Makes an open, empty channel.
    ///
    /// Its first state is all zero bytes, so a `static` takes no space in the program file.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::spsc;
    ///
    /// static RING: spsc::Channel<u64, 1024> = spsc::Channel::new();
    /// assert_eq!(RING.capacity(), 1024);
    /// ```
    #[cfg(not(strait_loom))]
    pub const fn new() -> Self
    where
        Capacity<N>: PowerOfTwo,
    {
        <Self as crate::sync::Initial>::INITIAL
    }

    /// Makes an open, empty channel.
    #[cfg(strait_loom)]
    pub fn new() -> Self
    where
        Capacity<N>: PowerOfTwo,
    {
        initial!(Self)
    }

    /// Makes an open, empty channel in memory of the caller's, never through the stack.
    ///
    /// For memory that was mapped, bound to a node, or put into a section by the linker. It writes the first state, so
    /// it touches all of the memory; for memory that is zero already see [`from_zeroed`](Self::from_zeroed). Nobody
    /// drops the channel in it but the caller, who may.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::spsc;
    ///
    /// let mut memory = Box::<spsc::Channel<u64, 1024>>::new_uninit();
    /// let (tx, rx) = spsc::Channel::new_in(&mut memory).split();
    /// tx.try_send(7).unwrap();
    /// assert_eq!(rx.try_recv(), Ok(7));
    /// ```
    pub fn new_in(memory: &mut MaybeUninit<Self>) -> &mut Self
    where
        Capacity<N>: PowerOfTwo,
    {
        // SAFETY: the memory is the caller's for as long as the reference lives, and zero.
        unsafe {
            memory.as_mut_ptr().write_bytes(0, 1);
            Self::from_zeroed(NonNull::from(memory).cast())
        }
    }

    /// Makes an open, empty channel of memory that is zero, and leaves its ring untouched.
    ///
    /// A channel in memory that the system has just mapped is committed page by page, as it is used.
    ///
    /// # Safety
    ///
    /// The memory is aligned for the channel, all its bytes are zero, and it is the caller's for `'a`. Whoever gave it
    /// drops the channel in place, or leaves it.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ptr::NonNull;
    /// use strait::pipe;
    ///
    /// type Pipe = pipe::Channel<u8, 4096>;
    /// let mut memory = Box::new(std::mem::MaybeUninit::<Pipe>::zeroed());
    /// // SAFETY: the memory is aligned, zero, and ours for longer than the channel.
    /// let channel = unsafe { Pipe::from_zeroed(NonNull::from(&mut *memory).cast()) };
    /// let (mut tx, mut rx) = channel.split();
    /// tx.send_slice(b"hello").unwrap();
    /// assert_eq!(rx.drain().count(), 5);
    /// ```
    pub unsafe fn from_zeroed<'a>(memory: NonNull<Self>) -> &'a mut Self
    where
        Capacity<N>: PowerOfTwo,
    {
        let mut channel = memory;
        // SAFETY: the memory is the caller's, and zero bytes are a ring's first state (`Ring`'s contract).
        unsafe {
            #[cfg(not(any(strait_loom, strait_shuttle)))]
            Self::initialise_around_ring(channel);
            // LOOM: its atomics, and shuttle's, are not zero bytes.
            #[cfg(any(strait_loom, strait_shuttle))]
            channel.write(initial!(Self));
            channel.as_mut()
        }
    }

    /// The number of slots: `N`.
    ///
    /// # Examples
    ///
    /// ```
    /// let channel = strait::pipe::Channel::<f32, 256>::new();
    /// assert_eq!(channel.capacity(), 256);
    /// ```
    pub const fn capacity(&self) -> usize {
        N
    }

    /// Writes the first state of all but the ring.
    ///
    /// # Safety
    ///
    /// The memory is the caller's, and its ring is in its first state.
    #[cfg(not(any(strait_loom, strait_shuttle)))]
    pub(crate) unsafe fn initialise_around_ring(channel: NonNull<Self>) {
        let channel = channel.as_ptr();
        // SAFETY: the fields lie in the caller's memory.
        unsafe {
            (&raw mut (*channel).not_full).write(initial!(CachePadded<Signal<M::Producers>>));
            (&raw mut (*channel).not_empty).write(initial!(CachePadded<Signal<M::Consumers>>));
            (&raw mut (*channel).presence).write(initial!(Presence));
            #[cfg(feature = "stats")]
            (&raw mut (*channel).first).write(initial!(crate::stats::Counter));
            (&raw mut (*channel).losses).write(initial!(Losses));
        }
    }

    /// What the last handle of a borrowed channel does: drops what is left and allows the next split.
    ///
    /// # Safety
    ///
    /// The caller was the last to use the channel.
    pub(crate) unsafe fn clear_and_free(&self) {
        let _free = FreeOnDrop(&self.presence);
        // SAFETY: nobody else uses the channel.
        unsafe { ring::clear(&self.ring) };
    }
}

impl<T, const N: usize, M: Mode> Drop for Channel<T, N, M> {
    fn drop(&mut self) {
        if core::mem::needs_drop::<T>() {
            // SAFETY: the exclusive borrow shows that nobody else uses the channel.
            unsafe { ring::clear(&self.ring) };
        }
    }
}

impl<T, const N: usize, M: Mode> Default for Channel<T, N, M>
where
    Capacity<N>: PowerOfTwo,
{
    /// The same as [`new`](Self::new).
    fn default() -> Self {
        Self::new()
    }
}

impl<T, const N: usize, M: Mode> fmt::Debug for Channel<T, N, M> {
    /// Shows the capacity and whether the channel is closed; takes no lock and prints no message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel")
            .field("capacity", &N)
            .field("is_closed", &self.ring.is_closed())
            .finish_non_exhaustive()
    }
}
