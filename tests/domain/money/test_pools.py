"""Pooled funds: every penny is somewhere, differences are shared to the penny, and gains are paid for exactly once."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.money.pools import (
    Contribution,
    Gain,
    Pool,
    PoolScheme,
    balances_of,
    faults_of_pool,
    flows_of,
    risk_split,
    split_pence,
    variances,
    warnings_of_pool,
)

POOL = Pool(
    title="Example fund",
    system="Example system",
    host="Example council",
    starts=date(2025, 4, 1),
    ends=date(2026, 3, 31),
    basis="section 75 agreement of 1 April 2025",
    purpose="Care closer to home.",
    contributions=(
        Contribution("Example council", 4_000_000_00, 4_000_000_00, 33_33),
        Contribution("Example board", 6_000_000_01, 6_000_000_01, 66_67),
    ),
    schemes=(
        PoolScheme(
            "S1", "Reablement", "reablement", "Example trust", 7_000_000_00, 7_000_001_00, measures=("falls",)
        ),
        PoolScheme("S2", "Ramps", "home adaptations", "Example council", 2_500_000_00, 2_500_000_00),
    ),
    gains=(
        Gain("S1", "Example trust", 1_000_000_00, "fewer bed days"),
        Gain("S1", "Example board", 99, "fewer visits"),
    ),
)
PENCE = st.integers(0, 10**13)


@given(
    st.integers(-(10**15), 10**15),
    st.lists(st.integers(0, 10**9), min_size=1).filter(lambda weights: sum(weights) > 0),
)
def test_parts_of_a_sum_add_up_to_it_and_each_is_within_a_penny_of_its_share(
    total: int, weights: list[int]
) -> None:
    parts = split_pence(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part * sum(weights) - total * weight) < sum(weights)
        for part, weight in zip(parts, weights, strict=True)
    )
    assert split_pence(-total, weights) == tuple(-part for part in parts)


def test_a_penny_that_is_left_over_goes_to_the_largest_remainder_and_among_equals_to_the_first() -> None:
    assert split_pence(100, [1, 1, 1]) == (34, 33, 33)
    assert split_pence(100, [1, 2, 3]) == (17, 33, 50)
    assert split_pence(-1, [1, 1]) == (-1, 0)


@pytest.mark.parametrize("weights", [[0, 0], [1, -1], [3, -1]])
def test_weights_that_cannot_share_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="split by weights"):
        split_pence(10, weights)


@given(st.lists(PENCE, min_size=1, max_size=6), st.lists(PENCE, max_size=8))
def test_contributions_are_schemes_and_what_is_in_no_scheme(paid: list[int], planned: list[int]) -> None:
    pool = replace(
        POOL,
        contributions=tuple(Contribution(f"b{n}", pence, None, 0) for n, pence in enumerate(paid)),
        schemes=tuple(PoolScheme(f"s{n}", "t", "", "", pence, None) for n, pence in enumerate(planned)),
    )
    assert sum(paid) == sum(planned) + pool.unallocated


@given(
    st.lists(PENCE, min_size=1, max_size=8), st.lists(PENCE, min_size=1, max_size=8), st.integers(0, 100_00)
)
def test_partners_bear_exactly_the_sum_of_all_schemes_differences(
    planned: list[int], spent: list[int], share: int
) -> None:
    schemes = tuple(
        PoolScheme(f"s{n}", "t", "", "", *amounts)
        for n, amounts in enumerate(zip(planned, spent, strict=False))
    )
    council, board = POOL.contributions
    partners = (replace(council, risk_share=share), replace(board, risk_share=100_00 - share))
    pool = replace(POOL, schemes=schemes, contributions=partners)
    split = risk_split(pool)
    assert split is not None
    assert sum(split.values()) == pool.overspend == sum(each or 0 for each in variances(pool).values())


@given(st.lists(st.tuples(st.sampled_from(["Example trust", "Example board", "Hospice"]), PENCE), max_size=8))
def test_flows_pay_for_every_gain_exactly_once(gains: list[tuple[str, int]]) -> None:
    pool = replace(POOL, gains=tuple(Gain("S1", body, pence, "how") for body, pence in gains))
    gained = {each.body: each.gains for each in balances_of(pool)}
    for body in {body for body, _ in gains}:
        assert sum(flow.pence for flow in flows_of(pool) if flow.gainer == body) == gained[body]
    assert sum(gained.values()) == sum(pence for _, pence in gains)


def test_a_body_that_gains_without_paying_is_shown_with_what_it_gains() -> None:
    trust = next(each for each in balances_of(POOL) if each.body == "Example trust")
    assert (trust.pays, trust.gains, trust.net) == (0, 1_000_000_00, 1_000_000_00)


def test_nothing_is_shared_out_while_a_scheme_has_not_told() -> None:
    silent = replace(POOL, schemes=(*POOL.schemes, PoolScheme("S3", "New", "", "", 1, None)))
    assert risk_split(silent) is None
    assert risk_split(POOL) == {"Example council": 33, "Example board": 67}


def test_a_pool_that_holds_together_has_no_fault_and_is_told_what_to_look_at() -> None:
    assert faults_of_pool(POOL, {"falls"}) == []
    assert [each.code for each in warnings_of_pool(POOL)] == ["pool.unallocated", "pool.no-measure"]
    assert "£500,000.01 is paid in and no scheme has it." in warnings_of_pool(POOL)[0].found
    rich = replace(POOL, schemes=(replace(POOL.schemes[0], planned=11_000_000_00),))
    assert [each.code for each in warnings_of_pool(rich)] == ["pool.overcommitted"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"host": "Nobody"}, "pool.host"),
        ({"ends": date(2025, 3, 1)}, "pool.days"),
        ({"schemes": (POOL.schemes[0], POOL.schemes[0])}, "pool.twice"),
        ({"gains": (Gain("S9", "Example board", 1, "how"),)}, "pool.unknown-scheme"),
        (
            {"schemes": (replace(POOL.schemes[1], measures=("nothing",)),), "gains": ()},
            "pool.unknown-measure",
        ),
        ({"contributions": (Contribution("Example council", 100, None, 99_00),)}, "pool.risk-share"),
        ({"contributions": (Contribution("Example council", 0, None, 100_00),)}, "pool.nothing-in"),
    ],
)
def test_a_pool_that_cannot_hold_is_told_why(wrong: dict[str, object], code: str) -> None:
    assert code in [each.code for each in faults_of_pool(replace(POOL, **wrong), {"falls"})]  # type: ignore[arg-type]
