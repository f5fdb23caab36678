//! Two rooms of the `gateway` example by themselves: its parser and its counts.
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "../examples/gateway/counts.rs"]
#[allow(dead_code, reason = "only the final counts are tested here")]
mod counts;
#[path = "../examples/gateway/quote.rs"]
mod quote;

#[test]
fn no_bytes_make_the_parser_panic_and_what_it_accepts_it_accepts_again() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let alphabet = b"0123456789012345678901234567890.,,B #-\xff\0";
    let mut accepted = 0;
    for _ in 0..200_000 {
        let mut line: Vec<u8> = (0..random(12)).map(|_| alphabet[random(alphabet.len())]).collect();
        if random(2) == 0 {
            line.splice(0..0, *b"A,B,");
        }
        if let Ok(Some(quote)) = quote::parse(&line) {
            assert_eq!(quote::parse(quote.to_string().as_bytes()), Ok(Some(quote)));
            accepted += 1;
        }
    }
    assert!(accepted > 1_000, "{accepted}");
}

#[test]
fn counts_that_differ_are_named() {
    let counts = counts::Counts { lines: 3, parsed: 2, skipped: 1, processed: 2, journaled: 1, ..Default::default() };
    assert_eq!(counts.check().map_err(|mismatch| mismatch.to_string()), Err("processed 2 but journaled 1".into()));
    let counts = counts::Counts { lines: 1, ..Default::default() };
    let said = "lines read 1 but parsed + malformed + skipped 0";
    assert_eq!(counts.check().map_err(|mismatch| mismatch.to_string()), Err(said.into()));
}
