"""Which places a published code counts for."""

from collections import Counter
from pathlib import Path

import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.places import OUTSIDE, PlaceKind
from aimwell.domain.receipts import PlaceMet
from aimwell.pipeline.geography import Geography

DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions"


@pytest.fixture(scope="module")
def geography() -> Geography:
    return Geography(DEFINITIONS)


def systems_of(geography: Geography, code: str, *met: PlaceMet) -> Counter[str]:
    """How often a code counts for each system, region and OUTSIDE."""
    feed = Catalogue(DEFINITIONS).feeds["gp_weighted_populations"]
    rollups = geography.membership(met).rollups([code], feed)
    rows = [*rollups.own, *(row for _, shared in rollups.shared for row in shared)]
    return Counter(row.place for row in rows if row.level in ("ics", "region", "outside"))


def test_a_code_that_a_file_introduced_counts_once_for_its_system(geography: Geography):
    found = systems_of(geography, "Z9999", PlaceMet("Z9999", "A new clinic", "provider", "QYG"))
    assert found == {"QYG": 1, "Y62": 1}


def test_a_commissioning_hub_is_in_no_system_and_stands_apart(geography: Geography):
    assert systems_of(geography, "13Q") == {OUTSIDE: 1}


def test_a_code_nobody_knows_counts_for_england_alone(geography: Geography):
    assert systems_of(geography, "Z0000") == {OUTSIDE: 1}


def test_every_neighbourhood_is_in_one_system_of_each_footprint(geography: Geography):
    footprints = [
        {place.id for place in geography.register.of_kind(PlaceKind.ICS, footprint.starts)}
        for footprint in geography.footprints
    ]
    for area in ("E01000001", "E01016206", "E01030734"):  # the City, Berkshire, Surrey
        found = systems_of(geography, area)
        assert [sum(found[place] for place in systems) for systems in footprints] == [1, 1]
