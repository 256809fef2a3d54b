"""What a system carries is counted once each, and clashes are told from steps of one way."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.workplace.carried import Carried, Origin, OverlapKind, load_of, overlap_of

OWN = Carried(
    id="a", origin=Origin.OWN, source="set here", title="Shorter waits", measure="waits", place="QXX",
    breakdown="all", value=70.0, starts=date(2026, 4, 1), by=date(2027, 3, 31), direction="higher",
)  # fmt: skip


def other(**changes: object) -> Carried:
    return replace(OWN, id="b", **changes)  # type: ignore[arg-type]


def test_two_figures_for_one_day_clash():
    assert overlap_of(OWN, other(value=75.0)) is OverlapKind.CONFLICT


def test_one_figure_asked_for_twice_is_the_same():
    assert overlap_of(OWN, other(by=date(2028, 3, 31))) is OverlapKind.SAME


def test_a_later_target_that_asks_for_more_is_a_step():
    assert overlap_of(OWN, other(value=92.0, by=date(2029, 3, 31))) is OverlapKind.STEPS


def test_a_later_target_that_asks_for_less_clashes():
    assert overlap_of(OWN, other(value=65.0, by=date(2029, 3, 31))) is OverlapKind.CONFLICT


def test_targets_in_two_directions_clash():
    assert overlap_of(OWN, other(direction="lower")) is OverlapKind.CONFLICT


def test_targets_whose_dates_do_not_meet_have_nothing_to_do_with_one_another():
    assert overlap_of(OWN, other(starts=date(2028, 4, 1), by=date(2029, 3, 31), value=75.0)) is None


def test_only_targets_on_the_same_measure_place_and_group_are_compared():
    others = [
        other(measure="beds", value=1.0),
        other(place="QYY", value=1.0),
        other(breakdown="sex:1", value=1.0),
    ]
    assert load_of([OWN, *others]).overlaps == ()


def test_the_steps_of_one_pack_are_no_news():
    first = other(origin=Origin.NATIONAL, pack="p", pack_priority="one")
    second = replace(first, id="c", pack_priority="two", value=92.0, by=date(2029, 3, 31))
    assert load_of([first, second]).overlaps == ()
    assert [found.kind for found in load_of([OWN, second]).overlaps] == [OverlapKind.STEPS]


def test_an_adopted_national_target_is_counted_once():
    national = other(origin=Origin.NATIONAL, pack="p", pack_priority="one")
    adopted = replace(OWN, pack="p", pack_priority="one")
    load = load_of([national, adopted])
    assert [each.id for each in load.targets] == ["a"]
    assert (load.count(Origin.NATIONAL), load.count(Origin.OWN)) == (0, 1)


def test_conflicts_come_first():
    kinds = [found.kind for found in load_of([OWN, other(), replace(OWN, id="c", value=1.0)]).overlaps]
    assert kinds == sorted(kinds, key=[OverlapKind.CONFLICT, OverlapKind.SAME].index)


carried = st.builds(
    replace,
    st.just(OWN),
    value=st.none() | st.integers(0, 3).map(float),
    by=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    starts=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    direction=st.sampled_from(["higher", "lower", "keep", ""]),
)


@given(carried, carried)
def test_how_two_targets_stand_to_one_another_does_not_depend_on_which_comes_first(one, two):
    one, two = replace(one, id="x"), replace(two, id="y")
    if one.by == two.by and one.by is None:
        return
    assert overlap_of(one, two) is overlap_of(two, one)


def test_thousands_of_targets_on_one_measure_are_each_held_against_those_due_next():
    many = [replace(OWN, id=f"{number:04}", value=float(number)) for number in range(2000)]
    found = load_of(many).overlaps
    assert {each.kind for each in found} == {OverlapKind.CONFLICT}
    assert len(found) < len(many) * 30
    assert {each.one.id for each in found} | {each.other.id for each in found} == {each.id for each in many}
