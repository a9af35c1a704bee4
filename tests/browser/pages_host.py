"""A host as GitHub Pages is one for a project: what it does, as far as a site can tell, and nothing of ours.

A site lies below a path. The page for a missing page is the one at its root. Every answer may be kept for ten minutes.
Texts and WebAssembly go out as gzip, nothing as brotli; the files ``_headers`` and ``*.gz`` are files like any other.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from tests.browser.serving import TYPES, Server

COMPRESSED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest", ".xml"}
KEPT = "max-age=600"


class PagesHost(Server):
    """Serves a folder below a path; ``folder`` may change at any time, which is a deploy.

    Attributes:
        asked: paths that were asked for and were still right in nobody's cache, in order.
        sent: how many bytes of contents went out.
    """

    def __init__(self, path: str = "/planswitch/") -> None:
        self.folder = Path()
        self.path = path
        self.asked: list[str] = []
        self.sent = 0
        host = self

        class Handler(_Handler):
            pages = host

        super().__init__(Handler)
        self.url = f"http://127.0.0.1:{self.port}{path}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    pages: PagesHost

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        root = self.pages.folder
        if not path.startswith(self.pages.path):
            self._send(404, b"There isn't a site here.", ".html")
            return
        file = (root / path.removeprefix(self.pages.path)).resolve()
        if file.is_dir() and not path.endswith("/"):
            self._send(301, b"", ".html", Location=quote(f"{path}/"))
            return
        file = file / "index.html" if file.is_dir() else file
        if file.is_file() and file.is_relative_to(root):
            self._send(200, file.read_bytes(), file.suffix)
        else:
            self._send(404, (root / "404.html").read_bytes(), ".html")

    def _send(self, status: int, content: bytes, end: str, **headers: str) -> None:
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        kind = TYPES.get(end, "application/octet-stream")
        told = {"Content-Type": kind, "Cache-Control": KEPT, "ETag": tag, "Vary": "Accept-Encoding", **headers}
        if self.headers.get("If-None-Match", "").removeprefix("W/") == tag and status == 200:
            status, content = 304, b""
        elif end in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = _packed(content)
            told["Content-Encoding"] = "gzip"
        self.pages.asked.append(self.path)
        self.pages.sent += len(content)
        self.send_response(status)
        for name, value in {**told, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@cache
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 6)
