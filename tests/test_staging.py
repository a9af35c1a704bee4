"""Staged trees: plain Markdown that another engine can build, with nothing of this one left in it."""

from __future__ import annotations

from pathlib import Path

from planswitch.catalogue import Loaded
from planswitch.pages import software
from planswitch.pages.languages import languages
from planswitch.pages.render import Renderer
from planswitch.staging import in_own_units, own_assets, stage
from tests.assertions import OFFICE, TRANSLATIONS


def test_every_page_is_staged_with_its_slots_filled(loaded: Loaded, tmp_path: Path) -> None:
    found = languages(["en", "it"], TRANSLATIONS)
    renderers = {tag: (Renderer(loaded, language, found, several=True),) for tag, language in found.items()}
    stage(renderers, OFFICE / "docs", {tag: {"2014": {}} for tag in found}, tmp_path / "out")
    for tag in found:
        pages = {path.relative_to(tmp_path / "out" / tag): path for path in (tmp_path / "out" / tag).rglob("*.md")}
        assert {Path("2014", "plans", f"{plan}.md") for plan in loaded.catalogue.plans} <= set(pages)
        assert {Path("2014", "troubleshooting", f"{rule}.md") for rule in loaded.catalogue.rules} <= set(pages)
        assert Path("2014/guides/wizard.md") in pages
        for path in pages.values():
            assert "<!-- planswitch:" not in path.read_text(encoding="utf-8"), path.name
        answers = {path.stem for path in (tmp_path / "out" / tag / "2014" / "answers").glob("*.json")}
        assert answers == {*loaded.catalogue.plans, "index"}
        assert (tmp_path / "out" / tag / "2014" / "names.json").is_file()
    assert (tmp_path / "out" / "api" / "v1" / "2014" / "catalogue.json").is_file()
    assert (tmp_path / "out" / "assets" / "explorer" / "explorer.js").is_file()
    licences = [tmp_path / "out" / path for path, _ in software.texts(renderers)]
    assert licences
    assert all(path.is_file() for path in licences)
    styles = [(path, file) for path, file in own_assets() if path.endswith(".css")]
    assert styles
    for name, file in styles:
        assert (tmp_path / "out" / name).read_text(encoding="utf-8") == in_own_units(file.read_text(encoding="utf-8"))


def test_lengths_do_not_rest_on_the_size_of_a_theme_s_letters() -> None:
    style = "@media (min-width: 30rem) { .rem-1rem { margin: -.5rem 1rem 2.25rem; inset: calc(100% - 3rem); } }"
    assert in_own_units(style) == (
        "@media (min-width: 30rem) { .rem-1rem { margin: calc(-.5 * var(--ps-rem, 1rem)) calc(1 * var(--ps-rem, 1rem)) "
        "calc(2.25 * var(--ps-rem, 1rem)); inset: calc(100% - calc(3 * var(--ps-rem, 1rem))); } }"
    )
