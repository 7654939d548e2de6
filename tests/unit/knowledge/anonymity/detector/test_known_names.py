"""Names given at intake or found once are found in every mention."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.anonymity.detector import Finding, IntakeName, Kind
from knowledge.anonymity.detector.known_names import find_intake_names, find_repeated
from knowledge.anonymity.detector.preprocessing import normalise, tokenise
from knowledge.anonymity.register import municipalities

FRAMES = (
    "{}", "Der Plan von {} kam spät.", "{}s Plan", "der {}-Plan", "die {}sche Idee", "{}er Rathaus",
    "DIE {upper} SACHE",
    "Anti-{}-Bündnis", "„{}“", "frau {lower} sagte", "{spaced} war da",
)  # fmt: skip
INVENTED = ("Zirnbichl", "Öttlmoser", "Grünwiesner", "van der Lünen", "Hans-Peter Özgürlü", "Li Wu", "Brömel")


def hits(text, *names):
    plain = normalise(text).text
    return [finding.text for finding in find_intake_names(plain, tokenise(plain), names)]


def filled(frame, name):
    return frame.format(name, upper=name.upper(), lower=name.lower(), spaced=" ".join(name))


@pytest.mark.parametrize("name", INVENTED)
def test_persons_are_found_in_all_frames(name):
    assert [frame for frame in FRAMES if not hits(filled(frame, name), IntakeName(name))] == []


def test_every_thirtieth_municipality_is_found_in_all_frames():
    names = [item.name for item in municipalities()[::30]]
    missed = [
        (name, frame)
        for name in names
        for frame in FRAMES
        if not hits(filled(frame, name), IntakeName(name, Kind.PLACE))
    ]
    assert missed == []


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüß", min_size=3, max_size=12), st.sampled_from(FRAMES))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_any_name_is_found(word, frame):
    name = word.capitalize()
    assert hits(filled(frame, name), IntakeName(name))


def test_parts_of_a_company_name_are_found_but_not_its_ordinary_words():
    company = IntakeName("Holzbau Zirnbichl KG", Kind.ORGANISATION)
    assert hits("Der Zirnbichl hat angerufen.", company)
    assert not hits("Der Verein und die Stadt.", IntakeName("Verein Stadt Zirnbichl e.V.", Kind.ORGANISATION))


def test_empty_names_find_nothing():
    assert hits("Ein Text.", IntakeName(""), IntakeName(" - ")) == []


def repeated(text, *, certainty=0.95, kind=Kind.PERSON, name="Zirnbichl", layer="titled"):
    start = text.index(name)
    first = Finding(start, start + len(name), kind, name, certainty, "", "[Person]", layer)
    return [finding.text for finding in find_repeated(text, tokenise(text), [first])]


def test_a_name_found_once_is_found_inflected_and_in_compounds():
    text = "Zirnbichl sprach. Zirnbichls Kritik am Zirnbichl-Plan, sagte ZIRNBICHL."
    assert repeated(text) == ["Zirnbichls", "Zirnbichl-Plan", "ZIRNBICHL"]


def test_what_repeats_a_name_is_never_surer_than_nine_in_ten():
    text = "Zirnbichl sprach. Zirnbichl ging."
    first = Finding(0, 9, Kind.PERSON, "Zirnbichl", 0.97, "", "[Person]", "titled")
    (again,) = find_repeated(text, tokenise(text), [first])
    assert (again.certainty, again.layer, again.suggestion) == (0.9, "repeated", "[Person]")


def test_ordinary_words_doubtful_names_and_numbers_are_not_looked_for_again():
    assert repeated("Haushalt war gut. Der Haushalt stieg.", name="Haushalt") == []
    assert repeated("Zirnbichl sprach. Zirnbichl ging.", certainty=0.29) == []
    assert repeated("Zirnbichl sprach. Zirnbichl ging.", kind=Kind.NUMBER) == []
    assert repeated("Zirnbichl sprach. zirnbichl ging.") == []
