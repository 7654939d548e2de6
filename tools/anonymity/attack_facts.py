"""What a case giver would tell about the own municipality: the facts that the attack experiment plants into a
text. Pure module.

Every value is one that the register knows or that follows from it (households, people entitled to vote),
because only such a fact can lead an attacker with the register back to the municipality. Each fact has
several wordings; one is drawn per text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache

from knowledge.anonymity.detector import IntakeName, Kind
from knowledge.anonymity.detector.lexicon import read_list
from knowledge.anonymity.register import Municipality, municipalities

__all__ = ["PERSONS_PER_HOUSEHOLD", "TYPE_WORDS", "VOTERS_SHARE", "planted_values", "with_facts"]

PERSONS_PER_HOUSEHOLD = 2.1
VOTERS_SHARE = 0.78
"""Rough figures everybody can look up; the attacker uses the same."""

TYPE_WORDS = {
    "Markt": "Marktgemeinde",
    "Große Kreisstadt": "Große Kreisstadt",
    "kreisfreie Stadt": "kreisfreie Stadt",
    "Stadtkreis": "kreisfreie Stadt",
}
"""Legal types that only some municipalities have, with the word people use."""

_FACTS: tuple[tuple[str, ...], ...] = (
    ("Wir in {name} liegen im Landkreis {district}.", "Für {name} ist das Landratsamt {district} zuständig.",
    "Der Kreistag in {district} sah {name} im Vorteil."),
    ("Die Verwaltung von {name} sitzt in {postcode} {name}.", "Unsere Postleitzahl ist {postcode}.",
    "Wer im PLZ-Gebiet {prefix} wohnt, kennt {name}."),
    ("{mayor}, unser Bürgermeister, hat es im {name}er Rathaus so beschlossen.",
    "Bürgermeister {mayor_surname} aus {name} war dafür."),
    ("Der Gemeinderat {name} stimmte zu, die Regierung von {region} nicht.",
    "Das Regierungspräsidium {region} fragte in {name} nach."),
    ("Das „{name}-Modell“ kam von Frau {mayor_surname}.", "Seither spricht man vom {name}-Weg."),
    ("Wir haben {population} Einwohner.", "{population} Einwohnerinnen und Einwohner sind gemeldet.",
    "Bei {population} Menschen kennt jeder jeden."),
    (
        "Es betrifft {hundreds} Leute.", "Wir sind rund {hundreds} Einwohner.",
        "Knapp {thousands} Menschen leben hier.",
        "Etwa {thousands} Einwohner hat der Ort.", "Bei uns wohnen {hundreds} Bürgerinnen und Bürger.",
    ),
    ("Der Bescheid ging an {households} Haushalte.", "{voters} Wahlberechtigte gibt es.",
    "Angeschrieben wurden {voters} Wahlberechtigte."),
    ("Das Gemeindegebiet hat {square} Quadratkilometer.",
    "Auf {hectares} Hektar verteilen sich die Ortsteile.", "Wir sind {square} km² groß."),
    ("Bei {density} Einwohnern je Quadratkilometer lohnt sich kein Bus.",
    "Die Dichte liegt bei {density} Einwohnern pro km²."),
    ("Die Nachbarn in {neighbour} haben es anders gemacht.", "{neighbour} wollte nicht mitmachen.",
    "Mit der Gemeinde {neighbour} war alles abgesprochen."),
)  # fmt: skip
_TYPE_FACTS = ("Als {type_word} haben wir mehr Aufgaben.", "Wir sind eine {type_word}.")
_RIVER_FACTS = ("Das Hochwasser der {river} kam im Juni.", "An der {river} liegt unser Bauhof.")
_RIVER = re.compile(r"(?:a\.\s?d\.|an der)\s?(\w+)")


def with_facts(texts: Sequence[str], true: Municipality, draw: random.Random) -> tuple[str, list[IntakeName]]:
    """(text of a case as its giver would write it, the names asked for at intake).

    Every fact stands once, each at a random place and in a random wording.
    """
    values = planted_values(true, draw)
    facts = [draw.choice(wordings) for wordings in _FACTS]
    if values["type_word"]:
        facts.append(draw.choice(_TYPE_FACTS))
    if values["river"]:
        facts.append(draw.choice(_RIVER_FACTS))
    parts = list(texts)
    for fact in facts:
        parts.insert(draw.randrange(len(parts) + 1), fact.format(**values))
    return "\n\n".join(parts), [IntakeName(true.name, Kind.PLACE), IntakeName(values["mayor"], Kind.PERSON)]


def planted_values(true: Municipality, draw: random.Random) -> dict[str, str]:
    """The values of the facts of one municipality as they are written, by the gap they fill."""
    surname = draw.choice(_surnames())
    river = _RIVER.search(true.name)
    square = true.area_ha / 100
    return {
        "name": true.name,
        "population": _written(true.population, draw),
        "hundreds": _written(round(true.population, -2) or 100, draw),
        "thousands": _written(round(true.population, -3) or 1000, draw),
        "households": _written(round(true.population / PERSONS_PER_HOUSEHOLD), draw),
        "voters": _written(round(true.population * VOTERS_SHARE), draw),
        "square": f"{square:.1f}".replace(".", ","),
        "hectares": _written(true.area_ha, draw),
        "density": _written(round(true.population / max(square, 0.1)), draw),
        "district": true.district.split(",")[0],
        "region": true.region,
        "postcode": true.postcode,
        "prefix": true.postcode[: draw.choice((2, 3))],
        "mayor": f"{draw.choice(_first_names())} {surname}",
        "mayor_surname": surname,
        "neighbour": _neighbour(true, draw),
        "type_word": TYPE_WORDS.get(true.type, ""),
        "river": river[1] if river else "",
    }


def _written(number: int, draw: random.Random) -> str:
    """With or without a point between the thousands, as people do."""
    return f"{number:,}".replace(",", ".") if draw.random() < 0.7 else str(number)


def _neighbour(true: Municipality, draw: random.Random) -> str:
    """Another municipality of the same Landkreis, or of the same Land where a city has none."""
    near = [item.name for item in municipalities() if item.ags[:5] == true.ags[:5] and item.ags != true.ags]
    return draw.choice(
        near
        or [item.name for item in municipalities() if item.ags[:3] == true.ags[:3] and item.ags != true.ags]
    )


@cache
def _surnames() -> tuple[str, ...]:
    return tuple(name for name in read_list("surnames")[5::11] if len(name) > 3)


@cache
def _first_names() -> tuple[str, ...]:
    return tuple(name for name in read_list("first_names")[5::11] if len(name) > 2)
