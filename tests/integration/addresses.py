"""One address per page type; records by their identity, because the slug of a case is nobody's business."""

ADDRESSES = {
    "home": "/",
    "case index": "/faelle/",
    "case": "F01",
    "failed case": "F12",
    "method index": "/methoden/",
    "method": "M01",
    "lesson index": "/lehren/",
    "lesson": "L01",
    "publication index": "/veroeffentlichungen/",
    "publication": "P01",
    "cycle index": "/staffeln/",
    "cycle": "S1",
    "challenge areas": "/themen/",
    "challenge area": "/themen/finanzen/",
    "target groups": "/zielgruppen/",
    "target group": "/zielgruppen/buergermeister/",
    "coverage": "/abdeckung/",
    "content": "/impressum/",
    "results": "/suche/?q=haushalt+verein",
    "empty search": "/suche/",
    "no results": "/suche/?q=quantenverschr%C3%A4nkung",
}
PAGE_TYPES = tuple(ADDRESSES)
