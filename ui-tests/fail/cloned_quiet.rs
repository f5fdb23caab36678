//! Cloning a quiet lone producer.

use strait::{pipe, spsc};

fn main() {
    let tx = spsc::channel::<u8, 8>().0.quiet();
    let _ = tx.clone();

    let tx = pipe::channel::<u8, 8>().0.quiet();
    let _ = tx.clone();
}
