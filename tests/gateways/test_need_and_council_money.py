"""Weighted populations of the allocations, councils' outturn, social care finance and its outcomes."""

import gzip
import json

import pytest
import python_calamine
import xlsxwriter

from aimwell.gateways import (
    adult_social_care_finance,
    gp_weighted_populations,
    oflog_measures,
    public_health_budgets,
    revenue_outturn,
    revenue_outturn_councils,
)
from tests.gateways.damaged import cut_in_last_line, rows_of, save, with_cell, with_heading, without_column
from tests.gateways.read_file import problems_of, recognised, take


def test_editions_of_the_allocations_differ_in_headings_and_not_in_facts(fixtures, feed_of, tmp_path):
    feed, folder = feed_of("gp_weighted_populations"), fixtures / "gp_weighted_populations"
    before = take(gp_weighted_populations, folder / "2023_2024.csv", feed, tmp_path).one(practice="A81001")
    after = take(gp_weighted_populations, folder / "2025_2026.csv", feed, tmp_path).one(practice="A81001")
    assert (before["period"], before["ics"], before["general_and_acute"]) == (
        "2023/24",
        "QHM",
        5026.768000175,
    )
    assert (after["period"], after["ics"], after["general_and_acute"]) == ("2025/26", "QHM", 4873.201814)


@pytest.mark.parametrize(("edition", "year"), [("2023_2024.csv", "2023/24"), ("2025_2026.csv", "2025/26")])
def test_an_edition_without_its_name_is_known_by_its_headings(fixtures, feed_of, tmp_path, edition, year):
    renamed = tmp_path / "download.csv"
    renamed.write_bytes((fixtures / "gp_weighted_populations" / edition).read_bytes())
    taken = take(gp_weighted_populations, renamed, feed_of("gp_weighted_populations"), tmp_path)
    assert {row["period"] for row in taken.rows} == {year}


def test_an_edition_that_nothing_dates_is_refused(fixtures, feed_of, tmp_path):
    source = fixtures / "gp_weighted_populations" / "2023_2024.csv"
    undated = with_heading(source, "pop 2022/23", "pop 2030/31", tmp_path / "download.csv")
    (problem,) = problems_of(gp_weighted_populations, undated, feed_of("gp_weighted_populations"), tmp_path)
    assert problem.code == "period.not-stated"


def test_practices_are_met_with_the_board_that_the_file_names(fixtures, feed_of, tmp_path):
    path = fixtures / "gp_weighted_populations" / "2025_2026.csv"
    met = take(gp_weighted_populations, path, feed_of("gp_weighted_populations"), tmp_path).reading.places_met
    assert ("A81001", "practice", "QHM") in {(place.code, place.kind, place.parent) for place in met}


def test_a_weight_that_is_gone_is_named(fixtures, feed_of, tmp_path):
    source = fixtures / "gp_weighted_populations" / "2025_2026.csv"
    damaged = without_column(source, "MH WP", tmp_path / "2025_2026.csv")
    (problem,) = problems_of(gp_weighted_populations, damaged, feed_of("gp_weighted_populations"), tmp_path)
    assert problem.where.column == "MH WP"


def test_weights_share_out_englands_population(shared_data, feed_of, tmp_path):
    for name, people in (("2023_2024", 61_903_547), ("2025_2026", 63_849_324)):
        path = shared_data / "finance_allocations" / f"gp_weighted_pop_{name}.csv.gz"
        taken = take(gp_weighted_populations, path, feed_of("gp_weighted_populations"), tmp_path)
        assert taken.total("population") == pytest.approx(people, abs=1)
        assert not taken.disagreements


@pytest.fixture
def outturn(fixtures):
    return fixtures / "revenue_outturn" / "2017-18.xlsx"


def test_councils_spending_is_read_by_service(outturn, feed_of, tmp_path):
    taken = take(revenue_outturn, outturn, feed_of("revenue_outturn"), tmp_path)
    city = taken.one(council="E09000001")
    assert (city["period"], city["council_class"]) == ("2017/18", "L")
    assert city["adult_social_care"] == pytest.approx(5_697.200190580028)
    assert taken.total("adult_social_care", council_class="L") == pytest.approx(2_362_005.4399900697)


def test_totals_of_classes_are_checked_and_not_kept(outturn, feed_of, tmp_path):
    taken = take(revenue_outturn, outturn, feed_of("revenue_outturn"), tmp_path)
    assert taken.reading.rows_set_aside == 1
    assert {each.what.partition(",")[0] for each in taken.reading.reconciliations if each.agrees} >= {
        "Public Health"
    }
    assert not taken.disagreements


def test_an_authority_that_is_no_council_is_counted_apart(outturn, feed_of, tmp_path):
    taken = take(revenue_outturn, outturn, feed_of("revenue_outturn"), tmp_path)
    police = taken.one(e_code="E7052")
    assert (police["grain"], police["council"], police["authority"]) == ("authority", None, "E23000030")


def test_a_misprinted_code_gives_way_to_the_ministrys_own(outturn, feed_of, tmp_path):
    taken = take(revenue_outturn, outturn, feed_of("revenue_outturn"), tmp_path)
    assert taken.one(e_code="E2721")["council"] == "E2721"  # North Yorkshire


def test_the_edition_of_2013_14_knows_councils_by_e_codes_and_says_it_is_revised(fixtures, feed_of, tmp_path):
    taken = take(
        revenue_outturn, fixtures / "revenue_outturn" / "2013-14.xlsx", feed_of("revenue_outturn"), tmp_path
    )
    assert taken.one(council="E5010")["period"] == "2013/14"
    assert taken.total("public_health", council_class="L") == 530_580
    vintage = taken.reading.vintage
    assert (str(vintage.published), vintage.revised) == ("2015-01-28", True)
    assert {row["source_sheet"] for row in taken.rows} == {"RS LA Data 2013-14 (1)"}


def changed(source, target, old, new):
    """A workbook with one cell's content replaced everywhere."""
    workbook = python_calamine.CalamineWorkbook.from_path(str(source))
    with xlsxwriter.Workbook(str(target)) as copy:
        for name in workbook.sheet_names:
            sheet = copy.add_worksheet(name)
            for number, row in enumerate(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                sheet.write_row(number, 0, [new if cell == old else cell for cell in row])
    return target


def test_a_service_under_another_name_is_asked_for(outturn, feed_of, tmp_path):
    damaged = changed(outturn, tmp_path / "damaged.xlsx", "Adult Social Care", "Adults Social Care")
    (problem,) = problems_of(revenue_outturn, damaged, feed_of("revenue_outturn"), tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "Adult Social Care")
    assert problem.where.sheet == "RS LA Data 2017-18"


def test_a_return_that_did_not_come_is_missing_and_takes_its_class_out_of_the_check(
    outturn, feed_of, tmp_path
):
    damaged = changed(outturn, tmp_path / "damaged.xlsx", 5_697.200190580028, "…")
    taken = take(revenue_outturn, damaged, feed_of("revenue_outturn"), tmp_path)
    assert taken.one(council="E09000001")["adult_social_care"] is None
    assert all("without class L" in each.what for each in taken.reading.reconciliations)


def test_a_single_councils_years_are_a_feed_of_their_own(fixtures, feed_of, tmp_path):
    path = fixtures / "revenue_outturn_councils" / "blackburn.json.gz"
    taken = take(revenue_outturn_councils, path, feed_of("revenue_outturn_councils"), tmp_path)
    assert [row["period"] for row in taken.rows] == ["2021/22", "2022/23", "2023/24", "2024/25"]
    assert taken.one(period="2021/22")["adult_social_care"] == 56_582
    assert {row["scope"] for row in taken.rows} == {"E06000008"}
    assert revenue_outturn_councils.FEED != revenue_outturn.FEED


def test_a_councils_file_with_text_for_thousands_refuses_that_year(fixtures, feed_of, tmp_path):
    found = json.loads(
        gzip.decompress((fixtures / "revenue_outturn_councils" / "blackburn.json.gz").read_bytes())
    )
    services = found["by_year"]["2022-23"]["revenue_summary"]["service_expenditure"]
    services["Public Health"]["value_thousands"] = "many"
    (tmp_path / "damaged.json").write_text(json.dumps(found))
    feed = feed_of("revenue_outturn_councils")
    taken = take(revenue_outturn_councils, tmp_path / "damaged.json", feed, tmp_path)
    (problem,) = taken.reading.refused
    assert (problem.code, problem.where.column) == ("cell.not-a-number", "Public Health")
    assert len(taken.rows) == 3


def test_a_councils_file_cut_short_is_refused(fixtures, feed_of, tmp_path):
    whole = gzip.decompress((fixtures / "revenue_outturn_councils" / "blackburn.json.gz").read_bytes())
    (tmp_path / "cut.json").write_bytes(whole[: len(whole) // 2])
    feed = feed_of("revenue_outturn_councils")
    (problem,) = problems_of(revenue_outturn_councils, tmp_path / "cut.json", feed, tmp_path)
    assert problem.code == "file.cut-short"


def test_budgets_of_no_year_are_refused(fixtures, feed_of, tmp_path):
    path = fixtures / "public_health_budgets" / "site.json"
    (problem,) = problems_of(public_health_budgets, path, feed_of("public_health_budgets"), tmp_path)
    assert problem.code == "period.not-stated"


def test_budgets_that_say_their_year_are_read(fixtures, feed_of, tmp_path):
    site = json.loads((fixtures / "public_health_budgets" / "site.json").read_text())
    (tmp_path / "site.json").write_text(json.dumps({**site, "year": "2025-26"}))
    taken = take(public_health_budgets, tmp_path / "site.json", feed_of("public_health_budgets"), tmp_path)
    birmingham = taken.one(council="birmingham")
    assert (birmingham["period"], birmingham["public_health"], birmingham["per_head"]) == (
        "2025/26",
        121_651,
        102.8,
    )


def test_social_care_spending_of_councils_equals_englands(fixtures, feed_of, tmp_path):
    path = fixtures / "adult_social_care_finance" / "totals.csv"
    taken = take(adult_social_care_finance, path, feed_of("adult_social_care_finance"), tmp_path)
    cumbria = taken.one(council="E10000006")
    assert (cumbria["period"], cumbria["gross_current_expenditure"]) == ("2016/17", 9_596.61449)
    assert len(taken.rows) == 151
    assert taken.reading.rows_set_aside == 10  # nine regions and England
    assert not taken.disagreements


def test_a_year_in_words_refuses_its_row(fixtures, feed_of, tmp_path):
    source = fixtures / "adult_social_care_finance" / "totals.csv"
    damaged = with_cell(source, 2, "FY_Ending", "2016-17", tmp_path / "damaged.csv")
    taken = take(adult_social_care_finance, damaged, feed_of("adult_social_care_finance"), tmp_path)
    assert [problem.code for problem in taken.reading.refused] == ["period.unknown"]


def test_social_care_finance_cut_short_is_refused(fixtures, feed_of, tmp_path):
    cut = cut_in_last_line(fixtures / "adult_social_care_finance" / "totals.csv", tmp_path / "cut.csv")
    (problem,) = problems_of(adult_social_care_finance, cut, feed_of("adult_social_care_finance"), tmp_path)
    assert problem.code == "file.cut-short"


def test_all_social_care_spending_is_the_published_total(shared_data, feed_of, tmp_path):
    path = shared_data / "finance_la" / "CSV_ASCFR_Totals.csv.gz"
    taken = take(adult_social_care_finance, path, feed_of("adult_social_care_finance"), tmp_path)
    assert taken.total("gross_current_expenditure", data_type="1") == pytest.approx(17_526_378.16, abs=0.01)
    assert not taken.disagreements


def test_every_published_outturn_reconciles(shared_data, feed_of, tmp_path):
    adult_social_care = {}
    for path in sorted((shared_data / "finance_la").glob("R*.xls*")):
        taken = take(revenue_outturn, path, feed_of("revenue_outturn"), tmp_path)
        assert not taken.disagreements
        adult_social_care[taken.rows[0]["period"]] = taken.total("adult_social_care")
    assert adult_social_care == {"2013/14": 14_565_469, "2017/18": pytest.approx(15_330_170.0489)}


def test_outcomes_of_social_care_are_kept_as_published(fixtures, feed_of, tmp_path):
    path = fixtures / "oflog_measures" / "adult_social_care.csv"
    taken = take(oflog_measures, path, feed_of("oflog_measures"), tmp_path)
    assert taken.one(council="E06000008", measure="ASC5", period="2021/22")["value"] > 0
    assert {row["scope"] for row in taken.rows} == {f"ASC{number}" for number in range(1, 8)}


def test_a_quality_of_life_of_nothing_is_no_figure(fixtures, feed_of, tmp_path):
    path = fixtures / "oflog_measures" / "adult_social_care.csv"
    taken = take(oflog_measures, path, feed_of("oflog_measures"), tmp_path)
    trafford = taken.one(council="E08000009", measure="ASC2", period="2019/20")
    assert (trafford["value"], trafford["status"]) == (None, "missing")


def test_outcomes_without_their_code_are_refused(fixtures, feed_of, tmp_path):
    source = fixtures / "oflog_measures" / "adult_social_care.csv"
    damaged = without_column(source, "Code", tmp_path / "damaged.csv")
    assert recognised(oflog_measures, damaged, tmp_path) is not None
    (problem,) = problems_of(oflog_measures, damaged, feed_of("oflog_measures"), tmp_path)
    assert problem.where.column == "Code"


def test_columns_in_another_order_are_the_same_table(fixtures, feed_of, tmp_path):
    source = fixtures / "oflog_measures" / "adult_social_care.csv"
    turned = save([row[::-1] for row in rows_of(source)], tmp_path / "turned.csv")
    plain, other = (
        take(oflog_measures, path, feed_of("oflog_measures"), tmp_path).rows for path in (source, turned)
    )
    assert plain == other
