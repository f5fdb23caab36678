//! Hot operations as functions of their own, whose machine code `check.py` reads: no call, no lock, no loop.

use std::hint::black_box;
use strait::{pipe, spsc};

const N: usize = 1024;

#[inline(never)]
#[unsafe(no_mangle)]
fn listed_spsc_try_send(tx: &spsc::Producer<u64, N>, message: u64) -> bool {
    tx.try_send(message).is_ok()
}

#[inline(never)]
#[unsafe(no_mangle)]
fn listed_spsc_try_recv(rx: &spsc::Consumer<u64, N>) -> Option<u64> {
    rx.try_recv().ok()
}

#[inline(never)]
#[unsafe(no_mangle)]
fn listed_pipe_try_send(tx: &pipe::Producer<u64, N>, message: u64) -> bool {
    tx.try_send(message).is_ok()
}

#[inline(never)]
#[unsafe(no_mangle)]
fn listed_pipe_try_recv(rx: &pipe::Consumer<u64, N>) -> Option<u64> {
    rx.try_recv().ok()
}

/// Keeps the functions in the program.
pub fn keep() {
    black_box((
        listed_spsc_try_send as fn(_, _) -> _,
        listed_spsc_try_recv as fn(_) -> _,
        listed_pipe_try_send as fn(_, _) -> _,
        listed_pipe_try_recv as fn(_) -> _,
    ));
}
