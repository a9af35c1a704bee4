"""The built site behind nginx and Caddy, with the settings that the build wrote: at the root, and under a path."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import Browser, expect

from planswitch.pages import hosting
from tests.browser.hosts import BROTLI, Host, Reply, served
from tests.long import long
from tests.missing import missing
from tests.ports import free_port
from tests.site_builder import Html, build
from tools.servers import ServerNotFoundError, find_nginx_module

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".gz": "application/gzip",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
"""What each kind of file is, with how it is written where that matters."""
EXTRA = ("extra.map", "extra.md", "extra.mjs", "extra.webmanifest", "extra.woff2", "assets/made.20140916.png")
"""Files that the site does not have today, put beside the others."""
SECRETS = (".planswitch.json", "en/.hidden/page.html", "assets/.htpasswd")
"""Files that are nobody's business."""
LASTING = re.compile(r"assets/python/|/(bundle|search|main|palette)\.[0-9a-f]{8}\.")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("/", id="at the root"),
        long("/docs/planswitch/", id="under a path"),
    ],
)
def built(
    request: pytest.FixtureRequest, site_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The address of a site, and its folder with some files more."""
    path: str = request.param
    folder = tmp_path_factory.mktemp("hosted")
    with free_port() as port:
        url = f"http://127.0.0.1:{port}{path}"
        if path == "/":
            shutil.copytree(site_folder, folder / "site", copy_function=os.link)
            shutil.copytree(site_folder.with_name("hosting"), folder / "hosting")
        else:
            build(folder / "site", url=url)
        for extra in (folder / "site" / name for name in (*EXTRA, *SECRETS)):
            extra.parent.mkdir(exist_ok=True)
            if not extra.exists():
                extra.write_text("extra", encoding="utf-8")
        yield url, folder / "site"


@pytest.fixture(scope="module", params=["nginx", long("caddy")])
def host(request: pytest.FixtureRequest, built: tuple[str, Path]) -> Iterator[Host]:
    """The site behind a server."""
    url, site = built
    settings = site.with_name("hosting") / {"nginx": "nginx.conf", "caddy": "Caddyfile"}[request.param]
    try:
        with served(request.param, site, settings, url, site.with_name(request.param)) as host:
            yield host
    except ServerNotFoundError as error:
        missing(str(error))


@pytest.fixture(scope="module")
def replies(host: Host) -> dict[str, Reply]:
    """The answer to each file of the site, as it is, without its content."""
    files = [path.relative_to(host.site).as_posix() for path in sorted(host.site.rglob("*")) if path.is_file()]
    plain = [path for path in files if path not in SECRETS and Path(path).suffix in TYPES]
    return {path: host.ask(path, method="HEAD") for path in plain}


def test_every_kind_of_file_of_the_site_is_known_here(built: tuple[str, Path]) -> None:
    names = {path.name for path in built[1].rglob("*") if path.is_file() and not path.name.startswith((".", "_"))}
    assert {Path(name).suffix for name in names} - {".br"} == TYPES.keys()


def test_every_file_is_what_its_name_says(replies: dict[str, Reply]) -> None:
    assert {path: reply.header("Content-Type") for path, reply in replies.items()} == {
        path: TYPES[Path(path).suffix] for path in replies
    }
    assert {reply.status for reply in replies.values()} == {200}


def test_files_with_a_digest_in_their_name_are_kept_and_all_others_looked_at_again(replies: dict[str, Reply]) -> None:
    kept = {
        path
        for path, reply in replies.items()
        if reply.header("Cache-Control") == "public, max-age=31536000, immutable"
    }
    assert kept == {path for path in replies if LASTING.search(path)}
    assert {replies[path].header("Cache-Control") for path in replies.keys() - kept} == {"no-cache"}


def test_no_other_site_may_frame_a_page_and_no_browser_guesses_what_a_file_is(
    host: Host, replies: dict[str, Reply]
) -> None:
    for reply in (*replies.values(), host.ask("nowhere"), host.ask("en/nowhere")):
        assert reply.header("Content-Security-Policy") == "frame-ancestors 'none'"
        assert reply.header("X-Content-Type-Options") == "nosniff"
        assert reply.header("Referrer-Policy") == "same-origin"


def test_a_page_that_is_still_the_same_is_not_sent_again(host: Host) -> None:
    first = host.ask("en/")
    again = host.ask("en/", **{"If-None-Match": first.header("ETag")})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("nowhere", "404.html"),
        ("api/v1/nowhere.json", "404.html"),
        ("assets/", "404.html"),
        ("assets/python/nowhere.0123456789ab.wasm", "404.html"),
        ("en/nowhere", "en/404.html"),
        ("it/nowhere", "it/404.html"),
        ("it/2014/plans/nowhere/", "it/404.html"),
        ("it/2014/answers/", "it/404.html"),
    ],
)
def test_the_page_for_a_missing_page_is_in_the_readers_language(host: Host, path: str, page: str) -> None:
    reply = host.ask(path)
    assert reply.status == 404
    assert reply.body == (host.site / page).read_bytes()
    assert reply.header("Content-Type") == "text/html; charset=utf-8"
    assert reply.header("Cache-Control") == "no-cache"


@pytest.mark.parametrize("path", [*SECRETS, ".nojekyll", "_headers", "en/.hidden/", "%2eplanswitch.json"])
def test_files_for_the_build_and_for_other_hosts_are_not_served(host: Host, path: str) -> None:
    reply = host.ask(path)
    assert reply.status == 404
    assert b"<html" in reply.body


@pytest.mark.parametrize(
    "path",
    [
        "../hosting/nginx.conf",
        "%2e%2e/hosting/nginx.conf",
        "..%2fhosting%2fnginx.conf",
        "..\\hosting\\nginx.conf",
        "assets/../../hosting/nginx.conf",
        "assets/%2e%2e/%2e%2e/hosting/nginx.conf",
        "/../hosting/nginx.conf",
        "../../../../../../../../etc/passwd",
    ],
)
def test_nothing_outside_the_site_is_served(host: Host, path: str) -> None:
    body = host.ask(path).body
    assert b"Written by the build" not in body
    assert b"root:" not in body


def test_a_folder_without_its_slash_leads_to_the_one_with_it(host: Host) -> None:
    for path, target in (("en", "en/"), ("it/2014/plans", "it/2014/plans/")):
        reply = host.ask(path)
        assert reply.status in (301, 308)
        assert reply.header("Location") == f"{host.path}{target}"
    if host.path != "/":
        assert host.ask_whole(host.path.rstrip("/")).header("Location") == host.path


@pytest.mark.parametrize("pattern", ["script.*.js", "worker.*.js"])
@pytest.mark.parametrize(("encoding", "end"), [("br", ".br"), ("identity", "")])
def test_what_the_build_compressed_is_sent_as_it_is(host: Host, pattern: str, encoding: str, end: str) -> None:
    if encoding == "br":
        needs_twins(host)
    file = next(host.site.glob(f"assets/python/{pattern}"))
    reply = host.ask(file.relative_to(host.site).as_posix(), encoding)
    assert reply.header("Content-Encoding") == (encoding if end else "")
    assert not end or "Accept-Encoding" in reply.header("Vary")
    assert reply.body == file.with_name(f"{file.name}{end}").read_bytes()


def needs_twins(host: Host) -> None:
    if host.name == "nginx" and find_nginx_module(BROTLI) is None:
        missing(f"nginx has no {BROTLI}. On Debian: sudo apt install libnginx-mod-http-brotli-static")


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("python.*.wasm", "application/wasm"),
        ("snapshot.*.bin", "application/octet-stream"),
        ("library.*.zip", "application/zip"),
        ("catalogue.*.json", "application/json; charset=utf-8"),
        ("it.*.mo", "application/octet-stream"),
    ],
)
def test_what_is_there_only_compressed_is_sent_as_its_twin_or_packed(host: Host, pattern: str, kind: str) -> None:
    packed = next(host.site.glob(f"assets/python/{pattern}.gz"))
    path = packed.with_suffix("").relative_to(host.site).as_posix()
    reply = host.ask(f"{path}.gz", "gzip, br")
    assert (reply.status, reply.header("Content-Encoding")) == (200, "")
    assert reply.body == packed.read_bytes()
    needs_twins(host)
    reply = host.ask(path, "gzip, br")
    assert (reply.status, reply.header("Content-Encoding"), reply.header("Content-Type")) == (200, "br", kind)
    assert reply.header("Cache-Control") == "public, max-age=31536000, immutable"
    assert reply.body == packed.with_suffix(".br").read_bytes()


@pytest.mark.parametrize(
    "path", ["en/2014/matrix/index.html", "assets/styles.css", "api/v1/2014/catalogue.json", "sitemap.xml"]
)
def test_texts_are_compressed_on_their_way(host: Host, path: str) -> None:
    content = (host.site / path).read_bytes()
    reply = host.ask(path, "gzip")
    if len(content) > 1000:
        assert reply.header("Content-Encoding") == "gzip"
        assert gzip.decompress(reply.body) == content
    else:
        assert reply.body == content


def test_a_reader_gets_an_answer_from_python(host: Host, browser: Browser) -> None:
    faults: list[str] = []
    asked: list[str] = []
    context = browser.new_context(locale="en-GB")
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(f"{host.url}en/#from=enterprise-e1&to=enterprise-e3&users=301")
    expect(page.locator(".ps-headline")).to_have_text("Yes, but only manually", timeout=60_000)
    page.goto(f"{host.url}it/nowhere")
    expect(page.locator("h1")).to_have_text("Questa pagina non esiste.")
    context.close()
    assert not [fault for fault in faults if "404" not in fault]
    assert [address for address in asked if "/python." in address], "Python was not fetched"
    if host.name != "nginx" or find_nginx_module(BROTLI):
        assert not [address for address in asked if address.endswith(".gz")], "what brotli made is smaller"
    assert not [address for address in asked if not address.startswith((host.url, "blob:", "data:"))]


def test_a_page_of_another_site_cannot_frame_it(host: Host, browser: Browser) -> None:
    page = browser.new_page()
    with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        page.set_content(f'<iframe src="{host.url}en/about/"></iframe>')
    assert not page.frames[1].get_by_text("Office 365").count()
    page.close()


def test_every_address_of_the_page_for_a_missing_page_is_there(host: Host) -> None:
    """It is shown at any depth, so its addresses begin at the root of the host."""
    for name in ("404.html", "en/404.html", "it/404.html"):
        page = Html(host.site / name)
        addresses = {
            urldefrag(urljoin(f"{host.url}en/at/any/depth", address))[0] for address in (*page.loads, *page.links)
        }
        own = [address.removeprefix(host.url) for address in addresses if address.startswith(host.url)]
        assert own
        assert {path: host.ask(path).status for path in own} == dict.fromkeys(own, 200), name


@pytest.mark.parametrize("path", ["/", long("/docs/planswitch/")])
@pytest.mark.parametrize(("name", "file"), [("nginx", "nginx.conf"), long("caddy", "Caddyfile")])
def test_a_page_whose_id_has_changed_is_known_to_have_moved_for_good(
    name: str, file: str, path: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("moved")
    for page in (folder / "site" / "en" / "plans" / plan for plan in ("old", "new")):
        page.mkdir(parents=True)
        (page / "index.html").write_text(page.name, encoding="utf-8")
    with free_port() as port:
        url = f"http://127.0.0.1:{port}{path}"
        assert not list(hosting.beside(folder / "site", url, ["en"], {"en/plans/old/": "en/plans/new/"}))
        try:
            with served(name, folder / "site", folder / "hosting" / file, url, folder / "server") as host:
                reply = host.ask("en/plans/old/")
                assert (reply.status, reply.header("Location")) == (301, f"{path}en/plans/new/")
                assert host.ask("en/plans/new/").body == b"new"
        except ServerNotFoundError as error:
            missing(str(error))
