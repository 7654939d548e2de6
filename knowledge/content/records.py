"""Records in files: YAML with plain Markdown, one record each (docs/referenz/inhalte.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

__all__ = [
    "RecordError",
    "markdown_to_rich_text",
    "read_beside",
    "read_english",
    "read_lines",
    "read_record",
    "read_records",
]

_MARKDOWN = MarkdownIt("zero", {"typographer": False}).enable(
    ["emphasis", "list", "heading", "link", "newline", "paragraph", "escape", "entity"]
)
"""Only what the rich text of the library knows; HTML and images stay text."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is there: ten times faster on a hundred records."""


class RecordError(ValueError):
    """A record file that cannot be used; the message names file and field in the reader's words."""


def markdown_to_rich_text(text: str) -> str:
    """Markdown (paragraphs, lists, emphasis, headings, links) as the HTML Wagtail stores for rich text."""
    # Two gender stars in one paragraph ("Bürger*innen ... Fallgeber*in") would otherwise enclose italics.
    escaped = re.sub(r"(?<=\w)\*(?=\w)", r"\\*", (text or "").strip())
    html: str = _MARKDOWN.render(escaped)
    # A line break inside a paragraph is a space; between blocks it is nothing.
    html = re.sub(r">\n+", ">", html)
    return (
        html.replace("<strong>", "<b>")
        .replace("</strong>", "</b>")
        .replace("<em>", "<i>")
        .replace("</em>", "</i>")
        .replace("\n", " ")
        .strip()
    )


def read_record(path: Path) -> dict[str, Any]:
    """One record.

    Raises :class:`RecordError` when the file is not a YAML mapping with an ``id``.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RecordError(
            _("%(file)s ist keine lesbare YAML-Datei: %(error)s") % {"file": path.name, "error": error}
        ) from error
    if not isinstance(data, dict) or not data.get("id"):
        raise RecordError(
            _("%(file)s beginnt nicht mit „id:“; erwartet wird ein Datensatz je Datei.") % {"file": path.name}
        )
    return data


def read_records(folder: Path) -> Iterator[dict[str, Any]]:
    """All records of a folder by file name, without what stands beside them in files of its own."""
    for path in sorted(folder.glob("*.yaml")):
        if "." not in path.stem:  # F01.phrases.yaml and the like stand beside a record
            yield read_record(path)


def read_english(folder: Path, name: str = "all") -> dict[str, Any]:
    """English versions of the records of a folder by their id; empty where there is no such file.

    Raises :class:`RecordError` when the file is no mapping.
    """
    return read_beside(folder, f"{name}.english")


def read_beside(folder: Path, name: str) -> dict[str, Any]:
    """What a file beside the records of a folder says about each, by their id; empty where there is none.

    Raises :class:`RecordError` when the file is no mapping.
    """
    path = folder / f"{name}.yaml"
    if not path.is_file():
        return {}
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe
    if not isinstance(data, dict):
        raise RecordError(_("%(file)s ist keine Liste von Fassungen je Datensatz.") % {"file": path.name})
    return data


def read_lines(path: Path) -> list[str]:
    """A list of sentences.

    Raises :class:`RecordError` when the file holds anything else.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RecordError(
            _("%(file)s ist keine lesbare YAML-Datei: %(error)s") % {"file": path.name, "error": error}
        ) from error
    if not isinstance(data, list) or not all(isinstance(line, str) for line in data):
        raise RecordError(_("%(file)s ist keine Liste von Sätzen.") % {"file": path.name})
    return data
