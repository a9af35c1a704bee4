"""What MicroPython can do of our rules without a port of its own: whether the table of switches has a pair."""

import json


def answer(catalogue: str, question: str) -> str:
    """The pair, the route before any rule is applied, and how certain that is."""
    tables = json.loads(catalogue)["tables"]
    asked = json.loads(question)
    origin, target = asked["from"], asked["to"]
    found = [row for row in tables["switches"] if row["from"] == origin and row["to"] == target]
    return json.dumps(
        {
            "from": origin,
            "to": target,
            "certainty": found[0]["certainty"] if found else "sure",
            "route": "none" if origin == target else "wizard" if found else "manual",
        }
    )
