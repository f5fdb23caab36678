//! What handles say of themselves: their capacity, which channel they belong to, and nothing of its messages.

/// A message that cannot be shown.
struct Opaque;

macro_rules! identity {
    ($($mode:ident)*) => {
        $(
            #[allow(unused_mut, reason = "an `mpsc` producer sends through `&self`")]
            mod $mode {
                use super::Opaque;
                use strait::$mode::{Channel, Consumer, Producer, channel};

                #[test]
                fn capacity_is_n_and_a_constant() {
                    const { assert!(Channel::<u8, 8>::CAPACITY == 8 && Producer::<u8, 8>::CAPACITY == 8) };
                    static CHANNEL: Channel<u8, 8> = Channel::new();
                    const { assert!(Consumer::<u8, 8>::CAPACITY == 8 && CHANNEL.capacity() == 8) };
                    let (tx, rx) = channel::<u8, 8>();
                    assert_eq!((tx.capacity(), rx.capacity()), (8, 8));
                }

                #[test]
                fn same_channel_holds_between_the_handles_of_one_channel_alone() {
                    let ((tx, rx), (other_tx, other_rx)) = (channel::<u8, 2>(), channel::<u8, 2>());
                    assert!(tx.same_channel(&rx) && rx.same_channel(&tx));
                    assert!(tx.same_channel(&tx) && rx.same_channel(&rx));
                    assert!(!tx.same_channel(&other_rx) && !rx.same_channel(&other_tx));
                    assert!(!tx.same_channel(&other_tx) && !rx.same_channel(&other_rx));
                    let (tx, other_tx) = (tx.quiet(), other_tx.quiet());
                    assert!(tx.same_channel(&rx) && rx.same_channel(&tx));
                    assert!(!tx.same_channel(&other_rx) && !rx.same_channel(&other_tx));
                }

                #[test]
                fn a_quiet_producer_says_of_itself_what_a_loud_one_does() {
                    let (tx, mut rx) = channel::<u8, 2>();
                    let mut tx = tx.quiet();
                    for len in 0..=2 {
                        assert_eq!((tx.len(), tx.is_empty(), tx.is_full()), (len, len == 0, len == 2));
                        let _ = tx.try_send(7);
                    }
                    assert!(!tx.is_closed());
                    rx.close();
                    assert!(tx.is_closed());
                }

                #[test]
                fn a_channel_by_default_is_open_and_empty() {
                    let mut channel: Channel<u8, 2> = Default::default();
                    let (mut tx, mut rx) = channel.split();
                    assert!(rx.is_empty() && !rx.is_closed());
                    assert_eq!((tx.try_send(1), rx.try_recv()), (Ok(()), Ok(1)));
                }

                #[test]
                fn a_loop_over_a_borrowed_consumer_ends_when_the_channel_is_closed() {
                    let (mut tx, mut rx) = channel::<u8, 4>();
                    tx.try_send_array([1, 2, 3]).unwrap();
                    drop(tx);
                    let mut sum = 0;
                    for message in &mut rx {
                        sum += message;
                    }
                    assert_eq!((sum, rx.is_closed()), (6, true));
                }

                #[test]
                fn debug_needs_none_of_the_message_and_shows_how_many_there_are() {
                    let (mut tx, mut rx) = channel::<Opaque, 8>();
                    let _ = (tx.try_send(Opaque), tx.try_send(Opaque));
                    for text in [format!("{tx:?}"), format!("{rx:?}")] {
                        assert!(text.contains("capacity: 8") && text.contains("len: 2"), "{text}");
                        assert!(text.contains("is_closed: false"), "{text}");
                    }
                    assert!(format!("{:?}", rx.drain()).contains("left: 2"));
                    assert!(format!("{:?}", rx.iter()).contains("len: 2"));
                    rx.close();
                    assert!(format!("{tx:?}").contains("is_closed: true"));
                    assert!(format!("{:?}", tx.send_async(Opaque)).contains("holds_its_value: true"));
                    let quiet = tx.quiet();
                    assert!(format!("{quiet:?}").starts_with("Quiet"));
                    assert!(format!("{:?}", Channel::<Opaque, 4>::default()).contains("capacity: 4"));
                    assert!(format!("{:?}", rx.into_iter()).starts_with("IntoIter"));
                }

                #[test]
                fn messages_without_size_and_messages_of_a_page_pass() {
                    let (mut tx, mut rx) = channel::<(), 4>();
                    while tx.try_send(()).is_ok() {}
                    assert_eq!(rx.drain().count(), 4);
                    let (mut tx, mut rx) = channel::<[u64; 512], 2>();
                    for n in 0..5 {
                        tx.try_send([n; 512]).unwrap();
                        assert_eq!(rx.try_recv(), Ok([n; 512]));
                    }
                }
            }
        )*
    };
}

identity! { spsc mpsc pipe }

#[test]
fn a_quiet_producer_of_many_is_cloned_into_another_of_the_same_channel() {
    let (tx, mut rx) = strait::mpsc::channel::<u8, 2>();
    let tx = tx.quiet();
    let other = tx.clone();
    assert!(tx.same_channel(&other));
    drop(tx);
    other.try_send(1).unwrap();
    drop(other);
    assert!(rx.iter().eq([1]));
}

/// As whoever is generic clones; what a call of `.clone()` finds first is not the trait's.
#[test]
fn producers_of_many_are_cloned_by_the_trait_into_others_of_the_same_channel() {
    fn cloned<P: Clone>(tx: &P) -> P {
        tx.clone()
    }
    let (first, mut rx) = strait::mpsc::channel::<u8, 2>();
    let second = cloned(&first);
    assert!(first.same_channel(&second));
    drop(first);
    second.try_send(1).unwrap();
    let third = second.quiet();
    let fourth = cloned(&third);
    assert!(third.same_channel(&fourth));
    drop(third);
    fourth.try_send(2).unwrap();
    drop(fourth);
    assert!(rx.iter().eq([1, 2]));
}

#[cfg(feature = "sink")]
#[test]
fn a_sink_belongs_to_the_channel_of_its_producer() {
    let ((tx, rx), (_, other_rx)) = (strait::mpsc::channel::<u8, 2>(), strait::mpsc::channel::<u8, 2>());
    let sink = tx.into_sink();
    assert!(rx.same_channel(&sink) && !other_rx.same_channel(&sink));
}

#[cfg(feature = "sink")]
#[test]
fn debug_of_a_sink_shows_its_producer() {
    let (tx, _rx) = strait::mpsc::channel::<Opaque, 8>();
    assert!(format!("{:?}", tx.into_sink()).contains("capacity: 8"));
}

#[test]
fn debug_of_permits_and_chunks_shows_how_many_places_they_have() {
    let (mut tx, mut rx) = strait::pipe::channel::<Opaque, 8>();
    assert!(format!("{:?}", tx.try_reserve().unwrap()).starts_with("Permit"));
    assert!(format!("{:?}", tx.write_chunk(3).unwrap()).contains("len: 3"));
    let _ = tx.try_send_array([Opaque, Opaque]);
    assert!(format!("{:?}", rx.read_chunk(8).unwrap()).contains("len: 2"));
    assert!(format!("{:?}", rx.read_chunk(8).unwrap().into_iter()).contains("left: 2"));
}
