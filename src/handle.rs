//! What the handles of both ends are: a counted reference to their channel.

use crate::channel::Channel;
use crate::mode::Mode;
use crate::presence::{Last, Presence, Side};
use core::{marker::PhantomData, ops::Deref, ptr::NonNull};

#[cfg(feature = "alloc")]
use alloc::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};

/// A handle's counted reference: the channel lives at least until it is dropped, and no longer than `'a`.
pub(crate) struct ChannelRef<'a, T, const N: usize, M: Mode> {
    channel: NonNull<Channel<T, N, M>>,
    lifetime: PhantomData<&'a ()>,
}

// SAFETY: a reference gives nothing but a shared channel, and the right to drop its messages when it is the last.
unsafe impl<T: Send, const N: usize, M: Mode> Send for ChannelRef<'_, T, N, M> {}
// SAFETY: as above; a shared reference gives a shared channel.
unsafe impl<T: Send, const N: usize, M: Mode> Sync for ChannelRef<'_, T, N, M> {}

impl<T, const N: usize, M: Mode> ChannelRef<'_, T, N, M> {
    /// Makes the two references to a channel whose presence counts two handles.
    ///
    /// # Safety
    ///
    /// The channel lives until the last reference is dropped. If its presence says that the handles own it, it came
    /// from
    /// [`allocate`].
    pub(crate) unsafe fn pair(channel: NonNull<Channel<T, N, M>>) -> (Self, Self) {
        (Self { channel, lifetime: PhantomData }, Self { channel, lifetime: PhantomData })
    }

    /// Makes one more reference, for one more handle of an end.
    pub(crate) fn another(&self, side: Side) -> Self {
        self.presence().join(side);
        Self { channel: self.channel, lifetime: PhantomData }
    }

    /// Makes one more reference, for a handle that belongs to no end.
    pub(crate) fn beside(&self) -> Self {
        self.presence().join_beside();
        Self { channel: self.channel, lifetime: PhantomData }
    }

    /// Makes one more reference, for one more handle of an end; `None` if all of that end have left.
    pub(crate) fn try_another(&self, side: Side) -> Option<Self> {
        self.presence().try_join(side).then(|| Self { channel: self.channel, lifetime: PhantomData })
    }

    fn presence(&self) -> &Presence {
        crate::channel::Core::presence(&**self)
    }
}

impl<T, const N: usize, M: Mode> Deref for ChannelRef<'_, T, N, M> {
    type Target = Channel<T, N, M>;

    #[inline(always)]
    fn deref(&self) -> &Channel<T, N, M> {
        // SAFETY: the presence counts this reference, so the channel lives (`pair`'s contract, `another`'s count).
        unsafe { self.channel.as_ref() }
    }
}

impl<T, const N: usize, M: Mode> Drop for ChannelRef<'_, T, N, M> {
    fn drop(&mut self) {
        match self.presence().leave() {
            None => {}
            // SAFETY: this was the last reference, so nobody else uses the channel.
            Some(Last::Clears) => unsafe { self.clear_and_free() },
            #[cfg(feature = "alloc")]
            // SAFETY: as above; the handles own the channel, so it came from `allocate`.
            Some(Last::Frees) => unsafe { free(self.channel) },
            #[cfg(not(feature = "alloc"))]
            Some(Last::Frees) => unreachable!("without an allocator every channel is borrowed"),
        }
    }
}

/// The alignment up to which allocators return zeroed memory without writing to it.
///
/// The standard library asks the system for zeroed memory only up to this alignment; beyond it, it writes the zeros
/// itself, which would commit every page of a large channel.
#[cfg(feature = "alloc")]
const LAZY_ALIGN: usize = 2 * size_of::<usize>();

/// The layout of the memory of a channel on the heap: room to align it, at least `LAZY_ALIGN`, then the channel.
#[cfg(feature = "alloc")]
fn layout<C>() -> Layout {
    let align = align_of::<C>().max(LAZY_ALIGN);
    Layout::from_size_align(size_of::<C>() + align, LAZY_ALIGN).expect("a channel fits the address space")
}

/// Allocates a channel in its first state, to be freed by [`free`].
///
/// It is made in place, never on the stack, and its ring is not touched: the first state of a ring is zero bytes, which
/// the allocator returns. So the system commits the memory of a large channel page by page, as it is used.
#[cfg(feature = "alloc")]
pub(crate) fn allocate<T, const N: usize, M: Mode>() -> NonNull<Channel<T, N, M>> {
    let layout = layout::<Channel<T, N, M>>();
    // SAFETY: the size is not zero.
    let base = unsafe { alloc_zeroed(layout) };
    if base.is_null() {
        handle_alloc_error(layout);
    }
    let align = align_of::<Channel<T, N, M>>().max(LAZY_ALIGN);
    let gap = align - base.addr() % align;
    // SAFETY: `gap` is from `LAZY_ALIGN` to `align`, since the base is a multiple of `LAZY_ALIGN`: the channel begins
    // aligned and ends inside the memory, and the base fits before it. The memory is all zero, which is a ring's first
    // state (`Ring`'s contract).
    unsafe {
        let channel = NonNull::new_unchecked(base.add(gap).cast::<Channel<T, N, M>>());
        channel.cast::<*mut u8>().sub(1).write(base);
        #[cfg(not(any(strait_loom, strait_shuttle)))]
        Channel::initialise_around_ring(channel);
        // LOOM: its atomics, and shuttle's, are not zero bytes; models are small enough for the stack.
        #[cfg(any(strait_loom, strait_shuttle))]
        channel.write(crate::sync::initial!(Channel<T, N, M>));
        channel
    }
}

/// Drops a channel and frees its memory, also if the drop of a message panics.
///
/// # Safety
///
/// The channel came from [`allocate`], and nobody uses it any more.
#[cfg(feature = "alloc")]
unsafe fn free<T, const N: usize, M: Mode>(channel: NonNull<Channel<T, N, M>>) {
    struct Memory(*mut u8, Layout);

    impl Drop for Memory {
        fn drop(&mut self) {
            // SAFETY: `allocate` allocated the memory with this layout.
            unsafe { dealloc(self.0, self.1) };
        }
    }

    // SAFETY: `allocate` wrote the base there; the caller is the last to use the channel.
    unsafe {
        let _memory = Memory(channel.cast::<*mut u8>().sub(1).read(), layout::<Channel<T, N, M>>());
        channel.drop_in_place();
    }
}
