//! Functions that are generic in the capacity require `Capacity<N>: PowerOfTwo`; types that name a handle need not.

use strait::{Capacity, PowerOfTwo, mpsc, pipe, spsc};

struct Reader<const N: usize> {
    messages: spsc::Consumer<u8, N>,
}

impl<const N: usize> Reader<N> {
    fn capacity(&self) -> usize {
        self.messages.capacity()
    }
}

fn in_the_heap<const N: usize>() -> Reader<N>
where
    Capacity<N>: PowerOfTwo,
{
    Reader { messages: spsc::channel().1 }
}

fn in_place<const N: usize>() -> mpsc::Channel<u8, N>
where
    Capacity<N>: PowerOfTwo,
{
    mpsc::Channel::new()
}

fn by_default<const N: usize>() -> pipe::Channel<u8, N>
where
    Capacity<N>: PowerOfTwo,
{
    Default::default()
}

fn main() {
    assert_eq!(in_the_heap::<8>().capacity(), 8);
    assert_eq!(in_place::<8>().capacity(), 8);
    assert_eq!(by_default::<8>().capacity(), 8);
}
