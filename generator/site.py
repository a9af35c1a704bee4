"""The MkDocs hook: thin, and the only module that knows MkDocs.

One ``mkdocs build`` makes the whole site. The configuration in ``mkdocs.yml`` builds what all languages share; when
that is done, the hook builds each language into its own folder with the same configuration. All of it goes to a
folder beside the site, which takes the site's place once nothing has failed: a bad edit never replaces a good site.
"""

from __future__ import annotations

import json
import logging
import shutil
import sys
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.exceptions import BuildError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

from generator import browser
from generator.catalogue import CatalogueError, load
from generator.pages import front, interface, links, outputs, policy, printing, slots
from generator.pages.languages import LanguageError, languages, locale_folder
from generator.pages.press import Page, Press, base, slot

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as SitePage

log = logging.getLogger("mkdocs.planswitch")

PROJECT = Path(__file__).parents[1]


def on_startup(*, command: str, dirty: bool) -> None:
    """Remembers, across the reloads of this hook, whether pages are being served while they are edited."""
    sys.modules["generator"].__dict__["serving"] = command == "serve"


def _serving() -> bool:
    return bool(sys.modules["generator"].__dict__.get("serving"))


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Reads the catalogue for the shared part, or sets up one language."""
    if "press" in _settings(config):
        return _language_config(config)
    settings = _settings(config)
    folder = Path(config.config_file_path).parent
    catalogue = folder / settings["catalogue"]
    try:
        loaded = load(catalogue)
        found = languages(settings["languages"], locale_folder(catalogue), written=loaded.catalogue.language)
        presses = {tag: Press(loaded, language, found) for tag, language in found.items()}
    except (CatalogueError, LanguageError) as error:
        raise BuildError(f"{settings['catalogue']}: the site stays as it is until this is mended\n{error}") from error
    for warning in loaded.warnings:
        log.info("%s", warning.explain())
    settings["presses"] = presses
    settings["target"] = config.site_dir
    config.site_dir = f"{config.site_dir.rstrip('/')}.next"
    config.nav = None
    config.theme.static_templates.clear()
    watched = [catalogue, catalogue.parent / "locale", PROJECT / "generator" / "pages" / "templates"]
    watched += [PROJECT / "locale", *map(Path, [config.theme.custom_dir] if config.theme.custom_dir else [])]
    config.watch.extend(str(path) for path in dict.fromkeys(watched) if path.exists())
    return config


def _settings(config: MkDocsConfig) -> dict[str, Any]:
    settings: dict[str, Any] = config.extra["planswitch"]
    return settings


def _language_config(config: MkDocsConfig) -> MkDocsConfig:
    press: Press = _settings(config)["press"]
    config.theme["language"] = _known_to_theme(press.language.tag, map(Path, config.theme.dirs))
    config.theme["tag"] = press.language.tag
    config.theme["direction"] = press.language.direction
    config.site_name = escape(press.words.setting("title"))  # the theme prints it, and more, as it is
    config.site_description = escape(press.words.gettext("Can I switch from one plan to another, and how?"))
    config.extra_css = [f"../{path}" for path in config.extra_css]
    for script in config.extra_javascript:
        if isinstance(script, ExtraScriptValue):
            script.path = f"../{script.path}"
    names = (press.words.gettext("Switch to dark mode"), press.words.gettext("Switch to light mode"))
    for scheme, name in zip(config.theme["palette"], names, strict=True):
        scheme["toggle"]["name"] = escape(name)
    return config


def _known_to_theme(tag: str, folders: Iterable[Path]) -> str:
    """The language in which the theme says its own words: the site's, its main part, or else English."""
    known = {path.stem for folder in folders for path in folder.glob("partials/languages/*.html")}
    near = [name for name in (tag, tag.partition("-")[0]) if name in known]
    if not near:
        log.info("The theme has no words in “%s”; its own are English.", tag)
    return near[0] if near else "en"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Shared part: assets and files of no language. A language: its generated pages, and no assets of its own."""
    settings = _settings(config)
    if "press" in settings:
        kept = Files([file for file in files if not file.src_uri.startswith("assets/")])
        settings["pages"] = {page.path: page for page in outputs.pages(settings["press"])}
        for path, page in settings["pages"].items():
            kept.append(File.generated(config, path, content=page.markdown))
        for path, content in interface.answer_files(settings["press"]):
            kept.append(File.generated(config, path, content=content))
        return kept
    kept = Files([file for file in files if file.src_uri.startswith("assets/")])
    for path in sorted((PROJECT / "docs").glob("assets/**/*.*")):
        uri = path.relative_to(PROJECT / "docs").as_posix()
        if kept.get_file_from_path(uri) is None:
            kept.append(File.generated(config, uri, abs_src_path=str(path)))
    presses: dict[str, Press] = settings["presses"]
    loaded = next(iter(presses.values())).loaded
    for path, content in (*interface.public_files(loaded), *front.pages(presses, config.site_url or "/")):
        if path.endswith(".html"):
            _safely(policy.checked, content, path)
        kept.append(File.generated(config, path, content=content))
    return kept


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """A language finds the theme's files one level up, where all languages share them."""
    if "press" not in _settings(config):
        return env
    own: Callable[..., str] = env.filters["url"]

    def url(context: Any, value: str) -> str:
        return own(context, f"../{value}" if value.startswith("assets/") else value)

    url.jinja_pass_arg = own.jinja_pass_arg  # type: ignore[attr-defined]
    env.filters["url"] = url
    env.globals.update(printing.sentences(_settings(config)["press"].language.translations))
    ours = Path(config.theme.custom_dir or PROJECT / "overrides")
    env.autoescape = lambda name: name is not None and (ours / name).is_file()
    _settings(config)["scripts"] = [
        script
        for file in sorted((ours / "partials" / "javascripts").glob("*.html"))
        for script in policy.scripts(env.get_template(file.relative_to(ours).as_posix()).render(config=config))
    ]
    pages = [file.page for file in files.documentation_pages() if file.page]
    for page in pages:
        _as_html(page, Markup if page.file.src_uri in _settings(config)["pages"] else escape)
    anchors = {page.url: page.present_anchor_ids or () for page in pages}
    for problem in links.problems(_settings(config)["press"], anchors):
        log.warning("%s", problem.explain())
    return env


def _as_html(page: SitePage, html: Callable[[str], Markup]) -> None:
    """Makes HTML of what a page says of itself: the theme prints it as it is, in attributes too.

    Args:
        page: a page that has been read.
        html: what makes HTML of its front matter, which in generated pages is HTML.
    """
    shown, named = str(page.title or ""), page.meta.get("title")
    # A title that MkDocs took from a heading is HTML already.
    page.title = html(shown) if named is not None and shown == str(named) else escape(unescape(shown))
    page.meta["title"] = page.title if named is None else html(str(named))
    for name in ("description", "author"):
        if name in page.meta:
            page.meta[name] = html(str(page.meta[name]))
    page.meta["tags"] = [html(str(word)) for word in page.meta.get("tags") or ()]


def on_page_context(context: dict[str, Any], page: SitePage, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Gives the templates the page's other languages, and sections of the navigation their page's title."""
    press: Press = _settings(config)["press"]
    for item in nav.items:
        if item.is_section and item.children:
            item.title = item.children[0].title
    root = f"{base(page.file.src_uri)}../"
    address = (config.site_url or "/").removesuffix(f"{press.language.tag}/")
    context["press"] = press
    context["site_address"] = address
    context["alternates"] = [
        {
            "tag": tag,
            "name": language.name,
            "href": f"{root}{tag}/{page.url}",
            "absolute": f"{address}{tag}/{page.url}",
            "current": tag == press.language.tag,
        }
        for tag, language in press.languages.items()
    ]
    return context


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Hands the keywords of a page to search, whose name for them is tags."""
    page.meta.setdefault("tags", [str(word) for word in page.meta.get("keywords", [])])
    return markdown


def on_page_content(html: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Fills the slots whose text readers can search for."""
    return _fill(html, page, config, searchable=True)


def on_post_page(output: str, page: SitePage, config: MkDocsConfig) -> str:
    """Fills the other slots, and says what the page may load."""
    generated: Page | None = _settings(config)["pages"].get(page.file.src_uri)
    for name, html in (generated.slots if generated else {}).items():
        output = output.replace(slot(name), html)
    output = _fill(output, page, config, searchable=False)
    return _guarded(output, page.file.dest_uri, config)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The page for a missing page is guarded like the others."""
    return _guarded(output_content, template_name, config) if template_name.endswith(".html") else output_content


def _fill(html: str, page: SitePage, config: MkDocsConfig, *, searchable: bool) -> str:
    settings = _settings(config)
    try:
        return slots.fill(html, settings["press"], page.file.src_uri, settings["widget"], searchable=searchable)
    except slots.SlotError as error:
        raise BuildError(str(error)) from error


def _guarded(html: str, path: str, config: MkDocsConfig) -> str:
    """Adds the page's security policy, except while serving, for live reload writes a script into the page."""
    settings = _settings(config)
    guard = policy.checked if _serving() else policy.guarded
    guarded = _safely(guard, html, f"{settings['press'].language.tag}/{path}", settings["scripts"])
    return html if _serving() else guarded


def _safely(guard: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return guard(*arguments)
    except policy.PolicyError as error:
        raise BuildError(str(error)) from error


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """After the shared part: packs Python for the browser, builds each language, and lets the new site in."""
    settings = _settings(config)
    if "press" in settings:
        return
    site = Path(config.site_dir)
    shutil.rmtree(site / "search", ignore_errors=True)
    presses: dict[str, Press] = settings["presses"]
    packed = _packed(site, next(iter(presses.values())))
    for tag, press in presses.items():
        build(_language(config, tag, press, packed))
        _set_documents_apart(site / tag / "search")
    _let_in(site, Path(settings["target"]))


def _packed(site: Path, press: Press) -> browser.Packed:
    out, cache = site / browser.FOLDER, PROJECT / ".cache"
    try:
        if not _serving():
            browser.minify(site / "assets")
        return browser.pack(press.loaded, press.languages, out, cache, fast=not _serving(), compress=not _serving())
    except browser.PackError as error:
        raise BuildError(str(error)) from error


def _set_documents_apart(search: Path) -> None:
    """Search loads its documents when somebody searches (assets/search.js); the theme would with each page."""
    index = json.loads((search / "search_index.json").read_text(encoding="utf-8"))
    (search / "documents.json").write_text(json.dumps(index["docs"], ensure_ascii=False), encoding="utf-8")
    (search / "search_index.json").write_text(json.dumps({**index, "docs": []}), encoding="utf-8")


def _language(config: MkDocsConfig, tag: str, press: Press, packed: browser.Packed) -> MkDocsConfig:
    own = {key: value for key, value in _settings(config).items() if key in ("catalogue", "languages")}
    docs = Path(config.docs_dir) / tag
    if not docs.is_dir():
        raise BuildError(f"no folder {docs.name} in docs: write the pages of “{tag}”, or take it out of mkdocs.yml")
    return load_config(
        config.config_file_path,
        docs_dir=str(docs),
        site_dir=str(Path(config.site_dir) / tag),
        site_url=f"{(config.site_url or '/').rstrip('/')}/{tag}/",
        strict=config.strict,
        extra={**config.extra, "planswitch": {**own, "press": press, "widget": packed.widget(tag)}},
    )


def _let_in(new: Path, site: Path) -> None:
    old = site.with_name(f"{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
    """While serving, a build that fails says why, and the last good site stays up."""
    build_site = server.builder

    def guarded() -> None:
        try:
            build_site()
        except SystemExit as error:
            log.error("%s", error)  # noqa: TRY400 - the reasons are already printed
        except Exception:
            log.exception("The last good site stays up.")

    server.builder = guarded
    return server
