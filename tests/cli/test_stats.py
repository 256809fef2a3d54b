"""`aimwell stats`: what it answers, what it keeps, and what it refuses."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click import Command

from aimwell.cli import stats_charts, stats_funnels, stats_inequality
from aimwell.cli.stats import stats
from aimwell.domain.statistics.control_charts import ChartKind
from aimwell.domain.statistics.overdispersed_funnel import FunnelMethod
from aimwell.domain.statistics.quantiles import FirstQuantile
from aimwell.domain.statistics.slope_index import Scale
from aimwell.services.statistics_of_files.funnels import FunnelKind
from aimwell.services.statistics_of_files.results import RESULT_COLUMNS
from tests.cli.stats_runner import Row, Terminal

MONTHS = [f"{2023 + month // 12}-{month % 12 + 1:02d}-01" for month in range(30)]


def _choices(command: Command, name: str) -> set[str]:
    option = next(parameter for parameter in command.params if parameter.name == name)
    return set(option.to_info_dict()["type"]["choices"])


def _falls(terminal: Terminal) -> list[Row]:
    """Two wards: one steady, one that improves after its twelfth month."""
    random = np.random.default_rng(7)
    rows = []
    for ward, level in (("Ash", 20.0), ("Beech", 30.0)):
        for index, month in enumerate(MONTHS):
            fallen = (
                level - (10 if ward == "Beech" and index >= 12 else 0) + round(float(random.normal(0, 2)), 1)
            )
            rows.append(
                {"ward": ward, "month": month, "falls": fallen, "note": "new lead" if index == 12 else ""}
            )
    terminal.table("falls.csv", rows)
    return rows


DEATHS = [
    {"area": area, "ageband": age, "deaths": deaths, "pop": people, "stdpop": weight}
    for area, factor in (("A", 1), ("B", 2))
    for age, deaths, people, weight in (
        (0, 6 * factor, 10_000, 30_000), (50, 40 * factor, 8_000, 40_000), (75, 300 * factor, 5_000, 30_000),
    )
]  # fmt: skip


@pytest.mark.parametrize("name", sorted(stats.commands))
def test_a_command_has_help_with_an_example_that_runs_it(name: str, terminal: Terminal) -> None:
    told = terminal.say("stats", name, "--help")
    assert told.status == 0
    assert f"Example: aimwell stats {name} " in " ".join(told.output.split())


def test_the_words_of_options_are_the_words_of_the_methods() -> None:
    assert set(stats_charts.KINDS) == {kind.value for kind in ChartKind}
    assert _choices(stats_funnels.funnel, "kind") == {kind.value for kind in FunnelKind}
    assert _choices(stats_funnels.funnel_wide, "method") == {method.value for method in FunnelMethod}
    assert _choices(stats_inequality.sii, "scale") == {scale.value for scale in Scale}
    assert _choices(stats_inequality.quantile, "first") == {first.value for first in FirstQuantile}


def test_rows_of_a_group_are_added_up_wherever_they_stand(terminal: Terminal) -> None:
    terminal.write("a.csv", "area,sex,x,n; A,f,1,10; B,f,2,10; A,m,3,10; B,m,4,10")
    rows = terminal.rows("proportion", "a.csv", "--by", "area")
    assert [(row["area"], row["numerator"], row["denominator"], row["n"]) for row in rows] == [
        ("A", 4, 20, 2),
        ("B", 6, 20, 2),
    ]


def test_a_row_that_cannot_be_worked_out_has_a_status_and_stops_no_other(terminal: Terminal) -> None:
    terminal.write("a.csv", "area,x,n; A,1,10; B,,10; C,0,0")
    rows = terminal.rows("rate", "a.csv")
    assert [(row["area"], row["status"], row["value"]) for row in rows] == [
        ("A", "ok", 10_000.0),
        ("B", "missing_input", None),
        ("C", "no_population", None),
    ]


def test_several_confidences_give_a_row_each_beside_one_another(terminal: Terminal) -> None:
    terminal.write("a.csv", "area,x,n; A,1,10; B,2,10")
    rows = terminal.rows("rate", "a.csv", "--confidence", "95", "--confidence", "0.998")
    assert [(row["area"], row["confidence"]) for row in rows] == [
        ("A", 0.95),
        ("A", 0.998),
        ("B", 0.95),
        ("B", 0.998),
    ]
    assert rows[1]["upper"] > rows[0]["upper"]


def test_a_csv_and_a_parquet_file_give_the_same_answer(terminal: Terminal) -> None:
    terminal.table("deaths.csv", DEATHS)
    pq.write_table(pa.Table.from_pylist(DEATHS), terminal.folder / "deaths.parquet")
    told = ["--by", "area"]
    assert terminal.rows("dsr", "deaths.csv", *told) == terminal.rows("dsr", "deaths.parquet", *told)


def test_what_is_written_as_csv_can_be_read_again(terminal: Terminal) -> None:
    terminal.write("a.csv", 'area,x,n; "A, the ""first""",1,10; =B,2,10')
    assert terminal.say("stats", "rate", "a.csv", "-o", "b.csv").status == 0
    rows = terminal.rows("rate", "b.csv", "--numerator", "numerator", "--denominator", "denominator")
    assert [row["area"] for row in rows] == ['A, the "first"', "=B"]
    assert [row["value"] for row in rows] == [
        row["input_value"] and float(row["input_value"]) for row in rows
    ]


def test_without_an_output_the_rows_are_printed(terminal: Terminal) -> None:
    terminal.write("a.csv", "area,x,n; A,1,10")
    told = terminal.say("stats", "rate", "a.csv")
    assert told.status == 0
    assert told.output.splitlines()[0].startswith("area,numerator,denominator,value,lower,upper")


def test_every_result_ends_in_the_same_columns(terminal: Terminal) -> None:
    _falls(terminal)
    terminal.table("deaths.csv", DEATHS)
    for words in (
        ("rate", "deaths.csv", "--numerator", "deaths", "--denominator", "pop"),
        ("mean", "falls.csv", "--value", "falls"),
        ("le", "deaths.csv", "--by", "area"),
        ("xmr", "falls.csv", "--by", "ward", "--value", "falls"),
        ("run", "falls.csv", "--by", "ward", "--value", "falls"),
        ("funnel", "deaths.csv", "--numerator", "deaths", "--denominator", "pop"),
    ):
        rows = terminal.rows(*words)
        assert tuple(rows[0])[-5:] == RESULT_COLUMNS
        assert all(row[name] not in ("", None) for row in rows for name in RESULT_COLUMNS)


FAULTS = [
    ("area,x,n; A,1,10; B,-2,10", "rate", "row 3, column 'x'", "negative-count"),
    ("area,x,n; A,1,10; B,12,10", "proportion", "row 3, column 'x'", "numerator-over-denominator"),
    ("area,x,n; A,1,10; B,two,10", "rate", "row 3, column 'x'", "not-a-number"),
    ("area,x,n; A,1,10; ; B,1,inf", "rate", "row 4, column 'n'", "infinite"),
    ("area,x,n; A,1,10; B,1", "rate", "row 3", "unreadable-file"),
    ("area,x,n", "rate", "input.csv", "no-rows"),
    ("area,y,n; A,1,10", "rate", "input.csv", "missing-column"),
    ("date,value; 2025-01,1; 2025-02,2; 2025-01,3", "xmr", "row 4, column 'date'", "duplicate-date"),
    ("date,value; 2025-01,1; soon,2", "xmr", "row 3, column 'date'", "not-a-date"),
    ("band,obs,pop,stdpop; 0,1,9,1; 5,1,9,1; 0,1,9,1", "dsr", "row 4, column 'band'", "duplicate-band"),
    ("band,obs,pop,stdpop; 0,1,9,1; 5,1,9,", "dsr", "row 3, column 'stdpop'", "missing-standard"),
    ("startage,deaths,pops; 0,1,9; over 5,1,9", "le", "row 3, column 'startage'", "not-an-age"),
    ('startage,deaths,pops; 0,1,9; "1,234",1,9', "le", "row 3, column 'startage'", "not-an-age"),
    ("startage,deaths,pops; 0,1,9; 5,10,9", "le", "row 3, column 'deaths'", "numerator-over-denominator"),
    (
        "age,deaths,pop,stdpop; 0,1,9,1; 75,10,9,1",
        "yll",
        "row 3, column 'deaths'",
        "numerator-over-denominator",
    ),
    ("date,value; 2025-01,1; inf,2", "xmr", "row 3, column 'date'", "not-a-date"),
    (
        "quantile,pop,x,se; 1,9,1,1; 2,9,10,1",
        "sii --numerator x",
        "row 3, column 'x'",
        "numerator-over-denominator",
    ),
    ("date,value; 2025-01,1; 2025-02,-2", "chart --kind c", "row 3, column 'value'", "negative-count"),
    (
        "date,value,n; 2025-01,1,9; 2025-02,12,9",
        "chart --kind p",
        "row 3, column 'value'",
        "numerator-over-denominator",
    ),
    (
        "area,obs,rate; A,12,5; A,13,6",
        "funnel --kind standardised_rate --by area",
        "row 3, column 'area'",
        "several-rates",
    ),
]


@pytest.mark.parametrize(
    ("text", "method", "where", "code"), FAULTS, ids=[f"{fault[1].split()[0]}-{fault[3]}" for fault in FAULTS]
)
def test_a_wrong_cell_is_named_and_nothing_is_written(
    terminal: Terminal, text: str, method: str, where: str, code: str
) -> None:
    terminal.write("input.csv", text)
    told = terminal.say("stats", *method.split(), "input.csv", "-o", "result.csv")
    assert told.status == 1
    assert where in told.error
    assert "input.csv" in told.error
    assert f"Code: statistics.{code}" in told.error
    assert [path.name for path in terminal.folder.iterdir()] == ["input.csv"]


def test_a_wrong_cell_of_a_parquet_file_is_named(terminal: Terminal) -> None:
    pq.write_table(pa.table({"x": [1, -1], "n": [5, 5]}), terminal.folder / "input.parquet")
    told = terminal.say("stats", "rate", "input.parquet")
    assert "(input.parquet, row 2, column 'x')" in told.error


def test_a_refused_file_leaves_the_earlier_result_as_it_was(terminal: Terminal) -> None:
    terminal.write("input.csv", "x,n; -1,10")
    terminal.write("result.csv", "earlier")
    assert terminal.say("stats", "rate", "input.csv", "-o", "result.csv").status == 1
    assert (terminal.folder / "result.csv").read_text() == "earlier\n"


def test_an_unknown_column_is_told_with_the_nearest(terminal: Terminal) -> None:
    terminal.write("input.csv", "area,x,n; A,1,10")
    told = terminal.say("stats", "rate", "input.csv", "--by", "aera")
    assert told.status == 1
    assert "Did you mean --by area?" in told.error


@pytest.mark.parametrize("target", ["result.xlsx", "nowhere/result.csv"])
def test_a_place_that_cannot_be_written_to_is_refused(terminal: Terminal, target: str) -> None:
    terminal.write("input.csv", "x,n; 1,10")
    assert terminal.say("stats", "rate", "input.csv", "-o", target).status == 1


def test_a_chart_keeps_every_column_and_its_rows_in_order_of_time(terminal: Terminal) -> None:
    rows = _falls(terminal)
    terminal.table("falls.csv", list(reversed(rows)))
    found = terminal.rows("xmr", "falls.csv", "--by", "ward", "--date", "month", "--value", "falls")
    assert [row["ward"] for row in found] == ["Beech"] * 30 + ["Ash"] * 30
    assert [str(row["month"]) for row in found][:30] == MONTHS
    assert [row["note"] for row in found][12] == "new lead"
    assert found[0]["falls"] == next(row["falls"] for row in rows if row["ward"] == "Beech")
    assert {row["profile"] for row in found} == {"mdc-excel"}


def test_series_of_different_lengths_are_judged_as_if_alone(terminal: Terminal) -> None:
    rows = [row for row in _falls(terminal) if row["ward"] == "Beech" or row["month"] < "2024-10"]
    terminal.table("falls.csv", rows)
    words = ("--by", "ward", "--date", "month", "--value", "falls", "--better", "lower")
    together = terminal.rows("xmr", "falls.csv", *words)
    apart = []
    for ward in ("Ash", "Beech"):
        terminal.table("one.csv", [row for row in rows if row["ward"] == ward])
        apart += terminal.rows("xmr", "one.csv", *words)
    assert together == apart


def test_a_dated_decision_starts_a_segment_and_stays_beside_it(terminal: Terminal) -> None:
    _falls(terminal)
    terminal.write(
        "decisions.csv", "ward,date,reason,by; Beech,2024-01-01,falls lead in post,Director of nursing"
    )
    rows = terminal.rows(
        "xmr", "falls.csv", "--by", "ward", "--date", "month", "--value", "falls", "--rebase", "decisions.csv"
    )
    segments = {row["ward"]: row["segment"] for row in rows}
    assert segments == {"Ash": 0, "Beech": 1}
    decided = [row for row in rows if row["rebase_reason"]]
    assert [(row["ward"], str(row["month"]), row["rebase_by"]) for row in decided] == [
        ("Beech", "2024-01-01", "Director of nursing")
    ]
    assert {row["n"] for row in rows if row["ward"] == "Beech"} == {18}


def test_a_decision_that_meets_no_row_is_said_and_changes_nothing(terminal: Terminal) -> None:
    _falls(terminal)
    terminal.write("decisions.csv", "date,reason,by; 2019-01-01,long ago,Somebody")
    words = ("stats", "xmr", "falls.csv", "--by", "ward", "--value", "falls", "--rebase", "decisions.csv")
    told = terminal.say(*words)
    assert told.status == 0
    assert "2019-01-01 (long ago)" in told.error


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2024-01-01,,Somebody", "rebase-without-reason"),
        ("2024-01-01,a reason,", "rebase-without-name"),
        ("then,a reason,Somebody", "not-a-date"),
    ],
)
def test_a_decision_without_date_reason_or_name_is_refused(terminal: Terminal, line: str, code: str) -> None:
    _falls(terminal)
    terminal.write("decisions.csv", f"date,reason,by; {line}")
    told = terminal.say(
        "stats", "xmr", "falls.csv", "--by", "ward", "--value", "falls", "--rebase", "decisions.csv"
    )
    assert told.status == 1
    assert "decisions.csv, row 2" in told.error
    assert f"statistics.{code}" in told.error


def test_a_month_without_a_row_is_said_and_an_empty_value_is_a_gap(terminal: Terminal) -> None:
    rows = _falls(terminal)
    words = ("--by", "ward", "--date", "month", "--value", "falls")
    lacking = [row for row in rows if (row["ward"], row["month"]) != ("Beech", "2023-05-01")]
    terminal.table("falls.csv", lacking)
    told = terminal.say("stats", "xmr", "falls.csv", *words)
    assert "1 of 2 series leave months out, the first before row 36" in told.error
    terminal.table("falls.csv", [row | ({} if row in lacking else {"falls": ""}) for row in rows])
    assert terminal.say("stats", "xmr", "falls.csv", *words).error == ""
    (gap,) = (row for row in terminal.rows("xmr", "falls.csv", *words) if row["falls"] is None)
    assert (gap["reason"], gap["point_type"]) == ("not_judged", "not_judged")


def test_a_target_and_a_direction_may_be_columns(terminal: Terminal) -> None:
    rows = _falls(terminal)
    for row in rows:
        row["aim"] = 40 if row["ward"] == "Ash" or row["month"] < "2024-06" else 1
        row["way"] = "lower"
    terminal.table("falls.csv", rows)
    found = terminal.rows(
        "xmr",
        "falls.csv",
        "--by",
        "ward",
        "--date",
        "month",
        "--value",
        "falls",
        "--better",
        "way",
        "--target",
        "aim",
    )
    assert {(row["ward"], row["assurance"]) for row in found} == {("Ash", "pass"), ("Beech", "fail")}


def test_an_unknown_profile_is_told_with_those_there_are(terminal: Terminal) -> None:
    _falls(terminal)
    told = terminal.say("stats", "xmr", "falls.csv", "--by", "ward", "--value", "falls", "--profile", "mine")
    assert told.status == 1
    assert "mdc-excel" in told.error


@pytest.mark.parametrize("kind", sorted(stats_charts.KINDS))
def test_a_control_chart_of_each_kind_is_drawn_from_a_file(terminal: Terminal, kind: str) -> None:
    rows = [row | {"denominator": 900} for row in _falls(terminal)]
    terminal.table("falls.csv", rows)
    found = terminal.rows(
        "chart", "falls.csv", "--kind", kind, "--by", "ward", "--date", "month", "--value", "falls"
    )
    assert len(found) == len(rows)
    assert all(row["centre"] is not None for row in found)
    assert {row["status"] for row in found} == {"ok"}


def test_a_run_chart_finds_the_improvement(terminal: Terminal) -> None:
    _falls(terminal)
    found = terminal.rows("run", "falls.csv", "--by", "ward", "--date", "month", "--value", "falls")
    assert {row["ward"] for row in found if row["long_run"] or row["few_crossings"]} == {"Beech"}


def test_years_of_life_lost_are_deaths_times_years_to_the_age(terminal: Terminal) -> None:
    terminal.table("deaths.csv", DEATHS)
    rows = terminal.rows("yll", "deaths.csv", "--by", "area", "--before", "75")
    assert [row["years_lost"] for row in rows] == [6 * 50 + 40 * 12.5, 2 * (6 * 50 + 40 * 12.5)]
    expected = (6 * 50 / 10_000 * 30_000 + 40 * 12.5 / 8_000 * 40_000) / 100_000 * 10_000
    assert rows[0]["value"] == pytest.approx(expected)


def test_an_age_beyond_the_last_band_is_refused(terminal: Terminal) -> None:
    terminal.table("deaths.csv", DEATHS)
    assert terminal.say("stats", "yll", "deaths.csv", "--by", "area", "--before", "80").status == 1


def test_a_comparative_mortality_figure_is_the_ratio_of_two_rates(terminal: Terminal) -> None:
    terminal.table("deaths.csv", DEATHS)
    rows = terminal.rows("cmf", "deaths.csv", "--by", "area", "--reference", "A")
    assert [row["value"] for row in rows] == [pytest.approx(100), pytest.approx(200)]
    assert terminal.say("stats", "cmf", "deaths.csv", "--by", "area", "--reference", "Z").status == 1


def test_excess_events_are_those_observed_less_those_expected(terminal: Terminal) -> None:
    terminal.write(
        "deaths.csv", "area,age,deaths,pop,refcount,refpop; A,0,30,1000,10,1000; A,50,30,1000,20,1000"
    )
    (row,) = terminal.rows("excess", "deaths.csv", "--by", "area", "--band", "age")
    assert (row["observed"], row["expected"], row["value"]) == (60, 30, 30)


def test_gaps_are_told_for_every_group_but_the_reference(terminal: Terminal) -> None:
    terminal.write(
        "rates.csv",
        "area,fifth,value,lower,upper; A,most,30,27,33; A,least,20,18,22; B,least,10,9,11; B,most,10,9,11",
    )
    rows = terminal.rows("gap", "rates.csv", "--by", "area", "--group", "fifth", "--reference", "least")
    assert [(row["area"], row["fifth"], row["gap"], row["value"], row["beyond_chance"]) for row in rows] == [
        ("A", "most", "absolute", 10.0, True),
        ("A", "most", "relative", pytest.approx(1.5), True),
        ("B", "most", "absolute", 0.0, False),
        ("B", "most", "relative", 1.0, False),
    ]


def test_an_attributable_fraction_is_worked_out_row_by_row(terminal: Terminal) -> None:
    terminal.write("smoking.csv", "area,prevalence,relative_risk; A,0.2,6; B,0,6")
    rows = terminal.rows("paf", "smoking.csv")
    assert [row["value"] for row in rows] == [pytest.approx(0.5), 0.0]


def test_a_funnel_tells_who_lies_outside_it(terminal: Terminal) -> None:
    terminal.write("a.csv", "area,x,n; A,500,1000; B,510,1000; C,620,1000; D,490,1000; E,505,1000")
    rows = terminal.rows("funnel", "a.csv")
    assert [row["significance"] for row in rows][2] == "high_outer"
    curve = terminal.rows("funnel-curve", "a.csv")
    assert len(curve) == 100
    wide = terminal.rows("funnel-wide", "a.csv", "--method", "proportion")
    assert wide[2]["upper_outer"] > 0.62


def test_life_expectancy_is_told_at_the_ages_asked_for(terminal: Terminal) -> None:
    terminal.table("deaths.csv", DEATHS)
    rows = terminal.rows("le", "deaths.csv", "--by", "area", "--at", "50")
    assert [(row["area"], row["start_age"]) for row in rows] == [("A", 50), ("B", 50)]
    assert terminal.say("stats", "le", "deaths.csv", "--by", "area", "--at", "60").status == 1


def test_the_whole_file_is_one_group_where_none_is_named(terminal: Terminal) -> None:
    terminal.write("a.csv", "value; 1; 2; 6")
    (row,) = terminal.rows("mean", "a.csv")
    assert (row["value"], row["n"], row["method"]) == (3, 3, "Student's t")


def test_a_mean_leaves_blanks_out_only_when_told_to(terminal: Terminal) -> None:
    terminal.write("a.csv", "ward,value; A,NA; A,1; A,3; B,4; B,6; C,NA")
    known = terminal.rows("mean", "a.csv", "--by", "ward")
    assert [(row["value"], row["status"]) for row in known] == [
        (None, "missing_input"),
        (5, "ok"),
        (None, "missing_input"),
    ]
    rest = terminal.rows("mean", "a.csv", "--by", "ward", "--blanks", "left-out")
    assert [(row["value"], row["n"], row["status"]) for row in rest] == [
        (2, 2, "ok"),
        (5, 2, "ok"),
        (None, 0, "no_values"),
    ]


def test_rows_of_an_area_are_added_up_before_a_funnel_is_drawn(terminal: Terminal) -> None:
    terminal.write("halves.csv", "area,x,n; A,20,50; B,30,60; C,30,40; A,25,50; B,41,60; C,12,60")
    terminal.write("wholes.csv", "area,x,n; A,45,100; B,71,120; C,42,100")
    told = ("area", "numerator", "denominator", "value", "significance")
    added, whole = (
        [[row[name] for name in told] for row in terminal.rows("funnel", name, "--by", "area")]
        for name in ("halves.csv", "wholes.csv")
    )
    assert added == whole
    for method in ("funnel-curve", "funnel-wide --method proportion"):
        words = method.split()
        assert terminal.rows(*words, "halves.csv", "--by", "area") == terminal.rows(
            *words, "wholes.csv", "--by", "area"
        )


def test_too_few_repetitions_are_refused_also_where_nothing_is_simulated(terminal: Terminal) -> None:
    rows = "; ".join(f"{decile},100,{70 + decile},0.5" for decile in range(1, 11))
    terminal.write("life.csv", f"decile,population,value,se; {rows}")
    assert terminal.say("stats", "sii", "life.csv", "--repetitions", "500").status == 1


def test_a_decision_about_a_series_that_is_not_there_is_refused(terminal: Terminal) -> None:
    _falls(terminal)
    terminal.write("decisions.csv", "ward,date,reason,by; Beach,2024-01-01,falls lead,Somebody")
    told = terminal.say(
        "stats", "xmr", "falls.csv", "--by", "ward", "--value", "falls", "--rebase", "decisions.csv"
    )
    assert told.status == 1
    assert "(decisions.csv, row 2, column 'ward')" in told.error
