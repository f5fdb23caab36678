//! The futures that have names, to be kept in structs.

pub use crate::producer::{SendArrayFuture as SendArray, SendFuture as Send};
