"""Puts what stands in lists into one list of parts, each once: many answers share their reasons, steps and questions.

In JSON that is made so, a number in a list is the place of a part. A part refers only to parts that stand before it.
"""

from __future__ import annotations

import json
from typing import Any


class Parts:
    """The parts of a file.

    Attributes:
        parts: each once, in the order in which they are needed.
    """

    def __init__(self) -> None:
        self.parts: list[Any] = []
        self._places: dict[str, int] = {}

    def shared(self, value: Any) -> Any:
        """A value, ready for JSON, with the places of its parts instead of the objects that stand in lists."""
        if isinstance(value, dict):
            return {name: self.shared(part) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.place(self.shared(part)) if isinstance(part, dict) else self.shared(part) for part in value]
        return value

    def place(self, part: Any) -> int:
        """The place of a part, whose own parts are in their places already."""
        place = self._places.setdefault(json.dumps(part), len(self.parts))
        if place == len(self.parts):
            self.parts.append(part)
        return place
