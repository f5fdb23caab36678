//! What the handles of both ends have in common.

use crate::channel::Channel;
use crate::mode::Mode;

/// A handle of either end, for `same_channel`.
pub trait Handle<T, const N: usize, M: Mode> {
    /// The handle's channel.
    fn channel(&self) -> &Channel<T, N, M>;
}

/// Gives a handle, whose `$view` shows the ring, what both handles have.
macro_rules! handle {
    ($handle:ident, $view:ident) => {
        impl<T, const N: usize, M: Mode, L: Link> $handle<T, N, M, L> {
            /// How many messages fit; all `N` places are usable.
            pub const CAPACITY: usize = N;

            /// How many messages fit: `N`.
            ///
            /// # Examples
            ///
            /// ```
            /// let (tx, rx) = strait::spsc::channel::<u8, 64>();
            /// assert_eq!((tx.capacity(), rx.capacity()), (64, 64));
            /// ```
            pub const fn capacity(&self) -> usize {
                N
            }

            /// What the channel has done since its handles were given out.
            ///
            /// Some loads of lines that others write, so ask now and then, not for every message.
            /// [`Stats`](crate::Stats) says what each figure means.
            ///
            /// # Examples
            ///
            /// ```
            /// let (mut tx, mut rx) = strait::spsc::channel::<_, 2>();
            /// tx.try_send_array([1, 2]).unwrap();
            /// assert!(tx.try_send(3).is_err());
            /// rx.try_recv().unwrap();
            /// for stats in [tx.stats(), rx.stats()] {
            ///     assert_eq!((stats.sent, stats.received, stats.refused, stats.high_water), (2, 1, 1, 2));
            /// }
            /// ```
            #[cfg(feature = "stats")]
            pub fn stats(&self) -> crate::Stats {
                self.$view().stats()
            }

            /// Whether another handle, of either end, belongs to the same channel.
            ///
            /// # Examples
            ///
            /// ```
            /// let (tx, rx) = strait::mpsc::channel::<u8, 2>();
            /// assert!(tx.same_channel(&rx) && rx.same_channel(&tx) && tx.same_channel(&tx.clone()));
            /// assert!(!tx.same_channel(&strait::mpsc::channel::<u8, 2>().1));
            /// ```
            pub fn same_channel(&self, other: &impl Handle<T, N, M>) -> bool {
                core::ptr::eq(self.channel(), other.channel())
            }
        }

        impl<T, const N: usize, M: Mode, L: Link> Handle<T, N, M> for $handle<T, N, M, L> {
            fn channel(&self) -> &Channel<T, N, M> {
                &self.channel
            }
        }

        impl<T, const N: usize, M: Mode, L: Link> fmt::Debug for $handle<T, N, M, L> {
            /// Shows the capacity, the length, and whether the channel is closed; takes no lock and prints no message.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($handle))
                    .field("capacity", &N)
                    .field("len", &self.len())
                    .field("is_closed", &self.is_closed())
                    .finish_non_exhaustive()
            }
        }

        // A panic between two operations leaves a handle as it was: every operation ends with a consistent ring
        // (ring/verbs.rs).
        impl<T, const N: usize, M: Mode, L: Link> core::panic::UnwindSafe for $handle<T, N, M, L> {}
        impl<T, const N: usize, M: Mode, L: Link> core::panic::RefUnwindSafe for $handle<T, N, M, L> {}

        // Nothing in a handle is ever pinned.
        impl<T, const N: usize, M: Mode, L: Link> Unpin for $handle<T, N, M, L> {}
    };
}
pub(crate) use handle;
