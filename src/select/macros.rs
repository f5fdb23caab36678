//! The macros: they turn arms and bodies into a tuple and a `match`, and everything else into the functions.
//!
//! Internal rules: `@arms` moves arms from the input into a list, one at a time, and ends with `@emit`, which writes
//! the `match`. What a call carries along: `[biased]` or `[]`; the name of the function; the arms; the branches of the
//! `match`; the variants that are left.

/// Waits for several arms and runs the body of the one that is chosen. See the [module](crate::select).
///
/// ```text
/// select! {
///     biased;                       // optional: always the first ready arm as written
///     pattern = arm => body,        // one to eight; no comma is needed after a block
///     ..
///     default => body               // optional, last, one of: nothing is ready
///     timeout(duration) => body     //     nothing was ready in time
///     deadline(instant) => body     //     nothing was ready until then
/// }
/// ```
///
/// The value of the body is that of the macro. When a body runs, no arm borrows anything any more: it may use the
/// handles, `?`, `break`, `continue`, `return` and `.await`.
///
/// # Panics
///
/// If all arms are absent and there is no clause.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use strait::select::{recv, select};
/// use strait::{mpsc, spsc};
///
/// let (orders, mut order) = mpsc::channel::<u32, 64>();
/// let (control, mut command) = spsc::channel::<&str, 4>();
/// orders.try_send(7).unwrap();
/// control.try_send("quit").unwrap();
/// let mut seen = 0;
/// loop {
///     select! {
///         biased;
///         order = recv(&mut order) => match order {
///             Ok(number) => seen += number,
///             Err(_) => break,
///         },
///         command = recv(&mut command) => {
///             assert_eq!(command, Ok("quit"));
///             break;
///         }
///         timeout(Duration::from_secs(1)) => panic!("nothing for a second"),
///     }
/// }
/// assert_eq!(seen, 7);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __select {
    (@arms $order:tt [select_async] $arms:tt $branches:tt $left:tt default => $($rest:tt)*) => {
        ::core::compile_error!("`select_async!` takes no clause: use `try_select`, or your executor's timer around it")
    };
    (@arms $order:tt [select_async] $arms:tt $branches:tt $left:tt timeout($($time:tt)*) => $($rest:tt)*) => {
        ::core::compile_error!("`select_async!` takes no clause: put your executor's timer around it")
    };
    (@arms $order:tt [select_async] $arms:tt $branches:tt $left:tt deadline($($time:tt)*) => $($rest:tt)*) => {
        ::core::compile_error!("`select_async!` takes no clause: put your executor's timer around it")
    };
    (@arms $order:tt $form:tt [$($arms:tt)+] $branches:tt $left:tt default => $body:expr $(,)?) => {
        $crate::__select!(@emit $order [try_select] [$($arms)+] $branches [$body])
    };
    (@arms $order:tt $form:tt [$($arms:tt)+] $branches:tt $left:tt timeout($time:expr) => $body:expr $(,)?) => {
        $crate::__select!(@emit $order [select_timeout $time] [$($arms)+] $branches [$body])
    };
    (@arms $order:tt $form:tt [$($arms:tt)+] $branches:tt $left:tt deadline($time:expr) => $body:expr $(,)?) => {
        $crate::__select!(@emit $order [select_deadline $time] [$($arms)+] $branches [$body])
    };
    (@arms $order:tt $form:tt $arms:tt $branches:tt $left:tt default => $($rest:tt)*) => {
        ::core::compile_error!("the clause `default`, `timeout` or `deadline` of `select!` comes last, after an arm")
    };
    (@arms $order:tt $form:tt $arms:tt $branches:tt $left:tt timeout($($time:tt)*) => $($rest:tt)*) => {
        ::core::compile_error!("the clause `default`, `timeout` or `deadline` of `select!` comes last, after an arm")
    };
    (@arms $order:tt $form:tt $arms:tt $branches:tt $left:tt deadline($($time:tt)*) => $($rest:tt)*) => {
        ::core::compile_error!("the clause `default`, `timeout` or `deadline` of `select!` comes last, after an arm")
    };
    (@arms $order:tt $form:tt $arms:tt $branches:tt [] $($rest:tt)+) => {
        ::core::compile_error!(
            "`select!` takes eight arms at most: put consumers of one type into a slice and use `recv_any`"
        )
    };
    (@arms $order:tt $form:tt [$($arms:tt)*] [$($branches:tt)*] [$variant:ident $($left:ident)*]
        $pattern:pat = $arm:expr => $body:block $(,)? $($rest:tt)*
    ) => {
        $crate::__select!(
            @arms $order $form [$($arms)* {$arm}] [$($branches)* {$variant ($pattern) $body}] [$($left)*] $($rest)*
        )
    };
    (@arms $order:tt $form:tt [$($arms:tt)*] [$($branches:tt)*] [$variant:ident $($left:ident)*]
        $pattern:pat = $arm:expr => $body:expr, $($rest:tt)*
    ) => {
        $crate::__select!(
            @arms $order $form [$($arms)* {$arm}] [$($branches)* {$variant ($pattern) $body}] [$($left)*] $($rest)*
        )
    };
    (@arms $order:tt $form:tt [$($arms:tt)*] [$($branches:tt)*] [$variant:ident $($left:ident)*]
        $pattern:pat = $arm:expr => $body:expr
    ) => {
        $crate::__select!(
            @emit $order $form [$($arms)* {$arm}] [$($branches)* {$variant ($pattern) $body}] []
        )
    };
    (@arms $order:tt $form:tt [$($arms:tt)+] $branches:tt $left:tt) => {
        $crate::__select!(@emit $order $form [$($arms)+] $branches [])
    };
    (@arms $order:tt $form:tt $arms:tt $branches:tt $left:tt $($rest:tt)*) => {
        ::core::compile_error!(
            "`select!` takes `pattern = arm => body,` and at the end `default => body`, `timeout(d) => body` or \
             `deadline(t) => body`"
        )
    };

    (@emit $order:tt [select_async] [$({$arm:expr})+] [$({$variant:ident ($pattern:pat) $body:expr})+] []) => {
        match $crate::select::select_async($crate::__select!(@order $order ($($arm,)+))).await {
            $($crate::select::Selected::$variant($pattern) => $body,)+
        }
    };
    (@emit $order:tt [$form:ident] [$({$arm:expr})+] [$({$variant:ident ($pattern:pat) $body:expr})+] []) => {
        match $crate::select::$form($crate::__select!(@order $order ($($arm,)+))) {
            $($crate::select::Selected::$variant($pattern) => $body,)+
        }
    };
    (@emit $order:tt [$form:ident $($time:expr)?]
        [$({$arm:expr})+] [$({$variant:ident ($pattern:pat) $body:expr})+] [$otherwise:expr]
    ) => {
        match $crate::select::$form($crate::__select!(@order $order ($($arm,)+)) $(, $time)?) {
            $(::core::option::Option::Some($crate::select::Selected::$variant($pattern)) => $body,)+
            ::core::option::Option::None => $otherwise,
        }
    };

    (@order [biased] $arms:expr) => { $crate::select::biased($arms) };
    (@order [] $arms:expr) => { $arms };

    (biased; $($rest:tt)*) => {
        $crate::__select!(
            @arms [biased] [select] [] [] [First Second Third Fourth Fifth Sixth Seventh Eighth] $($rest)*
        )
    };
    ($($rest:tt)*) => {
        $crate::__select!(@arms [] [select] [] [] [First Second Third Fourth Fifth Sixth Seventh Eighth] $($rest)*)
    };
}

/// [`select!`](macro@crate::select::select) in a task: awaits several arms and runs the body of the one that is chosen.
///
/// ```text
/// select_async! {
///     biased;                       // optional: always the first ready arm as written
///     pattern = arm => body,        // one to eight; no comma is needed after a block
///     ..
/// }
/// ```
///
/// There are no timers and no clause: put your executor's timer around it. If all arms are absent it waits for ever.
/// When a body runs, no arm borrows anything any more. If the task is dropped while it waits, nothing is lost.
///
/// # Examples
///
/// ```
/// use strait::select::{recv, select_async};
/// use strait::{mpsc, spsc};
///
/// async fn sum(numbers: &mut spsc::Consumer<u32, 8>, words: &mut mpsc::Consumer<String, 8>) -> usize {
///     let mut sum = 0;
///     loop {
///         select_async! {
///             number = recv(numbers) => match number {
///                 Ok(number) => sum += number as usize,
///                 Err(_) => return sum,
///             },
///             word = recv(words) => sum += word.map_or(0, |word| word.len()),
///         }
///     }
/// }
/// # let ((tx, mut numbers), (words, mut word)) = (spsc::channel(), mpsc::channel());
/// # tx.try_send(3).unwrap();
/// # words.try_send("four".to_owned()).unwrap();
/// # drop(tx);
/// # let sum = futures::executor::block_on(sum(&mut numbers, &mut word));
/// # assert!(sum == 3 || sum == 7);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __select_async {
    (biased; $($rest:tt)*) => {
        $crate::__select!(
            @arms [biased] [select_async] [] [] [First Second Third Fourth Fifth Sixth Seventh Eighth] $($rest)*
        )
    };
    ($($rest:tt)*) => {
        $crate::__select!(
            @arms [] [select_async] [] [] [First Second Third Fourth Fifth Sixth Seventh Eighth] $($rest)*
        )
    };
}
