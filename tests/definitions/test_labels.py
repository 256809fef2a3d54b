"""Every group that a page shows has a name, and groups stand in the order that people expect."""

from pathlib import Path

import duckdb
import pytest

from aimwell.catalogue.codelists import read_labels
from aimwell.catalogue.everything import Catalogue
from aimwell.domain.labels import Labels
from aimwell.domain.problems import Problem, Problems
from aimwell.gateways.document import open_documents
from aimwell.gateways.register import gateways, recognise
from aimwell.sqltext import literal


@pytest.fixture(scope="module")
def labels(definitions: Path) -> Labels:
    return read_labels(definitions)


def test_a_named_group_is_called_by_its_name(labels: Labels) -> None:
    assert labels.of("fifth", "1") == "Most deprived fifth"
    assert labels.of_breakdown("treatment_function:C_130") == "Ophthalmology"
    assert labels.of_breakdown("test:DEXA_SCAN") == "Bone density scan (DEXA)"


def test_a_group_that_nobody_has_named_is_made_readable() -> None:
    labels = Labels()
    assert labels.of("urgency", "NON_URGENT") == "Non urgent"
    assert labels.of("urgency", "within 2 days") == "within 2 days"
    assert labels.of("condition", "COPD") == "COPD"
    assert labels.of("age_band", "") == "Not stated"
    assert not labels.names("urgency", "NON_URGENT")


def test_the_value_for_all_is_called_everyone() -> None:
    assert Labels().of_breakdown("all") == "Everyone"


def test_a_dimension_has_a_title(labels: Labels) -> None:
    assert labels.dimension_title("deprivation_tenth") == "Deprivation"
    assert labels.dimension_title("a_new_one") == "A new one"


def test_groups_stand_in_the_order_of_their_list(labels: Labels) -> None:
    assert labels.in_order("fifth", ["3", "1", "5", "all"]) == ("all", "1", "3", "5")
    assert labels.in_order("age_band", ["10-14", "90+", "5-9"]) == ("5-9", "10-14", "90+")


def test_groups_without_a_list_stand_as_people_count() -> None:
    assert Labels().in_order("band", ["10-14", "5-9", "b", "A"]) == ("5-9", "10-14", "A", "b")


def test_every_dimension_that_a_measure_is_broken_down_by_has_names(
    definitions: Path, labels: Labels
) -> None:
    measures = Catalogue(definitions).measures.values()
    asked = {breakdown.by for measure in measures for breakdown in measure.breakdowns}
    assert asked <= set(labels.lists)


def test_every_group_in_the_fixtures_of_a_broken_down_feed_has_a_name(
    definitions: Path, fixtures: Path, labels: Labels, tmp_path: Path
) -> None:
    catalogue = Catalogue(definitions)
    asked: dict[str, set[str]] = {}
    for measure in catalogue.measures.values():
        for breakdown in measure.breakdowns:
            asked.setdefault(measure.feed, set()).add(breakdown.by)
    met = {
        (dimension, code)
        for number, path in enumerate(sorted(fixtures.rglob("*")))
        if path.is_file() and path.suffix != ".md"
        for dimension, code in groups_in(path, catalogue, asked, tmp_path / str(number))
    }
    assert len({dimension for dimension, _ in met}) > 1
    assert sorted(group for group in met if not labels.names(*group)) == []


def groups_in(
    path: Path, catalogue: Catalogue, asked: dict[str, set[str]], scratch: Path
) -> set[tuple[str, str]]:
    """The groups of a fixture's facts; none for the damaged ones, which are refused."""
    scratch.mkdir()
    found: set[tuple[str, str]] = set()
    try:
        for number, document in enumerate(open_documents(path, scratch=scratch)):
            recognised = recognise(document, gateways())
            feed = recognised.recognition.feed
            if feed not in asked:
                continue
            room = scratch / f"facts-{number}"
            room.mkdir()
            facts = recognised.gateway.read(document, catalogue.feeds[feed], scratch=room).facts
            for dimension in asked[feed]:
                rows = duckdb.execute(f'select distinct "{dimension}" from {literal(facts)}').fetchall()
                found |= {(dimension, code) for (code,) in rows if code is not None}
    except (Problem, Problems):
        return found
    return found
