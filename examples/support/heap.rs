//! An allocator that counts what each thread asks of it, so that an example can show that it asks for nothing.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// How often this thread allocated, grew or freed memory in `work`.
pub(crate) fn heap_calls(work: impl FnOnce()) -> usize {
    let before = HEAP_CALLS.get();
    work();
    HEAP_CALLS.get() - before
}

struct Counting;

thread_local! {
    static HEAP_CALLS: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static HEAP: Counting = Counting;

// SAFETY: all is left to the system's allocator; the counter is a plain number, never allocated and never dropped.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HEAP_CALLS.set(HEAP_CALLS.get() + 1);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        HEAP_CALLS.set(HEAP_CALLS.get() + 1);
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(memory, layout) }
    }
}
