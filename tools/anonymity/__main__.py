"""``python -m tools.anonymity train|evaluate|paragraphs|attack|card``: the laboratory of the detector.

It needs sources that are not part of the library (``--data``: ``names/``, ``register/``,
``ner_training/``), so it is no command of an installation.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from tools.anonymity.attack import experiment
from tools.anonymity.demo_texts import ROOT, demo_texts
from tools.anonymity.evaluation import as_goals, as_table, evaluate
from tools.anonymity.model_card import CARD, versions, write_between
from tools.anonymity.paragraphs import (
    as_lines,
    false_alarms,
    measure,
    read_paragraphs,
)
from tools.anonymity.paragraphs import as_table as kinds_table
from tools.anonymity.training import train_all

__all__ = ["main"]

PARAGRAPHS = ROOT / "tests" / "attack" / "data"
_LABELLED = ("handover.jsonl", "own.jsonl")
_GERMAN = {
    "attacks": "Angriffe (Fälle × wahre Kommunen)",
    "raw text, true municipality in top 10": "Rohtext: wahre Kommune unter den ersten zehn",
    "released text, true municipality in top 10": "freigegebener Text: wahre Kommune unter den ersten zehn",
    "chance, top 10 among those that fit the header": "Zufall unter den Kommunen, die zum Kopf passen",
    "p value (small means better than chance)": "Wahrscheinlichkeit so vieler Treffer durch Zufall",
    "mean place of the true municipality (0 first, 0.5 chance)": (
        "mittlerer Platz der wahren Kommune (0 vorn, 0,5 Zufall)"
    ),
    "mean place: p value": "mittlerer Platz: Wahrscheinlichkeit durch Zufall",
    "participants known: true municipality named first": "Teilnehmende bekannt: wahre Kommune zuerst genannt",
    "participants known: chance": "Teilnehmende bekannt: Zufall",
    "participants known: p value": "Teilnehmende bekannt: Wahrscheinlichkeit durch Zufall",
}
"""The model card is German."""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _train(options: Namespace) -> None:
    train_all(options.data, _say)


def _evaluate(options: Namespace) -> None:
    figures = evaluate(options.data, options.split)
    if options.write:
        write_between(options.write, "VERSIONS", versions())
        write_between(options.write, "FIGURES", as_goals(figures))
    _say(json.dumps(figures, ensure_ascii=False, indent=1) if options.json else as_table(figures))


def _attack(options: Namespace) -> None:
    attack = experiment(options.rounds, options.seed, options.sentences)
    result = attack.as_dict()
    for hit in attack.hits if options.explain else ():
        reasons = ", ".join(f"{name} {score}" for name, score in hit.reasons.items()) or "nothing, so chance"
        _say(f"{hit.case} {hit.municipality}: {hit.rank}/{hit.candidates}, {reasons}")
    if options.write:
        rows = (f"| {_GERMAN[name]} | {f'{value:g}'.replace('.', ',')} |" for name, value in result.items())
        write_between(options.write, "VERSIONS", versions())
        write_between(options.write, "ATTACK", "\n".join(["| Angriff | Ergebnis |", "|---|---|", *rows]))
    if options.json:
        _say(json.dumps(result, ensure_ascii=False))
        return
    for name, value in result.items():
        _say(f"{name}: {value}")


def _paragraphs(options: Namespace) -> None:
    for path in options.files or sorted(PARAGRAPHS.glob("*.jsonl")):
        rows = read_paragraphs(path)
        labelled = [row for row in rows if row.get("entities")]
        if labelled:
            _say("\n".join(as_lines(path.name, measure(labelled))))
        elif not any("kind" in row for row in rows):
            _say(_alarms(path.name, [row["text"] for row in rows]))
    if options.write:
        rows = [row for name in _LABELLED for row in read_paragraphs(PARAGRAPHS / name)]
        write_between(options.write, "VERSIONS", versions())
        write_between(options.write, "PARAGRAPHS", kinds_table(rows))
    texts = [
        text for path in sorted((ROOT / "cases" / "demo").glob("F??.yaml")) for text in demo_texts(path=path)
    ]
    _say(_alarms("demo cases", texts))


def _alarms(name: str, texts: Sequence[str]) -> str:
    found, holding = false_alarms(texts)
    return (
        f"{name}: {found:.2f} findings per 1,000 words without facts, {holding:.2f} of them hold a text back"
    )


def _card(options: Namespace) -> None:
    write_between(CARD, "VERSIONS", versions())


def _at_least_one(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m tools.anonymity", description="The laboratory of the detector.")
    deeds = parser.add_subparsers(required=True, metavar="train|evaluate|paragraphs|attack|card")
    train = deeds.add_parser("train", help="build the lists and train the model, minutes on one core")
    train.set_defaults(run=_train)
    measure = deeds.add_parser("evaluate", help="measure the present model")
    measure.set_defaults(run=_evaluate)
    measure.add_argument("--split", choices=["dev", "holdout"], default="dev")
    for deed in (train, measure):
        deed.add_argument(
            "--data", required=True, type=Path, help="folder with names/, register/, ner_training/"
        )
    paragraphs = deeds.add_parser("paragraphs", help="facts of labelled paragraphs, false alarms of others")
    paragraphs.set_defaults(run=_paragraphs)
    paragraphs.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="JSONL; the project's without"
    )
    card = deeds.add_parser("card", help="write the versions of rules and model into the model card")
    card.set_defaults(run=_card)
    attack = deeds.add_parser(
        "attack", help="register, participants, numbers, rare words against the demo cases"
    )
    attack.set_defaults(run=_attack)
    attack.add_argument("--rounds", type=_at_least_one, default=10, help="true municipalities per case")
    attack.add_argument("--seed", type=int, default=2026)
    attack.add_argument("--sentences", type=int, help="only so many pieces of text per case (faster)")
    attack.add_argument("--explain", action="store_true", help="what spoke for the true municipality")
    for deed in (measure, attack):
        deed.add_argument("--json", action="store_true")
    for deed in (measure, attack, paragraphs):
        deed.add_argument("--write", type=Path, metavar="FILE", help="put the figures into the model card")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one deed. Raises ``SystemExit`` with a sentence where data are missing or unreadable."""
    options = _parser().parse_args(arguments)
    try:
        if "data" in options and not options.data.is_dir():
            raise SystemExit(f"There is no folder {options.data}.")
        options.run(options)
    except FileNotFoundError as error:
        raise SystemExit(f"A source is missing: {error.filename or error}") from error
    except (KeyError, ValueError, UnicodeDecodeError) as error:
        raise SystemExit(f"A source cannot be read: {error}") from error


if __name__ == "__main__":
    main()
