"""Python for the browser, and our scripts and styles as a build has them."""

from __future__ import annotations

from pathlib import Path

from planswitch import browser
from planswitch.pages.render import Renderer
from planswitch.parts import SiteError


def packed(root: Path, renderer: Renderer, *, serving: bool) -> tuple[browser.Packed, list[Path]]:
    """Packs Python, and shortens scripts and styles; while pages are being edited, both stay as they are.

    Args:
        root: the folder whose ``assets`` hold our scripts and styles.
        renderer: of any language of the site.
        serving: whether pages are served while they are edited.

    Returns:
        What was packed, and the files that are not needed any more.

    Raises:
        SiteError: something is missing that this takes; says what to do.
    """
    try:
        scripts = "" if serving else browser.minify(root / "assets")
        needless = [] if serving else browser.unite_styles(root / "assets")
        quick = {"fast": not serving, "compress": not serving}
        found = browser.pack(
            renderer.loaded, renderer.languages, root / browser.FOLDER, browser.CACHE, scripts=scripts, **quick
        )
    except browser.PackError as error:
        raise SiteError(str(error)) from error
    return found, needless
