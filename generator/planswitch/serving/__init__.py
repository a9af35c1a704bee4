"""Shows a site while it is edited: sees each save, builds, and tells the open pages.

The engine builds; what is here knows nothing of it. `Watch` sees that files differ, `Showing` knows what readers get,
`Server` brings both together and answers browsers, and `Memory` keeps what the next build needs again.
"""

from planswitch.serving.hearing import Hearing, unsaid
from planswitch.serving.memory import Memory
from planswitch.serving.server import Server, Superseded
from planswitch.serving.showing import Ahead, Showing
from planswitch.serving.watching import Glance

__all__ = ["Ahead", "Glance", "Hearing", "Memory", "Server", "Showing", "Superseded", "unsaid"]
