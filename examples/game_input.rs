//! Game input: every frame takes the events that are there and no more, so a fast mouse cannot stretch a frame.
//!
//! By hand: an unbounded `std` channel and `while let Ok(event) = rx.try_recv()`, which goes on for as long as events
//! keep coming. Here [`drain`](strait::Consumer::drain) ends with the events that were there when the frame began.
//! While the channel is full the sender keeps its events and adds motion up, so it never waits and nothing is lost.
//!
//! Run it: `cargo run --release --example game_input`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use strait::{PartialSendError, SendError, TrySendError, spsc};

const EVENTS: usize = 128;

enum Event {
    Moved(i64),
    Pressed(u64),
}

/// What the window system's thread calls.
struct Input<'a> {
    events: spsc::Producer<Event, EVENTS>,
    /// Events that found no room, the oldest first; no two motions in a row.
    unsent: VecDeque<Event>,
    /// How many events were sent; the check below needs it.
    sent: &'a AtomicU64,
}

impl Input<'_> {
    /// Sends an event, after those that found no room before. Never waits.
    fn send(&mut self, event: Event) -> Result<(), SendError<()>> {
        match (self.unsent.back_mut(), event) {
            (Some(Event::Moved(sum)), Event::Moved(by)) => *sum += by,
            (_, event) => self.unsent.push_back(event),
        }
        while let Some(event) = self.unsent.pop_front() {
            match self.events.try_send(event) {
                Ok(()) => _ = self.sent.fetch_add(1, Ordering::Relaxed),
                Err(TrySendError::Full(event)) => {
                    self.unsent.push_front(event);
                    break;
                }
                Err(TrySendError::Closed(_)) => return Err(SendError(())),
            }
        }
        Ok(())
    }

    /// Waits until all events are sent.
    fn finish(mut self) -> Result<(), PartialSendError> {
        let sent = self.events.send_many(self.unsent)?;
        self.sent.fetch_add(sent as u64, Ordering::Relaxed);
        Ok(())
    }
}

/// The sum of all input.
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
    let events_sent = AtomicU64::new(0);
    let quit = AtomicBool::new(false);

    // A mouse that sends events as fast as it can, and a key now and then.
    let mouse = || {
        const RUNS: &str = "the game runs until the mouse has stopped";
        let mut input = Input { events: tx, unsent: VecDeque::new(), sent: &events_sent };
        let mut sent = Controls::default();
        while !quit.load(Ordering::Relaxed) {
            input.send(Event::Moved(3)).expect(RUNS);
            sent.pointer += 3;
            if sent.pointer % 30 == 0 && input.unsent.is_empty() {
                input.send(Event::Pressed(sent.keys)).expect(RUNS);
                sent.keys += 1;
            }
        }
        input.send(Event::Pressed(sent.keys)).expect(RUNS);
        sent.keys += 1;
        input.finish().expect(RUNS);
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
            let (mut in_frame, before) = (0, events_sent.load(Ordering::Relaxed));
            for event in rx.drain() {
                controls.apply(event);
                in_frame += 1;
                // The worst case on purpose: each slot that a frame frees is filled again before it goes on.
                while events_sent.load(Ordering::Relaxed) < before + in_frame {
                    thread::yield_now();
                }
            }
            assert!(in_frame >= at_first as u64, "the events that were there have been taken");
            most = most.max(in_frame);
            taken += in_frame;
        }
        quit.store(true, Ordering::Relaxed);
        rx.iter().for_each(|event| controls.apply(event));
        let sent = mouse.join().expect("the mouse does not panic");

        let came = events_sent.load(Ordering::Relaxed);
        println!("{FRAMES} frames took {taken} events, at most {most} each; {came} were sent in all");
        println!("in the end {controls:?}");
        assert!(most <= EVENTS as u64, "a frame is bounded by the capacity, however fast the mouse");
        assert_eq!(controls, sent, "nothing lost, keys in order");
    });
}
