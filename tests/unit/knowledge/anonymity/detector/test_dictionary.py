"""Names given at intake are found in every mention."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.anonymity.detector.dictionary import IntakeName, find_intake_names
from knowledge.anonymity.detector.findings import Kind
from knowledge.anonymity.detector.normalisation import normalise
from knowledge.anonymity.detector.tokens import tokenise
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
