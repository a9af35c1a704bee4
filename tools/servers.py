"""Finds the web servers of this machine that the tests try the settings in `hosting/` with.

Set `PLANSWITCH_NGINX` or `PLANSWITCH_CADDY` to the path of a server to have that one used.
Standard library only: the set-up asks before anything is installed.
"""

import os
import shutil
from pathlib import Path

PACKAGES = {"nginx": ("nginx-light", "libnginx-mod-http-brotli-static"), "caddy": ("caddy",)}
"""Servers, and the packages of Debian that bring them."""
_ADMIN_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")
_MODULES = ("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/etc/nginx/modules")


class ServerNotFoundError(LookupError):
    """A web server was not found; the text says what to do."""


def find_server(name: str) -> "Path | None":
    """Return the program of a server, or None; servers are often where only administrators look."""
    chosen = os.environ.get(f"PLANSWITCH_{name.upper()}")
    folders = [os.environ.get("PATH", os.defpath), *_ADMIN_FOLDERS]
    found = shutil.which(chosen or name, path=os.pathsep.join(folders))
    return Path(found) if found else None


def require_server(name: str) -> Path:
    """Return the program of a server.

    Raises:
        ServerNotFoundError: when there is none.
    """
    found = find_server(name)
    if found is None:
        advice = (
            f"Install it (on Debian: sudo apt install {' '.join(PACKAGES[name])}), or set PLANSWITCH_{name.upper()}"
        )
        raise ServerNotFoundError(f"{name} was not found. {advice} to the path of the one you have.")
    return found


def find_nginx_module(name: str) -> "Path | None":
    """Return the file of a module of nginx, such as `ngx_http_brotli_static_module`, or None."""
    files = (Path(folder) / f"{name}.so" for folder in _MODULES)
    return next((file for file in files if file.is_file()), None)
