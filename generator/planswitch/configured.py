"""Which catalogues and languages the site of a folder has, as its ``mkdocs.yml`` lists them, without MkDocs."""

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
    options = _ours(project)
    one, several = options.get("catalogue"), options.get("catalogues")
    listed = [one] if several is None else several
    if listed == [None]:
        return []
    if not isinstance(listed, list) or not listed or not all(isinstance(each, str) and each for each in listed):
        what = f"{project / CONFIG}: “catalogues” lists no folders"
        raise Stop(f"{what}; expected a list such as [data], {INSTEAD}")
    return [project / folder for folder in listed]


def languages(project: Path) -> list[str]:
    """The languages of the site, in its order; none where nobody has listed any, or something else.

    Args:
        project: the folder in which ``mkdocs.yml`` may be.

    Raises:
        Stop: the file cannot be read.
    """
    listed = _ours(project).get("languages")
    return [tag for tag in listed if isinstance(tag, str)] if isinstance(listed, list) else []


def changes(project: Path) -> Path | None:
    """The file that says what changed between the editions of the site; none where nobody has named one.

    Args:
        project: the folder in which ``mkdocs.yml`` may be.

    Raises:
        Stop: ``mkdocs.yml`` cannot be read, or what it names is no file.
    """
    named = _ours(project).get("changes")
    if named is None:
        return None
    if not isinstance(named, str) or not (project / named).is_file():
        what = f"{project / CONFIG}: “changes” names no file"
        raise Stop(f"{what}; expected one such as editions/changes.csv")
    return project / named


def _ours(project: Path) -> dict[str, Any]:
    """The options of our plugin; none where there is no ``mkdocs.yml``, or nobody has given any."""
    file = project / CONFIG
    return next(_options(_read(file)), {}) if file.is_file() else {}


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
