//! Has Linux kill the process at its next system call, so that an example can show that it makes none.

use std::io;

/// Forbids this thread every system call except the one that ends the process.
pub(crate) fn forbid() -> io::Result<()> {
    const LOAD: u16 = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16;
    const JUMP_IF_EQUAL: u16 = (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16;
    const ANSWER: u16 = (libc::BPF_RET | libc::BPF_K) as u16;
    let instruction = |code, jf, k| libc::sock_filter { code, jt: 0, jf, k };
    let mut filter = [
        instruction(LOAD, 0, 0), // the number of the call
        instruction(JUMP_IF_EQUAL, 1, libc::SYS_exit_group as u32),
        instruction(ANSWER, 0, libc::SECCOMP_RET_ALLOW),
        instruction(ANSWER, 0, libc::SECCOMP_RET_KILL_PROCESS),
    ];
    let program = libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
    // SAFETY: the call takes only numbers.
    if unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the filter program lives during the call, which copies it.
    match unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Ends the process with one system call, without running any exit handler.
pub(crate) fn end(code: i32) -> ! {
    // SAFETY: nothing is left to do in this process.
    unsafe { libc::_exit(code) }
}
