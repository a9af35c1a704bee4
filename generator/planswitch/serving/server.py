"""Serves a site on this machine, builds it anew at each save, and answers what open pages ask."""

from __future__ import annotations

import errno
import json
import logging
import mimetypes
import posixpath
import re
import socket
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from socketserver import TCPServer
from threading import Lock, Thread
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from planswitch.serving.showing import Ahead, Showing
from planswitch.serving.watching import Glance, Look, Watch

log = logging.getLogger("mkdocs.planswitch")

SETTLED = 0.1
"""How long no file may differ any more before a build begins (seconds): who saves several has them in one."""
NEWS = 50
"""How long a page waits for news before it asks again (seconds)."""
OWN = "/livereload/"
"""Below this address is what pages have of the server and not of the site."""
SILENT = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content="(?:(?!connect-src)[^"])*+)(?=")')
"""A policy by which a page may ask nobody, up to its end: that of the pages at the root."""
FILES = ("notice.js", "notice.css")
"""What of it are files; `state` says what is new."""
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".gz": "application/gzip"}
"""What systems may have other names for."""


class Superseded(BaseException):
    """A build that nobody waits for any more, for something has been saved since it began.

    As with Ctrl-C, whatever catches errors is to let it pass.
    """


class Server(ThreadingHTTPServer):
    """Serves a folder while it is built anew.

    Attributes:
        builder: builds the site, and returns why there is no new one: nothing where there is one.
        watch_list: what is looked at for changes.
        showing: what readers get.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self,
        builder: Callable[[], list[str]],
        address: tuple[str, int],
        showing: Showing,
        mount_path: str = "/",
        before: Glance | None = None,
    ) -> None:
        """Serves a site at ``mount_path`` of an address, once it is told to.

        What differs from what was there ``before`` that site was built is not in it.
        """
        if _is_v6(address[0]):
            self.address_family = socket.AF_INET6
        super().__init__(address, Answering, bind_and_activate=False)
        self.builder = builder
        self.showing = showing
        self.mount_path = mount_path
        self.watch_list = Watch()
        self._before = before
        self._building = False
        self._ended = False
        self._starting = Lock()
        self._built: Look = {}
        self._thread = Thread(target=self.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where the site is."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}{self.mount_path}"

    def watch(self, path: str, func: object = None, *, recursive: bool = True) -> None:  # noqa: ARG002
        """Builds anew when a file changes at or below a path, which need not exist yet; others call it as MkDocs's."""
        self.watch_list.add(path)

    def unwatch(self, path: str) -> None:
        """Takes one call of `watch` back."""
        self.watch_list.discard(path)

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Serves until Ctrl-C, or until `shutdown`.

        Raises:
            SystemExit: the address cannot be had.
        """
        with self._starting:
            if self._ended:
                return
            self._bind()
            log.info("Serving on %s", self.url)
            self._thread.start()
        if open_in_browser:
            webbrowser.open(self.url)
        self.watch_list.start()
        self._follow()

    def _bind(self) -> None:
        try:
            TCPServer.server_bind(self)  # without asking the network what this machine is called
            self.server_activate()
        except OSError as error:
            host, port = self.server_address[:2]
            taken = error.errno == errno.EADDRINUSE
            why = "is in use by another program" if taken else f"cannot be had ({error.strerror})"
            raise SystemExit(
                f"Port {port} of {host!s} {why}: choose another, as in “make serve PORT={port + 1}”."
            ) from None

    def _follow(self) -> None:
        """Builds whenever files differ from those that were there when the last build began."""
        self._built = self.watch_list.look()
        # The first build began before anybody looked.
        stale = self._before is not None and not self._before.holds(self._built)
        while not self._ended:
            if stale or self._differs():
                stale = False
                self._settle()
                self._build()
            self.watch_list.wait()

    def _differs(self) -> bool:
        return self.watch_list.look() != self._built

    def _settle(self) -> None:
        """Waits until nothing has been saved for a moment."""
        found = self.watch_list.look()
        since = monotonic()
        while monotonic() - since < SETTLED:
            self.watch_list.wait(SETTLED)
            now = self.watch_list.look()
            if now != found:
                found, since = now, monotonic()
        self._built = found

    def _build(self) -> None:
        log.info("Detected file changes")
        self.showing.begin()
        self._building = True
        try:
            problems = self.builder()
        except Superseded:
            self._built = {}
            log.info("Something else has been saved: beginning again")
            return
        finally:
            self._building = False
        if problems:
            self.showing.failed(problems)
        else:
            self.showing.published()

    @property
    def open_pages(self) -> list[str]:
        """The addresses of pages that somebody looks at."""
        return self.showing.open_pages

    def show_ahead(self, ahead: Ahead) -> None:
        """Shows pages before the rest of their site is built."""
        self.showing.show_ahead(ahead)

    def give_way(self) -> None:
        """What a build calls between two pages, so that nobody waits for it.

        Raises:
            Superseded: something has been saved since the build began.
        """
        if self._building:
            self.showing.give_way()
            if self.watch_list.woken and self._differs():
                raise Superseded

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Lets browsers go that hang up; says what else goes wrong."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            log.error("An answer failed", exc_info=error)

    def shutdown(self) -> None:
        """Ends it, and lets everybody go who waits; what has not begun to serve never does."""
        with self._starting:
            self._ended = True
        self.watch_list.stop()
        self.showing.close()
        if self._thread.is_alive():
            super().shutdown()
        self.server_close()


class Answering(BaseHTTPRequestHandler):
    """Answers one browser."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 2 * NEWS
    server: Server

    def do_GET(self) -> None:
        """Answers with what there is, or with what there is to tell."""
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        if path == f"{OWN}state":
            self._tell(parse_qs(parts.query, keep_blank_values=True))
        elif path.removeprefix(OWN) in FILES:
            name = path.removeprefix(OWN)
            self._send(200, (Path(__file__).parent / name).read_bytes(), _type(name))
        elif f"{path}/".startswith(self.server.mount_path):
            self.server.showing.arrive()
            try:
                self._answer(path)
            finally:
                self.server.showing.leave()
        elif path == "/":
            self._lead(self.server.mount_path)
        else:
            self._miss()

    do_HEAD = do_GET  # noqa: N815

    def _tell(self, asked: dict[str, list[str]]) -> None:
        """What is new to a page, as soon as there is something, or ``now``."""
        since = asked.get("since", ["0"])[0]
        page = asked.get("page", [""])[0]
        number = int(since) if since.isdecimal() else 0
        patience = 0 if "now" in asked else NEWS
        told = self.server.showing.told(number, _address(page, self.server.mount_path), patience)
        self._send(200, json.dumps(asdict(told)).encode(), "application/json")

    def _answer(self, path: str) -> None:
        address = _address(path, self.server.mount_path)
        showing = self.server.showing
        version = showing.version  # what changes from now on is news
        content = showing.content(address)
        if content is None and not path.endswith("/") and showing.is_folder(address):
            self._lead(f"{path}/")
        elif content is None:
            self._miss(version)
        elif address.endswith(".html"):
            showing.touch(address)
            self._send(200, _with_notice(content, version), "text/html; charset=utf-8")
        else:
            self._send(200, content, _type(address))

    def _lead(self, path: str) -> None:
        self._send(302, b"", "text/plain", Location=quote(path))

    def _miss(self, version: int | None = None) -> None:
        page = self.server.showing.content("404.html") or b"404 Not Found"
        content = page if version is None else _with_notice(page, version)
        self._send(404, content, "text/html; charset=utf-8")

    def _send(self, status: int, content: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_request(self, code: object = "-", size: object = "-") -> None:  # noqa: ARG002
        """Says what is missing."""
        if str(code).startswith(("4", "5")):
            log.warning('"%s" code %s', self.requestline, code)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing of those who have gone."""
        log.debug(format, *args)


def _address(path: str, mount_path: str) -> str:
    """The file that a path means, below the site's root and never above it."""
    below = path[len(mount_path) :]
    if path.endswith("/"):
        below += "index.html"
    return posixpath.normpath(f"/{below}").lstrip("/")


def _with_notice(page: bytes, version: int) -> bytes:
    """A page that asks what is new since a version, as its policy then allows."""
    script = f'<script type="module" src="{OWN}notice.js?{version}"></script>'.encode()
    before, found, after = SILENT.sub(rb"\1; connect-src 'self'", page, count=1).rpartition(b"</body>")
    return before + script + found + after if found else page + script


def _type(address: str) -> str:
    suffix = Path(address).suffix.lower()
    return TYPES.get(suffix) or mimetypes.guess_type(address)[0] or "application/octet-stream"


def _is_v6(host: str) -> bool:
    try:
        return isinstance(ip_address(host), IPv6Address)
    except ValueError:
        return False
