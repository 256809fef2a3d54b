"""Relabelling is asked about where the name changed and the payments did not, and nowhere else."""

import pytest

from aimwell.domain.money.relabelling import PARTS, Paid, RelabellingRule, relabelled

RULE = RelabellingRule("r", least_points=25, most_change=10, least_pounds=10_000, source="ours")
BEFORE = Paid("B", "Care Ltd", 5_000_000, 0)


def paid(pence: int, counted: int) -> Paid:
    return Paid("B", "Care Ltd", pence, counted * PARTS)


def test_a_payee_paid_the_same_and_now_called_prevention_is_asked_about():
    (found,) = relabelled([BEFORE], [paid(5_100_000, 4_000_000)], RULE)
    assert found.rise == 4_000_000 * PARTS
    assert "2.0%" in found.because


@pytest.mark.parametrize(
    "after",
    [
        paid(9_000_000, 8_000_000),  # paid far more: new activity
        paid(5_000_000, 1_000_000),  # a fifth is not enough
        paid(5_000_000, 0),
        paid(-5_000_000, -5_000_000),
        Paid("C", "Care Ltd", 5_000_000, 5_000_000 * PARTS),
    ],
)
def test_nobody_else_is_asked_about(after):
    assert relabelled([BEFORE], [after], RULE) == ()


def test_small_money_is_not_asked_about():
    assert relabelled([Paid("B", "X", 9_000, 0)], [Paid("B", "X", 9_000, 9_000 * PARTS)], RULE) == ()
