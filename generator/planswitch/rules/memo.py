"""Results that are kept by what they depend on, and never more of them than fit."""

from __future__ import annotations

from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST = 1024
"""How many results are kept: more than the questions on a catalogue need, and few enough whatever is asked."""


class Memo(dict[Key, Value]):
    """Results by what they depend on; when there are too many, it begins anew."""

    def keep(self, key: Key, value: Value) -> Value:
        """Keeps a result, and gives it back."""
        if len(self) >= MOST:
            self.clear()
        self[key] = value
        return value
