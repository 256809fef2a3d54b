"""Extracts of publications in JSON: England, systems, providers and contract areas in one shape."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import icb_extracts
from tests.gateways.read_file import problems_of, recognised, take

PERIODS = {
    "acute-discharge-2024-25": "2024/25",
    "ambulance-aqi-2024-25": "2024/25",
    "community-bed-audit-2026": "2026-03-04",
    "community-waits-2024-25": "2025-03",
    "gpad-2024-25-icb": "2024/25",
    "gpps-2025": "2025",
    "iucadc-2024-25": "2024/25",
    "qof-2024-25": "2024/25",
    "ucr-2024-25": "2024/25",
}


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("icb_extracts")


@pytest.fixture
def folder(fixtures: Path) -> Path:
    return fixtures / "icb_extracts"


def changed(source: Path, target: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    content = json.loads(source.read_text(encoding="utf-8"))
    change(content)
    target.write_text(json.dumps(content), encoding="utf-8")
    return target


@pytest.mark.parametrize("name", PERIODS)
def test_every_kind_of_extract_is_recognised_and_says_its_period(name, folder, feed, tmp_path):
    path = folder / f"{name}.json"
    assert recognised(icb_extracts, path, tmp_path).share == 1
    taken = take(icb_extracts, path, feed, tmp_path)
    assert PERIODS[name] in {row["period"] for row in taken.rows}
    assert taken.reading.refused == ()


def test_a_survey_result_keeps_its_interval_and_base(folder, feed, tmp_path):
    taken = take(icb_extracts, folder / "gpps-2025.json", feed, tmp_path)
    row = taken.one(grain="ics", ics="QOX", item="metrics.gpps-phone-access")
    assert (row["percent"], row["lower"], row["upper"], row["base"]) == (58.43, 57.27, 59.58, 9_584)
    england = taken.one(grain="ics", ics="ENG", item="metrics.gpps-phone-access")
    assert (england["percent"], england["base"]) == (52.94, 664_460)


def test_indicators_of_the_framework_have_numerator_and_denominator(folder, feed, tmp_path):
    taken = take(icb_extracts, folder / "qof-2024-25.json", feed, tmp_path)
    row = taken.one(grain="england", item="indicators.MH021")
    assert (row["numerator"], row["denominator"]) == (363_261, 478_803)
    register = taken.one(grain="ics", ics="QOX", item="prevalence.HYP")
    assert (register["register"], register["denominator"]) == (161_657, 1_012_517)


def test_systems_with_what_england_has_beyond_them_add_up_to_england(folder, feed, tmp_path):
    taken = take(icb_extracts, folder / "community-waits-2024-25.json", feed, tmp_path)
    assert taken.total("count", grain="ics", item="metrics.community-over-52") == 77_712
    assert taken.total("denominator", grain="ics", item="metrics.community-over-52") == 1_086_116


def test_months_stand_under_their_own_period(folder, feed, tmp_path):
    taken = take(icb_extracts, folder / "ucr-2024-25.json", feed, tmp_path)
    april = taken.one(grain="ics", ics="QOX", item="months.performance", period="2024-04")
    assert (april["percent"], april["count"]) == (76.03, None)
    assert taken.one(grain="ics", ics="QOX", item="months.referrals", period="2024-04")["count"] == 1_635


def test_a_stretch_that_is_no_period_is_set_aside(folder, feed, tmp_path):
    taken = take(icb_extracts, folder / "acute-discharge-2024-25.json", feed, tmp_path)
    assert not [row for row in taken.rows if "post_change" in row["item"]]


def test_contract_areas_of_111_are_told_to_the_register(folder, feed, tmp_path):
    taken = take(icb_extracts, folder / "iucadc-2024-25.json", feed, tmp_path)
    assert ("111AL6", "contract_area") in {(met.code, met.kind) for met in taken.reading.places_met}


def test_a_release_of_another_year_belongs_to_the_same_publication(folder, feed, tmp_path):
    newer = changed(
        folder / "gpps-2025.json",
        tmp_path / "newer.json",
        lambda content: content.update(publication="GP Patient Survey 2026", period="2026 survey"),
    )
    old, new = (
        take(icb_extracts, path, feed, tmp_path).rows[0] for path in (folder / "gpps-2025.json", newer)
    )
    assert old["scope"] == new["scope"] == "GP Patient Survey"
    assert new["period"] == "2026"


def test_an_extract_without_england_is_refused_by_that_name(folder, feed, tmp_path):
    path = changed(folder / "gpps-2025.json", tmp_path / "x.json", lambda content: content.pop("england"))
    (problem,) = problems_of(icb_extracts, path, feed, tmp_path)
    assert (problem.code, problem.where.column) == ("feed.missing-column", "england")


def test_a_record_with_text_for_a_figure_is_refused_and_the_others_are_kept(folder, feed, tmp_path):
    def spoil(content: dict[str, Any]) -> None:
        content["icbs"][1]["metrics"]["gpps-phone-access"]["percent"] = "about half"

    path = changed(folder / "gpps-2025.json", tmp_path / "spoilt.json", spoil)
    taken = take(icb_extracts, path, feed, tmp_path)
    (problem,) = taken.reading.refused
    assert (problem.code, problem.where.sheet) == ("cell.not-a-number", "icbs[1]")
    assert problem.where.column == "metrics.gpps-phone-access.percent"
    assert taken.only(grain="ics", ics="QOX")


def test_a_description_of_a_file_is_refused_with_the_way_to_the_file(feed, tmp_path):
    path = tmp_path / "inspection.json"
    path.write_text(
        '{"source_url": "https://example.org/a.csv", "wide_indicator_columns": [], "first_rows": []}'
    )
    (problem,) = problems_of(icb_extracts, path, feed, tmp_path)
    assert problem.code == "feed.wrong-format"
    assert "https://example.org/a.csv" in problem.remedy


def test_other_json_is_left_to_others(tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text('{"resourceType": "Bundle", "entry": []}')
    assert recognised(icb_extracts, path, tmp_path) is None


def test_every_shared_extract_is_read_and_adds_up_to_england(shared_data: Path, feed, tmp_path):
    wanted = {
        "gpad-2024-25-icb.json": ("metrics.gpad-appointments", 368_990_304),
        "community-waits-2024-25.json": ("metrics.community-waiting-list", 1_090_356),
        "community-bed-audit-2026.json": ("metrics.community-bed-capacity", 13_439),
        "ucr-2024-25.json": ("metrics.ucr-referrals", 844_180),
        "acute-discharge-2024-25.json.gz": ("daily.discharged_total", 3_671_864),
    }
    for number, (name, (item, england)) in enumerate(wanted.items()):
        scratch = tmp_path / str(number)
        scratch.mkdir()
        taken = take(icb_extracts, shared_data / "icb_extracts_json" / name, feed, scratch)
        assert taken.total("count", grain="ics", item=item) == england
        assert len({row["ics"] for row in taken.only(grain="ics")}) == 43  # the systems and England
