//! A static channel whose capacity is not a power of two.
//! Says: the capacity of a channel must be a power of two from 1 to 2^31

use strait::{mpsc, pipe, spsc};

static NONE: spsc::Channel<u8, 0> = spsc::Channel::new();
static MANY: mpsc::Channel<u8, 1000> = mpsc::Channel::new();
static SAMPLES: pipe::Channel<f32, 3> = pipe::Channel::new();

fn main() {
    let _ = (NONE.try_split(), MANY.try_split(), SAMPLES.try_split());
}
