//! What handles tell about themselves: their capacity, which channel they belong to, and nothing of its messages.

use crate::harness::{Rx, Sends, Tx};
use strait::{Capacity, Channel, Consumer, Mode, PowerOfTwo, Producer, Refuses, mpsc, pipe, spsc};

/// A message that cannot be shown.
struct Opaque;

tests! { on every channel:
    capacity_is_n_and_a_constant;
    same_channel_holds_between_the_handles_of_one_channel_alone;
    a_channel_by_default_is_open_and_empty;
    a_loop_over_a_borrowed_consumer_ends_when_the_channel_is_closed;
    debug_needs_none_of_the_message_and_shows_how_many_there_are(crate::identity::Opaque);
    messages_without_size_pass(());
}

tests! { in on_every_small_channel: [spsc mpsc pipe quiet_spsc quiet_mpsc quiet_pipe] [1 2 8]
    messages_of_a_page_pass([u64; 512]);
}

tests! { on every channel that waits:
    debug_of_a_send_future_shows_whether_it_has_sent(crate::identity::Opaque);
}

fn capacity_is_n_and_a_constant<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>)
where
    Capacity<N>: PowerOfTwo,
{
    const { assert!(Channel::<u8, N, M>::CAPACITY == N) };
    const { assert!(Producer::<u8, N, M>::CAPACITY == N && Consumer::<u8, N, M>::CAPACITY == N) };
    assert_eq!((tx.capacity(), rx.capacity()), (N, N));
    assert_eq!(Channel::<u8, N, M>::new().capacity(), N);
}

/// What the handles keep for themselves is not in the way of a user's own trait.
#[test]
fn no_hidden_method_shadows_a_users_trait() {
    trait Extension {
        fn tx(&self) -> u8 {
            1
        }
        fn rx(&self) -> u8 {
            1
        }
        fn reference(&self) -> u8 {
            1
        }
        fn wait(&self) -> u8 {
            1
        }
        fn attempt_recv(&self) -> u8 {
            1
        }
    }
    impl<T> Extension for T {}

    let (tx, rx) = spsc::channel::<u8, 8>();
    assert_eq!([tx.tx(), tx.rx(), tx.reference(), tx.wait(), tx.attempt_recv()], [1; 5]);
    assert_eq!([rx.tx(), rx.rx(), rx.reference(), rx.wait(), rx.attempt_recv()], [1; 5]);
}

#[test]
fn the_capacity_of_a_static_is_a_constant() {
    static SPSC: spsc::Channel<u8, 8> = spsc::Channel::new();
    static MPSC: mpsc::Channel<u8, 8> = mpsc::Channel::new();
    static PIPE: pipe::QuietChannel<u8, 8> = pipe::QuietChannel::new();
    const { assert!(SPSC.capacity() == 8 && MPSC.capacity() == 8 && PIPE.capacity() == 8) };
}

fn same_channel_holds_between_the_handles_of_one_channel_alone<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>)
where
    Capacity<N>: PowerOfTwo,
{
    let mut other = Box::new(Channel::new());
    let (other_tx, other_rx) = other.split();
    assert!(tx.same_channel(&rx) && rx.same_channel(&tx));
    assert!(tx.same_channel(&tx) && rx.same_channel(&rx));
    assert!(!tx.same_channel(&other_rx) && !rx.same_channel(&other_tx));
    assert!(!tx.same_channel(&other_tx) && !rx.same_channel(&other_rx));
    assert!(other_tx.same_channel(&other_rx) && !other_rx.same_channel(&tx));
    assert!(core::ptr::eq::<Channel<_, N, M>>(tx.as_ref(), rx.as_ref()));
}

fn a_channel_by_default_is_open_and_empty<M: Refuses, const N: usize>(_: Tx<N, M>, _: Rx<N, M>)
where
    Capacity<N>: PowerOfTwo,
{
    let mut channel: Box<Channel<u32, N, M>> = Box::default();
    let (tx, rx) = channel.split();
    assert!(rx.is_empty() && !rx.is_closed());
    assert_eq!((tx.try_send(1), rx.try_recv()), (Ok(()), Ok(1)));
}

fn a_loop_over_a_borrowed_consumer_ends_when_the_channel_is_closed<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    while tx.try_send(3).is_ok() {}
    drop(tx);
    let mut sum = 0;
    for message in &mut rx {
        sum += message;
    }
    assert_eq!((sum, rx.is_closed()), (3 * N as u32, true));
}

fn debug_needs_none_of_the_message_and_shows_how_many_there_are<M: Refuses, const N: usize>(
    tx: Tx<N, M, Opaque>,
    mut rx: Rx<N, M, Opaque>,
) where
    Capacity<N>: PowerOfTwo,
{
    while tx.try_send(Opaque).is_ok() {}
    let (capacity, len) = (format!("capacity: {N}"), format!("len: {N}"));
    for text in [format!("{tx:?}"), format!("{rx:?}")] {
        assert!(text.contains(&capacity) && text.contains(&len) && text.contains("is_closed: false"), "{text}");
    }
    assert!(format!("{:?}", rx.drain()).contains(&format!("left: {N}")));
    assert!(format!("{:?}", rx.iter()).contains(&len));
    rx.close();
    assert!(format!("{tx:?}").contains("is_closed: true"));
    assert!(format!("{:?}", Box::new(Channel::<Opaque, N, M>::default())).contains(&capacity));
    assert!(format!("{:?}", rx.into_iter()).starts_with("IntoIter"));
}

fn debug_of_a_send_future_shows_whether_it_has_sent<M: Sends, const N: usize>(
    mut tx: Tx<N, M, Opaque>,
    _rx: Rx<N, M, Opaque>,
) {
    assert!(format!("{:?}", M::send_async(&mut tx, Opaque)).contains("is_sent: false"));
    assert!(format!("{:?}", M::send_array_async(&mut tx, [Opaque])).contains("is_sent: false"));
}

fn messages_without_size_pass<M: Refuses, const N: usize>(tx: Tx<N, M, ()>, mut rx: Rx<N, M, ()>) {
    while tx.try_send(()).is_ok() {}
    assert_eq!(rx.drain().count(), N);
}

fn messages_of_a_page_pass<M: Refuses, const N: usize>(tx: Tx<N, M, [u64; 512]>, rx: Rx<N, M, [u64; 512]>) {
    for n in 0..5 {
        tx.try_send([n; 512]).unwrap();
        assert_eq!(rx.try_recv(), Ok([n; 512]));
    }
}

/// By the trait, as generic code clones.
#[test]
fn producers_of_many_are_cloned_by_the_trait_into_others_of_the_same_channel() {
    fn check<P: Clone>(
        first: P,
        same_channel: impl Fn(&P, &P) -> bool,
        try_send: impl Fn(&P, u8),
        rx: impl IntoIterator<Item = u8>,
    ) {
        let second = first.clone();
        assert!(same_channel(&first, &second));
        drop(first);
        try_send(&second, 1);
        let third = second.clone();
        drop(second);
        try_send(&third, 2);
        drop(third);
        assert!(rx.into_iter().eq([1, 2]));
    }
    let (tx, rx) = mpsc::channel::<u8, 2>();
    check(tx, |one, other| one.same_channel(other), |tx, n| tx.try_send(n).unwrap(), rx);
    let (tx, rx) = mpsc::quiet_channel::<u8, 2>();
    check(tx, |one, other| one.same_channel(other), |tx, n| tx.try_send(n).unwrap(), rx);
}

#[cfg(feature = "sink")]
#[test]
fn a_sink_belongs_to_the_channel_of_its_producer() {
    let ((tx, rx), (_, other_rx)) = (mpsc::channel::<u8, 2>(), mpsc::channel::<u8, 2>());
    let sink = tx.into_sink();
    assert!(rx.same_channel(&sink) && !other_rx.same_channel(&sink));
}

#[cfg(feature = "sink")]
#[test]
fn debug_of_a_sink_shows_its_producer() {
    let (tx, _rx) = mpsc::channel::<Opaque, 8>();
    assert!(format!("{:?}", tx.into_sink()).contains("capacity: 8"));
}

#[test]
fn debug_of_permits_and_chunks_shows_how_many_places_they_have() {
    let (mut tx, mut rx) = pipe::channel::<Opaque, 8>();
    assert!(format!("{:?}", tx.try_reserve().unwrap()).starts_with("Permit"));
    assert!(format!("{:?}", tx.write_chunk(3).unwrap()).contains("len: 3"));
    let _ = tx.try_send_array([Opaque, Opaque]);
    assert!(format!("{:?}", rx.read_chunk(8).unwrap()).contains("len: 2"));
    assert!(format!("{:?}", rx.read_chunk(8).unwrap().into_iter()).contains("left: 2"));
}
