"""The MkDocs plugin: thin, and the only module that knows MkDocs.

One ``mkdocs build`` makes the whole site: what all languages share, and then, with the same configuration, each
language in its own folder. Each event of MkDocs goes to the part that is being built (`planswitch.parts`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build, get_context
from mkdocs.config import load_config
from mkdocs.config.base import BaseConfigOption, Config, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.exceptions import Abort, BuildError, MkDocsException
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section

from planswitch.diff.since import apart
from planswitch.parts import THEME, NewFile, Part, SiteError, remembering
from planswitch.parts.language import LanguagePart
from planswitch.parts.reading import watched
from planswitch.parts.section import SectionPart
from planswitch.parts.shared import Nested, SharedPart
from planswitch.plain import one_line
from planswitch.publishing import shown
from planswitch.serving import Ahead, Glance, Hearing, Memory, Server, Showing, unsaid
from planswitch.settings import Settings, mistakes, pages_missing, settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.planswitch")

NAME = "planswitch"
STYLES = "assets/styles.css"
SCRIPTS = ("assets/widgets.js", "assets/planswitch.js")
EMBLEM = "assets/emblem.svg"
FAVICON = "assets/images/favicon.png"
"""What the theme takes when nobody has said which."""
EXTENSION = "attr_list"
"""What our pages need of Markdown, beyond what MkDocs has anyway."""
FEATURES = (
    "navigation.instant",
    "navigation.tabs",
    "navigation.indexes",
    "navigation.path",
    "navigation.top",
    "toc.follow",
    "search.highlight",
)
COLOURS = ("default", "light", "moon-waning-crescent"), ("slate", "dark", "brightness-5")
"""A scheme of the theme, when it is the reader's, and the icon of the button that leads to the other."""


class Option(BaseConfigOption[Any]):
    """An option as it is written: `planswitch.settings.mistakes` says what is wrong with all of them."""


class Options(Config):  # type: ignore[no-untyped-call]
    """What stands beneath ``planswitch`` in ``mkdocs.yml``: see `planswitch.settings.EXPECTED`."""

    catalogue = Option()
    catalogues = Option()
    languages = Option()
    section = Option()
    language = Option()
    report = Option()
    changes = Option()

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """Every mistake at once, where MkDocs would stop at the first."""
        found = mistakes(self.data, self.project)
        return [(name, ValidationError(sentence)) for name, sentence in found], []

    @property
    def project(self) -> Path:
        """The folder of ``mkdocs.yml``."""
        return Path(self.config_file_path).parent

    def settings(self) -> Settings:
        """What they say, when nothing is wrong with them."""
        return settings(self.data, self.project)


class Made(File):
    """A file without a source among the documents: its content is made whenever MkDocs asks for it, and is not kept."""

    def __init__(self, config: MkDocsConfig, path: str, make: Callable[[], str]) -> None:
        """Where it would lie among the documents, and what makes its text."""
        super().__init__(path, None, config.site_dir, config.use_directory_urls)
        self.generated_by = NAME
        self._make: Callable[[], str | bytes | None] = make

    @property
    def _content(self) -> str | bytes | None:
        return self._make()

    @_content.setter
    def _content(self, content: str | bytes | None) -> None:
        self._make = lambda: content


class Previewed(BaseException):
    """Ends a build of which nothing more is wanted than the open pages: whatever catches errors is to let it pass."""


class PlanswitchPlugin(BasePlugin[Options]):
    """Builds a whole site, part after part, or a section; MkDocs keeps it for all parts, and while it serves."""

    def __init__(self) -> None:
        self._serving = False
        self._server: Server | None = None
        self._memory = Memory(keeps=False)
        self._heard = Hearing()
        self._before: Glance | None = None
        self._nav: Navigation | None = None
        self._named: set[str] = set()
        self._previewed: list[str] = []
        self._shown: set[str] = set()
        self._whole: SharedPart | None = None
        self._language: LanguagePart | None = None
        self._section: SectionPart | None = None
        self._extensions: list[str] | None = None

    @property
    def _part(self) -> Part:
        """What is being built."""
        return self._language or self._whole or self._section or Part()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remembers whether pages are served while they are edited."""
        self._serving = command == "serve"
        self._memory = Memory(keeps=self._serving)

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Reads the catalogue for the whole site or for a section, or sets up one language."""
        if not self._language:
            settings = _settings(self.config, config)
            if self._serving and not self._before:
                read = watched(settings.catalogues, settings.changes)
                self._before = Glance([config.docs_dir, config.config_file_path, *config.watch, *read])
            self._begin(settings)
        if not self._section:
            _dress(config)
        remembering.environments(self._memory, config.theme)
        with _told():
            self._part.configure(config)
        return config

    def _begin(self, settings: Settings) -> None:
        self._end()
        if settings.section:
            self._section = SectionPart(settings, self._memory, serving=self._serving)
        else:
            self._whole = SharedPart(settings, self._serving, self._memory)

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Keeps the files of the part, and adds what it generates."""
        part = self._part
        if part is self._whole:
            self._preview(config)
        kept = Files([file for file in files if part.keeps(file.src_uri, page=file.is_documentation_page())])
        with _told():
            for new in part.files(kept.src_uris):
                if present := kept.get_file_from_path(new.path):
                    kept.remove(present)
                kept.append(_file(config, new))
        return kept

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Adds a section to the navigation, unless somebody has said where in it our pages stand."""
        if self._section:
            _place(nav, self._section, files, automatic=config.nav is None)
        self._nav = nav
        self._named = {page.file.src_uri for page in nav.pages}
        return nav

    def on_env(self, env: Any, /, *, config: MkDocsConfig, files: Files) -> Any:
        """Sets up the templates of the theme."""
        included = [file for file in files if file.inclusion.is_included()]  # type: ignore[no-untyped-call]
        if not self._previewed:
            self._part.written(Path(file.abs_dest_path) for file in included)
        pages = [file.page for file in files.documentation_pages() if file.page]
        with _told():
            self._part.environment(env, config, pages)
            if self._language and self._serving:
                remembering.templates(self._memory, env, config)
                remembering.search(self._memory, config)
                self._show_ahead(env, config, files)
            if self._previewed:
                raise Previewed
            self._part.look_at(pages)
        return env

    def _preview(self, config: MkDocsConfig) -> None:
        """Shows the pages that are open before anything of the site is written.

        Their languages are begun, and of their pages no others are made. Where that fails, the build that follows says
        why.
        """
        whole, server = self._whole, self._server
        if not whole or not server or not remembering.PLUGINS.issuperset(config.plugins):
            return
        self._previewed = server.open_pages
        try:
            for tag in filter(whole.speaks, self._open_tags):
                with unsaid(self._heard), suppress(Previewed, Exception):
                    self._build(config, whole.nested(tag))
        finally:
            self._previewed = []

    @property
    def _open_tags(self) -> dict[str, None]:
        """The languages of which somebody looks at a page, the last first."""
        addresses = self._server.open_pages if self._server else []
        return dict.fromkeys(address.partition("/")[0] for address in addresses)

    def _leaves_out(self, page: Page) -> bool:
        """Whether a preview is made, of other pages than this one."""
        part = self._language
        return bool(part and self._previewed and f"{part.tag}/{page.file.dest_uri}" not in self._previewed)

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> Page:
        """For a preview, reads no more than the open pages, and those that navigation names."""
        if self._leaves_out(page) and page.file.src_uri not in self._named:
            remembering.leave_out(page)
        return page

    def _show_ahead(self, env: Any, config: MkDocsConfig, files: Files) -> None:
        """Shows the pages of a language that are open before the rest of it is written, with what they fetch."""
        part, server = self._language, self._server
        if not part or not server or not self._whole:
            return
        documents = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        places = {f"{part.tag}/{file.dest_uri}": file.page for file in documents if file.page}
        looked_at = self._previewed or server.open_pages
        asked = [each for each in looked_at if each in places and each not in self._shown]
        pages = {address: self._rendered(places[address], env, config, documents) for address in asked}
        self._shown |= pages.keys()
        if pages:
            made = [file for file in files if isinstance(file, Made) and not file.page]
            fetched = {f"{part.tag}/{file.dest_uri}": _content(file) for file in made}
            server.show_ahead(Ahead(pages, fetched | self._whole.packed))

    def _rendered(self, page: Page, env: Any, config: MkDocsConfig, files: Sequence[File]) -> bytes:
        """A page as the engine is going to write it, unless another plugin changes it still."""
        page.active = True
        nav = self._nav or Navigation([], [])
        context: Any = get_context(nav, files, config, page)
        self._part.page_context(context, page, config)
        html = env.get_template(page.meta.get("template", "main.html")).render(context)
        page.active = False
        return self._part.page_whole(html, page).encode("utf-8", errors="xmlcharrefreplace")

    def on_page_context(self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Tells the template of a page more."""
        self._part.page_context(context, page, config)
        return context

    def on_template_context(self, context: Any, /, *, template_name: str, config: MkDocsConfig) -> Any:
        """Tells a template more that is no page's."""
        self._part.template_context(context, template_name, config)
        return context

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Changes a page while it is Markdown."""
        self._give_way()
        if self._serving and not remembering.left_out(page):
            wanted = "title" not in page.meta or not self._leaves_out(page)
            remembering.markdown(self._memory, page, config, lambda: self._heard.said, wanted=wanted)
        with _told():
            text = self._part.page_markdown(markdown, page)
        if self._part.owns(page):
            self._extensions = config.markdown_extensions
            config.markdown_extensions = _with_ours(config.markdown_extensions)
        return text

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Changes a page while it is HTML without its theme."""
        if self._extensions is not None:
            config.markdown_extensions, self._extensions = self._extensions, None
        with _told():
            return self._part.page_content(html, page)

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Changes a page before it is written."""
        self._give_way()
        with _told():
            return self._part.page_whole(output, page)

    def on_post_template(self, output_content: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """Changes what is no page before it is written."""
        with _told():
            return self._part.template_whole(output_content, template_name)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """After the shared part: builds each language, and lets the new site in."""
        whole = self._whole
        if self._language or not whole:
            return
        with _told():
            whole.finish(lambda nested: self._build(config, nested), [*self._open_tags])
        config.site_dir = str(whole.site)
        if config.strict and whole.warned:
            said = "1 warning" if whole.warned == 1 else f"{whole.warned} warnings"
            raise Abort(f"{said} in strict mode: {shown(whole.site)} stays as it is until this is mended.")
        with _told():
            whole.publish()
        self._end()
        if self._serving:
            Thread(target=_tell_answers, args=(self.config.settings().catalogues,), daemon=True).start()

    def _give_way(self) -> None:
        """Lets readers have what they ask for, and ends a build that has been superseded."""
        if self._server:
            self._server.give_way()

    def _build(self, config: MkDocsConfig, nested: Nested) -> None:
        """Builds a language; the warnings of all of them are counted together."""
        self._language = nested.part
        try:
            build(load_config(config.config_file_path, strict=False, **nested.changes))
        finally:
            self._language = None

    def on_build_error(self, *, error: Exception) -> None:
        """A build that fails leaves nothing beside the site."""
        if not self._previewed:
            self._end()

    def on_shutdown(self) -> None:
        """So does one that is stopped."""
        self._end()

    def _end(self) -> None:
        if self._whole:
            self._whole.end()
        self._whole = self._section = self._extensions = None
        self._shown = set()

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]) -> Any:
        """Serves in our own way: the open page first, and where a build fails, why."""
        comfort = "What is there stays up." if self.config.section else "The last good site stays up."
        showing = Showing(Path(server.root), in_place=bool(self.config.section))
        host, port = server.server_address[:2]
        rebuild = partial(self._rebuild, server.builder, comfort)
        own = Server(rebuild, (str(host), port), showing, server.mount_path, self._before)
        for path in (config.docs_dir, config.config_file_path, *config.theme.dirs):
            with suppress(KeyError):  # what MkDocs does not watch
                server.unwatch(path)
                own.watch(path)
        self._server = own
        return own

    def _rebuild(self, build_site: Callable[[], None], comfort: str) -> list[str]:
        """Builds, and returns why there is no new site; it then says what remains, and never ends the server."""
        whole = False
        with Hearing() as self._heard:
            try:
                build_site()
            except (SystemExit, MkDocsException) as error:
                problems = self._heard.problems(str(error))
                log.error("%s %s", error, comfort)  # noqa: TRY400 - the reasons are already printed
            except OSError as error:
                problems = self._heard.problems(f"The site cannot be written: {error}")
                log.error("The site cannot be written: %s. %s", error, comfort)  # noqa: TRY400 - it says where
            except Exception as error:
                problems = self._heard.problems(f"{type(error).__name__}: {error}")
                log.exception(comfort)
            else:
                problems, whole = [], True
            finally:
                self._end()
                self._memory.turn(whole=whole)
        return problems


@contextmanager
def _told() -> Iterator[None]:
    """What stops a part stops the build, in the same words."""
    try:
        yield
    except SiteError as error:
        raise BuildError(str(error)) from error


def _tell_answers(catalogues: Iterable[Path]) -> None:
    """Says which answers differ from the last commit, once the page is there; never keeps a reader waiting."""
    for told in apart(catalogues):
        log.info(one_line(told))


def _settings(options: Options, config: MkDocsConfig) -> Settings:
    found = options.settings()
    missing = pages_missing(found.languages, Path(config.docs_dir))
    wrong = [f"Plugin '{NAME}' option '{name}': {text}" for name, text in missing]
    if not config.use_directory_urls:
        wrong.append("use_directory_urls is false; expected true, for our pages link to the folders of others.")
    if wrong:
        name = Path(config.config_file_path).name
        raise BuildError("\n".join([f"{name}: the site stays as it is until this is mended", *wrong]))
    return found


def _dress(config: MkDocsConfig) -> None:
    """Gives a whole site what our pages need, and the theme what nobody has set."""
    theme = config.theme
    theme.dirs.insert(1 if theme.custom_dir else 0, str(THEME))
    theme["font"] = False  # pages ask nothing of other hosts
    theme["logo"] = theme.get("logo") or EMBLEM
    theme["favicon"] = EMBLEM if theme.get("favicon") in (None, FAVICON) else theme["favicon"]
    theme["features"] = theme.get("features") or list(FEATURES)
    theme["palette"] = theme.get("palette", [_scheme(*colours) for colours in COLOURS])
    config.extra.setdefault("generator", False)
    config.extra.setdefault("scope", "/")  # as it stands in a script, all pages have to have the same
    config.markdown_extensions = _with_ours(config.markdown_extensions)
    config.extra_css.insert(0, STYLES)
    config.extra_javascript[:0] = [_module(path) for path in SCRIPTS]


def _with_ours(extensions: list[str]) -> list[str]:
    """Extensions of Markdown, and what our pages need beside them."""
    return extensions if EXTENSION in extensions else [*extensions, EXTENSION]


def _named(items: Iterable[Any], path: str) -> Iterator[Any]:
    """The pages and links of the navigation that lead to a path or below it."""
    for item in items:
        if f"{getattr(item, 'url', '').strip('/')}/".startswith(f"{path}/"):
            yield item
        yield from _named(item.children or (), path)


def _place(nav: Navigation, section: SectionPart, files: Files, *, automatic: bool) -> None:
    """Puts a section into the navigation, and every page of it beneath: themes show readers where they are by that.

    Args:
        nav: as somebody has it.
        section: ours.
        files: of the site.
        automatic: whether the navigation follows from the documents; it then has no more of ours than they do.
    """
    leading = [page for path in section.leading if (page := files.src_uris[path].page)]
    named = list(_named(nav.items, section.path))
    parent = named[0].parent if named else _added(nav, section.title, leading)
    if automatic and named and parent:
        parent.children.extend(page for page in leading if page not in named)
    for file in files.documentation_pages():
        page = file.page
        if page and file.src_uri.startswith(f"{section.path}/") and page not in nav.items:
            page.parent = page.parent or parent


def _added(nav: Navigation, title: str, pages: list[Page]) -> Section:
    """A section at the end of the navigation; pages of others keep their neighbours."""
    section = Section(title, [*pages])
    for page, before, after in zip(pages, [None, *pages], [*pages[1:], None], strict=False):
        page.parent, page.previous_page, page.next_page = section, before, after
    nav.items.append(section)
    nav.pages.extend(pages)
    return section


def _scheme(name: str, preferred: str, icon: str) -> dict[str, Any]:
    return {
        "media": f"(prefers-color-scheme: {preferred})",
        "scheme": name,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"material/{icon}", "name": ""},
    }


def _module(path: str) -> ExtraScriptValue:
    script = ExtraScriptValue(path)
    script.type = "module"
    return script


def _content(file: File) -> Callable[[], bytes]:
    return lambda: file.content_bytes


def _file(config: MkDocsConfig, new: NewFile) -> File:
    if isinstance(new.content, Path):
        return File.generated(config, new.path, abs_src_path=str(new.content))
    file = Made(config, new.path, new.content)
    if file.is_documentation_page() and not new.in_nav:
        file.inclusion = InclusionLevel.NOT_IN_NAV
    return file
