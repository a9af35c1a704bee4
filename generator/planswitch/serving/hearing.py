"""Hears what is said while a site is built, for those who do not read the terminal."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
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


@contextmanager
def unsaid(hearing: Hearing, logger: str = "mkdocs") -> Iterator[None]:
    """What this thread logs meanwhile is told nobody; `hearing` counts it, and keeps none of it."""
    here = get_ident()

    def of_others(record: logging.LogRecord) -> bool:
        return record.thread != here

    handlers = [handler for handler in logging.getLogger(logger).handlers if handler is not hearing]
    before = [*hearing.errors], [*hearing.warnings]
    for handler in handlers:
        handler.addFilter(of_others)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(of_others)
        hearing.errors, hearing.warnings = before
