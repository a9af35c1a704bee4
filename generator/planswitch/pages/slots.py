"""Fills the slots of hand-written pages: ``<!-- planswitch:NAME ARGUMENT -->`` becomes generated HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from planswitch.catalogue.schema import BY_NAME, CHANGES
from planswitch.pages import matrix, reference
from planswitch.pages.editions import labels
from planswitch.pages.render import Renderer, block
from planswitch.pages.widgets import explorer_settings, few, widget_config
from planswitch.rules.answers import WordedStep
from planswitch.rules.decisions import ActionStep
from planswitch.rules.model import Step
from planswitch.rules.vocabulary import State

COMMENT = re.compile(r"<!-- planswitch:(?P<name>[a-z]+)(?: (?P<argument>[\w-]+))? -->")


class SlotError(Exception):
    """A slot that nothing can fill; the message says which, where and what there is."""


Stage = Literal["markdown", "content", "page"]
"""While the page is Markdown, with headings that count; when it is HTML that search reads; when search has read it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """How one kind of slot is filled.

    Attributes:
        stage: when it is filled.
        fill: renderer, path of the page, argument and the widget's settings -> Markdown at that stage, or else HTML.
    """

    stage: Stage
    fill: Callable[[Renderer, str, str, Mapping[str, Any]], str]


def _explorer(renderer: Renderer, path: str, _: str, widget: Mapping[str, Any]) -> str:
    told = explorer_settings(renderer, path, widget)
    return renderer.render(
        "explorer.html.jinja",
        path,
        families=renderer.families,
        few=few(renderer),
        config=widget_config(renderer, path, widget),
        told=told,
        editions=renderer.editions if "editions" in told else (),
        labels=labels(renderer.editions),
    )


def _procedure(renderer: Renderer, path: str, argument: str, _: Mapping[str, Any]) -> str:
    steps = [step for step in renderer.catalogue.steps if step.procedure == argument]
    if not steps:
        known = ", ".join(dict.fromkeys(step.procedure for step in renderer.catalogue.steps))
        raise SlotError(f"{path}: no procedure “{argument}” in steps.csv; there are: {known}")
    lines = [renderer.words.step(_of_anybody(step)) for step in steps]
    following = [*(line.source for line in lines[1:]), ""]
    variants: dict[int, list[tuple[Step, WordedStep, bool]]] = {}
    for step, line, source in zip(steps, lines, following, strict=True):
        variants.setdefault(step.order, []).append((step, line, line.source != source))
    return renderer.render("procedure.html.jinja", path, name=argument, variants=variants)


def _of_anybody(step: Step) -> ActionStep:
    """A step as long as nothing is known: it may depend on circumstances, and on the plans."""
    when = tuple(step.when.alternatives()) if step.when.parts else ()
    state: State = "unknown" if when else "holds"
    return ActionStep(step.text, step.source, procedure=step.procedure, order=step.order, state=state, when=when)


def _reference(renderer: Renderer, path: str, argument: str, _: Mapping[str, Any]) -> str:
    tables = {**BY_NAME, CHANGES.name: CHANGES}
    if argument not in tables:
        raise SlotError(f"{path}: no file “{argument}.csv”; there are: {', '.join(tables)}")
    return reference.section(renderer, path, tables[argument])


def _editions(renderer: Renderer, path: str, _: str, __: Mapping[str, Any]) -> str:
    editions = renderer.editions or (renderer.edition,)
    return renderer.render("editions.html.jinja", path, editions=editions, labels=labels(editions))


def _doubtful(renderer: Renderer, path: str, _: str, __: Mapping[str, Any]) -> str:
    doubts: dict[tuple[str, str, str], list[str]] = {}
    for switch in renderer.catalogue.switches.values():
        if switch.certainty != "sure":
            doubts.setdefault((switch.origin, switch.note, switch.source), []).append(switch.target)
    return renderer.render("doubtful.html.jinja", path, doubts=doubts)


def _template(template: str) -> Callable[[Renderer, str, str, Mapping[str, Any]], str]:
    def fill(renderer: Renderer, path: str, _: str, __: Mapping[str, Any]) -> str:
        return renderer.render(template, path, report=renderer.report)

    return fill


SLOTS = {
    "matrix": Slot("page", matrix.table),
    "explorer": Slot("page", _explorer),
    "procedure": Slot("content", _procedure),
    "edition": Slot("content", _template("edition.html.jinja")),
    "editions": Slot("content", _editions),
    "doubtful": Slot("content", _doubtful),
    "reference": Slot("content", _reference),
    "digest": Slot("page", _template("digest.html.jinja")),
    "report": Slot("markdown", _template("report.md.jinja")),
}


def fill(text: str, renderer: Renderer, path: str, widget: Mapping[str, Any], *, stage: Stage) -> str:
    """Fills the slots of a page that are filled at a stage.

    Raises:
        SlotError: a slot has an unknown name or argument.
    """

    def one(match: re.Match[str]) -> str:
        kind = _kind(match, path)
        if not kind or kind.stage != stage:
            return match[0]
        return kind.fill(renderer, path, match["argument"] or "", widget)

    return COMMENT.sub(one, text)


def fill_markdown(markdown: str, renderer: Renderer, path: str, widget: Mapping[str, Any]) -> str:
    """Fills every slot of a page that is still Markdown, for engines that know nothing of slots.

    Raises:
        SlotError: a slot has an unknown name or argument.
    """

    def one(match: re.Match[str]) -> str:
        kind = _kind(match, path)
        return block(kind.fill(renderer, path, match["argument"] or "", widget)) if kind else match[0]

    return COMMENT.sub(one, fill(markdown, renderer, path, widget, stage="markdown"))


def _kind(match: re.Match[str], path: str) -> Slot | None:
    name = match["name"]
    if name != "slot" and name not in SLOTS:
        raise SlotError(f"{path}: no slot “{name}”; there are: {', '.join(SLOTS)}")
    return SLOTS.get(name)
