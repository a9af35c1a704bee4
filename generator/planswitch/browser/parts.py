"""What the browser needs whatever a catalogue says: Python in its forms, and the version of our scripts.

A source tree makes these parts of ``node_modules`` (`planswitch.browser.making`), a wheel brings them along
(`planswitch.browser.prepacked`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planswitch.browser.store import Store, sha256, written

PACKED = ("gz", "br")
"""How a file is kept that is needed for a first answer: the browser unpacks it itself (gz), unless the host sends it as
what it was made from (br)."""
FORMS = {
    ".js": ("", "br"),
    "stock.js": ("",),
    "stock.wasm": ("gz",),
    "stock.zip": ("",),
    "rest.wasm": ("gz",),
    "rules.zip": ("",),
}
"""How others are kept, by their names or the ends of these. The policy refuses a script that a page has unpacked, so
scripts are there as they are."""
IN_PIECES = ("python.wasm", "snapshot.bin")
"""What is looked at piece by piece, while it arrives: what is large and goes with the quickest start."""
PIECE = 262144
"""Bytes of a piece."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file for the browser.

    Attributes:
        size: in bytes, as the browser sees it.
        digest: SHA-256, in hexadecimal.
        forms: its content in each form that is kept, by its ending; "" for the file as it is.
        pieces: SHA-256 of the digests of its pieces, in hexadecimal; blank where it is not looked at in pieces.
    """

    size: int
    digest: str
    forms: Mapping[str, bytes]
    pieces: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What does not depend on a catalogue.

    Attributes:
        files: by their names, such as ``python.wasm``.
        lock: Pyodide's lock file without packages.
        scripts: version of the site's scripts; blank where they are as written.
    """

    files: Mapping[str, Part]
    lock: Mapping[str, Any]
    scripts: str = ""


def kept(store: Store, contents: Mapping[str, bytes], *, compress: bool) -> dict[str, Part]:
    """Files in their forms.

    Args:
        store: keeps what was compressed.
        contents: of the files, by their names.
        compress: whether to make the forms that are compressed; without them each file is as it is.
    """
    forms = {name: _forms(name) if compress else ("",) for name in contents}
    made = written(store, contents, forms)
    return {
        name: Part(len(content), sha256(content), made[name], in_pieces(content) if name in IN_PIECES else "")
        for name, content in contents.items()
    }


def in_pieces(content: bytes) -> str:
    """The digest of the digests of a file's pieces; blank where there is but one."""
    if len(content) <= PIECE:
        return ""
    return sha256(*(bytes.fromhex(sha256(content[at : at + PIECE])) for at in range(0, len(content), PIECE)))


def file_name(name: str, form: str) -> str:
    """What a file is called in one of its forms."""
    return f"{name}.{form}" if form else name


def _forms(name: str) -> tuple[str, ...]:
    return FORMS.get(name) or FORMS.get(Path(name).suffix, PACKED)
