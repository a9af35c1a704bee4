"""What MicroPython can do of our rules without a port of its own: whether the table of switches has a pair."""

import json


def answer(catalogue: str, question: str) -> str:
    """The pair, the route before any rule is applied, and how certain that is."""
    tables = json.loads(catalogue)["tables"]
    asked = json.loads(question)
    origin, target = asked["from"], asked["to"]
    found = [row for row in tables["switches"] if row["from"] == origin and row["to"] == target]
    first, last = tables["routes"][0], tables["routes"][-1]
    if found:
        route, certainty = found[0].get("route") or first["id"], found[0]["certainty"]
    elif first["offers"] == "perhaps":
        route, certainty = first["id"], "unknown"
    else:
        route, certainty = last["id"], "sure"
    return json.dumps({"from": origin, "to": target, "certainty": certainty, "route": route})
