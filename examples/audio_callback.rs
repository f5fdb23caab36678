//! An audio callback that plays and records without a lock, a system call, an allocation or a free.
//!
//! By hand: `rtrb` with an `AtomicBool` and `unpark`, or a poll every 5 ms; plus a free list that takes buffers back,
//! and a thread that drops what the callback must not. Here three quiet channels in statics do it:
//!
//! ```text
//! synth ----pipe f32----> callback --spsc Buffer--> recorder
//!                             ^------spsc Buffer-------|        empty buffers return
//! ```
//!
//! In a quiet channel no send and no receive wakes the other end, and no producer can block, so both ends are safe in
//! the callback. It uses try-operations only, and keeps what a failed send hands back. The synth refills its channel
//! now and then, and the recorder, which may sleep, wakes up once a period.
//!
//! Run it: `cargo run --release --example audio_callback`
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

#[path = "support/heap.rs"]
mod heap;
#[cfg(target_os = "linux")]
#[path = "support/system_calls.rs"]
mod system_calls;

use heap::heap_calls as heap_calls_in;
use std::thread;
use std::time::{Duration, Instant};
use strait::{RecvTimeoutError, TrySendError, pipe, spsc};

/// Frames in a callback, at 48 kHz mono.
const FRAMES: usize = 64;
const PERIOD: Duration = Duration::from_nanos(1_000_000_000 * FRAMES as u64 / 48_000);
const PERIODS: usize = 400;
/// The synth starts late, so that these periods are an underrun.
const SILENT_PERIODS: usize = 10;
/// How many buffers travel between callback and recorder: as many as a channel of them holds, so neither is ever full.
const BUFFERS: usize = 8;

/// Set for the run in which system calls are forbidden; that run exits with `KEPT`.
#[cfg(target_os = "linux")]
const STRICT: &str = "AUDIO_CALLBACK_STRICT";
#[cfg(target_os = "linux")]
const KEPT: i32 = 42;

type Buffer = Box<[f32; FRAMES]>;

static PLAYED: pipe::QuietChannel<f32, 1024> = pipe::QuietChannel::new();
static RECORDED: spsc::QuietChannel<Buffer, BUFFERS> = spsc::QuietChannel::new();
static EMPTY: spsc::QuietChannel<Buffer, BUFFERS> = spsc::QuietChannel::new();

/// What the audio driver owns and calls, once a period.
struct Callback {
    played: pipe::QuietConsumer<f32, 1024>,
    recorded: spsc::QuietProducer<Buffer, BUFFERS>,
    empty: spsc::QuietConsumer<Buffer, BUFFERS>,
    /// A buffer that could not be sent. It is kept, because dropping it would free it here.
    spare: Option<Buffer>,
    silent_frames: usize,
    unrecorded_periods: usize,
}

impl Callback {
    /// Real time: bounded work, whatever the other threads do.
    fn process(&mut self, microphone: &[f32; FRAMES], speaker: &mut [f32; FRAMES]) {
        let filled = self.played.try_recv_slice(speaker).unwrap_or(0);
        speaker[filled..].fill(0.0);
        self.silent_frames += FRAMES - filled;

        let Some(mut buffer) = self.spare.take().or_else(|| self.empty.try_recv().ok()) else {
            self.unrecorded_periods += 1;
            return;
        };
        *buffer = *microphone;
        if let Err(unsent) = self.recorded.try_send(buffer) {
            self.spare = Some(unsent.into_inner());
            self.unrecorded_periods += 1;
        }
    }
}

/// Plays 1, 2, 3 .. until the callback is gone, and keeps the channel full without ever waiting for it.
fn synth(mut tx: pipe::QuietProducer<f32, 1024>) {
    let mut next = 1.0;
    loop {
        match tx.write_chunk(1024) {
            Ok(chunk) => {
                chunk.fill_from_iter(std::iter::repeat_with(|| {
                    next += 1.0;
                    next - 1.0
                }));
            }
            Err(TrySendError::Full(())) => thread::sleep(PERIOD),
            Err(TrySendError::Closed(())) => return,
        }
    }
}

/// Collects what was recorded, and returns each buffer to the callback.
fn recorder(recorded: spsc::QuietConsumer<Buffer, BUFFERS>, empty: spsc::QuietProducer<Buffer, BUFFERS>) -> Vec<f32> {
    let mut track = Vec::new();
    loop {
        match recorded.recv_timeout(PERIOD) {
            Ok(buffer) => {
                track.extend_from_slice(&*buffer);
                // Fails once the callback is gone; then the buffer is freed here, on a thread that may free it.
                let _ = empty.try_send(buffer);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Closed) => return track,
        }
    }
}

/// The driver: calls back once a period. Returns what the speaker played, how often callbacks called the allocator, and
/// the longest callback.
fn drive(callback: &mut Callback, start_synth: impl FnOnce()) -> (Vec<f32>, usize, Duration) {
    let mut start_synth = Some(start_synth);
    let (mut heap_calls, mut longest, mut played) = (0, Duration::ZERO, Vec::new());
    let begin = Instant::now();
    for period in 0..PERIODS {
        if period == SILENT_PERIODS {
            start_synth.take().expect("once")();
        }
        let microphone = [period as f32; FRAMES];
        let mut speaker = [f32::NAN; FRAMES];
        let called = Instant::now();
        heap_calls += heap_calls_in(|| callback.process(&microphone, &mut speaker));
        longest = longest.max(called.elapsed());
        played.extend_from_slice(&speaker);
        let next = begin + PERIOD * (period as u32 + 1);
        thread::sleep(next.saturating_duration_since(Instant::now()));
    }
    (played, heap_calls, longest)
}

/// Calls back with every system call forbidden and the recorder asleep: the first call would kill this process.
#[cfg(target_os = "linux")]
fn call_back_without_system_calls(
    mut callback: Callback,
    recorded: spsc::QuietConsumer<Buffer, BUFFERS>,
) -> std::io::Result<std::convert::Infallible> {
    thread::spawn(move || recorded.recv());
    thread::sleep(Duration::from_millis(50)); // Long enough for the recorder to be asleep.
    system_calls::forbid()?;
    for period in 0..100 {
        callback.process(&[period as f32; FRAMES], &mut [0.0; FRAMES]);
    }
    system_calls::end(KEPT)
}

/// Does the same in a process of its own; returns its exit code.
#[cfg(target_os = "linux")]
fn end_without_system_calls() -> std::io::Result<Option<i32>> {
    Ok(std::process::Command::new(std::env::current_exe()?).env(STRICT, "1").status()?.code())
}

fn main() -> std::io::Result<()> {
    let (synth_tx, played) = PLAYED.try_split().expect("split once");
    let (recorded_tx, recorded) = RECORDED.try_split().expect("split once");
    let (mut empty_tx, empty) = EMPTY.try_split().expect("split once");
    assert_eq!(empty_tx.try_send_many(&mut (0..BUFFERS).map(|_| Box::new([0.0; FRAMES]))), BUFFERS);
    let mut callback =
        Callback { played, recorded: recorded_tx, empty, spare: None, silent_frames: 0, unrecorded_periods: 0 };

    #[cfg(target_os = "linux")]
    if std::env::var_os(STRICT).is_some() {
        let mut synth_tx = synth_tx;
        assert_eq!(synth_tx.try_send_slice(&[0.5; 1000]), Ok(1000));
        match call_back_without_system_calls(callback, recorded)? {}
    }

    let recorder = thread::spawn(move || recorder(recorded, empty_tx));
    let (played, heap_calls, longest) = drive(&mut callback, || drop(thread::spawn(move || synth(synth_tx))));
    let (silent_frames, unrecorded_periods) = (callback.silent_frames, callback.unrecorded_periods);
    drop(callback); // Closes all three channels: the synth and the recorder end.
    let track = recorder.join().expect("the recorder does not panic");

    println!("{PERIODS} periods of {PERIOD:?}: {silent_frames} frames of silence, {unrecorded_periods} not recorded");
    println!("in callbacks: {heap_calls} calls to the allocator, the longest took {longest:?}");
    assert_eq!(heap_calls, 0);
    assert_eq!(heap_calls_in(|| drop(Box::new(1))), 2, "the counter itself works");
    assert!(silent_frames >= SILENT_PERIODS * FRAMES, "an underrun is silence");
    assert!(silent_frames < played.len() / 2 && unrecorded_periods < PERIODS / 2, "and most periods are not silent");
    let heard: Vec<f32> = played.iter().copied().filter(|&sample| sample != 0.0).collect();
    assert!(heard.iter().enumerate().all(|(n, &sample)| sample == n as f32 + 1.0), "in order, nothing lost or doubled");
    assert_eq!(heard.len() + silent_frames, PERIODS * FRAMES);
    assert!(track.is_sorted(), "recorded in order");
    assert_eq!(track.len() / FRAMES + unrecorded_periods, PERIODS);

    #[cfg(target_os = "linux")]
    {
        assert_eq!(end_without_system_calls()?, Some(KEPT), "100 callbacks, and none makes a system call");
        println!("100 callbacks with every system call forbidden and the recorder asleep");
    }
    Ok(())
}
