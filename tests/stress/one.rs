//! One producer against one consumer, in every mode.

macro_rules! one {
    ($($mode:ident)*) => {
        $(
            mod $mode {
                use crate::rounds::rounds;
                use crate::watchdog::guarded;
                use std::hint::spin_loop;
                use std::thread;
                use std::time::{Duration, Instant};
                use strait::$mode::channel;
                use strait::{Capacity, PowerOfTwo, RecvTimeoutError, SendTimeoutError, TryRecvError, TrySendError};

                /// A message whose parts must fit together.
                fn message(n: u64) -> [u64; 5] {
                    [n, !n, n.wrapping_mul(0x9e37_79b9_7f4a_7c15), n.rotate_left(17), n ^ 0xaaaa]
                }

                fn by_try_operations<const N: usize>(count: u64)
                where
                    Capacity<N>: PowerOfTwo,
                {
                    let (tx, rx) = channel::<[u64; 5], N>();
                    thread::scope(|scope| {
                        scope.spawn(move || {
                            for n in 0..count {
                                while let Err(error) = tx.try_send(message(n)) {
                                    assert_eq!(error, TrySendError::Full(message(n)));
                                    thread::yield_now();
                                }
                            }
                        });
                        for n in 0..count {
                            let received = loop {
                                match rx.try_recv() {
                                    Err(TryRecvError::Empty) => thread::yield_now(),
                                    received => break received,
                                }
                            };
                            assert_eq!(received, Ok(message(n)));
                        }
                        while rx.try_recv() != Err(TryRecvError::Closed) {
                            spin_loop();
                        }
                    });
                }

                #[test]
                fn try_operations_keep_order_and_content() {
                    guarded(|| {
                        by_try_operations::<1>(rounds(20_000) as u64);
                        by_try_operations::<2>(rounds(20_000) as u64);
                        by_try_operations::<64>(rounds(100_000) as u64);
                    });
                }

                fn by_blocking<const N: usize>(count: u64)
                where
                    Capacity<N>: PowerOfTwo,
                {
                    let (tx, mut rx) = channel::<[u64; 5], N>();
                    thread::scope(|scope| {
                        scope.spawn(move || (0..count).for_each(|n| tx.send(message(n)).unwrap()));
                        assert!(rx.iter().eq((0..count).map(message)));
                    });
                }

                #[test]
                fn blocking_operations_keep_order_and_content() {
                    guarded(|| {
                        by_blocking::<1>(rounds(20_000) as u64);
                        by_blocking::<2>(rounds(20_000) as u64);
                        by_blocking::<64>(rounds(100_000) as u64);
                    });
                }

                /// Lost wake-ups show here: both ends sleep and wake for every message.
                #[test]
                fn a_blocking_ping_pong_at_capacity_one_never_hangs() {
                    guarded(|| {
                        let (there, mut here) = channel::<u64, 1>();
                        let (back, home) = channel::<u64, 1>();
                        let count = rounds(200_000) as u64;
                        thread::scope(|scope| {
                            scope.spawn(move || here.iter().for_each(|n| back.send(n + 1).unwrap()));
                            for n in 0..count {
                                there.send(n).unwrap();
                                assert_eq!(home.recv(), Ok(n + 1));
                            }
                            drop(there);
                        });
                    });
                }

                /// Both ends give up again and again, at the moment when the other end comes.
                #[test]
                fn storms_of_timeouts_lose_nothing_and_double_nothing() {
                    guarded(|| {
                        let (tx, rx) = channel::<u64, 1>();
                        let count = rounds(4_000) as u64;
                        thread::scope(|scope| {
                            scope.spawn(move || {
                                for n in 0..count {
                                    while let Err(error) = tx.send_timeout(n, Duration::from_micros(n % 60)) {
                                        assert_eq!(error, SendTimeoutError::Timeout(n));
                                    }
                                }
                            });
                            let mut n = 0;
                            loop {
                                match rx.recv_deadline(Instant::now() + Duration::from_micros(n % 70)) {
                                    Ok(received) => {
                                        assert_eq!(received, n);
                                        n += 1;
                                    }
                                    Err(RecvTimeoutError::Timeout) => {}
                                    Err(RecvTimeoutError::Closed) => break,
                                }
                            }
                            assert_eq!(n, count);
                        });
                    });
                }

                /// Every message whose send returned `Ok` is received, whichever end closes.
                #[test]
                fn storms_of_closes_lose_nothing() {
                    guarded(|| {
                        for round in 0..rounds(1_500) {
                            let (tx, rx) = channel::<u64, 2>();
                            let sender = thread::spawn(move || {
                                let sent = (0..4).take_while(|&n| tx.send(n).is_ok()).count();
                                if round % 3 == 0 {
                                    tx.close();
                                }
                                sent
                            });
                            let before: Vec<_> = (0..round % 5).map_while(|_| rx.recv().ok()).collect();
                            rx.close();
                            let sent = sender.join().unwrap();
                            let received = before.into_iter().chain(rx);
                            assert!(received.eq(0..sent as u64));
                        }
                    });
                }

                /// The last handle frees the channel while the other end wakes or closes.
                #[test]
                fn storms_of_drops_free_the_ring_once() {
                    guarded(|| {
                        for round in 0..rounds(1_500) {
                            let (tx, rx) = channel::<Box<usize>, 2>();
                            let receiver = thread::spawn(move || rx.recv().map_or(usize::MAX, |message| *message));
                            if round % 2 == 0 {
                                tx.send(Box::new(round)).unwrap();
                            }
                            drop(tx);
                            let expected = if round % 2 == 0 { round } else { usize::MAX };
                            assert_eq!(receiver.join().unwrap(), expected);
                        }
                    });
                }
            }
        )*
    };
}

one! { spsc mpsc pipe }

/// 64 MiB of bytes would take too long in a debug build; a megabyte crosses the ring's end often enough.
#[test]
fn bytes_through_a_pipe_keep_their_checksum() {
    use std::io::{Read, Write};

    crate::watchdog::guarded(|| {
        let (mut tx, mut rx) = strait::pipe::channel::<u8, 4096>();
        let len = crate::rounds::rounds(1 << 20);
        let bytes: Vec<u8> = (0..len).map(|n| (n * 31 + n / 251) as u8).collect();
        let sum = |bytes: &[u8]| bytes.iter().fold(0u64, |sum, &byte| sum.rotate_left(5) ^ u64::from(byte));
        let expected = sum(&bytes);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                bytes.chunks(1000).enumerate().for_each(|(n, part)| match n % 2 {
                    0 => tx.write_all(part).unwrap(),
                    _ => tx.send_slice(part).unwrap(),
                });
            });
            let mut received = Vec::new();
            rx.read_to_end(&mut received).unwrap();
            assert_eq!((received.len(), sum(&received)), (len, expected));
        });
    });
}
