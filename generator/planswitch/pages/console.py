"""Prints an answer as lines for a person at a terminal, who gets no control characters but our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from planswitch.plain import plain
from planswitch.rules import Answer, Words, prose
from planswitch.rules.answers import Detour, Group, WordedHop, WordedStep
from planswitch.rules.vocabulary import Mark

BOLD, DIM, RED, GREEN, AMBER, BLUE = "1", "2", "31", "32", "33", "36"
TONES: dict[Mark, str] = {
    "yes": GREEN,
    "same": BLUE,
    "after": AMBER,
    "depends": AMBER,
    "likely": AMBER,
    "unknown": AMBER,
    "fallback": BLUE,
    "detour": BLUE,
    "no": RED,
}
"""Green is for a plain “Yes” alone."""


@dataclass(frozen=True, slots=True)
class Console:
    """How to print.

    Attributes:
        words: for the headings between the answer's own sentences.
        colour: whether the terminal understands ANSI codes.
    """

    words: Words
    colour: bool

    def lines(self, answer: Answer, editions: Mapping[str, str] | None = None) -> Iterator[str]:
        """The whole answer, and which other editions have both plans: their ids, with their names."""
        yield f"{self._paint(answer.origin, BOLD)} → {self._paint(answer.target, BOLD)}"
        yield self._paint(answer.summary, f"{BOLD};{TONES[answer.mark]}")
        yield f"{self._paint(answer.edition, DIM)}{' · ' if answer.note else ''}{self.rich(answer.note)}"
        if editions:
            also = ", ".join(f"{name} (--edition {id_})" for id_, name in editions.items())
            yield self._paint(self.words.gettext("Also in: {editions}").format(editions=also), DIM)
        yield from map(self.rich, filter(None, (answer.doubt,)))
        yield from map(plain, filter(None, (answer.lead,)))
        for given in answer.given:
            yield f"  {self.rich(given.question)} {self._paint(given.answer, BOLD)}"
        yield from self._became(answer)
        yield from self._reasons(answer.groups)
        if answer.open:
            yield self._heading(self.words.gettext("Still to answer"))
        for ask in answer.open:
            choices = "/".join(ask.choices) or ("YYYY-MM-DD" if ask.type == "date" else "N")
            yield f"  • {self.rich(ask.question)} {self._paint(f'--fact {ask.fact}={choices}', DIM)}"
        yield from self._compared(answer)
        yield from self._actions(answer.steps, answer.notes)
        if answer.detour:
            yield from self._detour(answer.detour)
        digest = answer.decision.catalogue.digest[:19]
        yield f"\n{self._paint(f'{answer.decision.catalogue.id} · {digest}', DIM)}"

    def _became(self, answer: Answer) -> Iterator[str]:
        names = {answer.decision.origin: answer.origin, answer.decision.target: answer.target}
        for plan, name in names.items():
            found = [later for later in answer.became if later.plan == plan]
            if found:
                yield self._heading(self.words.gettext("What became of {name}").format(name=name))
            for later in found:
                told = f"  • {self.rich(later.text)}"
                yield f"{told} {self._paint(f'§ {later.source}', DIM)}" if later.source else told

    def _compared(self, answer: Answer) -> Iterator[str]:
        if answer.compared:
            yield self._heading(self.words.gettext("What you lose and gain"))
            yield from (f"  • {plain(difference.text)}" for difference in answer.differences)
            yield self._paint(f"  {answer.compared}", DIM)

    def _reasons(self, groups: Iterable[Group]) -> Iterator[str]:
        for group in groups:
            yield self._heading(group.heading)
            for reason in group.reasons:
                yield f"  • {plain(reason.title)} {self._paint(f'[{reason.rule}]', DIM)}"
                yield f"    {self.rich(reason.text)}{' ' if reason.doubt else ''}{plain(reason.doubt)}"
                if group.state == "holds" and reason.remedy:
                    yield f"    → {self.rich(reason.remedy)}"
                yield self._paint(f"    § {reason.source}", DIM)

    def _actions(self, steps: tuple[WordedStep, ...], notes: tuple[WordedStep, ...]) -> Iterator[str]:
        numbers = [f"{number}." for number in range(1, len(steps) + 1)]
        yield from self._list(self.words.gettext("Steps"), numbers, steps)
        yield from self._list(self.words.gettext("What to expect"), ["•"] * len(notes), notes)

    def _detour(self, detour: Detour) -> Iterator[str]:
        yield self._heading(detour.text)
        yield plain(detour.assumption)
        for hop in detour.hops:
            yield from self._hop(hop)

    def _hop(self, hop: WordedHop) -> Iterator[str]:
        yield self._heading(f"{hop.origin} → {hop.target}: {hop.route}")
        yield self._paint(hop.summary, f"{BOLD};{TONES[hop.mark]}")
        yield from map(self.rich, filter(None, (hop.doubt,)))
        yield from map(plain, filter(None, (hop.lead,)))
        yield from self._reasons(hop.groups)
        yield from self._actions(hop.steps, hop.notes)

    def _list(self, heading: str, bullets: list[str], lines: tuple[WordedStep, ...]) -> Iterator[str]:
        if lines:
            yield self._heading(heading)
        for bullet, line in zip(bullets, lines, strict=True):
            condition = f"{self.rich(line.condition)} " if line.condition else ""
            yield f"  {bullet} {condition}{self.rich(line.text)} {self._paint(f'§ {line.source}', DIM)}"

    def _heading(self, text: str) -> str:
        return f"\n{self._paint(text, BOLD)}"

    def rich(self, text: str) -> str:
        """A text with its marks as a terminal has them."""
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
