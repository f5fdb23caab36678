//! No asymmetric fence: other systems, `core` alone, Miri, and `--cfg strait_fence`.

pub(super) const fn is_registered() -> bool {
    false
}

pub(super) const fn fence_everywhere() -> bool {
    false
}
