"""StreamField blocks shared by all page types; at most two levels deep."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

__all__ = [
    "BODY_FEATURES",
    "TEXT_FEATURES",
    "AttachmentsBlock",
    "BodyBlock",
    "SectionBlock",
    "ShelfBlock",
    "SituationBlock",
]

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]
"""Rich text inside a record: no headings, no images, no embeds."""

BODY_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
"""Rich text of long documents; the page template owns h1 and h2."""


class QuoteBlock(blocks.StructBlock):
    """A statement of a person, by role."""

    text = blocks.TextBlock(label=_("Zitat"), help_text=_("Sinngemäß, nie so, dass man die Person erkennt."))
    role = blocks.CharBlock(
        label=_("Rolle"), required=False, help_text=_("Zum Beispiel „Amtsleitung“, kein Name.")
    )

    class Meta:
        icon = "openquote"
        label = _("Zitat")
        template = "blocks/quote.html"


class SituationBlock(blocks.StreamBlock):
    """The situation of a case: text, facts, quotes."""

    paragraph = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, icon="pilcrow", template="blocks/paragraph.html"
    )
    facts = blocks.ListBlock(
        blocks.CharBlock(label=_("Tatsache")),
        label=_("Tatsachen"),
        icon="list-ul",
        template="blocks/facts.html",
    )
    quote = QuoteBlock()


class _TableBlock(blocks.StructBlock):
    """A small table, written as lines."""

    title = blocks.CharBlock(label=_("Überschrift"), max_length=120)
    cells = blocks.TextBlock(
        label=_("Zeilen"),
        help_text=_("Eine Zeile je Zeile, Zellen durch | getrennt; die erste Zeile nennt die Spalten."),
    )

    class Meta:
        icon = "table"
        label = _("Tabelle")
        template = "blocks/table.html"


class _ListBlock(blocks.StructBlock):
    """A list to work through."""

    title = blocks.CharBlock(label=_("Überschrift"), max_length=120)
    items = blocks.TextBlock(label=_("Punkte"), help_text=_("Ein Punkt je Zeile."))

    class Meta:
        icon = "list-ul"
        label = _("Liste")
        template = "blocks/checklist.html"


class _DecisionBlock(blocks.StructBlock):
    """The draft of a decision paper."""

    title = blocks.CharBlock(label=_("Gegenstand"), max_length=160)
    proposal = blocks.TextBlock(label=_("Beschlussvorschlag"), help_text=_("Ein Punkt je Zeile."))
    reasons = blocks.TextBlock(label=_("Begründung"), required=False)
    costs = blocks.TextBlock(label=_("Finanzielle Auswirkungen"), required=False)

    class Meta:
        icon = "form"
        label = _("Beschlussentwurf")
        template = "blocks/decision.html"


class AttachmentsBlock(blocks.StreamBlock):
    """What others take over word by word: part of the text, never a file."""

    table = _TableBlock()
    list = _ListBlock()
    decision = _DecisionBlock()


class BodyBlock(blocks.StreamBlock):
    """Free pages: text, quotes, a notice."""

    paragraph = blocks.RichTextBlock(
        label=_("Text"), features=["h2", *BODY_FEATURES], icon="pilcrow", template="blocks/paragraph.html"
    )
    quote = QuoteBlock()
    notice = blocks.TextBlock(label=_("Hinweis"), icon="warning", template="blocks/notice.html")


class ShelfBlock(blocks.StructBlock):
    """Something an introduction promises, and the search that shows it."""

    promise = blocks.CharBlock(
        label=_("Versprechen"),
        max_length=120,
        help_text=_("Worte der Einleitung, die zur Überschrift werden, zum Beispiel „Fälle zu Führung“."),
    )
    search = blocks.RegexBlock(
        regex=r"^\?\S+$",
        label=_("Suche"),
        help_text=_(
            "Adresse einer Suche ab dem Fragezeichen, zum Beispiel „?typ=fall&herausforderung=fuehrung“."
        ),
        error_messages={"invalid": _("Bitte die Adresse einer Suche ab dem Fragezeichen eintragen.")},
    )

    class Meta:
        icon = "list-ul"
        label = _("Versprechen")


class SectionBlock(blocks.StructBlock):
    """A section of a publication with an address of its own."""

    anchor = blocks.RegexBlock(
        regex=r"^[a-z0-9-]+$",
        label=_("Sprungmarke"),
        help_text=_(
            "Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel „warum-kollegial“. Die Adresse des"
            " Kapitels."
        ),
        error_messages={"invalid": _("Bitte nur Kleinbuchstaben, Ziffern und Bindestriche verwenden.")},
    )
    title = blocks.CharBlock(label=_("Überschrift"), max_length=120)
    body = blocks.RichTextBlock(label=_("Text"), features=BODY_FEATURES)
    derived_from = blocks.ListBlock(
        blocks.PageChooserBlock(
            label=_("Quelle"), page_type=["cases.CasePage", "methods.MethodCardPage", "knowledge.LessonPage"]
        ),
        label=_("Hervorgegangen aus"),
        default=[],
    )

    class Meta:
        icon = "doc-full"
        label = _("Kapitel")
