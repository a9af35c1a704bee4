"""Collects our own sentences for the translators: `.venv/bin/python tools/messages.py [LANGUAGE]`.

Brings generator/planswitch/locale/*.po up to date, or only the file of the language, which is begun if there is none.
The texts of a catalogue are collected by `planswitch messages`, beside the catalogue.
"""

import sys

from planswitch import cli
from planswitch.pages.messages import update_own
from planswitch.terminal import REFUSED, Stop, complain, guarded


def collect() -> int:
    """Says what waits in each file, and returns the exit status."""
    try:
        return cli.tell_messages(update_own(*sys.argv[1:2]))
    except Stop as stop:
        complain(str(stop))
        return REFUSED


if __name__ == "__main__":
    sys.exit(guarded(collect))
