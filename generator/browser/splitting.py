"""Splits Python's WebAssembly in two: what the rules call, and the rest, fetched only if it is called after all.

Of Python's many thousand functions the rules call a part. Under Node, `watched` WebAssembly notes which; `split` makes
of it an early and a late module. In both, all functions keep their numbers, so that no code has to be rewritten: a
function that one module lacks is, in that module, a few bytes that call it through a table with a slot for each
function, which both modules share and into which each puts what it has.

The early module takes and offers what the whole one does, and besides (names beginning with `SHARED`) what the late one
takes from it, as ``early``. As long as the late one is missing, a call of one of its functions first calls what stands
in the last slot, with the number of the function. Whoever runs the early module puts there what fetches the late one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.browser.wasm import (
    Kind,
    Reader,
    Section,
    WasmError,
    extended,
    imports,
    module,
    number,
    sections,
    signed,
    sized,
    vector,
)

SHARED = "early:"
SLOTS = f"{SHARED}slots"
"""The table with a slot for each function and a last one, as the early module exports it."""
REPORT = b"\x60\x01\x7f\x00"
"""The type of a function that takes a number and gives nothing back."""
FUNCREF = b"\x70"
IF_THEN = b"\x04\x40"
CALL = b"\x10"
CALL_INDIRECT = b"\x11"
LOCAL_GET = b"\x20"
TABLE_GET = b"\x25"
TABLE_SET = b"\x26"
NUMBER = b"\x41"
REF_IS_NULL = b"\xd1"
REF_FUNC = b"\xd2"
END = b"\x0b"


def watched(wasm: bytes) -> bytes:
    """WebAssembly that fills the slot of each function that is called, and exports the table of slots.

    Raises:
        WasmError: the WebAssembly has something in it that is not understood.
    """
    whole = _Whole.read(wasm)
    bodies = [
        locals_ + whole.prepare(function) + code
        for function, (locals_, code) in enumerate(map(_parts, whole.bodies), whole.imported)
    ]
    note = LOCAL_GET + b"\0" + REF_FUNC + number(whole.total) + TABLE_SET + number(whole.slots)
    shared = [_export(SLOTS, Kind.TABLE, whole.slots)]
    return whole.changed(bodies, note, shared, filled=[whole.total])


def split(wasm: bytes, called: Collection[int]) -> tuple[bytes, bytes]:
    """The early module, with the functions that are called, and the late one with all others.

    Args:
        wasm: the whole.
        called: numbers of functions; imported ones have the first.

    Raises:
        WasmError: the WebAssembly has something in it that is not understood.
    """
    whole = _Whole.read(wasm)
    shared = list(whole.shared())
    bodies = dict(enumerate(whole.bodies, whole.imported))
    early, late = ([each for each in bodies if (each in called) is is_early] for is_early in (True, False))
    empty = LOCAL_GET + b"\0" + TABLE_GET + number(whole.slots) + REF_IS_NULL
    report = LOCAL_GET + b"\0" + whole.call_slot(whole.total, whole.report)
    return (
        whole.changed(
            [body if each in called else whole.stand_in(each, whole.prepare(each)) for each, body in bodies.items()],
            empty + IF_THEN + report + END,
            [_export(name, kind, index) for name, kind, index, _ in shared],
            filled=early,
        ),
        module(
            [
                (Section.TYPES, whole.parts[Section.TYPES]),
                (Section.IMPORTS, extended(whole.parts[Section.IMPORTS], *map(_import, shared))),
                (Section.FUNCTIONS, whole.parts[Section.FUNCTIONS]),
                (Section.GLOBALS, vector(whole.constants)),
                (Section.ELEMENTS, vector(whole.fill(late))),
                (
                    Section.CODE,
                    vector(sized(whole.stand_in(each) if each in called else body) for each, body in bodies.items()),
                ),
            ]
        ),
    )


_Shared = tuple[str, Kind, int, bytes]
"""What the early module exports for the late one: its name, kind, index and type."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """What has to be known of WebAssembly to split it.

    Attributes:
        parts: content of each section, in their order; of custom ones, the first.
        parameters: how many each type of function has.
        report: number of the type `REPORT`.
        taken: how many of each kind are imported.
        types: of the functions that are not imported.
        bodies: their locals and code.
        variables: types of the globals whose value can change.
        constants: types and values of the other globals, which come after them.
    """

    parts: dict[int, bytes]
    parameters: list[int]
    report: int
    taken: Counter[int]
    types: list[int]
    bodies: list[bytes]
    variables: list[bytes]
    constants: list[bytes]

    @classmethod
    def read(cls, wasm: bytes) -> _Whole:
        """Reads it from WebAssembly."""
        parts: dict[int, bytes] = {}
        for number_, content in sections(wasm):
            parts.setdefault(number_, content)
        all_types, parameters = _types(parts[Section.TYPES])
        if REPORT not in all_types:
            raise WasmError("no function takes a number and gives nothing back")
        types, code = Reader(parts[Section.FUNCTIONS]), Reader(parts[Section.CODE])
        variables, constants = _globals(parts[Section.GLOBALS])
        return cls(
            parts=parts,
            parameters=parameters,
            report=all_types.index(REPORT),
            taken=Counter(each.kind for each in imports(parts[Section.IMPORTS])),
            types=[types.number() for _ in types.count()],
            bodies=[code.take(code.number()) for _ in code.count()],
            variables=variables,
            constants=constants,
        )

    @property
    def imported(self) -> int:
        """How many functions are imported."""
        return self.taken[Kind.FUNCTION]

    @property
    def total(self) -> int:
        """How many functions there are; the number of the last slot, and of the function that is added."""
        return self.imported + len(self.bodies)

    @property
    def slots(self) -> int:
        """The number of the table of slots, which is added."""
        return self.taken[Kind.TABLE] + Reader(self.parts[Section.TABLES]).number()

    @property
    def slots_type(self) -> bytes:
        """The type of the table of slots: no fewer than there are functions, and one."""
        return FUNCREF + b"\0" + number(self.total + 1)

    def prepare(self, function: int) -> bytes:
        """Calls the function that is added with a function's number."""
        return NUMBER + signed(function) + CALL + number(self.total)

    def call_slot(self, slot: int, type_: int) -> bytes:
        """Calls what is in a slot."""
        return NUMBER + signed(slot) + CALL_INDIRECT + number(type_) + number(self.slots)

    def stand_in(self, function: int, before: bytes = b"") -> bytes:
        """The body of a function that is in the other module."""
        type_ = self.types[function - self.imported]
        given = (LOCAL_GET + number(each) for each in range(self.parameters[type_]))
        return b"\0" + before + b"".join(given) + self.call_slot(function, type_) + END

    def changed(self, bodies: list[bytes], added: bytes, shared: list[bytes], filled: Collection[int]) -> bytes:
        """The module with other bodies, with one more function that takes a number, and with the table of slots."""
        parts = self.parts
        new = {
            Section.FUNCTIONS: extended(parts[Section.FUNCTIONS], number(self.report)),
            Section.TABLES: extended(parts[Section.TABLES], self.slots_type),
            Section.EXPORTS: extended(parts[Section.EXPORTS], *shared),
            Section.ELEMENTS: extended(parts[Section.ELEMENTS], *self.fill(filled)),
            Section.CODE: vector(map(sized, [*bodies, b"\0" + added + END])),
        }
        return module((each, new.get(Section(each), content)) for each, content in parts.items())

    def fill(self, functions: Collection[int]) -> Iterator[bytes]:
        """Segments that put functions into their slots, one for each run."""
        for run in _runs(functions):
            start = NUMBER + signed(run[0]) + END
            yield b"\2" + number(self.slots) + start + b"\0" + vector(map(number, run))

    def shared(self) -> Iterator[_Shared]:
        """What both modules use, each kind in the order of its numbers."""
        tables, memories, tags = (
            Reader(self.parts.get(each, b"\0")) for each in (Section.TABLES, Section.MEMORIES, Section.TAGS)
        )
        types = {
            Kind.TABLE: [*(tables.type_of(Kind.TABLE) for _ in tables.count()), self.slots_type],
            Kind.MEMORY: [memories.type_of(Kind.MEMORY) for _ in memories.count()],
            Kind.GLOBAL: self.variables,
            Kind.TAG: [tags.type_of(Kind.TAG) for _ in tags.count()],
        }
        for kind, all_types in types.items():
            for index, type_ in enumerate(all_types, self.taken[kind]):
                is_slots = (kind, index) == (Kind.TABLE, self.slots)
                yield SLOTS if is_slots else f"{SHARED}{kind.name.lower()}{index}", kind, index, type_


def _types(content: bytes) -> tuple[list[bytes], list[int]]:
    """Each type of function, and how many parameters it has."""
    reader, types, parameters = Reader(content), [], []
    for _ in reader.count():
        begin = reader.at
        if reader.byte() != 0x60:
            raise WasmError("there is a type that is not of a function")
        parameters.append(len(reader.take(reader.number())))
        reader.take(reader.number())
        types.append(content[begin : reader.at])
    return types, parameters


def _globals(content: bytes) -> tuple[list[bytes], list[bytes]]:
    """Types of those that can change, and the others with their value."""
    reader, variables, constants = Reader(content), [], []
    for _ in reader.count():
        type_ = reader.type_of(Kind.GLOBAL)
        value = reader.expression()
        if not type_[1]:
            constants.append(type_ + value)
        elif constants:
            raise WasmError("a global that can change follows one that cannot")
        else:
            variables.append(type_)
    return variables, constants


def _parts(body: bytes) -> tuple[bytes, bytes]:
    """Locals and code of a function."""
    reader = Reader(body)
    for _ in reader.count():
        reader.number()
        reader.byte()
    return body[: reader.at], body[reader.at :]


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Runs of rising numbers without gaps."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        yield [each for _, each in run]


def _export(name: str, kind: Kind, index: int) -> bytes:
    return sized(name.encode()) + bytes([kind]) + number(index)


def _import(shared: _Shared) -> bytes:
    name, kind, _, type_ = shared
    return sized(b"early") + sized(name.encode()) + bytes([kind]) + type_
