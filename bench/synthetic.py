"""Makes inputs of the published size where the published files themselves are not at hand. All figures are invented."""

import csv
import zipfile
from pathlib import Path

import duckdb
import numpy as np

from aimwell.gateways.rtt_full_extract import BANDS, TOTALS

EXTRACT_ROWS = 181_000
DESCRIPTIONS = (
    "Provider Parent Name",
    "Commissioner Parent Name",
    "RTT Part Description",
    "Treatment Function Name",
)


def published_extract(repository: Path) -> Path | None:
    """A month of the real extract, where the larger collection lies beside the repository."""
    found = sorted((repository.parent / "shared" / "data" / "rtt").glob("*rtt_full_extract_zip.zip"))
    return found[-1] if found else None


def invented_extract(target: Path, commissioners: list[str], providers: list[str]) -> Path:
    """A zip with one CSV of the extract's width and length: 121 columns, 84 MB."""
    chance = np.random.default_rng(20260228)
    headings = [
        "Period", "Provider Parent Org Code", "Provider Parent Name", "Provider Org Code", "Provider Org Name",
        "Commissioner Parent Org Code", "Commissioner Parent Name", "Commissioner Org Code", "Commissioner Org Name",
        "RTT Part Type", "RTT Part Description", "Treatment Function Code", "Treatment Function Name", *BANDS, *TOTALS,
    ]  # fmt: skip
    plain = target.with_suffix(".csv")
    with plain.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(headings)
        for number in range(EXTRACT_ROWS):
            commissioner = commissioners[number % len(commissioners)]
            provider = providers[(number * 7) % len(providers)]
            specialty = f"C_{100 + number % 23}" if number % 24 else "C_999"
            bands = chance.poisson(0.4, len(BANDS))
            total = int(bands.sum())
            writer.writerow([
                "RTT-February-2026", "QE1", "NHS LANCASHIRE AND SOUTH CUMBRIA INTEGRATED CARE BOARD", provider,
                f"INVENTED HOSPITAL {provider}", "QE1", "NHS LANCASHIRE AND SOUTH CUMBRIA INTEGRATED CARE BOARD",
                commissioner, f"INVENTED COMMISSIONER {commissioner}", "Part_2", "Incomplete Pathways", specialty,
                "Invented Specialty", *(b or "" for b in bands.tolist()), "", 0, total,
            ])  # fmt: skip
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "20260228-RTT-February-2026-full-extract.csv")
    return target


def invented_definitions(shipped: Path, target: Path, measures: int) -> Path:
    """The shipped geographies and standards with one invented feed and so many measures on it."""
    for name in ("feeds", "measures", "priorities"):
        (target / name).mkdir(parents=True)
    for name in ("geographies", "standards", "codelists"):
        (target / name).symlink_to((shipped / name).resolve())
    columns = "".join(
        f'\n[[column]]\nname = "n{number}"\nrole = "amount"\npublished_as = "N{number}"\nmeaning = "Invented"\n'
        f'\n[[column]]\nname = "d{number}"\nrole = "amount"\npublished_as = "D{number}"\nmeaning = "Invented"\n'
        for number in range(measures)
    )
    (target / "feeds" / "invented.toml").write_text(
        'title = "Invented figures"\npublisher = "Nobody"\nlicence = "No licence: invented"\nattribution = "Invented"\n'
        'address = "https://example.org"\nevery = "month"\ncounted_by = "commissioner"\ngrains = ["sub_icb"]\n'
        'outside_england = []\n\n[[column]]\nname = "sub_icb"\nrole = "place"\npublished_as = "Code"\n'
        'meaning = "Location"\n' + columns
    )
    shape = (
        (shipped / "measures" / "rtt_within_18_weeks.toml")
        .read_text(encoding="utf-8")
        .split("[numerator]")[0]
    )
    shape = shape.replace('"rtt_full_extract"', '"invented"').replace('"commissioner"', '"sub_icb"')
    shape = shape.replace(', "sub_icb"]', "]").replace('["england", "region", "ics"]', '["england", "ics"]')
    for number in range(measures):
        (target / "measures" / f"invented_{number:03}.toml").write_text(
            f'{shape}\n[numerator]\ncolumns = ["n{number}"]\n\n[denominator]\ncolumns = ["d{number}"]\n'
        )
    return target


def invented_facts(target: Path, codes: list[str], measures: int, months: int) -> Path:
    """Facts of the invented feed: one row for each code and month."""
    amounts = ", ".join(
        f"(400 + (hash(code || month || {n}) % 200))::double as n{n}, 1000.0::double as d{n}"
        for n in range(measures)
    )
    listed = ", ".join(f"'{code}'" for code in codes)
    duckdb.execute(
        f"""
        copy (
            select strftime(date '2021-01-01' + to_months(month::integer), '%Y-%m') as period, '' as scope,
                   'sub_icb' as grain, 'ok' as status, '' as source_sheet, 1::integer as source_row,
                   1::integer as source_rows, code as sub_icb, {amounts}
            from (select unnest([{listed}]) as code), range({months}) as months(month)
        ) to '{target}' (format parquet)
        """
    )
    return target
