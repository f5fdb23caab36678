//! The guide: how to choose, wait, close, and where the edges are.
//!
//! Each chapter is a page or two; every example in it is a test.
//!
#![doc = include_str!("../docs/modes.svg")]
//!
#![doc = include_str!("../docs/message.svg")]
//!
//! | chapter | what it answers |
//! |---|---|
//! | [choosing] | which mode, where the channel lives, which capacity, what happens when it is full |
//! | [waiting] | what can wait, what that costs, timers, many producers, threads and tasks |
//! | [several] | `select!`: channels of different types, room, instants |
//! | [closing] | what closing means, how to shut down without losing anything |
//! | [batches] | arrays, iterators, slices, chunks, permits; panics in the middle |
//! | [losing] | `lossy()` and `evict`: which message is lost, and how to know |
//! | [latest] | `watch`: one value that is published again and again |
//! | [answers] | `oneshot` and `call`: one message, request and reply |
//! | [embedded] | statics, interrupts, `core` alone, memory |
//! | [realtime] | rules for threads that must never be late |
//! | [async_and_cancellation] | what each future holds, `select!`, `Stream` and `Sink`, fairness |
//! | [migrating] | names from the first edition and from thirteen other channels, and what differs |
//! | [errors] | what the compiler says for each misuse |

#[doc = include_str!("../guide/choosing.md")]
pub mod choosing {}

#[doc = include_str!("../guide/waiting.md")]
pub mod waiting {}

#[doc = include_str!("../guide/several.md")]
pub mod several {}

#[doc = include_str!("../guide/closing.md")]
pub mod closing {}

#[doc = include_str!("../guide/batches.md")]
pub mod batches {}

#[doc = include_str!("../guide/losing.md")]
pub mod losing {}

#[doc = include_str!("../guide/latest.md")]
pub mod latest {}

#[doc = include_str!("../guide/answers.md")]
pub mod answers {}

#[doc = include_str!("../guide/embedded.md")]
pub mod embedded {}

#[doc = include_str!("../guide/realtime.md")]
pub mod realtime {}

#[doc = include_str!("../guide/async_and_cancellation.md")]
pub mod async_and_cancellation {}

#[doc = include_str!("../guide/migrating.md")]
pub mod migrating {}

#[doc = include_str!("../guide/errors.md")]
pub mod errors {}
