//! Buffers that go out on one channel and return on another: allocated once, never freed, and never copied.
//!
//! By hand: a free list behind a lock, or a `Vec` that one thread allocates and another frees, message by message. Here
//! the end that holds a buffer owns it, and there are as many buffers as a channel has slots. So neither channel is
//! ever full, the filler never has to handle `Full`, and running out of empty buffers is the back pressure.
//!
//! ```text
//! filler --spsc Box<Frame>--> worker
//!    ^-----spsc Box<Frame>------'       empty buffers return
//! ```
//!
//! Run it: `cargo run --release --example recycle_pair`
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

#[path = "support/heap.rs"]
mod heap;

use heap::heap_calls;
use std::thread;
use strait::{Capacity, PowerOfTwo, RecvError, spsc};

/// A frame of a camera, say: too large to copy without need.
struct Frame {
    number: u64,
    pixels: [u8; 64 * 1024],
}

/// The end that fills frames and sends them out.
struct Filler<T, const N: usize> {
    full: spsc::Producer<Box<T>, N>,
    empty: spsc::Consumer<Box<T>, N>,
}

/// The end that takes full frames and returns them empty.
struct Worker<T, const N: usize> {
    full: spsc::Consumer<Box<T>, N>,
    empty: spsc::Producer<Box<T>, N>,
}

/// Makes both channels, and `N` empty buffers.
fn recycle_pair<T, const N: usize>(make: impl FnMut() -> Box<T>) -> (Filler<T, N>, Worker<T, N>)
where
    Capacity<N>: PowerOfTwo,
{
    let (full_tx, full) = spsc::channel();
    let (mut empty_tx, empty) = spsc::channel();
    let sent = empty_tx.try_send_many(&mut std::iter::repeat_with(make).take(N));
    assert_eq!(sent, N, "all slots of a new channel are free");
    (Filler { full: full_tx, empty }, Worker { full, empty: empty_tx })
}

impl<T, const N: usize> Filler<T, N> {
    /// Waits for an empty buffer, fills it and sends it out; `false` when the worker is gone.
    fn fill(&self, fill: impl FnOnce(&mut T)) -> bool {
        let Ok(mut buffer) = self.empty.recv() else { return false };
        fill(&mut buffer);
        self.full.try_send(buffer).is_ok() // There are as many slots as buffers, so it is never full.
    }
}

impl<T, const N: usize> Worker<T, N> {
    /// Works on the next full buffer and returns it.
    ///
    /// # Errors
    ///
    /// When the filler is gone and everything that it sent was worked on.
    fn work<R>(&self, work: impl FnOnce(&T) -> R) -> Result<R, RecvError> {
        let buffer = self.full.recv()?;
        let result = work(&buffer);
        let _ = self.empty.try_send(buffer); // Fails only when the filler is gone; then the buffer is freed here.
        Ok(result)
    }
}

fn main() {
    const FRAMES: u64 = 2000;
    const BUFFERS: usize = 4;
    let mut made = 0;
    let (filler, worker) = recycle_pair::<Frame, BUFFERS>(|| {
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
                assert!(is_filled, "the worker runs until the end");
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
    println!("{} calls to the allocator while they travelled", calls + calls_of_the_camera);
    assert_eq!((made, calls + calls_of_the_camera), (BUFFERS, 0));
    assert!(addresses.len() <= BUFFERS, "no frame was copied to another address");
    assert_eq!(filler.empty.len(), BUFFERS, "all buffers have returned");
    assert!(heap_calls(|| drop((filler, worker))) >= BUFFERS, "they are freed once, at the end, so the counter works");
}
