//! disruptor: events that lie in the ring and are updated there; taken one at a time through its poller.

use disruptor::{
    BusySpin, EventPoller, MultiProducer, MultiProducerBarrier, Producer, SingleConsumerBarrier, SingleProducer,
    SingleProducerBarrier, build_multi_producer, build_single_producer,
};

use super::{fan, named, pair};
use crate::ends::{BatchRx, BatchTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// One producer.
    Single, "disruptor", "disruptor"
);
named!(
    /// Many producers.
    Multi, "disruptor multi", "disruptor"
);
pair!(Single, SingleProducer<T, SingleConsumerBarrier>, EventPoller<T, SingleProducerBarrier>, |n| {
    let (poller, builder) = build_single_producer(n, T::default, BusySpin).new_event_poller();
    (builder.build(), poller)
});
pair!(Multi, MultiProducer<T, SingleConsumerBarrier>, EventPoller<T, MultiProducerBarrier>, |n| {
    let (poller, builder) = build_multi_producer(n, T::default, BusySpin).new_event_poller();
    (builder.build(), poller)
});
fan!(Multi);

macro_rules! ends {
    ($producer:ident, $barrier:ident) => {
        impl<T: Message> TryTx<T> for $producer<T, SingleConsumerBarrier> {
            #[inline(always)]
            fn offer(&mut self, message: T) -> bool {
                self.try_publish(|event| *event = message).is_ok()
            }
        }
        impl<T: Message> TryRx<T> for EventPoller<T, $barrier> {
            #[inline(always)]
            fn poll(&mut self) -> Option<T> {
                let mut events = self.take(1).ok()?;
                (&mut events).next().copied()
            }
        }
        impl BatchTx for $producer<u64, SingleConsumerBarrier> {
            #[inline(always)]
            fn offer_many(&mut self, first: u64, count: usize) -> usize {
                let sent = self.try_batch_publish(count, |events| {
                    events.zip(first..).for_each(|(event, number)| *event = number);
                });
                sent.map_or(0, |_| count)
            }
        }
        impl BatchRx for EventPoller<u64, $barrier> {
            #[inline(always)]
            fn poll_many(&mut self, max: usize, mut see: impl FnMut(u64)) -> usize {
                let Ok(mut events) = self.take(max as u64) else { return 0 };
                let mut taken = 0;
                for &number in &mut events {
                    see(number);
                    taken += 1;
                }
                taken
            }
        }
    };
}
ends!(SingleProducer, SingleProducerBarrier);
ends!(MultiProducer, MultiProducerBarrier);
