"""Answers in other words because translations of our own sentences were edited: by those of a commit, and by ours.

The same decisions are put into words by both: those of each class of pairs without circumstances and under those of
every rule that touches it, and once with a chain of switches where some pair of the class has one.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from planswitch.catalogue.circumstances import Circumstance
from planswitch.catalogue.verdicts import Group, Verdict
from planswitch.diff import code
from planswitch.diff.revisions import Revision
from planswitch.pages.languages import Language, locale_folders
from planswitch.rules import Catalogue, Decision, Question, Words, decide_alone, word
from planswitch.rules.matrix import Overview

Kind = tuple[int, bool]
"""A class of pairs, and whether a chain is told of them."""


Retranslated = tuple[Group, str, tuple[str, ...]]
"""Answers in other words, the tag of their language, and the file that was edited."""


def retranslated(revision: Revision, folder: Path, catalogue: Catalogue) -> Iterator[Retranslated]:
    """The answers that edited translations of our own sentences change.

    Args:
        revision: of the earlier translations.
        folder: of the catalogue.
        catalogue: the same, loaded.

    Raises:
        CodeError: what they change cannot be found out.
        LanguageError: a file of translations is faulty.
    """
    files = [file for file in code.edited(revision, code.TRANSLATIONS) if file.endswith(".po")]
    if not files:
        return
    ours = code.PACKAGE / code.TRANSLATIONS[0]
    place = ours.resolve().relative_to(revision.top).as_posix()
    with TemporaryDirectory(prefix="planswitch-sentences-") as temporary:
        with tarfile.open(fileobj=io.BytesIO(revision.archive(place))) as archive:
            archive.extractall(temporary, filter="data")
        for file in files:
            tag = Path(file).stem
            folders = locale_folders(folder)
            before, after = (Language(tag, (*folders, each)) for each in (Path(temporary) / place, ours))
            if _strings(before) != _strings(after):
                both = (Words(catalogue, before.translations), Words(catalogue, after.translations))
                yield from ((group, tag, (file,)) for group in _reworded(catalogue, both))


def _strings(language: Language) -> dict[str, tuple[str, ...]]:
    return {text: tuple(entry.strings) for text, (entry, _) in language.entries.items()}


def _reworded(catalogue: Catalogue, both: tuple[Words, Words]) -> Iterator[Group]:
    """The answers that two languages put into other words, as one group, if there are any."""
    told: set[Kind] = set()
    differing: dict[Circumstance, None] = {}
    asked = list(_decisions(catalogue))
    for kind, given, decision in asked:
        before, after = (word(decision, words).to_dict() for words in both)
        if before != after:
            told.add(kind)
            differing[given] = None
    if told:
        tried = len(dict.fromkeys(given for _, given, _ in asked))
        verdict = Verdict("wording", "", "", "", tuple(differing), tried, next(iter(differing)), "")
        yield from _grouped(catalogue, verdict, told)


def _decisions(catalogue: Catalogue) -> Iterator[tuple[Kind, Circumstance, Decision]]:
    """A decision of each class under each circumstance, and with nothing given one with its chain."""
    for number, (origin, target), given in code.questions(catalogue):
        yield (number, False), given, decide_alone(catalogue, Question(origin, target, dict(given)))
    overview, seen = Overview(catalogue), set[int]()
    for origin, target, (number, by_chain) in _kinds(overview):
        if by_chain and number not in seen:
            seen.add(number)
            yield (number, True), (), overview.decision(origin, target)


def _kinds(overview: Overview) -> Iterator[tuple[str, str, Kind]]:
    catalogue = overview.catalogue
    for origin in catalogue.plans:
        chained = overview.chained_from(origin)
        for target, number in zip(catalogue.plans, catalogue.pairs.row(origin), strict=True):
            yield origin, target, (number, target in chained)


def _grouped(catalogue: Catalogue, verdict: Verdict, told: set[Kind]) -> Iterator[Group]:
    """The pairs of some kinds as one group; what a class says, its pairs with a chain say too."""
    bits = {plan: 1 << bit for bit, plan in enumerate(catalogue.plans)}
    group: Group | None = None
    for origin, target, (number, by_chain) in _kinds(Overview(catalogue)):
        if (number, False) in told or (by_chain and (number, True) in told):
            group = group or Group((), verdict, (origin, target))
            group.add(origin, bits[target])
    if group:
        yield group
