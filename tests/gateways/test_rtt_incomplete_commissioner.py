"""Referral to treatment: people waiting by commissioner, as an earlier workbook had them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Severity
from aimwell.gateways import rtt_incomplete_commissioner
from tests.gateways.read_file import problems_of, take
from tests.gateways.test_ae_monthly import changed_csv


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("rtt_incomplete_commissioner")


@pytest.fixture
def sheet(fixtures: Path) -> Path:
    return fixtures / "rtt_incomplete_commissioner" / "Incomplete-Commissioner-Mar15-revised.csv"


def test_specialties_have_the_codes_of_today_and_add_up_to_the_total(sheet, feed, tmp_path):
    taken = take(rtt_incomplete_commissioner, sheet, feed, tmp_path)
    cheshire = taken.one(commissioner="01C", treatment_function="C_999")
    assert (cheshire["period"], cheshire["pathways"], cheshire["within_18_weeks"]) == (
        "2015-03",
        8_940,
        8_387,
    )
    assert sum(cheshire["weekly_bands"]) == 8_940
    assert sum(cheshire["weekly_bands"][:18]) == 8_387
    england = taken.one(commissioner="X24", treatment_function="C_999")
    assert (england["over_52_weeks"], england["weekly_bands"][-1], len(england["weekly_bands"])) == (
        39,
        39,
        105,
    )
    assert taken.only(commissioner="01C", treatment_function="X01")
    assert taken.disagreements == []


def test_the_month_is_that_of_the_name_and_is_told(sheet, feed, tmp_path):
    taken = take(rtt_incomplete_commissioner, sheet, feed, tmp_path)
    (warning,) = taken.reading.refused
    assert (warning.code, warning.severity) == ("feed.period-from-name", Severity.WARNS)
    assert taken.reading.vintage.revised


def test_a_missing_band_is_named(sheet, feed, tmp_path):
    def drop(rows: list[list[str]]) -> list[list[str]]:
        at = rows[0].index(">9-10")
        return [row[:at] + row[at + 1 :] for row in rows]

    problems = problems_of(
        rtt_incomplete_commissioner, changed_csv(sheet, tmp_path / "Mar15.csv", drop), feed, tmp_path
    )
    assert [problem.where.column for problem in problems] == [">9-10"]


@pytest.mark.shared
def test_march_2015_equals_the_published_overview(shared_data, feed, tmp_path):
    path = shared_data / "rtt" / "Incomplete-Commissioner-Mar15-revised-XLS-2357K.xls.csv.gz"
    taken = take(rtt_incomplete_commissioner, path, feed, tmp_path)
    assert taken.total("pathways", treatment_function="C_999") == 3_006_877
    assert taken.total("within_18_weeks", treatment_function="C_999") == 2_800_845
    assert taken.total("over_52_weeks", treatment_function="C_999") == 475
