//! All `N` places are usable, `Full` is exact, and `len` says the truth at both ends, over several laps.

use crate::harness::{Rx, Tx};
use strait::{Refuses, TrySendError};

/// Enough that every slot is used by three laps.
const LAPS: usize = 3;

tests! { on every channel:
    full_is_said_when_all_places_are_taken_and_not_before;
    len_is_empty_and_is_full_are_right_on_both_ends_at_every_fill_and_lap;
    one_place_that_comes_free_is_one_more_send;
}

fn full_is_said_when_all_places_are_taken_and_not_before<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    for _ in 0..LAPS {
        for n in 0..N as u32 {
            assert_eq!(tx.try_send(n), Ok(()));
        }
        assert_eq!(tx.try_send(7), Err(TrySendError::Full(7)));
        assert_eq!(tx.try_send_array([8]), Err(TrySendError::Full([8])));
        assert_eq!(rx.drain().count(), N);
    }
}

fn len_is_empty_and_is_full_are_right_on_both_ends_at_every_fill_and_lap<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let agree = |tx: &Tx<N, M>, rx: &Rx<N, M>, expected: usize| {
        let answers = (expected, expected == 0, expected == N);
        assert_eq!((tx.len(), tx.is_empty(), tx.is_full()), answers);
        assert_eq!((rx.len(), rx.is_empty(), rx.is_full()), answers);
    };
    for _ in 0..LAPS {
        for filled in 0..N {
            agree(&tx, &rx, filled);
            tx.try_send(0).unwrap();
        }
        for filled in (1..=N).rev() {
            agree(&tx, &rx, filled);
            rx.try_recv().unwrap();
        }
        // The next lap starts at another place.
        tx.try_send(0).unwrap();
        rx.try_recv().unwrap();
    }
    agree(&tx, &rx, 0);
}

fn one_place_that_comes_free_is_one_more_send<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    while tx.try_send(0).is_ok() {}
    for n in 0..(LAPS * N) as u32 {
        rx.try_recv().unwrap();
        assert_eq!(tx.try_send(n), Ok(()));
        assert_eq!(tx.try_send(n), Err(TrySendError::Full(n)));
    }
}
