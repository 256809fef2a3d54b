"""Cut small real extracts of primary care, community, mental health, workforce, beds and maternity for the tests.

Run from the repository with the larger collection beside it: python scripts/make_fixtures_primary_care.py
"""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import python_calamine
import xlsxwriter

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared" / "data"
FIXTURES = REPOSITORY / "tests" / "fixtures"

OGL = "Contains public sector information licensed under the Open Government Licence v3.0."
PARLIAMENT = "Contains Parliamentary information licensed under the Open Parliament Licence v3.0."

CSV_FIXTURES = {  # fixture: the published file, and which of its lines are kept, besides the headings
    "gp_appointments/dorset.csv": ("gp_appointments/Regional_CSV_Dorset.csv.gz", r"MAR2019"),
    "gp_appointments/somerset.csv": ("gp_appointments/Regional_CSV_Somerset.csv.gz", r"AUG2021"),
    "gp_appointments_coverage/coverage.csv": (
        "gp_appointments/APPOINTMENTS_GP_COVERAGE_feb_2023_-_2025.csv",
        r"^(00L|26A|QWO|15N),",
    ),
    "qof_prevalence/PREVALENCE_2021.csv": ("qof/PREVALENCE_2021_v2.csv.gz", r"^A8100[1-6],"),
    "qof_practices/MAPPING_NHS_GEOGRAPHIES_2021.csv": (
        "qof/MAPPING_NHS_GEOGRAPHIES_2021.csv.gz",
        r",A8100[1-6],",
    ),
    "qof_practices/ORGANISATION_REFERENCE_2021.csv": ("qof/ORGANISATION_REFERENCE_2021.csv", r"^A8100[1-6],"),
    "qof_exclusions/MAPPING_PCAS_EXCL_TO_INDICATOR_2021.csv": (
        "qof/MAPPING_PCAS_EXCL_TO_INDICATOR_2021_v2.csv",
        r"^AF006|[^\x00-\x7f]",
    ),
    "qof_modelled_prevalence/by_deprivation.csv": ("qof/output_imd_region_prevalence.csv", r",(COPD|DM),"),
    "qof_modelled_prevalence/by_district.csv": ("qof/output_lad_prevalence.csv", r",COPD,"),
    "cervical_screening/practices.csv": (
        "screening_vaccination/cervicaldec2017.csv.gz",
        r"NHS Aylesbury Vale CCG",
    ),
    "childhood_immunisations/practices.csv": (
        "screening_vaccination/GP_immunisations.csv.gz",
        r'"H8200[68]"',
    ),
    "talking_therapies/sub_icb.csv": ("mental_health/england_sicb_iapt.csv.gz", r"E38000130|E38000239"),
    "mental_health_contacts/contacts.csv": ("mental_health/england_mental_health_performance.csv", r"."),
    "sickness_absence/february-2025.csv": ("workforce/nhs_sickness_absence_2025-02.csv", r"."),
    "nhs_vacancies/vacancies.csv": ("workforce/fact_vacancy_regional.csv", r",20260[1-3],"),
    "discharged_patients/days.csv": (
        "discharge_beds/england_icb_discharged_patients.csv.gz",
        r"2022-04-0[12]|2025-08-31",
    ),
    "criteria_to_reside/days.csv": ("discharge_beds/england_icb_criteria_to_reside.csv.gz", r"2022-04-0[12]"),
    "hospital_beds/trusts.csv": (
        "discharge_beds/england_critical_general_acute_beds.csv.gz",
        r'^"(R0A|RBQ|RCF|RYR)","(April|August) ',
    ),
    "daily_beds/one-day.csv": ("discharge_beds/Daily_adult_ga_sitrep.csv.gz", r",2019-12-02,"),
    "ambulance_handovers/one-day.csv": (
        "discharge_beds/winter_ambulance_handovers_2018-19.csv.gz",
        r",2018-12-03,",
    ),
    "delayed_transfers/stacked.csv": (
        "discharge_beds/DToC_Days_Reason_for_Delay.csv.gz",
        r'"(Barnet|Derby|England)",.*"(April|June|December) (2012|2018|2019)"',
    ),
    "hospital_activity/march-2021.csv": (
        "activity/HES_MAR_2020-21_M13.csv.gz",
        r",Mar 2021,(National|CCG|Region of CCG|Provider,R[A-D]\w,)",
    ),
    "maternity_statistics/2022-23.csv": (
        "activity/hosp-epis-stat-mat-msdscsv-2022-23.csv.gz",
        r",SmokingStatusGroupBooking,",
    ),
}

EXTRACTS = (
    "acute-discharge-2024-25.json.gz",
    "ambulance-aqi-2024-25.json",
    "community-bed-audit-2026.json",
    "community-waits-2024-25.json",
    "gpad-2024-25-icb.json",
    "gpps-2025.json",
    "iucadc-2024-25.json",
    "qof-2024-25.json",
    "ucr-2024-25.json",
)

SOURCES = {
    "gp_appointments": "NHS England, Appointments in General Practice",
    "gp_appointments_coverage": "NHS England, Appointments in General Practice",
    "qof_prevalence": "NHS England, Quality and Outcomes Framework 2020-21",
    "qof_practices": "NHS England, Quality and Outcomes Framework 2020-21",
    "qof_exclusions": "NHS England, Quality and Outcomes Framework 2020-21",
    "qof_modelled_prevalence": "House of Commons Library, local health data from QOF",
    "cervical_screening": "NHS England, Cervical Screening Programme, coverage, December 2017",
    "childhood_immunisations": "UK Health Security Agency, childhood vaccination coverage by GP practice",
    "talking_therapies": "NHS England, NHS Talking Therapies monthly statistics",
    "mental_health_contacts": "NHS England, Mental Health Services Monthly Statistics",
    "sickness_absence": "NHS England, NHS Sickness Absence Rates, February 2025",
    "nhs_vacancies": "NHS England, NHS vacancy statistics",
    "discharged_patients": "NHS England, daily discharge situation reports",
    "criteria_to_reside": "NHS England, daily discharge situation reports",
    "hospital_beds": "NHS England, urgent and emergency care daily situation reports",
    "overnight_beds": "NHS England, Bed Availability and Occupancy (KH03)",
    "daily_beds": "NHS England, winter daily situation reports",
    "ambulance_handovers": "NHS England, winter daily situation reports",
    "delayed_transfers": "NHS England, Delayed Transfers of Care",
    "hospital_activity": "NHS England, Provisional Monthly Hospital Episode Statistics",
    "maternity_statistics": "NHS England, Maternity Statistics",
    "icb_extracts": "NHS England; each file names its publication",
}


def main() -> None:
    """Write every fixture of this script."""
    for target, (source, kept) in CSV_FIXTURES.items():
        lines_of(SHARED / source, re.compile(kept), FIXTURES / target)
    overnight_beds(FIXTURES / "overnight_beds" / "kh03.parquet")
    talking_therapies(FIXTURES / "talking_therapies" / "feb2019-feb2020.xlsx")
    delayed_transfers(FIXTURES / "delayed_transfers" / "january-2019.xlsx")
    for name in EXTRACTS:
        extract(SHARED / "icb_extracts_json" / name, FIXTURES / "icb_extracts" / name.removesuffix(".gz"))
    for folder, source in SOURCES.items():
        read_me(FIXTURES / folder, source)


def lines_of(source: Path, kept: re.Pattern[str], target: Path) -> None:
    """The headings and the lines that fit a pattern, byte for byte."""
    data = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
    headings, *lines = data.splitlines(keepends=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(
        headings + b"".join(line for line in lines if kept.search(line.decode("cp1252", "replace")))
    )


def overnight_beds(target: Path) -> None:
    """Two trusts in a third and a fourth quarter."""
    table = pq.read_table(SHARED / "discharge_beds" / "kh03.parquet")
    quarters = pc.is_in(table["quarter"], value_set=_texts("2019-20 Q3", "2021-22 Q4"))
    trusts = pc.is_in(table["org_code"], value_set=_texts("R0A", "RGP"))
    target.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table.filter(pc.and_(quarters, trusts)), target, compression="zstd")


def _texts(*texts: str) -> Any:
    return pa.array(texts)


def talking_therapies(target: Path) -> None:
    """England, three CCGs, the invalid one, two providers and rows of one provider within one CCG."""
    commissioners = {"all", "15E", "14L", "26A", ""}

    def kept(number: int, row: list[Any]) -> bool:
        group = row[4] if len(row) > 4 else ""
        wanted = {
            "England": True,
            "CCG": row[0] in commissioners,
            "Provider": len(row) > 4 and row[2] in ("8J724", "RGP"),
            "CCG/Provider": row[:1] == ["14L"] and row[2] == "8J724",
        }
        return number < 12 or wanted.get(str(group), False)

    copy_workbook(SHARED / "mental_health" / "feb2019_feb2020.xlsx", target, ("Title sheet", "Table 1"), kept)


def delayed_transfers(target: Path) -> None:
    """The three sheets of councils, whole."""
    sheets = ("LA - by type of care", "LA - by responsible org", "LA - by reason")
    copy_workbook(SHARED / "discharge_beds" / "Jan_19.xls", target, sheets, lambda _number, _row: True)


def copy_workbook(
    source: Path, target: Path, sheets: tuple[str, ...], kept: Callable[[int, list[Any]], bool]
) -> None:
    """Some sheets and rows, with their layout; rows are numbered from 1."""
    book = python_calamine.CalamineWorkbook.from_path(str(source))
    target.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(target), {"default_date_format": "mmm yyyy"}) as saved:
        for name in sheets:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            sheet = saved.add_worksheet(name)
            wanted = [row for number, row in enumerate(rows, start=1) if kept(number, row)]
            for number, row in enumerate(wanted):
                sheet.write_row(number, 0, row)


def extract(source: Path, target: Path) -> None:
    """England, the first two systems and one provider; of long lists and tables, the first few entries."""
    data = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
    content = json.loads(data)
    for key in ("icbs", "providers", "trusts", "areas"):
        if key in content:
            content[key] = content[key][:2]
    for key in ("groups", "indicators", "source_files"):
        content.pop(key, None)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(_shortened(content), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _shortened(found: Any) -> Any:
    if isinstance(found, dict):
        keys = [
            key
            for key in found
            if not re.fullmatch(r"[A-Z]{2,4}\d{3}", key) or key in ("HYP008", "MH021", "AF001")
        ]
        return {key: _shortened(found[key]) for key in keys}
    if isinstance(found, list):
        return [_shortened(each) for each in found[:12]]
    return found


def read_me(folder: Path, source: str) -> None:
    """Where the figures come from, and under which licence."""
    licence = PARLIAMENT if source.startswith("House of Commons") else OGL
    (folder / "README.md").write_text(
        f"Real published figures, {source}.\n{licence}\n\n"
        "A few rows with the layout of the published file. Made by `scripts/make_fixtures_primary_care.py`.\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
