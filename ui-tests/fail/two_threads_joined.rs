//! A lone producer in two threads at once.
//! Says: a lone producer or consumer is neither cloned nor shared between threads: for many producers use `strait::mpsc`, to spread work over consumers `strait::spmc` or `strait::mpmc`

use strait::{pipe, spsc};

fn join<A: FnOnce() + Send, B: FnOnce() + Send>(_: A, _: B) {}

fn one_message_at_a_time() {
    let (tx, _rx) = spsc::channel::<u8, 8>();
    join(|| tx.send(1).unwrap(), || tx.send(2).unwrap());
}

fn samples() {
    let (tx, _rx) = pipe::channel::<u8, 8>();
    join(|| tx.send(1).unwrap(), || tx.send(2).unwrap());
}

fn main() {
    one_message_at_a_time();
    samples();
}
