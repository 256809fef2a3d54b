"""Which figures are new enough to say how things are."""

from datetime import date

import pytest

from aimwell.domain.recency import is_recent


@pytest.mark.parametrize(
    ("period", "today", "answer"),
    [
        ("2024-11", date(2026, 11, 30), True),
        ("2024-11", date(2026, 12, 1), False),
        ("2023/24", date(2026, 3, 31), True),
        ("2024-02", date(2026, 2, 28), True),
        ("2024-02", date(2026, 3, 1), False),
    ],
)
def test_a_period_is_recent_until_the_same_day_so_many_years_later(
    period: str, today: date, answer: bool
) -> None:
    assert is_recent(period, years=2, today=today) is answer
