//! A chunk, its slices or an iterator kept while the handle goes on.

use strait::pipe;

fn main() {
    let (mut tx, mut rx) = pipe::channel::<u8, 8>();

    let chunk = tx.write_chunk(4).unwrap();
    let _ = tx.try_send(1); //~ E0502
    chunk.fill_from_iter([2, 3]);

    let chunk = rx.read_chunk(4).unwrap();
    let _ = rx.try_recv(); //~ E0502
    chunk.commit_all();

    let chunk = rx.read_chunk(4).unwrap();
    let (first, _) = chunk.as_slices();
    chunk.commit_all(); //~ E0505
    println!("{first:?}");

    let messages = rx.drain();
    let _ = rx.try_recv(); //~ E0502
    for _ in messages {}
}
