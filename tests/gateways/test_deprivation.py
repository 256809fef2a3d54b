"""The indices of deprivation by small area and by district, in editions of 2019 and 2025."""

import pytest
import xlsxwriter

from aimwell.gateways import deprivation_districts, deprivation_small_areas
from tests.gateways.damaged import rows_of, save, with_cell, with_heading, without_column
from tests.gateways.read_file import problems_of, recognised, take

FEED = "deprivation_small_areas"


@pytest.fixture
def folder(fixtures):
    return fixtures / FEED


def test_the_first_decile_is_the_most_deprived_tenth(folder, feed_of, tmp_path):
    taken = take(deprivation_small_areas, folder / "file_1.xlsx", feed_of(FEED), tmp_path)
    area = taken.one(lsoa="E01000001")
    assert (area["period"], area["overall_rank"], area["overall_decile"], area["fifth"]) == (
        "2019",
        29_199,
        9,
        "5",
    )
    for row in taken.rows:
        assert row["overall_most_deprived_tenth"] == (row["overall_decile"] == 1)
        assert row["overall_most_deprived_fifth"] == (row["overall_decile"] <= 2)


def test_the_edition_of_2025_has_all_its_domains(folder, feed_of, tmp_path):
    taken = take(deprivation_small_areas, folder / "2025.csv", feed_of(FEED), tmp_path)
    area = taken.one(lsoa="E01000001")
    assert (area["period"], area["overall_rank"], area["overall_score"]) == ("2025", 26_525, 8.742)
    assert (area["housing_decile"], area["environment_decile"], area["environment_most_deprived_tenth"]) == (
        9,
        1,
        1,
    )


def test_the_ministrys_own_workbook_of_2025_is_known_by_its_explained_headings(feed_of, tmp_path):
    path = tmp_path / "File_1.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("Notes")
        sheet = workbook.add_worksheet("IMD25")
        sheet.write_row(0, 0, [
            "LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)",
            "Local Authority District name (2024)",
            "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
            "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
        ])  # fmt: skip
        sheet.write_row(1, 0, ["E01000001", "City of London 001A", "E09000001", "City of London", 26_525, 8])
    taken = take(deprivation_small_areas, path, feed_of(FEED), tmp_path)
    assert (taken.rows[0]["period"], taken.rows[0]["overall_decile"], taken.rows[0]["fifth"]) == (
        "2025",
        8,
        "4",
    )


def test_files_of_one_edition_stand_beside_each_other(folder, feed_of, tmp_path):
    scopes = {}
    for name in ("file_1.xlsx", "file_6.csv", "file_9.csv"):
        taken = take(deprivation_small_areas, folder / name, feed_of(FEED), tmp_path)
        scopes[name] = {(row["period"], row["scope"]) for row in taken.rows}
    assert scopes == {
        "file_1.xlsx": {("2019", "ranks and deciles")},
        "file_6.csv": {("2019", "people")},
        "file_9.csv": {("2019", "transformed scores")},
    }


def test_people_and_transformed_scores_are_read(folder, feed_of, tmp_path):
    people = take(deprivation_small_areas, folder / "file_6.csv", feed_of(FEED), tmp_path).one(
        lsoa="E01000001"
    )
    assert (people["people"], people["children"], people["people_60_and_over"]) == (1_296, 175, 465)
    scores = take(deprivation_small_areas, folder / "file_9.csv", feed_of(FEED), tmp_path).one(
        lsoa="E01000001"
    )
    assert (scores["income_transformed_score"], scores["housing_transformed_score"]) == (0.01, 33.518)


def test_a_part_of_the_areas_is_told_by_the_lowest_rank(folder, feed_of, tmp_path):
    taken = take(deprivation_small_areas, folder / "file_1.xlsx", feed_of(FEED), tmp_path)
    assert len(taken.disagreements) == 1


def test_a_rank_without_its_decile_names_the_decile(folder, feed_of, tmp_path):
    damaged = without_column(folder / "2025.csv", "Income_decile", tmp_path / "damaged.csv")
    found = recognised(deprivation_small_areas, damaged, tmp_path)
    assert found is not None
    assert found.share < 1
    (problem,) = problems_of(deprivation_small_areas, damaged, feed_of(FEED), tmp_path)
    assert problem.where.column == "income decile"


def test_areas_under_another_heading_are_asked_for(folder, feed_of, tmp_path):
    damaged = with_heading(folder / "2025.csv", "lsoa21_code", "lsoa21", tmp_path / "damaged.csv")
    (problem,) = problems_of(deprivation_small_areas, damaged, feed_of(FEED), tmp_path)
    assert problem.where.column == "LSOA code"


def test_text_in_a_rank_refuses_its_area_only(folder, feed_of, tmp_path):
    damaged = with_cell(folder / "2025.csv", 3, "IMD_rank", "last", tmp_path / "damaged.csv")
    taken = take(deprivation_small_areas, damaged, feed_of(FEED), tmp_path)
    (problem,) = taken.reading.refused
    assert problem.where.row == 3


def test_a_file_that_does_not_name_its_edition_is_refused(folder, feed_of, tmp_path):
    rows = rows_of(folder / "file_6.csv")
    heading = rows[0].index("Local Authority District code (2019)")
    nameless = save([[*row[:heading], *row[heading + 2 :]] for row in rows], tmp_path / "nameless.csv")
    (problem,) = problems_of(deprivation_small_areas, nameless, feed_of(FEED), tmp_path)
    assert problem.code == "period.not-stated"


def test_districts_have_a_summary_for_each_domain(fixtures, feed_of, tmp_path):
    path = fixtures / "deprivation_districts" / "file_10.xlsx"
    taken = take(deprivation_districts, path, feed_of("deprivation_districts"), tmp_path)
    hartlepool = taken.one(area="E06000001", domain="IMD")
    assert (hartlepool["average_score"], hartlepool["rank_of_average_score"], hartlepool["extent"]) == (
        35.037,
        10,
        0.4973,
    )
    assert (hartlepool["period"], hartlepool["scope"]) == ("2019", "Local Authority District")
    assert {row["domain"] for row in taken.rows} == {"IMD", "Income", "Education"}


def test_every_published_area_is_ranked(shared_data, feed_of, tmp_path):
    folder = shared_data / "deprivation"
    first = take(
        deprivation_small_areas,
        folder / "File_1_-_IMD2019_Index_of_Multiple_Deprivation.xlsx",
        feed_of(FEED),
        tmp_path,
    )
    assert (len(first.rows), first.total("overall_most_deprived_fifth")) == (32_844, 6_568)
    assert not first.disagreements
    latest = take(deprivation_small_areas, folder / "imd2025_england_lsoa21.csv.gz", feed_of(FEED), tmp_path)
    assert (len(latest.rows), latest.total("income_most_deprived_fifth")) == (33_755, 6_751)
    assert not latest.disagreements


def test_a_file_of_everything_is_read_in_one_go(feed_of, tmp_path):
    headings = [
        "LSOA code (2021)",
        "Local Authority District code (2024)",
        "Index of Multiple Deprivation (IMD) Score",
        "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
        "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
        "Income Score (rate)",
        "Income Rank (where 1 is most deprived)",
        "Income Decile (where 1 is most deprived 10% of LSOAs)",
        "Total population: mid 2022",
        "Dependent Children aged 0-15: mid 2022",
        "Population aged 16-59: mid 2022",
        "Older population aged 60 and over: mid 2022",
    ]
    areas = [["E01000001", "E09000001", 8.742, 2, 8, 0.013, 2, 10, 1_615, 118, 1_041, 456],
             ["E01000002", "E09000001", 4.722, 1, 1, 0.018, 1, 1, 1_493, 99, 980, 414]]  # fmt: skip
    path = save([headings, *[[str(cell) for cell in area] for area in areas]], tmp_path / "File_7.csv")
    taken = take(deprivation_small_areas, path, feed_of(FEED), tmp_path)
    area = taken.one(lsoa="E01000002")
    assert (area["income_score"], area["income_most_deprived_fifth"], area["people"]) == (0.018, 1, 1_493)
    assert not taken.disagreements
