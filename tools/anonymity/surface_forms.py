"""The ways people write a municipality's name; used to prove that the register matcher finds them all.

Written forwards (name -> forms) and apart from the matcher, which works backwards (form ->
name), so that one can test the other.
"""

import re
from collections.abc import Iterator

__all__ = ["sentences_with", "surface_forms"]

_EXPANSIONS = (
    ("a.d.", "an der"), ("i.d.", "in der"), ("v.d.", "vor der"), ("a.", "am"), ("i.", "im"), ("b.", "bei"),
)  # fmt: skip
_ADDITION = re.compile(r"\s(?:a\.|an |am |auf |i\.|im |in |ob |unter |v\.|vor|b\.|bei )|\s*[/(]")
_UMLAUTS = (
    ("stadt", "städt"),
    ("haus", "häus"),
    ("dorf", "dörf"),
    ("wald", "wäld"),
    ("hof", "höf"),
    ("tal", "täl"),
)
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def _written_out(name: str) -> Iterator[str]:
    """``Pfaffenhofen a.d.Ilm`` -> with spaces, written out, in brackets, with a stroke."""
    match = _ADDITION.search(name)
    if not match:
        return
    base, addition = name[: match.start()], name[match.start() :].strip(" /()")
    for short, long in _EXPANSIONS:
        if addition.startswith(short):
            place = addition[len(short) :].strip()
            yield f"{base} {' '.join(part + '.' for part in short.split('.') if part)} {place}"
            yield f"{base} {long} {place}"
            yield f"{base} ({place})"
            yield f"{base}/{place}"
            return
    last = addition.split()[-1]
    yield f"{base} ({last})"
    yield f"{base}/{last}"


def _cores(name: str) -> Iterator[str]:
    """The name without addition, without ``Bad``/``Markt``, and its parts."""
    base = _ADDITION.split(name)[0].strip()
    yield base
    first, _, rest = base.partition(" ")
    if first in {"Bad", "Markt"}:
        yield rest
    if first in {"Sankt", "St."}:
        yield f"{'St.' if first == 'Sankt' else 'Sankt'} {rest}"
    if "-" in base and not base.startswith(("Neu-", "Sankt ", "St. ")):
        yield from (part.removeprefix("Bad ").removeprefix("Sankt ") for part in base.split("-"))


def resident_stems(core: str) -> set[str]:
    """What stands before ``-er`` in the word for the people: ``Dilling``, ``Füssen``, ``Neustädt``."""
    stems = {core}
    if core.endswith("en") and len(core) > 5:
        stems.add(core[:-2])
        if core.endswith(("kirchen", "ünchen", "hausen", "dorfen")):
            stems.add(core[:-2] + "n")
    if core.endswith("e"):
        stems = {core[:-1]}
    if core.endswith(("ee", "er")):
        stems = {core}
    for plain, changed in _UMLAUTS:
        if core.endswith((plain, plain + "en")):
            stems.add(core.removesuffix("en")[: -len(plain)] + changed)
    return stems


def _inflected(core: str) -> Iterator[str]:
    yield core if core.endswith(("s", "ß", "z", "x")) else core + "s"
    for stem in sorted(resident_stems(core)):
        yield from (f"{stem}er {noun}" for noun in ("Rathaus", "Gemeinderat", "Bürgermeister"))
        yield f"eine {stem}erin"
        yield f"viele {stem}erinnen und {stem}er"
        yield f"mit den {stem}ern"
        yield f"des {stem}ers"


def surface_forms(name: str) -> list[str]:
    """All forms of a municipality's name (without title), each once; 20 to 70 of them."""
    forms: dict[str, None] = {name: None}
    for form in _written_out(name):
        forms[form] = None
    for core in dict.fromkeys(_cores(name)):
        forms[core] = None
        for frame in (
            "in {}", "nach {}", "aus {}", "Stadt {}", "Gemeinde {}", "in der Stadt {}", "Markt {}",
            "die Gemeinde {}", "Landkreis {}",
            "{}-Plan", "{}-Konzept", "Pro-{}-Bündnis", "{} und Umgebung", "Bürgermeister von {}",
            "Rathaus {}",
        ):  # fmt: skip
            forms[frame.format(core)] = None
        forms[core.upper()] = None
        forms["in " + core.translate(_PLAIN)] = None
        for form in _inflected(core):
            forms[form] = None
    return list(forms)


def sentences_with(form: str) -> tuple[str, str]:
    """The form alone and in a sentence."""
    return form, f"Bei der Beratung ging es um {form}, das sagte die Kämmerei deutlich."
