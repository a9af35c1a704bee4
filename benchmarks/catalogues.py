"""Made-up catalogues of any size, each a small site: the same number of plans is always the same catalogue.

They are shaped as real ones are: families of about ten plans in an order, so that switches make chains; up to twenty
listed pairs a plan, a few of them in doubt; thirty rules that choose by everything, kind, family, plan and attributes;
two routes, one of listed pairs and one that leads everywhere.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1]
SIZES = (21, 100, 300, 1_000)
"""How many plans the catalogues of the benchmark have."""
SEED = 13
LISTED = 20
"""Most plans to which rows lead from one plan."""
FAMILY = 10
"""Plans of a family."""
KINDS = ("cloud", "desktop", "server", "school")
TIERS = ("basic", "standard", "premium")
NOTES = (
    "The table of the handbook and its footnote do not say the same of this switch.",
    "The handbook names this switch, the list of the support team does not.",
    "A later page of the handbook takes this switch back for new customers.",
)
FACTS = (
    ("trial", "Is it a trial?"),
    ("unpaid", "Is an invoice unpaid?"),
    ("prepaid", "Was it paid for in advance?"),
    ("own_domain", "Does it have a domain of its own?"),
    ("partner", "Was it bought from a partner?"),
    ("archive", "Does anybody use the archive?"),
    ("locked", "Is any account locked?"),
)
Rows = list[dict[str, str]]


def written(folder: Path, plans: int) -> Path:
    """Writes a catalogue of so many plans into a new folder, with all that its site needs; its ``mkdocs.yml``."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name, rows in tables(plans).items():
        with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    page = folder / "docs" / "en" / "index.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Can I switch?\n\nChoose two plans.\n\n<!-- planswitch:explorer -->\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    like = PROJECT / "tests" / "catalogues" / "versions" / "mkdocs.yml"
    config.write_text(
        like.read_text(encoding="utf-8").replace("../../..", PROJECT.as_posix()).replace("versions/", "plans/"),
        encoding="utf-8",
    )
    return config


def tables(plans: int) -> dict[str, Rows]:
    """The tables of a catalogue of so many plans."""
    families = -(-plans // FAMILY)
    levels = " ".join(f"{tier}={tier.title()}" for tier in TIERS)
    made = _plans(plans)
    return {
        "catalogue": [
            {"key": key, "value": value}
            for key, value in {
                "id": "large", "title": f"{plans} plans", "edition": "Handbook of 2026", "date": "2026-03",
                "language": "en", "source": "Handbook, third part",
            }.items()
        ],
        "sources": [{"id": mark, "title": f"Handbook, chapter {mark}", "date": "2026-03"} for mark in "ABC"],
        "families": [
            {"id": f"f{number}", "name": f"Family {number}", "kind": KINDS[number % len(KINDS)]}
            for number in range(families)
        ],
        "attributes": [
            {"id": "tier", "type": "level", "levels": levels, "name": "Tier"},
            {"id": "seats", "type": "number", "levels": "", "name": "Seats"},
        ],
        "plans": made,
        "names": [
            {"name": f"{number // FAMILY}-{number % FAMILY}", "plan": plan["id"], "kind": "short"}
            for number, plan in enumerate(made)
        ],
        "routes": [
            {"id": "online", "offers": "listed", "how": "online", "name": "Online switch", "word": "Online"},
            {"id": "desk", "offers": "all", "how": "at the desk", "name": "New order at the desk", "word": "Desk"},
        ],
        "switches": list(_switches(made, random.Random(SEED))),
        "facts": _facts(),
        "rules": list(_rules(families)),
        "steps": list(_steps()),
        "symptoms": [
            {"id": f"seen-{number}", "symptom": f"The page stops with **Error {number}**",
             "advice": "Look at what the rule says, and try again.", "rules": f"rule-{number}", "source": "C2"}
            for number in range(6)
        ],
    }  # fmt: skip


def _plans(count: int) -> Rows:
    return [
        {
            "id": f"f{number // FAMILY}-p{number % FAMILY}",
            "name": f"Product {number // FAMILY} {['Plan', 'Edition', 'Bundle'][number % 3]} {number % FAMILY}",
            "family": f"f{number // FAMILY}",
            "tier": TIERS[number % FAMILY * len(TIERS) // FAMILY],
            "seats": str((5, 25, 100, 300)[number % 4]),
        }
        for number in range(count)
    ]


def _switches(plans: Rows, chance: random.Random) -> Iterator[dict[str, str]]:
    """From each plan to those above it in its family, and to some of the families that follow."""
    most = min(LISTED, len(plans) // 3)
    for number, plan in enumerate(plans):
        above = [other for other in range(number + 1, len(plans)) if plans[other]["family"] == plan["family"]]
        later = [(number + FAMILY * step + turn) % len(plans) for step in range(1, 6) for turn in range(FAMILY)]
        others = [other for other in dict.fromkeys(later) if plans[other]["family"] != plan["family"]]
        chosen = [*above, *chance.sample(others, min(len(others), most))][:most]
        for other in sorted(chosen):
            certainty = chance.choices(["sure", "likely", "unknown"], [94, 5, 1])[0]
            note = "" if certainty == "sure" else chance.choice(NOTES)
            row = {"from": plan["id"], "to": plans[other]["id"], "certainty": certainty, "note": note}
            yield {**row, "source": f"A{number % 7 + 1}"}


def _facts() -> Rows:
    blank = {"choices": "", "answer": "", "help": "The page **Account** of the console says so."}
    rows = [{"id": name, "type": "yesno", "question": question, **blank} for name, question in FACTS]
    rows.append({"id": "users", "type": "number", "question": "How many users are there?", **blank})
    rows.append({"id": "until", "type": "date", "question": "Until when has it been paid for?", **blank})
    role = {**blank, "choices": "owner=Owner admin=Admin of the account other=Somebody else"}
    rows.append({"id": "role", "type": "choice", "question": "What is your role?", **role})
    smaller = {**blank, "answer": "to.seats < from.seats"}
    return [*rows, {"id": "fewer_seats", "type": "yesno", "question": "Are there fewer seats?", **smaller}]


def _rules(families: int) -> Iterator[dict[str, str]]:
    """Thirty rules: about everything, about kinds, families and plans, and about what the two plans have."""
    cloud, desktop, server, school = (f"kind:{KINDS[each % min(len(KINDS), families)]}" for each in range(len(KINDS)))
    some = [f"family:f{number % families}" for number in (0, 1, 2, 5, 8, 9)]
    chosen = [
        ("*", "*", "users > 300", "stop", "online"), ("*", "*", "prepaid", "stop", "online"),
        ("*", "*", "unpaid", "fix", "any"), ("*", "*", "trial", "wait", "online"),
        ("*", "*", 'role == "other"', "fix", "any"), ("*", "*", 'until < "2026-01-01"', "warn", "any"),
        ("*", "*", "locked", "wait", "online"), ("*", "*", "partner", "warn", "desk"),
        ("*", "*", "not same_family", "warn", "desk"), ("*", "*", "not same_family and archive", "fix", "any"),
        ("*", "*", "to.tier < from.tier", "warn", "any"), ("*", "*", "fewer_seats", "fix", "online"),
        ("*", "*", "to.seats < from.seats and users > 25", "stop", "online"),
        (cloud, "*", "own_domain", "fix", "online"), (desktop, "*", "archive", "fix", "any"),
        (server, "*", "always", "warn", "desk"), (school, "*", "not partner", "warn", "any"),
        ("*", school, "always", "fix", "any"), ("*", server, "own_domain", "wait", "online"),
        (some[0], "*", "archive", "wait", "online"), (some[1], "*", "own_domain", "warn", "any"),
        (some[2], some[0], "always", "fix", "any"), ("*", some[3], "partner", "stop", "online"),
        (f"* !{some[4]}", some[4], "users > 100", "fix", "any"),
        (f"* !{some[5]}", "*", "locked and unpaid", "warn", "any"),
        ("f0-p0", "*", "trial", "stop", "online"), ("*", "f1-p1", "users < 5", "fix", "any"),
        ("f0-p2 f1-p2", "*", "always", "stop", "desk"),
        ("*", f"{cloud} {desktop}", 'role != "owner"', "warn", "online"),
        (cloud, school, "trial or unpaid", "wait", "any"),
    ]  # fmt: skip
    for number, (origin, target, when, effect, route) in enumerate(chosen):
        remedy = (
            "Settle this in the console first; the page **Account** says when it is done." if effect != "warn" else ""
        )
        yield {
            "id": f"rule-{number}",
            "route": route,
            "from": origin,
            "to": target,
            "when": when,
            "effect": effect,
            "title": f"Circumstance {number} of the handbook",
            "reason": f"Chapter {number} of the handbook says that no switch can go on as long as this is the case.",
            "remedy": remedy,
            "source": f"B{number + 1}",
        }


def _steps() -> Iterator[dict[str, str]]:
    rows = [
        ("online", 1, "always", "Open the page **Switch** of the console, and choose the plan."),
        ("online", 2, "own_domain", "Confirm that the domain stays with the account."),
        ("online", 3, "always", "Confirm the switch with the password of the owner."),
        ("desk", 0, "not same_family", "Save everything that the plan keeps for you."),
        ("desk", 1, "always", "Order the new plan at the desk, for all users."),
        ("desk", 2, "own_domain", "Take the domain out of the old plan."),
        ("desk", 3, "always", "Give the users the new plan, and cancel the old one."),
        ("online-notes", 1, "always", "Nobody is logged out; the switch takes about an hour."),
        ("desk-notes", 1, "archive", "The archive is moved last, which can take a day."),
    ]
    for procedure, order, when, text in rows:
        row = {"procedure": procedure, "order": str(order), "from": "*", "to": "*", "when": when}
        yield {**row, "text": text, "source": f"C{order + 1}"}
