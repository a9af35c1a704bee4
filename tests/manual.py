"""Reads the maintainers' pages: the examples in them are carried out, so that what they promise is so.

In a page, a block of ``csv``, ``po``, ``yaml`` or ``markdown`` belongs to the file that is named last before it; a file
of a catalogue is in ``data`` where no folder is named with it. In a workbook, it belongs to the sheet that is named
last. A block of ``console`` has commands, each after ``$``, with lines of what they print, in order; ``…`` at the end
of one stands for its rest.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from planswitch.catalogue.schema import BY_NAME, CHANGES
from tests.assertions import ROOT
from tests.sheet.workbooks import cells_of, save

LANGUAGES = ("en", "it")
FILE = re.compile(r"`((?:[\w-]+/)*[\w-]+\.(?:csv|po|yml|md|xlsx))`")
NAME = re.compile(r"`(\w+)`")
RENAMING = re.compile(r"`([\w.-]+)` → `([\w.-]+)`")
"""A word that is replaced by another one in every file of the catalogue, before the blocks of its section count."""
FENCE = re.compile(r"^```(\w*)$")


class Block(NamedTuple):
    """A fenced block.

    Attributes:
        kind: ``csv``, ``po``, ``console`` or another word after the fence.
        file: the file that is named last before it.
        sheet: of a workbook, the sheet that is named last before it.
    """

    kind: str
    file: str
    text: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a heading, as far as the next one.

    Attributes:
        level: of the heading, 0 for what comes before the first one.
        text: what is not in blocks.
    """

    level: int
    title: str
    text: str
    blocks: tuple[Block, ...]

    def table(self) -> list[list[str]]:
        """The cells of its table, without the head."""
        rows = [line.strip("| ").split(" | ") for line in self.text.splitlines() if line.startswith("| ")]
        return rows[1:]


def page(tag: str, name: str) -> Path:
    """A page of a language."""
    return ROOT / "docs" / tag / "maintainers" / f"{name}.md"


def sections(path: Path) -> list[Section]:
    """A page in parts."""
    _, _, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    return [_section(part) for part in re.split(r"^(?=#{1,3} )", body, flags=re.MULTILINE)]


def _section(part: str) -> Section:
    heading = re.match(r"(#{1,3}) (.*)\n", part)
    blocks: list[Block] = []
    told: list[str] = []
    lines = iter(part.splitlines())
    for line in lines:
        if fence := FENCE.match(line):
            before = "\n".join(told)
            named = FILE.findall(before)
            sheets = [name for name in NAME.findall(before) if name in BY_NAME]
            text = "\n".join(_inside(lines)) + "\n"
            blocks.append(Block(fence[1], named[-1] if named else "", text, sheets[-1] if sheets else ""))
        else:
            told.append(line)
    level, title = (len(heading[1]), heading[2]) if heading else (0, "")
    return Section(level, title, "\n".join(told), tuple(blocks))


def _inside(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == "```":
            return
        yield line
    raise AssertionError("a block does not end")


def example(tag: str, folder: Path) -> Path:
    """Writes the files of the page about them into a folder, and returns where the catalogue is."""
    data = folder / "data"
    data.mkdir(parents=True)
    for section in sections(page(tag, "files")):
        for block in section.blocks:
            place(folder, block.file).write_text(block.text, encoding="utf-8")
    return data


def place(folder: Path, file: str) -> Path:
    """Where a file of CSV is: in the catalogue, unless it names its folder or says what changed."""
    return folder / (file if "/" in file or file == CHANGES.file else f"data/{file}")


def rename(section: Section, data: Path) -> None:
    """Replaces what a section tells to replace, as whole words."""
    if told := RENAMING.search(section.text):
        before, now = told.groups()
        for path in data.glob("*.csv"):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(rf"(?<![\w.-]){re.escape(before)}(?![\w.-])", now, text), encoding="utf-8")


def carry_out(block: Block, folder: Path) -> None:
    """Adds what stands in a block to its file; rows with the same key take the place of earlier ones."""
    if block.file.endswith(".xlsx"):
        _type_rows(block, folder / block.file)
    elif block.kind == "csv":
        _put_rows(block, place(folder, block.file))
    elif block.kind in ("yaml", "markdown"):
        (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
        (folder / block.file).write_text(block.text, encoding="utf-8")
    else:
        _put_sentences(block, folder / block.file)


def _put_rows(block: Block, path: Path) -> None:
    table = {**BY_NAME, CHANGES.name: CHANGES}[path.stem]
    header, rows = read_rows(path.read_text(encoding="utf-8"))
    more, fresh = read_rows(block.text)
    assert set(more) == set(header), f"{block.file}: the block has other columns than the file"
    for row in fresh:
        same = [known for known in rows if table.key and all(known[name] == row[name] for name in table.key)]
        if same:
            same[0].update(row)
        else:
            rows.append(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(rows)


def _type_rows(block: Block, path: Path) -> None:
    """Types rows into a sheet, as a spreadsheet would save it: over those with the same key, or below the last one."""
    header, *rows = cells_of(path)[block.sheet]
    _, typed = read_rows(block.text)
    edits: dict[str, str] = {}
    last = len(rows) + 1
    for row in typed:
        key = {header.index(name): row[name] for name in BY_NAME[block.sheet].key}
        same = (key and key.items() <= dict(enumerate(cells)).items() for cells in rows)
        known = [number for number, is_same in enumerate(same, start=2) if is_same]
        last += not known
        number = known[0] if known else last
        edits |= {f"{chr(ord('A') + header.index(name))}{number}": cell for name, cell in row.items()}
    save(path, {block.sheet: edits})


def read_rows(text: str) -> tuple[list[str], list[dict[str, str]]]:
    """The header and the rows of a table; every row has as many cells as the header."""
    reader = csv.reader(io.StringIO(text))
    header = next(reader)
    return header, [dict(zip(header, row, strict=True)) for row in reader]


def _put_sentences(block: Block, path: Path) -> None:
    """Fills in translations of a file that is there, or begins it."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    for sentence, translation in re.findall(r'msgid "(.+)"\nmsgstr "(.+)"', block.text):
        blank = f'msgid "{sentence}"\nmsgstr ""\n'
        assert text.count(blank) == 1, f"{block.file}: “{sentence}” does not wait for a translation"
        text = text.replace(blank, f'msgid "{sentence}"\nmsgstr "{translation}"\n')
    path.write_text(text, encoding="utf-8")


def commands(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block, and what it prints."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, *printed = part.splitlines()
        yield command, printed


def prints(expected: list[str], printed: str) -> bool:
    """Whether lines are printed, each whole and in order, but for spaces and bullets before them."""
    lines = iter([line.strip().removeprefix("• ") for line in printed.splitlines()])
    return all(any(_fits(wanted.strip(), line) for line in lines) for wanted in expected)


def _fits(wanted: str, line: str) -> bool:
    return line.startswith(wanted[:-1]) if wanted.endswith("…") else line == wanted
