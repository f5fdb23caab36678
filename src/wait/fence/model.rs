//! Loom's fences: none is asymmetric. With `STRAIT_LOOM_CREDIT` set, models begin as a channel does where there is an
//! asymmetric fence: with credit, so that they see the exchanges that replace fences then. A model must not use it up.

pub(super) fn is_registered() -> bool {
    std::env::var_os("STRAIT_LOOM_CREDIT").is_some()
}

pub(super) const fn fence_everywhere() -> bool {
    false
}
