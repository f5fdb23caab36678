//! Both threads pinned to one core, blocking: how well a blocked end hands the core over.

use super::blocking::sample;
use super::{CPU_EACH, RATE, Work, each};
use crate::case::{Case, Metrics, Plan};
use crate::ends::{BlockRx, BlockTx, Pair};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "shared-core",
    title: "Both threads on one core, one `u64` at a time, blocking operations",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: false,
    sleeps: true,
    cases,
};

fn cases(list: &mut Vec<Case>) {
    each!(list; add: strait::Spsc, strait::Mpsc, strait::Pipe);
    each!(list; add: gil::Spsc, gil::Parking, Crossbeam, Std, Tokio, Flume, kanal::Sync, crossfire::Spsc);
    each!(list; add: crossfire::Mpsc, thingbuf::Sync, Tachyonix, AsyncChannel, omango::Spsc);
}

fn add<P>(list: &mut Vec<Case>)
where
    P: Pair<u64, 1, Tx: BlockTx<u64>, Rx: BlockRx<u64>> + Pair<u64, 1024, Tx: BlockTx<u64>, Rx: BlockRx<u64>>,
{
    list.push(Case::of::<P>(WORK.name, "N=1024", on_one_core::<P, 1024>));
    list.push(Case::of::<P>(WORK.name, "N=1", on_one_core::<P, 1>));
}

fn on_one_core<P: Pair<u64, N, Tx: BlockTx<u64>, Rx: BlockRx<u64>>, const N: usize>(plan: &Plan) -> Metrics {
    sample::<P, N>(&Plan { cores: vec![plan.core(0)], ..plan.clone() })
}
