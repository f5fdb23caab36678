//! Producers of `mpsc` go where a type is wanted that can be cloned.

use strait::mpsc;

fn for_each_worker<P: Clone>(_: P) {}

#[derive(Clone)]
struct Worker {
    reports: mpsc::Producer<u8, 8>,
}

fn main() {
    let worker = Worker { reports: mpsc::channel().0 };
    assert!(worker.clone().reports.same_channel(&worker.reports));
    for_each_worker(worker.reports);
    for_each_worker(mpsc::quiet_channel::<u8, 8>().0);
    for_each_worker(Some(mpsc::Channel::<u8, 8>::new().split().0));
}
