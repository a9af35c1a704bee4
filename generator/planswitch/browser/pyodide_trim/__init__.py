"""Makes Pyodide smaller for pages that run pure Python: see README.md beside this file.

    stripped = strip(script, loader, wasm)          # what extension modules alone would use goes
    script = within(stripped.script, shorten)       # and what the script does not use itself, where a minifier finds it
    instrumented = instrument(stripped.wasm)        # run it, and it notes which functions are called
    primary, secondary = split(stripped.wasm, called)

All raise `TrimError` when Pyodide has changed so that they no longer understand it.
"""

from .binary import TrimError
from .splitting import Split, instrument, split
from .stripping import Stripped, strip, within

__all__ = ["Split", "Stripped", "TrimError", "instrument", "split", "strip", "within"]
