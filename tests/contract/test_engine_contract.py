"""One suite for every engine. What an engine cannot do is a missing capability that is asserted here, not a
skipped test.
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search import engines
from search.contract import (
    PHRASE_FIELDS,
    ROOT_FIELDS,
    Audience,
    Capability,
    Clause,
    Document,
    EngineQuery,
    EngineUnavailable,
    IndexedDocument,
    NumberRange,
    Passage,
    PhraseClause,
    SearchEngine,
    SearchRequest,
    Viewer,
    WeightedTerm,
    area_term,
)
from search.ingest import public_part
from search.ingest.codec import digest
from search.ingest.preparation import prepare
from search.language import analyse_word, thesaurus
from search.operations.evaluation import everything_visible
from search.query import for_readers
from search.query.parser import phrase_terms
from search.query.vocabulary import IndexWordsCache
from search.service import SearchService

PUBLIC = frozenset({"public"})

#: Short name of an engine, and whether it lies on disk.
ENGINES = {
    "memory": ("memory", False),
    "embedded": ("embedded", False),
    "embedded-disk": ("embedded", True),
    "elastic": ("elastic", False),
    "elastic-shards": ("elastic", False),
    "elastic-cluster": ("elastic", False),
    "elastic-next": ("elastic", False),
}

#: Servers: one node of the default version; as drills the same with three shards, three nodes, and one node
#: of the next version (where a Java new enough is found).
SERVERS = {
    "elastic": "elasticsearch",
    "elastic-shards": "elasticsearch_shards",
    "elastic-cluster": "elasticsearch_cluster",
    "elastic-next": "elasticsearch_next",
}
ELASTICSEARCH = (pytest.mark.services("elasticsearch"), pytest.mark.xdist_group("elasticsearch"))
MARKS = {
    "elastic": ELASTICSEARCH,
    "elastic-shards": (*ELASTICSEARCH, pytest.mark.drill),
    "elastic-cluster": (*ELASTICSEARCH, pytest.mark.drill),
    "elastic-next": (
        pytest.mark.services("elasticsearch-next"),
        pytest.mark.xdist_group("elasticsearch"),
        pytest.mark.drill,
    ),
}

CAPABILITIES: dict[str, set[Capability]] = {
    "memory": set(),
    "embedded": set(),
    "embedded-disk": {Capability.PERSISTENT},
    **{name: {Capability.VECTORS} for name in SERVERS},
}

#: An engine from elsewhere, by its dotted path; what it can do, it says itself.
if further := os.environ.get("CONTRACT_ENGINE"):
    ENGINES[further] = (further, False)
    CAPABILITIES[further] = set(engines.create(further).capabilities)


@pytest.fixture(params=[pytest.param(name, marks=MARKS.get(name, ())) for name in sorted(ENGINES)])
def name(request: pytest.FixtureRequest) -> str:
    if request.param in SERVERS:
        request.getfixturevalue(SERVERS[request.param])
    return request.param


@pytest.fixture
def engine(name: str, tmp_path: Path) -> Iterator[SearchEngine]:
    registered, on_disk = ENGINES[name]
    made = engines.create(registered, tmp_path / "index" if on_disk else None)
    made.rebuild(library())
    yield made


def document(number: int, title: str, text: str, **options: object) -> IndexedDocument:
    version = options.pop("version", 0)
    passages = (Passage(text),)
    return prepare(
        Document(f"case:{number}", "case", title, f"/faelle/{number}/", passages=passages, **options), version
    )  # type: ignore[arg-type]


def library() -> list[IndexedDocument]:
    return [
        document(
            1,
            "Vereine fördern",
            "Die Haushaltssicherung trifft die Vereine.",
            facets={"typ": ("fall",), "ausgang": ("offen",)},
            released="2024-01-01",
        ),
        document(
            2,
            "Hallenbad schließen",
            "Der Gemeinderat streitet über das Hallenbad.",
            facets={"typ": ("fall",), "ausgang": ("gescheitert",)},
            released="2025-01-01",
        ),
        document(
            3,
            "Fishbowl",
            "Eine Methode für Streit im Gemeinderat.",
            facets={"typ": ("methode",)},
            numbers={"personen": NumberRange(10, 80), "min": NumberRange(30, 90)},
            released="2023-01-01",
        ),
        document(
            4,
            "Internes Hallenbad",
            "Nur für Alumni: das Hallenbad.",
            audience=Audience.ALUMNI,
            facets={"typ": ("fall",), "ausgang": ("intern",)},
            released="2026-01-01",
        ),
        document(
            5,
            "Zukunftswerkstatt",
            "Kritik und Fantasie.",
            facets={"typ": ("methode",)},
            numbers={"personen": NumberRange(12, 30)},
            released="2022-01-01",
        ),
    ]


def clause(word: str, **options: bool) -> Clause:
    forms = analyse_word(word)
    terms = [
        WeightedTerm(f"{zone}_{layer}", term)
        for zone in ("title", "body")
        for layer, term in (("stem", forms.stem), ("derivation", forms.root))
    ]
    return Clause(tuple(terms), **options)


def keys(engine: SearchEngine, **options: object) -> list[str]:
    options.setdefault("audiences", PUBLIC)
    return [match.key for match in engine.query(EngineQuery(**options)).matches]  # type: ignore[arg-type]


def test_capabilities_are_the_promised_ones(name: str, engine: SearchEngine) -> None:
    assert engine.capabilities == CAPABILITIES[name]


def test_empty_engine_answers(name: str, tmp_path: Path) -> None:
    registered, on_disk = ENGINES[name]
    empty = engines.create(registered, tmp_path / "new" if on_disk else None)
    if on_disk:
        with pytest.raises(EngineUnavailable):
            empty.query(EngineQuery(PUBLIC))
        assert empty.status().available is False
    empty.upsert([])
    assert empty.query(EngineQuery(PUBLIC, facets=("typ",))).total == 0
    assert empty.suggest("ve", 5) == ()
    assert empty.words(("body_exact",)) == {}
    assert empty.digests() == {}
    assert empty.status().available is True


def test_word_finds_stem_and_root(engine: SearchEngine) -> None:
    assert keys(engine, clauses=(clause("Verein"),)) == ["case:1"]
    assert set(keys(engine, clauses=(clause("Gemeinderats"),))) == {"case:2", "case:3"}


def test_part_of_compound_is_found(engine: SearchEngine) -> None:
    assert keys(engine, clauses=(clause("Haushalt"),)) == ["case:1"]


def test_unknown_term_finds_nothing(engine: SearchEngine) -> None:
    result = engine.query(EngineQuery(PUBLIC, (clause("Quastenflosser"),), facets=("typ",)))
    assert (result.matches, result.total, result.facets) == ((), 0, {"typ": {}})


def test_without_clauses_everything_permitted(engine: SearchEngine) -> None:
    assert set(keys(engine)) == {"case:1", "case:2", "case:3", "case:5"}
    assert keys(engine, audiences=frozenset()) == []


def test_clauses_add_up(engine: SearchEngine) -> None:
    found = keys(engine, clauses=(clause("Hallenbad"), clause("Gemeinderat")))
    assert found == ["case:2", "case:3"]


def test_best_alternative_counts(engine: SearchEngine) -> None:
    one = (
        engine.query(EngineQuery(PUBLIC, (Clause((WeightedTerm("body_stem", "verein", 2.0),)),)))
        .matches[0]
        .score
    )
    both = (
        engine.query(
            EngineQuery(
                PUBLIC,
                (
                    Clause(
                        (WeightedTerm("body_stem", "verein", 2.0), WeightedTerm("body_stem", "verein", 1.0))
                    ),
                ),
            )
        )
        .matches[0]
        .score
    )
    assert both == pytest.approx(one, rel=1e-4)


def test_weight_scales_the_score(engine: SearchEngine) -> None:
    single = (
        engine.query(EngineQuery(PUBLIC, (Clause((WeightedTerm("body_stem", "verein"),)),))).matches[0].score
    )
    double = (
        engine.query(EngineQuery(PUBLIC, (Clause((WeightedTerm("body_stem", "verein", 2.0),)),)))
        .matches[0]
        .score
    )
    assert single > 0
    assert double == pytest.approx(2 * single, rel=1e-3)


def test_required_clause(engine: SearchEngine) -> None:
    found = keys(engine, clauses=(clause("Gemeinderat", required=True), clause("Vereine")))
    assert set(found) == {"case:2", "case:3"}


def test_prohibited_clause(engine: SearchEngine) -> None:
    assert keys(engine, clauses=(clause("Gemeinderat"), clause("Hallenbad", prohibited=True))) == ["case:3"]
    assert set(keys(engine, clauses=(clause("Hallenbad", prohibited=True),))) == {
        "case:1",
        "case:3",
        "case:5",
    }


def test_empty_clause_matches_nothing(engine: SearchEngine) -> None:
    assert keys(engine, clauses=(Clause(()),)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("die Vereine", ["case:1"]), ("Vereine die", []), ("Hallenbad", ["case:2"]), ("fördern Die", [])],
)
def test_phrase(engine: SearchEngine, text: str, expected: list[str]) -> None:
    phrase = PhraseClause(("title_exact", "body_exact"), phrase_terms(text))
    assert keys(engine, phrases=(phrase,)) == expected


def test_phrase_with_optional_words_does_not_widen(engine: SearchEngine) -> None:
    phrase = PhraseClause(("title_exact", "body_exact"), phrase_terms("das Hallenbad"))
    assert keys(engine, phrases=(phrase,), clauses=(clause("Vereine"),)) == ["case:2"]


def test_prohibited_phrase(engine: SearchEngine) -> None:
    phrase = PhraseClause(("body_exact",), phrase_terms("das Hallenbad"), prohibited=True)
    assert set(keys(engine, phrases=(phrase,))) == {"case:1", "case:3", "case:5"}


def test_phrase_of_no_terms_matches_nothing(engine: SearchEngine) -> None:
    assert keys(engine, phrases=(PhraseClause(("body_exact",), ()),)) == []


def test_filters_are_alternatives_within_a_facet(engine: SearchEngine) -> None:
    assert set(keys(engine, filters={"ausgang": ("offen", "gescheitert")})) == {"case:1", "case:2"}
    assert keys(engine, filters={"ausgang": ("offen",), "typ": ("methode",)}) == []
    assert keys(engine, filters={"gibtesnicht": ("x",)}) == []


def test_filter_does_not_change_the_score(engine: SearchEngine) -> None:
    plain = engine.query(EngineQuery(PUBLIC, (clause("Vereine"),))).matches[0].score
    filtered = (
        engine.query(EngineQuery(PUBLIC, (clause("Vereine"),), filters={"typ": ("fall",)})).matches[0].score
    )
    assert filtered == pytest.approx(plain, rel=1e-4)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"personen": 20}, {"case:3", "case:5"}),
        ({"personen": 10}, {"case:3"}),
        ({"personen": 80}, {"case:3"}),
        ({"personen": 81}, set()),
        ({"personen": 20, "min": 60}, {"case:3"}),
    ],
)
def test_numbers_lie_inside_the_range(
    engine: SearchEngine, numbers: dict[str, int], expected: set[str]
) -> None:
    assert set(keys(engine, numbers=numbers)) == expected


def test_facet_counts_respect_every_filter_but_their_own(engine: SearchEngine) -> None:
    result = engine.query(EngineQuery(PUBLIC, filters={"ausgang": ("offen",)}, facets=("typ", "ausgang")))
    assert result.total == 1
    assert result.facets == {"typ": {"fall": 1}, "ausgang": {"offen": 1, "gescheitert": 1}}
    result = engine.query(EngineQuery(PUBLIC, filters={"typ": ("methode",)}, facets=("typ", "ausgang")))
    assert result.facets == {"typ": {"fall": 2, "methode": 2}, "ausgang": {}}


def test_facet_counts_respect_words_and_numbers(engine: SearchEngine) -> None:
    assert engine.query(EngineQuery(PUBLIC, (clause("Gemeinderat"),), facets=("typ",))).facets == {
        "typ": {"fall": 1, "methode": 1}
    }
    assert engine.query(EngineQuery(PUBLIC, numbers={"personen": 20}, facets=("typ",))).facets == {
        "typ": {"methode": 2}
    }


def test_nothing_of_another_audience_leaks(engine: SearchEngine) -> None:
    hidden = engine.query(EngineQuery(PUBLIC, (clause("Hallenbad"),), facets=("ausgang",)))
    assert [m.key for m in hidden.matches] == ["case:2"]
    assert (hidden.total, hidden.facets) == (1, {"ausgang": {"gescheitert": 1}})
    assert engine.suggest("internes", 5) == ()
    shown = engine.query(
        EngineQuery(frozenset({"public", "alumni"}), (clause("Hallenbad"),), facets=("ausgang",))
    )
    assert (shown.total, shown.facets) == (2, {"ausgang": {"gescheitert": 1, "intern": 1}})


def test_a_term_with_a_parameter_is_for_those_who_have_it_and_for_editors(engine: SearchEngine) -> None:
    engine.upsert([document(7, "Für die siebte Staffel", "Das Hallenbad.", audience="cycle:7")])
    found = {
        who: "case:7" in keys(engine, audiences=frozenset({"public", *more}), clauses=(clause("Hallenbad"),))
        for who, more in {
            "public": (),
            "alumni": ("alumni",),
            "other": ("alumni", "cycle:8"),
            "own": ("alumni", "cycle:7"),
            "editors": ("editors",),
        }.items()
    }
    assert [who for who, is_found in found.items() if is_found] == ["own", "editors"]
    assert engine.suggest("siebte", 5) == ()


INSIDE = prepare(
    Document(
        "case:20",
        "case",
        "Freibad",
        "/faelle/20/",
        passages=(
            Passage("Das Becken ist undicht."),
            Passage("Die Zwirbelquaste kam wieder.", audience="alumni"),
            Passage("Ein Murmelbock stand im Weg.", audience="cycle:7"),
        ),
        facets={"typ": ("bad",)},
    )
)


@pytest.mark.parametrize(
    ("word", "readers"),
    [
        ("Becken", {"public", "alumni", "other", "own", "editors"}),
        ("Zwirbelquaste", {"alumni", "other", "own", "editors"}),
        ("Murmelbock", {"own", "editors"}),
    ],
)
def test_a_passage_is_found_by_those_who_may_read_it(
    engine: SearchEngine, word: str, readers: set[str]
) -> None:
    """By a word, by a phrase, by the count of a facet, and by leaving it out; by nobody else."""
    engine.upsert([INSIDE])
    audiences = {
        "public": ("public",),
        "alumni": ("public", "alumni"),
        "other": ("public", "alumni", "cycle:8"),
        "own": ("public", "alumni", "cycle:7"),
        "editors": ("public", "alumni", "editors"),
    }
    exact = {"Becken": "das becken", "Zwirbelquaste": "die zwirbelquaste", "Murmelbock": "ein murmelbock"}
    phrase = PhraseClause(("title_exact", "body_exact"), tuple(exact[word].split()))
    for who, terms in audiences.items():
        asked = [
            for_readers(EngineQuery(frozenset(terms), facets=("typ",), **parts))  # type: ignore[arg-type]
            for parts in (
                {"clauses": (clause(word),)},
                {"phrases": (phrase,)},
                {"clauses": (clause(word, prohibited=True),)},
            )
        ]
        by_word, by_phrase, without = engine.query_many(asked)
        is_found = who in readers
        assert [match.key for match in by_word.matches] == ["case:20"] * is_found, who
        assert by_word.facets == {"typ": {"bad": 1} if is_found else {}}, who
        assert by_phrase.total == is_found, who
        assert ("case:20" in {match.key for match in without.matches}) == (not is_found), who


def test_no_phrase_crosses_into_an_inner_passage(engine: SearchEngine) -> None:
    engine.upsert([INSIDE])
    crossing = PhraseClause(("body_exact",), tuple(phrase_terms("wieder Ein Murmelbock")))
    everything = frozenset({"public", "alumni", "cycle:7", "editors"})
    assert engine.query(for_readers(EngineQuery(everything, phrases=(crossing,)))).total == 0


def answers(engine: SearchEngine) -> list[object]:
    """Everything that the engine tells of its index, scores to the last digit."""
    words = ("Gemeinderat", "Hallenbad", "Becken", "Methode", "Zwirbelquaste", "Murmelbock")
    asked = [EngineQuery(PUBLIC, (clause(word),), facets=("typ",)) for word in words]
    return [
        [
            ([(m.key, m.score, m.document) for m in found.matches], found.total, found.facets)
            for found in engine.query_many(asked)
        ],
        engine.words(("title_exact", "body_exact", "body_derivation")),
        engine.digests(),
        [engine.suggest(word[:4].lower(), 5) for word in words],
    ]


def test_what_comes_and_goes_inside_moves_nothing_of_the_public_index(name: str, tmp_path: Path) -> None:
    """An inner record, and an inner passage of a public one: not a digit of a score."""
    registered, on_disk = ENGINES[name]
    public = engines.create(registered, tmp_path / "public" if on_disk else None)
    before = prepare(replace(INSIDE.stored, passages=INSIDE.stored.passages[:1]))
    inner = replace(
        INSIDE, key="case:21", audience="alumni", stored=replace(INSIDE.stored, audience="alumni")
    )
    shelf = [part for made in (*library(), before) if (part := public_part(made)) is not None]
    public.rebuild(shelf)
    expected = answers(public)
    for version, changed in enumerate((INSIDE, before, INSIDE, inner), start=1):
        part = public_part(replace(changed, version=version))
        public.upsert([] if part is None else [part])
        public.remove([changed.key] if part is None else [])
        assert answers(public) == expected


BOTH = (clause("Haushalt"), clause("Gemeinderat"))


def test_the_first_try_that_some_match_meets_narrows(engine: SearchEngine) -> None:
    fallback_conditions = (
        (clause("Haushalt"), clause("Gemeinderat")),
        (clause("Haushalt"),),
        (clause("Gemeinderat"),),
    )
    narrowed = engine.query(
        EngineQuery(PUBLIC, BOTH, fallback_conditions=fallback_conditions, is_filtered=True)
    )
    assert ([m.key for m in narrowed.matches], narrowed.total, narrowed.relaxed_total) == (["case:1"], 1, 2)
    methods = engine.query(
        EngineQuery(
            PUBLIC,
            BOTH,
            fallback_conditions=fallback_conditions,
            is_filtered=True,
            filters={"typ": ("methode",)},
        )
    )
    assert ([m.key for m in methods.matches], methods.total, methods.relaxed_total) == (["case:3"], 1, 0)
    nobody = engine.query(
        EngineQuery(PUBLIC, BOTH, fallback_conditions=((clause("Quastenflosser"),),), is_filtered=True)
    )
    assert (nobody.total, nobody.relaxed_total) == (3, 0)
    free = engine.query(EngineQuery(PUBLIC, BOTH, fallback_conditions=fallback_conditions))
    assert (free.total, free.relaxed_total) == (3, 0)


def test_a_try_neither_scores_nor_finds(engine: SearchEngine) -> None:
    plain = {m.key: m.score for m in engine.query(EngineQuery(PUBLIC, (clause("Gemeinderat"),))).matches}
    tried = engine.query(
        EngineQuery(
            PUBLIC,
            (clause("Gemeinderat"),),
            fallback_conditions=((clause("Methode"),), (clause("Vereine"),)),
            is_filtered=True,
        )
    ).matches
    assert set(plain) == {"case:2", "case:3"}
    assert {m.key: m.score for m in tried} == {"case:3": pytest.approx(plain["case:3"], rel=1e-4)}


def test_a_facet_counts_a_value_with_the_first_try_that_a_record_with_it_meets(engine: SearchEngine) -> None:
    fallback_conditions = ((clause("Haushalt"),), (clause("Streit"),))
    for is_filtered in (False, True):
        asked = EngineQuery(
            PUBLIC,
            BOTH,
            fallback_conditions=fallback_conditions,
            is_filtered=is_filtered,
            facets=("typ", "ausgang"),
        )
        assert engine.query(asked).facets == {
            "typ": {"fall": 1, "methode": 1},
            "ausgang": {"offen": 1, "gescheitert": 1},
        }
    within = EngineQuery(
        PUBLIC,
        BOTH,
        fallback_conditions=fallback_conditions,
        is_filtered=True,
        facets=("typ", "ausgang"),
        filters={"typ": ("fall",)},
    )
    assert engine.query(within).facets == {
        "typ": {"fall": 1, "methode": 1},
        "ausgang": {"offen": 1, "gescheitert": 1},
    }
    assert engine.query(EngineQuery(PUBLIC, BOTH, facets=("typ",))).facets == {
        "typ": {"fall": 2, "methode": 1}
    }


def test_records_that_are_wanted_besides_come_with_their_score_as_far_as_they_are_permitted(
    engine: SearchEngine,
) -> None:
    asked = EngineQuery(
        PUBLIC, (clause("Gemeinderat"),), also=("case:2", "case:4", "case:5", "case:9"), limit=1, sort="titel"
    )
    result = engine.query(asked)
    assert [m.key for m in result.matches] == ["case:3"]
    others = {m.key: m.score for m in result.others}
    assert set(others) == {"case:2", "case:5"}
    assert others["case:5"] == 0
    assert others["case:2"] == pytest.approx(
        next(
            m.score
            for m in engine.query(replace(asked, sort="relevance", limit=9)).matches
            if m.key == "case:2"
        ),
        rel=1e-4,
    )
    assert {m.key for m in engine.query(replace(asked, filters={"typ": ("fall",)})).others} <= {"case:2"}
    assert {m.key for m in engine.query(replace(asked, numbers={"personen": 20})).others} == {"case:5"}
    restricted = replace(asked, fallback_conditions=((clause("Hallenbad"),),), is_filtered=True, limit=0)
    assert {m.key for m in engine.query(restricted).others} == {"case:2"}


def test_the_score_of_a_record_is_explained_clause_by_clause(engine: SearchEngine) -> None:
    """The clauses add up to the score of the hit; what prohibits shows by a score of its own."""
    asked = EngineQuery(
        PUBLIC,
        (clause("Gemeinderat"), clause("Streit", required=True), clause("Methode", only_scores=True)),
        (PhraseClause(("body_exact",), phrase_terms("Streit im Gemeinderat")),),
    )
    (hit,) = engine.query(asked).matches
    explained = engine.explain(asked, hit.key)
    assert explained is not None and explained.document == hit.document
    assert len(explained.clauses) == 3 and min(explained.clauses) > 0
    total = sum(explained.clauses) + sum(explained.phrases)
    assert total == pytest.approx(hit.score, rel=1e-3)
    other = engine.explain(asked, "case:1")
    assert other is not None and (other.clauses, other.phrases) == ((0.0, 0.0, 0.0), (0.0,))
    without = EngineQuery(PUBLIC, (clause("Hallenbad"), clause("Gemeinderat", prohibited=True)))
    assert engine.query(without).total == 0
    refused = engine.explain(without, "case:2")
    assert refused is not None and min(refused.clauses) > 0


def test_what_nobody_here_may_see_is_not_explained(engine: SearchEngine) -> None:
    asked = EngineQuery(PUBLIC, (clause("Hallenbad"),), filters={"typ": ("methode",)})
    assert engine.explain(asked, "case:2") is not None
    assert engine.explain(asked, "case:4") is None
    assert engine.explain(replace(asked, audiences=frozenset({"alumni"})), "case:4") is not None
    assert engine.explain(asked, "case:9") is None


def test_sorting(engine: SearchEngine) -> None:
    assert keys(engine, sort="neueste") == ["case:2", "case:1", "case:3", "case:5"]
    assert keys(engine, sort="titel") == ["case:3", "case:2", "case:1", "case:5"]


@pytest.mark.parametrize("sort", ["neueste", "titel", "relevance"])
def test_equals_stand_in_the_order_of_their_keys_however_they_came_in(
    name: str, tmp_path: Path, sort: str
) -> None:
    """Else the order would be the one in which the records were made."""
    alike = [
        document(number, "Vereine fördern", "Der Text.", released="2024-01-01")
        for number in (15, 12, 19, 11, 18, 13, 17, 14, 16)
    ]
    registered, on_disk = ENGINES[name]
    engine = engines.create(registered, tmp_path / "alike" if on_disk else None)
    engine.rebuild(alike[:5])
    engine.upsert(alike[5:])
    assert keys(engine, sort=sort, limit=9) == sorted(one.key for one in alike)
    pages = [
        engine.query(EngineQuery(PUBLIC, sort=sort, limit=2, offset=offset)) for offset in range(0, 10, 2)
    ]
    assert [m.key for page in pages for m in page.matches] == sorted(one.key for one in alike)


def test_equal_scores_do_not_stand_in_the_order_of_creation(name: str, tmp_path: Path) -> None:
    came_in = [
        document(number, "Vereine fördern", "Der Text.")
        for number in random.Random(1).sample(range(100, 140), 40)
    ]
    registered, on_disk = ENGINES[name]
    engine = engines.create(registered, tmp_path / "alike" if on_disk else None)
    engine.rebuild(came_in)
    places = {one.key: place for place, one in enumerate(came_in)}
    found = [places[m.key] for m in engine.query(EngineQuery(PUBLIC, (clause("Verein"),), limit=40)).matches]
    assert abs(spearman(found)) < 0.6


def test_nor_do_those_that_are_lifted_in_a_second_step(name: str, tmp_path: Path) -> None:
    """A clause that only scores is looked at later where that is cheaper."""
    came_in = [
        document(number, "Vereine fördern", "Der Gemeinderat.")
        for number in random.Random(2).sample(range(100, 140), 40)
    ]
    registered, on_disk = ENGINES[name]
    engine = engines.create(registered, tmp_path / "lifted" if on_disk else None)
    engine.rebuild(came_in)
    places = {one.key: place for place, one in enumerate(came_in)}
    asked = EngineQuery(PUBLIC, (clause("Verein"), clause("Gemeinderat", only_scores=True)), limit=40)
    found = [match.key for match in engine.query(asked).matches]
    assert abs(spearman([places[key] for key in found])) < 0.6
    pages = [engine.query(replace(asked, limit=7, offset=offset)).matches for offset in range(0, 42, 7)]
    assert [match.key for page in pages for match in page] == found


def spearman(found: list[int]) -> float:
    """Of places and the numbers that stand there."""
    size = len(found)
    return 1 - 6 * sum((place - other) ** 2 for place, other in enumerate(found)) / (size * (size**2 - 1))


def test_paging_and_exact_total(engine: SearchEngine) -> None:
    pages = [
        engine.query(EngineQuery(PUBLIC, sort="titel", limit=2, offset=offset)) for offset in (0, 2, 4, 99)
    ]
    assert [[m.key for m in page.matches] for page in pages] == [
        ["case:3", "case:2"],
        ["case:1", "case:5"],
        [],
        [],
    ]
    assert {page.total for page in pages} == {4}
    nothing = engine.query(EngineQuery(PUBLIC, limit=0, facets=("typ",)))
    assert (nothing.matches, nothing.total, nothing.facets["typ"]) == ((), 4, {"fall": 2, "methode": 2})


def test_several_queries_are_answered_in_their_order(engine: SearchEngine) -> None:
    asked = [
        EngineQuery(PUBLIC, (clause("Verein"),), facets=("typ",)),
        EngineQuery(PUBLIC, (clause("Gemeinderat"),), sort="titel", limit=1),
        EngineQuery(PUBLIC, (clause("Quastenflosser"),)),
        EngineQuery(PUBLIC, sort="titel", limit=2, offset=2),
    ]
    answers = list(engine.query_many(asked))
    alone = [engine.query(query) for query in asked]
    assert [[m.key for m in answer.matches] for answer in answers] == [
        ["case:1"],
        ["case:3"],
        [],
        ["case:1", "case:5"],
    ]
    assert [(a.matches, a.facets) for a in answers] == [(a.matches, a.facets) for a in alone]
    assert [answer.total for answer in answers] == [1, 2, 0, 4]
    assert list(engine.query_many([])) == []


def test_boost_lifts_and_lowers(engine: SearchEngine) -> None:
    engine.upsert(
        [
            document(6, "Gemeinderat", "Gemeinderat", boost=0.5),
            document(7, "Gemeinderat", "Gemeinderat", boost=1.0),
            document(8, "Gemeinderat", "Gemeinderat", boost=2.0),
        ]
    )
    matches = engine.query(
        EngineQuery(PUBLIC, (Clause((WeightedTerm("title_stem", "gemeinderat"),)),))
    ).matches
    assert [m.key for m in matches] == ["case:8", "case:7", "case:6"]
    assert matches[0].score == pytest.approx(2 * matches[1].score, rel=1e-2)
    assert matches[2].score == pytest.approx(0.5 * matches[1].score, rel=1e-2)


def test_stored_document_comes_back_whole(engine: SearchEngine) -> None:
    original = Document(
        key="method:x", kind="method", title="Größe & „Maß“ <b>", url="/methoden/x/", summary="Kurz",
        keywords=("Aquarium",),
        passages=(Passage("Text", "Überschrift", "anker"),), facets={"typ": ("methode",)},
        numbers={"min": NumberRange(5, 9)}, display={"a": "b"}, released="2024-05-05", boost=1.5,
    )  # fmt: skip
    engine.upsert([prepare(original)])
    match = engine.query(EngineQuery(PUBLIC, (clause("Aquarium"),))).matches[0]
    assert match.document == original


def test_upsert_replaces(engine: SearchEngine) -> None:
    assert engine.upsert([document(1, "Neuer Titel", "Quellwasser")]) == 1
    assert keys(engine, clauses=(clause("Vereine"),)) == []
    assert keys(engine, clauses=(clause("Quellwasser"),)) == ["case:1"]
    assert engine.status().documents == 5


def test_older_version_never_overwrites_a_newer_one(engine: SearchEngine) -> None:
    assert engine.upsert([document(1, "Neu", "Quellwasser", version=7)]) == 1
    assert engine.upsert([document(1, "Alt", "Altpapier", version=6)]) == 0
    assert keys(engine, clauses=(clause("Quellwasser"),)) == ["case:1"]
    assert engine.upsert([document(1, "Gleich", "Gleichstand", version=7)]) == 1


def test_remove(engine: SearchEngine) -> None:
    assert engine.remove(["case:1", "case:unbekannt"]) == 2
    assert keys(engine, clauses=(clause("Vereine"),)) == []
    assert "vereine" not in engine.words(("body_exact",))
    assert engine.suggest("vereine", 5) == ()
    assert engine.status().documents == 4


def test_version_token_changes_with_every_write(engine: SearchEngine) -> None:
    tokens = [engine.version_token()]
    steps: list[Callable[[], object]] = [
        lambda: engine.upsert([document(9, "Neun", "neun")]),
        lambda: engine.remove(["case:9"]),
        lambda: engine.rebuild(library()),
    ]
    for step in steps:
        step()
        tokens.append(engine.version_token())
    assert len(set(tokens)) == len(tokens)
    assert engine.version_token() == engine.recent_version_token()


def test_rebuild_replaces_everything(engine: SearchEngine) -> None:
    before = engine.status().generation
    report = engine.rebuild([document(1, "Allein", "allein")])
    assert (report.documents, engine.status().documents) == (1, 1)
    assert before != report.generation == engine.status().generation


def test_failed_rebuild_leaves_the_old_generation(engine: SearchEngine) -> None:
    def broken() -> Iterator[IndexedDocument]:
        yield document(1, "Halb", "halb")
        raise RuntimeError("database gone")

    with pytest.raises((EngineUnavailable, RuntimeError)):
        engine.rebuild(broken())
    assert engine.status().documents == 5
    assert keys(engine, clauses=(clause("Vereine"),)) == ["case:1"]


def test_suggest(engine: SearchEngine) -> None:
    assert [s.text for s in engine.suggest("zuk", 5)] == ["Zukunftswerkstatt"]
    assert [s.text for s in engine.suggest("schl", 5)] == ["Hallenbad schließen"]
    found = engine.suggest("fish", 5)[0]
    assert (found.kind, found.url) == ("case", "/faelle/3/")
    assert engine.suggest("", 5) == ()


def test_digests_are_those_of_the_documents(engine: SearchEngine) -> None:
    expected = {made.key: digest(made.stored) for made in library()}
    assert engine.digests() == expected
    changed = document(1, "Anders", "anders", version=3)
    engine.upsert([changed])
    engine.remove(["case:2"])
    assert engine.digests() == {key: value for key, value in expected.items() if key != "case:2"} | {
        "case:1": digest(changed.stored)
    }


def test_words_counts_documents(engine: SearchEngine) -> None:
    counts = engine.words(("title_exact", "body_exact"))
    assert (counts["gemeinderat"], counts["vereine"]) == (2, 1)
    assert "haushalt" in engine.words(("body_derivation",))


def explained(number: int, text: str, **options: object) -> IndexedDocument:
    return document(number, f"Eintrag {number}", text, **options)


def test_abbreviations_of_the_records_work_both_ways_and_go_with_them(engine: SearchEngine) -> None:
    """Every engine lists the pairs that its records explain."""
    cache = IndexWordsCache()
    service = SearchService(
        lambda: engine,
        thesaurus.bundled,
        visible=everything_visible,
        facets=tuple,
        words=cache,
        least_sure=0.0,
    )

    def found(text: str) -> tuple[set[str], set[str]]:
        cache.forget()
        hits = service.run(SearchRequest(text=text, everything=True), Viewer()).hits
        return {hit.key for hit in hits}, {
            reason.text for hit in hits for reason in hit.reasons if reason.kind == "abbreviation"
        }

    engine.upsert(
        [
            explained(11, "Das Wasserversorgungskonzept (WVK) ist alt."),
            explained(12, "Niemand kennt das WVK."),
            explained(13, "Ein neues Wasserversorgungskonzept fehlt."),
        ]
    )
    assert found("WVK")[0] == found("Wasserversorgungskonzept")[0] == {"case:11", "case:12", "case:13"}
    assert "Abkürzung: „WVK“ steht für „Wasserversorgungskonzept“" in found("WVK")[1]
    engine.remove(["case:11"])
    assert found("WVK") == ({"case:12"}, set())


def test_area_terms_are_found(engine: SearchEngine) -> None:
    term = WeightedTerm("area", area_term("ausgang", "gescheitert"))
    assert keys(engine, clauses=(Clause((term,)),)) == ["case:2"]


@pytest.mark.parametrize("server", ["", *(pytest.param(name, marks=marks) for name, marks in MARKS.items())])
def test_engines_rank_alike(tmp_path: Path, server: str, request: pytest.FixtureRequest) -> None:
    if server:
        request.getfixturevalue(SERVERS[server])
    made = [
        engines.create(n, tmp_path / f"{n}{disk}" if disk else None)
        for name, (n, disk) in ENGINES.items()
        if name == server or name not in SERVERS
    ]
    for one in made:
        one.rebuild(library())
    for words in itertools.combinations(("Gemeinderat", "Hallenbad", "Vereine", "Methode", "Haushalt"), 2):
        rankings = {tuple(keys(one, clauses=tuple(clause(w) for w in words))) for one in made}
        assert len(rankings) == 1, words


def test_a_record_is_found_by_the_sentences_people_ask_with(engine: SearchEngine) -> None:
    asked = document(91, "Hallenbad", "Ein Bad mit Dach.", entry_phrases=("freibad schließen",))
    other = document(92, "Freibad", "Ein Bad ohne Dach.")
    engine.upsert([asked, other])
    word = analyse_word("Freibäder")
    wanted = Clause((WeightedTerm("entry_stem", word.stem),))
    assert keys(engine, clauses=(wanted,)) == ["case:91"]
    phrase = PhraseClause(("entry_exact",), phrase_terms("freibad schließen"))
    assert keys(engine, phrases=(phrase,)) == ["case:91"]
    assert {"schliessen", "hallenbad"} <= engine.words(PHRASE_FIELDS).keys()
    assert word.root in engine.words(ROOT_FIELDS)
