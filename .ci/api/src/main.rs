//! Lists the public API that a file of rustdoc's JSON describes, auto traits included, an item a line.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let json = std::env::args().nth(1).ok_or("which file of rustdoc's JSON?")?;
    let api = public_api::Builder::from_rustdoc_json(json).omit_blanket_impls(true).build()?;
    print!("{api}");
    Ok(())
}
