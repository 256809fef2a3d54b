"""What ships in definitions/ loads, holds together and is named as the field names it."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from aimwell.catalogue.codelists import read_labels
from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.places import read_overlaps, read_register
from aimwell.domain.footprints import systems_of
from aimwell.domain.measures import Aim, Better, Level
from aimwell.domain.periods import Period
from aimwell.domain.promises import RulePack, target_for
from aimwell.gateways.register import gateways

FILE_SAFE = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
ADDRESS = re.compile(r"https?://[^\s]+")


@pytest.fixture(scope="module")
def catalogue(definitions: Path) -> Catalogue:
    return Catalogue(definitions)


def pack(catalogue: Catalogue, name: str) -> RulePack:
    (found,) = [each for each in catalogue.packs if each.id == name]
    return found


def test_every_shipped_definition_loads(catalogue: Catalogue, definitions: Path) -> None:
    folders = {
        "feeds": catalogue.feeds,
        "measures": catalogue.measures,
        "priorities": catalogue.packs,
        "standards/spc_profiles": catalogue.profiles,
        "codelists": read_labels(definitions).lists,
    }
    for folder, loaded in folders.items():
        assert len(loaded) == len(list((definitions / folder).glob("*.toml"))) > 0


def test_every_definition_s_id_is_safe_as_a_file_name(catalogue: Catalogue) -> None:
    ids = [*catalogue.feeds, *catalogue.measures, *(each.id for each in catalogue.packs)]
    ids += [priority.id for each in catalogue.packs for priority in each.priorities]
    assert [name for name in ids if not FILE_SAFE.fullmatch(name)] == []


def test_no_two_measures_are_called_the_same(catalogue: Catalogue) -> None:
    for names in (
        [measure.title for measure in catalogue.measures.values()],
        [measure.short for measure in catalogue.measures.values()],
    ):
        assert sorted({name for name in names if names.count(name) > 1}) == []


def test_there_are_at_least_sixty_measures_and_some_for_every_aim(catalogue: Catalogue) -> None:
    assert len(catalogue.measures) >= 60
    assert {measure.aim for measure in catalogue.measures.values()} == set(Aim)


def test_every_feed_of_a_measure_is_declared_and_has_a_gateway(catalogue: Catalogue) -> None:
    asked = {measure.feed for measure in catalogue.measures.values()}
    asked |= {m.denominator.feed for m in catalogue.measures.values() if m.denominator and m.denominator.feed}
    assert asked <= set(catalogue.feeds)
    assert asked <= {gateway.FEED for gateway in gateways()}


def test_every_feed_has_a_gateway_and_every_gateway_a_feed(catalogue: Catalogue) -> None:
    assert {gateway.FEED for gateway in gateways()} == set(catalogue.feeds)


def test_the_next_review_of_a_measure_is_after_the_last(catalogue: Catalogue) -> None:
    assert all(measure.review_by > measure.reviewed for measure in catalogue.measures.values())


def test_a_measure_is_read_by_somebody_else_than_its_author(catalogue: Catalogue) -> None:
    assert all(measure.author != measure.checker for measure in catalogue.measures.values())


def test_a_measure_asks_a_question_and_says_why(catalogue: Catalogue) -> None:
    for measure in catalogue.measures.values():
        assert measure.question.endswith("?"), measure.id
        assert measure.why.endswith("."), measure.id
        assert ADDRESS.match(measure.source), measure.id


def test_every_feed_names_its_publisher_licence_and_page(catalogue: Catalogue) -> None:
    for feed in catalogue.feeds.values():
        assert feed.publisher, feed.id
        assert feed.licence, feed.id
        assert feed.attribution, feed.id
        assert ADDRESS.match(feed.address), feed.id


@pytest.mark.parametrize(
    ("name", "year", "priorities"),
    [("national-2023-24", 2023, 31), ("national-2025-26", 2025, 18), ("national-2026-29", 2026, 15)],
)
def test_the_pack_of_a_year_holds_its_national_priorities(
    catalogue: Catalogue, name: str, year: int, priorities: int
) -> None:
    found = pack(catalogue, name)
    assert found.starts == date(year, 4, 1)
    assert len(found.priorities) == priorities


def test_every_priority_has_a_source(catalogue: Catalogue) -> None:
    for each in catalogue.packs:
        for priority in each.priorities:
            assert ADDRESS.match(priority.source), f"{each.id}: {priority.id}"


def test_more_national_priorities_were_set_than_the_review_s_ceiling_allows(catalogue: Catalogue) -> None:
    ceiling = pack(catalogue, "hewitt-review-2023").ceiling
    assert ceiling is not None
    assert len(pack(catalogue, "national-2023-24").priorities) > ceiling


@pytest.mark.parametrize(
    ("measure", "period", "threshold"),
    [
        ("ae_within_4_hours", "2024-03", 76),
        ("ae_within_4_hours", "2024-04", 78),
        ("ae_within_4_hours", "2026-03", 78),
        ("rtt_within_18_weeks", "2026-02", 65),
        ("rtt_within_18_weeks", "2026-04", 70),
        ("rtt_within_18_weeks", "2028-06", 92),
        ("cancer_62_day", "2025-09", 75),
        ("cancer_28_day_faster_diagnosis", "2025-09", 80),
        ("diagnostics_within_6_weeks", "2025-03", 95),
        ("ambulance_category_2_mean_response", "2025-09", 30),
    ],
)
def test_a_measure_is_held_to_the_target_of_the_year(
    catalogue: Catalogue, measure: str, period: str, threshold: float
) -> None:
    target = target_for(measure, Period.parse(period), catalogue.packs)
    assert target is not None
    assert target.threshold == threshold


def test_a_threshold_that_nobody_has_read_judges_nothing(catalogue: Catalogue) -> None:
    unread = [p for p in pack(catalogue, "national-2023-24").priorities if p.threshold and not p.verified]
    assert unread
    for priority in unread:
        assert target_for(priority.measure, Period.parse("2024-03"), catalogue.packs) is None


def test_a_standing_standard_judges_only_where_no_year_names_the_measure(catalogue: Catalogue) -> None:
    before, during = Period.parse("2019-04"), Period.parse("2026-02")
    assert target_for("rtt_within_18_weeks", before, catalogue.packs).threshold == 92
    assert target_for("rtt_within_18_weeks", during, catalogue.packs).threshold == 65


def test_a_target_suits_the_unit_and_direction_of_its_measure(catalogue: Catalogue) -> None:
    for each in catalogue.packs:
        for priority in each.priorities:
            if priority.threshold is None:
                continue
            measure = catalogue.measures[priority.measure]
            assert measure.better is not Better.NEITHER, priority.id
            assert Level.ENGLAND in measure.levels or Level.ICS in measure.levels, priority.id
            if measure.unit == "percent":
                assert 0 < priority.threshold <= 100, priority.id


def test_no_number_of_systems_or_priorities_is_compared_with_in_code(
    catalogue: Catalogue, definitions: Path
) -> None:
    """How many systems there are, and how many priorities, is data: it has changed and will change again."""
    register, footprints = read_register(definitions), read_overlaps(definitions).footprints
    told = {len(list(systems_of(register, footprint))) for footprint in footprints}
    told.add(len(pack(catalogue, "national-2023-24").priorities))
    package = definitions.parent / "src"
    found = [
        f"{path.relative_to(package)}:{node.lineno}"
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and told & _numbers_in(node)
    ]
    assert found == []


def _numbers_in(node: ast.Compare) -> set[object]:
    sides = (node.left, *node.comparators)
    return {side.value for side in sides if isinstance(side, ast.Constant) and type(side.value) is int}
