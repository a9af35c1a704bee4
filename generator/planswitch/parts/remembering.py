"""What of a page need not be made again while a site is edited: what it is made of is what it was.

`Memory` compares texts, so nothing has to be told what an edit concerns. Where a site has something of its own that
may read anything, such as a template or a hook, what that could change is made anew in each build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from planswitch.pages import registry
from planswitch.pages.compiling import COMPILED
from planswitch.pages.render import Page, Renderer
from planswitch.serving import Memory

PLUGINS = frozenset({"planswitch", "search", "material/search"})
"""Those that change no page once it is HTML."""
EXTENSIONS = frozenset(
    {"abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "meta", "nl2br"}
    | {"sane_lists", "smarty", "tables", "toc"}
)
"""Extensions of Markdown that read nothing but the page."""
RENDERED = ("content", "toc", "_title_from_render", "present_anchor_ids")
"""What the engine makes of Markdown."""


def environments(memory: Memory, theme: Any) -> None:
    """Lets the environments of the theme's templates share code, and what its folders have.

    Args:
        memory: of the site.
        theme: of the engine, which makes them.
    """
    make = theme.get_env

    def get_env() -> Any:
        env = make()
        env.bytecode_cache = COMPILED
        listed = env.list_templates

        def names() -> list[str]:
            own = sorted(map(str, Path(theme.custom_dir).rglob("*"))) if theme.custom_dir else []
            return memory.of(lambda: _plain(listed()), "templates", *theme.dirs, *own)

        env.list_templates = lambda filter_func: [*filter(filter_func, names())]
        return env

    theme.get_env = get_env


def _plain(names: Iterable[str]) -> list[str]:
    """Without the thousands of icons, which are files of no site."""
    return [name for name in names if not name.startswith(".")]


def leave_out(page: Any) -> None:
    """Leaves a page without a text: nobody is going to see it."""
    page.markdown = page.content = ""
    page.read_source = page.render = _nothing


def left_out(page: Any) -> bool:
    """Whether it has been."""
    return page.render is _nothing


def _nothing(*_: Any) -> None:
    pass


def markdown(memory: Memory, page: Any, config: Any, said: Callable[[], int], *, wanted: bool = True) -> None:
    """Lets a page that is about to be rendered as HTML take that from the memory.

    Args:
        memory: of the site.
        page: of the engine.
        config: of the engine.
        said: counts what the terminal has been told: a page of which something has to be said is made each time.
        wanted: whether a page that is not in the memory is rendered; otherwise it stays blank.
    """
    if all(isinstance(name, str) and name in EXTENSIONS for name in config.markdown_extensions):
        page.render = partial(_render, memory, page, page.render, said, wanted)


def _render(
    memory: Memory,
    page: Any,
    render: Callable[[Any, Any], None],
    said: Callable[[], int],
    wanted: bool,
    config: Any,
    files: Any,
) -> None:
    before = said()

    def made() -> dict[str, Any]:
        render(config, files)
        links = vars(page).get("links_to_anchors") or {}
        linked = {file.src_uri: anchors for file, anchors in links.items()}
        return {"links": linked, **{name: vars(page).get(name) for name in RENDERED}}

    told = (page.file.src_uri, page.markdown, repr((config.markdown_extensions, config.mdx_configs)))
    key = ("markdown", config.docs_dir, *told, _places(files))
    if not wanted and not memory.has(*key):
        page.content = ""
        return
    kept = memory.of(made, *key, keep=lambda: said() == before)
    vars(page).update({name: kept[name] for name in RENDERED})
    page.links_to_anchors = {files.src_uris[path]: anchors for path, anchors in kept["links"].items()}


@lru_cache(maxsize=1)
def _places(files: Any) -> str:
    """What there is to link to, in a build."""
    return "\n".join(f"{file.src_uri} {file.dest_uri} {file.inclusion.value}" for file in files)


def templates(memory: Memory, env: Any, config: Any) -> None:
    """Lets the theme's template of a page take what it renders from the memory."""
    if config.theme.custom_dir or not PLUGINS.issuperset(config.plugins):
        return
    options = [plugin.config for plugin in config.plugins.values()]
    site = repr((options, {name: value for name, value in config.items() if name != "plugins"}))
    own: type[Any] = env.template_class

    class Kept(own):  # type: ignore[misc]
        """A template that is not rendered again with what it was rendered with before."""

        def render(self, *args: Any, **more: Any) -> str:
            context = dict(*args, **more)
            page = context.get("page")
            make = partial(super().render, context)
            html: str = memory.of(make, "theme", self.name, site, *_told(context, page)) if page else make()
            return html

    env.template_class = Kept


def search(memory: Memory, config: Any) -> None:
    """Lets the theme's search take what it finds in a page from the memory."""
    for plugin in config.plugins.values():
        index: Any = getattr(plugin, "search_index", None)
        if isinstance(getattr(index, "entries", None), list):
            index.add_entry_from_context = partial(_add_entries, memory, index, index.add_entry_from_context)


def _add_entries(memory: Memory, index: Any, add: Callable[[Any], None], page: Any) -> None:
    found, index.entries = index.entries, []

    def made() -> list[Any]:
        add(page)
        return [*index.entries]

    try:
        told = repr((page.url, page.title, page.meta)), page.content, "".join(map(str, page.toc))
        own = memory.of(made, "search", *told)
    finally:
        index.entries = found
    found += own


def _told(context: Any, page: Any) -> Iterator[object]:
    """Everything that tells the template of a page from others."""
    yield context["renderer"]
    near = (page.previous_page, page.next_page)
    places = [(each.title, each.url) if each else None for each in near]
    yield repr((page.title, page.meta, page.canonical_url, page.edit_url, page.url, places))
    yield page.content
    yield "".join(map(str, page.toc))
    yield repr([context.get(name) for name in ("python", "newer", "above", "alternates")])
    yield repr([*_entries(context["nav"].items)])


def _entries(items: Iterable[Any]) -> Iterator[object]:
    for item in items:
        yield item.title, getattr(item, "url", ""), [*_entries(item.children or ())]


def kept(memory: Memory, made: Mapping[str, tuple[Renderer, ...]]) -> dict[str, tuple[Renderer, ...]]:
    """Renderers of each language; one that is made of the same as before is that one, with all that it has found."""
    return {tag: tuple(_known(memory, renderer) for renderer in own) for tag, own in made.items()}


def _known(memory: Memory, renderer: Renderer) -> Renderer:
    known = memory.of(lambda: renderer, "renderer", *_made_of(renderer))
    # Only `pages` has to do with what changed between editions, which is of all of them.
    object.__setattr__(known, "changes", renderer.changes)
    return known


def pages(memory: Memory, renderer: Renderer) -> Iterator[Page]:
    """Every generated page of a renderer: those of no edition anew, the others from memory."""
    for output in registry.outputs(renderer):
        yield from output.pages(renderer) if output.shared else memory.all_of(output.pages, renderer)


def _made_of(renderer: Renderer) -> Iterator[object]:
    for field in fields(renderer):
        value = getattr(renderer, field.name)
        if isinstance(value, Mapping):
            yield from value.values()
        elif field.name != "changes":
            yield value
