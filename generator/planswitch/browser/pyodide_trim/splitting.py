"""Splits WebAssembly in two: the functions that a profile has seen called, and the others, for when they are needed.

`instrument` makes a module that notes which functions are called; `split` makes a primary and a secondary module. In
both, all functions keep their indices, so that no code has to be rewritten: a function that one module lacks is a stub
there, a few bytes that call it through a table with a slot for each function, which both modules share and into which
each puts the functions that it has.

The primary module imports and exports what the whole one does, and besides (names beginning with `PREFIX`) exports what
the secondary one imports from it, as the module `NAMESPACE`. As long as the secondary one is missing, a call of one of
its functions first calls what stands in the last slot, with the index of the function. Whoever runs the primary module
puts a function there that fetches and instantiates the secondary one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from .binary import (
    ExternalKind,
    Reader,
    Section,
    TrimError,
    encode_module,
    encode_sized,
    encode_sleb128,
    encode_uleb128,
    encode_vector,
    extend_vector,
    read_imports,
    read_sections,
)

NAMESPACE = "early"
PREFIX = f"{NAMESPACE}:"
SLOTS = f"{PREFIX}slots"
"""The table with a slot for each function and a last one, as the primary module exports it."""
HOOK_TYPE = b"\x60\x01\x7f\x00"
"""The type of a function that takes a number of 32 bits and gives nothing back."""
FUNCREF = b"\x70"
NO_LOCALS = b"\0"
IF_THEN = b"\x04\x40"
CALL = b"\x10"
CALL_INDIRECT = b"\x11"
LOCAL_GET = b"\x20"
TABLE_GET = b"\x25"
TABLE_SET = b"\x26"
I32_CONST = b"\x41"
REF_IS_NULL = b"\xd1"
REF_FUNC = b"\xd2"
END = b"\x0b"


class Split(NamedTuple):
    """Two modules that together are the whole.

    Attributes:
        primary: the functions that are called, all data, and the whole module's own imports and exports.
        secondary: all other functions.
    """

    primary: bytes
    secondary: bytes


def instrument(wasm: bytes) -> bytes:
    """WebAssembly that fills the slot of each function that is called, and exports the table of slots as `SLOTS`.

    Raises:
        TrimError: the WebAssembly has something in it that is not understood.
    """
    whole = _Module.read(wasm)
    bodies = [
        locals_ + whole.call_hook(function) + code
        for function, (locals_, code) in enumerate(map(_locals_and_code, whole.bodies), whole.imported)
    ]
    fill_slot = LOCAL_GET + b"\0" + REF_FUNC + encode_uleb128(whole.total) + TABLE_SET + encode_uleb128(whole.slots)
    slots = _encode_export(SLOTS, ExternalKind.TABLE, whole.slots)
    return whole.changed(bodies, fill_slot, [slots], filled=[whole.total])


def split(wasm: bytes, called: Collection[int]) -> Split:
    """The primary module, with the functions that are called, and the secondary one with all others.

    Args:
        wasm: the whole.
        called: indices of functions; imported ones have the first.

    Raises:
        TrimError: the WebAssembly has something in it that is not understood.
    """
    whole, called = _Module.read(wasm), frozenset(called)
    shared = list(whole.shared())
    bodies = dict(enumerate(whole.bodies, whole.imported))
    primary = [body if each in called else whole.stub(each, whole.call_hook(each)) for each, body in bodies.items()]
    secondary = [whole.stub(each) if each in called else body for each, body in bodies.items()]
    is_missing = LOCAL_GET + b"\0" + TABLE_GET + encode_uleb128(whole.slots) + REF_IS_NULL
    load = LOCAL_GET + b"\0" + whole.call_slot(whole.total, whole.hook_type)
    return Split(
        whole.changed(
            primary,
            is_missing + IF_THEN + load + END,
            [_encode_export(name, kind, index) for name, kind, index, _ in shared],
            filled=[each for each in bodies if each in called],
        ),
        encode_module(
            [
                (Section.TYPE, whole.sections[Section.TYPE]),
                (Section.IMPORT, extend_vector(whole.sections[Section.IMPORT], *map(_encode_import, shared))),
                (Section.FUNCTION, whole.sections[Section.FUNCTION]),
                (Section.GLOBAL, encode_vector(whole.constants)),
                (Section.ELEMENT, encode_vector(whole.fill([each for each in bodies if each not in called]))),
                (Section.CODE, encode_vector(map(encode_sized, secondary))),
            ]
        ),
    )


_Shared = tuple[str, ExternalKind, int, bytes]
"""What the primary module exports for the secondary one: its name, kind, index and type."""


@dataclass(frozen=True, slots=True)
class _Module:
    """What has to be known of WebAssembly to split it.

    Attributes:
        sections: content of each, in their order; of custom ones, the first.
        parameter_counts: of each type of function.
        hook_type: index of `HOOK_TYPE`.
        import_counts: of each kind.
        types: index of the type of each function that is not imported.
        bodies: their locals and code.
        variables: types of the globals whose value can change.
        constants: types and values of the other globals, which come after them.
    """

    sections: dict[int, bytes]
    parameter_counts: list[int]
    hook_type: int
    import_counts: Counter[int]
    types: list[int]
    bodies: list[bytes]
    variables: list[bytes]
    constants: list[bytes]

    @classmethod
    def read(cls, wasm: bytes) -> _Module:
        """Reads it from WebAssembly."""
        all_sections: dict[int, bytes] = {}
        for section, content in read_sections(wasm):
            all_sections.setdefault(section, content)
        _check(all_sections)
        all_types, parameter_counts = _types(all_sections[Section.TYPE])
        if HOOK_TYPE not in all_types:
            raise TrimError("no function takes a number and gives nothing back")
        types, bodies = _functions(all_sections[Section.FUNCTION], all_sections[Section.CODE], len(all_types))
        variables, constants = _globals(all_sections[Section.GLOBAL])
        return cls(
            sections=all_sections,
            parameter_counts=parameter_counts,
            hook_type=all_types.index(HOOK_TYPE),
            import_counts=Counter(each.kind for each in read_imports(all_sections[Section.IMPORT])),
            types=types,
            bodies=bodies,
            variables=variables,
            constants=constants,
        )

    @property
    def imported(self) -> int:
        """How many functions are imported."""
        return self.import_counts[ExternalKind.FUNCTION]

    @property
    def total(self) -> int:
        """How many functions there are; the index of the last slot, and of the function that is added."""
        return self.imported + len(self.bodies)

    @property
    def slots(self) -> int:
        """The index of the table of slots, which is added."""
        return self.import_counts[ExternalKind.TABLE] + Reader(self.sections[Section.TABLE]).uleb128()

    @property
    def slots_type(self) -> bytes:
        """The type of the table of slots: no fewer than there are functions, and one."""
        return FUNCREF + b"\0" + encode_uleb128(self.total + 1)

    def call_hook(self, function: int) -> bytes:
        """Calls the function that is added with a function's index."""
        return I32_CONST + encode_sleb128(function) + CALL + encode_uleb128(self.total)

    def call_slot(self, slot: int, type_: int) -> bytes:
        """Calls what is in a slot."""
        return I32_CONST + encode_sleb128(slot) + CALL_INDIRECT + encode_uleb128(type_) + encode_uleb128(self.slots)

    def stub(self, function: int, before: bytes = b"") -> bytes:
        """The body of a function that is in the other module."""
        type_ = self.types[function - self.imported]
        arguments = b"".join(LOCAL_GET + encode_uleb128(each) for each in range(self.parameter_counts[type_]))
        return NO_LOCALS + before + arguments + self.call_slot(function, type_) + END

    def changed(self, bodies: list[bytes], hook: bytes, exports: list[bytes], filled: Collection[int]) -> bytes:
        """The module with other bodies, with one more function, which takes a number, and with the table of slots."""
        old = self.sections
        new: dict[int, bytes] = {
            Section.FUNCTION: extend_vector(old[Section.FUNCTION], encode_uleb128(self.hook_type)),
            Section.TABLE: extend_vector(old[Section.TABLE], self.slots_type),
            Section.EXPORT: extend_vector(old[Section.EXPORT], *exports),
            Section.ELEMENT: extend_vector(old[Section.ELEMENT], *self.fill(filled)),
            Section.CODE: encode_vector(map(encode_sized, [*bodies, NO_LOCALS + hook + END])),
        }
        return encode_module((each, new.get(each, content)) for each, content in old.items())

    def fill(self, functions: Collection[int]) -> Iterator[bytes]:
        """Element segments that put functions into their slots, one for each run of indices."""
        for run in _runs(functions):
            offset = I32_CONST + encode_sleb128(run[0]) + END
            yield b"\2" + encode_uleb128(self.slots) + offset + b"\0" + encode_vector(map(encode_uleb128, run))

    def shared(self) -> Iterator[_Shared]:
        """What both modules use, each kind in the order of its indices."""
        tables, memories, tags = (
            Reader(self.sections.get(each, b"\0")) for each in (Section.TABLE, Section.MEMORY, Section.TAG)
        )
        types = {
            ExternalKind.TABLE: [
                *(tables.external_type(ExternalKind.TABLE) for _ in tables.count()),
                self.slots_type,
            ],
            ExternalKind.MEMORY: [memories.external_type(ExternalKind.MEMORY) for _ in memories.count()],
            ExternalKind.GLOBAL: self.variables,
            ExternalKind.TAG: [tags.external_type(ExternalKind.TAG) for _ in tags.count()],
        }
        for kind, all_types in types.items():
            for index, type_ in enumerate(all_types, self.import_counts[kind]):
                is_slots = (kind, index) == (ExternalKind.TABLE, self.slots)
                yield SLOTS if is_slots else f"{PREFIX}{kind.name.lower()}{index}", kind, index, type_


NEEDED = (
    Section.TYPE,
    Section.IMPORT,
    Section.FUNCTION,
    Section.TABLE,
    Section.GLOBAL,
    Section.EXPORT,
    Section.ELEMENT,
    Section.CODE,
)
"""Sections to which something is added, or which both modules have."""


def _check(sections: dict[int, bytes]) -> None:
    """Refuses what would make one of the two modules wrong."""
    for needed in NEEDED:
        if needed not in sections:
            raise TrimError(f"there is no {needed.name.lower()} section")
    # Code knows segments that it puts into place itself by their number, which only the primary module would have.
    elements, data = Reader(sections[Section.ELEMENT]), Reader(sections.get(Section.DATA, b"\0"))
    for _ in elements.count():
        if kind := elements.byte():
            raise TrimError(
                f"there is an element segment of the kind {kind}, not put into the first table at the start"
            )
        elements.constant_expression()
        for _ in elements.count():
            elements.uleb128()
    for _ in data.count():
        if kind := data.byte():
            raise TrimError(f"there is a data segment of the kind {kind}, not put into memory at the start")
        data.constant_expression()
        data.take(data.uleb128())


def _functions(types: bytes, code: bytes, type_count: int) -> tuple[list[int], list[bytes]]:
    """The index of the type of each function, and its locals and code."""
    declared, bodies = Reader(types), Reader(code)
    all_types = [declared.uleb128() for _ in declared.count()]
    all_bodies = [bodies.take(bodies.uleb128()) for _ in bodies.count()]
    if len(all_types) != len(all_bodies):
        raise TrimError(f"{len(all_types)} functions are declared, and {len(all_bodies)} have code")
    if max(all_types, default=0) >= type_count:
        raise TrimError(f"a function has the type {max(all_types)}, of {type_count}")
    return all_types, all_bodies


def _types(content: bytes) -> tuple[list[bytes], list[int]]:
    """Each type of function, and how many parameters it has."""
    reader, types, parameter_counts = Reader(content), [], []
    for _ in reader.count():
        begin = reader.position
        if reader.byte() != HOOK_TYPE[0]:
            raise TrimError("there is a type that is not of a function")
        parameters, _results = ([reader.type() for _ in reader.count()] for _ in range(2))
        parameter_counts.append(len(parameters))
        types.append(content[begin : reader.position])
    return types, parameter_counts


def _globals(content: bytes) -> tuple[list[bytes], list[bytes]]:
    """Types of those that can change, and the others with their value."""
    reader, variables, constants = Reader(content), [], []
    for _ in reader.count():
        type_ = reader.external_type(ExternalKind.GLOBAL)
        value = reader.constant_expression()
        if not type_[1]:
            constants.append(type_ + value)
        elif constants:
            raise TrimError("a global that can change follows one that cannot")
        else:
            variables.append(type_)
    return variables, constants


def _locals_and_code(body: bytes) -> tuple[bytes, bytes]:
    """Both parts of a function."""
    reader = Reader(body)
    for _ in reader.count():
        reader.uleb128()
        reader.type()
    return body[: reader.position], body[reader.position :]


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Runs of rising numbers without gaps."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        yield [each for _, each in run]


def _encode_export(name: str, kind: ExternalKind, index: int) -> bytes:
    return encode_sized(name.encode()) + bytes([kind]) + encode_uleb128(index)


def _encode_import(shared: _Shared) -> bytes:
    name, kind, _, type_ = shared
    return encode_sized(NAMESPACE.encode()) + encode_sized(name.encode()) + bytes([kind]) + type_
