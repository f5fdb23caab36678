//! Random sequences of all operations of each mode, mixed, across many laps, against a `VecDeque`; and of lives of
//! channels.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "../support/counted.rs"]
mod counted;
#[path = "../support/operations/mod.rs"]
mod operations;
#[path = "../support/panicking.rs"]
mod panicking;
#[path = "../support/polling.rs"]
mod polling;

use operations::queue::{self, Step};
use operations::{run_lives, run_queue};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let many = || any::<usize>();
    let step = prop_oneof![
        8 => Just(Step::TrySend),
        2 => Just(Step::SendUntilNow),
        4 => Just(Step::SendArray),
        4 => many().prop_map(Step::SendMany),
        2 => Just(Step::SendAsync),
        8 => (many(), many()).prop_map(|(n, k)| Step::SendInPlace(n, k)),
        8 => Just(Step::TryRecv),
        2 => Just(Step::RecvUntilNow),
        4 => many().prop_map(Step::RecvMany),
        2 => many().prop_map(Step::RecvManyUntilNow),
        2 => many().prop_map(Step::RecvAsync),
        2 => many().prop_map(Step::Drain),
        2 => Just(Step::ChangePeeked),
        8 => (many(), many()).prop_map(|(n, k)| Step::RecvInPlace(n, k)),
    ];
    let closes = proptest::option::weighted(0.3, (any::<proptest::sample::Index>(), any::<bool>()));
    (proptest::collection::vec(step, 1..150), closes).prop_map(|(mut steps, close)| {
        if let Some((at, by_producer)) = close {
            steps.insert(at.index(steps.len()), Step::Close(by_producer));
        }
        steps
    })
}

macro_rules! properties {
    ($($name:ident: $channel:ident;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
            $(
                #[test]
                fn $name(steps in steps()) {
                    queue::$channel(&steps);
                }
            )*
        }
    };
}

properties! {
    spsc_of_1_is_a_queue: spsc_of_1;
    spsc_of_2_is_a_queue: spsc_of_2;
    spsc_of_8_is_a_queue: spsc_of_8;
    spsc_of_64_is_a_queue: spsc_of_64;
    spsc_of_1024_is_a_queue: spsc_of_1024;
    mpsc_of_1_is_a_queue: mpsc_of_1;
    mpsc_of_2_is_a_queue: mpsc_of_2;
    mpsc_of_8_is_a_queue: mpsc_of_8;
    mpsc_of_64_is_a_queue: mpsc_of_64;
    mpsc_of_1024_is_a_queue: mpsc_of_1024;
    pipe_of_1_is_a_queue: pipe_of_1;
    pipe_of_2_is_a_queue: pipe_of_2;
    pipe_of_8_is_a_queue: pipe_of_8;
    pipe_of_64_is_a_queue: pipe_of_64;
    pipe_of_1024_is_a_queue: pipe_of_1024;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_of_any_kind_are_a_life_in_which_every_message_is_dropped_once(bytes in bytes()) {
        run_lives(&bytes);
    }

    #[test]
    fn bytes_of_any_kind_are_a_queue(bytes in bytes()) {
        run_queue(&bytes);
    }
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 1..600)
}
