//! Links: how a handle holds its channel, and what the last handle does.

use crate::channel::Channel;
use crate::message::CrossesThreads;
use crate::mode::Mode;
use core::{marker::PhantomData, ops::Deref, ptr::NonNull};

/// How a handle holds its channel: [`Owned`] or [`Borrowed`]. Sealed.
pub trait Link: sealed::Sealed {}

/// The handles own the channel together, in one heap allocation; the last of them frees it.
#[cfg(feature = "alloc")]
#[derive(Debug)]
pub enum Owned {}

/// The handles borrow a channel that lives elsewhere: on a stack, in a struct, in a `static`.
#[derive(Debug)]
pub struct Borrowed<'a>(PhantomData<&'a ()>);

#[cfg(feature = "alloc")]
impl Link for Owned {}
impl Link for Borrowed<'_> {}

mod sealed {
    use super::{Channel, Mode, NonNull};

    pub trait Sealed {
        /// What the last handle does with the channel.
        ///
        /// # Safety
        ///
        /// The channel lives, came to its handles by this link, and nobody but the caller uses it.
        unsafe fn give_back<T, const N: usize, M: Mode>(channel: NonNull<Channel<T, N, M>>);
    }

    #[cfg(feature = "alloc")]
    impl Sealed for super::Owned {
        unsafe fn give_back<T, const N: usize, M: Mode>(channel: NonNull<Channel<T, N, M>>) {
            // SAFETY: `allocate` made the channel as a box and leaked it; the caller is the last to use it. The
            // channel's own drop drops the messages; if one panics, the box frees its memory all the same.
            drop(unsafe { alloc::boxed::Box::from_raw(channel.as_ptr()) });
        }
    }

    impl Sealed for super::Borrowed<'_> {
        unsafe fn give_back<T, const N: usize, M: Mode>(channel: NonNull<Channel<T, N, M>>) {
            // SAFETY: the channel lives, and the caller is the last to use it.
            unsafe { channel.as_ref().clear_and_free() };
        }
    }
}

/// A handle's hold on its channel: the channel lives at least until this is dropped.
pub(crate) struct Held<T, const N: usize, M: Mode, L: Link> {
    channel: NonNull<Channel<T, N, M>>,
    link: PhantomData<L>,
}

// SAFETY: a hold gives nothing but a shared channel, and the right to drop its messages when it is the last.
unsafe impl<T: CrossesThreads, const N: usize, M: Mode, L: Link> Send for Held<T, N, M, L> {}
// SAFETY: as above; a shared hold gives a shared channel.
unsafe impl<T: CrossesThreads, const N: usize, M: Mode, L: Link> Sync for Held<T, N, M, L> {}

impl<T, const N: usize, M: Mode, L: Link> Held<T, N, M, L> {
    /// The two holds of a channel whose presence counts two handles.
    ///
    /// # Safety
    ///
    /// The channel lives until the last hold is dropped, and came by the link `L`.
    pub(crate) unsafe fn pair(channel: NonNull<Channel<T, N, M>>) -> (Self, Self) {
        (Self { channel, link: PhantomData }, Self { channel, link: PhantomData })
    }

    /// One more hold, for one more producer.
    pub(crate) fn another(&self) -> Self {
        self.presence().join();
        Self { channel: self.channel, link: PhantomData }
    }
}

impl<T, const N: usize, M: Mode, L: Link> Deref for Held<T, N, M, L> {
    type Target = Channel<T, N, M>;

    #[inline(always)]
    fn deref(&self) -> &Channel<T, N, M> {
        // SAFETY: the presence counts this hold, so the channel lives (`pair`'s contract, `another`'s count).
        unsafe { self.channel.as_ref() }
    }
}

impl<T, const N: usize, M: Mode, L: Link> Drop for Held<T, N, M, L> {
    fn drop(&mut self) {
        if self.presence().leave() {
            // SAFETY: this was the last hold, and the channel came by this link.
            unsafe { L::give_back(self.channel) };
        }
    }
}

/// Memory for a channel in its first state, to be given back by [`Owned`].
///
/// It is made in place, never on the stack: the first state of a ring is zero bytes, which the allocator gives.
#[cfg(all(feature = "alloc", not(any(strait_loom, strait_shuttle))))]
pub(crate) fn allocate<T, const N: usize, M: Mode>() -> NonNull<Channel<T, N, M>> {
    use alloc::alloc::{Layout, alloc_zeroed, handle_alloc_error};

    let layout = Layout::new::<Channel<T, N, M>>();
    // SAFETY: a channel is not zero-sized: its signals are not.
    let memory = unsafe { alloc_zeroed(layout) };
    let Some(channel) = NonNull::new(memory.cast::<Channel<T, N, M>>()) else { handle_alloc_error(layout) };
    // SAFETY: the memory is a channel's, all zero, which is the ring's first state (`Ring`'s contract).
    unsafe { Channel::initialise_around_ring(channel) };
    channel
}

/// As above, by way of the stack.
#[cfg(all(feature = "alloc", any(strait_loom, strait_shuttle)))]
pub(crate) fn allocate<T, const N: usize, M: Mode>() -> NonNull<Channel<T, N, M>> {
    // LOOM: its atomics, and shuttle's, are not zero bytes; models are small enough for the stack.
    NonNull::from(alloc::boxed::Box::leak(alloc::boxed::Box::new(crate::sync::initial!(Channel<T, N, M>))))
}
