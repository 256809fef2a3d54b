"""Every gateway there is, and the one that knows a document best."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from aimwell.domain.problems import Problem, Where
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.reading import Gateway, Recognition

GATEWAYS: tuple[str, ...] = (
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
    "population_lsoa",
    "population_sub_icb",
    "pressure_index",
    "provider_systems",
    "public_health_budgets",
    "qof_exclusions",
    "qof_modelled_prevalence",
    "qof_practices",
    "qof_prevalence",
    "registered_patients",
    "revenue_outturn",
    "revenue_outturn_councils",
    "rtt_by_system",
    "rtt_full_extract",
    "rtt_incomplete_commissioner",
    "rtt_overview",
    "rtt_waiting_lists_stp",
    "sickness_absence",
    "talking_therapies",
    "trust_system_shares",
    "undated_copies",
)
"""Module names, imported when the first file is taken: most commands take none."""

SURE_ENOUGH = 0.4  # a published file with one heading renamed is far above, a stranger's far below


@dataclass(frozen=True, slots=True)
class Recognised:
    """A document's gateway and how sure it is."""

    gateway: Gateway
    recognition: Recognition


def gateways() -> tuple[Gateway, ...]:
    """All gateways, imported."""
    return tuple(cast(Gateway, import_module(f"aimwell.gateways.{name}")) for name in GATEWAYS)


def recognise(document: Document, known: Sequence[Gateway]) -> Recognised:
    """The gateway that finds most of its signature in a document. Raises Problem when none finds enough."""
    claims = [(gateway.recognise(document), gateway) for gateway in known]
    sure = [
        (claim.share, -place, Recognised(gateway, claim))
        for place, (claim, gateway) in enumerate(claims)
        if claim and claim.share >= SURE_ENOUGH
    ]
    if sure:
        return max(sure, key=lambda each: each[:2])[2]
    raise _not_recognised(document, [claim for claim, _ in claims if claim])


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


