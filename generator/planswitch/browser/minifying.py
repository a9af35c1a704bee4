"""Makes scripts and styles as short as they can be, by esbuild: our own below ``assets/``, and Pyodide's."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from planswitch.browser import prepacked
from planswitch.browser.nodejs import finished, run_node
from planswitch.browser.places import PROJECT, advice
from planswitch.browser.runtime import PackError
from planswitch.browser.store import sha256

OWN = ("*.js", "front.css", "explorer/*.js", "matrix/*.js", "matrix/wide.css")
"""What is ours; the theme comes short already, and what a site brings along itself stays as it is."""
WHOLE = (
    *("asked.js", "searching.js"),
    *("explorer/ahead.js", "explorer/combobox.js", "explorer/elsewhere.js", "explorer/explorer.js"),
    *("explorer/record.js", "explorer/view.js"),
    *("matrix/map.js", "matrix/matrix.js", "matrix/wide.js"),
)
"""Scripts that bring along what they import, but for one another and `ALONE`: a page asks for one file and not for ten,
and what is compressed as a whole is smaller."""
ALONE = ("foreign.js", "explorer/python.js")
"""Other modules that are asked for by themselves: these are there once for the whole visit, whoever imports them."""
EAGER = ("explorer/explorer.js", "explorer/view.js")
"""Large scripts of which a first answer takes nearly everything."""
HINT = "//# allFunctionsCalledOnLoad\n"
"""Says so: Chromium compiles all functions of such a script while it arrives, beside the page, and none when called."""
STYLES = ("styles.css", "section.css")
"""Each brings in all other styles of a page: in a site of ours, and in a section of somebody's."""
IMPORT = re.compile(r'@import "([^"]+)"')
ASSETS = Path(__file__).parents[1] / "assets"
PROGRAM = PROJECT / "node_modules" / "esbuild" / "bin" / "esbuild"
NATIVE = ("@esbuild/*/bin/esbuild", "@esbuild/win32-*/esbuild.exe")


def minify(assets: Path) -> str:
    """Rewrites each of our files in its place; names and what they do stay. Those of a wheel are short already.

    Returns:
        The version of our scripts, which differs when any of them does. They know it as ``PLANSWITCH_SCRIPTS``, and
        pages are to name it, so that a page and scripts of different builds can tell.

    Raises:
        PackError: esbuild or Node is missing, or a file cannot be read as what its name says.
    """
    if prepacked.is_there():
        return prepacked.scripts()
    names = sorted({path.relative_to(ASSETS) for pattern in OWN for path in ASSETS.glob(pattern)})
    files = [assets / name for name in names if (assets / name).is_file()]
    version = sha256(*(file.read_bytes() for file in files if file.suffix == ".js"))[:12]
    define = f'--define:PLANSWITCH_SCRIPTS="{version}"'
    _esbuild(*map(str, files), define, "--allow-overwrite", f"--outdir={assets}", f"--outbase={assets}")
    return version


def unite_scripts(assets: Path) -> list[Path]:
    """Puts what a script imports into it, and returns the files that are in others now and not needed.

    What a first answer takes says that it is to be compiled at once.

    Raises:
        PackError: as `minify`.
    """
    if prepacked.is_there():
        return []
    apart = {assets / name for name in (*WHOLE, *ALONE)}
    external = [f"--external:{path}" for path in sorted(apart)]
    for folder, scripts in groupby((assets / name for name in WHOLE), key=lambda path: path.parent):
        there = [str(script) for script in scripts if script.is_file()]
        # What stays apart is imported by its way from here, so each folder has its turn.
        if there:
            _esbuild(*there, *external, "--bundle", "--format=esm", "--allow-overwrite", f"--outdir={folder}")
    for script in (assets / name for name in EAGER):
        if script.is_file():
            script.write_text(HINT + script.read_text(encoding="utf-8"), encoding="utf-8")
    modules = {assets / path.relative_to(ASSETS) for path in ASSETS.glob("*/*.js")}
    return sorted(path for path in modules - apart if path.is_file())


def unite_styles(assets: Path) -> list[Path]:
    """Makes all styles of a page one file, one of `STYLES`, and returns the files that are in it now and not needed.

    Icons are among them: each is smaller than what it takes to ask for it.

    Raises:
        PackError: as `minify`.
    """
    if prepacked.is_there():
        return []
    styles = [assets / name for name in STYLES if (assets / name).is_file()]
    parts = [name for file in styles for name in IMPORT.findall(file.read_text(encoding="utf-8"))]
    for file in styles:
        _esbuild(str(file), "--bundle", "--loader:.svg=dataurl", "--allow-overwrite", f"--outfile={file}")
    icons = (assets / path.relative_to(ASSETS) for path in sorted(ASSETS.glob("icons/*.svg")))
    return [*(assets / name for name in dict.fromkeys(parts)), *(icon for icon in icons if icon.is_file())]


def shortened(script: str) -> str:
    """The same module, as short as it can be, without what it does not use itself.

    Raises:
        PackError: as `minify`.
    """
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "source.mjs"), Path(folder, "target.mjs")
        source.write_text(script, encoding="utf-8")
        _esbuild(str(source), f"--outfile={target}", "--format=esm", "--tree-shaking=true")
        return target.read_text(encoding="utf-8")


@cache
def bundled(script: Path) -> bytes:
    """A module with all that it imports from ``node_modules``, and of that no more than it uses; made once a process.

    Raises:
        PackError: as `minify`.
    """
    with TemporaryDirectory() as folder:
        target = Path(folder, "target.mjs")
        _esbuild(str(script), f"--outfile={target}", "--bundle", "--format=esm", "--legal-comments=none")
        return target.read_bytes()


def _esbuild(*arguments: str) -> None:
    if not PROGRAM.is_file():
        raise PackError(f"esbuild is missing. {advice()}")
    options = ("--minify", "--charset=utf8", "--log-level=warning", "--log-limit=20")
    failure = "Scripts and styles could not be shortened"
    if found := _native():
        finished(failure, "esbuild", subprocess.run, (found, *arguments, *options))
    else:
        run_node(failure, PROGRAM, *arguments, *options)


@cache
def _native() -> Path | None:
    """The program itself where npm has brought one, for this machine: `PROGRAM` has Node look for it each time."""
    found = [path for name in NATIVE for path in PROGRAM.parents[2].glob(name)]
    return found[0] if len(found) == 1 else None
