"""The renderer: one catalogue in one language, with the templates, ready to render pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from planswitch.catalogue import Loaded
from planswitch.catalogue.renames import former_ids
from planswitch.catalogue.schema import PLANS
from planswitch.pages import escaping
from planswitch.pages.editions import Edition, edition_of, labels
from planswitch.pages.languages import Language
from planswitch.rules import Answer, Catalogue, Plan, Words, word
from planswitch.rules.foreign import bare
from planswitch.rules.headlines import Headline
from planswitch.rules.matrix import Cells, Overview, listing
from planswitch.rules.model import Route

if TYPE_CHECKING:
    from planswitch.pages.changes import WhatChanged

TEMPLATES = Path(__file__).parent / "templates"
SCREENFUL = 40
"""Most plans that a page lists one by one: where a catalogue has more, pages name families and count."""
HOPS = 8_000
"""Most hops of all chains of many plans that pages and files tell: where there are more, Python works them out."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a page says; see `Page`."""

    markdown: str
    slots: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """One page of the site as Markdown, which is made when somebody asks for it, and then kept.

    Attributes:
        path: where it goes below the language's folder, such as ``plans/index.md``.
        make: makes its text.
    """

    path: str
    make: Callable[[], Text]

    @cached_property
    def _text(self) -> Text:
        return self.make()

    @property
    def markdown(self) -> str:
        """Its text; ``<!-- planswitch:slot NAME -->`` stands for a slot."""
        return self._text.markdown

    @property
    def slots(self) -> dict[str, str]:
        """HTML that goes in after the page is built: too big, or of no use, for Markdown and search."""
        return self._text.slots

    def whole(self) -> str:
        """The page with its slots filled in, for engines that know nothing of slots."""
        text = self.markdown
        for name, html in self.slots.items():
            text = text.replace(slot(name), block(html))
        return text


def slot(name: str) -> str:
    """The comment that stands for a slot of a page."""
    return f"<!-- planswitch:slot {name} -->"


def block(html: str) -> str:
    """HTML that stands in Markdown as it is: engines do not know our elements, but every one lets a block alone.

    Our styles know text by the theme's name for it, and there they are to find it under any other theme too.
    """
    return "\n".join(['<div class="md-typeset">', *filter(str.strip, html.splitlines()), "</div>"])


@dataclass(frozen=True)
class Renderer:
    """Everything that a page is made of.

    Attributes:
        languages: every language of the site, by tag, in the order of the site.
        report: where a reader can report an error; blank when nobody has said.
        several: whether the site has several catalogues, or will have: then each has a folder by its id.
        about: whether the site has a page ``about.md``, which says how certain the answers are.
        section: whether the pages are a section of somebody's site.
        written: what is written by hand in the catalogue's folder: names of pages and of folders, such as ``guides``.
        editions: of the site, as `planswitch.pages.editions.in_order` has them; none where there is but this one.
        foreign: whether scripts may have to show texts that are not in the language.
        changes: what changed between them, where the site says so and the pages of no edition are this one's.
    """

    loaded: Loaded
    language: Language
    languages: dict[str, Language]
    report: str = ""
    several: bool = False
    about: bool = True
    section: bool = False
    written: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    foreign: bool = False
    changes: WhatChanged | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that the pages are about."""
        return self.loaded.catalogue

    @property
    def folder(self) -> str:
        """Where the catalogue's pages are, below the language's root: ``2014/``, or nothing."""
        return f"{self.catalogue.id}/" if self.several else ""

    @property
    def address(self) -> str:
        """What the folder of the plans' pages is called: ``versions``, where that is the catalogue's word."""
        return self.catalogue.settings.get("address") or PLANS

    @property
    def generated(self) -> tuple[str, ...]:
        """Where the pages of the catalogue are, below `folder`: those that are generated, and those written by hand."""
        return ("matrix", self.address, "troubleshooting", *self.written)

    @property
    def about_at(self) -> str:
        """Where the page is that says how certain the answers are, below the language's root; blank for none."""
        if "about" in self.written:
            return f"{self.folder}about/"
        return "about/" if self.about else ""

    @cached_property
    def edition(self) -> Edition:
        """The edition that the pages are about."""
        known = (edition for edition in self.editions if edition.id == self.catalogue.id)
        return next(known, None) or edition_of(self.words, self.folder)

    @property
    def front(self) -> bool:
        """Whether pages of no edition are this one's, such as the start page."""
        return not self.editions or self.editions[0].id == self.catalogue.id

    @property
    def folders(self) -> str:
        """The folders of all editions as an address has them: ``2024-admin,2014/``; blank where there is none."""
        return ",".join(edition.id for edition in self.editions or [self.edition]) + "/" if self.several else ""

    @property
    def label(self) -> str:
        """What tells the edition from the others of the site: its year, mostly; blank where there is but this one."""
        return labels(self.editions)[self.catalogue.id] if len(self.editions) > 1 else ""

    @property
    def up(self) -> str:
        """The way from the language's root to where ``assets`` are: the site's, or a folder of ours in somebody's."""
        return "planswitch/" if self.section else "../"

    def placed(self, address: str) -> str:
        """An address in a text of the catalogue as the site has it: its own pages are in its folder."""
        part = address.partition("/")[0].partition("#")[0]
        return f"{self.folder}{address}" if part in self.generated else address

    @cached_property
    def words(self) -> Words:
        """Its texts in the renderer's language; what is not in it is marked with its own."""
        return Words(self.catalogue, self.language.translations, self.language.tag)

    @cached_property
    def html(self) -> Environment:
        """The templates that render HTML."""
        return self._environment(None)

    @cached_property
    def markdown(self) -> Environment:
        """The templates that render Markdown, and what they include."""
        return self._environment(escaping.for_markdown)

    def _environment(self, finalize: Callable[[Any], Any] | None) -> Environment:
        environment = escaping.environment(
            FileSystemLoader(TEMPLATES), self.language.translations, finalize, self.language.lacks
        )
        environment.globals["named"] = self.named
        environment.globals["words"] = self.words
        environment.globals["catalogue"] = self.catalogue
        environment.globals["language"] = self.language
        environment.globals["placed"] = self.placed
        environment.globals["foreign"] = self.foreign
        environment.globals["joined"] = self.joined
        environment.globals["about"] = self.about_at
        environment.globals["label"] = self.label
        environment.globals["earlier"] = self.earlier
        asked = f"&amp;edition={self.catalogue.id}" if self.label else ""
        environment.globals["asked"] = Markup(asked)  # noqa: S704 - an id of ours
        environment.globals["up"] = self.up
        environment.globals["slot"] = lambda name: Markup(slot(name))  # noqa: S704 - a name of ours
        return environment

    def render(self, template: str, path: str, **context: Any) -> str:
        """Renders a template for the page at a path.

        In it, ``base`` leads to the language's root, ``here`` to where the catalogue's pages are, and ``plans_at`` to
        those of the plans.
        """
        environment = self.markdown if template.endswith(".md.jinja") else self.html
        root = base(path)
        here = base(path.removeprefix(self.folder)) if path.startswith(self.folder) else root + self.folder
        places = {"base": root, "here": here, "plans_at": f"{here}{self.address}/", "path": path}
        text: str = environment.get_template(template).render(**places, **context)
        if template.endswith((".html.jinja", ".md.jinja")):
            return escaping.in_languages(text, self.language.direction)
        return text if template.endswith(".json.jinja") else bare(text)

    def answer(self, origin: str, target: str) -> Answer:
        """The base answer of a pair: nothing given."""
        return word(self.overview.decision(origin, target), self.words)

    @cached_property
    def families(self) -> list[dict[str, Any]]:
        """The families in order, each with its plans, named in the renderer's language."""
        return [
            {
                "id": family.id,
                "name": self.words.family(family.id),
                "kind": family.kind,
                "plans": [{"id": plan.id, "name": self.words.plan(plan.id)} for plan in self.plans_of(family.id)],
            }
            for family in self.catalogue.families.values()
        ]

    def plans_of(self, family: str) -> Iterator[Plan]:
        """The plans of a family, in order."""
        return iter(self._by_family.get(family, ()))

    @cached_property
    def _by_family(self) -> dict[str, list[Plan]]:
        found: dict[str, list[Plan]] = {}
        for plan in self.catalogue.plans.values():
            found.setdefault(plan.family, []).append(plan)
        return found

    @cached_property
    def order(self) -> list[str]:
        """The plans family by family, as pages list them."""
        return [plan.id for family in self.catalogue.families for plan in self.plans_of(family)]

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each plan in the order of the catalogue."""
        return {plan: place for place, plan in enumerate(self.catalogue.plans)}

    @cached_property
    def other_names(self) -> dict[str, list[str]]:
        """Plan -> its other names, in the renderer's language."""
        found: dict[str, list[str]] = {}
        for name in self.catalogue.names:
            if name.names_a_plan:
                found.setdefault(name.plan, []).append(self.words.name(name.name))
        return found

    @cached_property
    def former_ids(self) -> dict[str, str]:
        """Each id that a plan had before -> its id now."""
        return former_ids(self.catalogue)

    def earlier(self, noun: str, now: str) -> list[str]:
        """The ids that a ``plan``, or what else `Catalogue.earlier` has, had before: places of pages have them too."""
        return self._earlier.get((noun, now), [])

    @cached_property
    def _earlier(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for noun, ids in {"plan": self.former_ids, **self.catalogue.earlier}.items():
            for old, now in ids.items():
                found.setdefault((noun, now), []).append(old)
        return found

    @cached_property
    def profiles(self) -> list[list[str]]:
        """The plans in groups of which the same is known, attribute by attribute."""
        found: dict[tuple[int | None, ...], list[str]] = {}
        for plan in self.catalogue.plans.values():
            known = tuple(plan.attributes.get(name) for name in self.words.comparing.attributes)
            found.setdefault(known, []).append(plan.id)
        return list(found.values())

    @cached_property
    def sights(self) -> dict[tuple[int, bool], Headline]:
        """What `planswitch.pages.shared.sight_of` has found of classes."""
        return {}

    @cached_property
    def answer_names(self) -> dict[tuple[int, bool], str]:
        """What `planswitch.pages.shared.name_of` has found of classes."""
        return {}

    @cached_property
    def tells_chains(self) -> bool:
        """Whether pages and files tell the chains: of many plans, as long as these have not too many hops in all."""
        return not self.many or self.overview.has_few_hops(HOPS)

    @property
    def many(self) -> bool:
        """Whether there are more plans than a page can list one by one."""
        return len(self.catalogue.plans) > SCREENFUL

    def named(self, plans: Collection[str], most: int = SCREENFUL) -> str:
        """A set of plans in words: whole families by their names, then single plans; beyond the most, how many more."""
        names = self.names_of(plans)
        if len(names) <= most:
            return ", ".join(names)
        more = self.words.number(len(names) - most)
        return self.words.gettext("{names} and {n} more").format(names=", ".join(names[:most]), n=more)

    def names_of(self, plans: Collection[str]) -> list[str]:
        """The names of whole families, and of single plans where not all of their family are meant."""
        whole = self.families_of(plans)
        wanted = frozenset(plans)
        names = []
        for family in self.catalogue.families:
            if family in whole:
                names.append(self.words.family(family))
            else:
                names += [self.words.plan(plan.id) for plan in self.plans_of(family) if plan.id in wanted]
        return names

    def families_of(self, plans: Collection[str]) -> dict[str, frozenset[str]]:
        """The families of which all plans are meant, each with these."""
        wanted = frozenset(plans)
        families = {plan.family for plan in map(self.catalogue.plans.__getitem__, wanted)}
        found = {
            family: frozenset(plan.id for plan in self.plans_of(family))
            for family in self.catalogue.families
            if family in families
        }
        return {family: own for family, own in found.items() if own <= wanted}

    def joined(self, texts: Iterable[str]) -> str:
        """Texts as a list within a sentence."""
        return ", ".join(texts)

    @cached_property
    def overview(self) -> Overview:
        """The base decisions of all pairs, class by class."""
        return Overview(self.catalogue)

    @cached_property
    def cells(self) -> Cells:
        """The same as the matrix has them, in the renderer's language."""
        return Cells(self.overview, self.words)

    @cached_property
    def listing(self) -> list[Route]:
        """The routes that do not lead everywhere, or else all of them."""
        return [self.catalogue.routes[route] for route in listing(self.catalogue)]

    def leads(self, origin: str, target: str) -> bool:
        """Whether a row of ``switches.csv`` leads from a plan to another, by a route that does not lead everywhere."""
        return target in self.catalogue.targets[origin]

    def sources_of(self, plan: str) -> list[str]:
        """The plans from which such a row leads to a plan, in order."""
        return self._sources.get(plan, [])

    @cached_property
    def _sources(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for origin, targets in self.catalogue.targets.items():
            for target in targets:
                found.setdefault(target, []).append(origin)
        return found


def base(path: str) -> str:
    """The relative address from a page to its language's root: ``plans/index.md`` -> ``../``."""
    page = PurePosixPath(path)
    depth = len(page.parts) - (page.stem == "index")
    return "../" * depth
