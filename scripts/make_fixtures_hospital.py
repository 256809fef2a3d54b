"""Cut small real extracts out of the published files of hospital care, for tests/fixtures/.

Run from the repository with the larger collection beside it: python scripts/make_fixtures_hospital.py
"""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared" / "data"
FIXTURES = REPOSITORY / "tests" / "fixtures"

Rows = list[list[Any]]


def main() -> None:
    """Write every fixture of this script."""
    ae_monthly(FIXTURES / "ae_monthly")
    rtt_full_extract(FIXTURES / "rtt_full_extract")
    cancer_waits(FIXTURES / "cancer_waits")
    ambulance_systems(FIXTURES / "ambulance_systems")
    rtt_overview(FIXTURES / "rtt_overview")
    rtt_incomplete_commissioner(FIXTURES / "rtt_incomplete_commissioner")
    cancer_stage(FIXTURES / "cancer_stage")


def ae_monthly(folder: Path) -> None:
    """Whole months: the sheets of systems, providers and their mapping; the sheets are small enough."""
    keep = ("Level Data", "Mapping")
    for name, target in (
        ("2026-03_March-2026-AE-by-provider-sJh4x.xls", "march-2026.xlsx"),
        ("2022-07_July-2022-AE-by-provider-revised-110523-Rr6Df.xls", "july-2022.xlsx"),
        ("2019-04_Monthly-AE-April-2019-revised-220720-632O5.xls", "april-2019.xlsx"),
    ):
        workbook = SHARED / "ae_monthly_xls" / name
        save_sheets(
            workbook, folder / target, lambda sheet: sheet.endswith(keep) and "Acute" not in sheet, _as_it_is
        )
    for name, target in (
        ("2021-04_April-2021-revised-120522-ABC456.csv", "april-2021-revised-120522.csv"),
        ("2025-03_Monthly-AE-March-2025.csv", "march-2025.csv"),
        ("export_March-2026-AE.csv", "export-March-2026.csv"),
    ):
        (folder / target).write_bytes((SHARED / "ae_monthly_csv" / name).read_bytes())


def rtt_full_extract(folder: Path) -> None:
    """Pathways of two hospitals for two commissioners, a hub and other countries, with all their totals."""
    with zipfile.ZipFile(SHARED / "rtt" / "2026-02_rtt_full_extract_zip.zip") as archive:
        (name,) = archive.namelist()
        with io.TextIOWrapper(archive.open(name), encoding="utf-8", newline="") as stream:
            headings, *rows = csv.reader(stream)
    provider, commissioner = headings.index("Provider Org Code"), headings.index("Commissioner Org Code")
    wanted = {("RGP", "06L"), ("RGP", "26A"), ("RGP", "13Q"), ("RM1", "NONC")}
    kept = [row for row in rows if (row[provider], row[commissioner]) in wanted]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([headings, *kept])
    folder.mkdir(parents=True, exist_ok=True)
    member = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))  # the same bytes at every run
    with zipfile.ZipFile(folder / "february-2026.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, text.getvalue(), zipfile.ZIP_DEFLATED)


def cancer_waits(folder: Path) -> None:
    """Small sheets with all their providers, so that totals stay true, without most bands of waiting time."""
    source = SHARED / "cancer" / "SEPTEMBER-2025-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx"
    whole = {"28-DAY FDS (ALL ROUTES)", "31-DAY (ALL CANCER)", "62-DAY (ALL CANCER)", "UBS referral to FHA"}

    def cut(name: str, rows: Rows) -> Rows:
        if name.startswith("31"):
            return rows[:152]  # its first part
        if name == "Frontpage":
            return rows[:9]
        return [[*row[:10], *[""] * 7, *row[17:]] if number > 8 else row for number, row in enumerate(rows)]

    save_sheets(source, folder / "september-2025.xlsx", lambda sheet: sheet in {"Frontpage", *whole}, cut)


def ambulance_systems(folder: Path) -> None:
    """Three whole months: trusts, regions and England."""
    lines = (SHARED / "diagnostics_ambulance" / "ambsys_2024_excerpt.csv").read_text("utf-8").splitlines()
    folder.mkdir(parents=True, exist_ok=True)
    kept = [line for line in lines if line.split(",")[1] in ("Month", "1", "2", "3")]
    (folder / "january-to-march-2024.csv").write_text("\n".join(kept) + "\n", "utf-8")


def rtt_overview(folder: Path) -> None:
    """The first year, the two last and what follows them."""
    source = SHARED / "rtt" / "RTT_Overview_Timeseries_May26.xlsx"
    save_sheets(
        source, folder / "to-may-2026.xlsx", lambda _: True, lambda _, rows: [*rows[:24], *rows[213:255]]
    )


def rtt_incomplete_commissioner(folder: Path) -> None:
    """All specialties of two commissioners."""
    source = SHARED / "rtt" / "Incomplete-Commissioner-Mar15-revised-XLS-2357K.xls.csv.gz"
    lines = gzip.decompress(source.read_bytes()).decode("utf-8").splitlines()
    kept = [
        line for number, line in enumerate(lines) if number == 0 or line.split(",")[2] in ('"01C"', '"X24"')
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Incomplete-Commissioner-Mar15-revised.csv").write_text("\n".join(kept) + "\n", "utf-8")


def cancer_stage(folder: Path) -> None:
    """One system in two years."""
    source = (
        SHARED
        / "cancer"
        / ("NDRS_Stage_Metrics-_Stage_at_diagnosis_by_cancer_site_in_England_2013-2019-public.csv.gz")
    )
    headings, *rows = csv.reader(io.StringIO(gzip.decompress(source.read_bytes()).decode("utf-8")))
    system, year = headings.index("STP"), headings.index("Year")
    kept = [row for row in rows if row[system].startswith("Norfolk") and row[year] in ("2018", "2019")]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "norfolk-and-waveney.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([headings, *kept])


def save_sheets(
    source: Path, target: Path, wanted: Callable[[str], bool], cut: Callable[[str, Rows], Rows]
) -> None:
    """Some sheets of a workbook, cut, in an .xlsx of the same layout."""
    book = python_calamine.CalamineWorkbook.from_path(str(source))
    target.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(target), {"default_date_format": "mmm-yy"}) as saved:
        saved.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})  # the same bytes at every run
        for name in filter(wanted, book.sheet_names):
            sheet = saved.add_worksheet(name)
            rows = cut(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for number, row in enumerate(rows):
                write_row(sheet, number, row)


def write_row(sheet: Any, number: int, row: Sequence[Any]) -> None:
    """The filled cells of one row."""
    for column, cell in enumerate(row):
        if isinstance(cell, datetime | date):
            sheet.write_datetime(number, column, cell)
        elif cell != "":
            sheet.write(number, column, cell)


def _as_it_is(_: str, rows: Rows) -> Rows:
    """All rows, without the line that names the person to ask."""
    return [[] if any(str(cell).startswith("Contact") for cell in row) else row for row in rows]


if __name__ == "__main__":
    main()
