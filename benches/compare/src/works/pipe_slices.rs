//! Slices of 512 words, copied in and copied out: what a byte or sample stream costs.

use super::raw::{check_block, number_block};
use super::{CPU_EACH, RATE, Work, each, rate, raw};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, Pause, apart, race, settle};
use crate::ends::{Pair, SliceRx, SliceTx};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "pipe-slices",
    title: "One producer, one consumer, slices of 512 `u64` copied in and out, N=4096",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases,
};

/// Words a slice.
const SLICE: usize = 512;

fn cases(list: &mut Vec<Case>) {
    list.push(Case::raw(WORK.name, "512 at a time", "raw 4 KiB blocks", raw::blocks::<SLICE>));
    list.push(Case::raw(WORK.name, "512 at a time", "raw memcpy on one core", raw::copies::<SLICE>));
    each!(list; add: strait::Pipe);
    each!(list; add: Rtrb, Ringbuf, gil::Spsc);
}

fn add<P: Pair<u64, 4096, Tx: SliceTx, Rx: SliceRx>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "512 at a time", sample::<P>));
}

fn sample<P: Pair<u64, 4096, Tx: SliceTx, Rx: SliceRx>>(plan: &Plan) -> Metrics {
    let (mut tx, mut rx) = apart(P::pair());
    let mut next = 0;
    let (count, span) = settle(plan, 32, |count| {
        let blocks = next..next + count;
        next = blocks.end;
        let (sent, due) = (blocks.clone(), blocks);
        let (tx, rx, shares_cores) = (&mut *tx, &mut *rx, plan.shares_cores(2));
        race(vec![
            Job::new(plan.core(0), move || {
                let mut pause = Pause::new(shares_cores);
                let mut block = [0; SLICE];
                for number in due {
                    whole(SLICE, &mut pause, |from| rx.poll_slice(&mut block[from..]));
                    check_block(number, &block);
                }
            }),
            Job::new(plan.core(1), move || {
                let mut pause = Pause::new(shares_cores);
                let mut block: [u64; SLICE] = std::array::from_fn(|place| place as u64);
                for number in sent {
                    number_block(number, &mut block);
                    whole(SLICE, &mut pause, |from| tx.offer_slice(&block[from..]));
                }
            }),
        ])
    });
    rate(count * SLICE as u64, span)
}

fn whole(words: usize, pause: &mut Pause, mut part: impl FnMut(usize) -> usize) {
    let mut done = 0;
    while done < words {
        match part(done) {
            0 => pause.wait(),
            some => done += some,
        }
    }
}
