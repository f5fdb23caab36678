//! A lone producer where a type is wanted that can be cloned.
//! Says: a lone producer or consumer is neither cloned nor shared between threads: for many producers use `strait::mpsc`, to spread work over consumers `strait::spmc` or `strait::mpmc`

use strait::{pipe, spsc};

fn for_each_worker<P: Clone>(_: P) {}

#[derive(Clone)]
struct Worker {
    reports: spsc::Producer<u8, 8>,
}

fn main() {
    let worker = Worker { reports: spsc::channel().0 };
    for_each_worker(worker.reports);
    for_each_worker(pipe::channel::<u8, 8>().0);
    for_each_worker(spsc::quiet_channel::<u8, 8>().0);
    for_each_worker(Some(pipe::Channel::<u8, 8>::new().split().0));
}
