"""The text of a document from outside, read in the sandbox, and in words what of it was not read.

Neither the content nor the name of a file is logged or written to a disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.anonymity.files.images import FileRefused
from knowledge.anonymity.sandbox import ReadingRefused, SandboxReader, plain_text, read_file_in_sandbox

__all__ = [
    "DOCUMENT_BYTES",
    "DocumentText",
    "Dropped",
    "dropped_of",
    "not_taken",
    "read_document",
    "unread_pages",
]

DOCUMENT_BYTES = 10 * 2**20


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that a file holds and its text does not: how often, and where."""

    kind: str
    count: int
    where: str

    def as_json(self) -> dict[str, Any]:
        """``{"kind", "count", "where"}``."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class DocumentText:
    """Everything that was read, and what was not."""

    text: str
    dropped: tuple[Dropped, ...]


def _reason(code: str) -> str:
    reasons = {
        "empty": _("Die Datei ist leer."),
        "too_large": _(
            "Die Datei ist zu groß. Möglich sind 10 MB; bitte nur den Bericht hochladen, ohne Bilder."
        ),
        "too_long": _(
            "Die Datei ist zu lang. Möglich sind 60 Seiten und etwa 30.000 Wörter; bitte nur den Bericht"
            " hochladen."
        ),
        "broken": _(
            "Die Datei ist beschädigt und lässt sich nicht lesen. Bitte öffnen Sie sie selbst und speichern"
            " Sie sie neu, oder fügen Sie den Text ein."
        ),
        "locked": _(
            "Die Datei ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern oder den Text"
            " einfügen."
        ),
        "no_text": _("Die Datei enthält keinen Text. Bitte prüfen Sie sie, oder fügen Sie den Text ein."),
        "scan": _(
            "Die Datei enthält keinen Text, ihre Seiten sind eingescannt. Bitte den Text eintippen oder"
            " einfügen."
        ),
        "photo": _(
            "Das ist ein Bild; Text darin wird nicht gelesen. Bitte eintippen, oder mit einer Texterkennung"
            " als PDF oder Word (.docx) speichern."
        ),
        "old_word": _(
            "Das ist das alte Word-Format (.doc). Bitte in Word öffnen und über „Speichern unter“ als"
            " „Word-Dokument (.docx)“ speichern."
        ),
        "old_mail": _(
            "Das ist eine Nachricht aus Outlook (.msg). Bitte in Outlook über „Speichern unter“ als „Nur Text"
            " (.txt)“ speichern oder den Text einfügen."
        ),
        "pages": _(
            "Das ist ein Dokument aus Pages. Bitte in Pages über „Ablage“ und „Exportieren“ als Word (.docx)"
            " speichern."
        ),
        "two_kinds": _(
            "Die Datei gibt sich als zwei Formate zugleich aus und wird deshalb nicht gelesen. Bitte öffnen"
            " Sie sie und speichern Sie sie als Word (.docx) oder PDF neu."
        ),
        "unsupported": _(
            "Dieses Format wird nicht gelesen. Möglich sind Word (.docx), OpenDocument (.odt), RTF, PDF,"
            " gespeicherte Mails (.eml), HTML und reiner Text; bitte so speichern oder den Text einfügen."
        ),
        "away": _(
            "Dateien lassen sich gerade nicht lesen. Bitte in einer Minute noch einmal hochladen oder den"
            " Text einfügen."
        ),
        "slow": _("Die Datei lässt sich nicht in angemessener Zeit lesen. Bitte den Text einfügen."),
        "heavy": _("Die Datei verlangt beim Lesen zu viel Speicher. Bitte den Text einfügen."),
    }
    return reasons[code]


def _places(row: dict[str, Any]) -> str:
    names, pages = row.get("names") or [], row.get("pages") or []
    return ", ".join(map(str, names)) if names else page_list(pages)


def page_list(pages: Sequence[int]) -> str:
    """ "Seite 1", "Seiten 2 bis 4 und 7"; empty for none."""
    if not pages:
        return ""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    parts = [
        str(run[0]) if len(run) == 1 else _("%(first)s bis %(last)s") % {"first": run[0], "last": run[-1]}
        for run in runs
    ]
    listed = ", ".join(parts[:-1]) + _(" und ") + parts[-1] if len(parts) > 1 else parts[0]
    return ngettext("Seite %(pages)s", "Seiten %(pages)s", len(pages)) % {"pages": listed}


def dropped_of(header: dict[str, Any]) -> tuple[Dropped, ...]:
    """What a reader of the sandbox named."""
    return tuple(Dropped(str(row["kind"]), int(row["count"]), _places(row)) for row in header["dropped"])


def _in_words(row: Dropped) -> str:
    count = row.count
    words = {
        "comment": ngettext("%(count)s Kommentar", "%(count)s Kommentare", count),
        "deletion": ngettext("%(count)s gestrichene Stelle", "%(count)s gestrichene Stellen", count),
        "header": ngettext("Kopfzeile", "%(count)s Kopfzeilen", count),
        "footer": ngettext("Fußzeile", "%(count)s Fußzeilen", count),
        "hidden": ngettext("%(count)s unsichtbare Stelle", "%(count)s unsichtbare Stellen", count),
        "annotation": ngettext("%(count)s Anmerkung", "%(count)s Anmerkungen", count),
        "image": ngettext("%(count)s Bild", "%(count)s Bilder", count),
        "drawing": ngettext("%(count)s Schaubild", "%(count)s Schaubilder", count),
        "embedded": ngettext("%(count)s eingebettetes Objekt", "%(count)s eingebettete Objekte", count),
        "note": ngettext("%(count)s Fußnote", "%(count)s Fußnoten", count),
        "attachment": ngettext("%(count)s Anhang", "%(count)s Anhänge", count),
    }
    told = words[row.kind] % {"count": count}
    return f"{told} ({row.where})" if row.where else told


def not_taken(dropped: Iterable[Dropped]) -> str:
    """One sentence for the person who uploaded the file; empty where everything was read."""
    rows = list(dropped)
    parts = [_in_words(row) for row in rows if row.kind not in ("scan", "ocr")]
    told = [_("Nicht übernommen: %(things)s.") % {"things": ", ".join(parts)}] if parts else []
    for row in rows:
        if row.kind == "scan":
            told.append(
                ngettext(
                    "%(pages)s ist eingescannt und nicht gelesen.",
                    "%(pages)s sind eingescannt und nicht gelesen.",
                    row.count,
                )
                % {"pages": row.where}
            )
        elif row.kind == "ocr":
            told.append(
                ngettext(
                    "%(pages)s ist eingescannt; den Text hat ein Programm erkannt, bitte vergleichen.",
                    "%(pages)s sind eingescannt; den Text hat ein Programm erkannt, bitte vergleichen.",
                    row.count,
                )
                % {"pages": row.where}
            )
    return " ".join(told)


def unread_pages(dropped: Iterable[Dropped]) -> str:
    """The pages of which nobody knows what they say; empty for none."""
    return next((row.where for row in dropped if row.kind == "scan"), "")


def read_document(data: bytes) -> DocumentText:
    """Text of a Word, OpenDocument, RTF, PDF, mail, HTML or text file of up to 10 MB.

    Raises :class:`FileRefused` with a sentence that says why and what to do.
    """
    if len(data) > DOCUMENT_BYTES:
        raise FileRefused(_reason("too_large"), "too_large")
    try:
        header, _content = read_file_in_sandbox(SandboxReader.DOCUMENT, data)
    except ReadingRefused as refused:
        raise FileRefused(_reason(str(refused)), str(refused)) from refused
    return DocumentText(plain_text(str(header["text"])).strip(), dropped_of(header))
