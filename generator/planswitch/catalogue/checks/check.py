"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import Problem
from planswitch.rules.model import Catalogue

Found = Iterator[Problem]


@dataclass(frozen=True, slots=True)
class Check:
    """A check of tables.

    Attributes:
        name: what its messages are marked with.
        description: what is right when it finds nothing.
        files: tables it needs; it is left out while one of them could not be read.
        check: yields the problems it finds.
    """

    name: str
    description: str
    files: tuple[str, ...]
    check: Callable[[Tables], Found]


@dataclass(frozen=True, slots=True)
class CatalogueCheck:
    """A check of a catalogue whose tables have nothing wrong with them; all it has to say are warnings.

    Attributes:
        name, description: see `Check`.
        check: yields the problems it finds.
    """

    name: str
    description: str
    check: Callable[[Tables, Catalogue], Found]
