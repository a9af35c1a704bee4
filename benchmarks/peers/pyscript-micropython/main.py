"""The same small lookup as `lookup.py`, brought into the page by PyScript."""

import json

from lookup import answer  # type: ignore[import-not-found]
from pyscript import document, window  # type: ignore[import-not-found]

given = dict(pair.split("=") for pair in window.location.hash[1:].split("&"))
question = {"from": given.pop("from"), "to": given.pop("to"), "facts": given}
with open("catalogue.json") as file:  # noqa: PTH123 - MicroPython has no pathlib
    catalogue = file.read()
document.getElementById("answer").textContent = answer(catalogue, json.dumps(question))
