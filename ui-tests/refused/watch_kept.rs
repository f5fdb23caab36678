//! A value of a watch channel, looked at after its reader has looked again or the next one is being written twice.

use strait::watch;

fn main() {
    let (mut tx, mut rx) = watch::channel::<_, 1>(0);
    let old = rx.get();
    let new = rx.get(); //~ E0499
    println!("{} {}", *old, *new);

    let mut write = tx.write();
    let _ = tx.send(1); //~ E0499
    *write = 2;
}
