//! Each kind of channel has its own `channel`; there is none at the root.

use strait::channel; //~ E0603

fn main() {
    let (_tx, _rx) = channel::<u32, 8>();
}
