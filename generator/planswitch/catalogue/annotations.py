"""Annotations of GitHub: output that it shows at the line of a file; see “Workflow commands” there."""

from __future__ import annotations

from typing import Literal

Level = Literal["notice", "warning", "error"]


def annotation(level: Level, text: str, *, file: str = "", line: int = 0, title: str = "") -> str:
    """A line that is shown at a line of a file; with neither, it is about all of it.

    Args:
        level: how much it weighs.
        text: it may have several lines.
        file: its path from the folder of the repository.
        line: counted from 1; 0 when the file as a whole is meant.
        title: what stands above the text.
    """
    properties = {"file": file, "line": str(line or ""), "title": title}
    told = ",".join(f"{name}={_escaped(value, also=':,')}" for name, value in properties.items() if value)
    return f"::{level}{' ' if told else ''}{told}::{_escaped(text)}"


def _escaped(text: str, also: str = "") -> str:
    for mark in f"%\r\n{also}":
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
