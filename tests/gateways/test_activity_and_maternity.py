"""Hospital activity and maternity: small counts withheld or rounded, and England to the unit all the same."""

from pathlib import Path

import pytest

from aimwell.gateways import hospital_activity, maternity_statistics
from tests.gateways.read_file import take

ELECTIVE = {"specialties": "All specialties", "activity": "Elective total"}


def test_commissioners_with_what_england_has_beyond_them_add_up_to_the_nation(fixtures, feed_of, tmp_path):
    path = fixtures / "hospital_activity" / "march-2021.csv"
    taken = take(hospital_activity, path, feed_of("hospital_activity"), tmp_path)
    assert taken.total("count", grain="sub_icb", **ELECTIVE) == 624_758
    assert taken.disagreements == []
    beyond = taken.one(grain="sub_icb", sub_icb="ENG", **ELECTIVE)
    assert abs(beyond["count"]) < 1_000


def test_a_withheld_count_of_activity_is_suppressed_and_its_neighbours_are_not(fixtures, feed_of, tmp_path):
    path = fixtures / "hospital_activity" / "march-2021.csv"
    taken = take(hospital_activity, path, feed_of("hospital_activity"), tmp_path)
    row = next(row for row in taken.rows if row["status"] == "suppressed")
    assert row["count"] is None
    same = [other for other in taken.rows if other["source_row"] == row["source_row"]]
    assert {other["status"] for other in same} == {"ok", "suppressed"}


def test_rows_of_regions_and_hubs_are_set_aside(fixtures, feed_of, tmp_path):
    path = fixtures / "hospital_activity" / "march-2021.csv"
    taken = take(hospital_activity, path, feed_of("hospital_activity"), tmp_path)
    assert taken.reading.rows_set_aside == 10  # eight regions, the nation and a national hub
    assert {row["grain"] for row in taken.rows} == {"sub_icb", "provider"}


def test_smoking_at_booking_is_englands_published_count(fixtures, feed_of, tmp_path):
    path = fixtures / "maternity_statistics" / "2022-23.csv"
    taken = take(maternity_statistics, path, feed_of("maternity_statistics"), tmp_path)
    smokers = {"characteristic": "SmokingStatusGroupBooking", "category": "Smoker"}
    assert (
        taken.total("deliveries", grain="provider", **smokers)
        == taken.one(grain="england", **smokers)["deliveries"]
    )
    assert taken.one(grain="england", **smokers)["deliveries"] == 51_120
    assert {row["babies"] for row in taken.rows} == {None}


def test_a_year_of_maternity_is_a_financial_one(fixtures, feed_of, tmp_path):
    path = fixtures / "maternity_statistics" / "2022-23.csv"
    taken = take(maternity_statistics, path, feed_of("maternity_statistics"), tmp_path)
    assert {row["period"] for row in taken.rows} == {"2022/23"}
    assert len({row["region"] for row in taken.only(grain="region")}) == 7


@pytest.mark.parametrize("year", ["2021-22", "2022-23"])
def test_providers_of_every_maternity_year_add_up_to_england(year, shared_data: Path, feed_of, tmp_path):
    path = shared_data / "activity" / f"hosp-epis-stat-mat-msdscsv-{year}.csv.gz"
    taken = take(maternity_statistics, path, feed_of("maternity_statistics"), tmp_path)
    assert taken.reading.rows_kept == taken.reading.rows_read
    for amount in ("deliveries", "babies"):
        assert taken.total(amount, grain="provider") == taken.total(amount, grain="england")


def test_every_month_of_activity_equals_the_nation(shared_data: Path, feed_of, tmp_path):
    path = shared_data / "activity" / "HES_MAR_2020-21_M13.csv.gz"
    taken = take(hospital_activity, path, feed_of("hospital_activity"), tmp_path)
    for grain in ("sub_icb", "provider"):
        assert taken.total("count", grain=grain, **ELECTIVE) == 5_594_482
    assert taken.disagreements == []
