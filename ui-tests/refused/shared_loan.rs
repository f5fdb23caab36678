//! What spans time, or runs the caller's code, through a shared reference to a lone end.

use strait::{mpsc, pipe, spsc};

fn reserved(tx: &spsc::Producer<u8, 8>) {
    let _ = tx.try_reserve(); //~ E0596
}

fn iterated(tx: &spsc::Producer<u8, 8>) {
    let _ = tx.try_send_many(&mut (0..4)); //~ E0596
}

fn awaited(tx: &pipe::Producer<u8, 8>) {
    drop(tx.send_async(1)); //~ E0596
}

fn written(tx: &pipe::QuietProducer<u8, 8>) {
    let _ = tx.write_chunk(1); //~ E0596
}

fn peeked(rx: &mpsc::Consumer<u8, 8>) {
    let _ = rx.peek(); //~ E0596
}

fn drained(rx: &mpsc::Consumer<u8, 8>) {
    drop(rx.drain()); //~ E0596
}

fn main() {
    reserved(&spsc::channel().0);
    iterated(&spsc::channel().0);
    awaited(&pipe::channel().0);
    written(&pipe::quiet_channel().0);
    peeked(&mpsc::channel().1);
    drained(&mpsc::channel().1);
}
