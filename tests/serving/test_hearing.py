"""Hearing: what readers of a page are told of a build that failed, and what nobody is told."""

from __future__ import annotations

import logging
from threading import Thread

from planswitch.serving import Hearing, unsaid

LOG = logging.getLogger("mkdocs.planswitch")


def test_nobody_is_told_what_is_unsaid_but_that_something_was() -> None:
    printed = Hearing()
    with printed, Hearing() as hearing:
        LOG.error("before")
        with unsaid(hearing):
            LOG.error("meanwhile")
            other = Thread(target=LOG.error, args=("of another thread",))
            other.start()
            other.join()
        LOG.error("after")
    assert printed.errors == ["before", "of another thread", "after"]
    assert (hearing.errors, hearing.said) == (["before", "after"], 4)
