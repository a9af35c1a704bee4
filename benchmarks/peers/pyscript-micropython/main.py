import json

from lookup import answer
from pyscript import document, window

given = dict(pair.split("=") for pair in window.location.hash[1:].split("&"))
question = {"from": given.pop("from"), "to": given.pop("to"), "facts": given}
with open("catalogue.json") as file:
    catalogue = file.read()
document.getElementById("answer").textContent = answer(catalogue, json.dumps(question))
