"""Text without its marks, where a sentence is shown as it is; `planswitch.catalogue.prose` has the whole grammar."""

from __future__ import annotations

import re

MARKED = re.compile(r"`([^`]+)`|\*{1,2}([^*]+)\*{1,2}|\[([^\[\]]+)\]\([^()\s]+\)")


def unmarked(text: str) -> str:
    """The words of a text alone: no stress, no code, no address."""
    while MARKED.search(text):
        text = MARKED.sub(lambda mark: next(filter(None, mark.groups())), text)
    return text
