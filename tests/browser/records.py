"""The record of an answer, as a reader of Markdown shows it."""

from __future__ import annotations

import string
from pathlib import Path

from markdown import Markdown

from tests.site_builder import Html


def shown(text: str, folder: Path) -> Html:
    """What is seen of Markdown; a backslash takes the meaning of any sign, as in CommonMark."""
    reader = Markdown(extensions=["attr_list", "tables"])
    reader.ESCAPED_CHARS = [*string.punctuation]
    (folder / "record.html").write_text(reader.convert(text), encoding="utf-8")
    return Html(folder / "record.html")
