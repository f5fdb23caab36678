//! The messages: a number, alone or in every word of a block, so that torn and lost messages are detected.

/// A message that carries a number.
pub trait Message: Copy + Clone + Default + Send + Sync + 'static {
    /// A message that carries `number`.
    fn new(number: u64) -> Self;
    /// The number it carries, or nothing if its words disagree.
    fn number(&self) -> Option<u64>;
}

impl Message for u64 {
    fn new(number: u64) -> Self {
        number
    }
    fn number(&self) -> Option<u64> {
        Some(*self)
    }
}

/// A message of `WORDS` words, the number in each of them.
#[derive(Clone, Copy)]
pub struct Block<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Default for Block<WORDS> {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl<const WORDS: usize> Message for Block<WORDS> {
    fn new(number: u64) -> Self {
        Self([number; WORDS])
    }
    fn number(&self) -> Option<u64> {
        // All words are compared, so that a torn message is detected wherever it is torn, and all of it is received.
        let differences = self.0.iter().fold(0, |differences, word| differences | (word ^ self.0[0]));
        (differences == 0).then_some(self.0[0])
    }
}

/// 56 bytes: with a stamp of eight bytes, one cache line.
pub type Bytes56 = Block<7>;
/// One cache line of data.
pub type Bytes64 = Block<8>;
/// Four cache lines of data.
pub type Bytes256 = Block<32>;
