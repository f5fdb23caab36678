//! What a message must be for the ends of its channel to be on two threads.

/// A message that may go to another thread: every [`Send`] type, and no other.
///
/// Handles, and a channel in a `static`, are `Send` where this holds, and `Sync` where their mode allows it. It is
/// `Send` by another name, for the sake of the error message.
///
/// # Examples
///
/// ```
/// fn to_another_thread<T: Send>(handle: strait::spsc::Producer<T, 8>) -> impl Send {
///     handle
/// }
/// let (tx, _rx) = strait::spsc::channel::<u8, 8>();
/// let _ = to_another_thread(tx);
/// ```
///
/// ```compile_fail,E0277
/// let (tx, rx) = strait::spsc::channel::<std::rc::Rc<u8>, 8>();
/// std::thread::spawn(move || rx);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent between threads safely, and so neither can the ends of a channel of it",
    label = "a message of this type stays on its thread",
    note = "send what is `Send`: `Arc` instead of `Rc`, for example, or a copy of what is inside"
)]
pub trait CrossesThreads: Send {}

#[diagnostic::do_not_recommend]
impl<T: Send> CrossesThreads for T {}
