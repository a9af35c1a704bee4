"""Runs the engine that builds sites, MkDocs, in the folder of a site: ``planswitch serve`` and ``planswitch build``."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from planswitch.terminal import OK, PROBLEMS, Stop

CONFIG = "mkdocs.yml"
HOST = "127.0.0.1"
"""Whoever serves a site to look at it shows it to this machine alone."""


def serve(port: int) -> int:
    """Shows the site of this folder, and follows each change to it until Ctrl-C ends it.

    Raises:
        Stop: there is no site here, or the port cannot be had.
    """
    _look_around()
    _look_at(port)
    return _run("serve", "--dev-addr", f"{HOST}:{port}")


def build() -> int:
    """Builds the site of this folder; a broken link or a faulty row stops it.

    Raises:
        Stop: there is no site here.
    """
    _look_around()
    return _run("build", "--strict")


def _look_around() -> None:
    if not Path(CONFIG).is_file():
        raise Stop(f"there is no {CONFIG} here; go to the folder of a site, or begin one with: planswitch new FOLDER")
    if not find_spec("mkdocs"):
        raise Stop("MkDocs, which builds the site, is not installed; install planswitch again, with all that it needs")


def _look_at(port: int) -> None:
    """Says why a port cannot be had before anything is built for it."""
    with socket.socket() as probe:
        if os.name == "posix":  # as the server does: a port that was in use a moment ago can be had
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "is in use by another program" if taken else f"cannot be had ({error.strerror})"
            other = port + 1 if port < 65535 else port - 1
            raise Stop(f"port {port} {why}; choose another, as in: planswitch serve --port {other}") from None


def _run(*words: str) -> int:
    """Runs MkDocs to its end, which Ctrl-C brings about in its own time; whoever ends us ends it too."""
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ}
    with subprocess.Popen([sys.executable, "-m", "mkdocs", *words], env=environment) as process:
        before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        try:
            status = process.wait()
        except KeyboardInterrupt:
            status = process.wait()
            if status:
                raise
        finally:
            signal.signal(signal.SIGTERM, before)
    return PROBLEMS if status else OK
