//! An event loop without a runtime: commands before data, two feeds of different types, a tick and a deadline.
//!
//! One thread waits for all of it by `select!`. Commands come first, always (`biased`); a busy feed does not starve the
//! other, since the body of each takes from both.
//!
//! ```text
//! cargo run --example event_loop -- [--messages N]
//! ```
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use lexopt::ValueExt;
use std::error::Error;
use std::thread;
use std::time::{Duration, Instant};
use strait::select::{Ticker, recv, select, tick};
use strait::{mpsc, pipe, spsc};

/// What the loop is told to do.
#[derive(Debug)]
enum Command {
    /// Takes no more from the feeds until it is told to go on.
    Pause,
    Resume,
    Quit,
}

/// What the loop has seen.
#[derive(Debug, Default)]
struct Seen {
    orders: u64,
    samples: u64,
    ticks: u64,
    commands: u64,
}

struct EventLoop {
    commands: spsc::Consumer<Command, 16>,
    /// `None` once all who order have gone.
    orders: Option<mpsc::Consumer<u64, 256>>,
    /// `None` once the samples have ended.
    samples: Option<pipe::Consumer<f32, 1024>>,
    tick: Ticker,
    is_paused: bool,
    seen: Seen,
}

impl EventLoop {
    /// Runs until it is told to quit, or until the deadline.
    fn run(mut self, deadline: Instant) -> Seen {
        loop {
            let is_running = !self.is_paused;
            select! {
                biased;
                command = recv(&mut self.commands) => {
                    self.seen.commands += 1;
                    match command {
                        Ok(Command::Pause) => self.is_paused = true,
                        Ok(Command::Resume) => self.is_paused = false,
                        Ok(Command::Quit) | Err(_) => return self.finish(),
                    }
                }
                _due = tick(&mut self.tick) => self.seen.ticks += 1,
                order = is_running.then(|| recv(&mut self.orders)) => match order {
                    Ok(_) => {
                        self.seen.orders += 1;
                        self.seen.samples += self.more_samples();
                    }
                    Err(_) => self.orders = None,
                },
                sample = is_running.then(|| recv(&mut self.samples)) => match sample {
                    // A feed that comes in bulk: what is there, up to a bound, so that commands do not wait.
                    Ok(_) => self.seen.samples += 1 + self.more_samples(),
                    Err(_) => self.samples = None,
                },
                deadline(deadline) => return self.finish(),
            }
        }
    }

    fn more_samples(&mut self) -> u64 {
        self.samples.as_mut().map_or(0, |samples| samples.drain().take(63).count() as u64)
    }

    /// Takes what is left in the feeds.
    fn finish(mut self) -> Seen {
        self.seen.orders += self.orders.iter_mut().map(|orders| orders.drain().count() as u64).sum::<u64>();
        self.seen.samples += self.samples.iter_mut().map(|samples| samples.drain().count() as u64).sum::<u64>();
        self.seen
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut messages = 100_000_u64;
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("messages") => messages = arguments.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }

    let (command, commands) = spsc::channel();
    let (order, orders) = mpsc::channel();
    let (mut sample, samples) = pipe::channel();
    let event_loop = EventLoop {
        commands,
        orders: Some(orders),
        samples: Some(samples),
        tick: Ticker::every(Duration::from_millis(1)),
        is_paused: false,
        seen: Seen::default(),
    };

    let deadline = Instant::now() + Duration::from_secs(60);
    let running = thread::spawn(move || event_loop.run(deadline));
    let traders: Vec<_> = (0..2)
        .map(|_| {
            let order = order.clone();
            thread::spawn(move || (0..messages).try_for_each(|number| order.send(number)))
        })
        .collect();
    drop(order);
    let sampling = thread::spawn(move || sample.send_many((0..messages).map(|n| n as f32)));

    command.send(Command::Pause)?;
    command.send(Command::Resume)?;
    for trader in traders {
        trader.join().expect("the trader does not panic")?;
    }
    sampling.join().expect("the feed does not panic")?;
    command.send(Command::Quit)?;
    let seen = running.join().expect("the loop does not panic");
    println!("{} orders, {} samples, {} commands, {} ticks", seen.orders, seen.samples, seen.commands, seen.ticks);
    assert_eq!((seen.orders, seen.samples, seen.commands), (2 * messages, messages, 3));
    Ok(())
}
