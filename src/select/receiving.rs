//! Arms that receive.

use super::arms::{Arm, AsyncArm, count, first_of};
use crate::consumer::Consumer;
use crate::error::RecvError;
use crate::mode::Mode;
#[cfg(feature = "std")]
use crate::mode::Shared;
use crate::wait::{Debt, End as _, Place, Several, Single, Waiters, leave, retract};
use core::{
    fmt,
    task::{Poll, Waker},
};

/// What [`recv`] takes: a consumer, a `&mut` to one, or an `Option` of one, whose `None` is never chosen. Sealed.
#[diagnostic::on_unimplemented(
    message = "a select receives with a consumer, which `{Self}` is not",
    label = "`recv` takes `&mut` of a consumer, or of an `Option` of one",
    note = "a producer sends: `send(&mut tx, &mut message)`, or `reserve(&mut tx)` where it is alone"
)]
pub trait Receive {
    /// What is received.
    type Message;

    #[doc(hidden)]
    type Waiters: Waiters;

    #[doc(hidden)]
    fn look(&mut self) -> Poll<Result<Self::Message, RecvError>>;

    #[doc(hidden)]
    fn leave(&mut self, waker: &Waker, stays: bool, ticket: &mut Ticket<Self>, debt: &mut Debt);

    #[doc(hidden)]
    fn retract(&mut self, ticket: &mut Ticket<Self>);

    #[doc(hidden)]
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place))
    where
        Self: Sized;
}

type Ticket<R> = <<R as Receive>::Waiters as Waiters>::Ticket;

/// A consumer that is alone at its end, so that many of them can stand in one [`recv_any`]. Sealed.
#[diagnostic::on_unimplemented(
    message = "`recv_any` takes consumers that are alone at their end",
    label = "`{Self}` is none, or one of many",
    note = "give one of many consumers an arm of its own: `recv(&mut rx)`"
)]
pub trait ReceiveAlone: Receive<Waiters = Single> {}

/// The verbs of a consumer, by value or by reference.
macro_rules! receives {
    ([$($where:tt)*] $consumer:ty) => {
        #[diagnostic::do_not_recommend]
        impl<T, const N: usize, M: Mode> Receive for $consumer
        where
            $($where)*
        {
            type Message = T;
            type Waiters = M::Consumers;

            #[inline(always)]
            fn look(&mut self) -> Poll<Result<T, RecvError>> {
                self.rx().attempt_recv()
            }

            fn leave(&mut self, waker: &Waker, stays: bool, ticket: &mut Ticket<Self>, debt: &mut Debt) {
                leave(self.rx(), waker, stays, ticket, debt);
            }

            fn retract(&mut self, ticket: &mut Ticket<Self>) {
                retract(self.rx(), ticket);
            }

            #[inline(always)]
            fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
                visitor(self.rx().signal());
            }
        }
    };
}

#[cfg(feature = "std")]
receives!([] Consumer<'_, T, N, M>);
#[cfg(feature = "std")]
receives!([M::Consumers: Shared] &Consumer<'_, T, N, M>);
// Without `std` nobody waits in a queue.
#[cfg(not(feature = "std"))]
receives!([M: Mode<Consumers = Single>] Consumer<'_, T, N, M>);

#[diagnostic::do_not_recommend]
impl<T, const N: usize, M: Mode<Consumers = Single>> ReceiveAlone for Consumer<'_, T, N, M> {}

#[diagnostic::do_not_recommend]
impl<R: Receive> Receive for &mut R {
    type Message = R::Message;
    type Waiters = R::Waiters;

    #[inline(always)]
    fn look(&mut self) -> Poll<Result<R::Message, RecvError>> {
        (**self).look()
    }

    fn leave(&mut self, waker: &Waker, stays: bool, ticket: &mut Ticket<Self>, debt: &mut Debt) {
        (**self).leave(waker, stays, ticket, debt);
    }

    fn retract(&mut self, ticket: &mut Ticket<Self>) {
        (**self).retract(ticket);
    }

    #[inline(always)]
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
        (**self).visit(visitor);
    }
}

#[diagnostic::do_not_recommend]
impl<R: ReceiveAlone> ReceiveAlone for &mut R {}

#[diagnostic::do_not_recommend]
impl<R: Receive> Receive for Option<R> {
    type Message = R::Message;
    type Waiters = R::Waiters;

    #[inline(always)]
    fn look(&mut self) -> Poll<Result<R::Message, RecvError>> {
        match self {
            Some(consumer) => consumer.look(),
            None => Poll::Pending,
        }
    }

    fn leave(&mut self, waker: &Waker, stays: bool, ticket: &mut Ticket<Self>, debt: &mut Debt) {
        if let Some(consumer) = self {
            consumer.leave(waker, stays, ticket, debt);
        }
    }

    fn retract(&mut self, ticket: &mut Ticket<Self>) {
        if let Some(consumer) = self {
            consumer.retract(ticket);
        }
    }

    #[inline(always)]
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
        if let Some(consumer) = self {
            consumer.visit(visitor);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<R: ReceiveAlone> ReceiveAlone for Option<R> {}

/// The arm that [`recv`] makes.
#[must_use = "an arm does nothing until it is selected"]
pub struct Recv<'a, R: Receive> {
    consumer: &'a mut R,
    ticket: Ticket<R>,
}

/// Receives a message, or learns that there will be none: gives `Result<T, RecvError>`.
///
/// It is chosen when a message is there, or when the channel is closed and drained; then again and again, so replace a
/// consumer whose channel is closed by `None`, or leave the loop. The message is taken only if the arm is chosen.
///
/// # Examples
///
/// ```
/// use strait::select::{Selected, recv, select};
/// use strait::{mpsc, spsc};
///
/// let (_numbers, mut number) = spsc::channel::<u32, 8>();
/// let (words, mut word) = mpsc::channel::<&str, 8>();
/// words.try_send("seven").unwrap();
/// assert_eq!(select((recv(&mut number), recv(&mut word))), Selected::Second(Ok("seven")));
/// ```
#[inline]
pub fn recv<R: Receive>(consumer: &mut R) -> Recv<'_, R> {
    Recv { consumer, ticket: Ticket::<R>::default() }
}

impl<R: Receive> Several for Recv<'_, R> {
    type Output = Result<R::Message, RecvError>;

    #[inline(always)]
    fn look(&mut self) -> Poll<Self::Output> {
        let looked = self.consumer.look();
        count(self, looked)
    }

    fn leave(&mut self, waker: &Waker, stays: bool, debt: &mut Debt) {
        self.consumer.leave(waker, stays, &mut self.ticket, debt);
    }

    #[inline(always)]
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
        self.consumer.visit(visitor);
    }
}

#[diagnostic::do_not_recommend]
impl<R: Receive> Arm for Recv<'_, R> {}
#[diagnostic::do_not_recommend]
impl<R: Receive> AsyncArm for Recv<'_, R> {}

impl<R: Receive> Drop for Recv<'_, R> {
    #[inline]
    fn drop(&mut self) {
        self.consumer.retract(&mut self.ticket);
    }
}

impl<R: Receive> fmt::Debug for Recv<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recv").finish_non_exhaustive()
    }
}

/// The arm that [`recv_any`] makes.
#[must_use = "an arm does nothing until it is selected"]
pub struct RecvAny<'a, R: ReceiveAlone> {
    consumers: &'a mut [R],
    /// Whether a waker was left that must be taken back.
    ticket: bool,
}

/// Receives from one of any number of consumers of one type: gives `(usize, Result<T, RecvError>)`, the index and what
/// [`recv`] gives there.
///
/// As fair as a select itself: the consumer that is looked at first changes, whatever the number. An empty slice is
/// never chosen. A look takes time in proportion to how many consumers have nothing.
///
/// # Examples
///
/// ```
/// use strait::select::{Selected, recv_any, select};
/// use strait::spsc;
///
/// let (tx, mut rx): (Vec<_>, Vec<_>) = (0..20).map(|_| spsc::channel::<u32, 4>()).unzip();
/// tx[13].try_send(7).unwrap();
/// assert_eq!(select((recv_any(&mut rx),)), Selected::First((13, Ok(7))));
/// ```
#[inline]
pub fn recv_any<R: ReceiveAlone>(consumers: &mut [R]) -> RecvAny<'_, R> {
    RecvAny { consumers, ticket: false }
}

impl<R: ReceiveAlone> Several for RecvAny<'_, R> {
    type Output = (usize, Result<R::Message, RecvError>);

    #[inline]
    fn look(&mut self) -> Poll<Self::Output> {
        let start = first_of(self.times_chosen(), self.consumers.len());
        let (before, after) = self.consumers.split_at_mut(start);
        let from_start = after.iter_mut().zip(start..).chain(before.iter_mut().zip(0..));
        for (consumer, index) in from_start {
            if let Poll::Ready(received) = consumer.look() {
                consumer.visit(&mut |place| place.choose());
                return Poll::Ready((index, received));
            }
        }
        Poll::Pending
    }

    fn leave(&mut self, waker: &Waker, stays: bool, debt: &mut Debt) {
        for consumer in &mut *self.consumers {
            self.ticket = !stays;
            consumer.leave(waker, stays, &mut self.ticket, debt);
        }
    }

    #[inline(always)]
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
        for consumer in &*self.consumers {
            consumer.visit(visitor);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<R: ReceiveAlone> Arm for RecvAny<'_, R> {}
#[diagnostic::do_not_recommend]
impl<R: ReceiveAlone> AsyncArm for RecvAny<'_, R> {}

impl<R: ReceiveAlone> Drop for RecvAny<'_, R> {
    #[inline]
    fn drop(&mut self) {
        if self.ticket {
            for consumer in &mut *self.consumers {
                consumer.retract(&mut true);
            }
        }
    }
}

impl<R: ReceiveAlone> fmt::Debug for RecvAny<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecvAny").field("consumers", &self.consumers.len()).finish_non_exhaustive()
    }
}
