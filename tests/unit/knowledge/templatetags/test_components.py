"""Components: a sign and a word for every value of every vocabulary."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError

from knowledge import enums
from knowledge.templatetags import components


def render(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("tag", "vocabulary"),
    [
        (components.outcome, enums.Outcome),
        (components.evidence, enums.EvidenceLevel),
        (components.resonance, enums.Resonance),
        (components.stance, enums.Stance),
        (components.effort, enums.Effort),
        (components.idea_status, enums.IdeaStatus),
        (components.lesson_state, enums.LessonState),
        (components.lesson_role, enums.LessonRole),
        (components.verdict, enums.VerdictKind),
    ],
)
def test_every_value_has_a_sign_and_its_word(tag, vocabulary) -> None:
    for member in vocabulary:
        html = tag(member.value)
        assert str(member.label) in html
        assert 'aria-hidden="true"' in html


def test_unknown_outcome_is_unknown_and_never_an_error() -> None:
    assert "Unbekannt" in components.outcome("was-auch-immer")


@pytest.mark.parametrize(
    ("minutes", "shown"), [(5, "5 Min."), (60, "1 Std."), (90, "1 Std. 30 Min."), (None, ""), ("", "")]
)
def test_minutes(minutes: object, shown: str) -> None:
    assert components.minutes(minutes) == shown


def test_boxes_hold_content_and_escape_their_title() -> None:
    html = render(
        '{% embed "notice" tone="warning" title=title level=3 %}<p>Text</p>{% endembed %}', title="<b>"
    )
    assert '<h3 class="notice__title">&lt;b&gt;</h3>' in html
    assert "<p>Text</p>" in html


def test_box_with_a_wrong_parameter_is_an_error_of_the_template() -> None:
    with pytest.raises(TemplateSyntaxError, match="farbe"):
        render('{% embed "notice" farbe="rot" %}{% endembed %}')


def test_fact_escapes_values_and_draws_marks() -> None:
    assert "<dd>&lt;i&gt;</dd>" in render('{% fact "Größe" value %}', value="<i>")
    assert "badge--danger" in render('{% fact "Ausgang" "gescheitert" mark="outcome" %}')


def test_facet_folds_what_is_neither_first_nor_chosen() -> None:
    options = [SimpleNamespace(value=str(n), label=str(n), count=1, selected=n == 9) for n in range(10)]
    shown = components.facet_group(SimpleNamespace(name="x", label="X", options=options), shown=6)
    assert [o.value for o in shown["first"]] == ["0", "1", "2", "3", "4", "5", "9"]
    assert [o.value for o in shown["more"]] == ["6", "7", "8"]


def test_a_single_folded_value_is_shown() -> None:
    options = [SimpleNamespace(value=str(n), label=str(n), count=1, selected=False) for n in range(7)]
    assert (
        components.facet_group(SimpleNamespace(name="x", label="X", options=options), shown=6)["more"] == []
    )


@pytest.mark.parametrize(
    "kind", ["case", "method", "lesson", "publication", "cycle", "hit", "entry", "record"]
)
def test_counted_has_singular_and_plural(kind: str) -> None:
    assert components.counted(1, kind).startswith("1 ")
    assert components.counted(2, kind).startswith("2 ")


def test_a_section_is_named_by_its_title() -> None:
    html = render(
        '{% section "lehren" title css="part print-hide" %}<p>{{ title }}</p>{% endsection %}', title="A & B"
    )
    assert html.split("\n") == [
        '<section class="part print-hide" aria-labelledby="lehren">',
        '<h2 id="lehren">A &amp; B</h2>',
        "<p>A &amp; B</p></section>",
    ]
    side = render('{% section "profil" "Profil" side=True %}{% endsection %}')
    assert '<section aria-labelledby="profil">' in side
    assert '<h2 class="side__title" id="profil">' in side


def test_an_entry_leads_where_its_title_says() -> None:
    html = render('{% entry title "/faelle/x/" %}<p>Text</p>{% endentry %}', title="<i>")
    assert '<a href="/faelle/x/">&lt;i&gt;</a>' in html
    assert html.endswith("<p>Text</p></li>")
    assert "<a" not in render('{% entry "Idee" %}{% endentry %}')
