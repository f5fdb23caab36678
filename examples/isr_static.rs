//! Interrupts to the main loop: a channel in a static, without `static mut`, critical sections, an allocator or `std`.
//!
//! By hand: `static mut QUEUE` and a `split` in `unsafe`, or a queue behind a critical section that delays every
//! interrupt. Here `try_split` gives each end once. The channel is quiet: sending never waits and never touches a
//! waker. The producer is `Sync`, so several interrupts share one. An interrupt that finds the channel full counts an
//! overrun. (For a single source use `spsc`; the methods are the same.)
//!
//! `mod firmware` uses only `core` and `strait` without features. Built for a bare-metal target, this file is that
//! module alone. On a host, `main` plays the hardware: a timer's signal interrupts the main loop between any two
//! instructions, as an interrupt would.
//!
//! Run it: `cargo run --release --example isr_static`
#![cfg_attr(target_os = "none", no_std)]

/// What goes onto the device.
pub mod firmware {
    use core::sync::atomic::{AtomicU32, Ordering};
    use strait::mpsc;

    /// How many samples may wait for the main loop.
    pub const SLOTS: usize = 64;
    /// The interrupts' end of the channel.
    pub type FromInterrupts = mpsc::QuietProducer<Sample, SLOTS>;
    /// The main loop's end of the channel.
    pub type ToMainLoop = mpsc::QuietConsumer<Sample, SLOTS>;

    static SAMPLES: mpsc::QuietChannel<Sample, SLOTS> = mpsc::QuietChannel::new();
    static OVERRUNS: AtomicU32 = AtomicU32::new(0);

    /// What an interrupt reads from its device.
    #[derive(Debug, Clone, Copy)]
    pub struct Sample {
        /// The number of the interrupt, from 0.
        pub number: u32,
        /// The converter's reading.
        pub value: u16,
    }

    /// What the main loop computes from the samples.
    #[derive(Debug, Default)]
    pub struct Filter {
        /// How many samples there were.
        pub samples: u32,
        /// How many did not follow the one before.
        pub out_of_order: u32,
        /// A running mean of their values.
        pub mean: u32,
        next: u32,
    }

    /// Returns both ends; call it once, before interrupts are enabled.
    pub fn init() -> Option<(FromInterrupts, ToMainLoop)> {
        SAMPLES.try_split()
    }

    /// The interrupt handler: bounded, whatever it has interrupted.
    pub fn on_interrupt(samples: &FromInterrupts, sample: Sample) {
        if samples.try_send(sample).is_err() {
            OVERRUNS.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// One turn of the main loop: takes the samples that are there, so it is bounded too. Returns their number; sleep
    /// if it is 0.
    pub fn turn(samples: &mut ToMainLoop, filter: &mut Filter) -> u32 {
        let before = filter.samples;
        for sample in samples.drain() {
            filter.out_of_order += u32::from(sample.number < filter.next);
            filter.next = sample.number + 1;
            filter.samples += 1;
            filter.mean = (filter.mean * 15 + u32::from(sample.value)) / 16;
        }
        filter.samples - before
    }

    /// How many samples found the channel full.
    pub fn overruns() -> u32 {
        OVERRUNS.load(Ordering::Relaxed)
    }
}

/// The hardware: calls the interrupt handler from a signal handler.
#[cfg(unix)]
mod board {
    use core::ptr::null_mut;
    use std::io;

    /// Calls `interrupt` every 50 microseconds, in the middle of whatever the main thread is doing.
    pub(crate) fn start_timer(interrupt: impl Fn() + Send + Sync + 'static) -> io::Result<()> {
        // SAFETY: the interrupt allocates nothing, takes no lock and never panics: it is safe in a signal handler.
        unsafe { signal_hook::low_level::register(libc::SIGALRM, interrupt) }?;
        set_timer(50)
    }

    pub(crate) fn stop_timer() -> io::Result<()> {
        set_timer(0)
    }

    fn set_timer(micros: libc::suseconds_t) -> io::Result<()> {
        let every = libc::timeval { tv_sec: 0, tv_usec: micros };
        let timer = libc::itimerval { it_interval: every, it_value: every };
        // SAFETY: the timer's new state is valid, and the old one is not requested.
        match unsafe { libc::setitimer(libc::ITIMER_REAL, &timer, null_mut()) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    use core::sync::atomic::{AtomicU32, Ordering};
    use firmware::{Filter, SLOTS, Sample, init, on_interrupt, overruns, turn};

    static INTERRUPTS: AtomicU32 = AtomicU32::new(0);
    const STALL: u32 = 3 * SLOTS as u32;
    const ENOUGH: u32 = 3000;
    let interrupts = || INTERRUPTS.load(Ordering::Relaxed);

    let (samples_tx, mut samples) = init().expect("called once");
    assert!(init().is_none(), "each end is given once");
    board::start_timer(move || {
        let number = INTERRUPTS.fetch_add(1, Ordering::Relaxed);
        on_interrupt(&samples_tx, Sample { number, value: (number % 256) as u16 });
    })?;

    // The main loop is busy with something else for too long: samples that do not fit are counted.
    while interrupts() < STALL {
        std::thread::yield_now();
    }
    let overruns_in_stall = overruns();
    // And then it keeps up.
    let mut filter = Filter::default();
    let first_turn = turn(&mut samples, &mut filter);
    while interrupts() < ENOUGH {
        turn(&mut samples, &mut filter);
    }
    board::stop_timer()?;
    turn(&mut samples, &mut filter);

    println!("{} interrupts = {} samples + {} overruns", interrupts(), filter.samples, overruns());
    println!("{overruns_in_stall} overruns in the stall, {first_turn} samples in the turn after it; {filter:?}");
    assert_eq!(filter.samples + overruns(), interrupts(), "every interrupt is accounted for");
    assert!(overruns_in_stall >= STALL - SLOTS as u32, "the channel holds no more than its slots");
    assert_eq!(filter.out_of_order, 0);
    assert_eq!(first_turn as usize, SLOTS, "every slot held a sample, and one turn took them");
    Ok(())
}

#[cfg(all(not(unix), not(target_os = "none")))]
fn main() {
    println!("the board of this example needs Unix signals; its firmware builds everywhere");
}
