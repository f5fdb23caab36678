//! Buffers that go out on one ring and come home on another: made once, never freed, and no copy of what is in them.
//!
//! By hand: a free list behind a lock, or a `Vec` that one thread allocates and another frees, message by message. Here
//! a buffer is owned by whoever holds it, and there are as many as a ring has places: so neither ring is ever full, the
//! filler needs no answer to a `Full`, and *no buffer at home* is the back pressure.
//!
//! ```text
//! filler --spsc Box<Frame>--> worker
//!    ^-----spsc Box<Frame>------'       empty ones go home
//! ```
//!
//! Run it: `cargo run --release --example recycle_pair`
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

#[path = "support/heap.rs"]
mod heap;

use heap::heap_calls;
use std::thread;
use strait::{Capacity, PowerOfTwo, RecvError, spsc};

/// A frame of a camera, say: too large to be copied for nothing.
struct Frame {
    number: u64,
    pixels: [u8; 64 * 1024],
}

/// The end that fills frames and sends them out.
struct Filler<T, const N: usize> {
    out: spsc::Producer<Box<T>, N>,
    home: spsc::Consumer<Box<T>, N>,
}

/// The end that takes full frames and sends them home.
struct Worker<T, const N: usize> {
    full: spsc::Consumer<Box<T>, N>,
    home: spsc::Producer<Box<T>, N>,
}

/// Both rings, and `N` buffers at home.
fn recycle_pair<T, const N: usize>(mut make: impl FnMut() -> Box<T>) -> (Filler<T, N>, Worker<T, N>)
where
    Capacity<N>: PowerOfTwo,
{
    let (out, full) = spsc::channel();
    let (mut going_home, home) = spsc::channel();
    let sent = going_home.try_send_many(&mut std::iter::repeat_with(&mut make).take(N));
    assert_eq!(sent, N, "a new ring has all its places");
    (Filler { out, home }, Worker { full, home: going_home })
}

impl<T, const N: usize> Filler<T, N> {
    /// Fills the next buffer, once one is at home, and sends it out; `false` when the worker is gone.
    fn fill(&mut self, fill: impl FnOnce(&mut T)) -> bool {
        let Ok(mut buffer) = self.home.recv() else { return false };
        fill(&mut buffer);
        self.out.try_send(buffer).is_ok() // As many places as buffers: it is never full.
    }
}

impl<T, const N: usize> Worker<T, N> {
    /// Works on the next full buffer and sends it home.
    ///
    /// # Errors
    ///
    /// When the filler is gone and everything that it sent was worked on.
    fn work<R>(&mut self, work: impl FnOnce(&T) -> R) -> Result<R, RecvError> {
        let buffer = self.full.recv()?;
        let result = work(&buffer);
        let _ = self.home.try_send(buffer); // Fails only when the filler is gone; then the buffer ends here.
        Ok(result)
    }
}

fn main() {
    const FRAMES: u64 = 2000;
    const BUFFERS: usize = 4;
    let mut made = 0;
    let (mut filler, mut worker) = recycle_pair::<Frame, BUFFERS>(|| {
        made += 1;
        Box::new(Frame { number: 0, pixels: [0; 64 * 1024] })
    });

    let camera = thread::spawn(move || {
        let calls = heap_calls(|| {
            for number in 0..FRAMES {
                let is_filled = filler.fill(|frame| {
                    frame.number = number;
                    frame.pixels.fill(number as u8);
                });
                assert!(is_filled, "the worker goes on until the end");
            }
        });
        (filler, calls)
    });

    let mut addresses = Vec::with_capacity(FRAMES as usize);
    let calls = heap_calls(|| {
        for expected in 0..FRAMES {
            let (number, is_whole, address) = worker
                .work(|frame| {
                    let is_whole = frame.pixels.iter().all(|&pixel| pixel == frame.number as u8);
                    (frame.number, is_whole, std::ptr::from_ref(frame).addr())
                })
                .expect("the camera sends all frames");
            assert!(number == expected && is_whole, "frames come whole and in order");
            addresses.push(address);
        }
    });
    let (filler, calls_of_the_camera) = camera.join().expect("the camera does not panic");
    addresses.sort_unstable();
    addresses.dedup();

    let megabytes = FRAMES * 64 / 1024;
    println!("{FRAMES} frames, {megabytes} MiB, through {} buffers, {made} made in all", addresses.len());
    println!("{} calls of the allocator while they travelled", calls + calls_of_the_camera);
    assert_eq!((made, calls + calls_of_the_camera), (BUFFERS, 0));
    assert!(addresses.len() <= BUFFERS, "no frame was copied to another place");
    assert_eq!(filler.home.len(), BUFFERS, "all buffers are home");
    assert!(heap_calls(|| drop((filler, worker))) >= BUFFERS, "and are freed once, at the end; so the count works");
}
