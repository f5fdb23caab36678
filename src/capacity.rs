//! Which capacities there are.

/// A capacity as a type: `Capacity<8>` stands for a channel of eight slots.
///
/// Constructors require `Capacity<N>: PowerOfTwo`. A function that is generic in the capacity requires the same.
///
/// # Examples
///
/// ```
/// use strait::{Capacity, PowerOfTwo, spsc};
///
/// fn pair<const N: usize>() -> (spsc::Producer<u8, N>, spsc::Consumer<u8, N>)
/// where
///     Capacity<N>: PowerOfTwo,
/// {
///     spsc::channel()
/// }
///
/// assert_eq!(pair::<8>().0.capacity(), 8);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity<const N: usize>;

/// Holds for [`Capacity<N>`](Capacity) where `N` is a power of two from 1 to 2^31.
///
/// With a power of two, one `and` turns a position into an index: no division and no branch on the hot path. `cargo
/// check` rejects any other capacity.
///
/// # Examples
///
/// ```compile_fail,E0277
/// let (tx, rx) = strait::spsc::channel::<u8, 1000>();
/// ```
#[diagnostic::on_unimplemented(
    message = "the capacity of a channel must be a power of two from 1 to 2^31",
    label = "this capacity is not known to be a power of two",
    note = "write the next power of two (1024 instead of 1000); all of its slots are usable",
    note = "in a function that is generic in `N`, require it: `where Capacity<N>: PowerOfTwo`"
)]
pub trait PowerOfTwo: Sealed {}

/// Keeps traits to this crate's own types: nobody else can name it.
pub trait Sealed {}

macro_rules! powers_of_two {
    ($($exponent:literal)*) => {
        $(
            impl Sealed for Capacity<{ 1 << $exponent }> {}
            #[diagnostic::do_not_recommend]
            impl PowerOfTwo for Capacity<{ 1 << $exponent }> {}
        )*
    };
}

powers_of_two!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);
