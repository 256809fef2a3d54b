"""Cut small real extracts of registers, population, deprivation, outcomes and councils' finance for the tests.

Run from the repository with the larger collection beside it: python scripts/make_fixtures_places_and_money.py
"""

import csv
import gzip
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import python_calamine
import xlsxwriter

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared" / "data"
FIXTURES = REPOSITORY / "tests" / "fixtures"

OGL = "Contains public sector information licensed under the Open Government Licence v3.0."
OHID = "Office for Health Improvement and Disparities, public health profiles (Fingertips)"
ONS = "Office for National Statistics"
ODS = "NHS England, Organisation Data Service"
MINISTRY = "Ministry of Housing, Communities and Local Government"

FEW = (
    r"E92000001|E06000008|E08000009|E10000017|E07000117"  # England, Blackburn, Trafford, Lancashire, Burnley
)
CSV_FIXTURES = {  # fixture: the published file, how many lines stand above the data, which lines are kept
    "fingertips/indicator_93356.csv": ("fingertips/indicators-CountyUA.data.csv", 1, FEW + "|E12000002"),
    "fingertips/life_expectancy.csv": ("fingertips/life_expectancy.csv.gz", 1, FEW),
    "fingertips/obese_year6.csv": ("fingertips/obese_year6.csv.gz", 1, FEW + "|E05015239"),
    "fingertips/nhs_health_checks.csv": ("fingertips/nhs_health_checks.csv.gz", 1, FEW),
    "fingertips/mortality_rate.csv": ("fingertips/mortality_rate.csv.gz", 1, FEW),
    "fingertips/vaccination_mmr.csv": ("fingertips/vaccination_mmr.csv", 1, FEW),
    "fingertips_areas/areas.csv": ("org/fingertips_areas.csv.gz", 1, r"E54000023|E38000086|E38000117|E12000001,|E92"),
    "census_age/TS007A.csv": ("population/TS007A_age_by_five_year_age_bands_lsoa11.csv.gz", 7, r"Hartlepool 001|Cardiff 001"),
    "census_ethnicity/TS021.csv": ("population/ethnicity_by_LSOA21.csv.gz", 1, r"City of London|Cardiff 001"),
    "deprivation_small_areas/file_6.csv": ("deprivation/File_6_-_IoD2019_Population_Denominators.csv.gz", 1, "City of London"),
    "deprivation_small_areas/file_9.csv": ("deprivation/File_9_-_IoD2019_Transformed_Scores.csv.gz", 1, "City of London"),
    "deprivation_small_areas/2025.csv": ("deprivation/imd2025_england_lsoa21.csv.gz", 1, r"^E010000[0-4]"),
    "gp_weighted_populations/2023_2024.csv": ("finance_allocations/gp_weighted_pop_2023_2024.csv.gz", 1, r"^A8100[1-9]"),
    "gp_weighted_populations/2025_2026.csv": ("finance_allocations/gp_weighted_pop_2025_2026.csv.gz", 1, r"^A8100[1-9]"),
    "oflog_measures/adult_social_care.csv": ("finance_la/ASC_data.csv.gz", 1, r"E08000009|E06000008"),
    "area_lookup/sub_icb_2026.csv": ("org/icb_region_lookup.csv", 1, r"QJG|T6Y0W|D7T5G|S9B9J"),
    "area_lookup/ccg_2021.csv": ("org/CCG21_STP21_NHSER21_EN_LU.csv", 1, r"QJG|QHM"),
    "area_lookup/lsoa_2011_to_ccg.csv": ("org/LSOA11_CCG21_LAD21_EN_LU.csv.gz", 1, r"Barnsley 00"),
    "area_lookup/lsoa_2011_to_2021.csv": ("deprivation/lookup_lsoa11_lsoa21_ltla22.csv.gz", 1, r"Hartlepool 00|,[SMX],.*Hartlepool"),
    "area_lookup/boards_2024.csv": ("org/icb_names_codes_dec_2024.csv", 1, "."),
    "ods_organisations/etr.csv": ("org/etr.csv", 0, r"^.{1,2}(G6V2S|R0[A-D]|RRP|TAF)"),
    "ods_organisations/eccg.csv": ("org/eccg.csv", 0, r"^.?(00C|02P|06L|07K|26A)"),
    "ods_organisations/epraccur.csv": ("org/epraccur.csv.gz", 0, r"^.?A8100[1-7]|^.?Y0814"),
    "ods_memberships/epcmem.csv": ("org/epcmem.csv.gz", 0, r"^.?A8100[1-7]"),
    "gp_practice_map/2022-01.csv": ("org/gp-reg-pat-prac-map-2022-01.csv.gz", 1, r",A8100[1-7],"),
    "gp_practice_map/2026-01.csv": ("org/gp-reg-pat-prac-map-2026-01.csv.gz", 1, r",A8100[1-7],"),
    "local_authorities/current.csv": ("org/uk_local_authorities_current.csv", 1, r"Cumbria|Cumberland|Trafford|Westmorland|Cardiff"),
    "ics_organisations/dates.csv": ("org/dim_icb.csv", 1, r"QMM|QJG|T6Y0W|D7T5G"),
    "provider_systems/mapping.csv": ("org/System-Mapping.csv", 1, r"QHG|QNX"),
    "undated_copies/catchments.csv": ("org/dim_trust_catchment.csv", 1, r"RAE|RXK"),
}  # fmt: skip
SOURCES = {
    "fingertips": OHID + "; tidied by Trafford Data Lab",
    "fingertips_areas": OHID,
    "census_age": ONS + ", Census 2021",
    "census_ethnicity": ONS + ", Census 2021",
    "population_sub_icb": ONS + ", mid-year population estimates",
    "population_lsoa": ONS + ", mid-year population estimates",
    "deprivation_small_areas": MINISTRY + ", English indices of deprivation",
    "deprivation_districts": MINISTRY + ", English indices of deprivation",
    "gp_weighted_populations": "NHS England, allocations to integrated care boards",
    "registered_patients": "NHS England, patients registered at a GP practice",
    "oflog_measures": "Office for Local Government",
    "adult_social_care_finance": "NHS Digital, adult social care finance return",
    "revenue_outturn": MINISTRY + ", revenue outturn",
    "revenue_outturn_councils": MINISTRY + ", revenue outturn",
    "area_lookup": ONS,
    "ods_organisations": ODS,
    "ods_memberships": ODS,
    "ods_primary_care_networks": ODS,
    "ods_records": ODS,
    "gp_practice_map": "NHS England, patients registered at a GP practice",
    "local_authorities": "mySociety, UK local authority names and codes (CC BY 4.0)",
    "ics_organisations": ODS,
    "provider_systems": "NHS England, A&E attendances",
    "trust_system_shares": "Nuffield Trust, from NHS England's figures",
    "undated_copies": "NHS England and " + OHID,
    "public_health_budgets": MINISTRY + ", revenue account",
}
CONTACT_COLUMNS = (4, 5, 6, 7, 8, 17)  # of an ODS file: the address and the telephone number
KeepsRow = Callable[[int, Sequence[object]], bool]


def main() -> None:
    """Write every fixture and a note of its source beside it."""
    for fixture, (source, above, pattern) in CSV_FIXTURES.items():
        cut_csv(SHARED / source, FIXTURES / fixture, above=above, pattern=pattern)
    leave_contacts_out()
    cut_social_care_finance()
    cut_tables()
    cut_workbooks()
    copy_records()
    for folder, source in SOURCES.items():
        note = (
            f"Real published figures, {source}.\n{OGL}\n\nA few rows with the layout of the published file. "
        )
        (FIXTURES / folder / "README.md").write_text(
            note + "Made by `scripts/make_fixtures_places_and_money.py`.\n", encoding="utf-8"
        )


def cut_csv(source: Path, target: Path, *, above: int, pattern: str) -> None:
    """Keep the lines above the data and the records that match; bytes as published."""
    content = (gzip.open if source.suffix == ".gz" else open)(source, "rb").read()
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = [
        record
        for number, record in enumerate(records(content))
        if number < above or re.search(pattern.encode(), record)
    ]
    target.write_bytes(b"".join(kept))


def records(content: bytes) -> list[bytes]:
    """The records of a CSV as they stand, line breaks inside quotes included."""
    found, open_record = [], b""
    for line in content.splitlines(keepends=True):
        open_record += line
        if open_record.count(b'"') % 2 == 0:
            found.append(open_record)
            open_record = b""
    return found


def leave_contacts_out() -> None:
    """Addresses and telephone numbers are not needed, and not kept."""
    for path in (FIXTURES / "ods_organisations").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
            writer.writerows(
                [["" if i in CONTACT_COLUMNS else cell for i, cell in enumerate(row)] for row in rows]
            )


def cut_social_care_finance() -> None:
    """One kind of care for every council, so that England still adds up."""
    source = SHARED / "finance_la" / "CSV_ASCFR_Totals.csv.gz"
    target = FIXTURES / "adult_social_care_finance" / "totals.csv"
    cut_csv(source, target, above=1, pattern=r",2,1,4,3,,,1,")


def cut_tables() -> None:
    """Parquet tables: a few areas, all columns."""
    for source, target, column, pattern in (
        ("population/population20_lsoa11.parquet", "population_lsoa/mid-2020.parquet", "lsoa11_name", "^(Hartlepool 001|Cardiff 001)"),
        ("deprivation/gp-registrations.parquet", "registered_patients/copy.parquet", "OrganisationCode", "^A8100[1-2]$"),
    ):  # fmt: skip
        table = pq.read_table(SHARED / source)
        (FIXTURES / target).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table.filter(pc.match_substring_regex(table[column], pattern)), FIXTURES / target)


def cut_workbooks() -> None:
    """Workbooks: sheets with their names and preambles, few rows."""
    first_areas: KeepsRow = lambda number, row: number <= 6 or str(row[0]) in ("W11000023",)  # noqa: E731
    cut_workbook(
        "population/sapehealthgeogstablefinal.xlsx",
        "population_sub_icb/2021_and_2022.xlsx",
        {"Cover sheet": keep_all, **{f"Mid-{year} {areas}": first_areas for year in (2021, 2022) for areas in ("CCG 2021", "ICB 2023", "LHB 2023")}},
    )  # fmt: skip
    cut_workbook(
        "population/sapeicb20222024.xlsx",
        "population_sub_icb/2022_to_2024.xlsx",
        {"Cover sheet": keep_all, "Mid-2022 ICB 2024": first_areas, "Mid-2024 ICB 2024": first_areas},
    )
    cut_workbook(
        "deprivation/File_1_-_IMD2019_Index_of_Multiple_Deprivation.xlsx",
        "deprivation_small_areas/file_1.xlsx",
        {"Notes": keep_all, "IMD2019": lambda number, _: number <= 30},
    )
    cut_workbook(
        "deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries_lower-tier_.xlsx",
        "deprivation_districts/file_10.xlsx",
        {name: lambda number, _: number <= 10 for name in ("IMD", "Income", "Education")},
    )
    cut_workbook("org/Trust_to_ICS_mapping.xlsx", "trust_system_shares/weights.xlsx",
                 {"Notes": keep_all, "Trust_ICS_weights_suppressed": lambda number, _: number <= 12})  # fmt: skip
    cut_workbook(
        "org/ePCN.xlsx",
        "ods_primary_care_networks/ePCN.xlsx",
        {
            "PCNDetails": lambda number, row: number == 1 or row[0] in ("U16464", "U91979"),
            "PCN Core Partner Details": lambda number, row: (
                number == 1 or row[0] in ("C85628", "C85026", "C85003")
            ),
        },
        blank_from={"PCNDetails": 6},
    )
    cut_outturns()


def cut_outturns() -> None:
    """London's boroughs and their total, of two years with different layouts."""
    cut_workbook(
        "finance_la/RS_2017-18_data_by_LA.xlsx",
        "revenue_outturn/2017-18.xlsx",
        {"Front Page": keep_all, "RS LA Data 2017-18": lambda number, row: number <= 7 or row[4] == "L" or row[0] in ("E2721", "E7052")},
    )  # fmt: skip
    cut_workbook(
        "finance_la/Revenue_Outturn_Summary_RS_data_2013-14_by_LA_-_Revised_28-Jan-2015.xls",
        "revenue_outturn/2013-14.xlsx",
        {"Front page": keep_all, **{f"RS LA Data 2013-14 ({part})": lambda number, row: number <= 7 or row[3] == "L" for part in (1, 2)}},
    )  # fmt: skip


def keep_all(_number: int, _row: Sequence[object]) -> bool:
    """Every row of a sheet."""
    return True


def cut_workbook(
    source: str, target: str, sheets: dict[str, KeepsRow], *, blank_from: dict[str, int] | None = None
) -> None:
    """Some rows of some sheets, in their places; as .xlsx, which is all that can be written."""
    (FIXTURES / target).parent.mkdir(parents=True, exist_ok=True)
    workbook = python_calamine.CalamineWorkbook.from_path(str(SHARED / source))
    with xlsxwriter.Workbook(str(FIXTURES / target)) as cut:
        for name, keeps in sheets.items():
            sheet, line = cut.add_worksheet(name), 0
            for number, row in enumerate(
                workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), 1
            ):
                if keeps(number, row):
                    sheet.write_row(line, 0, row[: (blank_from or {}).get(name)])
                    line += 1


def copy_records() -> None:
    """Records of organisations and two JSON lists, whole: they are small."""
    for source, target in (
        ("org/ods_ord_api/RRP.json", "ods_records/RRP.json"),
        ("org/ods_ord_api/RRQ.json", "ods_records/RRQ.json"),
        ("org/ods_fhir_search-example.json", "ods_records/fhir_search.json"),
    ):
        (FIXTURES / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SHARED / source, FIXTURES / target)
        (FIXTURES / target).chmod(0o644)
    for source, target in (
        ("finance_la/blackburn_budgets_govuk.json.gz", "revenue_outturn_councils/blackburn.json.gz"),
        ("finance_la/public_health.json", "public_health_budgets/site.json"),
    ):
        (FIXTURES / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SHARED / source, FIXTURES / target)
        (FIXTURES / target).chmod(0o644)


if __name__ == "__main__":
    main()
