"""A slow line in front of a server on this machine: the same for pages, workers and everything they ask for."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

RATE = 1_600_000 / 8
"""Bytes a second towards the browser, for all connections together."""
ROUND_TRIP = 0.150
"""Seconds to the server and back; a new connection takes as long once more."""
PIECE = 4096
AHEAD = 0.02
"""How far (seconds) a connection may reserve the line ahead of time, so that others get their turn."""


class SlowLine:
    """Passes everything on to a server, as a slow line would, as a context manager.

    Args:
        url: of the server on this machine.

    Attributes:
        url: what a browser asks instead.
    """

    def __init__(self, url: str) -> None:
        self._port = urlsplit(url).port
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._free = 0.0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.url = f"http://localhost:{server.sockets[0].getsockname()[1]}/"
        self._ready.set()
        self._loop.run_forever()
        server.close()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(ROUND_TRIP)
        with suppress(ConnectionError):
            there, back = await asyncio.open_connection("127.0.0.1", self._port)
            await asyncio.gather(self._up(reader, back), self._down(there, writer))

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):  # a browser that closes need not say goodbye
            while piece := await reader.read(65536):
                await asyncio.sleep(ROUND_TRIP / 2)
                writer.write(piece)
        writer.close()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(PIECE):
            now = self._loop.time()
            self._free = max(now, self._free) + len(piece) / RATE
            self._loop.call_at(self._free + ROUND_TRIP / 2, self._deliver, writer, piece)
            await asyncio.sleep(max(0, self._free - now - AHEAD))
        self._loop.call_later(max(0, self._free - self._loop.time()) + ROUND_TRIP, writer.close)

    @staticmethod
    def _deliver(writer: asyncio.StreamWriter, piece: bytes) -> None:
        if not writer.is_closing():
            writer.write(piece)
