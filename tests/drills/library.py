"""A library for drills: one table of records instead of pages, so that 100,000 of them are there in seconds.

Everything below the table is the real thing: registry, outbox, outbox worker, fallback index, engine,
service.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
KINDS = ("case", "method", "lesson")
OUTCOMES = ("gelungen", "teils", "gescheitert", "offen")
_SENTENCE = re.compile(r"[^.;:!?]{40,220}[.!?]")
_PARTS = (
    "bau",
    "schul",
    "wald",
    "stadt",
    "wasser",
    "markt",
    "jugend",
    "verkehrs",
    "energie",
    "kultur",
    "sport",
    "pflege",
    "fluss",
    "dorf",
    "hafen",
    "garten",
)
_HEADS = (
    "amt",
    "plan",
    "rat",
    "weg",
    "haus",
    "hof",
    "platz",
    "werk",
    "netz",
    "kreis",
    "fonds",
    "bund",
    "heim",
    "turm",
    "park",
    "dienst",
)


def configure(folder: Path, **environment: str) -> None:
    """Django over a database, an index and a cluster of the drill's own. Call it once, before anything else
    is imported.
    """
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "knowledge.settings.dev",
            "DEBUG": "0",
            "DATABASE_URL": f"sqlite:///{folder / 'drill.sqlite3'}",
            "SEARCH_INDEX_DIR": str(folder / "index"),
            "WITHDRAWALS_FILE": str(folder / "widerrufe.txt"),
            "SEARCH_ENGINE": "elastic",
            "ELASTICSEARCH_INDEX": "weiterdenken-drill",
            # Vectors of invented compounds are minutes of arithmetic that have nothing to do with an engine.
            "SEARCH_CORPUS_WORDS": "0",
        }
        | environment
    )
    import django

    django.setup()
    _register()


def _register() -> None:
    """The drill's records are the only source; what the apps taught the search has no tables here."""
    from search import registry

    for known in (
        registry._sources,
        registry._facets,
        registry._vocabularies,
        registry._facet_words,
        registry._bands,
        registry._guards,
    ):
        known.clear()
    registry.register(RecordSource())
    for name in ("typ", "ausgang"):
        registry.register_facets(name, Labels(name))


def create_tables() -> None:
    """Outbox and records; nothing else of the project is needed."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", "search", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(record_model())


def record_model() -> Any:
    """The model of the records, made on the first call."""
    from django.apps import apps
    from django.db import models

    try:
        return apps.get_model("search", "drillrecord")
    except LookupError:
        meta = type(
            "Meta",
            (),
            {"app_label": "search", "managed": False, "db_table": "drill_record", "ordering": ["pk"]},
        )
        fields = {name: models.TextField() for name in ("kind", "title", "text", "outcome")}
        return type("DrillRecord", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


class Labels:
    """Labels of a facet."""

    def __init__(self, label: str) -> None:
        self.label = label

    def value_label(self, value: str) -> str:
        return value

    def order(self, values: Iterable[str]) -> list[str]:
        return sorted(values)

    def hidden(self, counts: Any) -> frozenset[str]:
        return frozenset()


class RecordSource:
    """Records of the drill."""

    kind = "case"
    label = label_plural = counted = "Fall"
    type_word = icon = "fall"
    query_words: tuple[str, ...] = ()
    order = 1
    facets = ("ausgang",)

    @property
    def model(self) -> Any:
        return record_model()

    def eligible(self) -> Any:
        return self.model.objects.all()

    def public(self) -> Any:
        return self.eligible()

    def is_eligible(self, obj: Any) -> bool:
        return True

    def key(self, obj: Any) -> str:
        return f"case:{obj.pk}"

    def build(self, obj: Any) -> Any:
        from search.contract import Document, NumberRange, Passage

        paragraphs = obj.text.split("\n")
        return Document(
            key=self.key(obj),
            kind=self.kind,
            title=obj.title,
            url=f"/faelle/{obj.pk}/",
            summary=paragraphs[0],
            passages=tuple(Passage(text, anchor=f"p{number}") for number, text in enumerate(paragraphs[1:])),
            facets={"typ": (obj.kind,), "ausgang": (obj.outcome,)},
            numbers={"personen": NumberRange(5, 25)},
            display={"ausgang": obj.outcome},
        )

    def visible(self, keys: Collection[str], viewer: Any) -> set[str]:
        numbers = [key.partition(":")[2] for key in keys]
        return {f"case:{pk}" for pk in self.model.objects.filter(pk__in=numbers).values_list("pk", flat=True)}


def sentences() -> list[str]:
    """Sentences of the demo content: real words in real order."""
    texts = (
        path.read_text(encoding="utf-8")
        for app in ("cases", "methods", "knowledge")
        for path in sorted((REPOSITORY / app / "demo").glob("*.yaml"))
    )
    return [
        " ".join(sentence.split()) for text in texts for sentence in _SENTENCE.findall(" ".join(text.split()))
    ]


def texts(count: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Contents of ``count`` records of about 190 words; every one has compounds that few others have, as real
    ones do.
    """
    draw, drawn = random.Random(seed), sentences()
    for _number in range(count):
        rare = [
            f"{draw.choice(_PARTS)}{draw.choice(_PARTS)}{draw.choice(_HEADS)}".capitalize() for _ in range(3)
        ]
        paragraphs = [" ".join(draw.sample(drawn, 3)) for _ in range(4)]
        paragraphs[1] += f" Zuständig sind {rare[0]} und {rare[1]}."
        title = f"{rare[2]}: {' '.join(draw.choice(drawn).split()[:6])}"
        yield {
            "kind": draw.choice(KINDS),
            "title": title,
            "text": "\n".join(paragraphs),
            "outcome": draw.choice(OUTCOMES),
        }


def fill(count: int) -> None:
    """Put records into the database, without telling the index."""
    model, portion = record_model(), []
    for content in texts(count):
        portion.append(model(**content))
        if len(portion) == 2_000:
            model.objects.bulk_create(portion)
            portion = []
    model.objects.bulk_create(portion)


def publish(content: dict[str, str]) -> Any:
    """A record is written, and with it, in the same transaction, its rows in the outbox."""
    from django.db import transaction

    from search.index import outbox

    with transaction.atomic():
        made = record_model()(**content)
        made.save()  # the search listens to the saving of every record of a source
        if not _has_job(made):
            outbox.enqueue(made)
    return made


def _has_job(record: Any) -> bool:
    from search.models import IndexJob

    return bool(IndexJob.objects.filter(object_id=str(record.pk)).exists())
