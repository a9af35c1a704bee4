"""One language of a site: its folder, with the hand-written and the generated pages."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from markupsafe import Markup, escape

from planswitch.pages import api, banner, escaping, links, policy, registry, slots
from planswitch.pages.editions import titled
from planswitch.pages.moved import moved_pages
from planswitch.pages.render import Page, Renderer, base, slot
from planswitch.pages.site import renderer_of
from planswitch.pages.widgets import explorer_files, started
from planswitch.parts import THEME, NewFile, Part, filled, navigation, remembering, safely
from planswitch.rules.foreign import bare, marked
from planswitch.serving import Memory

log = logging.getLogger("mkdocs.planswitch")

INDENTED = re.compile(r"(<(code|pre|script|style|textarea)\b.*?</\2>)|\n\s+", re.DOTALL)
"""What counts as it stands, or a line end with the blank that follows it."""

HEADING = re.compile(r'<h[1-6] id="([^"]*)"><span lang="([^"]*)"[^>]*>.*?</span></h[1-6]>')
"""The place of a heading that is in another language than its page, and that language."""

OURS = "planswitch"
"""Before the names of our templates, for those of a site that extend them: ``planswitch/main.html``."""


class LanguagePart(Part):
    """The pages of one language, in our theme.

    Attributes:
        renderers: of the language, one an edition; the first has the pages of no edition.
        widgets: what the scripts of an edition's pages have to know of Python, by its id.
    """

    def __init__(
        self,
        renderers: Sequence[Renderer],
        widgets: Mapping[str, dict[str, Any]],
        *,
        memory: Memory,
        note: Callable[[Iterable[Path]], None],
    ) -> None:
        """``note`` is told the files that are going to be written."""
        self.renderers = renderers
        self.widgets = widgets
        self._memory = memory
        self._note = note
        self._pages: dict[str, Page] = {}
        self._scripts: list[str] = []
        self._address = "/"

    @property
    def renderer(self) -> Renderer:
        """Of the front edition."""
        return self.renderers[0]

    @property
    def tag(self) -> str:
        """The language's."""
        return self.renderer.language.tag

    def configure(self, config: Any) -> None:
        """Sets the theme's language and what the pages are called."""
        words = self.renderer.words
        self._address = (config.site_url or "/").removesuffix(f"{self.tag}/")
        config.theme["language"] = _known_to_theme(self.tag, map(Path, config.theme.dirs))
        config.theme["tag"] = self.tag
        config.theme["direction"] = self.renderer.language.direction
        config.site_name = escape(words.setting("title"))  # the theme prints it, and more, as it is
        config.site_description = escape(words.gettext("Can I switch from one plan to another, and how?"))
        config.nav = navigation.with_editions(config.nav, self.renderers, Path(config.docs_dir))
        config.extra_css = [_up(path) for path in config.extra_css]
        config.extra_javascript = [_up(script) for script in config.extra_javascript]
        names = {"slate": words.gettext("Switch to light mode")}
        for scheme in _schemes(config):
            if "toggle" in scheme:
                name = names.get(scheme.get("scheme", ""), words.gettext("Switch to dark mode"))
                scheme["toggle"]["name"] = escape(name)

    def keeps(self, path: str, *, page: bool) -> bool:
        """Assets are shared by all languages."""
        return not path.startswith("assets/")

    def files(self, present: Collection[str]) -> Iterator[NewFile]:
        """The generated pages, what leads to them from elsewhere, and the answers as the widgets read them."""
        memory = self._memory
        self._pages = {page.path: page for each in self.renderers for page in remembering.pages(memory, each)}
        in_nav = {path for renderer in self.renderers for path in registry.in_nav(renderer)}
        in_nav |= {*registry.in_nav(self.renderer, shared=True)}
        for path, page in self._pages.items():
            yield NewFile(path, partial(getattr, page, "markdown"), in_nav=path in in_nav)
        answers = (file for renderer in self.renderers for file in memory.all_of(api.answer_files, renderer))
        moved = (file for renderer in self.renderers for file in moved_pages(renderer, present))
        for path, content in (*answers, *moved, *explorer_files(self.renderers, self.widgets)):
            yield NewFile(path, partial(str, content))

    def written(self, paths: Iterable[Path]) -> None:
        """Tells whoever counts the files of the whole site."""
        self._note(paths)

    def environment(self, env: Any, config: Any, pages: list[Any]) -> None:
        """A language finds the theme's files one level up, where all languages share them."""
        own: Callable[..., str] = env.filters["url"]

        def url(context: Any, value: str) -> str:
            return own(context, f"../{value}" if value.startswith("assets/") else value)

        url.jinja_pass_arg = own.jinja_pass_arg  # type: ignore[attr-defined]
        env.filters["url"] = url
        env.policies |= escaping.SHORT_JSON
        language = self.renderer.language
        env.globals.update(escaping.sentences(language.translations, language.lacks))
        env.globals.update(renderer=self.renderer)
        ours = PrefixLoader({OURS: FileSystemLoader(THEME)})
        env.loader = ChoiceLoader([env.loader, ours])
        env.autoescape = cache(partial(_is_ours, [Path(folder) for folder in config.theme.dirs]))
        self._scripts = [
            script
            for file in sorted((THEME / "partials" / "javascripts").glob("*.html"))
            for script in policy.scripts(env.get_template(file.relative_to(THEME).as_posix()).render(config=config))
        ]
        for page in pages:
            _as_html(page, Markup if page.file.src_uri in self._pages else escape)
            self._name_edition(page)

    def look_at(self, pages: list[Any]) -> None:
        """Tells which links of the catalogues' texts lead nowhere."""
        anchors = {page.url: page.present_anchor_ids or () for page in pages}
        for renderer in self.renderers:
            for problem in links.problems(renderer, anchors):
                log.warning("%s", problem.explain())

    def _name_edition(self, page: Any) -> None:
        """Where a site has several editions, the name of a page has the edition, too: in tabs, in search, in histories.

        Beside the pages of its edition, in the navigation, it is told by its own name alone.
        """
        renderer = self._of(page.file.src_uri)
        if renderer.label and page.file.src_uri.startswith(renderer.folder):
            page.meta["title"] = titled(page.meta["title"], renderer)

    def _of(self, path: str) -> Renderer:
        """Whose a page is."""
        return renderer_of(self.renderers, path)

    def page_context(self, context: dict[str, Any], page: Any, config: Any) -> None:
        """Tells the template of a page where it is."""
        path = page.file.src_uri
        renderer = self._of(path)
        context["renderer"] = renderer
        context["python"] = started(renderer, path, self.widgets)
        context["newer"] = Markup(banner.html(self.renderers, path))  # noqa: S704 - made by a template of ours
        self._place(context, f"{base(path)}../", page.url, at_a_page=True)

    def template_context(self, context: dict[str, Any], name: str, config: Any) -> None:
        """The page for a missing page leads to where each language begins: more is not known of what is not there."""
        if name.endswith(".html"):
            self._place(context, context["base_url"].removesuffix("/").removesuffix(self.tag), "", at_a_page=False)

    def _place(self, context: dict[str, Any], root: str, url: str, *, at_a_page: bool) -> None:
        """Tells a template where the languages are, where in the navigation it is, and sections of that their names.

        Args:
            context: of the template.
            root: where the site begins, seen from the page.
            url: the page's address, seen from where its language begins.
            at_a_page: whether it is the template of a page that there is.
        """
        items = context["nav"].items
        context["labels"] = {renderer.label for renderer in self.renderers}
        navigation.name(items, context["labels"])
        context["trail"] = navigation.trail(items, url) if at_a_page else []
        context["above"] = navigation.above(context["trail"], url)
        context["site_address"] = self._address
        context["alternates"] = [
            {
                "tag": tag,
                "name": language.name,
                "href": f"{root}{tag}/{url}",
                "absolute": f"{self._address}{tag}/{url}",
                "current": tag == self.tag,
            }
            for tag, language in self.renderer.languages.items()
        ]

    def _filled(self, text: str, path: str, stage: slots.Stage) -> str:
        renderer = self._of(path)
        return filled(text, renderer, path, self.widgets[renderer.catalogue.id], stage)

    def page_markdown(self, text: str, page: Any) -> str:
        """Hands the keywords of a page to search, whose name for them is tags, and fills what is Markdown."""
        page.meta.setdefault("tags", [str(word) for word in page.meta.get("keywords", [])])
        return self._filled(text, page.file.src_uri, "markdown")

    def page_content(self, html: str, page: Any) -> str:
        """Fills the slots whose text readers can search for; the table of contents says what is in other languages."""
        said = dict(HEADING.findall(html))
        for item in _items(page.toc if said else ()):
            if item.id in said:
                item.title = marked(bare(item.title), said[item.id])  # the memory may have it from an earlier build
        return self._filled(html, page.file.src_uri, "content")

    def page_whole(self, html: str, page: Any) -> str:
        """Fills the other slots, and says what the page may load."""
        renderer = self._of(page.file.src_uri)
        told = (html, page.file.src_uri, self._pages.get(page.file.src_uri), renderer, *self._scripts)
        widget = json.dumps(self.widgets[renderer.catalogue.id])
        return self._memory.of(partial(self._whole, html, page), "whole", *told, widget)

    def _whole(self, html: str, page: Any) -> str:
        generated = self._pages.get(page.file.src_uri)
        for name, content in (generated.slots if generated else {}).items():
            html = html.replace(slot(name), content)
        html = self._filled(html, page.file.src_uri, "page")
        return self._guarded(html, page.file.dest_uri)

    def template_whole(self, html: str, name: str) -> str:
        """The page for a missing page is guarded like the others."""
        return self._guarded(html, name) if name.endswith(".html") else html

    def _guarded(self, html: str, path: str) -> str:
        """Adds the page's security policy.

        The theme's indents and blank lines go, which nobody sees and every reader would fetch.
        """
        html = escaping.in_languages(html, self.renderer.language.direction)
        html = INDENTED.sub(lambda found: found[1] or "\n", html)
        guarded: str = safely(policy.guarded, html, f"{self.tag}/{path}", self._scripts)
        return guarded


def _items(contents: Iterable[Any]) -> Iterator[Any]:
    """All entries of a table of contents."""
    for item in contents:
        yield item
        yield from _items(item.children)


def _up(file: Any) -> Any:
    """A style or a script of all languages, as a language finds it."""
    if not isinstance(file, str):
        file.path = _up(file.path)
        return file
    return file if file.startswith("/") or "://" in file else f"../{file}"


def _schemes(config: Any) -> list[dict[str, Any]]:
    """The colour schemes that the theme is set up with: several, one, or none."""
    palette = config.theme.get("palette", [])
    return [palette] if isinstance(palette, dict) else palette or []


def _known_to_theme(tag: str, folders: Iterable[Path]) -> str:
    """The language in which the theme says its own words: the site's, its main part, or else English."""
    known = {path.stem for folder in folders for path in folder.glob("partials/languages/*.html")}
    near = [name for name in (tag, tag.partition("-")[0]) if name in known]
    if not near:
        log.info("The theme has no words in “%s”; its own are English.", tag)
    return near[0] if near else "en"


def _is_ours(folders: list[Path], name: str | None) -> bool:
    """Whether a template is one of ours, in which all is escaped: the first folder that has it is."""
    if name is None or name.startswith(f"{OURS}/"):
        return name is not None
    return next((folder for folder in folders if (folder / name).is_file()), None) == THEME


def _as_html(page: Any, html: Callable[[str], Markup]) -> None:
    """Makes HTML of what a page says of itself: the theme prints it as it is, in attributes too.

    Args:
        page: a page that has been read.
        html: what makes HTML of its front matter, which in generated pages is HTML.
    """
    shown, named = str(page.title or ""), page.meta.get("title")
    # A title that MkDocs took from a heading is HTML already.
    page.title = html(shown) if named is not None and shown == str(named) else escape(unescape(shown))
    page.meta["title"] = page.title if named is None else html(str(named))
    if tag := page.meta.get(escaping.TITLE_LANGUAGE):
        page.title, page.meta["title"] = (Markup(marked(title, tag)) for title in (page.title, page.meta["title"]))  # noqa: S704 - HTML already
    for name in ("description", "author"):
        if name in page.meta:
            page.meta[name] = html(str(page.meta[name]))
    page.meta["tags"] = [html(str(word)) for word in page.meta.get("tags") or ()]
