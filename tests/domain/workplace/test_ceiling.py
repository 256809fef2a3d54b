"""The ceiling on priorities is a rule of the pack in force."""

from datetime import date
from itertools import product

import pytest

from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.ceiling import Ceiling, Fullness, ceilings_on, in_force, may_take_more, not_over

TEN = Ceiling("hewitt", "The Review", 10, ("national",), date(2028, 3, 31))


def pack(name: str, ceiling: int | None, levels: tuple[str, ...] = ("national",)) -> RulePack:
    return RulePack(
        name,
        name.title(),
        "",
        date(2023, 4, 1),
        date(2024, 3, 31),
        "",
        (),
        ceiling=ceiling,
        ceiling_on=levels,
    )


def test_an_eleventh_priority_does_not_fit_under_a_ceiling_of_ten():
    decision = may_take_more(Fullness(TEN, carried=10))
    assert not decision.allowed
    assert decision.because == "the system carries 10 national priorities, and 'The Review' allows 10"


def test_an_eleventh_fits_when_one_is_retired_in_the_same_step():
    assert may_take_more(Fullness(TEN, carried=10), leaving=1).allowed


def test_an_override_lets_one_more_in_and_no_second():
    assert may_take_more(Fullness(TEN, carried=10, overrides=1)).allowed
    assert not may_take_more(Fullness(TEN, carried=11, overrides=1)).allowed


def test_a_list_that_is_over_already_may_swap_one_for_one():
    assert may_take_more(Fullness(TEN, carried=14), leaving=1).allowed
    assert not may_take_more(Fullness(TEN, carried=14), coming=2, leaving=1).allowed


@pytest.mark.parametrize(("carried", "left", "over"), [(0, 10, 0), (10, 0, 0), (12, 0, 2)])
def test_a_list_says_how_full_it_is(carried, left, over):
    full = Fullness(TEN, carried)
    assert (full.left, full.over) == (left, over)


def test_what_may_be_taken_never_leaves_a_list_over_what_is_allowed_unless_it_shrinks_or_stays():
    for carried, overrides, coming, leaving in product(range(14), range(3), range(4), range(4)):
        full = Fullness(TEN, carried, overrides)
        if may_take_more(full, coming=coming, leaving=leaving).allowed:
            assert carried + coming - leaving <= max(full.allowed, carried)


def test_only_packs_in_force_with_a_ceiling_bind_and_the_strictest_comes_first():
    packs = [pack("loose", 12), pack("strict", 5, ("national", "local")), pack("free", None)]
    assert [(each.pack, each.most) for each in ceilings_on(packs, date(2023, 4, 1))] == [
        ("strict", 5),
        ("loose", 12),
    ]
    assert ceilings_on(packs, date(2024, 4, 1)) == ()


def test_a_priority_is_carried_until_its_last_day():
    assert not_over(date(2026, 3, 31), date(2026, 3, 31))
    assert not not_over(date(2026, 3, 31), date(2026, 4, 1))
    assert not_over(None, date(2026, 4, 1))


def test_an_override_holds_from_its_first_day_to_its_last():
    days = [date(2026, 4, day) for day in (1, 2, 3, 4)]
    assert [in_force(days[1], days[2], day) for day in days] == [False, True, True, False]
