//! Sequences of operations, each checked against a model: given step by step, or as bytes, three for a step, after one
//! that picks the channel.

/// Makes a function of each channel, and the list of them; `run` is the macro of the module that it is called in.
macro_rules! channels {
    ($($name:ident: $mode:ident, $n:literal;)*) => {
        /// All channels.
        pub(crate) const CHANNELS: &[fn(&[Step])] = &[$($name),*];

        $(
            #[allow(unused_mut, reason = "the futures of an `mpsc` producer borrow it by `&self`")]
            pub(crate) fn $name(steps: &[Step]) {
                run!($mode, $n, steps);
            }
        )*
    };
}

mod in_place;
pub(crate) mod lives;
pub(crate) mod queue;

/// The steps that bytes stand for, and the channel that they are for.
fn decoded<S: From<[u8; 3]>, C: Copy>(bytes: &[u8], channels: &[C]) -> Option<(C, Vec<S>)> {
    let (&channel, steps) = bytes.split_first()?;
    let steps = steps.chunks_exact(3).map(|step| S::from(step.try_into().expect("three bytes"))).collect();
    Some((channels[usize::from(channel) % channels.len()], steps))
}

/// Runs a sequence against a `VecDeque`.
pub(crate) fn run_queue(bytes: &[u8]) {
    if let Some((channel, steps)) = decoded::<queue::Step, _>(bytes, queue::CHANNELS) {
        channel(&steps);
    }
}

/// Runs lives of a channel: splits, closes, drops, leaks and panics.
pub(crate) fn run_lives(bytes: &[u8]) {
    if let Some((channel, steps)) = decoded::<lives::Step, _>(bytes, lives::CHANNELS) {
        channel(&steps);
    }
}
