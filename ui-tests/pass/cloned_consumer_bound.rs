//! Each worker has a channel of its own.

use strait::mpsc;

struct Worker {
    jobs: mpsc::Consumer<u8, 8>,
}

fn main() {
    let (queues, workers): (Vec<_>, Vec<_>) =
        (0..3).map(|_| mpsc::channel()).map(|(queue, jobs)| (queue, Worker { jobs })).unzip();
    queues[1].try_send(7).unwrap();
    let waiting: Vec<_> = workers.iter().map(|worker| worker.jobs.len()).collect();
    assert_eq!(waiting, [0, 1, 0]);
}
