//! Functions that are generic in the capacity and do not require that it is a power of two.
//! Says: the capacity of a channel must be a power of two from 1 to 2^31

use strait::{mpsc, pipe, spsc};

fn in_the_heap<const N: usize>() -> spsc::Consumer<u8, N> {
    spsc::channel().1
}

fn in_place<const N: usize>() -> mpsc::Channel<u8, N> {
    mpsc::Channel::new()
}

fn by_default<const N: usize>() -> pipe::Channel<u8, N> {
    Default::default()
}

fn main() {
    let _ = (in_the_heap::<8>(), in_place::<8>(), by_default::<8>());
}
