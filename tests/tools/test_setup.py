"""The set-up's decisions: which Python, what is fresh, which browser, and what a failure tells."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

from tools import browsers, servers, setup
from tools.setup import Python, Setup, SetupError, Stamps, Step

Program = Callable[..., Path]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in programs are shell scripts")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Make a small program that prints a text and exits with a status."""

    def make(name: str, prints: str = "", status: int = 0, folder: str = "programs") -> Path:
        path = tmp_path / folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\necho '{prints}'\nexit {status}\n")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def only_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave nothing on the PATH but the programs of the test."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'programs'}:{tmp_path / 'more'}")
    monkeypatch.setattr(browsers, "sys", SimpleNamespace(platform="linux"))  # not that of `shutil`
    monkeypatch.delenv("PLANSWITCH_CHROMIUM", raising=False)
    monkeypatch.delenv("PLANSWITCH_FIREFOX", raising=False)
    monkeypatch.delenv("PLANSWITCH_WEBKIT", raising=False)


class TestChoosingAPython:
    old = Python("python3", (3, 9, 6))

    @pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 9), (3, 14, 1)])
    def test_the_running_one_when_it_will_do(self, version: tuple[int, ...]) -> None:
        running = Python("python3", version)
        assert setup.choose_python(running) is running

    @pytest.mark.usefixtures("only_programs")
    def test_the_newest_one_when_the_running_one_is_old(self, program: Program) -> None:
        program("python3.11", "3 11 7")
        newest = program("python3.13", "3 13 0")
        chosen = setup.choose_python(self.old)
        assert (chosen.path, chosen.name) == (str(newest), "3.13.0")

    @pytest.mark.usefixtures("only_programs")
    def test_a_shim_that_fails_does_not_hide_the_program_behind_it(self, program: Program) -> None:
        program("python3.14", "command not found", status=127)
        program("python3.12", "command not found", status=127)
        real = program("python3.12", "3 12 1", folder="more")
        assert setup.choose_python(self.old).path == str(real)

    @pytest.mark.usefixtures("only_programs")
    def test_a_program_that_is_not_what_its_name_says_is_passed_over(self, program: Program) -> None:
        program("python3.14", "3 8 18")
        right = program("python3.11", "3 11 7")
        assert setup.choose_python(self.old).path == str(right)

    @pytest.mark.usefixtures("only_programs")
    def test_one_newer_than_the_lock_is_better_than_none(self) -> None:
        running = Python("python3", (3, 15, 0))
        assert setup.choose_python(running) is running

    def test_none_is_said_with_what_to_do(self) -> None:
        def nothing(_name: str) -> Iterator[str]:
            return iter(())

        with pytest.raises(SetupError, match=r"(?s)needs Python 3\.11 or later.* is 3\.9\.6.*Tip: install"):
            setup.choose_python(self.old, nothing)

    def test_a_path_that_leads_nowhere_has_no_version(self, tmp_path: Path) -> None:
        assert setup.ask_version(str(tmp_path / "python3.12")) is None


class TestStamps:
    def test_content_counts_and_the_time_of_a_file_does_not(self, tmp_path: Path) -> None:
        lock = tmp_path / "site.txt"
        lock.write_text("jinja2==3.1.6\n")
        before = setup.stamp_of([lock], "3.11.7")
        lock.write_text("jinja2==3.1.6\n")
        assert setup.stamp_of([lock], "3.11.7") == before
        assert setup.stamp_of([lock], "3.13.0") != before
        lock.write_text("jinja2==3.1.7\n")
        assert setup.stamp_of([lock], "3.11.7") != before

    def test_they_are_kept_from_one_run_to_the_next(self, tmp_path: Path) -> None:
        path = tmp_path / ".venv" / "planswitch.json"
        Stamps(path).set("project", "a")
        assert Stamps(path).fresh("project", "a")
        assert not Stamps(path).fresh("project", "b")
        assert not Stamps(path).fresh("javascript", "a")

    @pytest.mark.parametrize("text", ["", "{", "[1, 2]", "7"])
    def test_a_spoilt_file_of_stamps_means_starting_anew(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "planswitch.json"
        path.write_text(text)
        assert not Stamps(path).fresh("project", "a")

    def test_what_the_tests_need_includes_what_the_site_needs(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "requirements").mkdir()
        for group in ("site", "test"):
            (tmp_path / "requirements" / f"{group}.txt").write_text(group)
        monkeypatch.setattr(setup, "run", lambda *_: None)
        python = Python(sys.executable, (3, 11, 7))
        packages = Setup("test", python, tmp_path).steps()[1]
        assert not packages.done()
        packages.work()
        assert packages.done()
        assert Setup("site", python, tmp_path).steps()[1].done()
        (tmp_path / "requirements" / "site.txt").write_text("changed")
        assert not Setup("site", python, tmp_path).steps()[1].done()

    def test_the_locked_tests_repeat_every_pin_of_the_locked_site(self) -> None:
        def pins(group: str) -> set[str]:
            text = (setup.ROOT / "requirements" / f"{group}.txt").read_text()
            return {line.split()[0] for line in text.splitlines() if "==" in line}

        assert pins("site") <= pins("test")


class TestCarryingOut:
    def test_a_line_a_step_and_none_for_what_is_done(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = iter([10.0, 12.34, 20.0, 20.04])
        monkeypatch.setattr(setup, "time", SimpleNamespace(monotonic=lambda: next(clock)))
        steps = [
            Step("Environment", lambda: True, lambda: ""),
            Step("Packages", lambda: False, lambda: ""),
            Step("Browser", lambda: False, lambda: "chromium"),
        ]
        assert setup.carry_out(steps) == 2
        packages, browser = capsys.readouterr().out.splitlines()
        assert packages == "2/3 Packages … done in 2.3 s"
        assert browser == "3/3 Browser … done in 0.0 s (chromium)"

    def test_a_failure_shows_the_last_lines_of_the_tool_and_a_tip(self, program: Program) -> None:
        with pytest.raises(SetupError) as caught:
            setup.run([str(program("pip", "no such package", status=1))], "It failed.", "try again.")
        assert str(caught.value) == "  | no such package\nIt failed.\nTip: try again."

    def test_of_a_long_output_the_beginning_and_the_end_are_shown(self) -> None:
        output = "\n".join(str(number) for number in range(100))
        shown = str(SetupError("It failed.", "try again.", output)).splitlines()
        assert shown[:7] == ["  | 0", "  | 1", "  | 2", "  | 3", "  | 4", "  | 5", "  | …"]
        assert shown[-3:] == ["  | 99", "It failed.", "Tip: try again."]

    def test_a_python_without_venv_is_said_with_the_package_to_install(
        self, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(setup, "may_apt_install", lambda: False)
        python = Python(str(program("python3.12", "No module named ensurepip", status=1)), (3, 12, 3))
        environment = Setup("site", python, tmp_path).steps()[0]
        with pytest.raises(SetupError, match=r"(?s)without its 'venv'.*sudo apt install python3\.12-venv"):
            environment.work()

    def test_root_on_debian_has_it_installed(
        self, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def install(*packages: str) -> None:
            assert packages == ("python3.12-venv",)
            program("python3.12", "works now")

        monkeypatch.setattr(setup, "may_apt_install", lambda: True)
        monkeypatch.setattr(setup, "apt_install", install)
        python = Python(str(program("python3.12", "No module named ensurepip", status=1)), (3, 12, 3))
        assert Setup("site", python, tmp_path).steps()[0].work() == "Python 3.12.3"

    def test_a_tool_that_is_missing_is_a_failure_too(self, tmp_path: Path) -> None:
        with pytest.raises(SetupError, match="It failed"):
            setup.run([str(tmp_path / "pip")], "It failed.", "Try again.")

    @pytest.mark.parametrize("arguments", [[], ["everything"], ["site", "test"]])
    def test_other_words_get_the_usage(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert setup.main(arguments) == 2
        assert "site|test" in capsys.readouterr().err


class TestLinks:
    """A folder that is a link belongs to somebody else: a worktree that shares it, or another project."""

    @pytest.mark.parametrize(
        ("name", "title"), [(".venv", "Python environment"), ("node_modules", "JavaScript packages")]
    )
    def test_what_a_link_leads_to_is_never_emptied(self, tmp_path: Path, name: str, title: str) -> None:
        theirs = tmp_path / "theirs"
        theirs.mkdir()
        (theirs / "kept.txt").write_text("kept")
        root = tmp_path / "project"
        root.mkdir()
        (root / name).symlink_to(theirs, target_is_directory=True)
        steps = Setup("site", Python(sys.executable, (3, 11, 7)), root).steps()
        step = next(step for step in steps if step.title == title)
        assert not step.done()
        with pytest.raises(
            SetupError, match=rf"{name} is a link to .*theirs, and what is there would be emptied\."
        ) as told:
            step.work()
        assert told.value.tip.startswith("delete the link (not what it leads to)")
        assert (theirs / "kept.txt").read_text() == "kept"

    def test_a_link_that_leads_nowhere_is_named_too(self, tmp_path: Path) -> None:
        (tmp_path / ".venv").symlink_to(tmp_path / "gone")
        steps = Setup("site", Python(sys.executable, (3, 11, 7)), tmp_path).steps()
        with pytest.raises(SetupError, match="gone"):
            steps[0].work()
        assert not (tmp_path / "gone").exists()


@pytest.mark.usefixtures("only_programs")
class TestFindingBrowsers:
    def test_chromium_comes_before_chrome(self, program: Program) -> None:
        chrome = program("google-chrome")
        assert browsers.find_chromium() == chrome
        chromium = program("chromium")
        assert browsers.find_chromium() == chromium

    def test_the_one_that_the_reader_chose_comes_first(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        program("chromium")
        chosen = program("my-browser", folder="elsewhere")
        monkeypatch.setenv("PLANSWITCH_CHROMIUM", str(chosen))
        assert browsers.require_chromium() == chosen

    def test_a_choice_that_leads_nowhere_is_named(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        program("chromium")
        monkeypatch.setenv("PLANSWITCH_CHROMIUM", "/nowhere/chrome")
        with pytest.raises(browsers.BrowserNotFoundError, match="PLANSWITCH_CHROMIUM is '/nowhere/chrome'"):
            browsers.require_chromium()

    def test_none_is_said_with_what_to_install(self) -> None:
        assert browsers.find_chromium() is None
        with pytest.raises(browsers.BrowserNotFoundError, match="Install Chromium, Google Chrome"):
            browsers.require_chromium()

    def test_chromium_without_windows_is_another_program_unless_the_reader_chose(
        self, program: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        chromium = program("chromium")
        assert browsers.find_shell() is None
        shell = program("chromium-headless-shell")
        assert (browsers.find_shell(), browsers.find_chromium()) == (shell, chromium)
        monkeypatch.setenv("PLANSWITCH_CHROMIUM", str(chromium))
        assert browsers.find_shell() == chromium

    def test_firefox_of_debian_or_of_anyone(self, program: Program) -> None:
        assert browsers.find_firefox() is None
        firefox = program("firefox")
        assert browsers.find_firefox() == firefox

    def test_webkit_needs_its_driver_and_a_screen(self, program: Program) -> None:
        assert (browsers.find_webkit(), browsers.find_screen()) == (None, None)
        driver, screen = program("WebKitWebDriver"), program("Xvfb")
        assert (browsers.find_webkit(), browsers.find_screen()) == (driver, screen)

    def test_chrome_among_the_applications_of_windows(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Program
    ) -> None:
        folder = tmp_path / "Google" / "Chrome"
        folder.mkdir(parents=True)
        program("chrome.exe", folder="Google/Chrome/Application")
        monkeypatch.setattr(browsers, "sys", SimpleNamespace(platform="win32"))  # not that of `shutil`
        monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
        assert browsers.find_chromium() == tmp_path / "Google/Chrome/Application/chrome.exe"


@pytest.mark.usefixtures("only_programs")
class TestWebServers:
    @pytest.fixture
    def installed(self, monkeypatch: pytest.MonkeyPatch, program: Program) -> list[tuple[str, ...]]:
        """What apt was asked for; it has nginx, and no caddy."""
        asked: list[tuple[str, ...]] = []

        def install(*packages: str) -> None:
            asked.append(packages)
            if "caddy" in packages:
                raise SetupError("There is no caddy.", "try another system.")
            program("nginx")

        monkeypatch.setattr(servers, "_ADMIN_FOLDERS", ())
        monkeypatch.setattr(setup, "apt_install", install)
        monkeypatch.setattr(setup, "may_install_servers", lambda: True)
        return asked

    def step(self, tmp_path: Path) -> Step:
        return Setup("test", Python(sys.executable, (3, 11, 7)), tmp_path).steps()[-1]

    def test_they_are_installed_once_and_what_cannot_be_is_named(
        self, tmp_path: Path, installed: list[tuple[str, ...]]
    ) -> None:
        assert not self.step(tmp_path).done()
        assert self.step(tmp_path).work() == "not found: caddy"
        assert installed == [("nginx-light", "libnginx-mod-http-brotli-static"), ("caddy",)]
        assert self.step(tmp_path).done()

    def test_nothing_is_asked_for_what_is_there(
        self, tmp_path: Path, installed: list[tuple[str, ...]], program: Program
    ) -> None:
        program("nginx")
        program("caddy")
        assert self.step(tmp_path).done()

    def test_nobody_gets_a_running_server_by_surprise(
        self, tmp_path: Path, installed: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(setup, "may_install_servers", lambda: False)
        assert self.step(tmp_path).done()
        assert not installed

    def test_one_that_is_missing_is_said_with_what_to_install(self, installed: list[tuple[str, ...]]) -> None:
        with pytest.raises(servers.ServerNotFoundError, match=r"sudo apt install nginx-light libnginx-mod-http-brotli"):
            servers.require_server("nginx")

    def test_the_one_that_the_reader_chose_comes_first(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        program("nginx")
        chosen = program("my-nginx", folder="elsewhere")
        monkeypatch.setenv("PLANSWITCH_NGINX", str(chosen))
        assert servers.require_server("nginx") == chosen


@pytest.mark.usefixtures("only_programs")
class TestInstallingBrowsers:
    PROGRAMS: ClassVar = {
        "chromium": "chromium",
        "chromium-headless-shell": "chromium-headless-shell",
        "firefox-esr": "firefox-esr",
        "webkit2gtk-driver": "WebKitWebDriver",
        "xvfb": "Xvfb",
    }

    @pytest.fixture
    def apt(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[str, ...]]]:
        """Gives what apt is asked to install, on a system that lacks some packages."""

        def start(*lacks: str) -> list[tuple[str, ...]]:
            asked: list[tuple[str, ...]] = []

            def install(*packages: str) -> None:
                asked.append(packages)
                if set(lacks) & set(packages):
                    raise SetupError(f"Installing {packages} did not work.", "try again.")
                for package in packages:
                    program(self.PROGRAMS[package])

            monkeypatch.setattr(setup, "apt_install", install)
            return asked

        monkeypatch.setattr(setup, "may_apt_install", lambda: True)
        return start

    def step(self, folder: Path) -> Step:
        steps = Setup("test", Python(sys.executable, (3, 11, 7)), folder).steps()
        return next(step for step in steps if step.title == "Browsers for the tests")

    def test_all_that_is_missing_comes_at_once(
        self, tmp_path: Path, program: Program, apt: Callable[..., list[tuple[str, ...]]]
    ) -> None:
        program("google-chrome")
        asked = apt()
        assert not self.step(tmp_path).done()
        self.step(tmp_path).work()
        assert asked == [("chromium-headless-shell", "firefox-esr", "webkit2gtk-driver", "xvfb")]
        assert self.step(tmp_path).done()

    def test_what_the_system_does_not_have_keeps_nothing_else_away_and_is_tried_once(
        self, tmp_path: Path, apt: Callable[..., list[tuple[str, ...]]]
    ) -> None:
        asked = apt("firefox-esr")
        self.step(tmp_path).work()
        assert [*asked[0]] == [*self.PROGRAMS]
        assert setup.missing_browsers() == ["firefox-esr"]
        assert self.step(tmp_path).done()

    def test_without_chromium_there_are_no_tests(
        self, tmp_path: Path, apt: Callable[..., list[tuple[str, ...]]]
    ) -> None:
        apt("chromium")
        with pytest.raises(SetupError, match="chromium"):
            self.step(tmp_path).work()
        assert not self.step(tmp_path).done()
