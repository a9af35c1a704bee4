"""Hears what is said while a site is built, for those who do not read the terminal."""

from __future__ import annotations

import logging
import re
from types import TracebackType
from typing import Self

PARTS = re.compile(r"\n(?=\S)")


class Hearing(logging.Handler):
    """What a logger is told as long as somebody listens.

    Attributes:
        errors: the texts of errors, in order.
        warnings: the texts of warnings.
        said: how much has been said in all.
    """

    def __init__(self, logger: str = "mkdocs") -> None:
        super().__init__(logging.INFO)
        self._logger = logging.getLogger(logger)
        self.errors: list[str] = []
        self.warnings: list[str] = []
        self.said = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.said += 1
        if record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())
        elif record.levelno >= logging.WARNING:
            self.warnings.append(record.getMessage())

    def problems(self, otherwise: str) -> list[str]:
        """Why something came to nothing, each part once: a line that is indented goes on with the one before.

        Args:
            otherwise: what to say where no error has been told.
        """
        texts = self.errors or [*self.warnings, otherwise]
        return [*dict.fromkeys(part for text in texts for part in PARTS.split(text.strip()))]

    def __enter__(self) -> Self:
        self._logger.addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._logger.removeHandler(self)
