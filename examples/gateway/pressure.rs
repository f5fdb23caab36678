//! Back pressure as a sender sees it.

/// Messages between two samples of the channel's length. A sample costs a few cache misses, so it is not taken each
/// time.
const SAMPLE_EVERY: u64 = 64;

/// How often a sender found the channel full, and how full it has seen it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pressure {
    pub(crate) sends: u64,
    pub(crate) full: u64,
    pub(crate) high_water: usize,
}

impl Pressure {
    /// A message was sent at once; `len` is sampled now and then.
    pub(crate) fn sent(&mut self, len: impl FnOnce() -> usize) {
        self.sends += 1;
        if self.sends % SAMPLE_EVERY == 0 {
            self.high_water = self.high_water.max(len());
        }
    }

    /// The channel was full, and the sender has to wait.
    pub(crate) fn full(&mut self, capacity: usize) {
        self.sends += 1;
        self.full += 1;
        self.high_water = capacity;
    }
}
