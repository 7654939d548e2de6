"""Trains the conditional random field of the detector. Run by ``python -m tools.anonymity train``; minutes on
one core.

Three sorts of sentences: the labelled corpora (train split only) with copies in which every
name is replaced by an invented one; municipal web pages labelled by a first model
("silver"); and one half of the demo texts, which are free of names by design.
"""

import lzma
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pycrfsuite

from knowledge.anonymity.detector.lexicon import (
    Lexicon,
    NameLists,
    handwritten_words,
    load_lexicon,
    load_listed,
    load_names,
    read_list,
)
from knowledge.anonymity.detector.preprocessing import Token, sentences, tokenise
from knowledge.anonymity.detector.tagger import MODEL_FILE, Guess, NameModel, sentence_features
from tools.anonymity.corpora import GoldSpan, Sentence, read_corpora, split_of
from tools.anonymity.demo_texts import demo_texts, further_texts
from tools.anonymity.invented import InventedNames, IsOrdinary, with_invented_names, with_names_for_roles
from tools.anonymity.wordlists import (  # fmt: skip
    WordCounts,
    build_dictionary,
    build_name_lists,
    build_word_list,
    municipal_texts,
    name_words,
    ordinary_words,
)

__all__ = ["train_all"]

_PARAMETERS: dict[str, object] = {
    "c1": 0.3, "c2": 0.02, "max_iterations": 100, "feature.minfreq": 2.0,
    "feature.possible_transitions": False, "feature.possible_states": False,
}  # fmt: skip
_FIRST_PASS = {**_PARAMETERS, "c1": 0.6, "max_iterations": 45}
_SURE, _DOUBTFUL, _NAME = 0.5, 0.08, 0.9
_SEED = 2026


def token_labels(tokens: Sequence[Token], sentence: Sentence) -> list[str]:
    """BIO labels of the tokens by the gold spans."""
    labels = []
    for token in tokens:
        label = "O"
        for span in sentence.spans:
            if span.start < token.end and token.start < span.end:
                label = ("B-" if token.start <= span.start else "I-") + span.label
                break
        labels.append(label)
    return labels


def train_split(folder: Path) -> list[Sentence]:
    """The sentences of the fixed train split; dev and holdout are never seen here."""
    return [sentence for sentence in read_corpora(folder) if split_of(sentence.text) == "train"]


def _leave_one_out(counts: WordCounts, sentence: Sentence) -> Callable[[str], int]:
    outside, inside = Counter(ordinary_words(sentence)), Counter(name_words(sentence))
    return lambda word: counts.level(word, outside[word], inside[word])


def _with_copies(group: Sequence[Sentence], counts: WordCounts) -> Iterator[tuple[Sentence, Sentence]]:
    """Every sentence, and where it has names a copy with invented ones; each with its original."""
    inventor = InventedNames([*read_list("surnames")[::7], *read_list("municipalities_de")[::5]], _SEED)
    ordinary = IsOrdinary(counts.outside)
    for sentence in group:
        yield sentence, sentence
        if any(span.label in {"PER", "LOC", "ORG"} for span in sentence.spans):
            yield with_invented_names(sentence, inventor, ordinary), sentence


def _train(
    pairs: Iterable[tuple[Sentence, Sentence]],
    counts: WordCounts,
    names: NameLists,
    parameters: dict[str, object],
) -> bytes:
    lexicon = Lexicon({word: level for word, level in counts.levels().items() if level > 1}, load_listed())
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(parameters)
    for sentence, original in pairs:
        tokens = tokenise(sentence.text)
        if tokens:
            look = _leave_one_out(counts, original)
            features = sentence_features([token.text for token in tokens], lexicon, names, look)
            trainer.append(pycrfsuite.ItemSequence(features), token_labels(tokens, sentence))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "model"
        trainer.train(str(target))
        return target.read_bytes()


def _silver(
    text: str, tokens: Sequence[Token], guesses: Sequence[Guess], places: frozenset[str]
) -> Sentence | None:
    """A sentence labelled by the first model, or ``None`` where it is in doubt about a word."""
    start, end = tokens[0].start, tokens[-1].end
    spans: list[GoldSpan] = []
    for token, guess in zip(tokens, guesses, strict=True):
        label = max((guess.person, "PER"), (guess.place, "LOC"), (guess.organisation, "ORG"))[1]
        if guess.score < _SURE:
            if token.text in places:
                label = "LOC"
            elif guess.score > _DOUBTFUL and token.text[0].isupper():
                return None
            else:
                continue
        a, b = token.start - start, token.end - start
        if spans and spans[-1].label == label and a - spans[-1].end <= 1:
            spans[-1] = GoldSpan(spans[-1].start, b, label)
        else:
            spans.append(GoldSpan(a, b, label))
    return Sentence("municipal", text[start:end], tuple(spans))


def _label_municipal_pages(folder: Path, model: NameModel, places: frozenset[str]) -> list[Sentence]:
    found: dict[str, Sentence] = {}
    for text in municipal_texts(folder):
        for tokens in sentences(text, tokenise(text)):
            sentence = _silver(text, tokens, model.guess([token.text for token in tokens]), places)
            if sentence and len(tokens) > 2:
                found.setdefault(sentence.text, sentence)
    return list(found.values())


def _sentences_of(texts: Iterable[str]) -> list[Sentence]:
    return [
        Sentence("demo", text[group[0].start : group[-1].end], ())
        for text in texts
        for group in sentences(text, tokenise(text))
    ]


def _demo_sentences(model: NameModel) -> list[Sentence]:
    """Prose without names: the tuning half of cases and methods, and further demo texts where the first model
    sees no name.
    """
    further = [
        sentence
        for sentence in _sentences_of(further_texts())
        if all(
            guess.score < _NAME for guess in model.guess([token.text for token in tokenise(sentence.text)])
        )
    ]
    return [*_sentences_of(demo_texts("tuning")), *further]


def train_all(folder: Path, say: Callable[[str], None], **changes: object) -> None:
    """Build the lists from ``folder`` and train the model into ``data/``.

    ``say`` gets lines on the progress; ``changes`` are parameters of crfsuite. Raises
    ``FileNotFoundError`` where a source is missing.
    """
    say(f"lists: {build_name_lists(folder)}")
    load_names.cache_clear()
    say(f"dictionary: {build_dictionary(folder)} bytes")
    load_listed.cache_clear()
    names, gold = load_names(), train_split(folder)
    counts = WordCounts(
        names=names.municipalities | names.first | names.countries, handwritten=frozenset(handwritten_words())
    )
    for sentence in gold:
        counts.add(sentence)
    say(f"{len(gold)} labelled sentences")
    first = _train(((sentence, sentence) for sentence in gold), counts, names, _FIRST_PASS)
    lexicon = Lexicon(counts.levels(), load_listed())
    places = frozenset(word for word in names.municipalities if not lexicon.knows(word))
    silver = _label_municipal_pages(folder, NameModel(first, lexicon, names), places)
    demo = _demo_sentences(NameModel(first, lexicon, names))
    say(f"{len(silver)} sentences of municipal pages, {len(demo)} of the demo")
    for sentence in [*silver, *demo]:
        counts.add(sentence)
    say(f"words: {build_word_list(counts)} bytes")
    load_lexicon.cache_clear()
    inventor = InventedNames(read_list("surnames")[1::7], _SEED + 1)
    pairs = [*_with_copies(gold, counts), *((sentence, sentence) for sentence in (*silver, *demo))]
    pairs += [(copy, sentence) for sentence in demo for copy in with_names_for_roles(sentence, inventor)]
    model = _train(pairs, counts, names, {**_PARAMETERS, **changes})
    MODEL_FILE.write_bytes(lzma.compress(model, preset=9 | lzma.PRESET_EXTREME))
    say(f"{MODEL_FILE.name}: {MODEL_FILE.stat().st_size} bytes")
