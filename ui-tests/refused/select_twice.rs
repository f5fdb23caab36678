//! The same consumer in two arms; a permit whose producer is used beside it.

use strait::select::{recv, reserve, select};
use strait::spsc;

fn main() {
    let (mut tx, mut rx) = spsc::channel::<u8, 8>();
    select! {
        a = recv(&mut rx) => drop(a),
        b = recv(&mut rx) => drop(b), //~ E0499
    }
    select! {
        permit = reserve(&mut tx) => {
            tx.try_send(1).unwrap(); //~ E0502
            drop(permit);
        }
        b = recv(&mut rx) => drop(b),
    }
}
