//! What differs by mode: the kinds of send, and what is done in place.

use super::MOMENT;
use crate::polling::poll;
use std::task::Waker;
use strait::{LoneProducer, Producer, TrySendError, Waits};

/// Polls a send once; returns whether it has sent.
macro_rules! poll_send {
    () => {
        |tx, number| poll(&mut tx.send_async(number), Waker::noop()).is_ready()
    };
}

/// Sends the next numbers by one of the kinds, `poll_send` among them; returns how many.
fn send_lone<M: LoneProducer + Waits, const N: usize>(
    tx: &mut Producer<'static, u64, N, M>,
    next: u64,
    turn: usize,
    poll_send: fn(&mut Producer<'static, u64, N, M>, u64) -> bool,
) -> u64 {
    match turn % 7 {
        0 => u64::from(tx.try_send(next).is_ok()),
        1 => u64::from(tx.try_send_array([next]).is_ok()),
        2 => tx.try_send_many(&mut (next..next + 3)) as u64,
        3 => u64::from(tx.try_reserve().map(|permit| permit.send(next)).is_ok()),
        4 => u64::from(tx.send_timeout(next, MOMENT).is_ok()),
        5 => u64::from(poll_send(tx, next)),
        _ => {
            tx.send(next).expect("the consumer lives");
            1
        }
    }
}

fn lone_sends_return<M: LoneProducer, const N: usize>(
    tx: &mut Producer<'static, u64, N, M>,
    poll_send: fn(&mut Producer<'static, u64, N, M>, u64) -> bool,
) {
    assert_eq!(tx.try_send_many(&mut (0..3)), 0);
    assert_eq!(tx.try_reserve().err(), Some(TrySendError::Full(())));
    assert!(!poll_send(tx, 0));
}

pub(super) mod spsc {
    use super::{Waker, poll};
    use strait::spsc::{Consumer, Producer};

    pub(in super::super) fn send<const N: usize>(tx: &mut Producer<u64, N>, next: u64, turn: usize) -> u64 {
        super::send_lone(tx, next, turn, poll_send!())
    }

    pub(in super::super) fn sends_return<const N: usize>(tx: &mut Producer<u64, N>) {
        super::lone_sends_return(tx, poll_send!());
    }

    pub(in super::super) fn receive<const N: usize>(_: &mut Consumer<u64, N>, _: &mut u64) {}

    pub(in super::super) fn receives_return<const N: usize>(_: &mut Consumer<u64, N>) {}
}

/// Without the kinds that wait: a stopped producer may hold the lock of those that do. `crowd.rs` has them.
pub(super) mod mpsc {
    use strait::mpsc::{Consumer, Producer};
    use strait::{Refuses, Shared};

    pub(in super::super) fn send<M: Refuses<Producers: Shared>, const N: usize>(
        tx: &mut strait::Producer<'_, u64, N, M>,
        next: u64,
        turn: usize,
    ) -> u64 {
        match turn % 4 {
            0 => u64::from(tx.try_send(next).is_ok()),
            1 => u64::from(tx.try_send_array([next]).is_ok()),
            2 => tx.try_send_deque(&mut (next..next + 3).collect()) as u64,
            _ => u64::from(tx.clone().try_send(next).is_ok()),
        }
    }

    pub(in super::super) fn sends_return<const N: usize>(tx: &mut Producer<u64, N>) {
        assert_eq!(tx.try_send_deque(&mut [0, 1].into()), 0);
        assert!(tx.clone().try_send(0).is_err());
    }

    pub(in super::super) fn receive<const N: usize>(_: &mut Consumer<u64, N>, _: &mut u64) {}

    pub(in super::super) fn receives_return<const N: usize>(_: &mut Consumer<u64, N>) {}
}

pub(super) mod pipe {
    use super::{Waker, poll};
    use strait::pipe::{Consumer, Producer};
    use strait::{TryRecvError, TrySendError};

    pub(in super::super) fn send<const N: usize>(tx: &mut Producer<u64, N>, next: u64, turn: usize) -> u64 {
        match turn % 9 {
            7 => tx.try_send_slice(&[next, next + 1]).unwrap_or(0) as u64,
            8 => tx.write_chunk(3).map_or(0, |chunk| chunk.fill_from_iter(next..) as u64),
            _ => super::send_lone(tx, next, turn, poll_send!()),
        }
    }

    pub(in super::super) fn sends_return<const N: usize>(tx: &mut Producer<u64, N>) {
        super::lone_sends_return(tx, poll_send!());
        assert_eq!(tx.try_send_slice(&[0]), Err(TrySendError::Full(())));
        assert_eq!(tx.write_chunk(1).err(), Some(TrySendError::Full(())));
    }

    pub(in super::super) fn receive<const N: usize>(rx: &mut Consumer<u64, N>, next: &mut u64) {
        if let Ok(chunk) = rx.read_chunk(3) {
            let (before, behind) = chunk.as_slices();
            assert!(before.iter().chain(behind).copied().eq((*next..).take(chunk.len())));
            *next += chunk.len() as u64;
            chunk.commit_all();
        }
        let mut slice = [0; 2];
        let count = rx.try_recv_slice(&mut slice).unwrap_or(0);
        for n in &slice[..count] {
            assert_eq!(n, next);
            *next += 1;
        }
    }

    pub(in super::super) fn receives_return<const N: usize>(rx: &mut Consumer<u64, N>) {
        assert_eq!(rx.try_recv_slice(&mut [0]), Err(TryRecvError::Empty));
        assert_eq!(rx.read_chunk(1).err(), Some(TryRecvError::Empty));
    }
}
