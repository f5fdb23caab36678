//! Fair shares: which arm is looked at first.

use strait::select::{Selected, biased, recv, recv_any, try_select};
use strait::spsc;

/// How many messages each consumer gave, and the longest time that one was passed over.
struct Shares {
    counts: Vec<usize>,
    since: Vec<usize>,
    longest: usize,
}

impl Shares {
    fn new(count: usize) -> Self {
        Self { counts: vec![0; count], since: vec![0; count], longest: 0 }
    }

    fn chosen(&mut self, index: usize) {
        self.counts[index] += 1;
        self.since.iter_mut().for_each(|since| *since += 1);
        self.since[index] = 0;
        self.longest = self.longest.max(*self.since.iter().max().unwrap());
    }

    /// Each has its share within `percent`, and is passed over no longer than 32 times the number of arms.
    fn assert_fair(&self, percent: usize) {
        let (arms, all) = (self.counts.len(), self.counts.iter().sum::<usize>());
        for &count in &self.counts {
            let off = (count * arms).abs_diff(all);
            assert!(off * 100 <= percent * all, "{:?} of {all}", self.counts);
        }
        assert!(self.longest <= 32 * arms, "passed over {} times in a row", self.longest);
    }
}

const SELECTIONS: usize = 16_000;

/// Consumers that are always ready: their channels are closed and drained.
fn ready(count: usize) -> Vec<spsc::Consumer<u32, 64>> {
    (0..count).map(|_| spsc::channel::<u32, 64>().1).collect()
}

macro_rules! shares_of {
    ($($name:ident)*) => {{
        let [$($name),*] = &mut ready([$(stringify!($name)),*].len())[..] else { unreachable!() };
        let mut shares = Shares::new([$(stringify!($name)),*].len());
        for _ in 0..SELECTIONS {
            let selected = try_select(($(recv($name),)*)).expect("all are ready");
            shares.chosen(position(&format!("{selected:?}")));
        }
        shares.assert_fair(2);
    }};
}

/// The index of a variant by its name.
fn position(name: &str) -> usize {
    let names = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth"];
    names.iter().position(|&variant| name.starts_with(variant)).expect("a variant")
}

#[test]
fn of_two_to_eight_arms_each_has_its_share() {
    shares_of!(a b);
    shares_of!(a b c);
    shares_of!(a b c d);
    shares_of!(a b c d e);
    shares_of!(a b c d e f);
    shares_of!(a b c d e f g);
    shares_of!(a b c d e f g h);
}

#[test]
fn of_any_number_of_consumers_each_has_its_share() {
    for count in [1, 2, 5, 13] {
        let (mut consumers, mut shares) = (ready(count), Shares::new(count));
        for _ in 0..SELECTIONS {
            let Some(Selected::First((index, _))) = try_select((recv_any(&mut consumers),)) else { unreachable!() };
            shares.chosen(index);
        }
        shares.assert_fair(2);
    }
}

/// What a body takes besides, and a select inside a body, change nothing.
#[test]
fn bodies_that_take_more_starve_nobody() {
    for more in [0, 1, 15, 16, 31, 233] {
        let (tx, mut rx): (Vec<_>, Vec<_>) = (0..4).map(|_| spsc::channel::<u32, 256>()).unzip();
        let mut shares = Shares::new(4);
        for _ in 0..SELECTIONS {
            tx.iter().for_each(|tx| while tx.try_send(0).is_ok() {});
            let [a, b, c, d] = &mut rx[..] else { unreachable!() };
            let chosen = match try_select((recv(a), recv(b), recv(c), recv(d))).expect("all are ready") {
                Selected::First(_) => 0,
                Selected::Second(_) => 1,
                Selected::Third(_) => 2,
                Selected::Fourth(_) => 3,
            };
            assert_eq!(rx[chosen].drain().take(more).count(), more);
            shares.chosen(chosen);
        }
        shares.assert_fair(2);
    }
}

#[test]
fn a_run_can_be_repeated() {
    let run = || {
        let mut consumers = ready(3);
        let [a, b, c] = &mut consumers[..] else { unreachable!() };
        let choose = |_| position(&format!("{:?}", try_select((recv(a), recv(b), recv(c))).expect("all are ready")));
        (0..1000).map(choose).collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}

#[test]
fn biased_chooses_the_first_ready_one_always() {
    let [a, b] = &mut ready(2)[..] else { unreachable!() };
    for _ in 0..1000 {
        assert!(matches!(try_select(biased((recv(a), recv(b)))), Some(Selected::First(_))));
    }
}
