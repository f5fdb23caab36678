//! How a channel gives out its two ends: lent by borrow, lent by a `static`, or owned together on the heap.

use crate::channel::{Channel, Core as _};
use crate::consumer::Consumer;
use crate::handle::ChannelRef;
use crate::mode::Mode;
use crate::producer::Producer;
use crate::ring::{self, Ring as _};
use core::ptr::NonNull;

impl<T, const N: usize, M: Mode> Channel<T, N, M> {
    /// Lends the two ends for as long as the channel is borrowed.
    ///
    /// Use it with scoped threads. (For a `static`: [`try_split`](Self::try_split).) Messages left behind by leaked
    /// handles are dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::spsc;
    ///
    /// let mut channel = spsc::Channel::<u32, 8>::new();
    /// let (tx, mut rx) = channel.split();
    /// std::thread::scope(|scope| {
    ///     scope.spawn(move || (0..100).for_each(|n| tx.send(n).unwrap()));
    ///     assert_eq!(rx.iter().sum::<u32>(), 4950);
    /// });
    /// ```
    pub fn split(&mut self) -> (Producer<'_, T, N, M>, Consumer<'_, T, N, M>) {
        let channel = NonNull::from(self);
        // SAFETY: the exclusive borrow shows that nobody uses the channel, and lasts as long as the handles; leaked
        // handles cannot be used any more.
        unsafe {
            let free_on_panic = channel.as_ref().presence().take_by_force();
            let ends = open(channel, true);
            core::mem::forget(free_on_panic);
            ends
        }
    }

    /// Lends the two ends of a `static` channel; `None` while handles of it live.
    ///
    /// Once all handles are gone it can be split again, open and empty.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::mpsc;
    ///
    /// static EVENTS: mpsc::Channel<u32, 16> = mpsc::Channel::new();
    ///
    /// let (tx, rx) = EVENTS.try_split().unwrap();
    /// assert!(EVENTS.try_split().is_none());
    /// tx.try_send(7).unwrap();
    /// assert_eq!(rx.try_recv(), Ok(7));
    /// drop((tx, rx));
    /// assert!(EVENTS.try_split().is_some());
    /// ```
    #[must_use = "the channel closes when the handles are dropped"]
    #[allow(clippy::type_complexity, reason = "an alias would only hide that it is `split` for a static")]
    pub fn try_split(&'static self) -> Option<(Producer<'static, T, N, M>, Consumer<'static, T, N, M>)> {
        let (may_have_moved, free_on_panic) = self.presence().take()?;
        // SAFETY: we have just taken the channel, so nobody else uses it; it lives for ever. A static
        // moves no more after its first split.
        let ends = unsafe { open(NonNull::from(self), may_have_moved) };
        core::mem::forget(free_on_panic);
        Some(ends)
    }
}

/// Makes a channel on the heap, which its two ends own together.
#[cfg(feature = "alloc")]
pub(crate) fn new_owned<T, const N: usize, M: Mode>() -> (Producer<'static, T, N, M>, Consumer<'static, T, N, M>) {
    let channel = crate::handle::allocate::<T, N, M>();
    // SAFETY: the channel is new, so nobody uses it; it lives until its last handle frees it. It was zeroed in place.
    unsafe {
        channel.as_ref().presence().own();
        open(channel, false)
    }
}

/// Makes a channel on the heap that holds at most `limit` messages.
#[cfg(feature = "alloc")]
#[track_caller]
#[allow(clippy::type_complexity, reason = "as of `new_owned`")]
pub(crate) fn new_limited<T, const N: usize, M: Mode>(
    limit: usize,
) -> (Producer<'static, T, N, M>, Consumer<'static, T, N, M>) {
    assert!((1..=N).contains(&limit), "the limit of a channel with {N} slots is from 1 to {N}, and not {limit}");
    let channel = crate::handle::allocate::<T, N, M>();
    // SAFETY: as in `new_owned`.
    unsafe {
        channel.as_ref().presence().own();
        channel.as_ref().ring().set_unused(N - limit);
        open(channel, false)
    }
}

/// Gives out the handles of a channel that was taken, open and empty.
///
/// # Safety
///
/// The channel is taken, nobody else uses it, and it lives and stays where it is until the last handle is gone. If it
/// may have moved since it was used last, or made, `may_have_moved` is true.
unsafe fn open<'a, T, const N: usize, M: Mode>(
    channel: NonNull<Channel<T, N, M>>,
    may_have_moved: bool,
) -> (Producer<'a, T, N, M>, Consumer<'a, T, N, M>) {
    // SAFETY: the channel lives and nobody else uses it.
    let this = unsafe {
        let this = channel.as_ref();
        this.ring().resume(may_have_moved);
        ring::clear(this.ring());
        this
    };
    #[cfg(feature = "stats")]
    this.first().set(this.ring().head_position());
    this.losses().set(0);
    this.not_full().reset();
    this.not_empty().reset();
    this.presence().open();
    // SAFETY: the presence counts the two handles; the rest is the caller's promise.
    let (producer, consumer) = unsafe { ChannelRef::pair(channel) };
    (Producer::new(producer), Consumer::new(consumer))
}
