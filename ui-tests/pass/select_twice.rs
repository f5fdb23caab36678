//! Each consumer in one arm; a permit is used first, then its producer.

use strait::select::{recv, reserve, select};
use strait::spsc;

fn main() {
    let ((mut tx, mut rx), (_other_tx, mut other)) = (spsc::channel::<u8, 8>(), spsc::channel::<u8, 8>());
    tx.try_send(0).unwrap();
    select! {
        a = recv(&mut rx) => drop(a),
        b = recv(&mut other) => drop(b),
    }
    select! {
        permit = reserve(&mut tx) => {
            permit.unwrap().send(2);
            tx.try_send(1).unwrap();
        }
        b = recv(&mut other) => drop(b),
    }
}
