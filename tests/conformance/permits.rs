//! Permits of the lone producers: a place first, the message later.

use crate::harness::{Receives, Receiving as _, Rx, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use std::future::Future as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Context, Poll, Waker};
use std::{mem, thread};
use strait::{LoneProducer, SendError, TryRecvError, TrySendError, Waits};

tests! { on every lone channel:
    a_permit_is_there_while_a_place_is_free_and_its_send_cannot_fail at_every_fill;
    dropping_or_forgetting_a_permit_gives_the_place_back at_every_fill;
    a_closed_channel_gives_no_permit at_every_fill;
    a_message_sent_by_permit_after_the_consumers_close_stays_in_the_ring;
    a_permit_writes_the_message_where_it_will_lie;
    a_write_that_panics_gives_the_place_back_unsent;
}

tests! { on every lone channel that waits:
    a_closed_channel_gives_no_permit_to_one_that_would_wait at_every_fill;
    reserve_waits_for_room;
    reserve_ends_when_the_channel_closes;
    reserve_async_waits_for_room_and_holds_nothing;
    a_reservation_that_is_polled_again_gives_no_second_permit;
}

tests! { in on_every_quiet_lone_channel: [quiet_spsc quiet_pipe] [1 2 8 1024]
    a_quiet_producer_reserves_too;
}

fn a_permit_is_there_while_a_place_is_free_and_its_send_cannot_fail<M: LoneProducer, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    for n in count..N {
        tx.try_reserve().unwrap().send(n as u32);
    }
    assert_eq!(tx.try_reserve().unwrap_err(), TrySendError::Full(()));
    assert!(rx.drain().eq(0..N as u32));
}

#[allow(clippy::forget_non_drop, reason = "that a permit has no drop is not promised")]
fn dropping_or_forgetting_a_permit_gives_the_place_back<M: LoneProducer, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    if count < N {
        drop(tx.try_reserve().unwrap());
        mem::forget(tx.try_reserve().unwrap());
    }
    assert_eq!((tx.len(), rx.len()), (count, count));
    (count..N).for_each(|n| tx.try_send(n as u32).unwrap());
    assert!(rx.drain().eq(0..N as u32));
}

fn a_closed_channel_gives_no_permit<M: LoneProducer, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    rx.close();
    assert_eq!(tx.try_reserve().unwrap_err(), TrySendError::Closed(()));
}

fn a_closed_channel_gives_no_permit_to_one_that_would_wait<M: LoneProducer + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    rx.close();
    assert_eq!(tx.reserve().unwrap_err(), SendError(()));
    assert_eq!(futures::executor::block_on(tx.reserve_async()).unwrap_err(), SendError(()));
}

fn a_message_sent_by_permit_after_the_consumers_close_stays_in_the_ring<M: LoneProducer, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let permit = tx.try_reserve().unwrap();
    rx.close();
    permit.send(7);
    assert_eq!((rx.try_recv(), rx.try_recv()), (Ok(7), Err(TryRecvError::Closed)));
}

fn a_permit_writes_the_message_where_it_will_lie<M: LoneProducer + Receives, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let permit = tx.try_reserve().unwrap();
    let mut place = core::ptr::null();
    // SAFETY: the closure initialises the place.
    unsafe {
        permit.write(|slot| {
            place = slot.write(7);
        });
    }
    rx.peeked(|next| assert!(core::ptr::eq(next.unwrap(), place)));
    assert_eq!(rx.try_recv(), Ok(7));
}

fn a_write_that_panics_gives_the_place_back_unsent<M: LoneProducer, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    for n in 0..2 * N as u32 {
        let permit = tx.try_reserve().unwrap();
        let written = catch_unwind(AssertUnwindSafe(|| {
            // SAFETY: the closure never returns.
            unsafe { permit.write(|_| std::panic::resume_unwind(Box::new("no message after all"))) }
        }));
        assert!(written.is_err());
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
        tx.try_send(n).unwrap();
        assert_eq!(rx.try_recv(), Ok(n));
    }
}

fn reserve_waits_for_room<M: LoneProducer + Waits, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        scope.spawn(move || tx.reserve().unwrap().send(N as u32));
        let_it_park();
        assert!(rx.iter().eq(0..=N as u32));
    });
}

fn reserve_ends_when_the_channel_closes<M: LoneProducer + Waits, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        let reserving = scope.spawn(move || tx.reserve().map(drop));
        let_it_park();
        rx.close();
        assert_eq!(reserving.join().unwrap(), Err(SendError(())));
    });
}

fn reserve_async_waits_for_room_and_holds_nothing<M: LoneProducer + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    fill(&tx, N);
    let (waker, wakes) = counting();
    assert!(poll(&mut core::pin::pin!(tx.reserve_async()), &waker).is_pending());
    let mut reserving = core::pin::pin!(tx.reserve_async());
    assert!(poll(&mut reserving, &waker).is_pending());
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(wakes.count(), 1);
    let Poll::Ready(Ok(permit)) = poll(&mut reserving, &waker) else { panic!("there is room") };
    permit.send(N as u32);
    assert!(rx.drain().eq(1..=N as u32));
}

fn a_reservation_that_is_polled_again_gives_no_second_permit<M: LoneProducer + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let mut reserving = Box::pin(tx.reserve_async());
    let Poll::Ready(Ok(permit)) = reserving.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("there is room");
    };
    let again =
        catch_unwind(AssertUnwindSafe(|| reserving.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()));
    assert!(again.is_err(), "two permits for one place");
    drop(reserving);
    permit.send(7);
    assert_eq!(rx.try_recv(), Ok(7));
}

fn a_quiet_producer_reserves_too<M: LoneProducer, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    let mut context = Context::from_waker(&waker);
    assert!(rx.poll_recv(&mut context).is_pending());
    tx.try_reserve().unwrap().send(7);
    assert_eq!(wakes.count(), 0, "its permit is quiet as well");
    assert_eq!(rx.poll_recv(&mut context), Poll::Ready(Ok(7)));
}
