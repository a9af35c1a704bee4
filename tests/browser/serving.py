"""A small web server for tests: right types, brotli where there is some, a record of requests, and faults on demand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

import brotli

TYPES = {
    ".css": "text/css",
    ".gz": "application/gzip",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
LASTING = "public, max-age=31536000, immutable"
LONGEST = 60
"""How long the way to the next part of a content stays shut when nobody opens it (seconds)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came, and how it was answered."""

    method: str
    path: str
    status: int
    sent: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with some paths.

    Attributes:
        status: answered instead of 200; the content is then a short text.
        delay: seconds to wait before answering.
        change: what happens to the content; such content is sent without compression.
        pause: text before which the content stops for half a second; such content is sent without compression.
        gates: the content goes out in as many equal parts and one more; each gate opens the way to the next part.
    """

    status: int = 200
    delay: float = 0
    change: Callable[[bytes], bytes] | None = None
    pause: bytes = b""
    gates: tuple[threading.Event, ...] = ()

    def parts(self, content: bytes) -> Iterator[bytes]:
        """The content as it goes out, each part when its time has come."""
        if self.pause:
            first, separator, rest = content.partition(self.pause)
            yield first
            time.sleep(0.5 if separator else 0)
            yield separator + rest
            return
        size = -(-len(content) // (len(self.gates) + 1))
        yield content[:size]
        for part, gate in enumerate(self.gates, start=1):
            gate.wait(LONGEST)
            yield content[part * size : (part + 1) * size]


SOUND = Fault()
MISSING = Fault(status=404)
CORRUPT = Fault(change=lambda content: content[:-64] + bytes(byte ^ 0x55 for byte in content[-64:]))
SHORT = Fault(change=lambda content: content[: len(content) // 2])


def flipped(mark: bytes = b"") -> Fault:
    """Two bits are not what they were, within or after a text, or in the middle; length, and what reads it, stay."""

    def change(content: bytes) -> bytes:
        at = (content.index(mark) if mark else len(content) // 2) // 4 * 4
        other = bytearray(content)
        for byte in (at + 7, at + 11):
            other[byte] ^= 0x80
        return bytes(other)

    return Fault(change=change)


class Server:
    """Listens on a free port of this machine, as a context manager."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Serving(Server):
    """Serves a folder.

    Args:
        folder: what is served.
        headers: sent with every answer, such as a content security policy.
        lasting: patterns of paths that browsers may keep for good.
        twins: whether what brotli made of a file is sent in its place.

    Attributes:
        requests: what was asked, in order.
        faults: pattern of paths -> what is wrong with them; may change at any time.
        headers_of: pattern of paths -> headers sent with them.
    """

    def __init__(
        self,
        folder: Path,
        *,
        headers: Mapping[str, str] | None = None,
        lasting: tuple[str, ...] = (),
        twins: bool = True,
    ) -> None:
        self.folder = folder.resolve()
        self.headers = dict(headers or {})
        self.lasting = lasting
        self.twins = twins
        self.requests: list[Request] = []
        self.faults: dict[str, Fault] = {}
        self.headers_of: dict[str, dict[str, str]] = {}
        serving = self

        class Handler(_Handler):
            site = serving

        super().__init__(Handler)

    @property
    def url(self) -> str:
        """The address of the folder, with a slash at its end."""
        return f"http://localhost:{self.port}/"

    def asked(self, pattern: str) -> list[Request]:
        """The requests whose path matches a pattern such as ``*.wasm``."""
        return [request for request in self.requests if fnmatch(request.path, pattern)]

    def fault(self, path: str) -> Fault:
        """What is wrong with a path; nothing as a rule."""
        return next((fault for pattern, fault in self.faults.items() if fnmatch(path, pattern)), SOUND)

    def file(self, path: str) -> Path | None:
        """The file at a path, None when there is none or it is outside."""
        file = (self.folder / path.lstrip("/")).resolve()
        if file.is_dir():
            file /= "index.html"
        twin = file.with_name(f"{file.name}.br")
        there = file.is_file() or (twin.is_file() and self.twins)
        return file if there and file.is_relative_to(self.folder) else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Serving

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        fault, file = self.site.fault(path), self.site.file(path)
        time.sleep(fault.delay)
        status = fault.status if file or fault.status != 200 else 404
        if file is None or status != 200:
            self._answer(path, status, f"{status}\n".encode(), {"Content-Type": "text/plain"})
            return
        headers = {"Content-Type": TYPES.get(file.suffix, "application/octet-stream"), "Vary": "Accept-Encoding"}
        if any(fnmatch(path, pattern) for pattern in self.site.lasting):
            headers["Cache-Control"] = LASTING
        for pattern, more in self.site.headers_of.items():
            headers.update(more if fnmatch(path, pattern) else {})
        packed = file.with_name(f"{file.name}.br")
        plain = (
            not self.site.twins or fault.change or fault.pause or "br" not in self.headers.get("Accept-Encoding", "")
        )
        if not plain and packed.is_file():
            self._answer(path, status, packed.read_bytes(), {**headers, "Content-Encoding": "br"}, fault=fault)
            return
        if not file.is_file() and not fault.change:
            self._answer(path, 404, b"404\n", {"Content-Type": "text/plain"})
            return
        content = file.read_bytes() if file.is_file() else brotli.decompress(packed.read_bytes())
        self._answer(path, status, fault.change(content) if fault.change else content, headers, fault=fault)

    def do_HEAD(self) -> None:
        path = unquote(urlsplit(self.path).path)
        fault = self.site.fault(path)
        self.send_response(fault.status if self.site.file(path) or fault.status != 200 else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(unquote(urlsplit(self.path).path), 204, b"", {}, body)

    def _answer(
        self,
        path: str,
        status: int,
        content: bytes,
        headers: Mapping[str, str],
        body: bytes = b"",
        fault: Fault = SOUND,
    ) -> None:
        self.site.requests.append(Request(self.command, path, status, len(content), dict(self.headers.items()), body))
        self.send_response(status)
        for name, value in {**self.site.headers, **headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        for part in fault.parts(content):
            self.wfile.write(part)

    def handle(self) -> None:
        with suppress(ConnectionError):  # a browser that closes need not say goodbye
            super().handle()

    def log_message(self, *arguments: object) -> None:
        """Says nothing: `Serving.requests` has it all."""
