"""The published cases come out of the command line as they come out of the library.

Where the library decides otherwise (docs/reference/statistics-decisions.md), so does the command.
"""

from typing import Any

import numpy as np
import pytest

from tests.cli.stats_runner import Row, Terminal
from tests.golden.golden_data import RELATIVE, case_parameters, levels, number, rows_by_case
from tests.golden.test_funnel import LIMITS as THEIR_LIMITS
from tests.golden.test_funnel import WORDS as SIGNIFICANCE
from tests.golden.test_spc import DECIDED, ICONS, WORDS

Case = dict[str, Any]

LIMITS = {ours: theirs for theirs, ours in THEIR_LIMITS.items()}

# A grouping with one group is added up by us and not by the reference.
SINGLE_GROUP = "grouped_single"
LIMIT_TYPES = {"full", "standard"}


def _cases(function: str, *left_out: str) -> list[Any]:
    return [case for case in case_parameters("phe", function) if case.id not in left_out]


def _input(terminal: Terminal, function: str, case: Case) -> list[Row]:
    rows = rows_by_case("phe", f"{function}_input")[case["case_id"]]
    terminal.table("input.csv", rows)
    return rows


def _by(case: Case) -> list[str]:
    by = case["arguments"]["group_by"]
    return [] if by is None else [by] if isinstance(by, str) else list(by)


def _grouped(case: Case) -> list[str]:
    return ["--by", ",".join(_by(case))] if _by(case) else []


def _levels(case: Case) -> list[str]:
    given = case["arguments"]["confidence"]
    return [
        word
        for level in (given if isinstance(given, list) else [given])
        for word in ("--confidence", str(level))
    ]


def _close(ours: Any, golden: str) -> None:
    expected = number(golden)
    if np.isnan(expected):
        assert ours is None
    else:
        assert ours == pytest.approx(expected, rel=RELATIVE, abs=1e-300)


def _compare(case: Case, golden: list[Row], ours: list[Row], keys: list[str]) -> None:
    """Every golden row against ours of the same keys and confidence."""
    two = len(levels(case["arguments"]["confidence"])) > 1
    wanted = case["arguments"].get("type", "full")
    found = {(*(str(row[key]) for key in keys), round(row["confidence"], 6)): row for row in ours}
    for expected in golden:
        for level in levels(case["arguments"]["confidence"]):
            row = found[(*(expected[key] for key in keys), round(level, 6))]
            name = f"{level * 100:.1f}".replace(".", "_")
            lower, upper = (f"lower{name}cl", f"upper{name}cl") if two else ("lowercl", "uppercl")
            if wanted in LIMIT_TYPES | {"value"}:
                _close(row["value"], expected["value"])
            if wanted in LIMIT_TYPES:
                _close(row["lower"], expected[lower])
                _close(row["upper"], expected[upper])


@pytest.mark.parametrize("function", ["proportion", "rate"])
def test_counts_agree_with_the_reference(terminal: Terminal, function: str) -> None:
    for parameter in _cases(f"phe_{function}", SINGLE_GROUP, "noci"):
        case = parameter.values[0]
        _input(terminal, f"phe_{function}", case)
        ours = terminal.rows(
            function, "input.csv", "--numerator", "x", "--denominator", "n", *_grouped(case), *_levels(case),
            "--multiplier", str(case["arguments"]["multiplier"]),
        )  # fmt: skip
        golden = rows_by_case("phe", f"phe_{function}_output")[case["case_id"]]
        _compare(case, golden, ours, _by(case) or ["area"])
        assert {row["method"] for row in ours} <= {"Wilson", "Exact", "Byar", "none"}


def test_means_agree_with_the_reference(terminal: Terminal) -> None:
    for parameter in _cases("phe_mean"):
        case = parameter.values[0]
        _input(terminal, "phe_mean", case)
        ours = terminal.rows("mean", "input.csv", *_grouped(case), *_levels(case))
        golden = rows_by_case("phe", "phe_mean_output")[case["case_id"]]
        _compare(case, golden, ours, _by(case))


# The reference leaves a band out of an area that lacks it; here the area has a status.
@pytest.mark.parametrize("case", _cases("calculate_dsr", "missing_strata"))
def test_a_directly_standardised_rate_agrees_with_the_reference(terminal: Terminal, case: Case) -> None:
    _input(terminal, "calculate_dsr", case)
    arguments = case["arguments"]
    repeated = ["--frequency", arguments["eventfreq"]] if "eventfreq" in arguments else []
    ours = terminal.rows(
        "dsr", "input.csv", "--band", "ageband", "--events", arguments["x"], "--blanks", "zero", *repeated,
        "--multiplier", str(arguments["multiplier"]), *_grouped(case), *_levels(case),
    )  # fmt: skip
    _compare(case, rows_by_case("phe", "calculate_dsr_output")[case["case_id"]], ours, _by(case))


def test_an_area_that_lacks_a_band_has_a_status(terminal: Terminal) -> None:
    case = next(p.values[0] for p in case_parameters("phe", "calculate_dsr") if p.id == "missing_strata")
    _input(terminal, "calculate_dsr", case)
    ours = terminal.rows("dsr", "input.csv", "--by", "area", "--blanks", "zero")
    assert "missing_band" in {row["status"] for row in ours}
    assert all(row["value"] is None for row in ours if row["status"] == "missing_band")


@pytest.mark.parametrize(
    ("function", "wanted", "unit"),
    [("calculate_ISRatio", "ratio", "refvalue"), ("calculate_ISRate", "rate", "multiplier")],
)
def test_indirect_standardisation_agrees_with_the_reference(
    terminal: Terminal, function: str, wanted: str, unit: str
) -> None:
    for parameter in _cases(function):
        case = parameter.values[0]
        rows = _input(terminal, function, case)
        arguments = case["arguments"]
        if arguments["refpoptype"] == "vector":  # the reference's counts, one area's, for all areas
            first = {r["ageband"]: r for r in rows if r["area"] == rows[0]["area"]}
            same = [{c: first[r["ageband"]][c] for c in ("refcount", "refpop")} for r in rows]
            terminal.table("input.csv", [row | ref for row, ref in zip(rows, same, strict=True)])
        total = ["--total", "total_obs"] if arguments.get("observed_totals") else []
        ours = terminal.rows(
            "isr", "input.csv", "--as", wanted, "--blanks", "zero", "--multiplier", str(arguments[unit]),
            *total, *_grouped(case), *_levels(case),
        )  # fmt: skip
        _compare(case, rows_by_case("phe", f"{function}_output")[case["case_id"]], ours, ["area"])


# Other bands than the reference knows; no deaths in the last band; counts that the command refuses.
OTHER_ANSWERS = {"bands19", "labels_shuffled", "edge_02", "edge_03", "edge_all_grouped"}


@pytest.mark.parametrize("case", _cases("phe_life_expectancy", *OTHER_ANSWERS))
def test_life_expectancy_agrees_with_the_reference(terminal: Terminal, case: Case) -> None:
    rows = _input(terminal, "phe_life_expectancy", case)
    deaths, people = (np.array([number(row[name]) for row in rows]) for name in ("deaths", "pops"))
    words = ["le", "input.csv", "--by", "area", *_levels(case)]
    if (deaths < 0).any() or (people < 0).any() or (deaths > people).any():
        assert terminal.say("stats", *words).status == 1
        return
    golden = rows_by_case("phe", "phe_life_expectancy_output")[case["case_id"]]
    ours = [row | {"startage": f"{row['start_age']:g}"} for row in terminal.rows(*words)]
    _compare(case, golden, ours, ["area", "startage"])


def test_quantiles_agree_with_the_reference(terminal: Terminal) -> None:
    for parameter in _cases("phe_quantile")[::5] + _cases("phe_quantile")[-4:]:
        case = parameter.values[0]
        _input(terminal, "phe_quantile", case)
        arguments = case["arguments"]
        ours = terminal.rows(
            "quantile", "input.csv", "--value", "v", "--count", str(arguments["nquantiles"]), *_grouped(case),
            "--first", "highest" if arguments["invert"] else "lowest",
        )  # fmt: skip
        found = {row["area"] + (row["region"] or ""): row["quantile"] for row in ours}
        for row in rows_by_case("phe", "phe_quantile_output")[case["case_id"]]:
            expected = number(row["quantile"])
            assert found[row["area"] + row["region"]] == (None if np.isnan(expected) else expected)


@pytest.mark.parametrize("case", _cases("phe_sii"))
def test_slope_indices_agree_with_the_reference(terminal: Terminal, case: Case) -> None:
    _input(terminal, "phe_sii", case)
    arguments = case["arguments"]
    scale = ("identity", "log", "logit")[arguments["value_type"]]
    errors = (
        ["--error", "se"]
        if "se" in arguments
        else ["--lower", arguments["lower_cl"], "--upper", arguments["upper_cl"]]
    )
    fitted = ["--fitted-to", "scale"] if arguments.get("transform") else ["--repetitions", "1000"]
    figure = ["--numerator", "x"] if "x" in arguments else []
    ours = terminal.rows(
        "sii", "input.csv", "--scale", scale, *errors, *fitted, *figure, *_grouped(case),
        "--multiplier", str(arguments.get("multiplier", 1)),
    )  # fmt: skip
    by = _by(case)
    found = {tuple(row[key] for key in by): row for row in ours}
    for expected in rows_by_case("phe", "phe_sii_output")[case["case_id"]]:
        row = found[tuple(expected[key] for key in by)]
        for name in ("sii", "rii", "intercept"):
            _close(row[name], expected[name])


BETTER = {"increase": "higher", "decrease": "lower", "neutral": "neither"}
PLAIN = [case for case in case_parameters("spc", "spc") if case.id not in DECIDED]


def _decisions(terminal: Terminal, case: Case) -> list[str]:
    given = case["rebase"]
    if not given:
        return []
    by_facet = given.items() if isinstance(given, dict) else [("", given)]
    rows = [
        ({"f": facet} if facet else {}) | {"date": day, "reason": "a new pathway", "by": "the board"}
        for facet, days in by_facet
        for day in (days if isinstance(days, list) else [days])
    ]
    if not rows:
        return []
    terminal.table("decisions.csv", rows)
    return ["--rebase", "decisions.csv"]


@pytest.mark.parametrize("case", PLAIN[::3])
def test_a_chart_agrees_with_the_reference(terminal: Terminal, case: Case) -> None:
    rows = rows_by_case("spc", "spc_input")[case["case_id"]]
    target = case["target"]
    if isinstance(target, dict):
        rows = [row | {"aim": target.get(row["f"], "")} for row in rows]
    terminal.table("input.csv", rows)
    words = ["xmr", "input.csv", "--date", "x", "--value", "y", "--profile", "plotthedots-0.2.2"]
    words += ["--better", BETTER[case["improvement_direction"]], *_decisions(terminal, case)]
    words += [] if case["screen_outliers"] else ["--screening", "off"]
    words += ["--by", "f"] if case["facet"] else []
    words += [] if target is None else ["--target", "aim" if isinstance(target, dict) else str(target)]
    words += ["--baseline-points", str(case["fix_after_n_points"])] if case["fix_after_n_points"] else []
    found = {(row["f"] if case["facet"] else "", str(row["x"])): row for row in terminal.rows(*words)}
    golden = rows_by_case("spc", "spc_points")[case["case_id"]]
    assert len(found) == len(golden)
    for expected in golden:
        row = found[(expected["f"] if case["facet"] else "", expected["x"][:10])]
        _close(row["mean"], expected["mean_col"])
        assert row["segment"] == int(expected["rebase_group"])
        _close(row["lower_limit"], expected["lpl"])
        _close(row["upper_limit"], expected["upl"])
        if not np.isnan(number(expected["y"])):
            assert row["reason"] == WORDS[expected["special_cause_type"]].name.lower()
    for expected in rows_by_case("spc", "spc_icons")[case["case_id"]]:
        some = next(row for key, row in found.items() if key[0] == (expected["f"] if case["facet"] else ""))
        if expected["type"] == "variation":
            assert some["variation"] == ICONS[expected["icon"]].name.lower()


KINDS = {"proportion": "proportion", "ratio": "ratio", "crude": "rate", "dsr": "standardised_rate"}


def _funnel_words(case: Case) -> list[str]:
    arguments = case["arguments"]
    options = {
        "--numerator": "numerator",
        "--denominator": "denominator",
        "--rate": "rate",
        "--years": "years_of_data",
    }
    words = ["--kind", KINDS[arguments.get("rate_type", arguments["statistic"])]]
    return words + [
        word
        for option, name in (options | {"--multiplier": "multiplier"}).items()
        if name in arguments
        for word in (option, str(arguments[name]))
    ]


@pytest.mark.parametrize("case", _cases("assign_funnel_significance"))
def test_the_significance_of_a_funnel_agrees_with_the_reference(terminal: Terminal, case: Case) -> None:
    _input(terminal, "assign_funnel_significance", case)
    found = {
        row["area"]: row["significance"] for row in terminal.rows("funnel", "input.csv", *_funnel_words(case))
    }
    for row in rows_by_case("phe", "assign_funnel_significance_output")[case["case_id"]]:
        assert found[row["area"]] == SIGNIFICANCE[row["significance"]].name.lower()


@pytest.mark.parametrize("case", _cases("calculate_funnel_limits"))
def test_the_curve_of_a_funnel_agrees_with_the_reference(terminal: Terminal, case: Case) -> None:
    _input(terminal, "calculate_funnel_limits", case)
    words = _funnel_words(case)
    if case["arguments"]["statistic"] == "ratio":
        words += ["--multiplier", "1" if case["arguments"]["ratio_type"] == "count" else "100"]
    golden = rows_by_case("phe", "calculate_funnel_limits_output")[case["case_id"]]
    less = 1 if case["arguments"].get("ratio_type") == "count" else 0  # the reference says excess, not ratio
    for ours, expected in zip(terminal.rows("funnel-curve", "input.csv", *words), golden, strict=True):
        for name, theirs in LIMITS.items():
            most = case["arguments"].get("multiplier", np.inf)
            cut = case["arguments"]["statistic"] == "proportion" and number(expected[theirs]) >= min(
                most, 100
            )
            if cut or less:  # the reference cuts upper limits of proportions at 100 in any unit
                continue
            _close(ours[name], expected[theirs])
        assert not less or ours["lower_inner"] - less == pytest.approx(number(expected["lower_2s_limit"]))
