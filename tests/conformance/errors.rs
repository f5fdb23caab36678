//! Errors: one lower-case line each, `Debug` without the value's, the value handed back.

use core::error::Error;
use strait::{
    BytesError, RecvError, RecvTimeoutError, SendError, SendManyError, SendSliceError, SendTimeoutError, TryRecvError,
    TrySendError,
};

/// A message that cannot be shown.
#[derive(PartialEq)]
struct Opaque(u32);

#[test]
fn every_error_is_an_error_with_one_lower_case_line() {
    let errors: [(&dyn Error, &str); 12] = [
        (&TrySendError::Full(Opaque(7)), "full"),
        (&TrySendError::Closed(Opaque(7)), "closed"),
        (&SendError(Opaque(7)), "closed"),
        (&SendTimeoutError::Timeout(Opaque(7)), "timed out"),
        (&SendTimeoutError::Closed(Opaque(7)), "closed"),
        (&TryRecvError::Empty, "empty"),
        (&TryRecvError::Closed, "closed"),
        (&RecvError, "closed"),
        (&RecvTimeoutError::Timeout, "timed out"),
        (&SendManyError { sent: 3 }, "closed after 3"),
        (&SendSliceError { sent: 3 }, "closed after 3"),
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
    assert_eq!(format!("{:?}", SendManyError { sent: 3 }), "SendManyError { sent: 3 }");
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
    assert_eq!(std::io::Error::from(SendSliceError { sent: 3 }).kind(), std::io::ErrorKind::BrokenPipe);
}
