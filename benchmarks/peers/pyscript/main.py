"""Answers with our rules, brought into the page by PyScript."""

import json
from pathlib import Path

from pyscript import document, window  # type: ignore[import-not-found]

from planswitch.rules.service import Service

given = dict(pair.split("=") for pair in window.location.hash[1:].split("&"))
question = {"from": given.pop("from"), "to": given.pop("to"), "facts": given, "locale": "en"}
service = Service(Path("catalogue.json").read_text())
service.add_language("en", Path("words.mo").read_bytes())
document.getElementById("answer").textContent = service.answer(json.dumps(question))
