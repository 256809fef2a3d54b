"""Referral to treatment waiting times: the full extract of one month."""

import csv
import gzip
import io
import zipfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import rtt_full_extract
from tests.gateways.read_file import problems_of, recognised, take

STILL_WAITING = {"part": "Part_2", "treatment_function": "C_999"}
Rows = list[list[str]]


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("rtt_full_extract")


@pytest.fixture
def extract(fixtures: Path) -> Path:
    return fixtures / "rtt_full_extract" / "february-2026.zip"


@pytest.fixture
def changed(extract: Path, tmp_path: Path) -> Callable[[Callable[[Rows], Rows]], Path]:
    def change_and_save(change: Callable[[Rows], Rows]) -> Path:
        with zipfile.ZipFile(extract) as archive, archive.open(archive.namelist()[0]) as member:
            rows = change(list(csv.reader(io.TextIOWrapper(member, "utf-8"))))
        path = tmp_path / "changed.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return path

    return change_and_save


def as_until_march_2021(rows: Rows) -> Rows:
    """The 69 columns of earlier editions: all bands from 52 weeks in one."""
    first, last = rows[0].index("Gt 52 To 53 Weeks SUM 1"), rows[0].index("Gt 104 Weeks SUM 1")
    earlier = [[*rows[0][:first], "Gt 52 Weeks SUM 1", *rows[0][last + 1 :]]]
    for row in rows[1:]:
        over = sum(int(cell or 0) for cell in row[first : last + 1])
        earlier.append([*row[:first], str(over) if row[first] else "", *row[last + 1 :]])
    return earlier


def test_pathways_are_counted_by_commissioner_and_by_provider(extract, feed, tmp_path):
    taken = take(rtt_full_extract, extract, feed, tmp_path)
    norfolk = taken.one(grain="commissioner", commissioner="26A", **STILL_WAITING)
    assert (norfolk["pathways"], norfolk["within_18_weeks"], norfolk["over_52_weeks"]) == (
        32_914,
        17_790,
        1_604,
    )
    assert len(norfolk["weekly_bands"]) == 105
    assert sum(norfolk["weekly_bands"]) == 32_914
    hospital = taken.one(grain="provider", provider="RGP", **STILL_WAITING)
    assert hospital["pathways"] == 32_914 + 73 + 3
    assert {row["period"] for row in taken.rows} == {"2026-02"}
    assert taken.disagreements == []


def test_patients_of_other_countries_are_no_part_of_a_provider(extract, feed, tmp_path):
    taken = take(rtt_full_extract, extract, feed, tmp_path)
    assert taken.only(grain="commissioner", commissioner="NONC")
    assert taken.only(grain="provider", provider="RM1") == []


def test_the_csv_alone_reads_like_the_zip(extract, changed, feed, tmp_path):
    from_zip = take(rtt_full_extract, extract, feed, tmp_path).rows
    from_csv = take(rtt_full_extract, changed(lambda rows: rows), feed, tmp_path).rows
    assert sorted(map(str, from_zip)) == sorted(map(str, from_csv))


def test_an_edition_that_is_open_from_52_weeks_has_no_figure_for_65(changed, feed, tmp_path):
    path = changed(as_until_march_2021)
    recognition = recognised(rtt_full_extract, path, tmp_path)
    assert recognition is not None
    assert recognition.share == 1
    norfolk = take(rtt_full_extract, path, feed, tmp_path).one(
        grain="commissioner", commissioner="26A", **STILL_WAITING
    )
    assert (norfolk["within_18_weeks"], norfolk["over_52_weeks"]) == (17_790, 1_604)
    assert (norfolk["over_65_weeks"], norfolk["over_78_weeks"], norfolk["over_104_weeks"]) == (
        None,
        None,
        None,
    )
    assert len(norfolk["weekly_bands"]) == 105
    assert norfolk["weekly_bands"][52:] == [0] * 52 + [1_604]


def test_other_capitals_another_order_and_more_columns_do_no_harm(changed, feed, tmp_path):
    def vary(rows: Rows) -> Rows:
        rows[0] = [heading.upper() + " " for heading in rows[0]]
        return [["more", *reversed(row)] for row in rows]

    taken = take(rtt_full_extract, changed(vary), feed, tmp_path)
    assert taken.one(grain="commissioner", commissioner="26A", **STILL_WAITING)["over_52_weeks"] == 1_604


def test_a_renamed_band_is_named_with_its_new_name(changed, feed, tmp_path):
    def rename(rows: Rows) -> Rows:
        rows[0] = [heading.replace("Gt 17 To 18 Weeks SUM 1", "Gt 17 To 18 Weeks") for heading in rows[0]]
        return rows

    (problem,) = problems_of(rtt_full_extract, changed(rename), feed, tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "Gt 17 To 18 Weeks SUM 1")


def test_a_missing_column_is_named(changed, feed, tmp_path):
    def drop(rows: Rows) -> Rows:
        at = rows[0].index("RTT Part Type")
        return [row[:at] + row[at + 1 :] for row in rows]

    problems = problems_of(rtt_full_extract, changed(drop), feed, tmp_path)
    assert "RTT Part Type" in {problem.where.column for problem in problems}


def test_text_in_a_band_is_told_with_its_row_and_column(changed, feed, tmp_path):
    def spoil(rows: Rows) -> Rows:
        rows[4][20] = "many"
        return rows

    (problem,) = problems_of(rtt_full_extract, changed(spoil), feed, tmp_path)
    assert (problem.code, problem.where.row, problem.where.column) == (
        "cell.not-a-number",
        5,
        "Gt 07 To 08 Weeks SUM 1",
    )


def test_two_months_in_one_file_are_refused(changed, feed, tmp_path):
    def mix(rows: Rows) -> Rows:
        rows[1][0] = "RTT-March-2026"
        return rows

    (problem,) = problems_of(rtt_full_extract, changed(mix), feed, tmp_path)
    assert problem.code == "feed.several-periods"


def test_a_file_that_stops_within_a_row_is_refused(changed, feed, tmp_path):
    path = changed(lambda rows: rows)
    path.write_bytes(path.read_bytes()[:20_000])
    (problem,) = problems_of(rtt_full_extract, path, feed, tmp_path)
    assert problem.code == "file.cut-short"


def test_a_file_that_stops_between_two_rows_is_refused(changed, feed, tmp_path):
    def stop(rows: Rows) -> Rows:
        part = rows[0].index("RTT Part Type")
        waiting = [number for number, row in enumerate(rows) if row[part] == "Part_2"]
        return rows[: waiting[-1]]

    (problem,) = problems_of(rtt_full_extract, changed(stop), feed, tmp_path)
    assert problem.code == "file.cut-short"


@pytest.mark.shared
def test_a_copy_cut_by_a_spreadsheet_is_refused(shared_data, feed, tmp_path):
    path = shared_data / "rtt" / "20240630-RTT-June-2024-full-extract-revised.xlsb"
    (problem,) = problems_of(rtt_full_extract, path, feed, tmp_path)
    assert problem.code == "file.cut-short"
    assert "65,536" in problem.found


@pytest.mark.shared
def test_every_published_month_equals_its_sums_by_specialty(shared_data, feed, tmp_path):
    names = ("total_all", "within_18", "over_52", "over_65", "over_78", "over_104")
    amounts = (
        "pathways",
        "within_18_weeks",
        "over_52_weeks",
        "over_65_weeks",
        "over_78_weeks",
        "over_104_weeks",
    )
    expected: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * len(names))
    with gzip.open(shared_data / "derived" / "rtt_icb_tfc_month.csv.gz", "rt") as stream:
        for row in csv.DictReader(stream):
            sums = expected[row["period"], row["part"], row["tfc"]]
            for index, name in enumerate(names):
                sums[index] += int(row[name])
    files = sorted((shared_data / "rtt").glob("*.zip"))
    assert len(files) == 6
    for file in files:
        taken = take(rtt_full_extract, file, feed, tmp_path)
        assert taken.disagreements == []
        found: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * len(names))
        for row in taken.only(grain="commissioner"):
            sums = found[row["period"], row["part"], row["treatment_function"]]
            for index, amount in enumerate(amounts):
                sums[index] += int(row[amount])
        assert found
        summed = {key: sums for key, sums in found.items() if key[1] != "Part_2A"}  # never summed elsewhere
        assert len(summed) == 96
        assert all(expected[key] == sums for key, sums in summed.items()), file.name


@pytest.mark.shared
def test_february_2026_equals_the_published_overview(shared_data, feed, tmp_path):
    taken = take(rtt_full_extract, shared_data / "rtt" / "2026-02_rtt_full_extract_zip.zip", feed, tmp_path)
    england = [
        row for row in taken.only(grain="commissioner", **STILL_WAITING) if row["commissioner"] != "NONC"
    ]
    assert sum(row["pathways"] for row in england) == 7_124_952
    assert sum(row["within_18_weeks"] for row in england) == 4_456_261
    assert sum(row["over_52_weeks"] for row in england) == 120_871
