"""Every surface prints the same answer: page, staged Markdown, command line and what the explorer gets, by text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planswitch import configured
from planswitch.catalogue import Loaded, load
from planswitch.pages import plans
from planswitch.pages.api import published
from planswitch.pages.console import Console
from planswitch.pages.languages import Language, languages, locale_folders
from planswitch.pages.render import Page, Renderer
from planswitch.rules import prose
from planswitch.rules.service import Service
from tests.assertions import ROOT

if TYPE_CHECKING:
    from planswitch.rules import Answer
    from planswitch.rules.answers import WordedHop

LIVE = configured.catalogues(ROOT)
FOLDERS = [
    *sorted(folder.parent for folder in (ROOT / "tests" / "catalogues").glob("*/data/catalogue.csv")),
    *LIVE,
]
EVERY = pytest.mark.parametrize(
    "folder",
    [
        pytest.param(folder, marks=[pytest.mark.long] * (folder in LIVE or folder.parent.name == "hostile"))
        for folder in FOLDERS
    ],
    ids=lambda folder: folder.parent.name,
)
TAG = re.compile(r"<[^>]+>")
BLANK = re.compile(r"\s+")


def flat(text: str) -> str:
    """A text without its spaces: surfaces break lines where they like."""
    return BLANK.sub("", text)


def plain(text: str) -> str:
    """What is read of a text with marks."""
    return flat(prose.plain(text))


def read(html: str) -> str:
    """What is read of HTML, without its spaces."""
    return flat(unescape(TAG.sub("", html)))


TOLD = re.compile(r'<section [^>]* data-ps-told="(\d+)">\n<p[^>]*>[^<]*</p>\n(.*?)</section>', re.DOTALL)
LED = re.compile(r'<p class="ps-as"><a href="#([^"]+)" data-ps-as="(\d+)">[^<]*</a></p>')


def whole(slot: str, page: Page) -> str:
    """An answer of a page, with what a link in it leads to in the place of that link."""
    told = {(name, number): text for name, html in page.slots.items() for number, text in TOLD.findall(html)}
    return LED.sub(lambda link: told[f"to-{link[1]}", link[2]], slot)


def told(answer: Answer, shown: Callable[[str], str] = plain) -> Iterator[str]:
    """All that an answer says, in order, as it is read: what comes first, and then the chain."""
    yield from _parts(answer, shown)
    if answer.detour:
        yield flat(answer.detour.text)
        yield flat(answer.detour.assumption)
        for hop in answer.detour.hops:
            yield from _parts(hop, shown)


def _parts(answer: Answer | WordedHop, shown: Callable[[str], str]) -> Iterator[str]:
    for group in answer.groups:
        yield flat(group.heading)
        for reason in group.reasons:
            yield shown(reason.text)
            if group.state == "holds" and reason.remedy:
                yield shown(reason.remedy)
    for line in (*answer.steps, *answer.notes):
        yield shown(line.condition) + shown(line.text)


def assert_in_order(surface: str, answer: Answer, parts: list[str]) -> None:
    at = 0
    for part in parts:
        found = surface.find(part, at)
        assert found >= 0, (
            f"{answer.decision.origin} → {answer.decision.target}: “{part}” is not there, or not in order"
        )
        at = found + len(part)


def renderers(folder: Path) -> list[Renderer]:
    loaded = load(folder)
    locale = locale_folders(folder)
    spoken = [file.stem for place in locale for file in sorted(place.glob("*.po"))]
    tags = dict.fromkeys([loaded.catalogue.language, *spoken])
    found = languages(tags, *locale)
    return [Renderer(loaded, language, found) for language in found.values()]


@EVERY
def test_a_plan_s_page_and_the_command_line_say_all_of_every_answer_in_order(folder: Path) -> None:
    for made in renderers(folder):
        pages = {page.path: page for page in plans.pages(made)}
        console = Console(made.words, colour=False)
        for origin in made.catalogue.plans:
            page = pages[f"{made.address}/{origin}.md"]
            full, groups = plans.sorted_out(made, origin)
            for answer in (group.answer for group in (*full, *groups)):
                parts = [flat(answer.headline), flat(" · ".join(answer.tally)), *told(answer)]
                slot = page.slots[f"to-{answer.decision.target}"]
                assert_in_order(read(whole(slot, page)), answer, parts)
                printed = flat("".join(console.lines(answer)))
                assert_in_order(printed, answer, [flat(answer.summary), *told(answer, at_terminal(console))])
            for group in groups:
                for target in group.targets:
                    assert list(told(made.answer(origin, target))) == list(told(group.answer))


def at_terminal(console: Console) -> Callable[[str], str]:
    """What a terminal shows of a text with marks, addresses of links too, without its spaces."""
    return lambda text: flat(console.rich(text))


def test_staged_markdown_has_every_slot_of_a_page() -> None:
    (made, *_) = renderers(ROOT / "tests" / "catalogues" / "palestra" / "data")
    for page in plans.pages(made):
        whole = page.whole()
        assert "<!-- planswitch:" not in whole
        for html in page.slots.values():
            assert read(html) in read(whole)


def test_what_the_explorer_gets_is_the_answer_of_the_page(loaded: Loaded) -> None:
    service = Service(published(loaded))
    service.add_language("en", b"")
    found = {"en": Language("en")}
    made = Renderer(loaded, found["en"], found)
    for origin, target in (
        ("enterprise-e1", "enterprise-e3"),
        ("enterprise-k1", "enterprise-k2"),
        ("small-business", "enterprise-e3"),
    ):
        question = {"from": origin, "to": target, "locale": "en", "facts": {}}
        answered: dict[str, Any] = json.loads(service.answer(json.dumps(question)))["answer"]
        assert answered == json.loads(json.dumps(made.answer(origin, target).to_dict()))


@EVERY
def test_a_plan_s_page_and_the_command_line_say_what_is_lost_and_gained_and_what_became_of_plans(folder: Path) -> None:
    for made in renderers(folder):
        pages = {page.path: page for page in plans.pages(made)}
        console = Console(made.words, colour=False)
        for origin in made.catalogue.plans:
            page = pages[f"{made.address}/{origin}.md"]
            section, whole = read(page.slots.get("differences", "")), read(page.markdown)
            for target in made.catalogue.plans:
                answer = made.answer(origin, target)
                printed = flat("".join(console.lines(answer)))
                lines = [flat(difference.text) for difference in answer.differences]
                assert [line for line in lines if line not in section or line not in printed] == []
                assert flat(answer.compared) in printed
                for later in answer.became:
                    assert at_terminal(console)(later.text) in printed
                    assert plain(later.text) in whole or later.plan != origin
