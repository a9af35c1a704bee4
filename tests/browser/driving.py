"""The one driver of browsers that a process can have."""

from __future__ import annotations

import atexit
from functools import cache

from playwright.sync_api import Playwright, sync_playwright


@cache
def playwright() -> Playwright:
    """Started when it is first asked for, and stopped with the process."""
    started = sync_playwright().start()
    atexit.register(started.stop)
    return started
