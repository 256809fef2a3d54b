"""Public health profiles: the site's own export, and files that a data lab tidied."""

import pytest

from aimwell.gateways import fingertips_areas, fingertips_export, fingertips_tidied
from tests.gateways.damaged import cut_in_last_line, with_cell, with_heading, without_column
from tests.gateways.read_file import problems_of, recognised, take


@pytest.fixture
def export(fixtures):
    return fixtures / "fingertips" / "indicator_93356.csv"


def test_an_export_keeps_value_interval_count_and_denominator(export, feed_of, tmp_path):
    taken = take(fingertips_export, export, feed_of("fingertips"), tmp_path)
    england = taken.one(area="E92000001", period="2015", age="All ages", category="all")
    assert (england["count"], england["denominator"]) == (51_897, 54_786_327)
    assert england["value"] == pytest.approx(100_000 * england["count"] / england["denominator"])
    assert england["lower"] < england["value"] < england["upper"]
    assert (england["indicator_id"], england["source_row"]) == ("93356", 2)


def test_an_indicator_name_that_holds_a_line_break_is_one_line(export, feed_of, tmp_path):
    taken = take(fingertips_export, export, feed_of("fingertips"), tmp_path)
    assert {row["indicator"] for row in taken.rows} == {"Campylobacter incidence rate/100,000"}


def test_groups_by_deprivation_stand_beside_everyone(export, feed_of, tmp_path):
    taken = take(fingertips_export, export, feed_of("fingertips"), tmp_path)
    deciles = {row["category"] for row in taken.only(area="E92000001")} - {"all"}
    assert "Most deprived decile (IMD2015)" in deciles
    assert len(deciles) == 10


def test_statistical_regions_are_kept_as_no_place_of_the_account(export, feed_of, tmp_path):
    taken = take(fingertips_export, export, feed_of("fingertips"), tmp_path)
    regions = taken.only(other_area="E12000002")
    assert regions
    assert {(row["grain"], row["area"]) for row in regions} == {("other_area", None)}


def test_each_kind_of_area_is_replaced_for_itself(export, feed_of, tmp_path):
    taken = take(fingertips_export, export, feed_of("fingertips"), tmp_path)
    assert taken.one(area="E10000017", period="2017", age="All ages")["scope"].endswith("(E10)")


def test_life_expectancy_has_its_sex_in_the_last_column(fixtures, feed_of, tmp_path):
    taken = take(
        fingertips_tidied, fixtures / "fingertips" / "life_expectancy.csv", feed_of("fingertips"), tmp_path
    )
    assert taken.one(area="E92000001", period="2015-17", sex="Male")["value"] == 79.5
    assert taken.one(area="E92000001", period="2015-17", sex="Female")["value"] == 83.1
    assert {row["category"] for row in taken.rows} == {"all"}


def test_mortality_has_its_sex_in_the_column_of_units(fixtures, feed_of, tmp_path):
    taken = take(
        fingertips_tidied, fixtures / "fingertips" / "mortality_rate.csv", feed_of("fingertips"), tmp_path
    )
    england = {row["sex"]: row["value"] for row in taken.only(area="E92000001", period="2014")}
    assert england == {"Male": 196.5, "Female": 101.0, "Persons": 147.6}


def test_fifths_of_deprivation_are_groups_and_wards_are_no_places(fixtures, feed_of, tmp_path):
    taken = take(
        fingertips_tidied, fixtures / "fingertips" / "obese_year6.csv", feed_of("fingertips"), tmp_path
    )
    fifths = taken.only(area="E92000001", category_type="Deprivation quintile")
    assert {row["category"]: row["value"] for row in fifths}["Most deprived quintile"] == 28.9
    assert len(fifths) == 5
    assert taken.one(other_area="E05015239")["grain"] == "other_area"


def test_quarters_added_up_since_the_first_are_one_period(fixtures, feed_of, tmp_path):
    taken = take(
        fingertips_tidied, fixtures / "fingertips" / "nhs_health_checks.csv", feed_of("fingertips"), tmp_path
    )
    assert taken.one(area="E92000001", period="2021-Q2-2021-Q3")["value"] == 1.5


def test_a_value_that_is_not_given_is_missing(fixtures, feed_of, tmp_path):
    taken = take(
        fingertips_tidied, fixtures / "fingertips" / "obese_year6.csv", feed_of("fingertips"), tmp_path
    )
    for row in taken.rows:
        assert (row["value"] is None) == (row["status"] == "missing")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2021 Oct", "2021-10"), ("2021 Q3", "2021-Q3"), ("2019/20 Q4", "2020-Q1"), ("2013 - 15", "2013-15")],
)
def test_periods_are_read_as_the_profiles_write_them(written, meant):
    assert fingertips_export.period_of(written) == meant


def test_an_export_without_its_values_names_the_column(export, feed_of, tmp_path):
    damaged = without_column(export, "Value", tmp_path / "damaged.csv")
    found = recognised(fingertips_export, damaged, tmp_path)
    assert found is not None
    assert found.share < 1
    (problem,) = problems_of(fingertips_export, damaged, feed_of("fingertips"), tmp_path)
    assert problem.where.column == "Value"


def test_a_renamed_heading_is_named_with_its_new_name(export, feed_of, tmp_path):
    damaged = with_heading(export, "Area Code", "Areas Code", tmp_path / "damaged.csv")
    (problem,) = problems_of(fingertips_export, damaged, feed_of("fingertips"), tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "Area Code")


def test_text_in_a_value_refuses_its_row_only(export, feed_of, tmp_path):
    damaged = with_cell(export, 2, "Value", "high", tmp_path / "damaged.csv")
    taken = take(fingertips_export, damaged, feed_of("fingertips"), tmp_path)
    (problem,) = taken.reading.refused
    assert (problem.code, problem.where.row) == ("cell.not-a-number", 2)
    assert taken.reading.rows_kept == taken.reading.rows_read - 1


def test_an_export_cut_short_is_refused(export, feed_of, tmp_path):
    (problem,) = problems_of(
        fingertips_export, cut_in_last_line(export, tmp_path / "cut.csv"), feed_of("fingertips"), tmp_path
    )
    assert problem.code == "file.cut-short"


def test_areas_are_listed_with_what_they_contain(fixtures, feed_of, tmp_path):
    taken = take(
        fingertips_areas, fixtures / "fingertips_areas" / "areas.csv", feed_of("fingertips_areas"), tmp_path
    )
    north_east = {row["contains"] for row in taken.only(area="E12000001")}
    assert {"E06000001", "E08000037"} <= north_east
    assert len(north_east) == 12


def test_every_published_profile_is_read_whole(shared_data, feed_of, tmp_path):
    read = 0
    for path in sorted((shared_data / "fingertips").glob("*.csv*")):
        for gateway in (fingertips_export, fingertips_tidied):
            if recognised(gateway, path, tmp_path):
                taken = take(gateway, path, feed_of("fingertips"), tmp_path)
                assert taken.reading.rows_kept == taken.reading.rows_read == len(taken.rows)
                read += 1
    assert read == 11
