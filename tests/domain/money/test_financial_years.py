"""Which financial year a payment belongs to: by its day, or by the period its file says."""

from datetime import date

import pytest

from aimwell.domain.money.prevention_baseline import financial_year, years_between


@pytest.mark.parametrize(
    ("day", "period", "year"),
    [
        (date(2026, 3, 31), "", "2025/26"),
        (date(2026, 4, 1), "2025/26", "2026/27"),  # the day goes before the period
        (None, "2025/26", "2025/26"),
        (None, "2020-03", "2019/20"),
        (None, "2020-10", "2020/21"),
        (None, "2021-Q4", "2021/22"),
        (None, "1999/00", "1999/00"),
        (date(1999, 12, 31), "", "1999/00"),
        (None, "", ""),
        (None, "last year", ""),
    ],
)
def test_a_payment_belongs_to_the_year_that_begins_in_april(day, period, year):
    assert financial_year(day, period) == year


def test_years_are_counted_between_financial_years():
    assert years_between("2025/26", "2030/31") == 5
