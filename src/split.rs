//! How a channel gives out its two ends: lent by borrow, lent by a `static`, or owned together.

use crate::channel::Channel;
use crate::consumer::Consumer;
use crate::link::{Borrowed, Held, Link};
use crate::mode::Mode;
use crate::producer::Producer;
use crate::ring::{Ring as _, Verbs as _};
use core::ptr::NonNull;

#[cfg(feature = "alloc")]
use crate::link::{Owned, allocate};

impl<T, const N: usize, M: Mode> Channel<T, N, M> {
    /// Lends the two ends, as long as the channel is borrowed.
    ///
    /// Made for scoped threads, and for rings that are set up once. (For a `static`: [`try_split`](Self::try_split).)
    /// What handles that were leaked before have left in the channel is dropped now.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::spsc;
    ///
    /// let mut channel = spsc::Channel::<u32, 8>::new();
    /// let (mut tx, mut rx) = channel.split();
    /// std::thread::scope(|scope| {
    ///     scope.spawn(move || (0..100).for_each(|n| tx.send(n).unwrap()));
    ///     assert_eq!(rx.iter().sum::<u32>(), 4950);
    /// });
    /// ```
    pub fn split(&mut self) -> (Producer<T, N, M, Borrowed<'_>>, Consumer<T, N, M, Borrowed<'_>>) {
        let channel = NonNull::from(self);
        // SAFETY: the exclusive borrow shows that nobody uses the channel, and lasts as long as the handles; leaked
        // handles cannot be used any more.
        unsafe {
            let free_on_panic = channel.as_ref().presence().take_by_force();
            let ends = open(channel);
            core::mem::forget(free_on_panic);
            ends
        }
    }

    /// Lends the two ends of a `static` channel, or `None` while handles of it live.
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
    /// let (tx, mut rx) = EVENTS.try_split().unwrap();
    /// assert!(EVENTS.try_split().is_none());
    /// tx.try_send(7).unwrap();
    /// assert_eq!(rx.try_recv(), Ok(7));
    /// drop((tx, rx));
    /// assert!(EVENTS.try_split().is_some());
    /// ```
    #[allow(clippy::type_complexity, reason = "an alias would only hide that it is `split` for a static")]
    pub fn try_split(
        &'static self,
    ) -> Option<(Producer<T, N, M, Borrowed<'static>>, Consumer<T, N, M, Borrowed<'static>>)> {
        let free_on_panic = self.presence().take()?;
        // SAFETY: we have just taken the channel, so nobody else uses it; it lives for ever.
        let ends = unsafe { open(NonNull::from(self)) };
        core::mem::forget(free_on_panic);
        Some(ends)
    }
}

/// A new channel in the heap, whose two ends own it together.
#[cfg(feature = "alloc")]
pub(crate) fn new_owned<T, const N: usize, M: Mode>() -> (Producer<T, N, M, Owned>, Consumer<T, N, M, Owned>) {
    let channel = allocate::<T, N, M>();
    // SAFETY: the channel is new, so nobody uses it; it lives until its last handle gives it back as an `Owned`.
    unsafe {
        core::mem::forget(channel.as_ref().presence().take_by_force());
        open(channel)
    }
}

/// Gives out the handles of a channel that was taken, open and empty.
///
/// # Safety
///
/// The channel is taken, nobody else uses it, and it lives and stays where it is until the last handle is gone; it came
/// by the link `L`.
unsafe fn open<T, const N: usize, M: Mode, L: Link>(
    channel: NonNull<Channel<T, N, M>>,
) -> (Producer<T, N, M, L>, Consumer<T, N, M, L>) {
    // SAFETY: the channel lives and nobody else uses it.
    let (this, (tail, head)) = unsafe {
        let this = channel.as_ref();
        this.ring.clear();
        (this, this.ring.resume())
    };
    this.first.set(this.ring.head_position());
    this.refused.set(0);
    this.not_full.reset();
    this.not_empty.reset();
    this.presence().open();
    // SAFETY: the presence counts the two handles; the rest is the caller's promise.
    let (producer, consumer) = unsafe { Held::pair(channel) };
    (Producer::new(producer, tail), Consumer::new(consumer, head))
}
