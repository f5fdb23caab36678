//! Each kind of channel has its own `channel`.

use strait::spsc::channel;

fn main() {
    let (_tx, _rx) = channel::<u32, 8>();
}
