"""A batch of any length runs in constant memory: rows stream in and answers stream out."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING

import pytest

from tests.assertions import DATA, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

MEASURED = """
import resource, sys
from pathlib import Path
from planswitch.cli import main

def peak() -> int:
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

code = main(sys.argv[1:])
sys.stdout.flush()
print(peak(), file=sys.stderr)
sys.exit(code)
"""
"""Runs a command and then tells the most memory it held, in bytes. Where there is a /proc it is asked, because the
other number can start from what the parent process held."""


def questions(rows: int) -> Iterator[bytes]:
    yield b"from,to,users,role,trial\n"
    for number in range(rows):
        yield b"enterprise-e1,enterprise-e3,%d,admin,yes\n" % (number % 400 + 1)


def feed(stdin: IO[bytes], rows: int) -> None:
    with stdin:
        stdin.writelines(questions(rows))


def peak_of_a_batch(rows: int, *form: str) -> int:
    """The most memory that a batch of so many rows held, in bytes."""
    command = [sys.executable, "-c", MEASURED, "batch", "-", "--catalogue", str(DATA), *form]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        feeder = threading.Thread(target=feed, args=(process.stdin, rows))
        feeder.start()
        answered = sum(1 for _ in process.stdout)
        feeder.join()
        told = process.stderr.read()
    assert process.returncode == 0, told.decode()
    assert answered == rows + (not form)
    return int(told)


@pytest.mark.long
def test_ten_times_the_rows_take_no_more_memory() -> None:
    short, long = peak_of_a_batch(10_000), peak_of_a_batch(100_000)
    row = len(b"enterprise-e1,enterprise-e3,300,admin,yes\n")
    assert long - short < 90_000 * row / 2, f"{short:,} bytes for 10,000 rows, {long:,} for 100,000"
