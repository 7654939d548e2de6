"""What was understood of a search, each of which the reader can take back."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from search import registry
from search.contract import Chip, SearchRequest
from search.query import RELAXED_PARAMETER, Parsed, merge


def chips(request: SearchRequest, parsed: Parsed) -> tuple[Chip, ...]:
    """What was chosen in the form, then what was read from the text."""
    made = [
        Chip(registry.value_label(name, value), name, value)
        for name, values in request.filters.items()
        for value in values
    ]
    names = {"personen": _("%(number)s Personen"), "min": _("%(number)s Minuten")}
    made += [
        Chip(names.get(n, n + " %(number)s") % {"number": v}, n, str(v)) for n, v in request.numbers.items()
    ]
    if request.relaxed and parsed.words:
        made.append(Chip(_("auch nur teilweise passende"), RELAXED_PARAMETER, "1"))
    filters = merge({**request.filters, **request.scope}, parsed.filters)
    for chip in parsed.chips:
        facet, equals, value = chip.label.partition("=")
        if value in parsed.filters.get(facet, ()) and value not in filters[facet]:
            continue
        known = equals and value in parsed.filters.get(facet, ())
        if not known and (facet, value) in parsed.lifted:
            made.append(
                replace(chip, label=_("bevorzugt: %(label)s") % {"label": registry.value_label(facet, value)})
            )
        else:
            made.append(replace(chip, label=registry.value_label(facet, value)) if known else chip)
    return tuple(made)
