"""Prints an answer as lines for a person at a terminal, who gets no control characters but our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planswitch.catalogue import prose
from planswitch.plain import plain
from planswitch.rules import Answer, Words
from planswitch.rules.wording import CitedText, Group

BOLD, DIM, GREEN, AMBER, BLUE = "1", "2", "32", "33", "36"
TONES = {"yes": GREEN, "same": GREEN, "after": AMBER, "depends": AMBER, "manual": BLUE}


@dataclass(frozen=True, slots=True)
class Console:
    """How to print.

    Attributes:
        words: for the headings between the answer's own sentences.
        colour: whether the terminal understands ANSI codes.
    """

    words: Words
    colour: bool

    def lines(self, answer: Answer) -> Iterator[str]:
        """The whole answer."""
        yield f"{self._paint(answer.origin, BOLD)} → {self._paint(answer.target, BOLD)}"
        yield self._paint(answer.headline, f"{BOLD};{TONES[answer.mark]}")
        yield from map(plain, filter(None, (answer.lead, answer.doubt, answer.via)))
        for given in answer.given:
            yield f"  {self._rich(given.question)} {self._paint(given.answer, BOLD)}"
        for group in answer.groups:
            yield from self._group(group)
        if answer.open:
            yield self._heading(self.words.gettext("Still to answer"))
        for ask in answer.open:
            choices = "/".join(ask.choices) or "N"
            yield f"  • {self._rich(ask.question)} {self._paint(f'--fact {ask.fact}={choices}', DIM)}"
        numbers = [f"{number}." for number in range(1, len(answer.steps) + 1)]
        yield from self._list(self.words.gettext("Steps"), numbers, answer.steps)
        yield from self._list(self.words.gettext("What to expect"), ["•"] * len(answer.notes), answer.notes)
        yield f"\n{self._paint(f'{answer.edition} · {answer.decision.catalogue[:19]}', DIM)}"

    def _group(self, group: Group) -> Iterator[str]:
        yield self._heading(group.heading)
        for reason in group.reasons:
            yield f"  • {plain(reason.title)} {self._paint(f'[{reason.rule}]', DIM)}"
            yield f"    {self._rich(reason.text)}"
            if group.state == "holds" and reason.remedy:
                yield f"    → {self._rich(reason.remedy)}"
            yield self._paint(f"    § {reason.source}", DIM)

    def _list(self, heading: str, bullets: list[str], lines: tuple[CitedText, ...]) -> Iterator[str]:
        if lines:
            yield self._heading(heading)
        for bullet, line in zip(bullets, lines, strict=True):
            yield f"  {bullet} {self._rich(line.text)} {self._paint(f'§ {line.source}', DIM)}"

    def _heading(self, text: str) -> str:
        return f"\n{self._paint(text, BOLD)}"

    def _rich(self, text: str) -> str:
        return "".join(map(self._part, prose.parse(plain(text))))

    def _part(self, part: str | prose.Mark) -> str:
        if isinstance(part, str):
            return part
        inside = "".join(map(self._part, part.inside))
        if part.kind == "link":
            return f"{inside} ({part.address})"
        return self._colour(inside, BOLD) if part.kind == "label" else inside

    def _paint(self, text: str, code: str) -> str:
        return self._colour(plain(text), code)

    def _colour(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text
