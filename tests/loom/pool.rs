//! A pool: a buffer that comes home is seen whole by the next, and whoever waits for one is woken.

use crate::harness::{large_model, model};
use loom::cell::UnsafeCell;
use loom::thread;
use strait::pool::{Pool, Pooled};

/// A buffer whose every use loom sees.
struct Buffer(UnsafeCell<usize>);

// SAFETY: loom itself finds uses at the same time.
unsafe impl Sync for Buffer {}

fn pool<const N: usize>() -> Pool<Buffer, N> {
    Pool::new(|| Buffer(UnsafeCell::new(0)))
}

fn use_it<const N: usize>(buffer: &Pooled<Buffer, N>) -> usize {
    buffer.0.with_mut(|count| {
        // SAFETY: loom panics if another uses it meanwhile.
        let count = unsafe { &mut *count };
        *count += 1;
        *count
    })
}

#[test]
fn a_buffer_is_lent_to_one_at_a_time() {
    model(|| {
        let pool = pool::<1>();
        let other = pool.clone();
        let thread = thread::spawn(move || other.try_get().map(|buffer| use_it(&buffer)));
        let here = pool.try_get().map(|buffer| use_it(&buffer));
        let there = thread.join().unwrap();
        assert!(here.is_some() || there.is_some(), "one of them got it");
        assert_eq!(use_it(&pool.try_get().unwrap()), 1 + usize::from(here.is_some()) + usize::from(there.is_some()));
    });
}

/// The count is raised after the bit is cleared: who is promised a buffer finds it at once.
#[test]
fn a_promised_buffer_is_found() {
    model(|| {
        let pool = pool::<2>();
        let (one, other) = (pool.try_get().unwrap(), pool.try_get().unwrap());
        let thread = thread::spawn(move || drop(one));
        if let Some(buffer) = pool.try_get() {
            assert_eq!(use_it(&buffer), 1);
        }
        thread.join().unwrap();
        drop(other);
    });
}

/// Of two that come home, the one that is counted need not be the one whose bit is found.
#[test]
fn a_buffer_that_is_found_before_it_is_counted_was_left_whole() {
    large_model(|| {
        let pool = pool::<2>();
        let returning = [pool.try_get().unwrap(), pool.try_get().unwrap()].map(|buffer| {
            thread::spawn(move || {
                use_it(&buffer);
            })
        });
        if let Some(buffer) = pool.try_get() {
            assert_eq!(use_it(&buffer), 2);
        }
        for thread in returning {
            thread.join().unwrap();
        }
    });
}

#[test]
fn a_waiting_thread_is_woken_when_a_buffer_comes_home() {
    model(|| {
        let pool = pool::<1>();
        let lent = pool.try_get().unwrap();
        let waiting = thread::spawn({
            let pool = pool.clone();
            move || use_it(&pool.get())
        });
        assert_eq!(use_it(&lent), 1);
        drop(lent);
        assert_eq!(waiting.join().unwrap(), 2);
    });
}

#[test]
fn two_that_wait_both_get_a_buffer() {
    large_model(|| {
        let pool = pool::<1>();
        let lent = pool.try_get().unwrap();
        let others = [(); 2].map(|()| {
            let pool = pool.clone();
            thread::spawn(move || drop(pool.get()))
        });
        drop(lent);
        for thread in others {
            thread.join().unwrap();
        }
        assert_eq!(pool.available(), 1);
    });
}
