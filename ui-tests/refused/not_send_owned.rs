//! Messages that stay in their thread, and handles that would go to another.

use std::rc::Rc;
use strait::{mpsc, pipe, spsc};

fn to_another_thread<H: Send>(_: H) {}

fn main() {
    let (tx, rx) = spsc::channel::<Rc<u8>, 8>();
    to_another_thread(tx); //~ E0277
    to_another_thread(rx); //~ E0277

    let (tx, rx) = mpsc::channel::<Rc<u8>, 8>();
    to_another_thread(&tx); //~ E0277
    to_another_thread(tx); //~ E0277
    to_another_thread(rx); //~ E0277

    let (tx, rx) = pipe::channel::<Rc<u8>, 8>();
    to_another_thread(tx); //~ E0277
    to_another_thread(rx); //~ E0277
}
