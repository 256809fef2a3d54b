"""Referral to treatment: the overview of England since 2007."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import rtt_overview
from tests.gateways.read_file import problems_of, recognised, take
from tests.gateways.test_ae_monthly import changed_workbook


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("rtt_overview")


@pytest.fixture
def workbook(fixtures: Path) -> Path:
    return fixtures / "rtt_overview" / "to-may-2026.xlsx"


def test_february_2026_is_as_published(workbook, feed, tmp_path):
    february = take(rtt_overview, workbook, feed, tmp_path).one(period="2026-02")
    assert (february["england"], february["grain"]) == ("ENG", "england")
    assert (february["waiting"], february["waiting_with_estimates"]) == (7_124_952, 7_216_208)
    assert (february["within_18_weeks"], february["over_52_weeks"]) == (4_456_261, 120_871)
    assert february["median_wait"] == pytest.approx(13.1670783301949)
    assert february["percentile_92_wait"] == pytest.approx(39.4537529685939)
    assert february["unique_patients"] == pytest.approx(6_105_811.13)
    assert (february["admitted"], february["not_admitted"]) == (289_643, 1_207_513)


def test_a_dash_and_a_wait_beyond_the_bands_are_missing(workbook, feed, tmp_path):
    taken = take(rtt_overview, workbook, feed, tmp_path)
    assert taken.one(period="2007-04")["waiting"] is None
    august = taken.one(period="2007-08")
    assert (august["percentile_92_wait"], august["waiting"]) == (None, 4_186_974)


def test_months_to_come_and_notes_are_set_aside(workbook, feed, tmp_path):
    taken = take(rtt_overview, workbook, feed, tmp_path)
    assert max(row["period"] for row in taken.rows) == "2026-05"
    assert taken.reading.refused == ()
    assert taken.reading.rows_set_aside > 10
    assert taken.disagreements == []


def test_a_renamed_figure_is_named_with_its_title(workbook, feed, tmp_path):
    def rename(name: str, rows: list[list]) -> tuple[str, list[list]]:
        return name, [
            ["No. beyond 52 weeks" if cell == "No. > 52 weeks" else cell for cell in row] for row in rows
        ]

    path = changed_workbook(workbook, tmp_path / "renamed.xlsx", rename)
    recognition = recognised(rtt_overview, path, tmp_path)
    assert recognition is not None
    assert recognition.share < 1
    (problem,) = problems_of(rtt_overview, path, feed, tmp_path)
    assert problem.where.column == "Incomplete RTT pathways: No. > 52 weeks"


@pytest.mark.shared
def test_every_published_month_is_kept(shared_data, feed, tmp_path):
    taken = take(rtt_overview, shared_data / "rtt" / "RTT_Overview_Timeseries_May26.xlsx", feed, tmp_path)
    assert len(taken.rows) == 230  # April 2007 to May 2026
    assert taken.reading.refused == ()
    assert taken.disagreements == []
