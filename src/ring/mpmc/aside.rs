//! Memory on a consumer's stack for a run that is moved out of the ring at once.

use core::{
    fmt,
    mem::{ManuallyDrop, MaybeUninit},
};

/// How many bytes of messages are moved out at once, at most; one message in any case.
const BYTES: usize = 2048;
/// How many messages are moved out at once, at most.
const MOST: usize = 32;

/// Room for [`room`] messages, aligned for them. Nothing in it is ever dropped.
pub union Aside<T> {
    _bytes: [MaybeUninit<u8>; BYTES],
    _one: ManuallyDrop<MaybeUninit<T>>,
}

impl<T> fmt::Debug for Aside<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aside").finish_non_exhaustive()
    }
}

/// How many messages of type `T` an [`Aside`] has room for: from 1 to 32.
pub(super) const fn room<T>() -> usize {
    let size = if size_of::<T>() == 0 { 1 } else { size_of::<T>() };
    let room = size_of::<Aside<T>>() / size;
    if room < MOST { room } else { MOST }
}

#[cfg(test)]
mod tests {
    use super::{Aside, room};

    #[test]
    fn there_is_room_for_one_message_at_least_and_for_many_small_ones() {
        assert_eq!((room::<()>(), room::<u8>(), room::<[u64; 8]>()), (32, 32, 32));
        assert_eq!((room::<[u8; 1024]>(), room::<[u8; 2048]>(), room::<[u8; 65536]>()), (2, 1, 1));
        assert_eq!(size_of::<Aside<u64>>(), 2048, "a frame that any stack has room for");
    }
}
