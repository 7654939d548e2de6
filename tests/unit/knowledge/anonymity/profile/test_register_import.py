"""A newer register: read, judged, compared, put in place in one step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from knowledge.anonymity import register
from knowledge.anonymity.profile.register_import import (
    RegisterError,
    compare,
    judge,
    read_candidate,
    write_register,
)
from knowledge.anonymity.register import REGISTER_FILE, municipalities


def official(
    kind: str,
    key: str,
    name: str,
    *,
    type_key: str = "",
    area: int = 0,
    population: int = 0,
    postcode: str = "",
) -> str:
    """A line of GV100AD."""
    line = f"{kind}20241231{key:<12}{name:<50}"
    line += " " * (122 - len(line)) + f"{type_key:<6}"
    return f"{line}{area:011}{population:011}{population // 2:011}    {postcode:<5}"


def test_shipped_register_passes_and_differs_in_nothing() -> None:
    text, candidate = read_candidate(REGISTER_FILE.read_bytes())
    assert candidate == municipalities()
    assert judge(candidate, municipalities()) == []
    assert compare(candidate, municipalities()).is_empty
    assert text.startswith("ags,name")


def test_official_file_is_understood() -> None:
    lines = [
        official("10", "08", "Baden-Württemberg"),
        official("20", "081", "Reg.-Bez. Stuttgart"),
        official("40", "08115", "Böblingen", type_key="44"),
        official(
            "60", "081150015001", "Aidlingen", type_key="64", area=2656, population=9352, postcode="71134"
        ),
        official("60", "081159719999", "Gutsbezirk ohne Leute", type_key="66"),
        official(
            "60", "010010000000", "Flensburg, Stadt", type_key="61", population=90_000, postcode="24937"
        ),
    ]
    _text, found = read_candidate("\n".join(lines).encode("latin-1"))
    assert found == tuple(item for item in municipalities() if item.name == "Aidlingen")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"name;ort\nx;y\n", "kein Gemeindeverzeichnis"),
        (b"", "kein Gemeindeverzeichnis"),
        (official("60", "08115001", "Ort", type_key="64").encode(), "Zeile 1"),
    ],
)
def test_other_files_are_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(RegisterError, match=words):
        read_candidate(data)


def test_broken_registers_are_refused_by_what_is_wrong() -> None:
    whole = municipalities()
    first = whole[0]
    assert "Mehrfach" in judge((*whole, first), whole)[0]
    assert "Ungültige Gemeindeschlüssel" in judge((replace(first, ags="8111000"), *whole[1:]), whole)[0]
    assert "ohne Einwohner" in judge((replace(first, population=0), *whole[1:]), whole)[0]
    assert "Postleitzahlen" in judge((replace(first, postcode="7017"), *whole[1:]), whole)[0]
    assert "unvollständige Datei" in judge(whole[:1_000], whole)[0]
    # Everybody grows: no village below 2,000 is left in Bavaria, so a header would tell too much.
    grown = tuple(
        replace(item, population=max(item.population, 2_500)) if item.federal_state == "BY" else item
        for item in whole
    )
    assert "BY, landgemeinde-klein: nur 0" in judge(grown, whole)[0]


def test_differences_are_named() -> None:
    whole = municipalities()
    one = max((item for item in whole if item.population < 5_000), key=lambda item: item.population)
    new = replace(whole[0], ags="09999999", name="Neustadt am Nichts")
    kept = [item for item in whole if item not in {one, whole[-1]}]
    candidate = (*kept, replace(one, name="Anders", population=5_001), new)
    found = compare(candidate, whole)
    assert found.added == (new,)
    assert found.removed == (whole[-1],)
    assert [(before.name, after.name) for before, after in found.renamed] == [(one.name, "Anders")]
    assert [after.population for _before, after in found.other_band] == [5_001]
    assert found.other_population == 1


def test_failure_leaves_the_present_file_alone(tmp_path: Path, monkeypatch: Any) -> None:
    target = tmp_path / "register.csv"
    target.write_text("alt")

    def broken(*args: Any) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError):
        write_register("neu", target)
    assert target.read_text() == "alt"
    assert list(tmp_path.iterdir()) == [target]


def test_command_judges_compares_and_puts_in_place(tmp_path: Path, settings: Any, capsys: Any) -> None:
    settings.ANONYMITY_REGISTER_FILE = str(tmp_path / "var" / "register.csv")
    newer = tmp_path / "neu.csv"
    newer.write_text(
        REGISTER_FILE.read_text(encoding="utf-8").replace("Aidlingen,Gemeinde", "Neu-Aidlingen,Gemeinde"),
        encoding="utf-8",
    )
    call_command("import_register", str(newer), "--dry-run")
    assert not (tmp_path / "var").exists()
    call_command("import_register", str(newer))
    out = capsys.readouterr().out
    assert "Aidlingen → Neu-Aidlingen" in out
    assert "recheck_cases" in out
    try:
        register.use_register(Path(settings.ANONYMITY_REGISTER_FILE))
        assert any(item.name == "Neu-Aidlingen" for item in municipalities())
    finally:
        register._newer.clear()
        municipalities.cache_clear()
        register.districts.cache_clear()
    newer.write_text("ags,name\n", encoding="utf-8")
    with pytest.raises(CommandError, match="kein Gemeindeverzeichnis"):
        call_command("import_register", str(newer))
    with pytest.raises(CommandError, match="nicht lesen"):
        call_command("import_register", str(tmp_path / "fehlt.csv"))
