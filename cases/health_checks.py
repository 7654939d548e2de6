"""What ``manage.py doctor`` says about the keys of the confidential room, about who may review, and whether a
restore will know who withdrew.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterable

from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import get_user_model

from cases.models import CasePage, RawCase, RawDecision
from cases.restored import unwritten
from cases.sealed import key_number
from knowledge.anonymity.retention import subject_of
from knowledge.guard import SealError
from knowledge.models import AnonymityTrail, FindingKey
from knowledge.operations import HINT, OK, PROBLEM, Diagnosis, deployment, register, withdrawals

_AREA = "Rohfälle"
_REVIEW = "Vier Augen"
_RISK = "Restrisiko"
_LEDGER = "Widerrufe"
_MAKE = "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"


def raw_case_keys() -> Iterable[Diagnosis]:
    """Keys must be keys, secret, and open what is there."""
    keys = [key.strip() for key in settings.RAW_CASE_KEYS]
    if not keys:
        yield Diagnosis(
            _AREA,
            PROBLEM,
            "RAW_CASE_KEYS fehlt: Kein Rohfall lässt sich anlegen oder öffnen",
            f"Erzeugen Sie einen Schlüssel: {_MAKE}",
        )
        return
    broken = [number for number, key in enumerate(keys, 1) if not _is_key(key)]
    if broken:
        text = (
            f"RAW_CASE_KEYS: Schlüssel {', '.join(map(str, broken))} ist keiner (44 Zeichen, URL-sicheres"
            " Base64)"
        )
        yield Diagnosis(
            _AREA, PROBLEM, text, f"Prüfen Sie, ob beim Kopieren etwas fehlt. Einen neuen erzeugt: {_MAKE}"
        )
        return
    published = [
        number for number, key in enumerate(keys, 1) if not settings.DEBUG and deployment.is_published(key)
    ]
    if published:
        text = (
            f"RAW_CASE_KEYS: Schlüssel {', '.join(map(str, published))} steht im veröffentlichten Quelltext"
        )
        advice = (
            "Setzen Sie einen neuen Schlüssel an den Anfang, führen Sie „manage.py rotate_raw_case_keys“ aus"
            " und nehmen Sie den alten heraus."
        )
        yield Diagnosis(_AREA, PROBLEM, text, advice)
    counts = _by_key()
    if closed := counts.pop(0, 0):
        advice = (
            "Nehmen Sie den früheren Schlüssel wieder in RAW_CASE_KEYS auf (Sicherung der Schlüssel); ohne"
            " ihn sind diese Texte verloren."
        )
        yield Diagnosis(
            _AREA,
            PROBLEM,
            f"{closed} verschlüsselte Texte lassen sich mit keinem der Schlüssel öffnen",
            advice,
        )
        return
    if not FindingKey.objects.exists():
        yield Diagnosis(
            _AREA,
            PROBLEM,
            "Der Schlüssel der Kennzeichen fehlt: Kein Fund lässt sich entscheiden",
            "Führen Sie „manage.py setup_library“ aus.",
        )
    elif not published:
        yield from _in_order(len(keys), counts)


def _in_order(keys: int, counts: Counter[int]) -> Iterable[Diagnosis]:
    """What hangs on which key."""
    texts = f"{sum(counts.values())} Texte (Rohfälle, Schlüssel der Kennzeichen)"
    older = ", ".join(f"{counts[number]} an Schlüssel {number}" for number in sorted(counts) if number > 1)
    if older:
        advice = (
            "Führen Sie „manage.py rotate_raw_case_keys“ aus; danach kann der ältere Schlüssel aus"
            " RAW_CASE_KEYS heraus."
        )
        yield Diagnosis(_AREA, HINT, f"Von {texts} hängen {older}", advice)
    else:
        spare = "; weitere Schlüssel öffnen nichts mehr und können heraus" if keys > 1 else ""
        yield Diagnosis(_AREA, OK, f"{texts} öffnet der erste Schlüssel{spare}")


def _by_key() -> Counter[int]:
    """How many sealed texts each key opens, counted from 1; 0 stands for none. What is opened is thrown away
    at once.
    """
    rows = RawCase.objects.values_list(
        "sealed_text", "sealed_names", "sealed_key", "sealed_labels"
    ).iterator()
    sealed = itertools.chain(
        itertools.chain.from_iterable(rows),
        RawDecision.objects.values_list("sealed_replacement", flat=True).iterator(),
        FindingKey.objects.values_list("sealed", flat=True),
    )
    return Counter(key_number(text) for text in sealed if text)


def _is_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


REVIEWERS = 2
"""Whoever wrote a text does not review it, so it takes as many people with the right."""


def second_person() -> Iterable[Diagnosis]:
    """Whether a case can be reviewed by somebody who did not write it."""
    backend = "django.contrib.auth.backends.ModelBackend"
    people = get_user_model().objects.with_perm("cases.add_anonymityreview", backend=backend).count()
    if people < REVIEWERS:
        yield Diagnosis(
            _REVIEW,
            HINT,
            "Das Recht, Fälle zu prüfen, hat nur eine Person: Was sie schreibt, kann niemand prüfen"
            if people
            else "Das Recht, Fälle zu prüfen, hat niemand: Kein Fall kann erscheinen",
            "Geben Sie einer zweiten Person ein Konto in der Gruppe „Redaktion“.",
        )
        return
    yield Diagnosis(_REVIEW, OK, f"{people} Personen dürfen Fälle prüfen")


RISKS = ("k_facts", "k_alumni_unknown", "k_cycle_unknown")
"""Numbers that a second person may let stand, by the code of their problem."""


def borne_risks() -> Iterable[Diagnosis]:
    """How many cases that are read stand on a number somebody let stand: too few municipalities left by what
    the text tells, or participants whom nobody entered.
    """
    marks = set(
        AnonymityTrail.objects.filter(kind__in=RISKS, decision="bleibt").values_list("subject", "kind")
    )
    live = {subject_of(case).key for case in CasePage.objects.live()}
    counts = Counter(kind for subject, kind in marks if subject in live)
    cases = len({subject for subject, _kind in marks if subject in live})
    if not cases:
        yield Diagnosis(_RISK, OK, "Kein Fall steht auf einem angenommenen Restrisiko")
        return
    parts = (
        f"{counts['k_facts']} mit 10 bis 19 Gemeinden nach den Angaben des Textes",
        f"{counts['k_alumni_unknown'] + counts['k_cycle_unknown']} mit unbekannten Teilnehmenden",
    )
    yield Diagnosis(
        _RISK,
        HINT,
        f"Fälle mit angenommenem Restrisiko: {cases} ({', '.join(parts)})",
        "Tragen Sie die Teilnehmenden nach, und lassen Sie die Angaben allgemeiner fassen.",
    )


def ledger_of_withdrawals() -> Iterable[Diagnosis]:
    """Whether a restore will know who withdrew: the file can be written and lacks nobody."""
    path = withdrawals.ledger_file()
    try:
        missing = len(unwritten())
    except SealError:
        return  # said with the keys
    place = path if path.exists() else next(folder for folder in path.parents if folder.exists())
    if missing or not os.access(place, os.W_OK):
        yield Diagnosis(
            _LEDGER,
            PROBLEM,
            f"In {path} fehlen {missing} Widerrufe, Ablehnungen oder Abnahmen"
            if missing
            else f"{path} lässt sich nicht schreiben: Eine Sicherung wüsste nicht, wer seither zurückzog",
            "Nennen Sie in WITHDRAWALS_FILE eine Datei, die der Dienst schreiben darf; „recheck_cases“ trägt"
            " nach.",
        )
        return
    yield Diagnosis(_LEDGER, OK, f"Widerrufe stehen in {path}, außerhalb jeder Sicherung")


register(_AREA, raw_case_keys)
register(_REVIEW, second_person)
register(_RISK, borne_risks)
register(_LEDGER, ledger_of_withdrawals)
