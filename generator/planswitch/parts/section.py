"""A section of somebody's site: our pages below one path, in the language and the theme of that site.

Every other page stays as it is without us. Our styles and scripts are loaded by our pages alone, from a folder below
the section, and no page gets a policy: what a site may load is for its owner to say.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from planswitch import staging
from planswitch.browser.store import replace
from planswitch.i18n import OWN_FOLDER
from planswitch.pages import api, banner, links, registry, section, slots, software
from planswitch.pages.moved import moved_pages
from planswitch.pages.render import TEMPLATES, Page, Renderer, base, slot
from planswitch.pages.site import Kind, Source, renderer_of, renderers
from planswitch.pages.widgets import explorer_files
from planswitch.parts import NewFile, Part, SiteError, filled
from planswitch.parts.packing import packed
from planswitch.parts.reading import read, read_changes, reading, watched
from planswitch.parts.styles import fitted, heavier
from planswitch.rules.foreign import bare
from planswitch.serving import Memory
from planswitch.settings import Settings

log = logging.getLogger("mkdocs.planswitch")

STYLES = ("assets/elsewhere.css", "assets/section.css")
"""What our pages load, in this order."""
SCRIPTS = ("assets/widgets.js", "assets/planswitch.js?section")
OF_A_SITE = ("asked.js", "card.", "emblem.svg", "front.", "search.js", "searching.js", "styles.css", "theme.")
"""What of our assets only a site of ours needs, by the beginnings of their names."""
OPENING = '<div class="ps-page md-typeset">'
"""How the text of a page of ours begins."""
LEADING = ("index.md", "README.md")
"""Names of the page with which a folder begins."""


class SectionPart(Part):
    """Our pages in somebody's site.

    Attributes:
        path: of the section, such as ``upgrade``.
    """

    def __init__(self, settings: Settings, memory: Memory, *, serving: bool) -> None:
        self.path = settings.section
        self._settings = settings
        self._serving = serving
        self._memory = memory
        self._site = Path()
        self._pages: dict[str, Page] = {}
        self._own: set[str] = set()
        self._first = section.PATH
        self._widgets: dict[str, dict[str, Any]] = {}
        self._sources: list[Source] = []
        self._renderers: tuple[Renderer, ...] = ()

    def configure(self, config: Any) -> None:
        """Reads what the section is made of."""
        settings = self._settings
        tag = settings.language or str(config.theme.get("language") or config.theme.locale).replace("_", "-")
        self._sources = read(settings.catalogues, [tag], self._memory)
        changes = read_changes(settings.changes, self._sources, [tag], self._memory)
        kind = Kind(settings.report, settings.several, section=True, changes=changes, reads=reading(self._memory))
        self._renderers = renderers(self._sources, {tag: Path(config.docs_dir) / self.path}, kind)[tag]
        folders = (*watched(settings.catalogues, settings.changes), OWN_FOLDER, TEMPLATES, staging.ASSETS)
        config.watch.extend(dict.fromkeys(str(path) for path in folders))

    @property
    def _renderer(self) -> Renderer:
        """Of the front edition, whose are the pages of no edition."""
        return self._renderers[0]

    @property
    def title(self) -> Markup:
        """What the section is called, for themes that print it as it is."""
        return escape(bare(self._renderer.words.setting("title")))

    @property
    def leading(self) -> list[str]:
        """The pages that lead to all others, in the order of the navigation."""
        own = [path for renderer in self._renderers for path in registry.in_nav(renderer)]
        own += registry.in_nav(self._renderer, shared=True)
        return [f"{self.path}/{path}" for path in (self._first, *own)]

    def files(self, present: Collection[str]) -> Iterator[NewFile]:
        """Everything below the section's path.

        Raises:
            SiteError: a document has the name of a page of ours; only the first page may be written by hand.
        """
        self._must_be_free(present)
        self._pages = {f"{self.path}/{page.path}": page for page in self._generated(present)}
        for path, page in self._pages.items():
            yield self._new(path, page.markdown, present)
        for renderer in self._renderers:
            for path, content in (*api.answer_files(renderer), *api.public_files(renderer), *moved_pages(renderer)):
                yield self._new(f"{self.path}/{path}", content, present)
        for path, made in self._assets():
            yield self._new(f"{self.path}/{self._renderer.up}{path}", made, present)

    def _must_be_free(self, present: Collection[str]) -> None:
        same = f"{self.path}.md"
        if same in present:
            raise SiteError(f"{same} has the address of the section; call it {self.path}/{section.PATH}.")

    def _generated(self, present: Collection[str]) -> Iterator[Page]:
        written = [name for name in LEADING if f"{self.path}/{name}" in present]
        self._first = written[0] if written else section.PATH
        if not written:
            yield section.page(self._renderer)
        for renderer in self._renderers:
            yield from registry.pages(renderer)

    def _new(self, path: str, made: str | Path, present: Collection[str]) -> NewFile:
        if path in present:
            raise SiteError(f"{path} has the name of a file of the section: move it, or choose another “section”.")
        return NewFile(path, made if isinstance(made, Path) else partial(str, made))

    def _assets(self) -> Iterator[tuple[str, str | Path]]:
        """Path, below the folder of the section's own files, and what is there."""
        for path, file in staging.own_assets():
            if not path.removeprefix("assets/").startswith(OF_A_SITE):
                yield path, fitted(file.read_text(encoding="utf-8")) if path.endswith(".css") else file
        elsewhere, ours = STYLES
        yield elsewhere, heavier((TEMPLATES / "elsewhere.css").read_text(encoding="utf-8"))
        yield ours, fitted(staging.SECTION.read_text(encoding="utf-8"))
        yield from software.texts(self._renderer.languages, section=True)

    def _inside(self, page: Any) -> str:
        """The path of a page below the section; blank for a page that lies elsewhere."""
        path = str(page.file.src_uri)
        if not path.startswith(f"{self.path}/"):
            return ""
        path = path.removeprefix(f"{self.path}/")
        return str(Path(path).with_name(section.PATH).as_posix()) if Path(path).name in LEADING else path

    def owns(self, page: Any) -> bool:
        """Whether a page that has been read is one of ours, or has something of ours in it."""
        return page.file.src_uri in self._own

    def page_markdown(self, text: str, page: Any) -> str:
        """Fills the slots that are Markdown, of our pages and of others below the section's path."""
        path = self._inside(page)
        if not path or not (page.file.src_uri in self._pages or slots.COMMENT.search(text)):
            return text
        self._own.add(page.file.src_uri)
        page.meta["hide"] = [part for part in page.meta.get("hide") or () if part != "navigation"]
        return filled(text, self._of(path), path, {}, "markdown")

    def page_content(self, html: str, page: Any) -> str:
        """Fills the slots whose text readers can search for, and loads our scripts.

        They are part of the text because a theme that changes pages without loading them runs what stands there.
        """
        if not self.owns(page):
            return html
        path = self._inside(page)
        html = filled(html, self._of(path), path, {}, "content")
        scripts = "\n".join(f'<script type="module" src="{self._up(path)}{name}"></script>' for name in SCRIPTS)
        return f"{OPENING}\n{html}\n</div>\n{scripts}"

    def _up(self, path: str) -> str:
        """The way from a page to the folder of the section's own files."""
        return f"{base(path)}{self._renderer.up}"

    def environment(self, env: Any, config: Any, pages: list[Any]) -> None:
        """Tells which links of the catalogue's texts lead nowhere."""
        self._site = Path(config.site_dir)
        self._widgets = {}
        start = f"{self.path}/"
        inside = [page for page in pages if page.url.startswith(start)]
        anchors = {page.url.removeprefix(start): page.present_anchor_ids or () for page in inside}
        for renderer in self._renderers:
            for problem in links.problems(renderer, anchors):
                log.warning("%s", problem.explain())

    def page_whole(self, html: str, page: Any) -> str:
        """Fills the other slots, and loads our styles."""
        if not self.owns(page):
            return html
        path, generated = self._inside(page), self._pages.get(page.file.src_uri)
        for name, content in (generated.slots if generated else {}).items():
            html = html.replace(slot(name), content)
        renderer = self._of(path)
        html = filled(html, renderer, path, self._packed()[renderer.catalogue.id], "page")
        if newer := banner.html(self._renderers, path):
            html = html.replace(OPENING, f"{OPENING}\n{newer}", 1)
        styles = "\n".join(f'<link rel="stylesheet" href="{self._up(path)}{name}">' for name in STYLES)
        return html.replace("</head>", f"{styles}\n</head>", 1)

    def _of(self, path: str) -> Renderer:
        """Whose a page is, by its path below the section."""
        return renderer_of(self._renderers, path)

    def _packed(self) -> dict[str, dict[str, Any]]:
        """What scripts have to know of Python, by the ids of catalogues.

        It is packed when the first page asks: its folder is there then.
        """
        if not self._widgets:
            root = self._site / self.path / self._renderer.up
            python, needless = packed(root, self._sources, serving=self._serving)
            for path in needless:
                path.unlink()
            tag = self._renderer.language.tag
            self._widgets = {catalogue: each.widget(tag) for catalogue, each in python.items()}
            for address, content in explorer_files(self._renderers, self._widgets):
                replace(self._site / self.path / address, content.encode())
        return self._widgets
