"""The draft of a decision paper: what a council expects, filled with what others have told, with gaps for
what only one's own town hall knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.enums import IdeaStatus, LessonState, Outcome
from knowledge.listing import Description
from publications.dossier.blocks import Block, Bullets, Grid, Heading, Paragraph, shortened
from publications.dossier.records import Source

__all__ = ["decision_paper"]

_EXPERIENCES = ("case", "lesson")
"""Kinds that tell how something went: they have an outcome or a standing, and evidence."""

_EFFORTS = ("effort_money", "effort_time", "effort_staff")


def decision_paper(sources: Sequence[Source], room: int) -> list[Block]:
    """Sachverhalt, Erfahrungen anderer, Vorschlag, Kosten, Alternativen, ways to consult, Beschlussvorschlag,
    within about ``room`` words. What is to be filled in is marked as a gap.
    """
    each = max(room // (9 * max(len(sources), 1)), 4)
    most = min(max(1, room // 200), 6)
    methods = [source for source in sources if source.described.kind == "method"]
    records = [source for source in sources if source.described.kind in _EXPERIENCES]
    read_on = [source for source in sources if source not in [*methods, *records]]
    return [
        Paragraph(
            _(
                "Entwurf einer Beschlussvorlage. Was in eckigen Klammern steht, ergänzt die Verwaltung; die"
                " Zahl hinter einem Satz nennt die Quelle und ihren Stand."
            )
        ),
        Heading(_("Sachverhalt")),
        Paragraph(
            _("[Die eigene Lage: Anlass, was schon versucht wurde, bis wann zu entscheiden ist.]"),
            gap=True,
        ),
        *_situations(sources, each),
        Heading(_("Erfahrungen anderer Kommunen")),
        *_experiences(records, each),
        Heading(_("Vorschlag der Verwaltung")),
        *_without_example(sources, _("[Kein Beispiel trägt einen Vorschlag; siehe Alternativen.]")),
        *_proposed(records, each, most),
        Heading(_("Kosten und Aufwand")),
        *_listed(_costs(sources), most, _("Die Quellen nennen keinen Aufwand.")),
        Paragraph(_("[Eigene Kosten, Haushaltsstelle, Folgekosten.]"), gap=True),
        Heading(_("Alternativen")),
        *_listed(_alternatives(sources), most, _("[Welche Wege es sonst gibt, auch: nichts zu ändern.]")),
        *_further(_("So ließe sich beraten"), methods, each),
        *_further(_("Zum Weiterlesen"), read_on, each),
        Heading(_("Beschlussvorschlag")),
        *_resolution(sources, most),
    ]


def _value(described: Description, name: str) -> str:
    return next((fact.value for fact in described.facts if fact.name == name), "")


def _situations(sources: Sequence[Source], words: int) -> Iterator[Block]:
    """The question that others stood before: the first case tells it."""
    for source in sources:
        for part in source.described.sections:
            if part.anchor == "frage":
                yield Paragraph(
                    _("Vor derselben Frage stand eine andere Kommune: „%(question)s“")
                    % {"question": shortened(part.text, words * 2)},
                    source.mark,
                )
                return


def _experiences(sources: Sequence[Source], words: int) -> Iterator[Block]:
    if not sources:
        yield Paragraph(_("[Unter den Einträgen ist keine Erfahrung einer anderen Kommune.]"), gap=True)
        return
    head = (_("Was"), _("Kern"), _("Ausgang"), _("Beleg"), _("Quelle"))
    rows = tuple(
        (
            _name(source.described),
            _with_note(shortened(_core(source.described), words * 2), source.note),
            _value(source.described, "outcome") or _value(source.described, "state"),
            _value(source.described, "evidence_level") or _confirmed(source.described),
            source.mark,
        )
        for source in sources
    )
    yield Grid(_("Erfahrungen mit Ausgang und Beleg"), head, rows)


def _further(title: str, sources: Sequence[Source], words: int) -> Iterator[Block]:
    """Methods, by which a council may consult, and publications: neither what others went through nor what
    is proposed.
    """
    if not sources:
        return
    yield Heading(title)
    told = (f"{_titled(one)}: {shortened(one.described.summary, words * 2)}" for one in sources)
    yield Bullets(
        tuple((_with_note(text, one.note), one.mark) for text, one in zip(told, sources, strict=True))
    )


def _titled(source: Source) -> str:
    """A cycle with its years: its title alone says nothing of when it was."""
    return f"{source.described.title} ({source.period})" if source.period else source.described.title


def _with_note(core: str, note: str) -> str:
    """The remark of who collected it stands beside what the record says, never in its place."""
    return f"{core} ({_('Anmerkung')}: {note})" if note else core


def _name(described: Description) -> str:
    """A lesson is called by its short name; what it says is its core."""
    if described.kind == "lesson":
        return described.short_title or described.kind_label
    return described.title


def _core(described: Description) -> str:
    """What became of it in the end, since how it began may say the opposite; what a lesson says; else what it
    is about.
    """
    if described.kind == "lesson":
        return described.title
    told = [said.text for said in described.statements if said.name == "became"]
    told += [part.text for part in described.sections if part.anchor == "ergebnis"]
    return next(iter(told), described.summary)


def _confirmed(described: Description) -> str:
    count = _value(described, "confirmed")
    if not count.isdigit() or count == "0":
        return _("von keiner Staffel bestätigt")
    words = ngettext("in %(count)d Staffel bestätigt", "in %(count)d Staffeln bestätigt", int(count))
    return words % {"count": int(count)}


Line = tuple[str, str]


def _listed(lines: Iterator[Line], most: int, otherwise: str) -> Iterator[Block]:
    found = tuple(dict.fromkeys(lines))[:most]
    yield Bullets(found) if found else Paragraph(otherwise, gap=otherwise.startswith("["))


def _proposed(sources: Sequence[Source], words: int, most: int) -> Iterator[Block]:
    """Ideas that carried in a case, and what lessons make of them; what rests on no case says
    so.
    """
    ideas, advice = list(_carried(sources)), list(_recommended(sources, words))
    if advice and not ideas:
        yield Paragraph(
            _("[Dafür steht unter den Einträgen kein Fall; bitte an der eigenen Lage prüfen.]"), gap=True
        )
    room = max(1, most - len(advice[:1])) if most > 1 else 1
    lines = iter([*ideas[:room], *advice, *ideas[room:]])
    yield from _listed(lines, most, _("[Was die Verwaltung vorschlägt.]"))


def _carried(sources: Sequence[Source]) -> Iterator[Line]:
    """Ideas that were taken up where the case carried."""
    for source in filter(_carries, sources):
        for said in source.described.statements:
            if said.name == "idea" and said.state == IdeaStatus.TAKEN:
                yield said.text, source.mark


def _carries(source: Source) -> bool:
    """Whether it was at least begun there; what a council left open or refused is nothing to propose."""
    return _value(source.described, "outcome") in {str(one.label) for one in Outcome if one.carries}


def _without_example(sources: Sequence[Source], sentence: str) -> Iterator[Block]:
    """``sentence`` where there are cases and none of them carried."""
    cases = [source for source in sources if _value(source.described, "outcome")]
    if cases and not any(map(_carries, cases)):
        yield Paragraph(sentence, gap=True)


def _recommended(sources: Sequence[Source], words: int) -> Iterator[Line]:
    """What lessons recommend, as long as it holds; what is contested says so."""
    given_up = {str(LessonState.REFUTED.label), str(LessonState.SUPERSEDED.label)}
    for source in sources:
        state = _value(source.described, "state")
        if state in given_up:
            continue
        doubt = f" ({state})" if state == str(LessonState.CONTESTED.label) else ""
        for said in source.described.statements:
            if said.name == "recommendation":
                yield shortened(said.text, words * 2) + doubt, source.mark


def _costs(sources: Sequence[Source]) -> Iterator[Line]:
    for source in sources:
        found = [value for name in _EFFORTS if (value := _value(source.described, name))]
        if found:
            words = _("Aufwand der Beratung und Umsetzung dort, nicht der Preis der Sache: %(effort)s.")
            yield words % {"effort": ", ".join(found)}, source.mark
        for said in source.described.statements:
            if said.name == "cost":
                yield said.text, source.mark


def _alternatives(sources: Sequence[Source]) -> Iterator[Line]:
    """Ideas that others left aside, with their reason; what was taken up where it did not carry, with its
    outcome.
    """
    for source in sources:
        for said in source.described.statements:
            if said.name == "idea" and said.state != IdeaStatus.TAKEN:
                reason = f" {_('Dort nicht weiter verfolgt:')} {said.detail}" if said.detail else ""
                yield f"{said.text.rstrip('.')}.{reason}", source.mark
    for source in sources:
        outcome = _value(source.described, "outcome")
        for said in () if _carries(source) else source.described.statements:
            if said.name == "idea" and said.state == IdeaStatus.TAKEN:
                ended = _("Dort aufgegriffen; Ausgang: %(outcome)s.") % {"outcome": outcome}
                yield f"{said.text.rstrip('.')}. {ended}", source.mark


def _resolution(sources: Sequence[Source], most: int) -> Iterator[Block]:
    """What the drafts say where it carried, or the frame of a resolution."""
    told = [
        (said.text, source)
        for source in filter(_carries, sources)
        for said in source.described.statements
        if said.name == "proposal"
    ][: most + 1]
    if told:
        outcomes = dict.fromkeys(_value(source.described, "outcome") for _text, source in told)
        words = _("Der Gemeinderat beschließt [Entwurf von anderswo, Ausgang: %(outcome)s; anpassen]:")
        yield Paragraph(words % {"outcome": ", ".join(outcomes)}, gap=True)
        yield Bullets(tuple((text, source.mark) for text, source in told), numbered=True)
        return
    yield from _without_example(
        sources,
        _(
            "[Kein Beispiel trägt einen Beschluss: Dort ist es offen, gescheitert oder aufgegeben. Was"
            " versucht wurde, steht unter den Alternativen.]"
        ),
    )
    yield Paragraph(_("Der Gemeinderat beschließt:"))
    yield Bullets(
        (
            (_("Die Erfahrungen anderer Kommunen werden zur Kenntnis genommen."), ""),
            (_("Die Verwaltung wird beauftragt, [Vorhaben] bis [Datum] vorzubereiten."), ""),
            (_("Die Verwaltung berichtet [wann] über den Stand."), ""),
        ),
        numbered=True,
    )
