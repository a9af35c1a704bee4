"""Somebody's site, with pages, styles, scripts and a hook of its own, in which our pages are to be a section."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar

PLUGIN = """
plugins:
  - search
  - planswitch:
      catalogue: {catalogue}
      section: help/upgrade
"""
CONFIG = """
site_name: Somebody & Co
site_url: !ENV SITE_URL
theme: {theme}
extra_css: [mine.css]
extra_javascript: [mine.js]
hooks: [mine.py]
markdown_extensions:
  - toc: {{permalink: true}}
"""
HOOK = """
def on_post_page(output, page, config):
    return output.replace("</body>", "<!-- mine: " + page.file.src_uri + " --></body>")
"""
DOCS = {
    "index.md": """# Somebody

Text {.mine} with *marks*.

## More

<details><summary>More</summary><p id='x'>…</p></details>
""",
    "guides/first.md": """---
tags: [one]
---

# First

[To the start](../index.md#more)

| a | b |
|---|---|
| 1 | 2 |
""",
    "guides/second.md": "# Second\n\n<script>window.mine = true</script>\n",
    "help/index.md": "# Help\n\nAsk us.\n",
    "mine.css": "body { outline: none }\n",
    "mine.js": "window.also = true;\n",
}
THEMES = {
    "material": (
        "{{name: material, language: {language}, font: false, features: [navigation.instant, navigation.tabs]}}"
    ),
    "mkdocs": "{{name: mkdocs, locale: {language}, highlightjs: false}}",
    "readthedocs": "{{name: readthedocs, locale: {language}, highlightjs: false}}",
}


def host(folder: Path, theme: str, language: str = "it") -> Path:
    """Writes the site of somebody into a new folder, and returns its configuration."""
    for name, text in DOCS.items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    (folder / "mine.py").write_text(HOOK, encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(CONFIG.format(theme=THEMES[theme].format(language=language)), encoding="utf-8")
    return config


def with_section(config: Path, catalogue: Path, *options: str) -> None:
    """Adds our pages as a section, perhaps with more options."""
    more = "".join(f"      {option}\n" for option in options)
    text = config.read_text(encoding="utf-8") + PLUGIN.format(catalogue=catalogue.as_posix()) + more
    config.write_text(text, encoding="utf-8")


class Rest(HTMLParser):
    """A page without its navigation."""

    VOID: ClassVar = {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._depth = 0
        self._parts: list[str] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """What is left, without the blank around it."""
        return re.sub(r"\s+", " ", "".join(self._parts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if self._depth or tag == "nav" or {"navbar", "rst-versions"} & set(classes):
            self._depth += tag not in self.VOID
        else:
            self._parts.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._kept(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._depth:
            self._depth -= tag not in self.VOID
        else:
            self._parts.append(f"</{tag}>")

    def _kept(self, text: str) -> None:
        if not self._depth:
            self._parts.append(text)

    def handle_data(self, data: str) -> None:
        self._kept(data)

    def handle_comment(self, data: str) -> None:
        self._kept(f"<!--{data}-->")

    def handle_entityref(self, name: str) -> None:
        self._kept(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._kept(f"&#{name};")
