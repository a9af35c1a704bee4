"""The whole site: what all languages share, and how the site takes its place.

All of it goes to a folder beside the site, which takes the site's place as the last thing, once nothing has failed: a
bad edit never replaces a good site.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from planswitch import staging
from planswitch.browser import Packed
from planswitch.i18n import OWN_FOLDER
from planswitch.pages import api, escaping, front, hosting, policy, software
from planswitch.pages.editions import titled
from planswitch.pages.moved import moved_addresses
from planswitch.pages.render import TEMPLATES, Renderer
from planswitch.pages.site import Kind, Source, renderer_of, renderers
from planswitch.parts import THEME, NewFile, Part, SiteError, safely
from planswitch.parts.language import LanguagePart
from planswitch.parts.packing import packed
from planswitch.parts.reading import read, read_changes, reading, watched
from planswitch.parts.remembering import kept
from planswitch.publishing import Known, Publication, PublishError, claim, shown
from planswitch.serving import Memory
from planswitch.settings import Settings

log = logging.getLogger("mkdocs.planswitch")

SEGMENTERS = {"ja": "tinyseg", "hi": "wordcut", "th": "wordcut"}
"""Languages of search without spaces between words, and the script that finds them."""
NEEDED = "partials/languages/en.html"
"""What our templates need of a theme: Material has it, and whatever extends Material."""


class Warnings(logging.Handler):
    """Counts what is said as a warning or worse: the engine does so, too, but after the last event of a build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.number = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.number += 1

    def listen(self, *, strict: bool) -> None:
        """Begins to count; a strict build that is to be quiet counts all the same."""
        logger = logging.getLogger("mkdocs")
        if strict and not logger.isEnabledFor(logging.WARNING):
            for handler in logger.handlers:
                handler.setLevel(logger.level)
            logger.setLevel(logging.WARNING)
        logger.addHandler(self)

    def stop(self) -> None:
        """Counts no more."""
        logging.getLogger("mkdocs").removeHandler(self)


@dataclass(frozen=True, slots=True)
class Nested:
    """A language that is to be built, and how its configuration differs from that of the whole site."""

    part: LanguagePart
    changes: dict[str, Any]


@dataclass
class SharedPart(Part):
    """What all languages share; knows the languages, and how the whole site is published.

    Attributes:
        settings: of the site.
        serving: whether pages are served while they are edited.
        memory: of earlier builds.
    """

    settings: Settings
    serving: bool
    memory: Memory
    packed: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    _sources: list[Source] = field(default_factory=list)
    _renderers: dict[str, tuple[Renderer, ...]] = field(default_factory=dict)
    _python: dict[str, Packed] = field(default_factory=dict)
    _warnings: Warnings = field(default_factory=Warnings)
    _expected: set[str] = field(default_factory=set)
    _publication: Publication = field(init=False)
    _claimed: bool = False
    _site: Path = Path()
    _docs: Path = Path()
    _url: str = ""

    def configure(self, config: Any) -> None:
        """Makes sure that the new site may take the place of what is there, and reads what it is made of."""
        _must_be_material(config.theme)
        settings, self._docs, self._site = self.settings, Path(config.docs_dir), Path(config.site_dir)
        folders = watched(settings.catalogues, settings.changes)
        known: Known = self.memory.of(dict, "published", str(self._site))
        self._publication = _claimed(self._site, (*folders, self._docs), known)
        self._claimed = True
        self._warnings.listen(strict=config.strict)
        self._sources = read(settings.catalogues, settings.languages, self.memory)
        roots = {tag: self._docs / tag for tag in settings.languages}
        changes = read_changes(settings.changes, self._sources, settings.languages, self.memory)
        kind = Kind(settings.report, settings.several, changes=changes, reads=reading(self.memory))
        self._renderers = kept(self.memory, renderers(self._sources, roots, kind))
        self._url = config.site_url or ""
        config.site_dir = str(self._publication.next)
        config.nav = None
        config.theme.static_templates.clear()
        ours = (OWN_FOLDER, TEMPLATES, staging.ASSETS, THEME)
        own = [config.theme.custom_dir] if config.theme.custom_dir else []
        config.watch.extend(dict.fromkeys([*map(str, (*folders, *ours)), *own]))

    def keeps(self, path: str, *, page: bool) -> bool:
        """What is for all languages: assets, and what lies beside the languages' folders and is no page."""
        return path.startswith("assets/") or ("/" not in path and not page)

    def files(self, present: Collection[str]) -> Iterator[NewFile]:
        """Our assets, where the documents have none of that name; JSON files, and what stands at the site's root."""
        for path, file in staging.own_assets():
            if path not in present:
                yield NewFile(path, file)
        first = next(iter(self._renderers.values()))
        texts = (
            *(file for renderer in first for file in self.memory.all_of(api.public_files, renderer)),
            *front.pages({tag: made[0] for tag, made in self._renderers.items()}, self._url or "/"),
            *self.memory.of(lambda: [*software.texts(self._renderers)], "licences", *self._renderers),
        )
        for path, content in texts:
            if path.endswith(".html"):
                safely(policy.checked, content, path)
            yield NewFile(path, partial(str, content))

    def written(self, paths: Iterable[Path]) -> None:
        """Expects them in the new site."""
        self._expected |= {path.relative_to(self._publication.next).as_posix() for path in paths}

    def finish(self, build: Callable[[Nested], None], first: Sequence[str] = ()) -> None:
        """After the shared part: builds each language.

        Args:
            build: builds one.
            first: languages for which somebody waits, in that order.

        Raises:
            SiteError: something cannot be packed or written.
        """
        site = self._publication.next
        try:
            shutil.rmtree(site / "search", ignore_errors=True)
            for tag in sorted(self._renderers, key=[*first, *self._renderers].index):
                build(self.nested(tag))
                _set_documents_apart(site / tag / "search", self._renderers[tag])
            for path in list(_unread(site, self._renderers)):
                self._leave_out(site, path)
            hosting.into_site(site, self._url or "/")
        except OSError as error:
            raise SiteError(f"The site stays as it is: {error}") from error

    def speaks(self, tag: str) -> bool:
        """Whether a language is one of the site's."""
        return tag in self._renderers

    def nested(self, tag: str) -> Nested:
        """A language; Python for the browser is packed before the first.

        Raises:
            SiteError: it cannot be packed.
            OSError: nor written.
        """
        site, made = self._publication.next, self._renderers[tag]
        self._python = self._python or self._pack(site)
        widgets = {catalogue: each.widget(tag) for catalogue, each in self._python.items()}
        part = LanguagePart(made, widgets, memory=self.memory, note=self.written)
        changes = {"docs_dir": str(self._docs / tag), "site_dir": str(site / tag)}
        if self._url:
            changes["site_url"] = f"{self._url.rstrip('/')}/{tag}/"
        return Nested(part, changes)

    def _pack(self, site: Path) -> dict[str, Packed]:
        python, needless = packed(site, self._sources, serving=self.serving)
        own = [path for each in python.values() for path in each.own]
        self.packed = {path: partial(bytes, (site / path).read_bytes()) for path in own}
        self._expected |= {path for each in python.values() for path in each.paths}
        for path in needless:
            self._leave_out(site, path)
        return python

    def _leave_out(self, site: Path, path: Path) -> None:
        path.unlink()
        self._expected.discard(path.relative_to(site).as_posix())

    @property
    def warned(self) -> int:
        """How many warnings there have been."""
        return self._warnings.number

    def publish(self) -> None:
        """Lets the new site in.

        Raises:
            SiteError: it is not whole, or what is there is not ours to replace.
        """
        try:
            files = self._publication.publish(self._expected)
        except PublishError as error:
            raise SiteError(str(error)) from error
        log.info("The new site is in %s: %d files.", shown(self._site), files)
        if not self.serving:
            moved = moved_addresses(self._renderers)
            for told in hosting.beside(self._site, self._url or "/", self._renderers, moved):
                log.info("%s", told)

    @property
    def site(self) -> Path:
        """Where the site is, or is going to be."""
        return self._site

    def end(self) -> None:
        """Leaves nothing beside the site, lets other builds in, and stops counting; may be called again."""
        self._warnings.stop()
        if self._claimed:
            self._publication.close()


def _must_be_material(theme: Any) -> None:
    if not any((Path(folder) / NEEDED).is_file() for folder in theme.dirs):
        raise SiteError(
            f"theme is “{theme.name}”; expected “material” for a whole site of ours. With the option “section” of the "
            "plugin, our pages are a section of your site, in your theme."
        )


def _claimed(site: Path, sources: Iterable[Path], known: Known) -> Publication:
    try:
        return claim(site, sources, lambda: log.info("Another build writes %s: waiting for it …", shown(site)), known)
    except PublishError as error:
        raise SiteError(str(error)) from error


def _unread(site: Path, tags: Iterable[str]) -> Iterator[Path]:
    """What the theme brings and no reader gets: maps of its sources, and what search in other languages needs."""
    yield from (site / "assets").rglob("*.map")
    files = [site / tag / "search" / "search_index.json" for tag in tags]
    indexes = [json.loads(file.read_text(encoding="utf-8")) for file in files if file.is_file()]
    spoken = {language for index in indexes for language in index["config"]["lang"]}
    kept = {"multi.min", "stemmer.support.min", *(f"{language}.min" for language in spoken)}
    kept |= {SEGMENTERS[language] for language in spoken & SEGMENTERS.keys()}
    for path in (site / "assets" / "javascripts" / "lunr").rglob("*.js"):
        if path.stem.removeprefix("lunr.") not in kept:
            yield path


def _set_documents_apart(search: Path, renderers: Sequence[Renderer]) -> None:
    """Search loads its documents when somebody searches (assets/searching.js); the theme would with each page.

    Those of several editions say of which each page is. What a page is also called stands with the page alone, not with
    each of its sections.
    """
    if not (search / "search_index.json").is_file():  # a site without search
        return
    index = json.loads((search / "search_index.json").read_text(encoding="utf-8"))
    docs = [_of_edition(_in_languages(document, renderers[0]), renderers) for document in index["docs"]]
    for document in docs:
        if "#" in document["location"]:
            document.pop("tags", None)
    written = json.dumps(docs, ensure_ascii=False, separators=(",", ":"))
    (search / "documents.json").write_text(written, encoding="utf-8")
    (search / "search_index.json").write_text(json.dumps({**index, "docs": []}), encoding="utf-8")


def _in_languages(document: dict[str, Any], renderer: Renderer) -> dict[str, Any]:
    """A document of search whose title says in which language it is, where that is not the page's."""
    return {**document, "title": escaping.in_languages(document["title"], renderer.language.direction)}


def _of_edition(document: dict[str, Any], renderers: Sequence[Renderer]) -> dict[str, Any]:
    """A document of search, called as its page is: what search has is HTML."""
    place = str(document["location"])
    renderer = renderer_of(renderers, place)
    if "#" in place or not renderer.folder or not place.startswith(renderer.folder):
        return document
    return {**document, "title": str(titled(Markup(document["title"]), renderer))}  # noqa: S704
