"""Makes Pyodide smaller for pages that run pure Python: see README.md beside this file.

    stripped = strip(script, loader, wasm)          # what extension modules alone would use goes
    instrumented = instrument(stripped.wasm)        # run it, and it notes which functions are called
    primary, secondary = split(stripped.wasm, called)

All three raise `TrimError` when Pyodide has changed so that they no longer understand it.
"""

from .binary import TrimError
from .splitting import Split, instrument, split
from .stripping import Stripped, strip

__all__ = ["Split", "Stripped", "TrimError", "instrument", "split", "strip"]
