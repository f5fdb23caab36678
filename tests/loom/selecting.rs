//! Waiting at several ends: whichever it is that a message, room or the close comes to, it is not missed; and a turn
//! that was given to a select that chose another arm is passed on.

use crate::harness::{Alarm, is_full, large_model};
use loom::thread;
use strait::select::{Selected, biased, recv, select, send};
use strait::{mpsc, spsc};

/// The second message comes when the announcement for the first is used up, whether or not that was noticed.
#[test]
fn two_messages_wake_a_select_twice() {
    large_model(|| {
        let ((tx, mut rx), (_other_tx, mut other)) = (spsc::channel::<u32, 2>(), spsc::channel::<u32, 1>());
        let sender = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx.try_send(2).unwrap();
            tx
        });
        for n in [1, 2] {
            assert_eq!(select((recv(&mut other), recv(&mut rx))), Selected::Second(Ok(n)));
        }
        drop(sender.join().unwrap());
    });
}

/// One message comes to each arm, while it looks at, announces or sleeps at the other.
#[test]
fn a_message_at_either_arm_wakes_a_select() {
    large_model(|| {
        let ((a_tx, mut a), (b_tx, mut b)) = (spsc::channel::<u32, 1>(), spsc::channel::<u32, 1>());
        let sender = thread::spawn(move || {
            a_tx.try_send(1).unwrap();
            b_tx.try_send(2).unwrap();
            (a_tx, b_tx)
        });
        let mut sum = 0;
        for _ in 0..2 {
            sum += match select((recv(&mut a), recv(&mut b))) {
                Selected::First(message) | Selected::Second(message) => message.unwrap(),
            };
        }
        assert_eq!(sum, 3);
        drop(sender.join().unwrap());
    });
}

#[test]
fn a_close_wakes_a_select() {
    large_model(|| {
        let ((tx, mut rx), (_other_tx, mut other)) = (spsc::channel::<u32, 1>(), spsc::channel::<u32, 1>());
        let closer = thread::spawn(move || drop(tx));
        assert!(matches!(select((recv(&mut other), recv(&mut rx))), Selected::Second(Err(_))));
        closer.join().unwrap();
    });
}

/// Room comes to a select and a message to its other arm, while a task waits beside it: the room is used, or the task
/// was told of it.
#[test]
fn a_turn_at_an_arm_that_is_not_chosen_is_passed_on() {
    large_model(|| {
        let ((tx, rx), (other_tx, mut other)) = (mpsc::channel::<u32, 1>(), spsc::channel::<u32, 1>());
        tx.try_send(0).unwrap();
        let task = tx.clone();
        let peer = thread::spawn(move || {
            let (alarm, mut sending) = (Alarm::new(), Box::pin(async move { task.send_async(3).await }));
            assert!(alarm.poll(sending.as_mut()).is_pending());
            assert_eq!(rx.try_recv(), Ok(0));
            other_tx.try_send(2).unwrap();
            (alarm, sending, rx, other_tx)
        });
        let (mut by_reference, mut message) = (&tx, Some(1));
        let chosen = select(biased((recv(&mut other), send(&mut by_reference, &mut message))));
        let (alarm, _sending, rx, _other_tx) = peer.join().unwrap();
        match chosen {
            Selected::First(received) => {
                assert_eq!((received, message), (Ok(2), Some(1)));
                assert!(alarm.has_rung(), "there is room, and nobody was woken");
            }
            Selected::Second(sent) => assert_eq!((sent, message, rx.try_recv()), (Ok(()), None, Ok(1))),
        }
    });
}

/// Three threads that block: minutes.
#[test]
fn two_selects_in_one_queue_both_send() {
    if !is_full() {
        return;
    }
    large_model(|| {
        let (tx, rx) = mpsc::channel::<u32, 1>();
        tx.try_send(0).unwrap();
        let mut other = tx.clone();
        let second = thread::spawn(move || {
            assert_eq!(select((send(&mut other, &mut Some(2)),)), Selected::First(Ok(())));
            other
        });
        let consumer = thread::spawn(move || (0..2).map(|_| rx.recv().unwrap()).sum::<u32>() + rx.recv().unwrap());
        let mut by_reference = &tx;
        assert_eq!(select((send(&mut by_reference, &mut Some(1)),)), Selected::First(Ok(())));
        drop(second.join().unwrap());
        assert_eq!(consumer.join().unwrap(), 3);
    });
}
