//! The channel: a ring, a signal for each end, and the count of handles.

use crate::capacity::{Capacity, PowerOfTwo};
use crate::message::CrossesThreads;
use crate::mode::Mode;
use crate::presence::{FreeOnDrop, Presence};
use crate::ring::{Ring as _, Verbs as _};
use crate::stats::Counter;
use crate::sync::{AtomicBool, CachePadded, Ordering, initial, initial_state};
use crate::wait::{Signal, Single, call_all};
use core::fmt;

/// A channel of mode `M` with `N` places for messages of type `T`.
///
/// It lies where you put it: in a `static`, in a struct, in a stack frame. It holds its messages inline and never
/// allocates. [`split`](Self::split) lends its two ends; [`try_split`](Self::try_split) lends those of a `static` for
/// good. For a channel in the heap whose handles own it together, call `channel` of the mode's module instead:
/// [`spsc::channel`](crate::spsc::channel), [`mpsc::channel`](crate::mpsc::channel),
/// [`pipe::channel`](crate::pipe::channel).
///
/// # Closing
///
/// `close()` on a handle of either end, or the drop of the last handle of an end, closes the channel: sends fail from
/// then on and hand their value back, receives bring what is left and then say `Closed`, and whoever waits wakes up.
/// When both ends are gone, what is left is dropped, and the channel may be split again, open and empty.
///
/// # Examples
///
/// ```
/// use strait::{TryRecvError, spsc};
///
/// let mut channel = spsc::Channel::<_, 4>::new();
/// let (mut tx, mut rx) = channel.split();
/// tx.try_send("hello").unwrap();
/// assert_eq!(rx.try_recv(), Ok("hello"));
/// drop(tx);
/// assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
/// ```
pub struct Channel<T, const N: usize, M: Mode> {
    /// Where producers wait for room.
    pub(crate) not_full: CachePadded<Signal<M::Producers>>,
    /// Where the consumer waits for messages.
    pub(crate) not_empty: CachePadded<Signal<Single>>,
    presence: Presence,
    /// Whether a producer has ever been quiet. On the line of the presence, like the next two fields: it is touched
    /// when handles come and go, and by no message.
    was_quiet: AtomicBool,
    pub(crate) refused: Counter,
    /// The position of the first message since the handles were given out.
    pub(crate) first: Counter,
    pub(crate) ring: M::Ring<T, N>,
}

initial_state!(impl[T, const N: usize, M: Mode] Channel<T, N, M> = Self {
    not_full: initial!(CachePadded<Signal<M::Producers>>),
    not_empty: initial!(CachePadded<Signal<Single>>),
    presence: initial!(Presence),
    was_quiet: initial!(AtomicBool),
    refused: initial!(Counter),
    first: initial!(Counter),
    ring: initial!(M::Ring<T, N>),
});

// SAFETY: a shared channel lets no message be touched but through its handles, one owner at a time: marks and indices
// pass it on (ring/mod.rs), so sharing a channel sends `T`s and never shares one. What an end keeps for itself is
// touched by whoever has its `Alone`, which is not `Sync`. Signals and presence are `Sync` by themselves.
unsafe impl<T: CrossesThreads, const N: usize, M: Mode> Sync for Channel<T, N, M> {}
// SAFETY: nothing in a channel is bound to a thread but its messages; waiters that are left in it are `Send`.
unsafe impl<T: CrossesThreads, const N: usize, M: Mode> Send for Channel<T, N, M> {}

impl<T, const N: usize, M: Mode> Channel<T, N, M> {
    /// How many messages fit; all `N` places are usable.
    pub const CAPACITY: usize = N;

    /// An open, empty channel.
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

    /// An open, empty channel.
    #[cfg(strait_loom)]
    pub fn new() -> Self
    where
        Capacity<N>: PowerOfTwo,
    {
        initial!(Self)
    }

    /// The same as [`new`](Self::new).
    #[doc(hidden)]
    #[allow(clippy::should_implement_trait, reason = "beside the trait's, so that the error speaks our words")]
    pub fn default() -> Self
    where
        Capacity<N>: PowerOfTwo,
    {
        Self::new()
    }

    /// How many messages fit: `N`.
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
    #[cfg(all(feature = "alloc", not(any(strait_loom, strait_shuttle))))]
    pub(crate) unsafe fn initialise_around_ring(channel: core::ptr::NonNull<Self>) {
        let channel = channel.as_ptr();
        // SAFETY: the fields lie in the caller's memory.
        unsafe {
            (&raw mut (*channel).not_full).write(initial!(CachePadded<Signal<M::Producers>>));
            (&raw mut (*channel).not_empty).write(initial!(CachePadded<Signal<Single>>));
            (&raw mut (*channel).presence).write(initial!(Presence));
            (&raw mut (*channel).was_quiet).write(initial!(AtomicBool));
            (&raw mut (*channel).refused).write(initial!(Counter));
            (&raw mut (*channel).first).write(initial!(Counter));
        }
    }

    /// Records that from now on messages may be sent without a notification.
    pub(crate) fn mark_quiet(&self) {
        // ORDERING: Relaxed; it comes before what is sent quietly, and `was_quiet` after that was seen.
        self.was_quiet.store(true, Ordering::Relaxed);
    }

    /// Whether messages may have been sent without a notification; for a producer that found the ring full, or a
    /// consumer that is about to sleep.
    pub(crate) fn was_quiet(&self) -> bool {
        // ORDERING: Relaxed; a lone producer has stored it itself, and one of many has seen the quiet claims in the
        // gate, whose Acquire load pairs with the Release of their exchanges. A consumer has announced its sleep: a
        // producer that waits, and has seen it, wakes it, and what such a one has seen before it looked for a sleeper,
        // the consumer sees (wait/signal.rs).
        self.was_quiet.load(Ordering::Relaxed)
    }

    /// The figures; `tail` says up to where messages were sent, and is asked after the head is read.
    #[cfg(feature = "stats")]
    pub(crate) fn stats(&self, tail: impl FnOnce() -> usize) -> crate::stats::Stats {
        // Positions of many producers have one bit less.
        let since_first = |position: usize| position.wrapping_sub(self.first.get()) & (usize::MAX >> 1);
        let received = since_first(self.ring.head_position());
        crate::stats::Stats {
            sent: since_first(tail()),
            received,
            refused: self.refused.get(),
            high_water: self.ring.high_water(),
            producers: self.not_full.waits(),
            consumer: self.not_empty.waits(),
        }
    }

    pub(crate) fn presence(&self) -> &Presence {
        &self.presence
    }

    /// Lets nothing be sent any more and wakes all that wait.
    pub(crate) fn close(&self) {
        self.ring.close();
        self.notify_all();
    }

    /// The consumer's close: it will take no more. Whoever hears of that finds the channel closed.
    pub(crate) fn close_by_consumer(&self) {
        self.ring.close();
        self.presence.set_consumer_done();
        self.notify_all();
    }

    fn notify_all(&self) {
        let wakes: [&dyn Fn(); 2] = [&|| self.not_empty.notify_all(), &|| self.not_full.notify_all()];
        call_all(wakes.into_iter());
    }

    /// What the last handle of a borrowed channel does: drops what is left and allows the next split.
    ///
    /// # Safety
    ///
    /// The caller was the last to use the channel.
    pub(crate) unsafe fn clear_and_free(&self) {
        let _free = FreeOnDrop(&self.presence);
        // SAFETY: nobody else uses the channel.
        unsafe { self.ring.clear() };
    }
}

impl<T, const N: usize, M: Mode> Drop for Channel<T, N, M> {
    fn drop(&mut self) {
        if core::mem::needs_drop::<T>() {
            // SAFETY: the exclusive borrow shows that nobody else uses the channel.
            unsafe { self.ring.clear() };
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
