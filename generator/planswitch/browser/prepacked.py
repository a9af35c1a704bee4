"""The parts that a wheel brings along, so that nobody who installs it needs Node, npm, Pyodide or the network.

``packed/`` beside this module holds them: each file once in each of its forms, and ``packed.json``, which says what
they are and which rules are in them. Only ``make dist`` writes it, and only into the copy that the wheel is made of,
where scripts and styles are short already.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from planswitch.browser.archives import OWN_PACKAGE, rules_digest
from planswitch.browser.parts import Part, Parts, file_name
from planswitch.browser.runtime import PackError

FOLDER = Path(__file__).parent / "packed"
MANIFEST = "packed.json"
MEND = "Install planswitch again: pip install --force-reinstall planswitch"


def is_there() -> bool:
    """Whether this planswitch has its parts with it, as one from a wheel has."""
    return FOLDER.is_dir()


def scripts() -> str:
    """The version of the scripts that came with the parts.

    Raises:
        PackError: as `read`.
    """
    return str(_manifest(FOLDER)["scripts"])


def read(folder: Path) -> Parts:
    """Reads the parts from a folder.

    Raises:
        PackError: some are missing, or they hold other rules than this planswitch has.
    """
    manifest = _manifest(folder)
    try:
        files = {name: _part(folder, name, told) for name, told in manifest["files"].items()}
    except OSError as error:
        raise _incomplete(error) from error
    return Parts(files, manifest["lock"], manifest["scripts"])


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise _incomplete(error) from error
    if manifest["rules"] != rules_digest():
        raise PackError(
            f"The browser's Python in {folder} was packed with other rules than those in {OWN_PACKAGE / 'rules'}, "
            f"so it would answer differently. {MEND}"
        )
    return manifest


def _incomplete(error: OSError) -> PackError:
    return PackError(f"The browser's Python is not complete: {error.filename}: {error.strerror}. {MEND}")


def _part(folder: Path, name: str, told: dict[str, Any]) -> Part:
    forms = {form: (folder / file_name(name, form)).read_bytes() for form in told["forms"]}
    return Part(told["size"], told["digest"], forms, told["pieces"])


def write(parts: Parts, folder: Path) -> None:
    """Writes the parts into a folder, which is new."""
    folder.mkdir()
    files = {}
    for name, part in sorted(parts.files.items()):
        for form, content in part.forms.items():
            (folder / file_name(name, form)).write_bytes(content)
        files[name] = {"size": part.size, "digest": part.digest, "pieces": part.pieces, "forms": [*part.forms]}
    manifest = {"rules": rules_digest(), "scripts": parts.scripts, "lock": parts.lock, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
