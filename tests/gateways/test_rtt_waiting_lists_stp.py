"""Referral to treatment: long waits by system, 2020 to 2022. The rows here are invented in the table's layout."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import rtt_waiting_lists_stp
from tests.gateways.read_file import problems_of, take

TABLE = """\
Year,Month,Provider Parent Org Code,Provider Parent Name,Treatment Function Name,Total waiting > 52 weeks,Total waiting > 18 weeks
2020,Apr,QE1,HEALTHIER LANCASHIRE AND SOUTH CUMBRIA,Cardiology,2,100
2020,Apr,QE1,HEALTHIER LANCASHIRE AND SOUTH CUMBRIA,Urology,3,200
2020,Apr,QE1,HEALTHIER LANCASHIRE AND SOUTH CUMBRIA,Total,5,300
2022,Sep,QE1,NHS LANCASHIRE AND SOUTH CUMBRIA INTEGRATED CARE BOARD,Urology Service,4,400
2022,Sep,QE1,NHS LANCASHIRE AND SOUTH CUMBRIA INTEGRATED CARE BOARD,Total,4,400
"""


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("rtt_waiting_lists_stp")


def saved(text: str, folder: Path) -> Path:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return path


def test_specialties_are_kept_and_their_totals_checked(feed, tmp_path):
    taken = take(rtt_waiting_lists_stp, saved(TABLE, tmp_path), feed, tmp_path)
    assert taken.total("over_52_weeks", ics="QE1", period="2020-04") == 5
    assert taken.total("over_18_weeks", ics="QE1", period="2022-09") == 400
    assert (taken.reading.rows_kept, taken.reading.rows_set_aside) == (3, 2)
    assert taken.disagreements == []


def test_totals_that_their_specialties_do_not_add_up_to_are_told(feed, tmp_path):
    taken = take(rtt_waiting_lists_stp, saved(TABLE.replace("5,300", "5,301"), tmp_path), feed, tmp_path)
    assert len(taken.disagreements) == 1


def test_a_row_of_no_month_is_refused_and_the_others_are_kept(feed, tmp_path):
    taken = take(
        rtt_waiting_lists_stp, saved(TABLE.replace("2020,Apr", "2020,Avril", 1), tmp_path), feed, tmp_path
    )
    assert [problem.code for problem in taken.reading.refused] == ["period.unknown"]
    assert len(taken.rows) == 2


def test_a_missing_column_is_named(feed, tmp_path):
    renamed = TABLE.replace("Total waiting > 52 weeks", "Waiting > 52 weeks")
    (problem,) = problems_of(rtt_waiting_lists_stp, saved(renamed, tmp_path), feed, tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "Total waiting > 52 weeks")


@pytest.mark.shared
def test_every_total_of_the_whole_table_agrees(shared_data, feed, tmp_path):
    path = shared_data / "rtt" / "waiting_lists_for_STPs.csv.gz"
    taken = take(rtt_waiting_lists_stp, path, feed, tmp_path)
    assert taken.disagreements == []
    assert taken.reading.refused == ()
    assert len({row["period"] for row in taken.rows}) == 30
