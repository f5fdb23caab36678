//! Waiting for one of several: messages of different types, room, instants; in a thread, timed, or in a task.
//!
//! [`select!`](macro@select) takes *arms*, waits until one is ready, and runs its body;
//! [`select_async!`](macro@select_async) does in a task. Behind them stand functions of the same names, for a tuple of
//! arms. The senders do not notice: a channel that is selected from costs them nothing.
//!
//! | arm | gives | is ready when |
//! |---|---|---|
//! | [`recv(&mut rx)`](recv) | `Result<T, RecvError>` | a message is there, or the channel is closed and drained |
//! | [`recv_any(&mut rxs)`](recv_any) | `(usize, Result<T, RecvError>)` | so at one of any number of consumers |
//! | [`reserve(&mut tx)`](reserve()) | `Result<Permit, SendError<()>>` | there is room, or the channel is closed |
//! | [`send(&mut tx, &mut message)`](send()) | `Result<(), SendError<()>>` | it was sent, or the channel is closed |
//! | [`at(instant)`](at()), [`tick(&mut ticker)`](tick()) | `()`, `Instant` | from that instant on |
//! | `Option` of any arm; `recv(&mut option)` | the same | `None` is never ready |
//!
//! | | never waits | blocks | for a duration | until an instant | future |
//! |---|---|---|---|---|---|
//! | function | [`try_select`] | [`select`][f] | [`select_timeout`] | [`select_deadline`] | [`select_async`][a] |
//! | in `select!` | `default` | | `timeout(d)` | `deadline(t)` | `select_async!` |
//!
//! [f]: fn@select
//! [a]: fn@select_async
//!
//! # What is promised
//!
//! - Exactly one arm is chosen. Of the others nothing is received, sent or claimed. Dropping the future of
//!   `select_async` at any time loses nothing.
//! - Fair: the arm that is looked at first changes after every 16 that were chosen, and each begins equally often, so
//!   an arm that stays ready is never starved. The choice follows from how often each end was chosen, not from chance:
//!   a run can be repeated. With `biased;` the first ready arm as written is chosen, always.
//! - A message that is there comes before a timer, unless it is the timer's turn to begin, and a timer before the
//!   clause. A deadline in the past is `default`.
//! - An arm whose channel is closed and drained is ready again and again: leave the loop, or set an `Option` of the
//!   consumer to `None`. If all arms are absent and there is no clause, `select` panics.
//! - Messages that come while it goes to sleep are not missed, whichever arm they come to. Those of quiet channels,
//!   which wake nobody, are found by looks and when something else wakes it.
//!
//! Not promised: any order between two channels. A message that was sent first may be chosen second.
//!
//! # Three programs
//!
//! **A service loop.** Three types of messages and a tick. The arms are fields, and bodies use all of `self`:
//!
//! ```
//! use std::time::{Duration, Instant};
//! use strait::select::{Ticker, recv, select, tick};
//! use strait::{mpsc, pipe, spsc};
//!
//! enum Control {
//!     Cancel(u64),
//!     Quit,
//! }
//!
//! struct Gateway {
//!     orders: mpsc::Consumer<u64, 1024>,
//!     control: spsc::Consumer<Control, 16>,
//!     prices: pipe::Consumer<f64, 256>,
//!     second: Ticker,
//!     last_price: f64,
//!     sent: u64,
//! }
//!
//! impl Gateway {
//!     fn run(&mut self) -> u64 {
//!         loop {
//!             select! {
//!                 order = recv(&mut self.orders) => match order {
//!                     Ok(_) => self.sent += 1 + self.orders.drain().take(7).count() as u64,
//!                     Err(_) => return self.sent,
//!                 },
//!                 control = recv(&mut self.control) => match control {
//!                     Ok(Control::Cancel(_)) => continue,
//!                     Ok(Control::Quit) | Err(_) => return self.sent,
//!                 },
//!                 price = recv(&mut self.prices) => self.last_price = price.unwrap_or(self.last_price),
//!                 due = tick(&mut self.second) => self.report(due),
//!             }
//!         }
//!     }
//!
//!     fn report(&self, due: Instant) {
//!         println!("{} orders, {:?} late", self.sent, due.elapsed());
//!     }
//! }
//! # let ((orders, rx), (control, commands)) = (mpsc::channel(), spsc::channel());
//! # let (_prices, prices) = pipe::channel();
//! # (0..5).for_each(|order| orders.try_send(order).unwrap());
//! # drop(orders);
//! # control.try_send(Control::Cancel(3)).unwrap();
//! # let second = Ticker::every(Duration::from_secs(1));
//! # let mut gateway = Gateway { orders: rx, control: commands, prices, second, last_price: 0.0, sent: 0 };
//! # assert_eq!(gateway.run(), 5);
//! # drop((control, gateway.control.try_recv().is_ok_and(|left| matches!(left, Control::Quit))));
//! ```
//!
//! **A pump** with back pressure on both sides: room first, then input, until an instant. Arms come and go:
//!
//! ```
//! use std::collections::VecDeque;
//! use std::time::{Duration, Instant};
//! use strait::select::{recv, reserve, select};
//! use strait::spsc;
//!
//! struct Pump {
//!     input: Option<spsc::Consumer<u32, 8>>,
//!     output: spsc::Producer<u64, 8>,
//!     held: VecDeque<u64>,
//! }
//!
//! impl Pump {
//!     /// Moves one message on; returns whether there may be more.
//!     fn step(&mut self, until: Instant) -> bool {
//!         select! {
//!             biased;
//!             permit = (!self.held.is_empty()).then(|| reserve(&mut self.output)) => match permit {
//!                 Ok(permit) => {
//!                     permit.send(self.held.pop_front().unwrap());
//!                     true
//!                 }
//!                 Err(_) => false,
//!             },
//!             message = recv(&mut self.input) => {
//!                 match message {
//!                     Ok(message) => self.held.push_back(message.into()),
//!                     Err(_) => self.input = None, // never ready from now on
//!                 }
//!                 true
//!             }
//!             deadline(until) => false,
//!         }
//!     }
//! }
//!
//! let ((tx, input), (output, rx)) = (spsc::channel(), spsc::channel());
//! tx.try_send_array([1, 2, 3]).unwrap();
//! drop(tx);
//! let mut pump = Pump { input: Some(input), output, held: VecDeque::new() };
//! while pump.step(Instant::now() + Duration::from_millis(1)) {}
//! drop(pump);
//! assert_eq!(rx.into_iter().collect::<Vec<_>>(), [1, 2, 3]);
//! ```
//!
//! **Any number of feeds**, and a log with many writers that must not hold the loop up: a line waits in `line` until
//! there is room.
//!
//! ```
//! use strait::select::{recv, recv_any, select, send};
//! use strait::{mpsc, spsc};
//!
//! fn merge(
//!     feeds: &mut Vec<spsc::Consumer<u64, 64>>,
//!     quit: &mut spsc::Consumer<(), 1>,
//!     mut log: &mpsc::Producer<String, 64>,
//! ) -> u64 {
//!     let (mut sum, mut line) = (0, None);
//!     loop {
//!         select! {
//!             (index, message) = recv_any(feeds) => match message {
//!                 Ok(number) => {
//!                     sum += number;
//!                     line = Some(format!("{index}: {number}"));
//!                 }
//!                 Err(_) => {
//!                     drop(feeds.swap_remove(index));
//!                     if feeds.is_empty() {
//!                         return sum;
//!                     }
//!                 }
//!             },
//!             _ = recv(quit) => return sum,
//!             sent = send(&mut log, &mut line) => if sent.is_err() { return sum },
//!         }
//!     }
//! }
//! # let (txs, mut feeds): (Vec<_>, Vec<_>) = (0..3).map(|_| spsc::channel::<u64, 64>()).unzip();
//! # txs.iter().zip(1..).for_each(|(tx, number)| tx.try_send(number).unwrap());
//! # drop(txs);
//! # let ((_quit, mut quit), (log, _lines)) = (spsc::channel(), mpsc::channel());
//! # assert_eq!(merge(&mut feeds, &mut quit, &log), 6);
//! ```

mod arms;
mod macros;
mod receiving;
mod sending;
#[cfg(feature = "std")]
mod timers;
mod tuple;
mod wait;

#[doc(inline)]
pub use crate::{__select as select, __select_async as select_async};

pub use arms::{Arm, AsyncArm};
pub use receiving::{Receive, ReceiveAlone, Recv, RecvAny, recv, recv_any};
pub use sending::{Offer, Reserve, Send, reserve, send};
#[cfg(feature = "std")]
pub use timers::{At, Tick, Ticker, at, tick};
pub use tuple::{Arms, AsyncArms, Biased, Never, Selected, biased};
pub use wait::{SelectAsync, select_async, try_select};
#[cfg(feature = "std")]
pub use wait::{select, select_deadline, select_timeout};
