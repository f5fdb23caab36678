//! Arms that are waited for together, and which of them was chosen.

use super::arms::{Arm, AsyncArm, choose_first, first_of};
use crate::wait::{Debt, Place, Several};
use core::task::{Poll, Waker};

#[cfg(feature = "std")]
use crate::sync::Instant;

/// Which arm was chosen, and what it gave.
///
/// One type for one to eight arms: the variants of arms that are not there hold [`Never`], and need no pattern.
///
/// # Examples
///
/// ```
/// use strait::select::{Selected, recv, try_select};
/// use strait::spsc;
///
/// let (mut a, mut b) = (spsc::channel::<u32, 4>(), spsc::channel::<char, 4>());
/// b.0.try_send('b').unwrap();
/// match try_select((recv(&mut a.1), recv(&mut b.1))) {
///     Some(Selected::First(number)) => panic!("{number:?}"),
///     Some(Selected::Second(letter)) => assert_eq!(letter, Ok('b')),
///     None => panic!("nothing is there"),
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selected<A, B = Never, C = Never, D = Never, E = Never, F = Never, G = Never, H = Never> {
    /// The first arm.
    First(A),
    /// The second arm.
    Second(B),
    /// The third arm.
    Third(C),
    /// The fourth arm.
    Fourth(D),
    /// The fifth arm.
    Fifth(E),
    /// The sixth arm.
    Sixth(F),
    /// The seventh arm.
    Seventh(G),
    /// The eighth arm.
    Eighth(H),
}

/// No value: what an arm that is not there gives.
///
/// # Examples
///
/// ```
/// use strait::select::{Never, Selected};
///
/// fn only(selected: Selected<u32>) -> u32 {
///     let Selected::First(value) = selected; // the others hold `Never`
///     value
/// }
///
/// assert_eq!(only(Selected::First(1)), 1);
/// assert_eq!(size_of::<Never>(), 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Never {}

/// Arms that are waited for together: a tuple of one to eight, or [`biased`] of one. Sealed.
///
/// Its `Output` is [`Selected`].
#[diagnostic::on_unimplemented(
    message = "a select waits for a tuple of one to eight arms, which `{Self}` is not",
    label = "write `(recv(&mut a), recv(&mut b))`, and `(recv(&mut a),)` for a single arm",
    note = "any number of consumers of one type is one arm: `recv_any(&mut consumers)`"
)]
pub trait Arms: Several {
    /// [`Several::look`] in the order written.
    #[doc(hidden)]
    fn look_as_written(&mut self) -> Poll<Self::Output>;
}

/// Arms that [`select_async`](fn@super::select_async) takes: without timers. Sealed.
#[diagnostic::on_unimplemented(
    message = "a task waits for a tuple of one to eight arms without timers, which `{Self}` is not",
    label = "write `(recv(&mut a), recv(&mut b))`, and `(recv(&mut a),)` for a single arm"
)]
pub trait AsyncArms: Arms {}

/// The arms that [`biased`] makes.
#[derive(Debug)]
#[must_use = "arms do nothing until they are selected"]
pub struct Biased<A>(A);

/// Lets the first arm that is ready be chosen, in the order written, always.
///
/// An arm that is always ready starves those behind it.
///
/// # Examples
///
/// ```
/// use strait::select::{Selected, biased, recv, select};
/// use strait::spsc;
///
/// let (mut urgent, mut normal) = (spsc::channel::<u32, 4>(), spsc::channel::<u32, 4>());
/// normal.0.try_send(1).unwrap();
/// urgent.0.try_send(2).unwrap();
/// assert_eq!(select(biased((recv(&mut urgent.1), recv(&mut normal.1)))), Selected::First(Ok(2)));
/// ```
#[inline]
pub fn biased<A: Arms>(arms: A) -> Biased<A> {
    Biased(arms)
}

impl<A: Arms> Several for Biased<A> {
    type Output = A::Output;

    #[inline(always)]
    fn look(&mut self) -> Poll<A::Output> {
        self.0.look_as_written()
    }

    fn leave(&mut self, waker: &Waker, stays: bool, debt: &mut Debt) {
        self.0.leave(waker, stays, debt);
    }

    #[inline(always)]
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
        self.0.visit(visitor);
    }

    #[cfg(feature = "std")]
    fn deadline(&self) -> Option<Instant> {
        self.0.deadline()
    }
}

#[diagnostic::do_not_recommend]
impl<A: Arms> Arms for Biased<A> {
    #[inline(always)]
    fn look_as_written(&mut self) -> Poll<A::Output> {
        self.0.look_as_written()
    }
}

#[diagnostic::do_not_recommend]
impl<A: AsyncArms> AsyncArms for Biased<A> {}

/// Returns what an arm gave, if it is chosen.
macro_rules! look_at {
    ($arms:ident.$index:tt: $arm:ident as $variant:ident) => {
        if let Poll::Ready(output) = $arms.$index.look() {
            if $arm::IS_TIMER {
                // It has no end that counts its turn: another's counts it, so that one that is always due does not
                // begin for ever.
                choose_first($arms);
            }
            return Poll::Ready(Selected::$variant(output));
        }
    };
}

/// Whether an arm is looked at between the first and the last one written.
#[inline(always)]
const fn is_in_first_round(index: usize, start: usize, is_timer: bool) -> bool {
    index == start || (index > start && !is_timer)
}

/// Implements the traits for a tuple.
macro_rules! tuple {
    ($count:literal: $($arm:ident $variant:ident $index:tt),*) => {
        impl<$($arm: Arm),*> Several for ($($arm,)*) {
            type Output = Selected<$($arm::Output),*>;

            /// From the arm whose turn it is, round; timers last, but for that arm. No look takes anything unless it is
            /// the one that returns.
            #[inline(always)]
            fn look(&mut self) -> Poll<Self::Output> {
                let start = if $count == 1 {
                    0
                } else {
                    first_of(0_u32$(.wrapping_add(self.$index.times_chosen()))*, $count)
                };
                $(
                    if is_in_first_round($index, start, $arm::IS_TIMER) {
                        look_at!(self.$index: $arm as $variant);
                    }
                )*
                $(
                    if $index < start && !$arm::IS_TIMER {
                        look_at!(self.$index: $arm as $variant);
                    }
                )*
                $(
                    if $arm::IS_TIMER && $index != start {
                        look_at!(self.$index: $arm as $variant);
                    }
                )*
                Poll::Pending
            }

            fn leave(&mut self, waker: &Waker, stays: bool, debt: &mut Debt) {
                $(self.$index.leave(waker, stays, debt);)*
            }

            #[inline(always)]
            fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
                $(self.$index.visit(visitor);)*
            }

            #[cfg(feature = "std")]
            fn deadline(&self) -> Option<Instant> {
                [$(self.$index.deadline()),*].into_iter().flatten().min()
            }
        }

        impl<$($arm: Arm),*> Arms for ($($arm,)*) {
            #[inline(always)]
            fn look_as_written(&mut self) -> Poll<Self::Output> {
                $(look_at!(self.$index: $arm as $variant);)*
                Poll::Pending
            }
        }

        impl<$($arm: AsyncArm),*> AsyncArms for ($($arm,)*) {}
    };
}

tuple!(1: A First 0);
tuple!(2: A First 0, B Second 1);
tuple!(3: A First 0, B Second 1, C Third 2);
tuple!(4: A First 0, B Second 1, C Third 2, D Fourth 3);
tuple!(5: A First 0, B Second 1, C Third 2, D Fourth 3, E Fifth 4);
tuple!(6: A First 0, B Second 1, C Third 2, D Fourth 3, E Fifth 4, F Sixth 5);
tuple!(7: A First 0, B Second 1, C Third 2, D Fourth 3, E Fifth 4, F Sixth 5, G Seventh 6);
tuple!(8: A First 0, B Second 1, C Third 2, D Fourth 3, E Fifth 4, F Sixth 5, G Seventh 6, H Eighth 7);
