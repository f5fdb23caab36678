//! Errors: one lower-case line each, `Debug` without the value's, the value handed back.

use core::error::Error;
use strait::{
    BytesError, PartialSendError, RecvError, RecvTimeoutError, SendError, SendTimeoutError, TryRecvError, TrySendError,
};

/// A message that cannot be shown.
#[derive(PartialEq)]
struct Opaque(u32);

#[test]
fn every_error_is_an_error_with_one_lower_case_line() {
    let errors: [(&dyn Error, &str); 11] = [
        (&TrySendError::Full(Opaque(7)), "full"),
        (&TrySendError::Closed(Opaque(7)), "closed"),
        (&SendError(Opaque(7)), "closed"),
        (&SendTimeoutError::Timeout(Opaque(7)), "timed out"),
        (&SendTimeoutError::Closed(Opaque(7)), "closed"),
        (&TryRecvError::Empty, "empty"),
        (&TryRecvError::Closed, "closed"),
        (&RecvError, "closed"),
        (&RecvTimeoutError::Timeout, "timed out"),
        (&PartialSendError { sent: 3 }, "closed after 3"),
        (&BytesError::Closed, "closed"),
    ];
    for (error, word) in errors {
        let text = error.to_string();
        assert!(text.contains(word), "{text:?} says {word:?}");
        assert!(!text.contains('\n') && text.chars().next().is_some_and(char::is_lowercase), "{text:?}");
        assert!(!text.ends_with('.'), "{text:?}");
        assert!(error.source().is_none());
    }
}

#[test]
fn debug_names_the_variant_and_shows_no_value() {
    assert_eq!(format!("{:?}", TrySendError::Full(Opaque(7))), "Full(..)");
    assert_eq!(format!("{:?}", TrySendError::Closed(Opaque(7))), "Closed(..)");
    assert_eq!(format!("{:?}", SendError(Opaque(7))), "SendError(..)");
    assert_eq!(format!("{:?}", SendTimeoutError::Timeout(Opaque(7))), "Timeout(..)");
    assert_eq!(format!("{:?}", SendTimeoutError::Closed(Opaque(7))), "Closed(..)");
    assert_eq!(format!("{:?}", PartialSendError { sent: 3 }), "PartialSendError { sent: 3 }");
}

#[test]
fn into_inner_gives_the_value_back() {
    assert!(TrySendError::Full(Opaque(1)).into_inner() == Opaque(1));
    assert!(TrySendError::Closed(Opaque(2)).into_inner() == Opaque(2));
    assert!(SendError(Opaque(3)).into_inner() == Opaque(3));
    assert!(SendTimeoutError::Timeout(Opaque(4)).into_inner() == Opaque(4));
    assert!(SendTimeoutError::Closed(Opaque(5)).into_inner() == Opaque(5));
}

#[test]
fn errors_say_which_they_are() {
    assert!(TrySendError::Full(()).is_full() && !TrySendError::Full(()).is_closed());
    assert!(TrySendError::Closed(()).is_closed() && !TrySendError::Closed(()).is_full());
    assert!(SendTimeoutError::Timeout(()).is_timeout() && !SendTimeoutError::Timeout(()).is_closed());
    assert!(SendTimeoutError::Closed(()).is_closed() && !SendTimeoutError::Closed(()).is_timeout());
}

#[test]
fn the_simpler_error_becomes_the_richer_one() {
    assert_eq!(TrySendError::from(SendError(7)), TrySendError::Closed(7));
    assert_eq!(SendTimeoutError::from(SendError(7)), SendTimeoutError::Closed(7));
    assert_eq!(TryRecvError::from(RecvError), TryRecvError::Closed);
    assert_eq!(RecvTimeoutError::from(RecvError), RecvTimeoutError::Closed);
    assert_eq!(std::io::Error::from(PartialSendError { sent: 3 }).kind(), std::io::ErrorKind::BrokenPipe);
}

/// So that `?` goes from an operation that can fail in one way to a function that can fail in two.
#[test]
fn a_question_mark_turns_the_simpler_error_into_the_richer_one() {
    fn try_send(sent: Result<(), SendError<u8>>) -> Result<(), TrySendError<u8>> {
        Ok(sent?)
    }
    fn send_timeout(sent: Result<(), SendError<u8>>) -> Result<(), SendTimeoutError<u8>> {
        Ok(sent?)
    }
    fn try_recv(received: Result<u8, RecvError>) -> Result<u8, TryRecvError> {
        Ok(received?)
    }
    fn recv_timeout(received: Result<u8, RecvError>) -> Result<u8, RecvTimeoutError> {
        Ok(received?)
    }
    fn write(sent: Result<(), PartialSendError>) -> std::io::Result<()> {
        Ok(sent?)
    }
    let (tx, rx) = strait::pipe::channel::<u8, 1>();
    assert_eq!((try_send(tx.send(1)), try_recv(rx.recv())), (Ok(()), Ok(1)));
    tx.close();
    assert_eq!(try_send(tx.send(7)), Err(TrySendError::Closed(7)));
    assert_eq!(send_timeout(tx.send(7)), Err(SendTimeoutError::Closed(7)));
    assert_eq!(try_recv(rx.recv()), Err(TryRecvError::Closed));
    assert_eq!(recv_timeout(rx.recv()), Err(RecvTimeoutError::Closed));
    assert!(write(Err(PartialSendError { sent: 0 })).is_err());
}
