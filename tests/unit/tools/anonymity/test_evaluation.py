"""What counts as found, as covered and as a false alarm, with a detector of one's own."""

import pytest

from knowledge.anonymity.detector import DETECTOR_VERSION, Finding, Kind
from tools.anonymity.corpora import GoldSpan, Sentence
from tools.anonymity.evaluation import as_goals, as_table, false_alarms, invented_copies, tally

SENTENCE = Sentence("x", "Anna Huber zog nach Dachau.", (GoldSpan(0, 10, "PER"), GoldSpan(20, 26, "LOC")))


def detector(*spans, kind=Kind.PERSON, layer="model"):
    return lambda text: [
        Finding(start, end, kind, text[start:end], 0.9, "", "", layer) for start, end in spans
    ]


def test_a_touched_entity_is_found_and_a_whole_one_covered():
    half = tally([SENTENCE], detector((5, 10)))
    assert (half.recall("PER"), half.covered["PER"], half.recall("LOC")) == (1.0, 0, 0.0)
    assert tally([SENTENCE], detector((0, 10))).covered["PER"] == 1


def test_precision_asks_for_name_findings_alone():
    assert tally([SENTENCE], detector((0, 10), (11, 14))).precision() == 0.5
    assert tally([SENTENCE], detector((11, 14), kind=Kind.DATE)).precision() == 0.0
    assert tally([SENTENCE], detector((11, 14), layer="pattern")).wrong["all"] == 0


def test_a_span_that_does_not_count_is_neither_miss_nor_false_alarm():
    law = Sentence("x", "Das BGB gilt.", (GoldSpan(4, 7, "LAW", counted=False),))
    counts = tally([law], detector((4, 7)))
    assert (counts.right["all"], counts.wrong["all"], counts.total["LAW"]) == (0, 0, 0)


def test_false_alarms_are_counted_per_thousand_words():
    assert false_alarms(["eins zwei drei vier"], detector((0, 4)))[:2] == (250.0, 4)
    assert false_alarms([], detector())[:2] == (0.0, 0)


def test_copies_are_made_of_sentences_with_names():
    copies = invented_copies([SENTENCE, Sentence("x", "Gut.", ())])
    assert len(copies) == 1
    assert "Huber" not in copies[0].text


@pytest.mark.parametrize(("alarms", "met"), [(8.0, "ja"), (8.01, "**nein**")])
def test_goals_say_what_is_met_and_by_which_rules(alarms, met):
    figures = {"split": "dev", "sentences": 1, "precision": 0.8}
    for label in ("PER", "LOC", "ORG"):
        figures |= {
            f"recall {label}": 0.99,
            f"entities {label}": 3,
            f"invented loss {label} (points)": 0.1,
            f"invented loss {label}, mean (points)": 0.1,
            f"invented loss {label}, spread": 0.1,
            f"invented loss {label}, least": 0,
            f"invented loss {label}, most": 1,
        }
    figures |= {
        "register recall": 1.0,
        "register variants": 192_710,
        "intake recall": 1.0,
        "false alarms per 1,000 words, demo holdout": alarms,
        "seconds for 2,000 words": 0.4,
        "memory MB": 97.5,
        "model and lists MB": 3.7,
    }
    text = as_goals(figures)
    assert f"Prüfung {DETECTOR_VERSION}." in text
    (line,) = [line for line in text.splitlines() if "Fehlalarme" in line]
    assert line.endswith(f"| {met} |")
    assert as_table(figures).count("\n") == len(figures) + 1
