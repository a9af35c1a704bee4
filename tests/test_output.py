"""What commands print, to whom, and how they end when it does not arrive. Each runs as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planswitch.plain import NEVER_PLAIN, one_line, plain
from planswitch.terminal import Data, OutputLost, complain, guarded, say
from tests.assertions import ROOT, made_up
from tests.long import long

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = ROOT / "tests" / "faulty" / "base"
BROKEN = ROOT / "tests" / "faulty" / "five-mistakes-in-three-files"
FULL = Path("/dev/full")
COMMANDS = {
    "answer": ["answer", "swim", "run"],
    "answer as JSON": ["answer", "swim", "run", "--json"],
    "batch": ["batch", "-"],
    "batch as JSON": ["batch", "-", "--json-lines"],
    "check": ["check"],
    "check of what is broken": ["check", str(BROKEN)],
    "help": ["--help"],
}
ALIKE = ("answer as JSON", "batch as JSON", "check")
"""Each writes as another one of the commands does."""
EVERY = pytest.mark.parametrize(
    "words",
    [pytest.param(words, id=name, marks=[pytest.mark.long] * (name in ALIKE)) for name, words in COMMANDS.items()],
)
QUESTIONS = b"from,to\n" + b"swim,run\n" * 2000


def started(words: list[str], **streams: Any) -> subprocess.Popen[bytes]:
    at = [] if {"--help", "--catalogue"} & {*words} else ["--catalogue", str(BASE)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.Popen([sys.executable, "-m", "planswitch.cli", *words, *at], cwd=ROOT, **pipes)


def ended(process: subprocess.Popen[bytes], stdin: bytes = QUESTIONS) -> tuple[int, str, str]:
    out, err = process.communicate(stdin)
    return process.returncode, (out or b"").decode(), (err or b"").decode()


# -------------------------------------------------------------------------------------------------- output that is lost


@pytest.mark.skipif(not FULL.exists(), reason="no full disk to write to")
@EVERY
def test_a_full_disk_is_one_sentence_and_a_status(words: list[str]) -> None:
    with FULL.open("wb") as full:
        status, _, err = ended(started(words, stdout=full))
    assert (status, err) == (3, "planswitch: the output is not whole: No space left on device\n")


@EVERY
def test_output_that_is_closed_is_one_sentence_and_a_status(words: list[str]) -> None:
    status, _, err = ended(started(words, stdout=None, preexec_fn=lambda: os.close(1)))
    assert (status, err) == (3, "planswitch: standard output is closed; nothing was done\n")


@EVERY
def test_a_reader_who_has_gone_is_a_status_and_no_word(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        status, _, err = ended(started(words, stdout=pipe))
    assert (status, err) == (141, "")


@pytest.mark.skipif(not FULL.exists(), reason="no full disk to write to")
def test_messages_that_are_lost_are_a_status() -> None:
    with FULL.open("wb") as full:
        status, out, _ = ended(started(["batch", "-"], stderr=full), b"from,to\nswam,run\nswim,run\n")
    assert status == 3
    assert out.startswith("from,to,route")


def test_nobody_hears_where_messages_are_closed() -> None:
    process = started(["batch", "-"], stderr=None, preexec_fn=lambda: os.close(2))
    status, out, _ = ended(process, b"from,to\nswam,run\nswim,run\n")
    assert (status, len(out.splitlines())) == (1, 3)


def test_input_that_is_closed_is_one_sentence() -> None:
    process = started(["batch", "-"], stdin=None, preexec_fn=lambda: os.close(0))
    assert ended(process, b"") == (2, "", "planswitch: standard input is closed\n")


def test_ctrl_c_ends_a_batch_with_whole_rows() -> None:
    with started(["batch", "-"]) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(QUESTIONS)
        process.stdin.flush()
        out = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out += process.stdout.read()
        err = process.stderr.read()
    assert (process.returncode, err.decode()) == (130, "planswitch: stopped\n")
    assert out.endswith(b"\n")


def test_ctrl_c_is_quiet_before_the_first_answer(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> int:
        raise KeyboardInterrupt

    assert guarded(stopped) == 130
    assert capsys.readouterr().err == "planswitch: stopped\n"


def test_a_file_that_cannot_be_written_is_told_by_its_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def writes() -> int:
        say("begun")
        (tmp_path / "none" / "page.md").write_text("", encoding="utf-8")
        return 0

    assert guarded(writes) == 3
    told = capsys.readouterr()
    assert (told.out, told.err) == ("begun\n", f"planswitch: {tmp_path}/none/page.md: No such file or directory\n")


class Full:
    """An output that takes nothing."""

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("prints", [say, complain, lambda text: Data().write(text)])
def test_a_fault_of_the_output_is_never_taken_for_one_of_a_file(
    prints: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Full, "isatty", lambda self: False, raising=False)
    monkeypatch.setattr(sys, "stdout", Full())
    monkeypatch.setattr(sys, "stderr", Full())
    with pytest.raises(OutputLost):
        prints("text")


def test_a_terminal_that_cannot_write_every_character_gets_its_number_and_data_stays_utf_8() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    status, out, err = ended(started(["answer", "swim", "run"], env=environment))
    assert (status, err) == (0, "")
    assert out.startswith("Swim \\u2192 Run\n")
    status, out, err = ended(started(["batch", "-"], env=environment), "note,from,to\nè→,swim,run\n".encode())
    assert (status, err) == (0, "")
    assert "\nè→,swim,run," in out


# ------------------------------------------------------------------------------------------------- control characters

BAD = ["\x1b", "\x9b", "\x07", "\x7f", "\0", "\u202e", "\u2066", "\ufffe", "\U0001ffff", "\ufdd0", "\ud800"]
GOOD = [
    "\u200e",
    "\u200f",
    "\u061c",
    "\u200d",
    "\u200c",
    "👩‍💻",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "שָׁלוֹם",
    "𠮷",
    "\xa0",
    "\xad",
    "\ufffd",
    "\t",
    "\n",
]


@pytest.mark.parametrize("character", BAD)
def test_what_is_never_plain_is_shown_by_its_number(character: str) -> None:
    assert plain(f"a{character}b") == one_line(f"a{character}b") == f"a{ascii(character)[1:-1]}b"


@pytest.mark.parametrize("text", GOOD)
def test_text_stays_as_it_is(text: str) -> None:
    assert plain(f"a{text}b") == f"a{text}b"


def test_one_line_stays_one() -> None:
    assert one_line("a\nb\r\tc\u2028d") == r"a\nb\r\tc\u2028d"


def test_what_is_never_plain_is_never_printable() -> None:
    """So that text which is printable need not be searched."""
    found = NEVER_PLAIN.findall("".join(map(chr, range(sys.maxunicode + 1))))
    assert len(found) == 30 + 32 + 9 + 2048 + 66
    assert not any(map(str.isprintable, found))


HOSTILE = "sw\x1b[2Jim\u202e\n"


@pytest.mark.parametrize(
    "words",
    [
        ["answer", HOSTILE, "run"],
        long(["answer", "swim", "run", "--fact", HOSTILE]),
        long(["answer", "swim", "run", "--fact", f"age={HOSTILE}"]),
        long(["answer", "swim", "run", "--locale", HOSTILE]),
        ["batch", HOSTILE],
        long(["check", HOSTILE]),
        long([HOSTILE]),
        ["check", f"--{HOSTILE}"],
    ],
)
def test_an_argument_never_reaches_the_terminal_raw(words: list[str]) -> None:
    status, out, err = ended(started(words))
    assert (status, out) == (2, "")
    assert r"\x1b" in err
    assert not NEVER_PLAIN.search(err)


def test_a_cell_never_reaches_the_terminal_raw_in_a_refusal() -> None:
    status, _, err = ended(started(["batch", "-"]), f"from,to,l\x1bocker\n{HOSTILE.strip()},run,\n".encode())
    assert status == 1
    assert [line.count(r"\x1b") for line in err.splitlines()] == [1, 1, 0]
    assert not NEVER_PLAIN.search(err)


def test_a_cell_never_reaches_the_terminal_raw_in_a_problem(tmp_path: Path) -> None:
    for file in BASE.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    plans = tmp_path / "plans.csv"
    plans.write_text(plans.read_text(encoding="utf-8") + 'w\x1b,"W\u202e\x9b\n",out\x07\n', encoding="utf-8")
    status, out, err = ended(started(["check", str(tmp_path)]))
    assert (status, err) == (1, "")
    assert r"“w\x1b”" in out
    assert r"“out\x07”" in out
    assert not NEVER_PLAIN.search(out)
    status, out, err = ended(started(["answer", "swim", "run", "--catalogue", str(tmp_path)]))
    assert (status, out) == (1, "")
    assert r"“w\x1b”" in err
    assert not NEVER_PLAIN.search(err)


def test_own_cells_reach_a_pipe_as_they_are_and_a_terminal_by_number() -> None:
    data = "note,from,to\n\x1b[2J\u202e,swim,run\n".encode()
    assert "\n\x1b[2J\u202e,swim,run," in ended(started(["batch", "-"]), data)[1]
    seen, shown = os.openpty()
    process = started(["batch", "-"], stdout=shown)
    process.communicate(data)
    os.close(shown)
    written = bytearray()
    with suppress(OSError):  # which tells the end of it on Linux
        while part := os.read(seen, 10_000):
            written += part
    os.close(seen)
    out = written.decode()
    assert r"\x1b[2J\u202e,swim,run," in out
    assert "\x1b" not in out


def test_json_is_plain_text_and_means_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"text": "".join(character for character in BAD if character != "\ud800") + "".join(GOOD)}
    Data().write_json(value)
    out = capsys.readouterr().out
    assert not NEVER_PLAIN.search(out)
    assert "👩‍💻" in out
    assert json.loads(out) == value


def test_an_answer_shows_no_control_characters_but_its_colours() -> None:
    from planswitch.pages.console import Console
    from planswitch.rules import Question, Words, decide, word
    from tests.assertions import rule

    rows = [{**rule("r", "fix", "p"), "title": "T\x1b", "reason": "R\u202e", "remedy": "**M\x9b** N\x07"}]
    catalogue = made_up(rules=rows)
    words = Words(catalogue)
    answer = word(decide(catalogue, Question("a", "b", {"p": True})), words)
    for colour in (False, True):
        text = "\n".join(Console(words, colour).lines(answer))
        for shown in (r"T\x1b", r"R\u202e", r"M\x9b", r"N\x07"):
            assert shown in text
        for code in ("0", "1", "2", "32", "33", "36", "1;33"):
            text = text.replace(f"\x1b[{code}m", "")
        assert not NEVER_PLAIN.search(text)
