//! The capacities that there are: the powers of two from 1 to 2^31.

use strait::{mpsc, pipe, spsc};

fn main() {
    assert_eq!(spsc::channel::<u8, 1>().0.capacity(), 1);
    assert_eq!(mpsc::channel::<u8, 1024>().0.capacity(), 1024);
    assert_eq!(pipe::channel::<u8, { 1 << 16 }>().0.capacity(), 65_536);

    let (tx, _rx): (spsc::Producer<u8, 4>, _) = spsc::channel();
    assert_eq!(tx.capacity(), 4);

    let make_the_largest = mpsc::channel::<u8, { 1 << 31 }>;
    assert_eq!(size_of_val(&make_the_largest), 0);
}
