"""Sample data of the gallery page, where every component shows all its states."""

from types import SimpleNamespace
from typing import Any

from django import template

from knowledge import enums
from search.web import FacetGroup, FacetOption, PageLink

register = template.Library()


@register.simple_tag
def samples() -> dict[str, Any]:
    """Values of every vocabulary that has a mark, and cards of every kind."""
    return {
        "outcomes": enums.Outcome.values,
        "evidence": enums.EvidenceLevel.values,
        "resonance": enums.Resonance.values,
        "stances": enums.Stance.values,
        "efforts": enums.Effort.values,
        "ideas": enums.IdeaStatus.values,
        "states": enums.LessonState.values,
        "roles": enums.LessonRole.values,
        "verdicts": enums.VerdictKind.values,
        "levels": range(5),
        **_pictures(),
        "tones": ("info", "success", "warning", "danger"),
        "paginators": [
            [PageLink(number, f"#seite-{number}", number == current) for number in (1, 0, 9, 10, 11, 0, 20)]
            for current in (1, 10, 20)
        ],
        "facet": FacetGroup(
            "beispiel",
            "Ausgang",
            (
                FacetOption("umgesetzt", "Umgesetzt", 12, True, "#"),
                FacetOption("veraendert", "Verändert umgesetzt", 7, False, "#"),
                FacetOption("gescheitert", "Gescheitert", 5, False, "#"),
                FacetOption("aufgegeben", "Aufgegeben", 3, False, "#"),
                FacetOption("offen", "Offen", 1, False, "#"),
            ),
        ),
        "cards": [
            {
                "url": "#g-karten",
                "kind": "case",
                "kind_label": "Fall",
                "title": "Freiwillige Leistungen kürzen, ohne die Vereine zu verlieren",
                "text": (
                    "Eine Kleinstadt muss sparen und will die Vereine behalten. Eine offene Liste mit allen"
                    " Zahlen half, ein Rasenmäher für alle nicht."
                ),
                "outcome": "veraendert",
                "size": "Größere Kleinstadt 10.000 bis 20.000",
                "evidence": "mehrere-stimmen",
            },
            {
                "url": "#g-karten",
                "kind": "method",
                "kind_label": "Methode",
                "title": "Kollegiale Fallberatung",
                "text": "Eine Person bringt eine Frage mit, die Runde hört zu und denkt mit.",
                "facts": [{"icon": "clock", "text": "45 Min."}, {"icon": "people", "text": "5–10"}],
            },
            {
                "url": "#g-karten",
                "kind": "lesson",
                "kind_label": "Lehre",
                "title": (
                    "Wenn der Rat erst am Ende gefragt wird, dann kippt der Beschluss, weil niemand ihn als"
                    " seinen erkennt."
                ),
                "state": "strittig",
                "note": "In 2 Staffeln bestätigt, in 1 widerlegt",
            },
        ],
    }


def _pictures() -> dict[str, Any]:
    """Rows for the pictures, with an empty place in each."""
    return {
        "followups": [
            SimpleNamespace(after=6, status="begonnen"),
            SimpleNamespace(after=12, status="umgesetzt"),
        ],
        "board": [
            SimpleNamespace(
                text="Ein Blatt je Verein", effort="M", reach="", status="aufgegriffen", reason=""
            ),
            SimpleNamespace(
                text="Hallengebühr für alle",
                effort="S",
                reach="",
                status="verworfen",
                reason="Trifft das Kinderturnen.",
            ),
        ],
        "actors": [
            SimpleNamespace(role="Kämmerei", interest="Eine Zahl, die hält", stance="++"),
            SimpleNamespace(role="Kleine Vereine", interest="Es geht um wenig Geld", stance="--"),
        ],
        "verdict_groups": [{"kind": "bestaetigt", "count": 2}, {"kind": "widerlegt", "count": 1}],
        "phases": [
            SimpleNamespace(title="Bericht", minutes=10),
            SimpleNamespace(title="Beratung", minutes=25),
        ],
    }
