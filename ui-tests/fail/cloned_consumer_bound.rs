//! A consumer where a type is wanted that can be cloned.
//! Says: a lone producer or consumer is neither cloned nor shared between threads: for many producers use `strait::mpsc`, to spread work over consumers `strait::spmc` or `strait::mpmc`

use strait::{mpsc, pipe, spsc};

fn for_each_worker<C: Clone>(_: C) {}

#[derive(Clone)]
struct Worker {
    jobs: mpsc::Consumer<u8, 8>,
}

fn main() {
    let worker = Worker { jobs: mpsc::channel().1 };
    for_each_worker(worker.jobs);
    for_each_worker(spsc::channel::<u8, 8>().1);
    for_each_worker(pipe::channel::<u8, 8>().1);
    for_each_worker(Some(mpsc::Channel::<u8, 8>::new().split().1));
}
