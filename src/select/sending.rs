//! Arms that send.

use super::arms::{Arm, AsyncArm, count};
use crate::channel::Channel;
use crate::error::SendError;
#[cfg(feature = "std")]
use crate::mode::Shared;
use crate::mode::{LoneProducer, Waits};
use crate::producer::tx::{Ticket as TicketOf, Tx};
use crate::producer::{Permit, Producer};
use crate::wait::{Debt, End as _, Place, Several, Waiters, leave, retract};
use core::{
    fmt,
    task::{Poll, Waker},
};

/// The arm that [`reserve`] makes.
#[must_use = "an arm does nothing until it is selected"]
pub struct Reserve<'a, T, const N: usize, M: LoneProducer + Waits> {
    tx: Tx<'a, Channel<T, N, M>>,
    /// A second permit beside the first would be for the same slot.
    is_given: bool,
    ticket: TicketOf<Channel<T, N, M>>,
}

/// Reserves a slot: gives `Result<Permit, SendError<()>>`. Lone producers only.
///
/// It is chosen when there is room, or when the channel is closed. Unlike with [`send`], the message is built once the
/// slot is there. A permit that is dropped sends nothing.
///
/// # Examples
///
/// ```
/// use strait::select::{recv, reserve, select};
/// use strait::spsc;
///
/// let (mut tx, rx) = spsc::channel::<String, 1>();
/// let (_stop, mut stopped) = spsc::channel::<(), 1>();
/// select! {
///     permit = reserve(&mut tx) => permit.unwrap().send("built when there is room".to_owned()),
///     _ = recv(&mut stopped) => {}
/// }
/// assert_eq!(rx.try_recv().unwrap(), "built when there is room");
/// ```
#[inline]
pub fn reserve<'a, T, const N: usize, M: LoneProducer + Waits>(
    producer: &'a mut Producer<'_, T, N, M>,
) -> Reserve<'a, T, N, M> {
    Reserve { tx: producer.tx(), is_given: false, ticket: TicketOf::<Channel<T, N, M>>::default() }
}

impl<'a, T, const N: usize, M: LoneProducer + Waits> Several for Reserve<'a, T, N, M> {
    type Output = Result<Permit<'a, T, N, M>, SendError<()>>;

    #[inline(always)]
    fn look(&mut self) -> Poll<Self::Output> {
        if self.is_given {
            return Poll::Pending;
        }
        let looked = Permit::attempt(self.tx);
        self.is_given = looked.is_ready();
        count(self, looked)
    }

    fn leave(&mut self, waker: &Waker, stays: bool, debt: &mut Debt) {
        leave(self.tx, waker, stays, &mut self.ticket, debt);
    }

    #[inline(always)]
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
        visitor(self.tx.signal());
    }
}

#[diagnostic::do_not_recommend]
impl<T, const N: usize, M: LoneProducer + Waits> Arm for Reserve<'_, T, N, M> {}
#[diagnostic::do_not_recommend]
impl<T, const N: usize, M: LoneProducer + Waits> AsyncArm for Reserve<'_, T, N, M> {}

impl<T, const N: usize, M: LoneProducer + Waits> Drop for Reserve<'_, T, N, M> {
    #[inline]
    fn drop(&mut self) {
        retract(self.tx, &mut self.ticket);
    }
}

impl<T, const N: usize, M: LoneProducer + Waits> fmt::Debug for Reserve<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reserve").finish_non_exhaustive()
    }
}

/// What [`send`] takes: a producer that may wait, or a `&` to one of many. Sealed.
#[diagnostic::on_unimplemented(
    message = "a select sends with a producer that may wait, which `{Self}` is not",
    label = "`send` takes `&mut` of a producer, and where it is one of many also `&mut` of a reference to it",
    note = "a consumer receives: `recv(&mut rx)`; the producers of quiet channels only try"
)]
pub trait Offer {
    /// What is sent.
    type Message;

    #[doc(hidden)]
    type Waiters: Waiters;

    #[doc(hidden)]
    fn look(&mut self, message: &mut Option<Self::Message>) -> Poll<Result<(), SendError<()>>>;

    #[doc(hidden)]
    fn leave(&mut self, waker: &Waker, stays: bool, ticket: &mut Ticket<Self>, debt: &mut Debt);

    #[doc(hidden)]
    fn retract(&mut self, ticket: &mut Ticket<Self>);

    #[doc(hidden)]
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place))
    where
        Self: Sized;
}

type Ticket<P> = <<P as Offer>::Waiters as Waiters>::Ticket;

/// The verbs of a producer, by value or by reference.
macro_rules! offers {
    ([$($where:tt)*] $producer:ty) => {
        #[diagnostic::do_not_recommend]
        impl<T, const N: usize, M: Waits> Offer for $producer
        where
            $($where)*
        {
            type Message = T;
            type Waiters = M::Producers;

            #[inline(always)]
            fn look(&mut self, message: &mut Option<T>) -> Poll<Result<(), SendError<()>>> {
                let tx = self.tx();
                tx.attempt(message, |message| tx.try_send(message))
            }

            fn leave(&mut self, waker: &Waker, stays: bool, ticket: &mut Ticket<Self>, debt: &mut Debt) {
                leave(self.tx(), waker, stays, ticket, debt);
            }

            fn retract(&mut self, ticket: &mut Ticket<Self>) {
                retract(self.tx(), ticket);
            }

            #[inline(always)]
            fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
                visitor(self.tx().signal());
            }
        }
    };
}

#[cfg(feature = "std")]
offers!([] Producer<'_, T, N, M>);
#[cfg(feature = "std")]
offers!([M::Producers: Shared] &Producer<'_, T, N, M>);
// Without `std` nobody waits in a queue.
#[cfg(not(feature = "std"))]
offers!([M: LoneProducer] Producer<'_, T, N, M>);

/// The arm that [`send`] makes.
#[must_use = "an arm does nothing until it is selected"]
pub struct Send<'a, P: Offer> {
    producer: &'a mut P,
    message: &'a mut Option<P::Message>,
    ticket: Ticket<P>,
}

/// Sends the message in an `Option`: gives `Result<(), SendError<()>>`.
///
/// It is chosen when the message was sent, and `message` is `None` then; or when the channel is closed. In every other
/// case the message stays where it is. With a `None` the arm is never chosen. Where many producers wait for room, it
/// takes its turn among them, and passes it on if another arm is chosen.
///
/// Takes `&mut tx` of any producer that may wait; of one of many also `&mut &tx`.
///
/// # Examples
///
/// ```
/// use strait::select::{recv, select, send};
/// use strait::{mpsc, spsc};
///
/// let (log, lines) = mpsc::channel::<String, 1>();
/// let (_work, mut work) = spsc::channel::<u32, 8>();
/// let (mut log, mut line) = (&log, Some("started".to_owned()));
/// select! {
///     sent = send(&mut log, &mut line) => sent.unwrap(),
///     job = recv(&mut work) => drop(job),
/// }
/// assert_eq!((line, lines.try_recv().unwrap()), (None, "started".to_owned()));
/// ```
#[inline]
pub fn send<'a, P: Offer>(producer: &'a mut P, message: &'a mut Option<P::Message>) -> Send<'a, P> {
    Send { producer, message, ticket: Ticket::<P>::default() }
}

impl<P: Offer> Several for Send<'_, P> {
    type Output = Result<(), SendError<()>>;

    #[inline(always)]
    fn look(&mut self) -> Poll<Self::Output> {
        if self.message.is_none() {
            return Poll::Pending;
        }
        match self.producer.look(self.message) {
            Poll::Ready(sent) => {
                self.producer.visit(&mut |place| place.choose());
                Poll::Ready(sent)
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn leave(&mut self, waker: &Waker, stays: bool, debt: &mut Debt) {
        if self.message.is_some() {
            self.producer.leave(waker, stays, &mut self.ticket, debt);
        }
    }

    #[inline(always)]
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
        if self.message.is_some() {
            self.producer.visit(visitor);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<P: Offer> Arm for Send<'_, P> {}
#[diagnostic::do_not_recommend]
impl<P: Offer> AsyncArm for Send<'_, P> {}

impl<P: Offer> Drop for Send<'_, P> {
    #[inline]
    fn drop(&mut self) {
        self.producer.retract(&mut self.ticket);
    }
}

impl<P: Offer> fmt::Debug for Send<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Send").field("has_message", &self.message.is_some()).finish_non_exhaustive()
    }
}
