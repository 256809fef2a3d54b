"""Every gateway there is, and the one that knows a document best."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from aimwell.domain.problems import Problem, Where
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.reading import Gateway, LeavesForLater, Recognition
from aimwell.gateways.sheet_table import SheetGateway

GATEWAYS: tuple[str, ...] = (
    "rtt_full_extract",  # first, since it is by far the largest file and cannot be mistaken
    "adult_social_care_finance",
    "ae_by_system",
    "ae_monthly_csv",
    "ae_monthly_workbook",
    "ae_trust_attribution",
    "ambulance_copy",
    "ambulance_handovers",
    "ambulance_regional",
    "ambulance_systems",
    "area_lookup",
    "cancer_stage",
    "cancer_waits",
    "cancer_waits_copy",
    "census_age",
    "census_ethnicity",
    "cervical_screening",
    "childhood_immunisations",
    "criteria_to_reside",
    "daily_beds",
    "delayed_transfers",
    "deprivation_districts",
    "deprivation_small_areas",
    "diagnostics_copy",
    "diagnostics_dm01",
    "diagnostics_workbook",
    "discharged_patients",
    "fingertips_areas",
    "fingertips_export",
    "fingertips_tidied",
    "gp_appointments",
    "gp_appointments_coverage",
    "gp_practice_map",
    "gp_weighted_populations",
    "hospital_activity",
    "hospital_beds",
    "icb_extracts",
    "ics_organisations",
    "local_authorities",
    "maternity_statistics",
    "mental_health_contacts",
    "nhs_vacancies",
    "ods_memberships",
    "ods_organisations",
    "ods_primary_care_networks",
    "ods_records",
    "oflog_measures",
    "outpatient_referrals",
    "overnight_beds",
    "overnight_beds_workbook",
    "population_lsoa",
    "population_sub_icb",
    "pressure_index",
    "provider_systems",
    "public_health_budgets",
    "qof_achievement",
    "qof_exclusions",
    "qof_modelled_prevalence",
    "qof_practices",
    "qof_prevalence",
    "registered_patients",
    "revenue_outturn",
    "revenue_outturn_councils",
    "rtt_by_system",
    "rtt_incomplete_commissioner",
    "rtt_overview",
    "rtt_waiting_lists_stp",
    "sickness_absence",
    "talking_therapies",
    "trust_system_shares",
    "undated_copies",
)
"""Module names, imported when the first file is taken: most commands take none."""

LEAVE_FOR_LATER = ("rtt_full_extract",)
"""Those of them that leave some columns until a measure asks for them."""

SURE_ENOUGH = 0.4  # a published file with one heading renamed is far above, a stranger's far below
UNMISTAKABLE = 50  # headings: nobody else's table has so many of one's own, and the others need not be asked


@dataclass(frozen=True, slots=True)
class Recognised:
    """A document's gateway and how sure it is."""

    gateway: Gateway
    recognition: Recognition


class Gateways:
    """All gateways in order, each imported when it is first asked."""

    def __init__(self, names: Sequence[str] = GATEWAYS) -> None:
        self._names = names
        self._imported: list[Gateway] = []

    def __iter__(self) -> Iterator[Gateway]:
        yield from self._imported
        for name in self._names[len(self._imported) :]:
            self._imported.append(cast(Gateway, import_module(f"aimwell.gateways.{name}")))
            yield self._imported[-1]


def gateways() -> tuple[Gateway, ...]:
    """All gateways, imported."""
    return tuple(Gateways())


def leaves_for_later(feed: str) -> LeavesForLater | None:
    """The gateway of a feed, where it leaves some columns until a measure asks for them."""
    if feed not in LEAVE_FOR_LATER:
        return None
    return cast(LeavesForLater, import_module(f"aimwell.gateways.{feed}"))


def recognise(document: Document, known: Iterable[Gateway]) -> Recognised:
    """The gateway that finds most of its signature in a document. Raises Problem when none finds enough.

    A workbook that nobody knows as one may hold a table that is published as CSV: in one sheet, not in several.
    """
    claims = _claims(document, known)
    best = _best(claims)
    if best is None and document.kind is Kind.WORKBOOK:
        tables = [(table, found) for table in document.tables() if (found := _best(_claims(table, known)))]
        if len(tables) == 1:
            ((table, found),) = tables
            return Recognised(SheetGateway(found.gateway, table), found.recognition)
    if best is None:
        raise _not_recognised(document, [found.recognition for found in claims])
    return best


def _claims(document: Document, known: Iterable[Gateway]) -> list[Recognised]:
    claims: list[Recognised] = []
    for gateway in known:
        claim = gateway.recognise(document)
        if claim is None:
            continue
        claims.append(Recognised(gateway, claim))
        if claim.share == 1 and claim.headings >= UNMISTAKABLE:
            return [claims[-1]]
    return claims


def _best(claims: Sequence[Recognised]) -> Recognised | None:
    best = max(claims, key=lambda found: found.recognition.share, default=None)  # of equals the first
    return best if best and best.recognition.share >= SURE_ENOUGH else None


def _not_recognised(document: Document, weak: Sequence[Recognition]) -> Problem:
    nearest = max(weak, key=lambda claim: claim.share, default=None)
    near = f" The nearest is '{nearest.feed}', of which {nearest.share:.0%} was found." if nearest else ""
    return Problem(
        code="file.not-recognised",
        found=f"{_what_it_looks_like(document)} fits no published file that aimwell knows.{near}",
        expected="One of the feeds that `aimwell feeds` lists.",
        remedy="Take the file as published, whole and unedited; or declare a feed for it in definitions/feeds.",
        where=Where(document.name),
    )


def _what_it_looks_like(document: Document) -> str:
    if document.kind is Kind.WORKBOOK:
        return f"A workbook with the sheets {', '.join(document.sheets[:6])}"
    if document.kind is Kind.CSV:
        widest = max(document.head, key=len, default=[])
        return f"A CSV with the headings {', '.join(cell.strip() for cell in widest[:6])} …"
    return f"A {document.kind} file"
