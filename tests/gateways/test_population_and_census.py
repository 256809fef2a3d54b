"""Population of sub-ICB locations and small areas, and two tables of the census."""

import pyarrow.parquet as pq
import pytest
import python_calamine
import xlsxwriter

from aimwell.gateways import (
    census_age,
    census_ethnicity,
    population_lsoa,
    population_sub_icb,
    registered_patients,
)
from tests.gateways.damaged import with_heading, without_column
from tests.gateways.read_file import problems_of, recognised, take


@pytest.fixture
def health_geographies(fixtures):
    return fixtures / "population_sub_icb" / "2021_and_2022.xlsx"


def rewritten(source, target, change):
    """A workbook with its cells changed: `change(sheet, rows)` gives the rows to write."""
    workbook = python_calamine.CalamineWorkbook.from_path(str(source))
    with xlsxwriter.Workbook(str(target)) as copy:
        for name in workbook.sheet_names:
            sheet = copy.add_worksheet(name)
            for number, row in enumerate(
                change(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
            ):
                sheet.write_row(number, 0, row)
    return target


def test_people_add_up_over_sex_and_age(health_geographies, feed_of, tmp_path):
    taken = take(population_sub_icb, health_geographies, feed_of("population_sub_icb"), tmp_path)
    assert taken.total("people", sub_icb="E38000006", period="2021") == 244_887
    assert not taken.disagreements


def test_broad_ages_are_parts_of_everyone(health_geographies, feed_of, tmp_path):
    taken = take(population_sub_icb, health_geographies, feed_of("population_sub_icb"), tmp_path)
    for place in ("E38000006", "E38000007"):
        parts = [
            taken.total(f"people_{part}", sub_icb=place) for part in ("under_18", "18_to_64", "65_and_over")
        ]
        assert sum(parts) == taken.total("people", sub_icb=place)
        assert taken.total("people_75_and_over", sub_icb=place) < parts[2]


def test_a_band_that_a_broad_age_cuts_lends_each_side_its_own_years(health_geographies, feed_of, tmp_path):
    taken = take(population_sub_icb, health_geographies, feed_of("population_sub_icb"), tmp_path)
    band = taken.one(sub_icb="E38000006", period="2021", sex="Female", age_band="15-19")
    assert 0 < band["people_under_18"] < band["people"]
    assert band["people_under_18"] + band["people_18_to_64"] == band["people"]


def test_the_same_people_by_former_areas_are_not_counted_again(health_geographies, feed_of, tmp_path):
    taken = take(population_sub_icb, health_geographies, feed_of("population_sub_icb"), tmp_path)
    assert {row["source_sheet"] for row in taken.rows} == {"Mid-2021 ICB 2023", "Mid-2022 ICB 2023"}


def test_a_later_workbook_supersedes_the_year_that_both_have(fixtures, health_geographies, feed_of, tmp_path):
    feed, later = feed_of("population_sub_icb"), fixtures / "population_sub_icb" / "2022_to_2024.xlsx"
    before = take(population_sub_icb, health_geographies, feed, tmp_path)
    after = take(population_sub_icb, later, feed, tmp_path)
    assert before.reading.vintage.order < after.reading.vintage.order
    assert {row["scope"] for row in before.rows} == {row["scope"] for row in after.rows}


def test_a_workbook_of_former_areas_alone_is_read(health_geographies, feed_of, tmp_path):
    kept = rewritten(
        health_geographies, tmp_path / "former.xlsx", lambda name, rows: [] if "ICB" in name else rows
    )
    renamed = python_calamine.CalamineWorkbook.from_path(str(kept))
    with xlsxwriter.Workbook(str(tmp_path / "only.xlsx")) as copy:
        for name in renamed.sheet_names:
            if "ICB" not in name:
                sheet = copy.add_worksheet(name)
                for number, row in enumerate(
                    renamed.get_sheet_by_name(name).to_python(skip_empty_area=False)
                ):
                    sheet.write_row(number, 0, row)
    taken = take(population_sub_icb, tmp_path / "only.xlsx", feed_of("population_sub_icb"), tmp_path)
    assert taken.total("people", sub_icb="E38000006", period="2021") == 244_887


def test_a_renamed_column_of_ages_is_named(health_geographies, feed_of, tmp_path):
    def change(_name, rows):
        return [["Age 7" if cell == "F7" else cell for cell in row] for row in rows]

    damaged = rewritten(health_geographies, tmp_path / "damaged.xlsx", change)
    (problem,) = problems_of(population_sub_icb, damaged, feed_of("population_sub_icb"), tmp_path)
    assert (problem.where.sheet, problem.where.column) == ("Mid-2021 ICB 2023", "F7")


def test_text_among_the_ages_refuses_one_place(health_geographies, feed_of, tmp_path):
    def change(name, rows):
        return [
            ["few" if cell == 1233.0 and name == "Mid-2021 ICB 2023" else cell for cell in row]
            for row in rows
        ]

    damaged = rewritten(health_geographies, tmp_path / "damaged.xlsx", change)
    taken = take(population_sub_icb, damaged, feed_of("population_sub_icb"), tmp_path)
    (problem,) = taken.reading.refused
    assert (problem.code, problem.where.row, problem.where.column) == ("cell.not-a-number", 5, "F0")
    assert taken.total("people", sub_icb="E38000006", period="2021") == 0


def test_small_areas_of_england_are_kept_and_of_wales_set_aside(fixtures, feed_of, tmp_path):
    taken = take(
        population_lsoa,
        fixtures / "population_lsoa" / "mid-2020.parquet",
        feed_of("population_lsoa"),
        tmp_path,
    )
    assert all(row["lsoa"].startswith("E") for row in taken.rows)
    assert taken.reading.rows_set_aside > 0
    assert not taken.disagreements


def test_a_table_of_small_areas_without_an_age_is_refused(fixtures, feed_of, tmp_path):
    table = pq.read_table(fixtures / "population_lsoa" / "mid-2020.parquet").drop_columns(["42"])
    pq.write_table(table, tmp_path / "damaged.parquet")
    (problem,) = problems_of(
        population_lsoa, tmp_path / "damaged.parquet", feed_of("population_lsoa"), tmp_path
    )
    assert (problem.code, problem.where.column) == ("feed.missing-column", "42")


def test_ethnic_groups_add_up_to_everyone(fixtures, feed_of, tmp_path):
    taken = take(
        census_ethnicity, fixtures / "census_ethnicity" / "TS021.csv", feed_of("census_ethnicity"), tmp_path
    )
    area = taken.one(lsoa="E01000001")
    assert (area["period"], area["people"], area["white_british"], area["roma"]) == ("2021", 1_474, 822, 11)
    assert sum(area[group] for group in ("asian", "black", "mixed", "white", "other")) == 1_474
    assert taken.reading.rows_set_aside > 0  # Wales
    assert not taken.disagreements


def test_ages_are_found_below_the_preamble_of_nomis(fixtures, feed_of, tmp_path):
    taken = take(census_age, fixtures / "census_age" / "TS007A.csv", feed_of("census_age"), tmp_path)
    area = taken.one(lsoa="E01011954")
    assert (area["people"], area["people_0_to_4"], area["people_85_and_over"]) == (2_284, 166, 42)
    assert (area["period"], area["source_row"]) == ("2021", 8)
    assert not taken.disagreements


def test_the_layout_of_the_bulk_download_is_the_same_table(fixtures, feed_of, tmp_path):
    lines = (fixtures / "census_age" / "TS007A.csv").read_text().splitlines()
    head = "date,geography,geography code,Age: Total; measures: Value," + ",".join(
        f"Age: {cell.strip(chr(34))}; measures: Value" for cell in lines[5].split(",")[3:]
    )
    (tmp_path / "bulk.csv").write_text("\n".join([head, *(f"2021,{line}" for line in lines[7:9])]) + "\n")
    taken = take(census_age, tmp_path / "bulk.csv", feed_of("census_age"), tmp_path)
    assert taken.one(lsoa="E01011954")["people_0_to_4"] == 166


def test_a_census_table_without_a_group_names_it(fixtures, feed_of, tmp_path):
    source = fixtures / "census_ethnicity" / "TS021.csv"
    damaged = without_column(source, "Ethnic group: White: Roma", tmp_path / "damaged.csv")
    (problem,) = problems_of(census_ethnicity, damaged, feed_of("census_ethnicity"), tmp_path)
    assert problem.where.column == "Ethnic group: White: Roma"


def test_the_two_tables_of_the_census_are_told_apart(fixtures, tmp_path):
    assert recognised(census_age, fixtures / "census_ethnicity" / "TS021.csv", tmp_path) is None
    assert recognised(census_ethnicity, fixtures / "census_age" / "TS007A.csv", tmp_path) is None


PUBLISHED_PATIENTS = """PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS
GP_PRAC_PAT_LIST,01JAN2024,A81001,A SURGERY,E01011959,ALL,7
GP_PRAC_PAT_LIST,01JAN2024,A81001,A SURGERY,E01011959,FEMALE,4
GP_PRAC_PAT_LIST,01JAN2024,A81002,B SURGERY,E01011959,ALL,9
"""


def test_patients_are_counted_once_whatever_their_sex(feed_of, tmp_path):
    path = tmp_path / "patients.csv"
    path.write_text(PUBLISHED_PATIENTS)
    taken = take(registered_patients, path, feed_of("registered_patients"), tmp_path)
    assert [(row["practice"], row["patients"], row["period"]) for row in taken.rows] == [
        ("A81001", 7, "2024-01-01"),
        ("A81002", 9, "2024-01-01"),
    ]
    assert taken.reading.rows_set_aside == 1


def test_the_copy_that_analysts_keep_is_the_same_feed(fixtures, feed_of, tmp_path):
    taken = take(
        registered_patients,
        fixtures / "registered_patients" / "copy.parquet",
        feed_of("registered_patients"),
        tmp_path,
    )
    assert taken.one(practice="A81001", lsoa="E01011959")["patients"] == 7
    assert {row["period"] for row in taken.rows} == {"2022"}


def test_text_in_a_number_of_patients_is_named(feed_of, tmp_path):
    path = tmp_path / "patients.csv"
    path.write_text(PUBLISHED_PATIENTS.replace("ALL,9", "ALL,nine"))
    (problem,) = problems_of(registered_patients, path, feed_of("registered_patients"), tmp_path)
    assert (problem.code, problem.where.row) == ("cell.not-a-number", 4)


def test_two_extracts_in_one_file_are_refused(feed_of, tmp_path):
    path = tmp_path / "patients.csv"
    path.write_text(PUBLISHED_PATIENTS.replace("01JAN2024,A81002", "01FEB2024,A81002"))
    (problem,) = problems_of(registered_patients, path, feed_of("registered_patients"), tmp_path)
    assert problem.code == "feed.several-periods"


def test_a_renamed_column_of_patients_is_named(feed_of, tmp_path):
    path = tmp_path / "patients.csv"
    path.write_text(PUBLISHED_PATIENTS)
    damaged = with_heading(path, "NUMBER_OF_PATIENTS", "NUMBER_PATIENTS", tmp_path / "damaged.csv")
    (problem,) = problems_of(registered_patients, damaged, feed_of("registered_patients"), tmp_path)
    assert problem.code == "feed.changed-heading"


def test_published_populations_equal_englands(shared_data, feed_of, tmp_path):
    folder = shared_data / "population"
    health = take(
        population_sub_icb, folder / "sapeicb20222024.xlsx", feed_of("population_sub_icb"), tmp_path
    )
    assert health.total("people", period="2024") == 58_620_101
    small = take(
        population_lsoa, folder / "population20_lsoa11.parquet", feed_of("population_lsoa"), tmp_path
    )
    assert (len(small.rows), small.total("people")) == (32_844, 56_550_138)
    groups = take(
        census_ethnicity, folder / "ethnicity_by_LSOA21.csv.gz", feed_of("census_ethnicity"), tmp_path
    )
    assert (len(groups.rows), groups.total("people")) == (33_755, 56_490_108)
    assert [health.disagreements, small.disagreements, groups.disagreements] == [[], [], []]


def test_every_patient_of_the_copy_is_counted(shared_data, feed_of, tmp_path):
    path = shared_data / "deprivation" / "gp-registrations.parquet"
    taken = take(registered_patients, path, feed_of("registered_patients"), tmp_path)
    assert (taken.reading.rows_kept, taken.total("patients")) == (865_965, 61_768_942)
