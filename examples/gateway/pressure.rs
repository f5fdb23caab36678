//! Back pressure as a sender sees it.

/// Every so many messages the sender looks how full the ring is. Looking costs a few cache misses, so not each time.
const LOOK_EVERY: u64 = 64;

/// How often a sender met a full ring, and how full it has seen it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pressure {
    pub(crate) sends: u64,
    pub(crate) full: u64,
    pub(crate) high_water: usize,
}

impl Pressure {
    /// A message went in at once; now and then `occupancy` is asked.
    pub(crate) fn sent(&mut self, occupancy: impl FnOnce() -> usize) {
        self.sends += 1;
        if self.sends % LOOK_EVERY == 0 {
            self.high_water = self.high_water.max(occupancy());
        }
    }

    /// The ring was full, and the sender has to wait.
    pub(crate) fn full(&mut self, capacity: usize) {
        self.sends += 1;
        self.full += 1;
        self.high_water = capacity;
    }
}
