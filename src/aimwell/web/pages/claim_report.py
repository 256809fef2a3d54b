"""What was found in a paper: each sentence with its marks, charts, what is asked, and what may be taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.urls import reverse
from markupsafe import Markup

from aimwell.domain.claims.evidence import Evidence
from aimwell.domain.claims.findings import CheckedClaim, ClaimsReport, Mark
from aimwell.domain.workplace.access import Act
from aimwell.presentation.charts.spc import spc_key
from aimwell.presentation.claim_words import ASIDE_WORDS, MARK_WORDS, claim_words, period_in_words
from aimwell.presentation.claims_page import CHART_PERIODS, evidence_chart, evidence_sentence
from aimwell.presentation.figures import figure, unit_named
from aimwell.services.workplace.claim_checks import Shown, may_keep, may_read, shown
from aimwell.services.workplace.declared import catalogue_of
from aimwell.store.workplace.models import ClaimCheck
from aimwell.web.doors import Door, Visit
from aimwell.web.pages.claim_answers import AnswersForm
from aimwell.web.pages.claims import around
from aimwell.web.paging import paged
from aimwell.web.rendering import page

ICONS = {Mark.SUPPORTED: "will", Mark.NOT_SUPPORTED: "will-not", Mark.CANNOT_TELL: "may"}
CLASSES = {Mark.SUPPORTED: "yes", Mark.NOT_SUPPORTED: "no", Mark.CANNOT_TELL: "may"}
ORDER = (Mark.NOT_SUPPORTED, Mark.CANNOT_TELL, Mark.SUPPORTED)
NOT_CLAIMS = "not-claims"
SENTENCES = 40  # of one page


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim of a sentence as the page shows it."""

    number: int
    mark: str
    icon: str
    look: str
    claims: str
    why: str
    measure: str  # of the chart below; '' where there is none
    value_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence with where it stands and what it claims. text: '' where it is no longer kept."""

    text: str
    where: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class ChartPart:
    """The chart of a measure with its sentence, the decisions it rests on, and its table."""

    measure: str
    title: str
    said: str
    chart: Markup
    anew: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, str, str, str], ...]  # period, value, target, England, value id


def report(visit: Visit) -> HttpResponse:
    """The report, or what may be said of one that its author has not shared."""
    check: ClaimCheck = visit.record
    given = {"title": check.title, "visit": visit, "check": check, "crumbs": crumbs(visit)}
    if not may_read(check, visit.actor).allowed:
        return page(visit.request, "claim_private.html", given)
    return page(visit.request, "claim_report.html", {**given, **_told(visit, check)})


def _told(visit: Visit, check: ClaimCheck) -> dict[str, object]:
    told = shown(check, around(visit))
    asked_for = visit.request.GET.get("show", "")
    rows = sentence_rows(_chosen(told.report, asked_for), told.report)
    part = paged(visit.request, rows, size=SENTENCES)
    aside = [
        (each.sentence.text, each.sentence.where, ASIDE_WORDS[each.reason]) for each in told.report.set_aside
    ]
    set_aside = paged(visit.request, aside, size=SENTENCES)
    measures = {claim.measure for row in part.rows for claim in row.claims if claim.measure}
    return {
        "report": told.report,
        "with_words": told.with_words,
        "show": asked_for,
        "list": set_aside if asked_for == NOT_CLAIMS else part,
        "counts": _counts(told.report),
        "form": _questions(visit, check, told),
        "charts": [chart_part(each) for each in told.report.evidence if each.measure in measures],
        "key": spc_key(),
        "mine": may_keep(check, visit.actor).allowed,
        "answers": [
            (words, _measure_named(visit, measure)) for words, measure in sorted(check.answers.items())
        ],
    }


def _questions(visit: Visit, check: ClaimCheck, told: Shown) -> AnswersForm | None:
    """The form of what is asked, where there is something to answer and it can still be checked."""
    if not told.with_words or not (told.report.questions or check.answers):
        return None
    return AnswersForm(visit=visit, check=check, report=told.report)


def _chosen(told: ClaimsReport, asked_for: str) -> Sequence[CheckedClaim]:
    """The claims of one mark, or all in the order of the paper."""
    marks = {slug(mark): mark for mark in Mark}
    wanted = marks.get(asked_for)
    return [each for each in told.claims if wanted is None or each.finding.mark is wanted]


def _counts(told: ClaimsReport) -> list[tuple[str, int, str, str, str]]:
    """How many of each mark: the words, how many, the filter, the icon and the look."""
    marks = [(MARK_WORDS[mark], told.count(mark), slug(mark), ICONS[mark], CLASSES[mark]) for mark in ORDER]
    return [*marks, ("Not claims", len(told.set_aside), NOT_CLAIMS, "none", "none")]


def slug(mark: Mark) -> str:
    """A mark as an address says it."""
    return mark.value.replace(" ", "-")


def sentence_rows(claims: Sequence[CheckedClaim], told: ClaimsReport) -> list[SentenceRow]:
    """Claims under the sentences that make them, in the order of the paper."""
    charted = {each.measure for each in told.evidence}
    return [
        SentenceRow(sentence.text, sentence.where, tuple(_claim_row(each, charted) for each in of_sentence))
        for sentence, of_sentence in groupby(claims, key=lambda each: each.sentence)
    ]


def _claim_row(each: CheckedClaim, charted: set[str]) -> ClaimRow:
    mark = each.finding.mark
    return ClaimRow(
        number=each.number,
        mark=MARK_WORDS[mark],
        icon=ICONS[mark],
        look=CLASSES[mark],
        claims=claim_words(each.claim),
        why=each.why,
        measure=each.tie.measure if each.tie.measure in charted else "",
        value_ids=each.finding.value_ids,
    )


def chart_part(evidence: Evidence) -> ChartPart:
    """The chart of a measure and all that stands with it."""
    unit, series = unit_named(evidence.unit), evidence.series[-CHART_PERIODS:]

    def said(value: float | None) -> str:
        return "" if value is None else figure(value, unit)

    return ChartPart(
        measure=evidence.measure,
        title=evidence.title,
        said=evidence_sentence(evidence),
        chart=evidence_chart(evidence),
        anew=tuple((period_in_words(each.period), each.begins_anew) for each in series if each.begins_anew),
        rows=tuple(
            (
                period_in_words(each.period),
                said(each.value),
                said(each.target),
                said(each.england),
                each.value_id,
            )
            for each in reversed(series)
        ),
    )


def _measure_named(visit: Visit, measure: str) -> str:
    found = catalogue_of(visit.settings.definitions).measures.get(measure)
    return found.title if found else "None of the measures"


def crumbs(visit: Visit) -> list[dict[str, str]]:
    """The way back to all checks."""
    return [{"words": "Check a paper", "href": reverse("claims", kwargs={"system": visit.system.code})}]


DOORS = (Door("claim-check", "<system>/claims/<uuid:record>/", report, Act.CHECK_CLAIMS, about=ClaimCheck),)
