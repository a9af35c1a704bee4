"""Makes scripts and styles as short as they can be, by esbuild: our own below ``assets/``, and Pyodide's."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from generator.browser.nodejs import run_node
from generator.browser.runtime import PROJECT, PackError

OWN = ("*.js", "*.css", "explorer/*.js", "explorer/*.css", "matrix/*.js", "matrix/*.css")
"""What is ours; the theme comes short already."""
PROGRAM = PROJECT / "node_modules" / "esbuild" / "bin" / "esbuild"


def minify(assets: Path) -> None:
    """Rewrites each of our files in its place; names and what they do stay.

    Raises:
        PackError: esbuild or Node is missing, or a file cannot be read as what its name says.
    """
    files = sorted({str(path) for pattern in OWN for path in assets.glob(pattern)})
    _esbuild(*files, "--allow-overwrite", f"--outdir={assets}", f"--outbase={assets}")


def shortened(script: str) -> str:
    """The same module, as short as it can be.

    Raises:
        PackError: as `minify`.
    """
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "source.mjs"), Path(folder, "target.mjs")
        source.write_text(script, encoding="utf-8")
        _esbuild(str(source), f"--outfile={target}")
        return target.read_text(encoding="utf-8")


def _esbuild(*arguments: str) -> None:
    if not PROGRAM.is_file():
        raise PackError("esbuild is missing. Run: python3 tools/setup.py site")
    options = ("--minify", "--charset=utf8", "--log-level=warning", "--log-limit=20")
    run_node("Scripts and styles could not be shortened", PROGRAM, *arguments, *options)
