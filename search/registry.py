"""What apps tell the search: every app registers what it wants found in its ``search_documents.py``, and one
of them who may read what.

The search imports nothing of the project; the apps look down on it. ``SearchConfig.ready`` runs
``autodiscover_modules("search_documents")``, as the Django admin does with ``admin``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings

from search.contract import Document, FacetValue, Suggestion, Viewer

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = [
    "TYPE_FACET",
    "Band",
    "DocumentSource",
    "FacetLabels",
    "FacetWord",
    "Neighbour",
    "Signpost",
    "VocabularyEntry",
    "bands",
    "completions",
    "facet_label",
    "facet_names",
    "facet_values",
    "facet_words",
    "is_kind",
    "is_safe_to_log",
    "neighbours_of",
    "objection_to",
    "publisher",
    "readable_keys",
    "register",
    "register_band",
    "register_completions",
    "register_facet_words",
    "register_facets",
    "register_log_guard",
    "register_neighbours",
    "register_publisher",
    "register_readable",
    "register_remarks",
    "register_signposts",
    "register_text_guard",
    "register_viewer",
    "register_vocabulary",
    "register_withheld",
    "registered",
    "remarks",
    "signposts_for",
    "source_for",
    "source_of",
    "sources",
    "viewer_of",
    "vocabulary",
    "withheld",
]


#: The facet whose values are the kinds of records; every source gives its ``type_word``.
TYPE_FACET = "typ"


class DocumentSource(Protocol):
    """What an app says about one kind of record: the only place where a kind is declared. What is missing is
    named by a system check (:mod:`search.checks`).

    ``eligible()`` and ``is_eligible()`` must agree; a test compares them. Keys look like ``case:<slug>``.
    What no reader may read is not eligible.
    """

    #: Name of the kind in keys, style classes and code.
    kind: str
    model: type[Any]
    #: What one record is called, and several ("Fall", "Fälle").
    label: Any
    label_plural: Any
    #: A lazy plural over ``count``: ``counted % {"count": 3}`` is "3 Fälle".
    counted: Any
    #: The word of the kind in addresses (``?typ=fall``).
    type_word: str
    #: Name of the drawn icon.
    icon: str
    #: Place among the kinds wherever they stand together, smallest first.
    order: int

    @property
    def query_words(self) -> tuple[str, ...]:
        """Words of readers for the kind ("Methode", "Methodenkarte"), which lift its records."""

    @property
    def facets(self) -> tuple[str, ...]:
        """Facets whose values its records may have, besides the kind itself."""

    def eligible(self) -> Any:
        """QuerySet of all records that belong into the index, ready for ``build`` without further queries per
        row.
        """

    def public(self) -> Any:
        """Those of ``eligible()`` that everybody may read: they have a document in the public index."""

    def is_eligible(self, obj: Any) -> bool:
        """The same rule for one record."""

    def key(self, obj: Any) -> str:
        """Stable key of a record, also of one that is about to be removed."""

    def build(self, obj: Any) -> Document:
        """The record as a document, from PUBLIC and QUASI fields alone."""

    def visible(self, keys: Collection[str], viewer: Viewer) -> set[str]:
        """The database's word on which of ``keys`` this viewer may see now (one query)."""

    def remark(self, document: Document) -> str:
        """What must be said wherever a record is named by its title alone, such as that it was refuted; in
        the active language, "" where there is nothing to say.
        """

    def address_of(self, url: str, anchor: str) -> str:
        """Where a passage of the record at ``url`` is read: on its page, or on one of its own."""


class FacetLabels(Protocol):
    """Human names of a facet and its values, in the active language."""

    label: Any

    def value_label(self, value: str) -> str:
        """Label of a value; the value itself when unknown."""

    def order(self, values: Iterable[str]) -> list[str]:
        """Values in the order in which people expect them."""

    def hidden(self, counts: Mapping[str, int]) -> frozenset[str]:
        """Values whose number is not named because it is so small that it could tell; most often none."""


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """An entry term of a controlled vocabulary: "kein Geld" leads to ``herausforderung=finanzen``.

    ``label`` is the name of the value for readers, ``words`` are further words that the term stands for.
    """

    term: str
    facet: str
    value: str
    label: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetWord:
    """A word that readers use for a facet value: "gescheiterte" for ``ausgang=gescheitert``, "Methode" for
    ``typ=methode``.

    ``strict`` makes it a filter (with a chip that takes it back); otherwise it only lifts such documents. All
    endings of the word are understood.
    """

    word: str
    facet: str
    value: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Signpost:
    """A page or a list that answers a search better than single records."""

    title: Any
    url: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A record with another topic and the same pattern; ``reason`` says what is alike."""

    title: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Band:
    """Values of a facet that numbers of a unit fall into: "4000 Einwohner" for ``groesse=landgemeinde``.

    ``units`` are the words after the number, ``limits`` pairs of upper limit (exclusive, ``None`` = open) and
    value.
    """

    units: tuple[str, ...]
    facet: str
    limits: tuple[tuple[int | None, str], ...]


_sources: dict[str, DocumentSource] = {}
_facets: dict[str, FacetLabels] = {}
_vocabularies: list[Callable[[], Iterable[VocabularyEntry]]] = []
_facet_words: list[FacetWord] = []
_bands: list[Band] = []
_guards: list[Callable[[str], bool]] = []
_text_guards: list[Callable[[str], str]] = []
_publishers: list[Callable[[], str]] = []
_resolvers: list[Callable[[HttpRequest], Viewer]] = []
_askers: list[Callable[[Collection[str], Viewer], set[str]]] = []
_signposts: list[Callable[[str], Iterable[Signpost]]] = []
_completions: list[Callable[[], Iterable[Suggestion]]] = []
_neighbours: list[Callable[[str, Viewer], Iterable[Neighbour]]] = []
_withholders: list[Callable[[], Mapping[str, str]]] = []
_remarks: dict[str, Callable[[Collection[str]], Mapping[str, str]]] = {}


def register(source: DocumentSource) -> None:
    """Register a source; a second one for the same kind is a programming error."""
    if source.kind in _sources and type(_sources[source.kind]) is not type(source):
        raise ValueError(f"search source for kind {source.kind!r} is registered twice")
    _sources[source.kind] = source


def register_facets(name: str, labels: FacetLabels) -> None:
    """Register a facet by the name of its address parameter. The order of registration is the order of
    display.
    """
    _facets[name] = labels


def sources() -> tuple[DocumentSource, ...]:
    """All sources in the order of their kinds."""
    return tuple(sorted(_sources.values(), key=lambda source: source.order))


def registered() -> dict[str, DocumentSource]:
    """Sources by kind, in order of registration; also those that do not say their order yet."""
    return dict(_sources)


def source_for(kind: str) -> DocumentSource:
    """The source of a kind; ``LookupError`` when there is none."""
    if kind not in _sources:
        raise LookupError(f"no app registers a search source of the kind {kind!r} (search_documents.py)")
    return _sources[kind]


def is_kind(kind: str) -> bool:
    """Whether some source has this kind."""
    return kind in _sources


def source_of(obj: object) -> DocumentSource | None:
    """The source responsible for a model instance, or ``None``."""
    return next((s for s in _sources.values() if isinstance(obj, s.model)), None)


def facet_names() -> tuple[str, ...]:
    """Names of all facets in order of display."""
    return tuple(_facets)


def facet_label(name: str) -> FacetLabels:
    """Labels of a facet; ``LookupError`` when it is not registered."""
    if name not in _facets:
        raise LookupError(f"no app registers the facet {name!r} (search_documents.py)")
    return _facets[name]


def value_label(name: str, value: str) -> str:
    """Facet and value in words ("Art: Methode"); the bare value where the facet is not registered."""
    labels = _facets.get(name)
    return f"{labels.label}: {labels.value_label(value)}" if labels is not None else value


def register_vocabulary(provider: Callable[[], Iterable[VocabularyEntry]]) -> None:
    """Register a function that returns entry terms. It is asked again whenever the vocabulary may have
    changed.
    """
    if provider not in _vocabularies:
        _vocabularies.append(provider)


def vocabulary() -> list[VocabularyEntry]:
    """Entry terms of all apps."""
    return [entry for provider in _vocabularies for entry in provider()]


def register_facet_words(*entries: FacetWord) -> None:
    """Register words of the query that mean a facet value."""
    _facet_words.extend(entry for entry in entries if entry not in _facet_words)


def facet_words() -> tuple[FacetWord, ...]:
    """Words that mean a kind or another facet value."""
    kinds = (FacetWord(word, TYPE_FACET, s.type_word) for s in sources() for word in s.query_words)
    return (*kinds, *_facet_words)


def register_band(band: Band) -> None:
    """Register a unit whose numbers stand for values of a facet."""
    if band not in _bands:
        _bands.append(band)


def bands() -> tuple[Band, ...]:
    """All registered units."""
    return tuple(_bands)


def register_log_guard(guard: Callable[[str], bool]) -> None:
    """Register a function that says whether an unanswered query may be stored (``False``: it names a person
    or a place).
    """
    if guard not in _guards:
        _guards.append(guard)


def is_safe_to_log(text: str) -> bool:
    """Whether no guard objects."""
    return all(guard(text) for guard in _guards)


def register_text_guard(guard: Callable[[str], str]) -> None:
    """Register a function that says why what a stranger typed may not be stored, in a sentence for the
    sender; the empty string where it may.
    """
    if guard not in _text_guards:
        _text_guards.append(guard)


def objection_to(text: str) -> str:
    """The first objection, else the empty string."""
    return next((said for guard in _text_guards if (said := guard(text))), "")


def register_publisher(provider: Callable[[], str]) -> None:
    """Register a function that names who runs the library, as the feeds say it."""
    if provider not in _publishers:
        _publishers.append(provider)


def publisher() -> str:
    """Who runs the library; the name of the site where nobody says."""
    return next((name for provider in _publishers if (name := provider())), settings.WAGTAIL_SITE_NAME)


def register_signposts(provider: Callable[[str], Iterable[Signpost]]) -> None:
    """Register a function that knows pages and lists for a text."""
    if provider not in _signposts:
        _signposts.append(provider)


def signposts_for(text: str) -> tuple[Signpost, ...]:
    """Pages and lists for a text, of all apps."""
    return tuple(post for provider in _signposts for post in provider(text))


def register_completions(provider: Callable[[], Iterable[Suggestion]]) -> None:
    """Register a function that returns what completes a text besides the records: pages, topics, the words
    with which people name a problem.
    """
    if provider not in _completions:
        _completions.append(provider)


def completions() -> Iterator[Suggestion]:
    """What completes a text besides the records, of all apps."""
    return (one for provider in _completions for one in provider())


def register_neighbours(provider: Callable[[str, Viewer], Iterable[Neighbour]]) -> None:
    """Register a function that knows records with the same pattern as a text."""
    if provider not in _neighbours:
        _neighbours.append(provider)


def neighbours_of(text: str, viewer: Viewer) -> tuple[Neighbour, ...]:
    """Records with the same pattern, of all apps."""
    return tuple(one for provider in _neighbours for one in provider(text, viewer))


def register_withheld(provider: Callable[[], Mapping[str, str]]) -> None:
    """Register a function that returns key and address of records that have ended although nobody told the
    index: time alone passed.
    """
    if provider not in _withholders:
        _withholders.append(provider)


def withheld() -> dict[str, str]:
    """Key and address of every record that the index may still have and nobody may find."""
    return {key: url for provider in _withholders for key, url in provider().items()}


def register_remarks(kind: str, provider: Callable[[Collection[str]], Mapping[str, str]]) -> None:
    """Register what must be said beside a record of this kind where only its address is known, as of now."""
    _remarks[kind] = provider


def remarks(rows: Iterable[Suggestion]) -> dict[str, str]:
    """By address, in the active language; a kind of which no row is there is not asked."""
    by_kind: dict[str, set[str]] = {}
    for row in rows:
        if row.url and row.kind in _remarks:
            by_kind.setdefault(row.kind, set()).add(row.url)
    return {url: said for kind, urls in by_kind.items() for url, said in _remarks[kind](urls).items()}


def facet_values(
    counted: Mapping[str, Mapping[str, int]], chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[FacetValue, ...]]:
    """Counts in the order that people expect; a chosen value stays visible with its count, even zero."""
    shown: dict[str, tuple[FacetValue, ...]] = {}
    for name, counts in counted.items():
        labels, selected = facet_label(name), chosen.get(name, ())
        values = labels.order(
            v for v in dict.fromkeys((*counts, *selected)) if counts.get(v) or v in selected
        )
        # Inside a value whose small counts are not named, the counts of every other facet are parts of it.
        hiding = (labels, *(facet_label(other) for other in chosen))
        hidden = frozenset(value for each in hiding for value in each.hidden(counts))
        shown[name] = tuple(
            FacetValue(v, 0 if v in hidden else counts.get(v, 0), v in selected, v in hidden) for v in values
        )
    return shown


def register_readable(asker: Callable[[Collection[str], Viewer], set[str]]) -> None:
    """Register the function that knows in one query which of the keys of any kind a viewer may read; the last
    one counts.
    """
    _askers.append(asker)


def readable_keys(keys: Collection[str], viewer: Viewer) -> set[str]:
    """Those of the keys that the viewer may read, as the database says: one query, where an app knows how to
    ask for all kinds at once, else one per kind.
    """
    if _askers:
        return _askers[-1](keys, viewer)
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        by_kind.setdefault(key.partition(":")[0], []).append(key)
    asked = ((source, by_kind.get(source.kind)) for source in sources())
    return {key for source, wanted in asked if wanted for key in source.visible(wanted, viewer)}


def register_viewer(resolver: Callable[[HttpRequest], Viewer]) -> None:
    """Register the function that knows the audiences of a request's user; the last one counts."""
    _resolvers.append(resolver)


def viewer_of(request: HttpRequest) -> Viewer:
    """What the reader of this request may see; without a word of the apps everybody is the public."""
    return _resolvers[-1](request) if _resolvers else Viewer()
