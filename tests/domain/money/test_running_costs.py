"""Running costs for each head against the cap, alone and merged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.money.running_costs import RunningCost, RunningCostCap, merged, said_against_cap

CAP = RunningCostCap("cap", 18_76, "2025/26", verified=True, source="page")
COSTS = st.lists(
    st.builds(RunningCost, st.just(("a board",)), st.integers(0, 10**12), st.integers(1, 10**8)),
    min_size=1,
    max_size=6,
)


def test_a_board_at_21_pounds_a_head_is_above_the_cap_by_the_rest() -> None:
    board = RunningCost(("A",), 21_000_000_00, 1_000_000)
    assert said_against_cap(board, CAP) == (
        "£21.00 a head for 1,000,000 people; £2,240,000.00 above the cap of £18.76."
    )
    assert said_against_cap(RunningCost(("B",), 18_76, 1), CAP).endswith("people; exactly the cap of £18.76.")
    assert "£100.00 below" in said_against_cap(RunningCost(("C",), 1_776_00, 100), CAP)


@given(COSTS)
def test_merging_changes_neither_costs_nor_people_nor_what_is_above_the_cap(costs: list[RunningCost]) -> None:
    one = merged(costs)
    assert one.over(CAP) == sum(cost.over(CAP) for cost in costs)
    assert min(c.pence_per_head for c in costs) <= one.pence_per_head <= max(c.pence_per_head for c in costs)


def test_a_board_for_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        RunningCost(("A",), 1, 0)
