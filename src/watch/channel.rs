//! The channel: `R + 2` places, the seats of the readers, and where readers wait.

use super::handle::ChannelRef;
use super::place::{Latest, Place};
use super::{ConsumerRef, ProducerRef};
use crate::presence::Presence;
use crate::sync::{AtomicU32, CachePadded, Ordering, initial, initial_state};
use crate::wait::{Signal, WaitQueue};
use core::{cell::Cell, fmt, ptr::NonNull};

#[cfg(all(feature = "alloc", not(any(strait_loom, strait_shuttle))))]
use alloc::alloc::{Layout, alloc_zeroed, handle_alloc_error};
#[cfg(all(feature = "alloc", any(strait_loom, strait_shuttle)))]
use alloc::boxed::Box;

/// A channel for the latest value that lies where you put it; see [`channel`](super::channel()) for one on the heap.
///
/// `R` is how many readers there may be at a time, 1 to 32. If `NOTIFIES` is false, publishing wakes nobody.
///
/// # Examples
///
/// ```
/// use strait::watch::Channel;
///
/// static LEVEL: Channel<u32, 2> = Channel::new();
///
/// let (mut tx, mut rx) = LEVEL.try_split(0).unwrap();
/// tx.send(5).unwrap();
/// assert_eq!(*rx.get(), 5);
/// ```
pub struct Channel<T, const R: usize, const NOTIFIES: bool = true> {
    pub(super) latest: CachePadded<Latest>,
    /// Where readers wait for a change.
    pub(super) change: CachePadded<Signal<WaitQueue>>,
    pub(super) presence: Presence,
    /// A bit for each seat that a reader has.
    taken: AtomicU32,
    /// For each seat the place that its last reader entered last, plus one; 0 if nobody has had it. Its reader's.
    seats: [Cell<u32>; R],
    two: [CachePadded<Place<T>>; 2],
    more: [CachePadded<Place<T>>; R],
}

initial_state!(impl[T, const R: usize, const NOTIFIES: bool] Channel<T, R, NOTIFIES> = Self {
    latest: initial!(CachePadded<Latest>),
    change: initial!(CachePadded<Signal<WaitQueue>>),
    presence: initial!(Presence),
    taken: initial!(AtomicU32),
    seats: [const { Cell::new(0) }; R],
    two: initial!(CachePadded<Place<T>>; 2),
    more: initial!(CachePadded<Place<T>>; R),
});

// SAFETY: values are sent to the readers, shared between them, and given back to the producer; who may touch a place is
// said at `Latest`. A seat is touched by the reader that has taken it. Signal and presence are `Sync` by themselves.
unsafe impl<T: Send + Sync, const R: usize, const NOTIFIES: bool> Sync for Channel<T, R, NOTIFIES> {}
// SAFETY: nothing in a channel is bound to a thread but its values; waiters that are left in it are `Send`.
unsafe impl<T: Send, const R: usize, const NOTIFIES: bool> Send for Channel<T, R, NOTIFIES> {}
// No code of others runs in the middle of an operation.
impl<T, const R: usize, const NOTIFIES: bool> core::panic::UnwindSafe for Channel<T, R, NOTIFIES> {}
impl<T, const R: usize, const NOTIFIES: bool> core::panic::RefUnwindSafe for Channel<T, R, NOTIFIES> {}

impl<T, const R: usize, const NOTIFIES: bool> Channel<T, R, NOTIFIES> {
    const SEATS: () = assert!(R >= 1 && R <= 32, "a watch channel has seats for 1 to 32 readers");

    /// Makes a channel without a value, to be split; its first state is all zero bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut channel = strait::watch::Channel::<_, 1>::new();
    /// let (_tx, mut rx) = channel.split("first");
    /// assert_eq!(*rx.get(), "first");
    /// ```
    #[cfg(not(strait_loom))]
    pub const fn new() -> Self {
        const { Self::SEATS };
        <Self as crate::sync::Initial>::INITIAL
    }

    /// Makes a channel without a value, to be split.
    #[cfg(strait_loom)]
    pub fn new() -> Self {
        const { Self::SEATS };
        initial!(Self)
    }

    /// Lends the two ends for as long as the channel is borrowed, with a first value.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut channel = strait::watch::Channel::<_, 1>::new();
    /// let (mut tx, mut rx) = channel.split(0);
    /// std::thread::scope(|scope| {
    ///     scope.spawn(move || tx.send(1));
    ///     assert_eq!(rx.changed().as_deref(), Ok(&1));
    /// });
    /// ```
    pub fn split(&mut self, first: T) -> (ProducerRef<'_, T, R, NOTIFIES>, ConsumerRef<'_, T, R, NOTIFIES>) {
        let free_on_panic = self.presence.take_by_force();
        // SAFETY: the exclusive borrow shows that nobody uses the channel, and lasts as long as the handles.
        let ends = unsafe { open(NonNull::from(&*self), first, |_| None) };
        core::mem::forget(free_on_panic);
        ends
    }

    /// Lends the two ends of a `static` channel, with a first value.
    ///
    /// # Errors
    ///
    /// The value, while handles of the channel live.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::watch::Channel;
    ///
    /// static MODE: Channel<char, 4> = Channel::new();
    /// let (tx, rx) = MODE.try_split('a').unwrap();
    /// assert_eq!(MODE.try_split('b').unwrap_err(), 'b');
    /// drop((tx, rx));
    /// assert!(MODE.try_split('c').is_ok());
    /// ```
    #[allow(clippy::type_complexity, reason = "an alias would only hide that it is `split` for a static")]
    pub fn try_split(
        &'static self,
        first: T,
    ) -> Result<(ProducerRef<'static, T, R, NOTIFIES>, ConsumerRef<'static, T, R, NOTIFIES>), T> {
        let Some((_, free_on_panic)) = self.presence.take() else { return Err(first) };
        // SAFETY: we have just taken the channel, so nobody else uses it; it lives for ever.
        let ends = unsafe { open(NonNull::from(self), first, |_| None) };
        core::mem::forget(free_on_panic);
        Ok(ends)
    }

    /// The place of this number.
    #[inline(always)]
    pub(super) fn place(&self, number: usize) -> &Place<T> {
        match number.checked_sub(2) {
            None => &self.two[number],
            Some(number) => &self.more[number],
        }
    }

    /// Takes a seat, if one is free. Returns its number and the place that its last reader had entered.
    pub(super) fn sit_down(&self) -> Option<(u32, Option<usize>)> {
        // ORDERING: Relaxed; the exchange below finds out whether it was right.
        let mut taken = self.taken.load(Ordering::Relaxed);
        loop {
            let seat = taken.trailing_ones();
            if seat as usize >= R {
                return None;
            }
            // ORDERING: Acquire; pairs with the Release in `stand_up`, so that the seat is as its last reader left it.
            match self.taken.compare_exchange_weak(taken, taken | 1 << seat, Ordering::Acquire, Ordering::Relaxed) {
                Ok(_) => {
                    return Some((seat, self.seats[seat as usize].get().checked_sub(1).map(|place| place as usize)));
                }
                Err(now) => taken = now,
            }
        }
    }

    /// Gives a seat back; its reader stays in the place that it entered last, for the next one.
    pub(super) fn stand_up(&self, seat: u32, place: usize) {
        self.seats[seat as usize].set(place as u32 + 1);
        // ORDERING: Release; pairs with the Acquire in `sit_down`.
        self.taken.fetch_and(!(1 << seat), Ordering::Release);
    }

    /// How many seats are taken.
    pub(super) fn readers(&self) -> usize {
        // ORDERING: Relaxed; the number may be another at once.
        self.taken.load(Ordering::Relaxed).count_ones() as usize
    }

    pub(super) fn close(&self) {
        self.latest.close();
        self.change.notify_all();
    }

    /// Drops all values.
    ///
    /// # Safety
    ///
    /// Nobody else uses the channel.
    pub(super) unsafe fn clear(&self) {
        for number in 0..R + 2 {
            // SAFETY: the caller's promise. What was taken out is dropped once, whether or not that panics.
            drop(unsafe { self.place(number).take() });
        }
    }
}

impl<T, const R: usize, const NOTIFIES: bool> Drop for Channel<T, R, NOTIFIES> {
    fn drop(&mut self) {
        // SAFETY: the exclusive borrow shows that nobody else uses the channel.
        unsafe { self.clear() };
    }
}

impl<T, const R: usize, const NOTIFIES: bool> Default for Channel<T, R, NOTIFIES> {
    /// The same as [`new`](Self::new).
    fn default() -> Self {
        Self::new()
    }
}

impl<T, const R: usize, const NOTIFIES: bool> fmt::Debug for Channel<T, R, NOTIFIES> {
    /// Shows how many readers there are; prints no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel").field("readers", &self.readers()).finish_non_exhaustive()
    }
}

/// Makes a channel on the heap, which its handles own together.
#[cfg(feature = "alloc")]
pub(super) fn new_owned<T, const R: usize, const NOTIFIES: bool>(
    first: T,
    others: impl FnMut(usize) -> Option<T>,
) -> (ProducerRef<'static, T, R, NOTIFIES>, ConsumerRef<'static, T, R, NOTIFIES>) {
    let channel = allocate();
    // SAFETY: the channel is new, so nobody uses it. If filling it panics, it is leaked.
    unsafe {
        channel.as_ref().presence.own();
        open(channel, first, others)
    }
}

/// Allocates a channel in its first state, as a box would. It is made in place, never on the stack: that of its places
/// is zero bytes, which the allocator returns.
#[cfg(all(feature = "alloc", not(any(strait_loom, strait_shuttle))))]
fn allocate<T, const R: usize, const NOTIFIES: bool>() -> NonNull<Channel<T, R, NOTIFIES>> {
    const { Channel::<T, R, NOTIFIES>::SEATS };
    let layout = Layout::new::<Channel<T, R, NOTIFIES>>();
    // SAFETY: the size is not zero.
    let Some(channel) = NonNull::new(unsafe { alloc_zeroed(layout) }.cast::<Channel<T, R, NOTIFIES>>()) else {
        handle_alloc_error(layout);
    };
    let this = channel.as_ptr();
    // SAFETY: the fields lie in the memory just allocated.
    unsafe {
        (&raw mut (*this).latest).write(initial!(CachePadded<Latest>));
        (&raw mut (*this).change).write(initial!(CachePadded<Signal<WaitQueue>>));
        (&raw mut (*this).presence).write(initial!(Presence));
        (&raw mut (*this).taken).write(initial!(AtomicU32));
    }
    channel
}

/// LOOM: its atomics, and shuttle's, are not zero bytes; models are small enough for the stack.
#[cfg(all(feature = "alloc", any(strait_loom, strait_shuttle)))]
fn allocate<T, const R: usize, const NOTIFIES: bool>() -> NonNull<Channel<T, R, NOTIFIES>> {
    NonNull::from(Box::leak(Box::new(Channel::new())))
}

/// Gives out the handles of a channel that was taken, with a first value, and others in its other places.
///
/// # Safety
///
/// The channel is taken, nobody else uses it, and it lives and stays where it is until the last handle is gone.
unsafe fn open<'a, T, const R: usize, const NOTIFIES: bool>(
    channel: NonNull<Channel<T, R, NOTIFIES>>,
    first: T,
    mut others: impl FnMut(usize) -> Option<T>,
) -> (ProducerRef<'a, T, R, NOTIFIES>, ConsumerRef<'a, T, R, NOTIFIES>) {
    // SAFETY: the channel lives.
    let this = unsafe { channel.as_ref() };
    // SAFETY: nobody else uses it.
    unsafe { this.clear() };
    for number in 0..R + 2 {
        this.place(number).prepare(0);
        if let Some(value) = if number == 0 { None } else { others(number) } {
            // SAFETY: nobody else uses the channel.
            unsafe { this.place(number).put(value) };
        }
    }
    // SAFETY: as above.
    unsafe { this.place(0).put(first) };
    this.latest.reset();
    for seat in &this.seats {
        seat.set(0);
    }
    // ORDERING: Relaxed; the handles have not been given out. The first reader's seat is taken.
    this.taken.store(1, Ordering::Relaxed);
    this.change.reset();
    this.presence.open();
    // SAFETY: the presence counts two handles; the rest is the caller's promise.
    let (producer, consumer) = unsafe { ChannelRef::pair(channel) };
    (ProducerRef::new(producer), ConsumerRef::new(consumer, 0, None))
}
