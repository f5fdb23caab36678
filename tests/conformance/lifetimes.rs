//! Handles differ in how long their channel lives, and in nothing else: those of a static and of the heap are one type,
//! and one that lives longer serves where a shorter one is wanted.

use crate::harness::{Rx, Tx};
use strait::{Refuses, mpsc, pipe, spsc};

tests! { on every channel:
    a_handle_serves_where_one_of_a_shorter_life_is_wanted;
}

/// Both ends of any channel, seen as ends of one that lives as long as the borrow of some local value.
fn a_handle_serves_where_one_of_a_shorter_life_is_wanted<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    fn as_long_as<'short, M: Refuses, const N: usize>(
        _: &'short str,
        tx: Tx<'short, N, M>,
        rx: Rx<'short, N, M>,
    ) -> (Tx<'short, N, M>, Rx<'short, N, M>) {
        (tx, rx)
    }
    let local = String::from("a local value");
    let (tx, rx) = as_long_as(&local, tx, rx);
    tx.try_send(7).unwrap();
    assert_eq!(rx.try_recv(), Ok(7));
}

/// What only compiles if a handle's lifetime may shrink.
#[allow(dead_code, reason = "that it compiles is the test")]
fn lifetimes_shrink<'short, 'long: 'short, M: Refuses, const N: usize>(
    tx: Tx<'long, N, M>,
    rx: &'short Rx<'long, N, M>,
) -> (Tx<'short, N, M>, &'short Rx<'short, N, M>) {
    (tx, rx)
}

macro_rules! lifetimes {
    ($($test:ident: $mode:ident, $channel:ident, $make:ident, $tx:ident, $tx_ref:ident, $rx:ident, $rx_ref:ident;)*) => {
        $(
            #[test]
            fn $test() {
                /// Takes the handles of any channel.
                struct Pairs<'a>(Vec<($mode::$tx_ref<'a, u32, 2>, $mode::$rx_ref<'a, u32, 2>)>);

                /// Takes those of channels that live for ever.
                fn sum(pairs: &[($mode::$tx<u32, 2>, $mode::$rx<u32, 2>)]) -> u32 {
                    pairs.iter().filter_map(|(_, rx)| rx.try_recv().ok()).sum()
                }

                static CHANNEL: $mode::$channel<u32, 2> = $mode::$channel::new();
                for _ in 0..2 {
                    let for_ever = vec![$mode::$make::<u32, 2>(), CHANNEL.try_split().unwrap()];
                    (1..).zip(&for_ever).for_each(|(n, (tx, _))| tx.try_send(n).unwrap());
                    assert_eq!(sum(&for_ever), 3);

                    let mut local = $mode::$channel::<u32, 2>::new();
                    let mut pairs = Pairs(for_ever);
                    pairs.0.push(local.split());
                    for (n, (tx, rx)) in (1..).zip(&pairs.0) {
                        tx.try_send(n).unwrap();
                        assert_eq!(rx.try_recv(), Ok(n));
                    }
                    let [(first, _), (second, _), (third, _)] = &pairs.0[..] else { panic!("three") };
                    assert!(!first.same_channel(second) && !second.same_channel(third) && !third.same_channel(first));
                    drop(pairs); // The first is freed, the static may be split again.
                }
            }
        )*
    };
}

lifetimes! {
    spsc_handles_of_the_heap_and_of_a_static_are_one_type:
        spsc, Channel, channel, Producer, ProducerRef, Consumer, ConsumerRef;
    mpsc_handles_of_the_heap_and_of_a_static_are_one_type:
        mpsc, Channel, channel, Producer, ProducerRef, Consumer, ConsumerRef;
    pipe_handles_of_the_heap_and_of_a_static_are_one_type:
        pipe, Channel, channel, Producer, ProducerRef, Consumer, ConsumerRef;
    quiet_spsc_handles_of_the_heap_and_of_a_static_are_one_type:
        spsc, QuietChannel, quiet_channel, QuietProducer, QuietProducerRef, QuietConsumer, QuietConsumerRef;
    quiet_mpsc_handles_of_the_heap_and_of_a_static_are_one_type:
        mpsc, QuietChannel, quiet_channel, QuietProducer, QuietProducerRef, QuietConsumer, QuietConsumerRef;
    quiet_pipe_handles_of_the_heap_and_of_a_static_are_one_type:
        pipe, QuietChannel, quiet_channel, QuietProducer, QuietProducerRef, QuietConsumer, QuietConsumerRef;
}
