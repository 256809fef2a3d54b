"""Workforce: sickness absence by employer and system, and vacancies by region."""

from pathlib import Path

import pytest

from aimwell.gateways import nhs_vacancies, sickness_absence
from tests.gateways.read_file import take


def test_days_lost_to_sickness_are_counted_by_employer_and_by_system(fixtures, feed_of, tmp_path):
    path = fixtures / "sickness_absence" / "february-2025.csv"
    taken = take(sickness_absence, path, feed_of("sickness_absence"), tmp_path)
    rate = taken.total("days_lost", grain="ics") / taken.total("days_available", grain="ics")
    assert rate == pytest.approx(0.0526189, abs=1e-7)
    assert len({row["ics"] for row in taken.only(grain="ics")}) == 43  # the systems and England's own bodies
    leeds = taken.one(grain="provider", provider="RY6")
    assert (leeds["days_lost"], leeds["published_rate"]) == (5_210.80229, 6.39)
    assert leeds["days_lost"] / leeds["days_available"] == pytest.approx(
        leeds["published_rate"] / 100, abs=5e-5
    )


def test_national_bodies_belong_to_england_and_to_no_system(fixtures, feed_of, tmp_path):
    path = fixtures / "sickness_absence" / "february-2025.csv"
    taken = take(sickness_absence, path, feed_of("sickness_absence"), tmp_path)
    assert "QZZ" not in {row["ics"] for row in taken.rows}
    assert len(taken.only(grain="ics", ics="ENG")) == 13
    assert not taken.only(grain="provider", provider="X24")


def test_vacancies_are_kept_without_the_indices_that_a_copy_added(fixtures, feed_of, tmp_path):
    path = fixtures / "nhs_vacancies" / "vacancies.csv"
    taken = take(nhs_vacancies, path, feed_of("nhs_vacancies"), tmp_path)
    london = taken.one(region="Y56", period="2026-03")
    assert (london["vacancies"], london["nursing_vacancies"]) == (2_237.13, 604.67)
    assert taken.total("vacancies", period="2026-03") == pytest.approx(14_601.94)


def test_every_published_month_of_sickness_absence_equals_its_own_rates(shared_data: Path, feed_of, tmp_path):
    feed = feed_of("sickness_absence")
    months = set()
    for number, path in enumerate(sorted((shared_data / "workforce").glob("nhs_sickness*.csv"))):
        scratch = tmp_path / str(number)
        scratch.mkdir()
        taken = take(sickness_absence, path, feed, scratch)
        assert taken.reading.rows_kept == taken.reading.rows_read
        months |= {row["period"] for row in taken.rows}
        for row in taken.only(grain="provider"):
            assert 100 * row["days_lost"] / row["days_available"] == pytest.approx(
                row["published_rate"], abs=0.0051
            )
    assert len(months) == 8
