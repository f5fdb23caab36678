//! What the handles of both ends are: a counted reference to their channel.

use super::Channel;
use crate::presence::{FreeOnDrop, Last};
use core::{marker::PhantomData, ops::Deref, ptr::NonNull};

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

/// A handle's counted reference: the channel lives at least until it is dropped.
pub(super) struct ChannelRef<'a, T, const R: usize, const NOTIFIES: bool> {
    channel: NonNull<Channel<T, R, NOTIFIES>>,
    lifetime: PhantomData<&'a ()>,
}

// SAFETY: a reference gives nothing but a shared channel, and the right to drop its values when it is the last.
unsafe impl<T: Send + Sync, const R: usize, const NOTIFIES: bool> Send for ChannelRef<'_, T, R, NOTIFIES> {}
// SAFETY: as above; a shared reference gives a shared channel.
unsafe impl<T: Send + Sync, const R: usize, const NOTIFIES: bool> Sync for ChannelRef<'_, T, R, NOTIFIES> {}

impl<T, const R: usize, const NOTIFIES: bool> ChannelRef<'_, T, R, NOTIFIES> {
    /// Makes the two references to a channel whose presence counts two handles.
    ///
    /// # Safety
    ///
    /// The channel lives until the last reference is dropped. If its presence says that the handles own it, it came
    /// from a box, or from memory like a box's.
    pub(super) unsafe fn pair(channel: NonNull<Channel<T, R, NOTIFIES>>) -> (Self, Self) {
        (Self { channel, lifetime: PhantomData }, Self { channel, lifetime: PhantomData })
    }

    /// Makes one more reference, for one more handle.
    pub(super) fn another(&self) -> Self {
        self.presence.join_beside();
        Self { channel: self.channel, lifetime: PhantomData }
    }
}

impl<T, const R: usize, const NOTIFIES: bool> Deref for ChannelRef<'_, T, R, NOTIFIES> {
    type Target = Channel<T, R, NOTIFIES>;

    #[inline(always)]
    fn deref(&self) -> &Channel<T, R, NOTIFIES> {
        // SAFETY: the presence counts this reference, so the channel lives.
        unsafe { self.channel.as_ref() }
    }
}

impl<T, const R: usize, const NOTIFIES: bool> Drop for ChannelRef<'_, T, R, NOTIFIES> {
    fn drop(&mut self) {
        match self.presence.leave() {
            None => {}
            Some(Last::Clears) => {
                let _free = FreeOnDrop(&self.presence);
                // SAFETY: this was the last reference.
                unsafe { self.clear() };
            }
            #[cfg(feature = "alloc")]
            // SAFETY: as above; the handles own the channel, so it came from a box.
            Some(Last::Frees) => drop(unsafe { Box::from_raw(self.channel.as_ptr()) }),
            #[cfg(not(feature = "alloc"))]
            Some(Last::Frees) => unreachable!("without an allocator every channel is borrowed"),
        }
    }
}
