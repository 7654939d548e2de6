"""The form that asks a question, where a search found nothing."""

from __future__ import annotations

from django import template

from knowledge.questions.forms import QuestionForm

register = template.Library()


@register.inclusion_tag("knowledge/question_form.html")
def question_form(searched: str) -> dict[str, QuestionForm]:
    """An empty form that begins with the words somebody searched."""
    return {"form": QuestionForm(initial={"frage": searched, "herkunft": "suche"})}
