"""Which characters are never plain text, and how they are shown to a person.

They come from cells, questions, arguments and file names, all of which others may have written. Raw, they could move a
terminal's cursor, change its title or its colours, or turn what stands there the other way round.
"""

from __future__ import annotations

import re

CONTROLS = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f"
"""C0 without tab and line ends, DEL, and C1, in which U+009B begins a command to the terminal as ESC does."""
TURNING = "\\u202a-\\u202e\\u2066-\\u2069"
"""Embeddings, overrides and isolates: they turn text that is not theirs. The marks U+200E, U+200F and U+061C only speak
for themselves, and the joiners U+200C and U+200D belong to scripts and emoji, so these are text."""
PLANES = "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(17))
NO_CHARACTERS = f"\\ud800-\\udfff\\ufdd0-\\ufdef{PLANES}"
"""Halves of characters, and the 66 code points that will never be one."""
NEVER_PLAIN = re.compile(f"[{CONTROLS}{TURNING}{NO_CHARACTERS}]")
"""What no cell of a catalogue may hold."""
BREAKS = re.compile("[\t\n\r\u2028\u2029]")


def plain(text: str) -> str:
    r"""Text with what is never plain written as its number, such as ``\x1b``. Line ends and tabs stay."""
    return text if text.isprintable() else NEVER_PLAIN.sub(_number, text)


def one_line(text: str) -> str:
    r"""Likewise, with line ends and tabs as ``\n`` and ``\t``: whatever the text is, it stays on its line."""
    return text if text.isprintable() else BREAKS.sub(_number, plain(text))


def _number(found: re.Match[str]) -> str:
    return ascii(found[0])[1:-1]
