"""The same documents and queries, generated, on the embedded engine and on a real Elasticsearch: same
matches, totals, facets, scores.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from search.contract import (
    FIELDS,
    PHRASE_FIELDS,
    Audience,
    Clause,
    Document,
    EngineQuery,
    IndexedDocument,
    NumberRange,
    PhraseClause,
    WeightedTerm,
)
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine

pytestmark = [pytest.mark.services("elasticsearch"), pytest.mark.xdist_group("elasticsearch")]

WORDS = st.sampled_from(
    ["haus", "garten", "straße", "größe", "a", "0815", "c++", "&", "ver.ein", "\u00e9t\u00e9", "x" * 200]
)
FACETS = ("typ", "ausgang", "mit-strich")
VALUES = st.sampled_from(["a", "b", "ä ö", "c,d", "*"])


@st.composite
def libraries(draw: st.DrawFn) -> list[IndexedDocument]:
    """Up to twelve documents with terms in every field, so that the statistics of both engines are the
    same.
    """
    made = []
    for number in range(draw(st.integers(1, 12))):
        facets = draw(
            st.dictionaries(
                st.sampled_from(FACETS), st.lists(VALUES, max_size=3, unique=True).map(tuple), max_size=3
            )
        )
        low, span = draw(st.tuples(st.integers(0, 50), st.integers(0, 50)))
        numbers = {"personen": NumberRange(low, low + span)} if draw(st.booleans()) else {}
        audience, boost = (
            draw(st.sampled_from([Audience.PUBLIC, Audience.PUBLIC, Audience.ALUMNI])),
            draw(st.sampled_from([0.5, 1.0, 2.5])),
        )
        shown = Document(
            f"case:{number}",
            "case",
            f"Titel {number}",
            "/",
            audience=audience,
            facets=facets,
            numbers=numbers,
            boost=boost,
        )
        fields = {name: tuple(draw(st.lists(WORDS, min_size=1, max_size=8))) for name in FIELDS}
        made.append(IndexedDocument(shown.key, "case", str(audience), fields, facets, numbers, shown))
    return made


TERMS = st.builds(
    WeightedTerm, st.sampled_from(FIELDS), WORDS | st.just("unbekannt"), st.sampled_from([0.3, 1.0, 2.0])
)
ROLES = st.sampled_from([{}, {}, {"required": True}, {"prohibited": True}, {"only_scores": True}])
CLAUSES = st.builds(lambda terms, role: Clause(tuple(terms), **role), st.lists(TERMS, max_size=3), ROLES)
PHRASES = st.builds(
    PhraseClause,
    st.lists(st.sampled_from(PHRASE_FIELDS), min_size=1, max_size=2, unique=True).map(tuple),
    st.lists(WORDS, min_size=1, max_size=3).map(tuple),
    prohibited=st.booleans(),
)
CONDITIONS = st.builds(lambda terms: Clause(tuple(terms)), st.lists(TERMS, max_size=3))
QUERIES = st.builds(
    EngineQuery,
    st.sampled_from([frozenset({"public"}), frozenset({"public", "alumni"}), frozenset()]),
    st.lists(CLAUSES, max_size=4).map(tuple),
    st.lists(PHRASES, max_size=1).map(tuple),
    filters=st.dictionaries(
        st.sampled_from((*FACETS, "gibtesnicht")),
        st.lists(VALUES, min_size=1, max_size=2).map(tuple),
        max_size=2,
    ),
    numbers=st.dictionaries(st.just("personen"), st.integers(0, 100), max_size=1),
    facets=st.sampled_from([(), FACETS, ("typ",)]),
    fallback_conditions=st.lists(st.lists(CONDITIONS, min_size=1, max_size=2).map(tuple), max_size=3).map(
        tuple
    ),
    is_filtered=st.booleans(),
    also=st.lists(st.sampled_from(["case:0", "case:1", "case:5", "case:99"]), max_size=3, unique=True).map(
        tuple
    ),
)


@pytest.fixture
def engine(elasticsearch: str) -> Iterator[ElasticEngine]:
    made = ElasticEngine()
    yield made
    made.close()


#: Every example is an index of its own on the server, so there are few, each with many queries, and none is
#: made smaller.
FEW = settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@FEW
@given(libraries(), st.lists(QUERIES, min_size=20, max_size=25))
def test_generated_queries_on_generated_libraries(
    engine: ElasticEngine, library: list[IndexedDocument], asked: list[EngineQuery]
) -> None:
    embedded = EmbeddedEngine()
    for made in (embedded, engine):
        made.rebuild(library)
    factors = []
    for query in asked:
        expected, found = embedded.query(query), engine.query(query)
        assert found.total == expected.total, query
        assert found.facets == expected.facets, query
        assert found.relaxed_total == expected.relaxed_total, query
        wanted = [
            {m.key for m in (*result.matches, *result.others)} & set(query.also)
            for result in (expected, found)
        ]
        assert wanted[0] == wanted[1], query
        scores = [{m.key: m.score for m in result.matches} for result in (expected, found)]
        assert scores[0].keys() == scores[1].keys(), query
        if any(not c.prohibited for c in query.clauses) and not query.phrases:
            factors += [scores[1][key] / score for key, score in scores[0].items() if score > 0.01]
    assert not factors or max(factors) / min(factors) == pytest.approx(1.0, rel=2e-3)
