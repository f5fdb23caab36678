//! Game input: every frame takes what is there and no more, so that a mad mouse cannot stretch a frame.
//!
//! By hand: an unbounded `std` channel and `while let Ok(event) = rx.try_recv()`, which goes on for as long as events
//! keep coming. Here [`drain`](strait::Consumer::drain) ends with what was there when the frame began, and what finds
//! no room in the ring is added up by the sender: motion can be added, so nothing is lost.
//!
//! Run it: `cargo run --release --example game_input`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use strait::{SendError, TrySendError, spsc};

const EVENTS: usize = 128;

enum Event {
    Moved(i64),
    Pressed(u64),
}

/// What the window system's thread calls.
struct Input<'a> {
    ring: spsc::Producer<Event, EVENTS>,
    /// Motion that found no room.
    unsent: i64,
    /// How many events went into the ring; the check below asks.
    sent: &'a AtomicU64,
}

impl Input<'_> {
    /// Never waits: motion that finds no room goes with the next.
    fn moved(&mut self, by: i64) -> Result<(), SendError<()>> {
        self.unsent += by;
        match self.ring.try_send(Event::Moved(self.unsent)) {
            Ok(()) => {
                self.unsent = 0;
                self.sent.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
            Err(TrySendError::Full(_)) => Ok(()),
            Err(TrySendError::Closed(_)) => Err(SendError(())),
        }
    }

    /// Keys cannot be added up: waits for room, after the motion that came before.
    fn pressed(&mut self, key: u64) -> Result<(), SendError<()>> {
        if self.unsent != 0 {
            self.ring.reserve()?.send(Event::Moved(std::mem::take(&mut self.unsent)));
            self.sent.fetch_add(1, Ordering::Relaxed);
        }
        self.ring.reserve()?.send(Event::Pressed(key));
        self.sent.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

/// What the input of the game has come to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Controls {
    pointer: i64,
    keys: u64,
    keys_out_of_order: u64,
}

impl Controls {
    fn apply(&mut self, event: Event) {
        match event {
            Event::Moved(by) => self.pointer += by,
            Event::Pressed(key) => {
                self.keys_out_of_order += u64::from(key != self.keys);
                self.keys += 1;
            }
        }
    }
}

fn main() {
    const FRAMES: usize = 120;
    let (tx, mut rx) = spsc::channel();
    let into_ring = AtomicU64::new(0);
    let quit = AtomicBool::new(false);

    // A mouse without mercy: an event whenever the processor lets it, and a key now and then.
    let mouse = || {
        let mut input = Input { ring: tx, unsent: 0, sent: &into_ring };
        let mut sent = Controls::default();
        while !quit.load(Ordering::Relaxed) {
            let moved = input.moved(3);
            sent.pointer += 3;
            if sent.pointer % 30 == 0 {
                moved.and_then(|()| input.pressed(sent.keys)).expect("the game runs until the mouse has stopped");
                sent.keys += 1;
            }
        }
        input.pressed(sent.keys).expect("the game runs until the mouse has stopped");
        sent.keys += 1;
        sent
    };

    thread::scope(|scope| {
        let mouse = scope.spawn(mouse);
        let mut controls = Controls::default();
        let (mut most, mut taken) = (0, 0);
        for _ in 0..FRAMES {
            let at_first = loop {
                match rx.len() {
                    0 => thread::yield_now(),
                    there => break there,
                }
            };
            let (mut in_frame, before) = (0, into_ring.load(Ordering::Relaxed));
            for event in rx.drain() {
                controls.apply(event);
                in_frame += 1;
                // The worst case on purpose: each place that a frame frees is filled again before it goes on.
                while into_ring.load(Ordering::Relaxed) < before + in_frame {
                    thread::yield_now();
                }
            }
            assert!(in_frame >= at_first as u64, "what was there has been taken");
            most = most.max(in_frame);
            taken += in_frame;
        }
        quit.store(true, Ordering::Relaxed);
        rx.iter().for_each(|event| controls.apply(event));
        let sent = mouse.join().expect("the mouse does not panic");

        println!("{FRAMES} frames took {taken} events, {most} at most; {} came", into_ring.load(Ordering::Relaxed));
        println!("in the end {controls:?}");
        assert!(most <= EVENTS as u64, "a frame is bounded by the ring, however fast the mouse");
        assert_eq!(controls, sent, "nothing lost, keys in order");
    });
}
