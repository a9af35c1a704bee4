"""Loads a folder: reads every file, runs every check, and builds the catalogue when nothing is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from planswitch import rules
from planswitch.catalogue.causes import by_cause
from planswitch.catalogue.checks import CATALOGUE_CHECKS, CHECKS
from planswitch.catalogue.folder import Tables, read_folder
from planswitch.catalogue.ignoring import without_answered
from planswitch.catalogue.problems import Problem, told
from planswitch.catalogue.schema import TABLES
from planswitch.rules.model import Catalogue

RULES_FOLDER = Path(rules.__file__).parent
NAMES = frozenset([check.name for check in CHECKS] + [check.name for check in CATALOGUE_CHECKS])
"""The names of all checks, with which a row can answer their warnings."""


class CatalogueError(Exception):
    """A folder that is not a catalogue.

    Attributes:
        problems: everything that is wrong, in the order of the files.
    """

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.folder = folder
        self.problems = problems
        super().__init__("\n".join(told(problems)))


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue, the plain tables it was built from, and warnings.

    Attributes:
        rows: the tables with the address of each cell.
    """

    catalogue: Catalogue
    tables: dict[str, list[dict[str, str]]]
    warnings: list[Problem]
    rows: Tables


def inspect(folder: Path, *, warn: bool = True) -> tuple[Tables, list[Problem]]:
    """Reads a folder and finds everything that is wrong with it: with its tables, then with them as a catalogue."""
    tables, problems = read_folder(folder)
    return tables, examine(tables, problems, warn=warn)


def examine(tables: Tables, problems: list[Problem], *, warn: bool = True) -> list[Problem]:
    """Finds what else is wrong with tables, and with them as a catalogue.

    Args:
        tables: wherever they were read from.
        problems: what is known to be wrong with them.
        warn: whether they are looked at as a catalogue too, of which there are only warnings.
    """
    problems = [*problems]
    for check in CHECKS:
        if all(tables[name].readable for name in check.files):
            problems += check.check(tables)
    sound = not any(problem.fatal for problem in problems)
    if sound:
        tables.catalogue = _built(tables)
        for whole in CATALOGUE_CHECKS if warn else ():
            problems += whole.check(tables, tables.catalogue)
    return _in_order(without_answered(tables, by_cause(tables, problems), NAMES, whole=sound and warn))


def load(folder: Path, *, warn: bool = True) -> Loaded:
    """Loads the catalogue of a folder.

    Args:
        folder: with its files.
        warn: whether all warnings are wanted, which take as long as all the rest.

    Raises:
        CatalogueError: with every problem at once.
    """
    tables, problems = inspect(folder, warn=warn)
    if any(problem.fatal for problem in problems):
        raise CatalogueError(folder, problems)
    return build(tables, problems)


def build(tables: Tables, warnings: list[Problem]) -> Loaded:
    """Makes a catalogue of tables with which nothing is wrong."""
    counted = [problem for problem in warnings if not problem.note]
    return Loaded(tables.catalogue or _built(tables), tables.plain(), counted, tables)


def _built(tables: Tables) -> Catalogue:
    plain = tables.plain()
    return Catalogue.build(plain, digest(plain))


def digest(tables: dict[str, list[dict[str, str]]]) -> str:
    """The digest of tables and of the rules' code: same digest, same answers."""
    sha = hashlib.sha256(json.dumps(tables, sort_keys=True, ensure_ascii=False).encode())
    for file in sorted(RULES_FOLDER.glob("*.py")):
        sha.update(f"\0{file.name}\0{file.read_text(encoding='utf-8')}".encode())
    return f"sha256:{sha.hexdigest()}"


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """In the order of the files, unknown ones last, and of their lines."""
    order = {table.file: place for place, table in enumerate(TABLES)}
    return sorted(problems, key=lambda problem: (order.get(problem.file, len(order)), problem.line))
