"""Totals are held to the lines they stand for, to the penny."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.money.reconciling import StatedTotal, TotalsState, check_totals, state_of

PENCE = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=60)


def lines(*pence: int) -> tuple[np.ndarray, np.ndarray]:
    return np.arange(2, 2 + len(pence)), np.array(pence, np.int64)


def test_a_ledger_without_a_total_says_so():
    assert state_of(check_totals([], *lines(1, 2))) is TotalsState.NOT_STATED


def test_a_penny_too_many_is_unreconciled():
    assert state_of(check_totals([StatedTotal(9, 301)], *lines(100, 200))) is TotalsState.UNRECONCILED
    assert state_of(check_totals([StatedTotal(9, 300)], *lines(100, 200))) is TotalsState.RECONCILED


def test_subtotals_stand_for_the_lines_since_the_one_before():
    rows, pence = np.array([2, 3, 5, 6]), np.array([100, 200, 30, 40])
    checks = check_totals([StatedTotal(4, 300), StatedTotal(7, 70), StatedTotal(8, 370)], rows, pence)
    assert state_of(checks) is TotalsState.RECONCILED


def test_a_total_above_the_headings_stands_for_all_lines():
    assert state_of(check_totals([StatedTotal(0, 300)], *lines(100, 200))) is TotalsState.RECONCILED


@given(PENCE, st.lists(st.integers(0, 60)))
def test_sums_over_any_partition_equal_the_whole(pence: list[int], cuts: list[int]):
    places = sorted({0, len(pence), *(cut for cut in cuts if cut < len(pence))})
    rows, held = np.arange(len(pence)) * 2 + 1, np.array(pence, np.int64)
    subtotals = [StatedTotal(upto * 2, sum(pence[start:upto])) for start, upto in pairwise(places)]
    checks = check_totals(subtotals, rows, held)
    assert all(check.agrees for check in checks)
    assert sum(check.stated for check in checks) == int(held.sum())
