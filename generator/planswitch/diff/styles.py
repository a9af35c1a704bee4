"""How a report is told: a change explains itself in each style."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from typing import Any, Literal

from planswitch.catalogue.annotations import annotation
from planswitch.catalogue.circumstances import Circumstance
from planswitch.catalogue.edits import Edit
from planswitch.catalogue.problems import shortened
from planswitch.diff.addresses import Lost, advice, arrivals
from planswitch.diff.reports import MOST_NAMED, Change, Report, some
from planswitch.plain import one_line

Style = Literal["text", "line", "markdown", "github"]
MARKS = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_[]|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}
)
"""What Markdown and HTML take for more than text, and what they take for it."""
MOST_GROUPS = 20
"""Most groups of an edition that are told one by one."""
KINDS = {
    "reasons": "other reasons or questions",
    "steps": "other steps",
    "chain": "another chain of switches, or none any more",
    "wording": "other words",
}
"""What differs, where the headline is the same."""


def explain(reports: list[Report], style: Style) -> str:
    """All of some reports in a style, line by line; whatever stands in a cell stays on its line."""
    return "".join(f"{one_line(told)}\n" for told in STYLES[style](reports))


def to_json(reports: list[Report]) -> dict[str, Any]:
    """All of some reports, ready for JSON."""
    return {"editions": [to_dict(report) for report in reports]}


# ---------------------------------------------------------------------------------------------------------- sentences


def answers(number: int) -> str:
    """Such as “1 answer” or “51 answers”."""
    return f"{number:,} answer{'' if number == 1 else 's'}"


def which(change: Change) -> str:
    """Of which pairs: “a → b and 50 more”."""
    origin, target = change.group.first
    more = change.pairs - 1
    return f"{origin} → {target}{f' and {more:,} more' if more else ''}"


def what(change: Change) -> str:
    """What differs: “wizard → manual”, “status ready → after”, or “other words”."""
    verdict = change.group.verdict
    if verdict.level != "answer":
        told = KINDS[verdict.level]
        return f"{told} in {change.language}" if change.language else told
    before, after = (part or "none" for part in (verdict.before, verdict.after))
    if verdict.what == "firm":
        return "what remains otherwise is certain to" if verdict.after else "what remains otherwise is not certain to"
    return f"{before} → {after}" if verdict.what == "route" else f"{verdict.what} {before} → {after}"


def when(change: Change) -> str:
    """Under which circumstances: “always”, or in how many of those of the edited rows."""
    verdict = change.group.verdict
    if len(verdict.differing) == verdict.tried:
        return "always"
    if len(verdict.differing) <= MOST_NAMED:
        return f"where {' or '.join(facts(each) or 'nothing is told' for each in verdict.differing)}"
    return f"in {len(verdict.differing)} of {verdict.tried} circumstances"


def facts(given: Circumstance) -> str:
    """Circumstances as a question has them."""
    return " ".join(f"{name}={value_of(value)}" for name, value in given)


def value_of(value: object) -> str:
    """A value as `planswitch answer` takes it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def cause(edit: Edit) -> str:
    """What was edited: “rule `prepaid`: when was “a”, is “b””."""
    if edit.kind == "moved":
        return f"{edit.name} has another place in the order"
    if edit.kind != "changed":
        return f"{edit.name} was {edit.kind}"
    cells = [f"{name} was {_quoted(was)}, is {_quoted(is_)}" for name, (was, is_) in edit.cells.items()]
    return f"{edit.name}: {'; '.join(cells)}"


def _quoted(cell: str) -> str:
    return f"“{shortened(cell)}”" if cell else "blank"


def command(change: Change, catalogue: str) -> str:
    """The question that shows it, as `planswitch answer` takes it."""
    example = change.group.example
    words = ["planswitch", "answer", example.origin, example.target]
    for name, value in example.facts:
        words += ["--fact", f"{name}={value_of(value)}"]
    if example.route:
        words += ["--route", example.route]
    if change.language:
        words += ["--locale", change.language]
    return shlex.join([*words, "--catalogue", catalogue])


def summary(report: Report) -> str:
    """How many answers differ, and from what; what could not be analysed is never “no answer”."""
    if report.comparison is None:
        return f"could not be compared with {report.where.before}"
    parts = [f"{answers(report.pairs)} differ{'s' if report.pairs == 1 else ''}"] if report.changes else []
    for (plans, count), verb in ((report.gone, "went"), (report.fresh, "came")):
        if plans:
            parts.append(f"{answers(count)} {verb} with {some(plans)}")
    if not parts:
        known = "no answer is known to differ" if report.unknown else "no answer differs"
        return f"{known} from {report.where.before}"
    return f"{'; '.join(parts)}, compared with {report.where.before}"


# -------------------------------------------------------------------------------------------------------------- styles


def line(report: Report) -> str:
    """All of a report in one line: how many answers, and the weightiest change."""
    told = f"{report.where.folder}: {summary(report)}"
    if report.changes:
        change = report.changes[0]
        told += f": {which(change)}: {what(change)}, {when(change)} ({_causes(change)})"
        others = len(report.changes) - 1
        told += f", and {others} other change{'' if others == 1 else 's'}" if others else ""
    return "; ".join([told, *advice(report.lost, MOST_NAMED), *(f"not analysed: {why}" for why in report.unknown)])


def _causes(change: Change) -> str:
    """The first of the edits, and how many more there are."""
    if change.code:
        return f"Planswitch itself: {some(change.code)}"
    more = len(change.group.edits) - 1
    return f"{cause(change.group.edits[0])}{f' and {more} more edited rows' if more else ''}"


def _lines(reports: list[Report]) -> Iterator[str]:
    yield from map(line, reports)


def _text(reports: list[Report]) -> Iterator[str]:
    for report in reports:
        yield f"{report.where.folder}: {summary(report)}"
        for change in report.changes[:MOST_GROUPS]:
            yield f"  {answers(change.pairs)}: {which(change)}: {what(change)}, {when(change)}"
            yield from (f"    {_place(report, edit)}: {cause(edit)}" for edit in change.group.edits[:MOST_NAMED])
            if change.code:
                yield f"    {_causes(change)}"
            if len(change.group.edits) > MOST_NAMED:
                yield f"    and {len(change.group.edits) - MOST_NAMED} more edited rows"
            yield f"    ask: {command(change, report.where.folder)}"
            if change.pages:
                yield f"    pages: {some(change.pages)}"
        if len(report.changes) > MOST_GROUPS:
            yield f"  and {len(report.changes) - MOST_GROUPS} more changes"
        yield from (f"  {row}" for row in _besides(report))


def _besides(report: Report) -> Iterator[str]:
    """What is to be told besides answers that differ."""
    for noun, renamed in report.renamed.items():
        yield from (f"{noun} `{was}` is `{is_}` now" for was, is_ in renamed.items())
    quiet = report.quiet
    if quiet:
        yield f"no answer differs for: {some([edit.name for edit in quiet])}"
    yield from advice(report.lost, MOST_NAMED)
    yield from arrivals(report.came, MOST_NAMED)
    yield from (f"not analysed: {why}" for why in report.unknown)


def _place(report: Report, edit: Edit) -> str:
    file, row = report.line(edit)
    return f"{file}, line {row}" if edit.place >= 0 else file


def _markdown(reports: list[Report]) -> Iterator[str]:
    yield "### No answer changes" if all(report.same for report in reports) else "### Answers that change"
    for report in reports:
        yield ""
        yield f"**{_escaped(report.where.folder)}**: {_escaped(summary(report))}"
        if report.changes:
            yield from ("", "| answers | of which | what | when | why | ask |", "|---|---|---|---|---|---|")
        for change in report.changes[:MOST_GROUPS]:
            why = "; ".join(cause(edit) for edit in change.group.edits[:MOST_NAMED]) or _causes(change)
            asked = command(change, report.where.folder)
            cells = (f"{change.pairs:,}", which(change), what(change), when(change), why)
            yield f"| {' | '.join(map(_escaped, cells))} | `{asked.replace('|', ' ').replace('`', ' ')}` |"
        if len(report.changes) > MOST_GROUPS:
            yield from ("", f"And {len(report.changes) - MOST_GROUPS} more changes.")
        rows = [f"- {_escaped(row)}" for row in _besides(report)]
        yield from ["", *rows] if rows else []


def _escaped(text: str) -> str:
    """Text that Markdown and HTML take for nothing but text, on one line."""
    return " ".join(text.translate(MARKS).split())


def _github(reports: list[Report]) -> Iterator[str]:
    """Annotations of GitHub at the edited rows."""
    for report in reports:
        for change in report.changes[:MOST_GROUPS]:
            file, row = (change.code[0], 1) if change.code else _at(report, change.group.edits[0])
            title = f"{answers(change.pairs)}: {what(change)}"
            told = f"{which(change)}: {what(change)}, {when(change)}\n{command(change, report.where.folder)}"
            yield annotation("notice", told, file=file, line=row, title=title)
        for file, lost in _by_file(report.lost):
            for told in advice(lost, MOST_NAMED):
                yield annotation("warning", told, file=f"{report.where.folder}/{file}")
        for why in report.unknown:
            yield annotation("warning", f"{report.where.folder}: not analysed: {why}")
        yield annotation("notice", line(report))


def _by_file(all_lost: tuple[Lost, ...]) -> Iterator[tuple[str, tuple[Lost, ...]]]:
    """The pages that go away by the file in which they can be kept."""
    yield "names.csv", tuple(each for each in all_lost if not each.why)
    yield "catalogue.csv", tuple(each for each in all_lost if each.why)


def _at(report: Report, edit: Edit) -> tuple[str, int]:
    file, row = report.line(edit)
    return f"{report.where.folder}/{file}", row


def to_dict(report: Report) -> dict[str, Any]:
    """The public form of a report, ready for JSON."""
    return {
        "folder": report.where.folder,
        "before": report.where.before,
        "after": report.where.after,
        "analysed": report.comparison is not None and not report.unknown,
        "answers": report.pairs,
        "changes": [_change(report, change) for change in report.changes],
        "gone": {"plans": report.gone[0], "answers": report.gone[1]},
        "fresh": {"plans": report.fresh[0], "answers": report.fresh[1]},
        "renamed": report.renamed,
        "lost": [
            {"page": each.page, "of": each.noun, "id": each.id, "now": each.now, "why": each.why}
            for each in report.lost
        ],
        "came": [{"page": each.page, "why": each.why} for each in report.came],
        "quiet": [_edit(report, edit) for edit in report.quiet],
        "unknown": list(report.unknown),
    }


def _change(report: Report, change: Change) -> dict[str, Any]:
    verdict, example = change.group.verdict, change.group.example
    return {
        "answers": change.pairs,
        "level": verdict.level,
        "language": change.language,
        "what": verdict.what,
        "before": verdict.before,
        "after": verdict.after,
        "circumstances": {"differing": [dict(each) for each in verdict.differing], "of": verdict.tried},
        "edits": [_edit(report, edit) for edit in change.group.edits],
        "code": list(change.code),
        "example": {
            "from": example.origin,
            "to": example.target,
            "facts": dict(example.facts),
            "route": example.route,
            "command": command(change, report.where.folder),
        },
        "pairs": {
            origin: [plan for bit, plan in enumerate(change.plans) if targets >> bit & 1]
            for origin, targets in change.group.members.items()
        },
        "pages": list(change.pages),
    }


def _edit(report: Report, edit: Edit) -> dict[str, Any]:
    file, row = report.line(edit)
    cells = {name: {"before": was, "after": is_} for name, (was, is_) in edit.cells.items()}
    return {"file": file, "line": row, "kind": edit.kind, "row": list(edit.key), "cells": cells}


STYLES: dict[Style, Callable[[list[Report]], Iterator[str]]] = {
    "text": _text,
    "line": _lines,
    "markdown": _markdown,
    "github": _github,
}
"""How each style tells reports, line by line."""
