"""No mail carries the words of a stranger: whoever types something into an open form must not reach other
people's mailboxes with it under the name of the library. What the mails print stands here, with the reason
why it may; a new variable fails until somebody has thought about it.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import FilterExpression, VariableNode
from django.template.loader import render_to_string
from django.templatetags.i18n import BlockTranslateNode

TEMPLATES = settings.BASE_DIR / "templates"
MAILS = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("**/mail/*.txt"))

PRINTED = {
    "address": "an address of the library",
    "code": "drawn by the library",
    "count": "a number",
    "cycle.apply_until": "a day",
    "cycle.meetings.count": "a number",
    "cycle.number": "a number",
    "cycle.places": "a number",
    "cycle.title": "written by the editors",
    "end_url": "an address of the library",
    "house.name": "entered by those who run the library",
    "label": "a word of the interface",
    "until": "a day",
    "url": "an address of the library",
}
CASE = {"title": "the title of a case, as the gate cleared it"}
ALSO = {
    "cases/mail/follow_up.txt": CASE | {"after": "a span of time"},
    "cases/mail/letter.txt": {
        "sender": "an editor, who signs the letter",
        "link.created_at": "a day",
        "link.expires_at": "a day",
    },
    "knowledge/mail/question_decided.txt": {
        "question.text": "goes to whoever asked it",
        "question.reply": "written by the editors",
        "answer_title": "the title of a public record",
        "answer_remark": "a sentence of the library",
        "answer_url": "an address of the library",
    },
    "search/mail/confirm.txt": {"saved.get_rhythm_display": "a word of the interface"},
    "search/mail/news.txt": {
        "title": "what its reader searched for and confirmed",
        "search_url": "an address of the library",
        "entry.document.title": "of a public record",
        "entry.document.summary": "of a public record",
        "entry.remark": "a sentence of the library",
        "entry.url": "an address of the library",
    },
} | {name: CASE for name in MAILS if name.startswith("cases/mail/contact_")}

ROWS: dict[str, dict[str, Any]] = {
    "cases/mail/follow_up.txt": {"choices": [("Wort label", "Wort url")]},
    "cases/mail/letter.txt": {"is_reminder": True, "is_public": True},
    "knowledge/mail/digest.txt": {"news": [("Wort count", "Wort label")]},
    "knowledge/mail/question_decided.txt": {"question": {"state": "beantwortet"}},
    "search/mail/news.txt": {
        "number": 1,
        "entries": [
            {
                "document": {"title": "Wort entry.document.title", "summary": "Wort entry.document.summary"},
                "remark": "Wort entry.remark",
                "url": "Wort entry.url",
                "is_new": False,
            }
        ],
    },
}
"""What a template goes through or asks beside what it prints."""


def printed(name: str) -> dict[str, FilterExpression]:
    """What a mail prints, by its name in the context."""
    nodes: Any = engines["django"].get_template(name).template.nodelist  # type: ignore[attr-defined]
    shown = [node.filter_expression for node in nodes.get_nodes_by_type(VariableNode)]
    plain = set()
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        shown += node.extra_context.values()
        words = [*node.singular, *node.plural]
        plain |= {token.contents for token in words if token.token_type.name == "VAR"} - {
            *node.extra_context,
            node.countervar,
        }
    return {str(one.var): one for one in shown} | dict.fromkeys(plain)


def test_every_mail_of_the_library_is_looked_at() -> None:
    assert len(MAILS) >= 30
    assert ALSO.keys() <= set(MAILS)


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_prints_nothing_that_a_stranger_typed(name: str) -> None:
    allowed = PRINTED | ALSO.get(name, {})
    assert printed(name).keys() - allowed.keys() == set()
    assert ALSO.get(name, {}).keys() <= printed(name).keys(), "a reason for what is printed no more"


@pytest.mark.django_db
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_has_a_subject_and_every_line_that_its_words_promise(
    name: str, strict_templates: None
) -> None:
    context: dict[str, Any] = deepcopy(ROWS.get(name, {}))
    for path, shown in printed(name).items():
        value: Any = f"Wort {path}"
        if shown is not None and any(function.__name__ == "date" for function, _args in shown.filters):
            value = date(2026, 5, 4)
        *above, last = path.split(".")
        inner = context
        for part in above:
            inner = inner.setdefault(part, {})
        inner[last] = value
    text = render_to_string(name, context).strip()
    subject, blank, body = text.partition("\n")
    assert subject.strip() and blank and body.strip()
    given = [path for path in printed(name) if not path.startswith("house.")]  # a tag says who the host is
    assert [path for path in given if f"Wort {path}" not in text and "Mai 2026" not in text] == []
