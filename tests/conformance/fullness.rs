//! All `N` places are usable, `Full` is exact, and `len` says the truth at both ends, over several laps.

use crate::harness::{Receives, Sends};
use strait::TrySendError;

/// Enough that every slot is used by three laps.
const LAPS: usize = 3;

tests! { on every channel:
    full_is_said_when_all_places_are_taken_and_not_before(u32);
    len_is_empty_and_is_full_are_right_on_both_ends_at_every_fill_and_lap(u32);
    one_place_that_comes_free_is_one_more_send(u32);
}

fn full_is_said_when_all_places_are_taken_and_not_before(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    for _ in 0..LAPS {
        for n in 0..tx.capacity() as u32 {
            assert_eq!(tx.try_send(n), Ok(()));
        }
        assert_eq!(tx.try_send(7), Err(TrySendError::Full(7)));
        assert_eq!(tx.try_send_array([8]), Err(TrySendError::Full([8])));
        assert_eq!(rx.drain().count(), tx.capacity());
    }
}

fn len_is_empty_and_is_full_are_right_on_both_ends_at_every_fill_and_lap(
    mut tx: impl Sends<u32>,
    mut rx: impl Receives<u32>,
) {
    let agree = |tx: &_, rx: &_, expected: usize| {
        let full = expected == Sends::capacity(tx);
        assert_eq!((Sends::len(tx), Sends::is_empty(tx), Sends::is_full(tx)), (expected, expected == 0, full));
        assert_eq!((Receives::len(rx), Receives::is_empty(rx), Receives::is_full(rx)), (expected, expected == 0, full));
    };
    for _ in 0..LAPS {
        for filled in 0..tx.capacity() {
            agree(&tx, &rx, filled);
            tx.try_send(0).unwrap();
        }
        for filled in (1..=tx.capacity()).rev() {
            agree(&tx, &rx, filled);
            rx.try_recv().unwrap();
        }
        // The next lap starts at another place.
        tx.try_send(0).unwrap();
        rx.try_recv().unwrap();
    }
    agree(&tx, &rx, 0);
}

fn one_place_that_comes_free_is_one_more_send(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    while tx.try_send(0).is_ok() {}
    for n in 0..(LAPS * tx.capacity()) as u32 {
        rx.try_recv().unwrap();
        assert_eq!(tx.try_send(n), Ok(()));
        assert_eq!(tx.try_send(n), Err(TrySendError::Full(n)));
    }
}
