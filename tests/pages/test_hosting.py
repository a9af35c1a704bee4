"""What hosts are told, and that nobody else's files beside the site are touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from planswitch.pages import hosting
from planswitch.pages.signature import is_signed, sign
from tools import clean

NAMES = {"nginx.conf", "Caddyfile"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder that looks like a built site."""
    folder = tmp_path / "site"
    for path in (
        "index.html",
        "assets/widgets.js",
        "assets/logo.20140916.png",
        "assets/javascripts/bundle.a5f9d56c.min.js",
        "assets/javascripts/bundle.a5f9d56c.min.js.map",
        "assets/javascripts/lunr/tinyseg.js",
        "assets/python/python.f50fc916b908.wasm",
        "assets/python/python.f50fc916b908.wasm.br",
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("", encoding="utf-8")
    return folder


def beside(site: Path, url: str = "https://docs.example.org/") -> list[str]:
    return list(hosting.beside(site, url, ["en", "it"]))


def test_servers_send_readers_of_an_address_of_earlier_on_for_good(site: Path) -> None:
    assert not list(hosting.beside(site, "https://docs.example.org/docs/", ["en"], {"en/plans/old/": "en/plans/new/"}))
    nginx, caddy = (
        (site.with_name("hosting") / name).read_text(encoding="utf-8") for name in ("nginx.conf", "Caddyfile")
    )
    assert "location = /docs/en/plans/old/ {" in nginx
    assert "return 301 /docs/en/plans/new/;" in nginx
    assert "redir /docs/en/plans/old/ /docs/en/plans/new/ permanent" in caddy.splitlines()


def test_the_headers_of_all_files_and_how_long_the_lasting_ones_are_kept(site: Path) -> None:
    hosting.into_site(site, "https://docs.example.org/")
    first, *kept = (site / "_headers").read_text(encoding="utf-8").split("\n\n")
    assert first.splitlines()[1:] == [
        "/*",
        "  Content-Security-Policy: frame-ancestors 'none'",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: same-origin",
    ]
    assert [rule.strip().splitlines() for rule in kept] == [
        [path, "  Cache-Control: public, max-age=31536000, immutable"]
        for path in (
            "/assets/javascripts/bundle.a5f9d56c.min.js",
            "/assets/javascripts/bundle.a5f9d56c.min.js.map",
            "/assets/python/*",
        )
    ]
    assert (site / ".nojekyll").read_bytes() == b""


def test_under_a_path_each_rule_begins_with_it(site: Path) -> None:
    hosting.into_site(site, "https://docs.example.org/docs/planswitch/")
    rules = [line for line in (site / "_headers").read_text(encoding="utf-8").splitlines() if line.startswith("/")]
    assert rules[0] == "/docs/planswitch/*"
    assert all(rule.startswith("/docs/planswitch/") for rule in rules)


def test_a_folder_without_a_file_has_no_rule(site: Path) -> None:
    (site / "assets" / "icons").mkdir()
    hosting.into_site(site, "https://docs.example.org/")
    assert "icons" not in (site / "_headers").read_text(encoding="utf-8")


def test_no_header_has_two_rules_for_a_file(site: Path) -> None:
    """Hosts would send both, joined by a comma."""
    hosting.into_site(site, "https://docs.example.org/")
    text = (site / "_headers").read_text(encoding="utf-8")
    assert "Cache-Control" not in text.split("\n\n")[0]
    assert text.count("Content-Security-Policy") == 1


def test_headers_of_the_maintainers_own_stay(site: Path) -> None:
    (site / "_headers").write_text("/*\n  X-Own: yes\n", encoding="utf-8")
    hosting.into_site(site, "https://docs.example.org/")
    assert (site / "_headers").read_text(encoding="utf-8") == "/*\n  X-Own: yes\n"


def test_settings_for_servers_stand_beside_the_site_and_are_written_anew(site: Path) -> None:
    assert not beside(site)
    folder = site.with_name("hosting")
    assert {path.name for path in folder.iterdir()} == NAMES
    assert not beside(site, "https://docs.example.org/docs/")
    assert "/docs/it/404.html" in (folder / "nginx.conf").read_text(encoding="utf-8")
    assert all(is_signed(folder / name) for name in NAMES)


def test_what_somebody_changed_stays(site: Path) -> None:
    beside(site)
    nginx = site.with_name("hosting") / "nginx.conf"
    nginx.write_text(nginx.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    assert beside(site, "https://docs.example.org/docs/") == [
        "hosting/nginx.conf stays as it is, for it was changed. Rename it to have it written anew."
    ]
    assert nginx.read_text(encoding="utf-8").endswith("# mine\n")
    assert "/docs/it/" in nginx.with_name("Caddyfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["nginx.conf", "playbook.yml"])
def test_a_folder_of_somebody_else_stays(site: Path, name: str) -> None:
    theirs = site.with_name("hosting") / name
    theirs.parent.mkdir()
    theirs.write_text("theirs\n", encoding="utf-8")
    assert beside(site) == [
        "hosting/ stays as it is, for nothing in it is as a build wrote it. Rename it to have it written anew."
    ]
    assert [path.name for path in theirs.parent.iterdir()] == [name]
    assert theirs.read_text(encoding="utf-8") == "theirs\n"


def test_a_link_to_a_file_elsewhere_is_not_ours(site: Path, tmp_path: Path) -> None:
    beside(site)
    nginx, elsewhere = site.with_name("hosting") / "nginx.conf", tmp_path / "elsewhere.conf"
    nginx.rename(elsewhere)
    nginx.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert beside(site, "https://docs.example.org/docs/")
    assert nginx.is_symlink()
    assert elsewhere.read_bytes() == before


def test_a_file_in_the_place_of_the_folder_is_said(site: Path) -> None:
    site.with_name("hosting").write_text("theirs", encoding="utf-8")
    assert beside(site) == ["The settings for nginx and Caddy could not be written into hosting/: Not a directory."]
    assert site.with_name("hosting").read_text(encoding="utf-8") == "theirs"


@pytest.mark.parametrize(
    "path", ["/a b/", "/a%20b/", "/$host/", "/a;b/", "/{a}/", "/.well-known/", "/../", '/"/', "//"]
)
def test_a_path_that_servers_read_in_different_ways_is_said(site: Path, path: str) -> None:
    (told,) = beside(site, f"https://docs.example.org{path}")
    assert "SITE_URL has characters that servers read in different ways" in told
    assert not site.with_name("hosting").exists()


@pytest.mark.parametrize("path", ["", "/", "/docs/planswitch/", "/~me/v2.1/a_b-c/"])
def test_a_usual_path_is_not(site: Path, path: str) -> None:
    assert not beside(site, f"https://docs.example.org{path}")


def test_make_clean_removes_what_the_build_wrote_and_nothing_else(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beside(site)
    folder = site.with_name("hosting")
    clean.main(folder)
    assert not folder.exists()
    beside(site)
    (folder / "Caddyfile").write_text("mine\n", encoding="utf-8")
    clean.main(folder)
    assert [path.name for path in folder.iterdir()] == ["Caddyfile"]
    assert capsys.readouterr().out == "hosting/Caddyfile stays: it is not as the build wrote it.\n"
    (folder / "Caddyfile").unlink()
    clean.main(folder)
    assert not folder.exists()
    clean.main(folder)


def test_a_signed_text_is_known_again_until_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "nginx.conf"
    assert not is_signed(file)
    file.write_bytes(sign("è\n").encode())
    assert is_signed(file)
    file.write_bytes(sign("è\n").encode() + b"\xff")
    assert not is_signed(file)
