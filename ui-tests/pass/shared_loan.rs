//! Messages one by one go through a shared reference; what spans time, or runs the caller's code, has the end alone.

use strait::{mpsc, pipe, spsc};

fn sent(tx: &spsc::Producer<u8, 8>) {
    tx.try_send(1).unwrap();
}

fn reserved(tx: &mut spsc::Producer<u8, 8>) {
    tx.try_reserve().unwrap().send(2);
    assert_eq!(tx.try_send_many(&mut (0..4)), 4);
}

fn awaited(tx: &mut pipe::Producer<u8, 8>) {
    drop(tx.send_async(1));
}

fn written(tx: &mut pipe::QuietProducer<u8, 8>) {
    assert_eq!(tx.write_chunk(1).unwrap().fill_from_iter([1]), 1);
}

fn received(rx: &mpsc::Consumer<u8, 8>) {
    assert!(rx.try_recv().is_err());
}

fn peeked(rx: &mut mpsc::Consumer<u8, 8>) {
    assert_eq!(rx.peek(), None);
    assert_eq!(rx.drain().count(), 0);
}

fn main() {
    let (mut tx, _rx) = spsc::channel();
    sent(&tx);
    reserved(&mut tx);

    let (mut tx, _rx) = pipe::channel();
    awaited(&mut tx);

    let (mut tx, _rx) = pipe::quiet_channel();
    written(&mut tx);

    let (_tx, mut rx) = mpsc::channel();
    received(&rx);
    peeked(&mut rx);
}
