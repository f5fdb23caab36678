//! The place of the one message, and who has it.

use super::{ConsumerRef, ProducerRef};
use crate::sync::{Witness, initial, initial_state};
#[cfg(feature = "std")]
use crate::sync::{give_way, yield_now};
use crate::wait::{FIRST_FLAG, Raised, Signal, Single};
use core::{cell::UnsafeCell, fmt, marker::PhantomData, mem::MaybeUninit, ptr::NonNull};

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

/// The message is there, and the consumer's.
pub(super) const SENT: u32 = FIRST_FLAG;
/// The producer has sent, or never will.
pub(super) const ENDED: u32 = FIRST_FLAG << 1;
/// The consumer wants no message any more.
pub(super) const CLOSED: u32 = FIRST_FLAG << 2;
/// The producer touches the slot no more.
pub(super) const PRODUCER_GONE: u32 = FIRST_FLAG << 3;
/// The consumer touches the slot no more. `CLOSED` came before.
pub(super) const CONSUMER_GONE: u32 = FIRST_FLAG << 4;
/// Handles were given out.
const BUSY: u32 = FIRST_FLAG << 5;
/// The handles own the slot, which is on the heap.
#[cfg(feature = "alloc")]
const OWNED: u32 = FIRST_FLAG << 6;

/// A place for one message at a time: a oneshot channel that lies where you put it, and is used again.
///
/// # Examples
///
/// ```
/// let mut slot = strait::oneshot::Slot::new();
/// for n in 0..3 {
///     let (tx, rx) = slot.split(); // allocates nothing
///     tx.send(n).unwrap();
///     assert_eq!(rx.recv(), Ok(n));
/// }
/// ```
///
/// # How it works
///
/// The flags in the word of `arrival` say everything. Each end sets its `GONE` flag last; whoever finds that of the
/// other end there has the slot alone, and frees it. A send sets `SENT | ENDED | PRODUCER_GONE` in one exchange; if a
/// task sleeps, it sets the last by a second one, once it has taken the waker out of the slot. It wakes afterwards, so
/// that a consumer that was woken always finds the producer gone, and may use the slot again.
pub struct Slot<T> {
    /// Where the consumer waits for the message; its word has the flags.
    arrival: Signal<Single>,
    /// Where the producer waits for the consumer's end.
    departure: Signal<Single>,
    witness: Witness,
    /// Invariant: initialised while `SENT`. The producer's until it sets that, then the consumer's.
    message: UnsafeCell<MaybeUninit<T>>,
}

initial_state!(impl[T] Slot<T> = Self {
    arrival: initial!(Signal<Single>),
    departure: initial!(Signal<Single>),
    witness: initial!(Witness),
    message: UnsafeCell::new(MaybeUninit::uninit()),
});

// SAFETY: a shared slot gives access to its message only through its two handles, to one of them at a time, as the
// flags say; the signals are `Sync` by themselves.
unsafe impl<T: Send> Sync for Slot<T> {}
// Whether or not a message's drop panics, the flags say who has it.
impl<T> core::panic::UnwindSafe for Slot<T> {}
impl<T> core::panic::RefUnwindSafe for Slot<T> {}

impl<T> Slot<T> {
    /// Makes an empty slot; its first state is all zero bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::oneshot::Slot;
    ///
    /// static DONE: Slot<u32> = Slot::new();
    /// let (tx, rx) = DONE.try_split().unwrap();
    /// tx.send(1).unwrap();
    /// assert_eq!(rx.try_recv(), Ok(1));
    /// ```
    #[cfg(not(strait_loom))]
    pub const fn new() -> Self {
        <Self as crate::sync::Initial>::INITIAL
    }

    /// Makes an empty slot.
    #[cfg(strait_loom)]
    pub fn new() -> Self {
        initial!(Self)
    }

    /// Lends the two ends for as long as the slot is borrowed. A message that leaked handles left is dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut slot = strait::oneshot::Slot::new();
    /// let (tx, rx) = slot.split();
    /// std::thread::scope(|scope| {
    ///     scope.spawn(|| tx.send("from a scoped thread"));
    ///     assert_eq!(rx.recv(), Ok("from a scoped thread"));
    /// });
    /// ```
    pub fn split(&mut self) -> (ProducerRef<'_, T>, ConsumerRef<'_, T>) {
        // SAFETY: the exclusive borrow shows that nobody else has the slot.
        unsafe { self.drop_message() };
        self.arrival.begin(BUSY);
        self.departure.begin(0);
        let slot = SlotRef::to(self);
        (ProducerRef::new(slot), ConsumerRef::new(slot))
    }

    /// Lends the two ends of a `static` slot; `None` while a handle of it lives.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::oneshot::Slot;
    ///
    /// static READY: Slot<()> = Slot::new();
    /// let (tx, rx) = READY.try_split().unwrap();
    /// assert!(READY.try_split().is_none());
    /// drop((tx, rx));
    /// assert!(READY.try_split().is_some());
    /// ```
    pub fn try_split(&'static self) -> Option<(ProducerRef<'static, T>, ConsumerRef<'static, T>)> {
        if !self.arrival.take(BUSY) {
            return None;
        }
        self.departure.begin(0);
        let slot = SlotRef::to(self);
        Some((ProducerRef::new(slot), ConsumerRef::new(slot)))
    }

    /// Drops the message, if one is there.
    ///
    /// # Safety
    ///
    /// The caller has the slot alone.
    unsafe fn drop_message(&self) {
        if self.arrival.flags() & SENT != 0 {
            // First, so that it is not dropped again if its drop panics.
            self.arrival.clear(SENT);
            // SAFETY: it was there, and nobody else has the slot.
            unsafe { (*self.message.get()).assume_init_drop() };
        }
    }
}

impl<T> Drop for Slot<T> {
    fn drop(&mut self) {
        // SAFETY: the exclusive borrow shows that nobody else has the slot.
        unsafe { self.drop_message() };
    }
}

impl<T> Default for Slot<T> {
    /// The same as [`new`](Self::new).
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for Slot<T> {
    /// Shows whether handles of it live; prints no message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot").field("is_split", &(self.arrival.flags() & BUSY != 0)).finish_non_exhaustive()
    }
}

/// Makes a slot on the heap, which its two ends own together.
#[cfg(feature = "alloc")]
pub(super) fn new_owned<T>() -> (ProducerRef<'static, T>, ConsumerRef<'static, T>) {
    let slot = Box::new(initial!(Slot<T>));
    slot.arrival.begin(BUSY | OWNED);
    slot.departure.begin(0);
    let slot = SlotRef { slot: NonNull::from(Box::leak(slot)), lifetime: PhantomData };
    (ProducerRef::new(slot), ConsumerRef::new(slot))
}

/// A handle's reference to its slot: good until the handle has set its `GONE` flag.
pub(super) struct SlotRef<'a, T> {
    slot: NonNull<Slot<T>>,
    lifetime: PhantomData<&'a ()>,
}

// SAFETY: whoever has a reference is one of the two handles, which send messages to one another.
unsafe impl<T: Send> Send for SlotRef<'_, T> {}
// SAFETY: as above; a shared reference gives a shared slot.
unsafe impl<T: Send> Sync for SlotRef<'_, T> {}

impl<T> Clone for SlotRef<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for SlotRef<'_, T> {}

impl<T> SlotRef<'_, T> {
    /// The slot is borrowed for the reference's life.
    fn to(slot: &Slot<T>) -> Self {
        Self { slot: NonNull::from(slot), lifetime: PhantomData }
    }

    fn slot(&self) -> &Slot<T> {
        // SAFETY: the slot lives until both handles have set their flags, and this one has not.
        unsafe { self.slot.as_ref() }
    }

    #[inline(always)]
    pub(super) fn arrival(&self) -> &Signal<Single> {
        &self.slot().arrival
    }

    #[inline(always)]
    pub(super) fn departure(&self) -> &Signal<Single> {
        &self.slot().departure
    }

    /// Writes the message.
    ///
    /// # Safety
    ///
    /// The caller is the producer and has not set `SENT`.
    #[inline(always)]
    pub(super) unsafe fn write(&self, message: T) {
        self.slot().witness.writing();
        // SAFETY: the message's place is the producer's.
        unsafe { (*self.slot().message.get()).write(message) };
    }

    /// Reads the message out.
    ///
    /// # Safety
    ///
    /// The caller is the producer, which wrote it and has not set `SENT`, or the consumer, which has seen that and
    /// clears it. The message is read once.
    #[inline(always)]
    pub(super) unsafe fn read(&self) -> T {
        self.slot().witness.writing();
        // SAFETY: the message is there, and the caller's.
        unsafe { (*self.slot().message.get()).assume_init_read() }
    }

    /// Sets the handle's `GONE` flag; if the other's is there, frees the slot.
    ///
    /// # Safety
    ///
    /// The caller does not use the reference any more.
    pub(super) unsafe fn leave(self, own: u32, other: u32) {
        if self.arrival().set(own) & other != 0 {
            // SAFETY: both have left.
            unsafe { self.free() };
        }
    }

    /// What the producer does after it has set `PRODUCER_GONE`: it wakes the consumer, or frees the slot if that has
    /// gone.
    ///
    /// # Safety
    ///
    /// As for [`leave`](Self::leave).
    #[inline(always)]
    pub(super) unsafe fn left(self, raised: Raised) {
        if raised.before & CONSUMER_GONE != 0 {
            // SAFETY: both have left.
            unsafe { self.free() };
        } else {
            raised.wake();
        }
    }

    /// Gives the memory back, or the slot to its next users; drops a message that nobody received.
    ///
    /// # Safety
    ///
    /// Nobody else uses the slot, and the caller does not use the reference any more.
    pub(super) unsafe fn free(self) {
        /// Lets a borrowed slot be split again, also if the message's drop panics.
        struct End<'a>(&'a Signal<Single>);

        impl Drop for End<'_> {
            fn drop(&mut self) {
                self.0.begin(0);
                self.0.end();
            }
        }

        #[cfg(feature = "alloc")]
        if self.arrival().flags() & OWNED != 0 {
            // SAFETY: the slot came from a box, and nobody uses it any more.
            drop(unsafe { Box::from_raw(self.slot.as_ptr()) });
            return;
        }
        let _end = End(self.arrival());
        // SAFETY: both have left.
        unsafe { self.slot().drop_message() };
    }
    /// Begins anew for one more producer, if the last one is gone. A message that is there is dropped.
    ///
    /// # Safety
    ///
    /// The caller is the consumer, and in no operation.
    #[cfg(feature = "std")]
    pub(super) unsafe fn rearm(self) -> bool {
        let mut flags = self.arrival().flags();
        while flags & (ENDED | PRODUCER_GONE) == ENDED {
            // It is between its two exchanges, where no code of others runs.
            yield_now();
            give_way();
            flags = self.arrival().flags();
        }
        if flags & PRODUCER_GONE == 0 {
            return false;
        }
        // SAFETY: the producer is gone, so the consumer has the slot alone.
        unsafe { self.slot().drop_message() };
        self.arrival().begin(flags & (BUSY | OWNED));
        self.departure().begin(0);
        true
    }
}
