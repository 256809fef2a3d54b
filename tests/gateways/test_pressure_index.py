"""Shares of late waits in one system. The rows here are invented in the table's layout."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import pressure_index
from tests.gateways.read_file import problems_of, take

TABLE = """\
provider_org_code,period_month,pressure_index_0_100,rtt_growth,rtt_over18_share,rtt_over52_share,dm01_breach,ae_pressure,kh03_occupancy
XA1,2019-04-01,29.26,0.0488,0.18,0.0,0.005,0.26,0.91
XA1,2019-05-01,19.61,0.0179,0.16,0.0,,0.21,0.91
"""


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("pressure_index")


def saved(text: str, folder: Path) -> Path:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return path


def test_shares_are_kept_by_provider_and_month(feed, tmp_path):
    taken = take(pressure_index, saved(TABLE, tmp_path), feed, tmp_path)
    april = taken.one(provider="XA1", period="2019-04")
    assert (april["tests_over_6_weeks"], april["over_4_hours_in_ae"], april["waiting_over_52_weeks"]) == (
        0.005,
        0.26,
        0,
    )
    assert taken.one(period="2019-05")["tests_over_6_weeks"] is None


def test_a_missing_column_is_named(feed, tmp_path):
    renamed = saved(TABLE.replace("dm01_breach", "dm01_breaches"), tmp_path)
    (problem,) = problems_of(pressure_index, renamed, feed, tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "dm01_breach")


@pytest.mark.shared
def test_every_row_of_the_table_is_kept(shared_data, feed, tmp_path):
    path = shared_data / "diagnostics_ambulance" / "pressure_index_provider_month.csv"
    taken = take(pressure_index, path, feed, tmp_path)
    assert len(taken.rows) == 1_005
    assert len({row["provider"] for row in taken.rows}) == 12
    assert taken.reading.refused == ()
