//! Messages of 56, 64 and 256 bytes, one at a time, both ends spinning.

use super::spsc_try::sample;
use super::{CPU_EACH, EMPTY, FULL, RATE, Work, each};
use crate::case::Case;
use crate::ends::{Pair, TryRx, TryTx};
use crate::message::{Bytes56, Bytes64, Bytes256, Message};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "sizes",
    title: "One producer, one consumer, messages of 56, 64 and 256 bytes, try-operations, both sides spinning",
    metrics: &[RATE, CPU_EACH, EMPTY, FULL],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases,
};

fn cases(list: &mut Vec<Case>) {
    each!(list; all: strait::Spsc, strait::Pipe);
    each!(list; all: Rtrb, Ringbuf, Heapless, gil::Spsc, disruptor::Single, ArrayQueue, Crossbeam, Std, kanal::Sync);
    each!(list; all: crossfire::Spsc, thingbuf::Sync, omango::Spsc);
}

/// A contender that takes messages of one size at every capacity.
trait Sized3<T>:
    Pair<T, 64, Tx: TryTx<T>, Rx: TryRx<T>>
    + Pair<T, 1024, Tx: TryTx<T>, Rx: TryRx<T>>
    + Pair<T, 65536, Tx: TryTx<T>, Rx: TryRx<T>>
{
}

impl<T, P> Sized3<T> for P where
    P: Pair<T, 64, Tx: TryTx<T>, Rx: TryRx<T>>
        + Pair<T, 1024, Tx: TryTx<T>, Rx: TryRx<T>>
        + Pair<T, 65536, Tx: TryTx<T>, Rx: TryRx<T>>
{
}

fn all<P: Sized3<Bytes56> + Sized3<Bytes64> + Sized3<Bytes256>>(list: &mut Vec<Case>) {
    add::<P, Bytes56>(list);
    add::<P, Bytes64>(list);
    add::<P, Bytes256>(list);
}

fn add<P: Sized3<T>, T: Message>(list: &mut Vec<Case>) {
    let bytes = size_of::<T>();
    list.push(Case::of::<P>(WORK.name, &format!("{bytes} B, N=64"), sample::<P, T, 64>));
    list.push(Case::of::<P>(WORK.name, &format!("{bytes} B, N=1024"), sample::<P, T, 1024>));
    list.push(Case::of::<P>(WORK.name, &format!("{bytes} B, N=65536"), sample::<P, T, 65536>));
}
