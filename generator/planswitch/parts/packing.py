"""Python for the browser, and our scripts and styles as a build has them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planswitch import browser
from planswitch.pages.site import Source
from planswitch.parts import SiteError


def packed(root: Path, sources: Sequence[Source], *, serving: bool) -> tuple[dict[str, browser.Packed], list[Path]]:
    """Packs Python, and shortens scripts and styles; while pages are being edited, both stay as they are.

    Args:
        root: the folder whose ``assets`` hold our scripts and styles.
        sources: the catalogues of the site.
        serving: whether pages are served while they are edited.

    Returns:
        What was packed, by the ids of catalogues, and the files that are not needed any more.

    Raises:
        SiteError: something is missing that this takes; says what to do.
    """
    try:
        scripts = "" if serving else browser.minify(root / "assets")
        needless = [] if serving else [*browser.unite_scripts(root / "assets"), *browser.unite_styles(root / "assets")]
        catalogues = [(source.loaded, source.languages) for source in sources]
        quick = {"fast": not serving, "compress": not serving}
        found = browser.pack_all(catalogues, root / browser.FOLDER, browser.CACHE, scripts=scripts, **quick)
    except browser.PackError as error:
        raise SiteError(str(error)) from error
    return {source.loaded.catalogue.id: each for source, each in zip(sources, found, strict=True)}, needless
