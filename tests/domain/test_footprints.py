"""Figures move between footprints without losing one, or not at all, with the reason."""

import csv
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from aimwell.catalogue.places import read_overlaps, read_register
from aimwell.domain.footprints import Bridge, Overlaps, Rollup, bridge, rollups, systems_of
from aimwell.domain.moving import Series, in_force, move, share_whole
from aimwell.domain.places import Basis, PlaceKind, Register

OLD, NEW = date(2022, 7, 1), date(2026, 4, 1)
DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions"
REGISTER: Register = read_register(DEFINITIONS)
OVERLAPS: Overlaps = read_overlaps(DEFINITIONS)
BRIDGES: dict[date, Bridge] = {
    footprint.starts: bridge(REGISTER, OVERLAPS, footprint) for footprint in OVERLAPS.footprints
}
COUNTS = st.integers(0, 2_000_000)


def read(name: str) -> list[dict[str, str]]:
    with (DEFINITIONS.parent / "tests" / "fixtures" / "places" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def of_locations(footprint: date, on: date) -> tuple[Rollup, ...]:
    return tuple(
        way for way in in_force(BRIDGES[footprint].rollups, on=on) if way.source_kind is PlaceKind.SUB_ICB
    )


def locations(on: date) -> tuple[str, ...]:
    return tuple(place.ods for place in REGISTER.of_kind(PlaceKind.SUB_ICB, on))


def test_there_were_42_systems_in_2022_and_are_36_in_2026():
    assert [len(systems_of(REGISTER, footprint)) for footprint in OVERLAPS.footprints] == [42, 36]


def test_the_106_locations_of_either_time_reach_every_system_of_either_footprint():
    for published in (OLD, NEW):
        for footprint, systems in ((OLD, 42), (NEW, 36)):
            ways = of_locations(footprint, published)
            by_ods = {way.source_code for way in ways if not way.source_code.startswith("E38")}
            assert len(by_ods & set(locations(published))) == 106
            assert len({way.target_id for way in ways}) == systems


def test_only_the_parts_of_frimley_are_estimated():
    for footprint, on, divided in (
        (NEW, OLD, {"D4U1Y"}),
        (OLD, NEW, {"92A", "D9Y0V"}),
        (OLD, OLD, set()),
        (NEW, NEW, set()),
    ):
        assert {way.source_id for way in of_locations(footprint, on) if way.estimated} == divided


def test_the_parts_of_every_source_follow_on_from_nothing_to_the_whole():
    for footprint in (OLD, NEW):
        ways = defaultdict(list)
        for way in rollups(REGISTER, OVERLAPS, next(f for f in OVERLAPS.footprints if f.starts == footprint)):
            ways[way.source_code, way.source_from, way.target_kind, way.basis].append(way)
        for parts in ways.values():
            assert parts[0].cumulative_from == 0
            assert parts[-1].cumulative_to == 1
            assert all(one.cumulative_to == other.cumulative_from for one, other in pairwise(parts))


def test_a_code_has_one_meaning_on_any_day():
    for footprint in (OLD, NEW):
        for on in (date(2019, 4, 1), date(2022, 6, 30), OLD, date(2026, 3, 31), NEW):
            for basis in Basis:
                seen = Counter(
                    (way.source_code, way.target_id)
                    for way in in_force(BRIDGES[footprint].rollups, on=on, basis=basis)
                )
                assert not seen or max(seen.values()) == 1


@given(arrays.arrays(np.int64, (106, 3), elements=COUNTS))
def test_moving_locations_from_42_to_36_and_back_loses_nothing(amounts):
    before = Series(locations(OLD), amounts)
    there = move(before, of_locations(NEW, OLD))
    assert len(there.moved.codes) == 36
    assert there.kept.codes == ()
    np.testing.assert_array_equal(there.moved.totals, before.totals)
    np.testing.assert_array_equal(there.back().amounts, before.amounts)
    systems = move(there.back(), of_locations(OLD, OLD))
    assert len(systems.moved.codes) == 42
    np.testing.assert_array_equal(systems.moved.totals, before.totals)


@given(arrays.arrays(np.int64, (42, 2), elements=COUNTS))
def test_moving_42_systems_to_36_and_back_loses_nothing_even_of_those_that_cannot_move(amounts):
    codes = tuple(place.ods for place in REGISTER.of_kind(PlaceKind.ICS, OLD))
    before = Series(codes, amounts)
    ways = [way for way in in_force(BRIDGES[NEW].rollups, on=OLD) if way.source_kind is PlaceKind.ICS]
    there = move(before, ways)
    np.testing.assert_array_equal(there.moved.totals + there.kept.totals, before.totals)
    assert there.back().codes == before.codes
    np.testing.assert_array_equal(there.back().amounts, before.amounts)
    assert there.estimated == frozenset()


@given(
    arrays.arrays(np.int64, 5, elements=st.integers(-(10**12), 10**12)),
    st.lists(st.integers(1, 10**7), min_size=1, max_size=8),
)
def test_the_shares_of_a_whole_number_add_up_to_it(amounts, people):
    ends = np.cumsum([0, *people]) / sum(people)
    parts = [share_whole(amounts, float(start), float(end)) for start, end in pairwise(ends)]
    np.testing.assert_array_equal(sum(parts), amounts)


def test_a_share_is_rounded_to_the_nearest_whole():
    np.testing.assert_array_equal(share_whole(np.array([10, 11]), 0.0, 0.25), [3, 3])
    np.testing.assert_array_equal(share_whole(np.array([10, 11]), 0.25, 1.0), [7, 8])


def test_merged_systems_roll_up_whole_and_divided_ones_are_refused_with_the_reason():
    ways = [way for way in in_force(BRIDGES[NEW].rollups, on=OLD) if way.source_kind is PlaceKind.ICS]
    assert {way.source_code for way in ways if way.target_id == "Z9B2Z"} >= {"QMJ", "QRV"}
    refused = BRIDGES[NEW].not_available
    reached = {way.target_id for way in ways}
    missing = {place.id for place in REGISTER.of_kind(PlaceKind.ICS, NEW)} - reached
    assert missing == {"T6Y0W", "D7T5G", "S1Y5D", "S0E4D", "S9B9J", "QRL"}
    assert missing <= {refusal.target_id for refusal in refused}
    essex = next(refusal for refusal in refused if refusal.target_id == "D7T5G")
    assert "Suffolk and North East Essex (QJG) and Hertfordshire and West Essex (QM7)" in essex.reason


def test_divided_systems_still_roll_up_to_their_region():
    regions = in_force(BRIDGES[NEW].rollups, on=OLD, to=PlaceKind.REGION)
    assert {way.target_id for way in regions if way.source_code == "QJG"} == {"Y61"}
    assert {way.target_id for way in regions if way.source_code == "QNQ"} == {"Y59"}


def test_a_system_redrawn_in_2022_is_refused_before_that_day():
    for footprint in (OLD, NEW):
        redrawn = {
            refusal.source_id
            for refusal in BRIDGES[footprint].not_available
            if refusal.source_id.endswith("-2022")
        }
        assert redrawn >= {"QHL-2022", "QF7-2022", "15E-2022"}
        codes = {way.source_code for way in in_force(BRIDGES[footprint].rollups, on=date(2022, 6, 30))}
        assert not codes & {"QHL", "E54000017", "15E"}


def test_waiting_lists_of_commissioners_add_up_to_england_on_both_footprints():
    amounts = {row["commissioner"]: int(row["pathways"]) for row in read("rtt_2026_02_by_commissioner.csv")}
    codes = tuple(code for code in amounts if code != "NONC")
    published = Series(codes, np.array([[amounts[code]] for code in codes]))
    parents: Counter[str] = Counter()
    for row in read("rtt_2026_02_by_commissioner.csv"):
        parents[row["parent"]] += int(row["pathways"])
    for footprint, systems in ((OLD, 42), (NEW, 36)):
        there = move(published, of_locations(footprint, date(2026, 2, 28)))
        assert len(there.moved.codes) == systems
        assert int(there.moved.totals[0] + there.kept.totals[0]) == 7_124_952
        np.testing.assert_array_equal(there.back().amounts, published.amounts)
        if footprint == OLD:
            ods = {
                REGISTER.place(code).ods: int(row[0])
                for code, row in zip(there.moved.codes, there.moved.amounts, strict=True)
            }
            assert ods == {code: count for code, count in parents.items() if code}


@pytest.mark.parametrize(("month", "footprint"), [("2019-04", OLD), ("2026-03", OLD), ("2026-04", NEW)])
def test_attendances_of_providers_add_up_to_every_system_as_published(month, footprint):
    rows = [row for row in read("ae_by_provider.csv") if row["month"] == month]
    series = Series(
        tuple(row["provider"] for row in rows), np.array([[int(row["attendances"])] for row in rows])
    )
    on = date.fromisoformat(f"{month}-01")
    ways = in_force(BRIDGES[footprint].rollups, on=on, basis=Basis.ACCIDENT_AND_EMERGENCY)
    there = move(series, ways)
    made = {
        REGISTER.place(code).ods: int(row[0])
        for code, row in zip(there.moved.codes, there.moved.amounts, strict=True)
    }
    assert made == {
        row["system"]: int(row["attendances"]) for row in read("ae_by_system.csv") if row["month"] == month
    }
    if month == "2026-03":
        assert sum(made.values()) == 2_432_272


def test_providers_of_every_month_reach_the_36_systems_whole():
    ways = in_force(BRIDGES[NEW].rollups, on=date(2019, 4, 1), basis=Basis.ACCIDENT_AND_EMERGENCY)
    reached = {way.source_code: way.target_id for way in ways}
    assert {row["provider"] for row in read("ae_by_provider.csv") if int(row["attendances"])} <= set(reached)
    assert (reached["RQW"], reached["RDE"], reached["NQ108"], reached["RDU"]) == (
        "D7T5G",
        "T6Y0W",
        "D7T5G",
        "S0E4D",
    )


def test_councils_inside_one_system_are_exact_and_others_estimated():
    ways = in_force(BRIDGES[OLD].rollups, on=OLD, basis=Basis.RESIDENCE)
    leeds = [way for way in ways if way.source_code == "E08000035"]
    surrey = [way for way in ways if way.source_code == "E10000030"]
    assert [(way.target_id, way.estimated) for way in leeds] == [("QWO", False)]
    assert {way.target_id for way in surrey} == {"QXU", "QNQ"}
    assert all(way.estimated for way in surrey)


def test_a_series_has_one_row_for_each_code_and_each_code_once():
    with pytest.raises(ValueError, match="one row"):
        Series(("QYG",), np.zeros((2, 1), dtype=np.int64))
    with pytest.raises(ValueError, match="once"):
        Series(("QYG", "QYG"), np.zeros((2, 1), dtype=np.int64))
