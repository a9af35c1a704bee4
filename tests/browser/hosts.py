"""Real web servers that serve a built site with the settings that its build wrote."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tools.servers import find_nginx_module, require_server

BROTLI = "ngx_http_brotli_static_module"
NGINX = """
daemon off;
pid nginx.pid;
error_log stderr;
{modules}
events {{}}
http {{
    access_log off;
    server {{
        listen 127.0.0.1:{port};
        set $planswitch {site};
        {directives}
        include {settings};
    }}
}}
"""
CADDY = """
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    bind 127.0.0.1
    root * {site}
    import {settings}
}}
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def header(self, name: str) -> str:
        return self.headers.get(name, "")


@dataclass(frozen=True, slots=True)
class Host:
    """A site behind a server.

    Attributes:
        name: of the server.
        url: of the site, with a slash at its end.
        site: its folder.
    """

    name: str
    url: str
    site: Path

    @property
    def path(self) -> str:
        """The path of the site's address."""
        return urlsplit(self.url).path

    def ask(self, path: str, encoding: str = "identity", method: str = "GET", **headers: str) -> Reply:
        """Asks for a path below the site's, just as it is written."""
        return self.ask_whole(f"{self.path}{path}", encoding, method, **headers)

    def ask_whole(self, path: str, encoding: str = "identity", method: str = "GET", **headers: str) -> Reply:
        """Asks for a path of the server."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        try:
            connection.request(method, path, headers={"Accept-Encoding": encoding, **headers})
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


@contextmanager
def served(name: str, site: Path, settings: Path, url: str, folder: Path) -> Iterator[Host]:
    """Serves a site with settings that its build wrote.

    Args:
        name: ``nginx`` or ``caddy``.
        site: the site's folder.
        settings: what the build wrote for the server.
        url: of the site; its port is free.
        folder: where the server may keep its files.

    Raises:
        ServerNotFoundError: there is no such server here.
    """
    program, port = require_server(name), urlsplit(url).port or 0
    folder.mkdir()
    config = folder / "config"
    if name == "nginx":
        config.write_text(_nginx(port, site, settings), encoding="utf-8")
        command = [str(program), "-p", str(folder), "-c", str(config)]
    else:
        config.write_text(CADDY.format(port=port, site=site, settings=settings), encoding="utf-8")
        command = [str(program), "run", "--config", str(config), "--adapter", "caddyfile"]
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **own}, stdout=log, stderr=log)
    try:
        _wait(process, port, folder / "log")
        yield Host(name, url, site)
    finally:
        process.terminate()
        process.wait()


def _nginx(port: int, site: Path, settings: Path) -> str:
    module = find_nginx_module(BROTLI)
    return NGINX.format(
        modules=(f"load_module {module};\n" if module else "") + ("user root;" if os.geteuid() == 0 else ""),
        directives="brotli_static on;" if module else "",
        port=port,
        site=site,
        settings=settings,
    )


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    while process.poll() is None:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"The server stopped:\n{log.read_text('utf-8')}")
