//! A `static` channel takes no space in the program file: it lies in a section that has an address and no bytes.
#![cfg(all(feature = "std", target_os = "linux", target_pointer_width = "64", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

use std::{env, fs};
use strait::{evict, mpsc, pipe, spsc};

static SPSC: spsc::Channel<[u64; 7], 65536> = spsc::Channel::new();
static MPSC: mpsc::Channel<[u64; 7], 65536> = mpsc::Channel::new();
static PIPE: pipe::Channel<[u64; 7], 65536> = pipe::Channel::new();
static EVICT: evict::Channel<[u64; 7], 65536> = evict::Channel::new();
static QUIET: pipe::QuietChannel<[u64; 7], 65536> = pipe::QuietChannel::new();
/// Its size costs no time of the compiler, either.
static BIG: mpsc::Channel<u64, 8_388_608> = mpsc::Channel::new();
static BIG_FEED: evict::Channel<u64, 8_388_608> = evict::Channel::new();

/// `SHT_NOBITS`: the section has no bytes in the file.
const NO_BITS: u64 = 8;
/// `SHF_TLS`: the section is copied for each thread.
const THREAD_LOCAL: u64 = 1 << 10;

/// The little-endian number of `SIZE` bytes at `offset`.
fn number<const SIZE: usize>(file: &[u8], offset: usize) -> u64 {
    file[offset..offset + SIZE].iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// The address ranges, in the file's numbering, of the sections without bytes (ELF, 64 bits).
fn sections_without_bytes(file: &[u8]) -> Vec<std::ops::Range<u64>> {
    assert_eq!(file[..6], *b"\x7fELF\x02\x01", "a 64-bit little-endian ELF file");
    let (table, size, count) = (number::<8>(file, 0x28), number::<2>(file, 0x3a), number::<2>(file, 0x3c));
    (0..count)
        .map(|section| (table + section * size) as usize)
        .filter(|&header| number::<4>(file, header + 4) == NO_BITS)
        .filter(|&header| number::<8>(file, header + 8) & THREAD_LOCAL == 0)
        .map(|header| number::<8>(file, header + 16)..number::<8>(file, header + 16) + number::<8>(file, header + 32))
        .collect()
}

/// Where the program was loaded: the lowest address that its file is mapped to.
fn load_address() -> u64 {
    let program = env::current_exe().unwrap();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let mut of_program = maps.lines().filter(|line| line.ends_with(program.to_str().unwrap()));
    let first = of_program.next().expect("the program is mapped");
    u64::from_str_radix(first.split('-').next().unwrap(), 16).unwrap()
}

/// Whether a value lies whole in a section without bytes.
fn lies_in_bss<T>(value: &'static T) -> bool {
    let file = fs::read(env::current_exe().unwrap()).unwrap();
    let start = (&raw const *value).addr() as u64 - load_address();
    let end = start + size_of::<T>() as u64;
    sections_without_bytes(&file).iter().any(|section| section.start <= start && end <= section.end)
}

#[test]
fn static_channels_of_65536_slots_take_no_space_in_the_file() {
    assert!(size_of_val(&SPSC) >= 65536 * 64 && size_of_val(&PIPE) >= 65536 * 56);
    assert!(lies_in_bss(&SPSC) && lies_in_bss(&MPSC) && lies_in_bss(&PIPE) && lies_in_bss(&QUIET) && lies_in_bss(&BIG));
    assert!(lies_in_bss(&EVICT) && lies_in_bss(&BIG_FEED));
    assert_eq!(EVICT.capacity() + BIG_FEED.capacity(), 65536 + BIG.capacity());
    assert_eq!(SPSC.capacity() + MPSC.capacity() + PIPE.capacity() + QUIET.capacity(), 4 * 65536);
    assert_eq!(BIG.capacity(), 8_388_608);
}

/// The check itself tells a value that has bytes in the file.
#[test]
fn a_static_with_bytes_is_told_apart() {
    static WITH_BYTES: [u64; 64] = [7; 64];
    assert!(!lies_in_bss(&WITH_BYTES));
}
