//! Which lines a prefetch requests.

use super::{AHEAD, LINE, MOST, Run, ahead, each_line};

/// The number of lines that are requested for a run whose memory begins with a line.
fn lines<T>(len: usize) -> usize {
    let (mut next, mut requested) = (0, 0);
    each_line::<T>(Run { start: 0, len }, |position, offset| {
        let at = position * size_of::<T>() + offset;
        assert!(at <= next, "no line is left out");
        (next, requested) = (at + LINE, requested + 1);
    });
    assert!(requested >= MOST || next >= len * size_of::<T>(), "up to the run's end");
    requested
}

#[test]
fn every_line_of_a_run_is_requested_up_to_a_limit() {
    assert_eq!(lines::<u64>(64), 8);
    assert_eq!(lines::<u64>(9), 2);
    assert_eq!(lines::<[u8; 24]>(10), 5);
    assert_eq!(lines::<[u8; 40]>(10), 10);
    assert_eq!(lines::<[u8; 200]>(3), 12);
    assert_eq!(lines::<u8>(65536), MOST);
    assert_eq!(lines::<[u8; 65536]>(2), MOST);
}

#[test]
fn a_slot_ahead_lies_four_lines_ahead_or_is_the_next() {
    assert_eq!(ahead::<u64>() * size_of::<u64>(), AHEAD);
    assert_eq!(ahead::<[u8; 56]>(), 4);
    assert_eq!(ahead::<[u8; 256]>(), 1);
    assert_eq!(ahead::<[u8; 65536]>(), 1);
    assert_eq!(ahead::<()>(), AHEAD);
}

#[test]
fn a_single_line_is_not_requested() {
    each_line::<u64>(Run { start: 0, len: 8 }, |_, _| unreachable!());
}
