"""Ports of this machine for servers that have to be told theirs."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def free_port() -> Iterator[int]:
    """A port that nobody listens to, and that nobody else gets before the server that is told it begins to listen.

    It is held by a socket that does not listen. Linux lets a server take it all the same, as long as both say that they
    reuse addresses, which ours, nginx and Caddy do.
    """
    with socket.socket() as holding:
        if sys.platform == "linux":
            holding.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holding.bind(("127.0.0.1", 0))
        port = int(holding.getsockname()[1])
        if sys.platform != "linux":
            holding.close()
        yield port
