//! A pipe of bytes through each family of readers and writers: much of it, the end of the file, the broken pipe.
#![cfg(all(any(feature = "std", feature = "embedded-io"), not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[cfg(any(feature = "futures-io", feature = "embedded-io"))]
#[path = "support/polling.rs"]
mod polling;
#[cfg(any(feature = "futures-io", feature = "embedded-io"))]
#[path = "support/waking.rs"]
mod waking;
#[path = "support/watchdog.rs"]
mod watchdog;

use std::fmt::Debug;
use std::hash::{DefaultHasher, Hasher as _};
use std::thread;
use strait::pipe::Channel;
use watchdog::guarded;

type Short = Channel<u8, 4096>;
/// The number of bytes that are written at once: a prime, so that the wrap falls everywhere.
const BLOCK: usize = 8191;

/// Sends 64 MiB by `write`, which takes a whole block, and receives to the end of the file by `read`, each end in its
/// thread; the checksums of what was sent and of what was received agree.
fn through<P: Send, C, E: Debug>(
    (mut tx, mut rx): (P, C),
    mut write: impl FnMut(&mut P, &[u8]) -> Result<(), E> + Send,
    mut read: impl FnMut(&mut C, &mut [u8]) -> Result<usize, E>,
) {
    let block: Vec<u8> = (0..BLOCK).map(|n| (n * n) as u8).collect();
    let send = move || {
        let mut sum = DefaultHasher::new();
        for _ in 0..(64_usize << 20).div_ceil(BLOCK) {
            write(&mut tx, &block).unwrap();
            sum.write(&block);
        }
        sum.finish()
    };
    let mut receive = || {
        let (mut block, mut filled, mut sum) = ([0; BLOCK], 0, DefaultHasher::new());
        while let count @ 1.. = read(&mut rx, &mut block[filled..]).unwrap() {
            filled += count;
            if filled == BLOCK {
                sum.write(&block);
                filled = 0;
            }
        }
        assert_eq!(filled, 0, "all blocks are whole");
        sum.finish()
    };
    guarded(|| {
        thread::scope(|scope| {
            let sender = scope.spawn(send);
            assert_eq!(receive(), sender.join().unwrap());
        });
    });
}

#[cfg(feature = "std")]
mod of_std {
    use super::{Channel, Short, thread, through};
    use std::io::{ErrorKind, Read, Result, Write};
    use strait::{NonBlocking, TrySendError};

    /// What a call returned, as something to compare.
    fn kind(result: Result<usize>) -> core::result::Result<usize, ErrorKind> {
        result.map_err(|error| error.kind())
    }

    #[test]
    fn much_goes_through_blocking_ends() {
        through(Short::new().split(), Write::write_all, Read::read);
    }

    /// What a call returns once it would not block.
    fn persist(mut call: impl FnMut() -> Result<usize>) -> Result<usize> {
        loop {
            match call() {
                Err(error) if error.kind() == ErrorKind::WouldBlock => thread::yield_now(),
                result => return result,
            }
        }
    }

    #[test]
    fn much_goes_through_non_blocking_ends() {
        let mut channel = Short::new();
        let (tx, rx) = channel.split();
        let write = |tx: &mut NonBlocking<_>, mut block: &[u8]| {
            while !block.is_empty() {
                block = &block[persist(|| tx.write(block))?..];
            }
            Ok(())
        };
        through((tx.non_blocking(), rx.non_blocking()), write, |rx, bytes| persist(|| rx.read(bytes)));
    }

    #[test]
    fn a_non_blocking_reader_would_block_until_the_end_of_the_file() {
        let mut channel = Channel::<u8, 4>::new();
        let (mut tx, rx) = channel.split();
        let (mut rx, mut bytes) = (rx.non_blocking(), [0; 3]);
        assert_eq!((kind(rx.read(&mut bytes)), kind(rx.read(&mut []))), (Err(ErrorKind::WouldBlock), Ok(0)));
        tx.write_all(b"last").unwrap();
        drop(tx);
        assert_eq!((kind(rx.read(&mut bytes)), bytes), (Ok(3), *b"las"));
        assert_eq!((kind(rx.read(&mut bytes)), bytes[0], kind(rx.read(&mut bytes))), (Ok(1), b't', Ok(0)));
    }

    #[test]
    fn a_non_blocking_writer_would_block_until_the_pipe_breaks() {
        let mut channel = Channel::<u8, 4>::new();
        let (tx, rx) = channel.split();
        let mut tx = tx.non_blocking();
        assert_eq!((kind(tx.write(b"hello")), kind(tx.write(b"o"))), (Ok(4), Err(ErrorKind::WouldBlock)));
        tx.flush().expect("it does nothing, on a full pipe too");
        assert_eq!((rx.try_recv(), kind(tx.write(b"o!"))), (Ok(b'h'), Ok(1)));
        rx.close();
        assert_eq!((kind(tx.write(b"!")), kind(tx.write(b""))), (Err(ErrorKind::BrokenPipe), Ok(0)));
        let closed = Err(TrySendError::Closed(()));
        assert_eq!((tx.get_ref().len(), tx.get_mut().try_send_slice(b"!"), tx.into_inner().len()), (4, closed, 4));
    }
}

#[cfg(feature = "futures-io")]
mod of_futures {
    use super::{Channel, Short, polling::poll, through, waking::counting};
    use futures::executor::block_on;
    use futures::io::{AsyncReadExt, AsyncWriteExt};
    use std::{io::ErrorKind, task::Poll};

    #[test]
    fn much_goes_through_async_ends() {
        through(Short::new().split(), |tx, block| block_on(tx.write_all(block)), |rx, bytes| block_on(rx.read(bytes)));
    }

    #[test]
    fn bytes_and_the_end_of_the_file_wake_a_reader_and_room_wakes_a_writer() {
        let mut channel = Channel::<u8, 4>::new();
        let (mut tx, mut rx) = channel.split();
        let ((waker, wakes), mut bytes) = (counting(), [0; 8]);
        assert!(poll(&mut rx.read(&mut bytes), &waker).is_pending());
        assert!(matches!(poll(&mut tx.write(b"hello"), &waker), Poll::Ready(Ok(4))));
        assert!(poll(&mut tx.write(b"o"), &waker).is_pending());
        assert!(poll(&mut AsyncWriteExt::flush(&mut tx), &waker).is_ready(), "it does not wait for the consumer");
        assert_eq!((wakes.count(), block_on(rx.read(&mut bytes)).unwrap(), wakes.count()), (1, 4, 2));
        assert!(poll(&mut rx.read(&mut bytes), &waker).is_pending());
        block_on(AsyncWriteExt::close(&mut tx)).unwrap();
        assert_eq!((wakes.count(), block_on(rx.read(&mut bytes)).unwrap()), (3, 0));
        assert_eq!(block_on(tx.write(b"!")).unwrap_err().kind(), ErrorKind::BrokenPipe);
    }
}

#[cfg(feature = "embedded-io")]
mod of_embedded {
    #[cfg(feature = "std")]
    use super::guarded;
    use super::{Channel, Short, polling::poll, through, waking::counting};
    use embedded_io::{Error, ErrorKind, ReadReady, WriteReady};
    use embedded_io_async::{Read, Write};
    use futures::executor::block_on;
    use std::pin::pin;
    use strait::BytesError;

    #[test]
    fn much_goes_through_async_ends() {
        through(Short::new().split(), |tx, block| block_on(tx.write_all(block)), |rx, bytes| block_on(rx.read(bytes)));
    }

    #[cfg(feature = "std")]
    #[test]
    fn much_goes_through_blocking_ends() {
        use embedded_io::{Read, Write};
        through(Short::new().split(), Write::write_all, Read::read);
    }

    #[cfg(feature = "std")]
    #[test]
    fn a_blocking_flush_waits_for_nobody() {
        use embedded_io::Write;
        guarded(|| {
            let mut channel = Channel::<u8, 1>::new();
            let (mut tx, mut rx) = channel.split();
            assert_eq!((Write::write(&mut tx, b"ab"), Write::flush(&mut tx)), (Ok(1), Ok(())), "the pipe is full");
            rx.close();
            assert_eq!((Write::write(&mut tx, b"b"), Write::flush(&mut tx)), (Err(BytesError::Closed), Ok(())));
            assert!(rx.drain().eq(*b"a"));
        });
    }

    #[test]
    fn a_dropped_future_has_read_and_written_nothing_and_leaves_no_waker() {
        let mut channel = Channel::<u8, 4>::new();
        let (mut tx, mut rx) = channel.split();
        let ((waker, wakes), mut bytes) = (counting(), [0; 8]);
        assert!(poll(&mut pin!(rx.read(&mut bytes)), &waker).is_pending());
        assert_eq!(block_on(tx.write(b"hello")), Ok(4));
        assert!(poll(&mut pin!(tx.write(b"o")), &waker).is_pending());
        assert_eq!((block_on(rx.read(&mut bytes)), &bytes[..5], wakes.count()), (Ok(4), &b"hell\0"[..], 0));
    }

    #[test]
    fn what_is_ready_does_not_wait() {
        let mut channel = Channel::<u8, 1>::new();
        let (mut tx, mut rx) = channel.split();
        assert_eq!((tx.write_ready(), rx.read_ready()), (Ok(true), Ok(false)));
        assert_eq!(block_on(tx.write(b"ab")), Ok(1));
        assert_eq!((tx.write_ready(), rx.read_ready()), (Ok(false), Ok(true)));
        rx.close();
        assert_eq!((tx.write_ready(), block_on(tx.write(b"b"))), (Ok(true), Err(BytesError::Closed)));
        assert_eq!((BytesError::Closed.kind(), block_on(Write::flush(&mut tx))), (ErrorKind::BrokenPipe, Ok(())));
        assert_eq!((block_on(rx.read(&mut [0; 2])), rx.read_ready()), (Ok(1), Ok(true)));
        assert_eq!(block_on(rx.read(&mut [0; 2])), Ok(0), "the end of the file");
    }
}
