"""Signs files that stand among other people's, to know them again: a file that has changed since is no longer ours.

Standard library only: `make clean` asks before anything is set up.
"""

from __future__ import annotations

import hashlib
from pathlib import Path


def sign(text: str) -> str:
    """Text with a first line, a comment for most programs, that holds the digest of the rest."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"# Written by the build of the site, sha256 {digest}\n{text}"


def is_signed(path: Path) -> bool:
    """Whether a file is just as `sign` gave it.

    Raises:
        OSError: it is there and cannot be read.
    """
    if path.is_symlink() or not path.is_file():
        return False
    content = path.read_bytes()
    rest = content.partition(b"\n")[2].decode(errors="replace")
    return content == sign(rest).encode()
