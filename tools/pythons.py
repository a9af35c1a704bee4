"""Runs the unit tests under every other Python of this machine that Planswitch supports: `python tools/pythons.py`.

Each gets an environment of its own in `.cache/pythons/`, with the locked packages; it is made once. A Python that is
not on this machine is named: what was not tried should be known. Pythons of pyenv are found beside those on `PATH`.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.setup import NEWEST, OLDEST, Python, Setup, SetupError, ask_version, carry_out, every_command  # noqa: E402

UNIT_TESTS = (
    *("rules", "catalogue", "i18n", "pages", "sheet", "tools"),
    *("test_batch.py", "test_cli.py", "test_output.py", "test_publishing.py", "test_settings.py"),
)
"""What a Python can break: everything but what drives a browser, Node or a build."""


def main() -> int:
    """Runs them one after the other and returns 1 when tests failed under any, or when a Python could not be set up."""
    failed = False
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        if minor == sys.version_info[1]:
            continue
        python = find(minor)
        if python is None:
            print(f"Python 3.{minor}: not on this machine, so not tried", flush=True)
            continue
        print(f"Python {python.name}:", flush=True)
        failed = not passes(python) or failed
    return int(failed)


def find(minor: int) -> "Python | None":
    """The first Python of a minor version that runs."""
    for path in (*every_command(f"python3.{minor}"), *of_pyenv(minor)):
        python = ask_version(path)
        if python is not None and python.version[:2] == (3, minor):
            return python
    return None


def of_pyenv(minor: int) -> Iterator[str]:
    """Pythons that pyenv keeps without offering them on `PATH`."""
    root = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    yield from map(str, sorted(root.glob(f"versions/3.{minor}.*/bin/python3.{minor}"), reverse=True))


def passes(python: Python) -> bool:
    """Whether the unit tests pass under a Python."""
    setup = Setup("test", python, venv=ROOT / ".cache" / "pythons" / f"3.{python.version[1]}")
    try:
        carry_out([step for step in setup.steps() if step.title.startswith(("Python", "Planswitch"))])
    except SetupError as error:
        print(error, file=sys.stderr)
        return False
    tests = [str(ROOT / "tests" / name) for name in UNIT_TESTS]
    command = [
        str(setup.venv_python),
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "-m",
        "not slow and not long",
        *tests,
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
