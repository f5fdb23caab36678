//! Cloning a quiet lone producer.
//! Says: a lone producer is neither cloned nor shared: for many producers use `strait::mpsc`

use strait::{pipe, spsc};

fn main() {
    let tx = spsc::channel::<u8, 8>().0.quiet();
    let _ = tx.clone();

    let tx = pipe::channel::<u8, 8>().0.quiet();
    let _ = tx.clone();
}
