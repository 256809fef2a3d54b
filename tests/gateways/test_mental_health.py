"""Mental health: talking therapies in both layouts, and the national series of contacts."""

from pathlib import Path

import pytest

from aimwell.gateways import mental_health_contacts, talking_therapies
from tests.gateways.read_file import recognised, take


@pytest.fixture
def feed(feed_of):
    return feed_of("talking_therapies")


def test_the_workbook_and_the_csv_of_talking_therapies_give_one_kind_of_facts(fixtures, feed, tmp_path):
    folder = fixtures / "talking_therapies"
    wide = take(talking_therapies, folder / "feb2019-feb2020.xlsx", feed, tmp_path)
    long = take(talking_therapies, folder / "sub_icb.csv", feed, tmp_path)
    assert {row["figure"] for row in wide.rows} < {row["figure"] for row in long.rows}
    row = long.one(sub_icb="E38000130", period="2022-07", figure="treated within 6 weeks")
    assert (row["percent"], row["count"], row["status"]) == (55, None, "ok")
    row = wide.one(grain="england", period="2019-02", figure="referrals received")
    assert (row["count"], row["source_sheet"], row["england"]) == (137_647, "Table 1", "ENG")


def test_the_workbook_says_when_it_was_published(fixtures, feed, tmp_path):
    taken = take(talking_therapies, fixtures / "talking_therapies" / "feb2019-feb2020.xlsx", feed, tmp_path)
    assert taken.reading.vintage.order == "2020-05-14"


def test_figures_that_the_publisher_hides_are_not_zero(fixtures, feed, tmp_path):
    taken = take(talking_therapies, fixtures / "talking_therapies" / "feb2019-feb2020.xlsx", feed, tmp_path)
    row = taken.one(sub_icb="NONE", period="2019-02", figure="first treatments")
    assert (row["count"], row["status"]) == (None, "suppressed")


def test_rows_of_a_provider_within_a_ccg_are_set_aside(fixtures, feed, tmp_path):
    taken = take(talking_therapies, fixtures / "talking_therapies" / "feb2019-feb2020.xlsx", feed, tmp_path)
    assert taken.reading.rows_set_aside == 13
    assert {row["grain"] for row in taken.rows} == {"england", "sub_icb", "provider"}


def test_locations_with_what_england_has_beyond_them_add_up_to_england(fixtures, feed, tmp_path):
    taken = take(talking_therapies, fixtures / "talking_therapies" / "feb2019-feb2020.xlsx", feed, tmp_path)
    wanted = {"period": "2020-01", "figure": "ended referrals"}
    assert (
        taken.total("count", grain="sub_icb", **wanted)
        == taken.total("count", grain="england", **wanted)
        == 142_672
    )


def test_a_month_of_mental_health_contacts_is_the_nations(fixtures, feed_of, tmp_path):
    path = fixtures / "mental_health_contacts" / "contacts.csv"
    taken = take(mental_health_contacts, path, feed_of("mental_health_contacts"), tmp_path)
    assert taken.one(period="2024-04")["people"] == 1_905_302
    assert len(taken.rows) == 97


def test_another_series_under_the_same_headings_is_not_taken_for_mental_health(tmp_path):
    path = tmp_path / "rain.csv"
    path.write_text("date,measure,count\n2024-04-30,Days of rain,12\n", encoding="utf-8")
    assert recognised(mental_health_contacts, path, tmp_path) is None


def test_every_published_row_of_talking_therapies_is_read(shared_data: Path, feed, tmp_path):
    wide = take(talking_therapies, shared_data / "mental_health" / "feb2019_feb2020.xlsx", feed, tmp_path)
    assert (wide.reading.rows_read, wide.reading.rows_set_aside) == (32_097, 27_105)
    assert wide.total("count", grain="england", figure="referrals received", period="2019-10") == 159_497
    long = take(talking_therapies, shared_data / "mental_health" / "england_sicb_iapt.csv.gz", feed, tmp_path)
    assert long.reading.rows_kept == 12_826
    assert len({row["sub_icb"] for row in long.rows}) == 106
