"""Where a chart begins anew."""

from datetime import date

from aimwell.domain.rebases import Rebase, first_periods

REBASE = Rebase(
    "r", "After", ("visits",), date(2023, 4, 1), date(2026, 1, 1), "an analyst", "The service changed."
)


def test_a_chart_begins_anew_at_the_first_period_from_the_day_on():
    periods = ("2023-02", "2023-03", "2023-05", "2023-06")
    assert first_periods("visits", periods, [REBASE]) == (False, False, True, False)


def test_a_rebase_of_another_measure_changes_nothing():
    assert first_periods("waits", ("2023-03", "2023-04"), [REBASE]) == (False, False)


def test_a_series_that_starts_after_the_day_is_not_begun_anew():
    assert first_periods("visits", ("2024-01", "2024-02"), [REBASE]) == (False, False)
