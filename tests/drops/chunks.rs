//! Chunks of a pipe: what is committed is dropped once, and a panic in between doubles nothing.

use super::{Counted, Drops, numbers_that_panic_at, panics};
use strait::pipe::{Consumer, Producer, channel};

const N: usize = 8;

/// A pipe with `N` messages across the ring's end.
fn full(drops: &Drops) -> (Producer<Counted, N>, Consumer<Counted, N>) {
    let (tx, mut rx) = channel();
    let others = Drops::of(3);
    (0..3).for_each(|number| assert!(tx.try_send(others.message(number)).is_ok()));
    rx.drain().for_each(drop);
    (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
    (tx, rx)
}

#[test]
fn a_commit_drops_what_it_takes_and_the_ring_the_rest() {
    for k in 0..=N {
        let drops = Drops::of(N);
        let (tx, mut rx) = full(&drops);
        rx.read_chunk(N).unwrap().commit(k);
        assert!(drops.counts().iter().enumerate().all(|(number, &count)| count == u32::from(number < k)));
        drop((tx, rx));
        drops.assert_each_once();
    }
}

#[test]
fn a_drop_that_panics_in_a_commit_doubles_nothing_and_leaves_the_rest() {
    for bomb in 0..N {
        let drops = Drops::of(N);
        let (tx, mut rx) = full(&drops);
        drops.set_bomb(bomb);
        let chunk = rx.read_chunk(N).unwrap();
        assert!(panics(|| chunk.commit_all()));
        drops.assert_none_twice();
        assert!(rx.drain().map(|message| message.number).eq(bomb + 1..N));
        drop((tx, rx));
        drops.assert_each_once();
    }
}

#[test]
fn an_iterator_over_a_chunk_gives_each_message_away_once() {
    for k in 0..=N {
        let drops = Drops::of(N);
        let (tx, mut rx) = full(&drops);
        let taken: Vec<_> = rx.read_chunk(N).unwrap().into_iter().take(k).collect();
        assert_eq!((taken.len(), rx.len()), (k, N - k));
        drop((tx, rx, taken));
        drops.assert_each_once();
    }
}

#[test]
fn a_chunk_whose_iterator_panics_sends_what_it_gave_before() {
    for at in 0..N {
        let drops = Drops::of(N);
        let (mut tx, mut rx) = channel::<Counted, N>();
        let chunk = tx.write_chunk(N).unwrap();
        assert!(panics(|| chunk.fill_from_iter(numbers_that_panic_at(&drops, at))));
        assert!(rx.drain().map(|message| message.number).eq(0..at));
        assert!(drops.counts()[..at].iter().all(|&count| count == 1));
    }
}
