"""Closed vocabularies of the library, one class per vocabulary.

The stored values are short German slugs because they appear in public addresses
(``/suche/?ausgang=gescheitert``) and in the record files that hosts edit; the member
names are English. Labels are German message ids (see docs/adr/0001).
"""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = [
    "AccessLevel",
    "AccessibilityNeed",
    "Adoption",
    "AdoptionStage",
    "ApplicationState",
    "CaseKind",
    "ConcernType",
    "Confidentiality",
    "ConflictFit",
    "Constraint",
    "ConsultModule",
    "ContributionOrigin",
    "ContributionState",
    "CostBand",
    "CycleState",
    "Department",
    "Difficulty",
    "DueBand",
    "EffectKind",
    "Effort",
    "EvidenceLevel",
    "FederalState",
    "FinanceBand",
    "FollowUpAfter",
    "FormatKind",
    "FormatState",
    "IdeaStatus",
    "LessonKind",
    "LessonRole",
    "LessonState",
    "LessonTrigger",
    "MeetingMode",
    "MeetingPhase",
    "MeetingState",
    "OnlineFit",
    "Outcome",
    "PeriodBand",
    "PreconditionKind",
    "PurposeTag",
    "QuantityRule",
    "RelationKind",
    "Resonance",
    "RoleKind",
    "SizeBand",
    "StaffBand",
    "Stance",
    "TimeBand",
    "VerdictKind",
    "WorkforceBand",
]


class CaseKind(TextChoices):
    """Why the record exists: a consultation, a look back, a failure, a good practice."""

    CONSULTATION = "beratung", _("Beratung")
    RETROSPECT = "rueckblick", _("Rückblick")
    FAILURE = "scheitern", _("Scheitern")
    GOOD_PRACTICE = "gute-praxis", _("Gute Praxis")


class ConcernType(TextChoices):
    """What the case giver wanted from the round."""

    DECIDE = "entscheiden", _("Etwas entscheiden")
    UNDERSTAND = "verstehen", _("Etwas verstehen")
    WIN_OVER = "gewinnen", _("Andere gewinnen")
    CONFLICT = "konflikt", _("Einen Konflikt bearbeiten")
    ORGANISE = "ordnen", _("Ordnung schaffen")
    PERSEVERE = "durchhalten", _("Durchhalten")
    REINVENT = "neu-erfinden", _("Etwas neu erfinden")


class Outcome(TextChoices):
    """What became of it; shown first on every hit (domain model, FollowUp.status)."""

    OPEN = "offen", pgettext_lazy("outcome", "Offen")
    STARTED = "begonnen", _("Begonnen")
    IMPLEMENTED = "umgesetzt", _("Umgesetzt")
    CHANGED = "veraendert", _("Verändert umgesetzt")
    FAILED = "gescheitert", _("Gescheitert")
    ABANDONED = "aufgegeben", _("Aufgegeben")
    UNKNOWN = "unbekannt", _("Unbekannt")

    @property
    def carries(self) -> bool:
        """Whether others may propose the same: not what is undecided, failed or was given up."""
        return self in {Outcome.STARTED, Outcome.IMPLEMENTED, Outcome.CHANGED}


class EvidenceLevel(TextChoices):
    """How sure we are of what a case reports."""

    ESTIMATE = "einschaetzung", _("Einschätzung einer Person")
    VOICES = "mehrere-stimmen", _("Mehrere Stimmen")
    FIGURES = "zahlen", _("Mit Zahlen belegt")
    EXTERNAL = "extern-geprueft", _("Extern geprüft")


class FederalState(TextChoices):
    """Land of the municipality; the joint band is the coarser one."""

    BY = "BY", _("Bayern")
    BW = "BW", _("Baden-Württemberg")
    SUED = "SUED", _("Süddeutschland")


class SizeBand(TextChoices):
    """Fixed population bands: Land and band together leave at least 75 candidates (docs/adr/0005)."""

    VILLAGE_SMALL = "landgemeinde-klein", _("Landgemeinde unter 2.000")
    VILLAGE = "landgemeinde", _("Landgemeinde 2.000 bis 5.000")
    TOWN_SMALL = "kleinstadt-klein", _("Kleine Kleinstadt 5.000 bis 10.000")
    TOWN = "kleinstadt", _("Größere Kleinstadt 10.000 bis 20.000")
    CITY = "stadt-ab-20000", _("Stadt ab 20.000")
    DISTRICT = "landkreis", _("Landkreis")


class FinanceBand(TextChoices):
    """Budget situation, self-declared."""

    RELAXED = "entspannt", _("Entspannt")
    BALANCED = "ausgeglichen", _("Ausgeglichen")
    TENSE = "angespannt", _("Angespannt")
    CONSOLIDATION = "konsolidierung", _("Haushaltssicherung oder Konsolidierung")


class WorkforceBand(TextChoices):
    """Staff in the administration, self-declared: the best predictor of feasibility."""

    UNDER_15 = "unter-15", _("Unter 15 Beschäftigte")
    UNDER_50 = "15-50", _("15 bis 50 Beschäftigte")
    UNDER_200 = "50-200", _("50 bis 200 Beschäftigte")
    OVER_200 = "ueber-200", _("Über 200 Beschäftigte")


class PeriodBand(TextChoices):
    """Public period of a case: years in which at least two cycles lie, or open ones, never one cycle.

    The open one holds the years of the one before as well: it is for cases whose own years would tell their
    cycle.
    """

    P2018 = "2018-2021", "2018–2021"
    P2022 = "2022-2025", "2022–2025"
    SINCE_2022 = "seit-2022", _("seit 2022 (noch offen)")

    def holds(self, year: int) -> bool:
        """Whether a case of this band may be of that year."""
        first, _dash, last = self.value.removeprefix("seit-").partition("-")
        return int(first) <= year and (not last or year <= int(last))


class AccessLevel(TextChoices):
    """Who may read a record."""

    PUBLIC = "oeffentlich", _("Öffentlich")
    ALUMNI = "alumni", _("Nur Alumni")
    CYCLE = "staffel", _("Nur diese Staffel")
    EDITORS = "redaktion", _("Nur Redaktion")


class Constraint(TextChoices):
    """What cannot be changed in a case."""

    LAW = "recht", _("Recht")
    DEADLINE = "frist", _("Frist")
    MONEY = "geld", _("Geld")
    STAFF = "personal", _("Personal")
    RESOLUTIONS = "beschlusslage", _("Beschlusslage")
    PUBLICITY = "oeffentlichkeit", _("Öffentlichkeit")


class Stance(TextChoices):
    """Attitude of an actor towards the concern, from strongly for to strongly against."""

    STRONGLY_FOR = "++", _("treibt voran")
    FOR = "+", _("dafür")
    NEUTRAL = "0", _("abwartend")
    AGAINST = "-", _("dagegen")
    STRONGLY_AGAINST = "--", _("bremst entschieden")


class Resonance(TextChoices):
    """How the case giver received a hypothesis of the peers."""

    HIT = "trifft", _("trifft zu")
    PARTLY = "teils", _("trifft teils zu")
    MISS = "nicht", _("trifft nicht zu")


class Effort(TextChoices):
    """T-shirt size of an idea."""

    SMALL = "S", _("kleiner Aufwand")
    MEDIUM = "M", _("mittlerer Aufwand")
    LARGE = "L", _("großer Aufwand")


class IdeaStatus(TextChoices):
    """What the case giver did with an idea."""

    TAKEN = "aufgegriffen", _("Aufgegriffen")
    PARKED = "geparkt", _("Geparkt")
    REJECTED = "verworfen", _("Verworfen")


class ConsultModule(TextChoices):
    """Module of the consultation phase (kollegiale Beratung)."""

    BRAINSTORMING = "brainstorming", _("Brainstorming")
    HEADSTAND = "kopfstand", _("Kopfstand")
    RESONANCE = "resonanzrunde", _("Resonanzrunde")
    HYPOTHESES = "hypothesen", _("Hypothesen")
    FIRST_STEP = "erster-schritt", _("Erster kleiner Schritt")
    ADVICE = "gute-ratschlaege", _("Gute Ratschläge")
    IDENTIFICATION = "identifikation", _("Identifikation")


class DueBand(TextChoices):
    """Time band of an agreed step; bands because dates identify."""

    M3 = "1-3", _("in 1 bis 3 Monaten")
    M6 = "3-6", _("in 3 bis 6 Monaten")
    M12 = "6-12", _("in 6 bis 12 Monaten")
    LATER = "ab-12", _("nach mehr als 12 Monaten")


class FollowUpAfter(IntegerChoices):
    """Months between consultation and follow-up; said as a band, because an exact number tells a date."""

    M6 = 6, _("nach etwa einem halben Jahr")
    M12 = 12, _("nach etwa einem Jahr")
    M24 = 24, _("nach etwa zwei Jahren")


class CostBand(TextChoices):
    """Money spent, in bands."""

    NONE = "0", _("kein Geld")
    UNDER_5 = "unter-5", _("unter 5.000 €")
    UNDER_50 = "5-50", _("5.000 bis 50.000 €")
    UNDER_500 = "50-500", _("50.000 bis 500.000 €")
    OVER_500 = "ueber-500", _("über 500.000 €")


class TimeBand(TextChoices):
    """Calendar time needed."""

    DAYS = "tage", _("Tage")
    WEEKS = "wochen", _("Wochen")
    MONTHS = "monate", _("Monate")
    YEARS = "jahre", _("Jahre")


class StaffBand(TextChoices):
    """Working days of staff needed."""

    UNDER_5 = "unter-5", _("unter 5 Personentage")
    UNDER_20 = "5-20", _("5 bis 20 Personentage")
    UNDER_100 = "20-100", _("20 bis 100 Personentage")
    OVER_100 = "ueber-100", _("über 100 Personentage")


class EffectKind(TextChoices):
    """What changed, wanted or not."""

    RESOLUTION = "beschluss", _("Beschluss")
    MONEY = "geld", _("Geld")
    TIME = "zeit", _("Zeit")
    COOPERATION = "zusammenarbeit", _("Zusammenarbeit")
    TRUST = "vertrauen", _("Vertrauen")
    STRUCTURE = "struktur", _("Struktur")
    ENVIRONMENT = "umwelt", _("Umwelt")
    NONE = "keine", _("Keine Wirkung")
    SIDE_EFFECT = "nebenwirkung", _("Nebenwirkung")


class PreconditionKind(TextChoices):
    """What it depends on whether a solution carries or a lesson holds."""

    LEADERSHIP = "rueckhalt-spitze", _("Rückhalt der Spitze")
    MAJORITY = "ratsmehrheit", _("Ratsmehrheit")
    CARETAKER = "kuemmerer", _("Kümmerer")
    DATA = "daten", _("Daten")
    MONEY = "geld", _("Geld")
    PARTNERS = "partner", _("Partner")
    LAW = "rechtslage", _("Rechtslage")
    TIME = "zeit", _("Zeit")
    GROUP = "gruppe", _("Gruppe und Rahmen")
    MATTER = "sache", _("Lage der Sache")


class RelationKind(TextChoices):
    """Why another case is worth reading next."""

    SIMILAR_QUESTION = "aehnliche-frage", _("Ähnliche Frage")
    SAME_IDEA = "gleiche-idee", _("Gleiche Idee, anderes Ergebnis")


class Department(TextChoices):
    """Departments of a town hall, as the forum addresses them."""

    HEAD_OFFICE = "hauptamt", _("Hauptamt")
    TREASURY = "kaemmerei", _("Kämmerei")
    URBAN = "stadtentwicklung", _("Stadtentwicklung")
    SOCIAL = "soziales", _("Soziales")
    BUILDING = "bauen", _("Bauen")
    ENVIRONMENT = "umwelt", _("Umwelt")
    ORDER = "ordnung", _("Ordnung")
    CULTURE = "kultur", _("Kultur")
    STAFF_UNIT = "stabsstelle", _("Stabsstelle")


class PurposeTag(TextChoices):
    """What a method is good for."""

    GET_TO_KNOW = "kennenlernen", _("Kennenlernen")
    TRUST = "vertrauen", _("Vertrauen aufbauen")
    CLARIFY = "problem-klaeren", _("Problem klären")
    IDEAS = "ideen", _("Ideen finden")
    PERSPECTIVES = "perspektiven", _("Perspektiven wechseln")
    CONFLICT = "konflikt", _("Konflikt bearbeiten")
    DECIDE = "entscheiden", _("Entscheiden")
    PLAN = "planen", _("Planen")
    TRY_OUT = "folgen-erproben", _("Folgen erproben")
    PARTICIPATE = "beteiligen", _("Beteiligen")
    EVALUATE = "auswerten", _("Auswerten")
    TRANSFER = "transfer", _("Transfer sichern")


class MeetingPhase(TextChoices):
    """Where in a meeting a method is used."""

    ARRIVE = "ankommen", _("Ankommen")
    OPEN = "oeffnen", _("Thema öffnen")
    DEEPEN = "vertiefen", _("Vertiefen")
    CONDENSE = "verdichten", _("Verdichten")
    DECIDE = "entscheiden", _("Entscheiden")
    CLOSE = "abschluss", _("Abschluss")


class Difficulty(TextChoices):
    """How much experience a facilitator needs."""

    NONE = "ohne-uebung", _("Ohne Übung")
    SOME = "etwas-uebung", _("Etwas Übung")
    EXPERIENCED = "erfahren", _("Erfahrene Moderation")
    TRAINED = "ausgebildet", _("Nur mit Ausbildung")


class OnlineFit(TextChoices):
    """Whether a method works at a distance."""

    ON_SITE = "nur-praesenz", _("Nur in Präsenz")
    HYBRID = "hybrid", _("Hybrid möglich")
    EQUAL = "gleichwertig", _("Online gleichwertig")
    BETTER = "online-besser", _("Online besser")


class ConflictFit(TextChoices):
    """Whether a method carries an open conflict."""

    UNFIT = "ungeeignet", _("Ungeeignet")
    CARE = "mit-vorsicht", _("Mit Vorsicht")
    FIT = "geeignet", _("Geeignet")


class Confidentiality(TextChoices):
    """What may leave the room."""

    OPEN = "offen", pgettext_lazy("confidentiality", "Offen")
    CHATHAM = "chatham", _("Chatham-Regel")
    STRICT = "streng-vertraulich", _("Streng vertraulich")


class AccessibilityNeed(TextChoices):
    """Needs a facilitator plans for."""

    SEEING = "sehen", _("Sehen")
    HEARING = "hoeren", _("Hören")
    MOVING = "bewegung", _("Bewegung")
    LANGUAGE = "sprache", _("Sprache")
    STIMULI = "reizschutz", _("Reizschutz")


class RoleKind(TextChoices):
    """Roles in a method."""

    FACILITATOR = "moderation", _("Moderation")
    CASE_GIVER = "fallgebende", _("Fallgeber*in")
    ADVISERS = "beratende", _("Beratende")
    MINUTES = "protokoll", _("Protokoll")
    TIME = "zeit", _("Zeitwache")
    HOST = "gastgebende", _("Gastgeber*in")
    OBSERVER = "beobachtung", pgettext_lazy("Rolle", "Beobachtung")
    OTHER = "weitere", _("Weitere Rolle")


class QuantityRule(TextChoices):
    """How the quantity of a material follows from the number of participants."""

    FIXED = "fest", _("fest")
    PER_PERSON = "je-person", _("je Person")
    PER_GROUP = "je-gruppe", _("je Gruppe")


class LessonKind(TextChoices):
    """What a lesson is about."""

    CONTENT = "inhaltlich", _("Inhaltlich")
    METHOD = "methodisch", _("Methodisch")
    FORMAT = "format", _("Format und Organisation")


class LessonTrigger(TextChoices):
    """Where a lesson should show by itself."""

    INTAKE = "fallaufnahme", _("Fallaufnahme")
    SESSION_PLAN = "ablaufplanung", _("Ablaufplanung")
    DOSSIER = "dossier", _("Dossier")
    SEARCH = "suche", _("Suche")
    CALL = "ausschreibung", _("Ausschreibung")


class ContributionState(TextChoices):
    """What became of a usage report, a verdict, a follow-up."""

    RECEIVED = "eingegangen", _("Eingegangen")
    ACCEPTED = "angenommen", _("Angenommen")
    REJECTED = "abgelehnt", pgettext_lazy("contribution", "Abgelehnt")


class ContributionOrigin(TextChoices):
    """By which way a contribution came."""

    LINK = "link", _("Link ohne Konto")
    ACCOUNT = "konto", _("Konto")
    FORM = "formular", _("Formular der Redaktion")
    FILE = "datei", _("Datei")


class Adoption(TextChoices):
    """What another municipality made of a record."""

    ADOPTED = "uebernommen", pgettext_lazy("adoption", "Übernommen")
    ADAPTED = "angepasst", pgettext_lazy("adoption", "Angepasst übernommen")
    DROPPED = "verworfen", pgettext_lazy("adoption", "Verworfen")


class AdoptionStage(TextChoices):
    """How far another municipality has come with it."""

    READ = "gelesen", _("Gelesen und weitergegeben")
    DISCUSSED = "diskutiert", _("Besprochen")
    DECIDED = "beschlossen", _("Beschlossen")
    BEGUN = "begonnen", pgettext_lazy("adoption", "Begonnen")
    DONE = "umgesetzt", pgettext_lazy("adoption", "Umgesetzt")


class VerdictKind(TextChoices):
    """Judgement of a round of a later cycle on a lesson."""

    CONFIRMED = "bestaetigt", _("Bestätigt")
    ADAPTED = "angepasst", _("Angepasst")
    REFUTED = "widerlegt", _("Widerlegt")
    UNTESTABLE = "nicht-pruefbar", _("Nicht prüfbar")


class LessonRole(TextChoices):
    """What a source says about a lesson, by its own course. Never derived from a verdict: that would tell the
    cycle.
    """

    ORIGIN = "ursprung", _("Hier entstanden")
    CONFIRMED = "bestaetigt", _("Hier bestätigt")
    ADAPTED = "angepasst", _("Hier angepasst")
    REFUTED = "widerlegt", _("Hier widerlegt")


class LessonState(TextChoices):
    """State of a lesson, derived from its verdicts and anchors (knowledge/lessons/state.py)."""

    PROVISIONAL = "vorlaeufig", _("Vorläufige Lehre")
    CONFIRMED = "bestaetigt", _("Bestätigt")
    ADAPTED = "angepasst", _("Angepasst")
    REFUTED = "widerlegt", _("Widerlegt")
    CONTESTED = "strittig", _("Strittig")
    SECURED = "gesichert", _("Gesichert")
    ANCHORED = "verankert", _("Verankert")
    SUPERSEDED = "ueberholt", _("Überholt")


class FormatKind(TextChoices):
    """Kinds of formats the forum runs."""

    FORUM = "forum", _("Forum")
    CIRCLE = "kommunalzirkel", _("Kommunalzirkel")
    BAR = "transformbar", _("TransformBar")
    OWN = "eigenes", _("Eigenes Format")


class CycleState(TextChoices):
    """Life of a cycle."""

    PLANNED = "geplant", _("Geplant")
    CALLED = "ausgeschrieben", _("Ausgeschrieben")
    RUNNING = "laufend", _("Laufend")
    EVALUATION = "auswertung", _("In Auswertung")
    CLOSED = "abgeschlossen", _("Abgeschlossen")
    ARCHIVED = "archiviert", _("Archiviert")


class FormatState(TextChoices):
    """Life of a format."""

    DRAFT = "entwurf", _("Entwurf")
    TRIED = "erprobt", _("Erprobt")
    TRANSFERABLE = "transferfaehig", _("Transferfähig")


class ApplicationState(TextChoices):
    """What became of an application for a cycle."""

    RECEIVED = "eingegangen", _("Eingegangen")
    ACCEPTED = "zugesagt", _("Zugesagt")
    WAITING = "warteliste", _("Warteliste")
    DECLINED = "abgelehnt", _("Abgelehnt")
    WITHDRAWN = "zurueckgezogen", _("Zurückgezogen")
    DROPPED_OUT = "ausgestiegen", _("Ausgestiegen")


class MeetingMode(TextChoices):
    """How a meeting is held."""

    ON_SITE = "praesenz", _("Präsenz")
    HYBRID = "hybrid", _("Hybrid")
    ONLINE = "online", _("Online")


class MeetingState(TextChoices):
    """Life of a working meeting; its cases are worked up within 21 days."""

    PLANNED = "geplant", _("Geplant")
    PREPARED = "vorbereitet", _("Vorbereitet")
    HELD = "durchgefuehrt", _("Durchgeführt")
    WORKED_UP = "nachbereitet", _("Nachbereitet")
