"""Finds the browsers of this machine, wherever its system keeps them.

Set `PLANSWITCH_CHROMIUM` or `PLANSWITCH_FIREFOX` to the path of a browser to have that one used, `PLANSWITCH_WEBKIT` to
that of a driver of WebKitGTK.
Standard library only: the set-up asks before anything is installed.
"""

import os
import shutil
import sys
from pathlib import Path

_CHROMIUM_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
)
_CHROMIUM_ON_MACOS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_CHROMIUM_ON_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
_SHELL_COMMANDS = ("chromium-headless-shell", "chrome-headless-shell", "headless_shell")
_FIREFOX_COMMANDS = ("firefox-esr", "firefox")
_FIREFOX_ON_MACOS = ("Firefox.app/Contents/MacOS/firefox",)
_FIREFOX_ON_WINDOWS = ("Mozilla Firefox/firefox.exe",)
_WEBKIT_COMMANDS = ("WebKitWebDriver",)

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
"""How tests, benchmarks and pictures start Chromium: without a screen, and asking nothing of the network."""

ADVICE = (
    "Install Chromium, Google Chrome or Microsoft Edge (on Debian: sudo apt install chromium), "
    "or set PLANSWITCH_CHROMIUM to the path of the one you have."
)
ADVICE_FOR_FIREFOX = "Install it (on Debian: sudo apt install firefox-esr), or set PLANSWITCH_FIREFOX to its path."
ADVICE_FOR_WEBKIT = (
    "Its driver and a screen that nobody sees can be had on Linux (on Debian: sudo apt install webkit2gtk-driver xvfb)."
)


class BrowserNotFoundError(LookupError):
    """No browser was found; the text says what to do."""


def find_chromium() -> "Path | None":
    """Return the Chromium, Chrome or Edge of this machine, or None."""
    return _find("PLANSWITCH_CHROMIUM", _CHROMIUM_COMMANDS, _CHROMIUM_ON_MACOS, _CHROMIUM_ON_WINDOWS)


def find_shell() -> "Path | None":
    """Return Chromium as it is without windows, which costs half as much to drive, or None."""
    return _find("PLANSWITCH_CHROMIUM", _SHELL_COMMANDS)


def find_firefox() -> "Path | None":
    """Return the Firefox of this machine, or None."""
    return _find("PLANSWITCH_FIREFOX", _FIREFOX_COMMANDS, _FIREFOX_ON_MACOS, _FIREFOX_ON_WINDOWS)


def find_webkit() -> "Path | None":
    """Return the driver of this machine's WebKitGTK, which has the engine of Safari, or None."""
    return _find("PLANSWITCH_WEBKIT", _WEBKIT_COMMANDS)


def find_screen() -> "Path | None":
    """Return what makes a screen that nobody sees, for WebKitGTK has to show itself somewhere, or None."""
    found = shutil.which("Xvfb")
    return Path(found) if found else None


def require_chromium() -> Path:
    """Return the Chromium, Chrome or Edge of this machine.

    Raises:
        BrowserNotFoundError: when there is none, or `PLANSWITCH_CHROMIUM` does not name a program.
    """
    found = find_chromium()
    if found is not None:
        return found
    chosen = os.environ.get("PLANSWITCH_CHROMIUM")
    if chosen:
        message = f"PLANSWITCH_CHROMIUM is '{chosen}', which is not a program. Correct it, or unset it."
        raise BrowserNotFoundError(message)
    message = f"No Chromium was found. {ADVICE}"
    raise BrowserNotFoundError(message)


def _find(
    variable: str, commands: "tuple[str, ...]", on_macos: "tuple[str, ...]" = (), on_windows: "tuple[str, ...]" = ()
) -> "Path | None":
    chosen = os.environ.get(variable)
    if chosen:
        found = shutil.which(chosen)
        return Path(found) if found else None
    for command in commands:
        found = shutil.which(command)
        if found:
            return Path(found)
    for path in _application_paths(on_macos, on_windows):
        if path.is_file() and os.access(str(path), os.X_OK):
            return path
    return None


def _application_paths(on_macos: "tuple[str, ...]", on_windows: "tuple[str, ...]") -> "list[Path]":
    platform: str = sys.platform
    if platform == "darwin":
        folders = [Path("/Applications"), Path.home() / "Applications"]
        return [folder / name for name in on_macos for folder in folders]
    if platform == "win32":
        variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        folders = [Path(os.environ[variable]) for variable in variables if os.environ.get(variable)]
        return [folder / name for name in on_windows for folder in folders]
    return []
