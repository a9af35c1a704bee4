"""Where things are: in a source tree, as `git clone` makes one, or where planswitch has been installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SOURCES = Path(__file__).parents[2]
"""The folder that holds the package."""
PROJECT = SOURCES.parent
"""The source tree, where there is one."""


def is_source_tree() -> bool:
    """Whether the package is in its source tree, with the tools that make what a wheel brings along."""
    return SOURCES.name == "generator"


def advice() -> str:
    """What to do when something of ``node_modules`` is missing."""
    if is_source_tree():
        return "Run: python3 tools/setup.py site"
    return "Install a wheel of planswitch, which has all of it: in its source tree, “make dist” builds one."


def cache_folder() -> Path:
    """Where steps that take long keep their results, whoever builds what.

    A source tree has its own, ``.cache``. Elsewhere it is the system's folder for what can be made anew: the packages
    may be read-only, and nothing but the site is written where the user works. Without it, all is made each time.
    """
    if is_source_tree():
        return PROJECT / ".cache"
    system = {"win32": "~/AppData/Local", "darwin": "~/Library/Caches"}.get(sys.platform, "~/.cache")
    told = {"win32": "LOCALAPPDATA", "darwin": ""}.get(sys.platform, "XDG_CACHE_HOME")
    try:
        return Path(os.environ.get(told) or system).expanduser() / "planswitch"
    except RuntimeError:  # nobody's home
        return SOURCES / ".planswitch-cache"
