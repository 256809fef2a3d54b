"""Practices, networks and neighbourhoods as places."""

from datetime import date
from pathlib import Path

import pytest

from aimwell.pipeline.geography import Geography
from aimwell.services.ask_places import places_for


@pytest.fixture(scope="module")
def geography() -> Geography:
    return Geography(Path(__file__).resolve().parents[2] / "definitions")


def test_every_neighbourhood_of_either_census_is_told_with_its_dates(geography: Geography):
    assert len(places_for(geography, kind="lsoa_2011")) == 32_844
    found = places_for(geography, kind="lsoa_2021", search="E01000001")
    assert found == [("E01000001", "E01000001", "lsoa_2021", "E01000001", "2021-03-21", "", "E01000001")]
    assert places_for(geography, kind="lsoa_2011", on=date(2022, 1, 1)) == []


def test_practices_and_networks_are_found_by_name(geography: Geography):
    assert ("A81002", "", "practice", "Queens Park Medical Centre", "1974-04-01", "", "A81002") in places_for(
        geography, kind="practice", search="Queens Park Medical"
    )
    assert {row[0] for row in places_for(geography, kind="pcn", search="stockton")} >= {"U89141", "U07032"}


def test_a_place_is_found_on_a_day_it_existed_only(geography: Geography):
    assert len(places_for(geography, kind="ics", on=date(2022, 7, 1))) > len(
        places_for(geography, kind="ics", on=date(2026, 4, 1))
    )
