//! Lists the public API that a file of rustdoc's JSON describes, an item a line.
//!
//! Left out is what changes with the compiler or follows from another line: auto traits, blanket and derived impls, and
//! the items inside an impl of a trait.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let json = std::env::args().nth(1).ok_or("which file of rustdoc's JSON?")?;
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()?
        .to_string();
    let mut is_in_trait_impl = false;
    let mut last = "";
    for line in api.lines() {
        if line.starts_with("impl") {
            is_in_trait_impl = line.contains(" for ");
        } else if is_in_trait_impl && is_member(line) {
            continue;
        } else {
            is_in_trait_impl = false;
        }
        if line != last {
            println!("{line}");
        }
        last = line;
    }
    Ok(())
}

/// Whether an item belongs to a type: a function, constant or type whose path has a capital before its last name.
fn is_member(line: &str) -> bool {
    let Some(item) = ["pub fn ", "pub const ", "pub type ", "pub async fn ", "pub unsafe fn "]
        .iter()
        .find_map(|kind| line.strip_prefix(kind))
    else {
        return false;
    };
    let path = item.split(['(', '=']).next().unwrap_or(item);
    path.rsplit_once("::").is_some_and(|(parent, _)| parent.contains(|letter: char| letter.is_ascii_uppercase()))
}
