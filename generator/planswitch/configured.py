"""Which catalogues the site of a folder has, as its ``mkdocs.yml`` lists them: to know it, MkDocs is not needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from planswitch.terminal import Stop

CONFIG = "mkdocs.yml"
PLUGIN = "planswitch"
INSTEAD = "or say which folder with --catalogue"
"""What helps in any case."""

PLAIN = type("PlainLoader", (yaml.SafeLoader,), {})
"""Reads plain values alone: what a tag such as ``!ENV`` stands for is not known, and nothing of it is run."""
PLAIN.add_multi_constructor("", lambda *_: None)  # type: ignore[attr-defined]


def catalogues(project: Path) -> list[Path]:
    """The folders of the catalogues, in the order of the site; none where nobody has listed any.

    Args:
        project: the folder in which ``mkdocs.yml`` may be.

    Raises:
        Stop: the file cannot be read, or what it lists are no folders.
    """
    file = project / CONFIG
    if not file.is_file():
        return []
    for options in _options(_read(file)):
        one, several = options.get("catalogue"), options.get("catalogues")
        listed = [one] if several is None else several
        if listed == [None]:
            return []
        if not isinstance(listed, list) or not listed or not all(isinstance(each, str) and each for each in listed):
            raise Stop(f"{file}: “catalogues” lists no folders; expected a list such as [data], {INSTEAD}")
        return [project / folder for folder in listed]
    return []


def _read(file: Path) -> Any:
    try:
        loader = PLAIN(file.read_text(encoding="utf-8"))
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise Stop(f"{file}{line}: this is no YAML; mend it, {INSTEAD}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Stop(f"{file}: this is no YAML in UTF-8; mend it, {INSTEAD}") from error


def _options(config: Any) -> Iterator[dict[str, Any]]:
    """The options of our plugin, however it is listed."""
    plugins = config.get("plugins") if isinstance(config, dict) else None
    entries = [plugins] if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else []
    for entry in entries:
        if isinstance(entry, dict) and PLUGIN in entry:
            yield entry[PLUGIN] if isinstance(entry[PLUGIN], dict) else {}
