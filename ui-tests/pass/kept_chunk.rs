//! A chunk is committed, and an iterator used, before the handle goes on.

use strait::pipe;

fn main() {
    let (mut tx, mut rx) = pipe::channel::<u8, 8>();

    assert_eq!(tx.write_chunk(4).unwrap().fill_from_iter([2, 3]), 2);
    tx.try_send(1).unwrap();

    rx.read_chunk(1).unwrap().commit_all();
    assert_eq!(rx.try_recv(), Ok(3));

    let chunk = rx.read_chunk(4).unwrap();
    let (first, _) = chunk.as_slices();
    assert_eq!(first, [1]);
    chunk.commit_all();

    assert_eq!(rx.drain().count(), 0);
    assert!(rx.try_recv().is_err());
}
