"""A newer municipality register: read, judged, compared with the present one, written in one step. Pure
module.

Two forms are understood: the CSV of this project and the file GV100AD of the
Gemeindeverzeichnis-Informationssystem (fixed columns, UTF-8 or Latin-1; © Statistisches Bundesamt,
dl-de/by-2-0).
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.anonymity.profile.uniqueness import SIZE_BANDS, THRESHOLD, Profile, band_of, k_of
from knowledge.anonymity.register import Municipality, read_register

__all__ = ["Difference", "RegisterError", "as_csv", "compare", "judge", "read_candidate", "write_register"]

COLUMNS = ("ags", "name", "typ", "land", "regierungsbezirk", "kreis", "einwohner", "flaeche_ha", "plz")
_LANDS = {"08": "Baden-Württemberg", "09": "Bayern"}
_TYPES = {
    "60": "Markt",
    "61": "kreisfreie Stadt",
    "62": "Stadtkreis",
    "63": "Stadt",
    "64": "Gemeinde",
    "67": "Große Kreisstadt",
}
LARGEST_CHANGE = 0.1
"""Share of municipalities that may come or go between two registers; more points to a broken file."""


class RegisterError(ValueError):
    """The file is no usable register; the message is a German sentence."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a newer register changes."""

    added: tuple[Municipality, ...]
    removed: tuple[Municipality, ...]
    renamed: tuple[tuple[Municipality, Municipality], ...]
    other_band: tuple[tuple[Municipality, Municipality], ...]
    other_population: int

    @property
    def is_empty(self) -> bool:
        """Whether both registers say the same of names and populations."""
        return not (self.added or self.removed or self.renamed or self.other_population)


# --------------------------------------------------------------------------- reading


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _official_rows(text: str) -> Iterator[dict[str, str]]:
    """Rows of GV100AD for Bavaria and Baden-Württemberg; areas without a municipality (type 66) are none."""
    regions: dict[str, str] = {}
    districts: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        kind, key = line[:2], line[10:18]
        if key[:2] not in _LANDS:
            continue
        if kind == "20":
            regions[key[:3]] = line[22:72].strip()
        elif kind == "40":
            districts[key[:5]] = line[22:72].strip()
        elif kind == "60" and line[122:124] in _TYPES:
            try:
                yield {
                    "ags": key,
                    "name": line[22:72].strip(),
                    "typ": _TYPES[line[122:124]],
                    "land": _LANDS[key[:2]],
                    "regierungsbezirk": regions[key[:3]],
                    "kreis": districts[key[:5]],
                    "einwohner": str(int(line[139:150])),
                    "flaeche_ha": str(int(line[128:139])),
                    "plz": line[165:170].strip(),
                }
            except (ValueError, KeyError) as error:
                raise RegisterError(f"Zeile {number}: nicht lesbar ({error}).") from error


def as_csv(data: bytes) -> str:
    """The file as CSV of this project. Raises :class:`RegisterError`."""
    text = _decoded(data)
    if re.match(r"[1-6]0\d{8}\d", text):
        target = io.StringIO()
        writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_official_rows(text))
        return target.getvalue()
    header = next(csv.reader(io.StringIO(text)), [])
    missing = [name for name in COLUMNS if name not in header and name != "flaeche_ha"]
    if missing:
        raise RegisterError(
            f"Das ist kein Gemeindeverzeichnis: Es fehlen die Spalten {', '.join(missing)}. Erwartet wird"
            " GV100AD oder die CSV des Projekts."
        )
    return text.replace("\r\n", "\n")


def read_candidate(data: bytes) -> tuple[str, tuple[Municipality, ...]]:
    """CSV text and municipalities of a file. Raises :class:`RegisterError`."""
    text = as_csv(data)
    handle, name = tempfile.mkstemp(suffix=".csv")
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.write(text)
        return text, read_register(path)
    except ValueError as error:
        raise RegisterError(str(error)) from error
    finally:
        path.unlink()


# --------------------------------------------------------------------------- judging


def judge(candidate: tuple[Municipality, ...], present: tuple[Municipality, ...]) -> list[str]:
    """German sentences that say why this register cannot be used; empty when it can."""
    found = []
    keys = Counter(item.ags for item in candidate)
    if twice := sorted(key for key, count in keys.items() if count > 1):
        found.append(f"Mehrfach vorhandene Schlüssel: {', '.join(twice[:5])}.")
    if broken := [item.ags for item in candidate if not re.fullmatch(r"0[89]\d{6}", item.ags)]:
        found.append(f"Ungültige Gemeindeschlüssel: {', '.join(broken[:5])}.")
    if empty := [item.ags for item in candidate if not item.name or item.population <= 0]:
        found.append(f"Ohne Namen oder ohne Einwohner: {', '.join(empty[:5])}.")
    if codes := [
        item.ags for item in candidate if item.postcode and not re.fullmatch(r"\d{5}", item.postcode)
    ]:
        found.append(f"Ungültige Postleitzahlen: {', '.join(codes[:5])}.")
    old = {item.ags for item in present}
    changed = len(old ^ set(keys))
    if changed > LARGEST_CHANGE * len(old):
        found.append(
            f"{changed} Gemeinden kämen hinzu oder fielen weg; mehr als {LARGEST_CHANGE:.0%} spricht für eine"
            " unvollständige Datei."
        )
    if not found:
        for state in ("BY", "BW"):
            for band in SIZE_BANDS:
                k = k_of(Profile(state, band), candidate)
                if k < THRESHOLD:
                    found.append(
                        f"{state}, {band}: nur {k} Gemeinden, nötig sind {THRESHOLD}. Die Größenklassen"
                        " passen nicht mehr (docs/adr/0005)."
                    )
    return found


def compare(candidate: tuple[Municipality, ...], present: tuple[Municipality, ...]) -> Difference:
    """What changes from ``present`` to ``candidate``, in the order of the keys."""
    old, new = {item.ags: item for item in present}, {item.ags: item for item in candidate}
    both = [(old[key], new[key]) for key in sorted(old.keys() & new.keys())]
    return Difference(
        added=tuple(new[key] for key in sorted(new.keys() - old.keys())),
        removed=tuple(old[key] for key in sorted(old.keys() - new.keys())),
        renamed=tuple((before, after) for before, after in both if before.name != after.name),
        other_band=tuple(
            (before, after)
            for before, after in both
            if band_of(before.population) != band_of(after.population)
        ),
        other_population=sum(before.population != after.population for before, after in both),
    )


def write_register(text: str, target: Path) -> None:
    """Put the register in place in one step: whoever reads meanwhile sees the old one or the new one, never a
    part.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".neu")
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o644)
        path.replace(target)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
