//! A pipe of bytes as `std::io::{Read, Write}`.

use crate::harness::{Rx, Tx, let_it_park};
use std::io::{BufRead, Error, ErrorKind, Read, Write};
use std::thread;
use strait::Pipe;

tests! { on every pipe that waits:
    read_waits_for_the_first_byte_and_is_0_only_when_closed_and_drained(u8);
    write_waits_for_room_and_is_a_broken_pipe_when_closed(u8);
    a_long_text_goes_through_a_short_pipe(u8);
    reading_and_writing_nothing_does_nothing(u8);
    what_is_read_in_place_stays_until_it_is_consumed(u8);
}

fn read_waits_for_the_first_byte_and_is_0_only_when_closed_and_drained<const N: usize>(
    tx: Tx<N, Pipe, u8>,
    mut rx: Rx<N, Pipe, u8>,
) {
    thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut bytes = [0; 16];
            (rx.read(&mut bytes).unwrap(), bytes[0], rx)
        });
        let_it_park();
        tx.try_send(7).unwrap();
        let (count, byte, mut rx) = reader.join().unwrap();
        assert_eq!((count, byte), (1, 7));
        tx.try_send(8).unwrap();
        drop(tx);
        let mut rest = Vec::new();
        assert_eq!(rx.read_to_end(&mut rest).unwrap(), 1);
        assert_eq!((rest, rx.read(&mut [0]).unwrap()), (vec![8], 0));
    });
}

fn write_waits_for_room_and_is_a_broken_pipe_when_closed<const N: usize>(mut tx: Tx<N, Pipe, u8>, rx: Rx<N, Pipe, u8>) {
    assert_eq!(tx.write(&vec![1; N + 1]).unwrap(), N);
    thread::scope(|scope| {
        let writer = scope.spawn(move || (tx.write(&[2]).unwrap(), tx));
        let_it_park();
        assert_eq!(rx.try_recv(), Ok(1));
        let (count, mut tx) = writer.join().unwrap();
        assert_eq!(count, 1);
        Write::flush(&mut tx).expect("it does nothing, on a full pipe too");
        rx.close();
        assert_eq!(tx.write(&[3]).as_ref().map_err(Error::kind), Err(ErrorKind::BrokenPipe));
    });
}

fn a_long_text_goes_through_a_short_pipe<const N: usize>(mut tx: Tx<N, Pipe, u8>, mut rx: Rx<N, Pipe, u8>) {
    let text = "all that is gold does not glitter\n".repeat(64);
    let bytes = text.clone().into_bytes();
    thread::scope(|scope| {
        scope.spawn(move || tx.write_all(&bytes).unwrap());
        let mut received = String::new();
        rx.read_to_string(&mut received).unwrap();
        assert_eq!(received, text);
    });
}

fn reading_and_writing_nothing_does_nothing<const N: usize>(mut tx: Tx<N, Pipe, u8>, mut rx: Rx<N, Pipe, u8>) {
    assert_eq!((tx.write(&[]).unwrap(), rx.read(&mut []).unwrap()), (0, 0));
    rx.close();
    assert_eq!((tx.write(&[]).unwrap(), rx.read(&mut []).unwrap()), (0, 0));
}

fn what_is_read_in_place_stays_until_it_is_consumed<const N: usize>(mut tx: Tx<N, Pipe, u8>, mut rx: Rx<N, Pipe, u8>) {
    let bytes: Vec<u8> = (0..=255).cycle().take(3 * N + 5).collect();
    let sent = bytes.clone();
    thread::scope(|scope| {
        scope.spawn(move || tx.write_all(&sent).unwrap());
        let mut read = Vec::new();
        while let part @ [_, ..] = rx.fill_buf().unwrap() {
            let (part, half) = (part.to_vec(), part.len().div_ceil(2));
            assert!(rx.fill_buf().unwrap().starts_with(&part), "it is still there");
            rx.consume(0);
            rx.consume(half);
            read.extend_from_slice(&part[..half]);
        }
        assert!(read == bytes && rx.fill_buf().unwrap().is_empty(), "closed and drained");
    });
}
