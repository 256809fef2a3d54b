"""Cancers by stage at diagnosis."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import cancer_stage
from tests.gateways.read_file import problems_of, take
from tests.gateways.test_ae_monthly import changed_csv


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("cancer_stage")


@pytest.fixture
def table(fixtures: Path) -> Path:
    return fixtures / "cancer_stage" / "norfolk-and-waveney.csv"


def test_stages_are_counted_by_the_code_of_the_named_system(table, feed, tmp_path):
    taken = take(cancer_stage, table, feed, tmp_path)
    assert {row["ics"] for row in taken.rows} == {"QMM"}
    assert taken.total("early", period="2019") == 2_735
    assert taken.total("staged", period="2019") == 5_183
    assert len(taken.only(period="2018")) == 22


def test_a_withheld_stage_is_missing_and_never_zero(table, feed, tmp_path):
    taken = take(cancer_stage, table, feed, tmp_path)
    hodgkin = taken.one(period="2019", site="Hodgkin lymphoma")
    assert (hodgkin["stage_1"], hodgkin["other_early"], hodgkin["early"], hodgkin["staged"]) == (
        5,
        None,
        11,
        27,
    )


def test_an_unknown_system_refuses_its_row(table, feed, tmp_path):
    def rename(rows: list[list[str]]) -> list[list[str]]:
        rows[1][2] = "Atlantis"
        return rows

    taken = take(cancer_stage, changed_csv(table, tmp_path / "other.csv", rename), feed, tmp_path)
    (problem,) = taken.reading.refused
    assert (problem.code, problem.where.row) == ("place.unknown", 2)


def test_a_renamed_heading_is_named(table, feed, tmp_path):
    def rename(rows: list[list[str]]) -> list[list[str]]:
        rows[0] = [heading.replace("Missing stage", "Stage missing") for heading in rows[0]]
        return rows

    (problem,) = problems_of(cancer_stage, changed_csv(table, tmp_path / "new.csv", rename), feed, tmp_path)
    assert problem.where.column == "Missing stage"


@pytest.mark.shared
def test_every_row_of_the_published_table_has_its_system(shared_data, feed, tmp_path):
    (path,) = (shared_data / "cancer").glob("NDRS*")
    taken = take(cancer_stage, path, feed, tmp_path)
    assert taken.reading.refused == ()
    assert len({row["ics"] for row in taken.rows}) == 42
    assert {row["period"] for row in taken.rows} == {str(year) for year in range(2013, 2020)}
    early = taken.total("early", period="2019") / taken.total("staged", period="2019")
    assert early == pytest.approx(0.55, abs=0.02)
