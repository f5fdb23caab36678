//! The guide: how to choose, wait, close, batch, embed, and migrate.

#[doc = include_str!("../guide/choosing.md")]
pub mod choosing {}

#[doc = include_str!("../guide/waiting.md")]
pub mod waiting {}

#[doc = include_str!("../guide/closing.md")]
pub mod closing {}

#[doc = include_str!("../guide/batches.md")]
pub mod batches {}

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
