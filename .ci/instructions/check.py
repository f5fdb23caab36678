#!/usr/bin/env python3
"""Counts the instructions of hot operations and reads their machine code; fails where a limit is exceeded.

    check.py PROGRAM            compare with limits.txt
    check.py PROGRAM --renew    write limits.txt anew: what is measured now, and 5 % more
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

ROUNDS = 10_000  # as in src/operations.rs
LIMITS = pathlib.Path(__file__).with_name("limits.txt")
# What may be called, and is on no hot path: somebody sleeps and is woken.
# What a hot path may call: when somebody sleeps, and when the channel is closed.
COLD = re.compile("notify_slow|missing_when_closed")
# How many instructions more a blocking operation may take than a try-operation, where neither waits.
TO_BLOCK = 0.5
LOCKED = re.compile(r"^(lock\b|xchg .*\(|[ms]fence|cmpxchg|xadd)")
PADDING = re.compile(r"int3|(cs |data16 )*nop|xchg +%ax,%ax")
# glibc picks its memcpy by the processor; without these every x86_64 takes the same.
SAME_EVERYWHERE = "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX2,-AVX,-ERMS,-FSRM,-AVX_Fast_Unaligned_Load"


def output(*command, **options):
    return subprocess.run(command, check=True, text=True, capture_output=True, **options)


def counted(program, operation):
    """Instructions of one run of the operation's loop."""
    log = output(
        "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
        "--collect-atstart=no", "--toggle-collect=*measured*", program, operation,
        env={**os.environ, "GLIBC_TUNABLES": SAME_EVERYWHERE},
    ).stderr
    return int(re.search(r"Collected : (\d+)", log)[1])


def counts(program):
    """Instructions that each operation takes, without those of the loop around it."""
    operations = output(program).stdout.splitlines()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        totals = dict(zip(operations, pool.map(lambda operation: counted(program, operation), operations)))
    loop = totals.pop("loop")
    return {operation: (total - loop) / ROUNDS for operation, total in totals.items()}


def listings(program):
    """The machine code of each `listed_` function, as (address, instruction) pairs."""
    text = output("objdump", "-d", "-C", "--no-show-raw-insn", program).stdout
    for name, body in re.findall(r"^[0-9a-f]+ <listed_(\w+)>:\n((?:.+\n)+)", text, re.M):
        lines = (re.match(r"\s*([0-9a-f]+):\s+(.*)", line) for line in body.splitlines())
        code = [(int(line[1], 16), line[2].strip()) for line in lines]
        yield name, [line for line in code if not PADDING.match(line[1])]


def faults(name, listing):
    """What keeps a hot path from being straight: calls, locked instructions, loops."""
    for place, (address, code) in enumerate(listing):
        if LOCKED.match(code):
            yield f"{name}: `{code}` is a locked instruction or a fence"
        elif code.startswith("call") and not COLD.search(code):
            yield f"{name}: `{code}` calls, and not a cold path"
        elif code.startswith("j"):
            target = re.search(r"\b([0-9a-f]+) <(.*?)(?:\+0x[0-9a-f]+)?>$", code)
            if not target or target[2] != f"listed_{name}":
                if not COLD.search(code):
                    yield f"{name}: `{code}` leaves the function, and not for a cold path"
            # Only the cold path, which stands behind the hot one, comes back: right after its call.
            elif int(target[1], 16) <= address and not any(COLD.search(cold) for _, cold in listing[max(0, place - 4) : place]):
                yield f"{name}: `{code}` is a loop"


def read_limits():
    rows = (line.rsplit(None, 1) for line in LIMITS.read_text().splitlines() if line and not line.startswith("#"))
    return {operation.strip(): float(limit) for operation, limit in rows}


def write_limits(measured):
    compiler = output("rustc", "--version").stdout.strip()
    rows = "".join(f"{operation:<44} {count * 1.05:8.2f}\n" for operation, count in measured.items())
    LIMITS.write_text(
        f"# Instructions that one operation may take on x86_64; `code of` is the length of its machine code.\n"
        f"# Written by check.py --renew with {compiler}: what it measured, and 5 % more.\n{rows}"
    )


def main():
    program, renew = sys.argv[1], "--renew" in sys.argv[2:]
    code = dict(listings(program))
    wrong = [fault for name, listing in code.items() for fault in faults(name, listing)]
    if len(code) != 4:
        wrong.append(f"4 functions should be listed, and {len(code)} are")
    measured = counts(program) | {f"code of {name}": float(len(listing)) for name, listing in code.items()}
    if renew:
        write_limits(measured)

    limits = read_limits()
    print(f"{'operation':<44} {'measured':>8} {'limit':>8}")
    for operation, count in measured.items():
        limit = limits.pop(operation, 0.0)
        print(f"{operation:<44} {count:8.2f} {limit:8.2f}{'  EXCEEDED' if count > limit else ''}")
        if count > limit:
            wrong.append(f"{operation}: {count:.2f} instructions are more than {limit:.2f}")
    wrong += [f"{operation} has a limit and was not measured" for operation in limits]
    for operation, count in measured.items():
        blocking = measured.get(operation.replace(" try_", " "))
        if blocking and blocking > count + TO_BLOCK:
            wrong.append(f"{operation}: {count:.2f} instructions, and {blocking:.2f} where it may block")
    print("\n".join(wrong) or "within the limits; no hot path calls (but when somebody sleeps, or the channel is closed), locks or loops")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
