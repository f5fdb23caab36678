//! A value of a watch channel, kept by a reader while another looks again; and one write after the other.

use strait::watch;

fn main() {
    let (mut tx, mut rx) = watch::channel::<_, 2>(0);
    let mut other = rx.try_clone().unwrap();
    let old = rx.get();
    tx.send(1).unwrap();
    assert_eq!((*old, *other.get()), (0, 1));

    let mut write = tx.write();
    *write = 2;
    write.publish().unwrap();
    tx.send(3).unwrap();
    assert_eq!(*rx.get(), 3);
}
