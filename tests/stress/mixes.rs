//! A thread on one end and a task on the other, on two executors.

macro_rules! mixes {
    ($($mode:ident)*) => {
        $(
            #[allow(unused_mut, reason = "the futures of an `mpsc` producer borrow it by `&self`")]
            mod $mode {
                use crate::rounds::rounds;
                use crate::watchdog::guarded;
                use futures::executor::block_on;
                use std::thread;
                use std::time::Duration;
                use strait::$mode::channel;

                fn on_two_threads() -> tokio::runtime::Runtime {
                    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap()
                }

                #[test]
                fn a_thread_sends_to_a_task() {
                    guarded(|| {
                        let (tx, mut rx) = channel::<usize, 2>();
                        let count = rounds(5_000);
                        thread::spawn(move || (0..count).for_each(|n| tx.send(n).unwrap()));
                        on_two_threads().block_on(async {
                            for n in 0..count {
                                assert_eq!(rx.recv_async().await, Ok(n));
                            }
                            assert!(rx.recv_async().await.is_err());
                        });
                    });
                }

                #[test]
                fn a_task_sends_to_a_thread() {
                    guarded(|| {
                        let (mut tx, mut rx) = channel::<usize, 2>();
                        let (count, runtime) = (rounds(5_000), on_two_threads());
                        runtime.spawn(async move {
                            for n in 0..count {
                                tx.send_async(n).await.unwrap();
                            }
                        });
                        assert!(rx.iter().eq(0..count));
                    });
                }

                #[test]
                fn tasks_on_two_executors_meet() {
                    guarded(|| {
                        let (mut there, mut here) = channel::<usize, 1>();
                        let (mut back, mut home) = channel::<usize, 1>();
                        let (count, runtime) = (rounds(5_000), on_two_threads());
                        runtime.spawn(async move {
                            while let Ok(n) = here.recv_async().await {
                                back.send_async(n + 1).await.unwrap();
                            }
                        });
                        block_on(async {
                            for n in 0..count {
                                there.send_async(n).await.unwrap();
                                assert_eq!(home.recv_async().await, Ok(n + 1));
                            }
                        });
                    });
                }

                /// Each end waits for each message in another way.
                #[test]
                fn ends_that_wait_in_turn_as_thread_and_as_task() {
                    guarded(|| {
                        let (mut tx, mut rx) = channel::<usize, 1>();
                        let count = rounds(5_000);
                        thread::scope(|scope| {
                            scope.spawn(move || {
                                for n in 0..count {
                                    match n % 3 {
                                        0 => block_on(tx.send_async(n)).unwrap(),
                                        1 => tx.send(n).unwrap(),
                                        _ => tx.send_timeout(n, Duration::MAX).unwrap(),
                                    }
                                }
                            });
                            for n in 0..count {
                                let received = match n % 2 {
                                    0 => block_on(rx.recv_async()),
                                    _ => rx.recv(),
                                };
                                assert_eq!(received, Ok(n));
                            }
                        });
                    });
                }

                #[cfg(feature = "stream")]
                #[test]
                fn a_stream_in_a_select_loses_nothing() {
                    use futures::StreamExt;

                    guarded(|| {
                        let (tx, mut rx) = channel::<usize, 2>();
                        let count = rounds(1_000);
                        let (tick, ticked) = std::sync::mpsc::channel();
                        thread::spawn(move || {
                            for n in 0..count {
                                if n % 100 == 0 {
                                    // The stream stays empty until the other branch was taken.
                                    ticked.try_iter().for_each(drop);
                                    ticked.recv().unwrap();
                                }
                                tx.send(n).unwrap();
                            }
                        });
                        on_two_threads().block_on(async {
                            let (mut next, mut ticks) = (0, 0);
                            let mut clock = tokio::time::interval(Duration::from_micros(300));
                            loop {
                                tokio::select! {
                                    _ = clock.tick() => {
                                        ticks += 1;
                                        _ = tick.send(()); // Nobody is there once the last message is sent.
                                    }
                                    message = rx.next() => match message {
                                        Some(n) => {
                                            assert_eq!(n, next);
                                            next += 1;
                                        }
                                        None => break,
                                    },
                                }
                            }
                            assert!(next == count && ticks > 0);
                        });
                    });
                }
            }
        )*
    };
}

mixes! { spsc mpsc pipe }
