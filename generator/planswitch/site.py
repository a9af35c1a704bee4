"""The MkDocs hook: thin, and the only module that knows MkDocs.

One ``mkdocs build`` makes the whole site. The configuration in ``mkdocs.yml`` builds what all languages share; when
that is done, the hook builds each language into its own folder with the same configuration. All of it goes to a
folder beside the site, which takes the site's place as the last thing, once nothing has failed: a bad edit never
replaces a good site.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.exceptions import Abort, BuildError, MkDocsException
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.utils import CountHandler

from planswitch import browser, serving, staging
from planswitch.catalogue import CatalogueError, load
from planswitch.i18n import OWN_FOLDER
from planswitch.pages import api, escaping, front, hosting, links, policy, registry, slots, software
from planswitch.pages.handwritten import has_about
from planswitch.pages.languages import LanguageError, languages, locale_folder
from planswitch.pages.render import TEMPLATES, Page, Renderer, base, slot
from planswitch.publishing import Publication, PublishError, claim, shown
from planswitch.settings import EXPECTED, Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as SitePage

log = logging.getLogger("mkdocs.planswitch")

THEME = Path(__file__).parent / "theme"
"""The few templates of the theme that ours take the place of."""
INDENTED = re.compile(r"(<(code|pre|script|style|textarea)\b.*?</\2>)|\n\s+", re.DOTALL)
"""What counts as it stands, or a line end with the blank that follows it."""


@dataclass
class Run:
    """One build of the whole site.

    Attributes:
        publication: of the new site.
        warnings: counts what is said at that level and above, as MkDocs does, but in time.
        expected: the files that the new site must have.
    """

    publication: Publication
    warnings: CountHandler = field(default_factory=lambda: CountHandler(level=logging.WARNING))
    expected: set[str] = field(default_factory=set)

    def end(self) -> None:
        """Lets other builds in, and stops counting."""
        logging.getLogger("mkdocs").removeHandler(self.warnings)
        self.publication.close()


SEGMENTERS = {"ja": "tinyseg", "hi": "wordcut", "th": "wordcut"}
"""Languages of search without spaces between words, and the script that finds them."""

RUNS: list[Run] = []
"""The build that is running, if one is: MkDocs does not tell which it is when it fails."""


def on_startup(*, command: str, dirty: bool) -> None:
    """Remembers, across the reloads of this hook, whether pages are being served while they are edited."""
    serving.running = command == "serve"


def _serving() -> bool:
    return serving.running


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Reads the catalogue for the shared part, or sets up one language."""
    if isinstance(_settings(config).get("renderer"), Renderer):
        return _language_config(config)
    project = Path(config.config_file_path).parent
    try:
        settings = read_settings(config.extra.get("planswitch"), project, Path(config.docs_dir))
    except SettingsError as error:
        name = Path(config.config_file_path).name
        raise BuildError(f"{name}: the site stays as it is until this is mended\n{error}") from error
    _begin(config, settings.catalogue)
    config.extra["planswitch"] = {
        **_settings(config),
        "renderers": _renderers(settings, Path(config.docs_dir)),
        "target": config.site_dir,
    }
    config.site_dir = str(RUNS[-1].publication.next)
    config.nav = None
    config.theme.static_templates.clear()
    watched = [settings.catalogue, locale_folder(settings.catalogue), TEMPLATES, staging.ASSETS]
    watched += [OWN_FOLDER, *map(Path, [config.theme.custom_dir] if config.theme.custom_dir else [])]
    config.watch.extend(str(path) for path in dict.fromkeys(watched))
    return config


def _begin(config: MkDocsConfig, catalogue: Path) -> None:
    """Makes sure that the new site may take the place of what is there, and that no other build does so too."""
    _end()
    site = Path(config.site_dir)
    sources = (catalogue, locale_folder(catalogue), Path(config.docs_dir))
    try:
        publication = claim(site, sources, lambda: log.info("Another build writes %s: waiting for it …", shown(site)))
    except PublishError as error:
        raise BuildError(str(error)) from error
    RUNS.append(Run(publication))
    _count_warnings(RUNS[-1].warnings, strict=config.strict)


def _count_warnings(counter: CountHandler, *, strict: bool) -> None:
    logger = logging.getLogger("mkdocs")
    if strict and not logger.isEnabledFor(logging.WARNING):  # --quiet hides them, and would hide them from us too
        for handler in logger.handlers:
            handler.setLevel(logger.level)
        logger.setLevel(logging.WARNING)
    logger.addHandler(counter)


def _end() -> None:
    while RUNS:
        RUNS.pop().end()


def on_build_error(error: Exception) -> None:
    """A build that fails leaves nothing beside the site."""
    _end()


def on_shutdown() -> None:
    """So does one that is stopped."""
    _end()


def _renderers(settings: Settings, docs: Path) -> dict[str, Renderer]:
    try:
        loaded = load(settings.catalogue)
        found = languages(settings.languages, locale_folder(settings.catalogue), written=loaded.catalogue.language)
        renderers = {
            tag: Renderer(loaded, language, found, settings.report, settings.several, has_about(docs, tag))
            for tag, language in found.items()
        }
    except (CatalogueError, LanguageError) as error:
        raise BuildError(f"{settings.catalogue.name}: the site stays as it is until this is mended\n{error}") from error
    for warning in loaded.warnings:
        log.info("%s", warning.explain())
    return renderers


def _settings(config: MkDocsConfig) -> dict[str, Any]:
    settings: Any = config.extra.get("planswitch")
    return settings if isinstance(settings, dict) else {}


def _language_config(config: MkDocsConfig) -> MkDocsConfig:
    renderer: Renderer = _settings(config)["renderer"]
    config.theme["language"] = _known_to_theme(renderer.language.tag, map(Path, config.theme.dirs))
    config.theme["tag"] = renderer.language.tag
    config.theme["direction"] = renderer.language.direction
    config.site_name = escape(renderer.words.setting("title"))  # the theme prints it, and more, as it is
    config.site_description = escape(renderer.words.gettext("Can I switch from one plan to another, and how?"))
    config.extra_css = [f"../{path}" for path in config.extra_css]
    for script in config.extra_javascript:
        if isinstance(script, ExtraScriptValue):
            script.path = f"../{script.path}"
    names = {"slate": renderer.words.gettext("Switch to light mode")}
    for scheme in _schemes(config):
        if "toggle" in scheme:
            name = names.get(scheme.get("scheme", ""), renderer.words.gettext("Switch to dark mode"))
            scheme["toggle"]["name"] = escape(name)
    return config


def _schemes(config: MkDocsConfig) -> list[dict[str, Any]]:
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


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Shared part: assets and files beside them. A language: its generated pages, and no assets of its own."""
    settings = _settings(config)
    if "renderer" in settings:
        kept = Files([file for file in files if not file.src_uri.startswith("assets/")])
        settings["pages"] = {page.path: page for page in registry.pages(settings["renderer"])}
        for path, page in settings["pages"].items():
            kept.append(File.generated(config, path, content=page.markdown))
        for path, content in api.answer_files(settings["renderer"]):
            kept.append(File.generated(config, path, content=content))
        return kept
    kept = Files([file for file in files if _is_shared(file)])
    for uri, path in staging.own_assets():
        if kept.get_file_from_path(uri) is None:
            kept.append(File.generated(config, uri, abs_src_path=str(path)))
    renderers: dict[str, Renderer] = settings["renderers"]
    first = next(iter(renderers.values()))
    public = (*api.public_files(first), *front.pages(renderers, config.site_url or "/"), *software.texts(renderers))
    for path, content in public:
        if path.endswith(".html"):
            _safely(policy.checked, content, path)
        kept.append(File.generated(config, path, content=content))
    return kept


def _is_shared(file: File) -> bool:
    """Whether a file is for all languages: an asset, or what lies beside the languages' folders and is no page."""
    return file.src_uri.startswith("assets/") or ("/" not in file.src_uri and not file.is_documentation_page())


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """A language finds the theme's files one level up, where all languages share them."""
    run = RUNS[-1]
    run.expected |= {
        Path(file.abs_dest_path).relative_to(run.publication.next).as_posix()
        for file in files
        if file.inclusion.is_included()  # type: ignore[no-untyped-call]
    }
    if "renderer" not in _settings(config):
        return env
    own: Callable[..., str] = env.filters["url"]

    def url(context: Any, value: str) -> str:
        return own(context, f"../{value}" if value.startswith("assets/") else value)

    url.jinja_pass_arg = own.jinja_pass_arg  # type: ignore[attr-defined]
    env.filters["url"] = url
    env.globals.update(escaping.sentences(_settings(config)["renderer"].language.translations))
    ours = Path(config.theme.custom_dir or THEME)
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
    for problem in links.problems(_settings(config)["renderer"], anchors):
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
    """Tells the templates of a page where it is."""
    _place(context, config, f"{base(page.file.src_uri)}../", page.url)
    return context


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """The page for a missing page leads to where each language begins: more is not known of what is not there."""
    if template_name.endswith(".html"):
        root = context["base_url"].removesuffix("/").removesuffix(_settings(config)["renderer"].language.tag)
        _place(context, config, root, "")
    return context


def _place(context: dict[str, Any], config: MkDocsConfig, root: str, url: str) -> None:
    """Tells a template the language it is in and where the others are, and sections of the navigation their names.

    Args:
        context: of the template.
        config: of the language.
        root: where the site begins, seen from the page.
        url: the page's address, seen from where its language begins.
    """
    for item in context["nav"].items:
        if item.is_section and item.children:
            item.title = item.children[0].title
    renderer: Renderer = _settings(config)["renderer"]
    address = (config.site_url or "/").removesuffix(f"{renderer.language.tag}/")
    context["renderer"] = renderer
    context["site_address"] = address
    context["alternates"] = [
        {
            "tag": tag,
            "name": language.name,
            "href": f"{root}{tag}/{url}",
            "absolute": f"{address}{tag}/{url}",
            "current": tag == renderer.language.tag,
        }
        for tag, language in renderer.languages.items()
    ]


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Hands the keywords of a page to search, whose name for them is tags, and fills the slots that are Markdown."""
    page.meta.setdefault("tags", [str(word) for word in page.meta.get("keywords", [])])
    return _fill(markdown, page, config, "markdown")


def on_page_content(html: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Fills the slots whose text readers can search for."""
    return _fill(html, page, config, "content")


def on_post_page(output: str, page: SitePage, config: MkDocsConfig) -> str:
    """Fills the other slots, and says what the page may load."""
    generated: Page | None = _settings(config)["pages"].get(page.file.src_uri)
    for name, html in (generated.slots if generated else {}).items():
        output = output.replace(slot(name), html)
    output = _fill(output, page, config, "page")
    return _guarded(output, page.file.dest_uri, config)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The page for a missing page is guarded like the others."""
    return _guarded(output_content, template_name, config) if template_name.endswith(".html") else output_content


def _fill(text: str, page: SitePage, config: MkDocsConfig, stage: slots.Stage) -> str:
    settings = _settings(config)
    try:
        return slots.fill(text, settings["renderer"], page.file.src_uri, settings["widget"], stage=stage)
    except slots.SlotError as error:
        raise BuildError(str(error)) from error


def _guarded(html: str, path: str, config: MkDocsConfig) -> str:
    """Adds the page's security policy, except while serving, for live reload writes a script into the page.

    The theme's indents and blank lines go, which nobody sees and every reader would fetch.
    """
    settings = _settings(config)
    html = INDENTED.sub(lambda found: found[1] or "\n", html)
    guard = policy.checked if _serving() else policy.guarded
    guarded = _safely(guard, html, f"{settings['renderer'].language.tag}/{path}", settings["scripts"])
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
    if "renderer" in settings:
        return
    site = Path(config.site_dir)
    try:
        shutil.rmtree(site / "search", ignore_errors=True)
        renderers: dict[str, Renderer] = settings["renderers"]
        packed = _packed(site, next(iter(renderers.values())))
        RUNS[-1].expected |= packed.paths
        for tag, renderer in renderers.items():
            build(_language(config, tag, renderer, packed))
            _set_documents_apart(site / tag / "search")
        for path in list(_unread(site, renderers)):
            _leave_out(site, path)
        hosting.into_site(site, config.site_url or "/")
    except OSError as error:
        raise BuildError(f"The site stays as it is: {error}") from error
    config.site_dir = settings["target"]
    _let_in(Path(config.site_dir), strict=config.strict)
    if not _serving():
        for told in hosting.beside(Path(config.site_dir), config.site_url or "/", renderers):
            log.info("%s", told)
    _end()


def _packed(site: Path, renderer: Renderer) -> browser.Packed:
    out, cache = site / browser.FOLDER, browser.CACHE
    try:
        built = not _serving()
        scripts = browser.minify(site / "assets") if built else ""
        for part in browser.unite_styles(site / "assets") if built else ():
            _leave_out(site, part)
        return browser.pack(
            renderer.loaded, renderer.languages, out, cache, fast=built, compress=built, scripts=scripts
        )
    except browser.PackError as error:
        raise BuildError(str(error)) from error


def _leave_out(site: Path, path: Path) -> None:
    path.unlink()
    RUNS[-1].expected.discard(path.relative_to(site).as_posix())


def _unread(site: Path, tags: Iterable[str]) -> Iterator[Path]:
    """What the theme brings and no reader gets: maps of its sources, and what search in other languages needs."""
    yield from (site / "assets").rglob("*.map")
    indexes = [json.loads((site / tag / "search" / "search_index.json").read_text(encoding="utf-8")) for tag in tags]
    spoken = {language for index in indexes for language in index["config"]["lang"]}
    kept = {"multi.min", "stemmer.support.min", *(f"{language}.min" for language in spoken)}
    kept |= {SEGMENTERS[language] for language in spoken & SEGMENTERS.keys()}
    for path in (site / "assets" / "javascripts" / "lunr").rglob("*.js"):
        if path.stem.removeprefix("lunr.") not in kept:
            yield path


def _set_documents_apart(search: Path) -> None:
    """Search loads its documents when somebody searches (assets/search.js); the theme would with each page."""
    index = json.loads((search / "search_index.json").read_text(encoding="utf-8"))
    (search / "documents.json").write_text(json.dumps(index["docs"], ensure_ascii=False), encoding="utf-8")
    (search / "search_index.json").write_text(json.dumps({**index, "docs": []}), encoding="utf-8")


def _language(config: MkDocsConfig, tag: str, renderer: Renderer, packed: browser.Packed) -> MkDocsConfig:
    own = {key: value for key, value in _settings(config).items() if key in EXPECTED}
    return load_config(
        config.config_file_path,
        docs_dir=str(Path(config.docs_dir) / tag),
        site_dir=str(Path(config.site_dir) / tag),
        site_url=f"{(config.site_url or '/').rstrip('/')}/{tag}/",
        strict=False,  # the warnings of all languages are counted together
        extra={**config.extra, "planswitch": {**own, "renderer": renderer, "widget": packed.widget(tag)}},
    )


def _let_in(site: Path, *, strict: bool) -> None:
    run = RUNS[-1]
    warnings = sum(count for _, count in run.warnings.get_counts())
    if strict and warnings:
        said = "1 warning" if warnings == 1 else f"{warnings} warnings"
        raise Abort(f"{said} in strict mode: {shown(site)} stays as it is until this is mended.")
    try:
        files = run.publication.publish(run.expected)
    except PublishError as error:
        raise BuildError(str(error)) from error
    log.info("The new site is in %s: %d files.", shown(site), files)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
    """While serving, a build that fails says why, and the last good site stays up."""
    build_site = server.builder

    def guarded() -> None:
        try:
            build_site()
        except (SystemExit, MkDocsException) as error:
            log.error("%s The last good site stays up.", error)  # noqa: TRY400 - the reasons are already printed
        except Exception:
            log.exception("The last good site stays up.")

    server.builder = guarded
    serving.watch_patiently(server, [config.docs_dir, config.config_file_path, *config.theme.dirs], config.watch)
    serving.bind_politely(server)
    return server
