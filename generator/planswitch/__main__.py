"""``python -m planswitch`` is ``planswitch``, where no such command is on the path: ``py -m planswitch`` on Windows."""

import sys

from planswitch.cli import main

if __name__ == "__main__":
    sys.exit(main())
