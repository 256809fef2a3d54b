"""Public-health statistics agree with PHEindicatormethods 2.1.1, save where a decision says otherwise."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.counts import byar_lower, byar_upper
from aimwell.domain.statistics.directly_standardised import (
    StandardisedRates,
    directly_standardised_rate,
    directly_standardised_rate_of_repeated_events,
)
from aimwell.domain.statistics.estimates import Estimates, checked_confidence, normal_deviate
from aimwell.domain.statistics.indirectly_standardised import (
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    total_events,
)
from aimwell.domain.statistics.life_expectancy import life_expectancy
from aimwell.domain.statistics.mean import mean
from aimwell.domain.statistics.proportion import proportion, wilson_limits
from aimwell.domain.statistics.quantiles import FirstQuantile, quantiles
from aimwell.domain.statistics.rate import rate
from aimwell.domain.statistics.status import Status
from tests.golden.golden_data import agree, case_parameters, cases, levels, number, numbers, rows_by_case

Rows = list[dict[str, str]]


def _input(function: str, case: dict[str, Any]) -> Rows:
    return rows_by_case("phe", f"{function}_input")[case["case_id"]]


def _output(function: str, case: dict[str, Any]) -> Rows:
    return rows_by_case("phe", f"{function}_output").get(case["case_id"], [])


def _key(row: dict[str, str], columns: list[str]) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def _groups(rows: Rows, case: dict[str, Any]) -> dict[tuple[str, ...], Rows]:
    by = case["arguments"]["group_by"]
    columns = [] if by is None else [by] if isinstance(by, str) else list(by)
    grouped: dict[tuple[str, ...], Rows] = {}
    for row in rows:
        grouped.setdefault(_key(row, columns), []).append(row)
    return grouped


def _compare_limits(case: dict[str, Any], golden: Rows, estimate: Callable[[float], Estimates]) -> None:
    wanted = case["arguments"].get("type", "full")
    confidences = levels(case["arguments"]["confidence"])
    for confidence in confidences:
        result = estimate(confidence)
        lower, upper = "lowercl", "uppercl"
        if len(confidences) > 1:
            name = f"{confidence * 100:.1f}".replace(".", "_")
            lower, upper = f"lower{name}cl", f"upper{name}cl"
        if wanted in {"full", "standard", "value"}:
            agree(result.value, numbers(golden, "value"))
        if wanted in {"full", "standard", "lower"}:
            agree(result.lower, numbers(golden, lower))
        if wanted in {"full", "standard", "upper"}:
            agree(result.upper, numbers(golden, upper))


def _summed(rows: Rows, case: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Counts of each row, or of each group where the case groups: a missing count makes it missing."""
    if case["arguments"]["group_by"] is None:
        return numbers(rows, "x"), numbers(rows, "n")
    groups = _groups(rows, case).values()
    return (
        np.array([numbers(group, "x").sum() for group in groups]),
        np.array([numbers(group, "n").sum() for group in groups]),
    )


def _in_input_order(case: dict[str, Any], rows: Rows, golden: Rows) -> Rows:
    if case["arguments"]["group_by"] is None:
        return golden
    order = {key: index for index, key in enumerate(_groups(rows, case))}
    by = case["arguments"]["group_by"]
    columns = [by] if isinstance(by, str) else list(by)
    return sorted(golden, key=lambda row: order[_key(row, columns)])


# The reference does not add up a grouping that has only one group; we always do.
SINGLE_GROUP = "grouped_single"


@pytest.mark.parametrize("case", case_parameters("phe", "phe_proportion"))
def test_a_proportion_agrees_with_the_reference(case: dict[str, Any]) -> None:
    if case["case_id"] == SINGLE_GROUP:
        case = {**case, "arguments": {**case["arguments"], "group_by": None}}
    rows = _input("phe_proportion", case)
    x, n = _summed(rows, case)
    golden = _in_input_order(case, rows, _output("phe_proportion", case))
    if case["arguments"]["confidence"] in (None, "NA"):  # no limits asked for
        agree(proportion(x, n, multiplier=case["arguments"]["multiplier"]).value, numbers(golden, "value"))
        return
    multiplier = case["arguments"]["multiplier"]
    _compare_limits(case, golden, lambda level: proportion(x, n, multiplier=multiplier, confidence=level))


@pytest.mark.parametrize("case", case_parameters("phe", "phe_rate"))
def test_a_rate_agrees_with_the_reference(case: dict[str, Any]) -> None:
    if case["case_id"] == SINGLE_GROUP:
        case = {**case, "arguments": {**case["arguments"], "group_by": None}}
    rows = _input("phe_rate", case)
    x, n = _summed(rows, case)
    golden = _in_input_order(case, rows, _output("phe_rate", case))
    multiplier = case["arguments"]["multiplier"]
    _compare_limits(case, golden, lambda level: rate(x, n, multiplier=multiplier, confidence=level))


@pytest.mark.parametrize(
    ("function", "case"),
    [
        pytest.param(function, case, id=f"{function}-{case['case_id']}")
        for function in ("phe_proportion", "phe_rate")
        for case in cases("phe", function)
        if case["status"] == "error"
    ],
)
def test_input_the_reference_refuses_is_refused(function: str, case: dict[str, Any]) -> None:
    rows = _input(function, case)
    confidence = case["arguments"]["confidence"]
    if isinstance(confidence, list) or confidence == "NA":
        return  # one level at a time, and it has to be a number: the types already say so
    level = confidence / 100 if confidence >= 90 else confidence
    try:
        checked_confidence(level)
    except Problem:
        return
    statistic = proportion if function == "phe_proportion" else rate
    assert (statistic(numbers(rows, "x"), numbers(rows, "n")).status != Status.OK).any()


@pytest.mark.parametrize("case", case_parameters("phe", "wilson"))
def test_wilson_limits_agree_with_the_reference(case: dict[str, Any]) -> None:
    rows = _output("wilson", case)
    deviate = normal_deviate(levels(case["arguments"]["confidence"])[0])
    lower, upper = wilson_limits(numbers(rows, "x"), numbers(rows, "n"), deviate)
    np.testing.assert_allclose(lower, numbers(rows, "lower"), rtol=1e-9, atol=1e-15)
    agree(upper, numbers(rows, "upper"))


@pytest.mark.parametrize("case", case_parameters("phe", "byars"))
def test_byar_limits_agree_with_the_reference(case: dict[str, Any]) -> None:
    rows = _output("byars", case)
    confidence = levels(case["arguments"]["confidence"])[0]
    agree(byar_lower(numbers(rows, "x"), confidence), numbers(rows, "lower"))
    agree(byar_upper(numbers(rows, "x"), confidence), numbers(rows, "upper"))


@pytest.mark.parametrize("case", case_parameters("phe", "phe_mean"))
def test_a_mean_agrees_with_the_reference(case: dict[str, Any]) -> None:
    rows = _input("phe_mean", case)
    groups = list(_groups(rows, case).values())
    width = max(len(group) for group in groups)
    values = np.full((len(groups), width), np.nan)
    for index, group in enumerate(groups):
        values[index, : len(group)] = numbers(group, "v")
    sizes = [len(group) for group in groups]
    golden = _in_input_order(case, rows, _output("phe_mean", case))
    agree(mean(values, sizes=sizes).standard_deviation, numbers(golden, "stdev"))
    _compare_limits(case, golden, lambda level: mean(values, sizes=sizes, confidence=level))


def _bands(groups: list[Rows], column: str, bands: list[str]) -> np.ndarray:
    """One row per group, one column per band; NaN where the group has no such band."""
    table = np.full((len(groups), len(bands)), np.nan)
    for index, group in enumerate(groups):
        for row in group:
            table[index, bands.index(row["ageband"])] = number(row[column])
    return table


def _standardised(case: dict[str, Any], rows: Rows, level: float) -> StandardisedRates:
    groups = list(_groups(rows, case).values())
    bands = list(dict.fromkeys(row["ageband"] for row in rows))
    population, standard = (_bands(groups, column, bands) for column in ("pop", "stdpop"))
    weights = np.nan_to_num(standard)  # the reference leaves a band out of a group that lacks it
    multiplier = case["arguments"]["multiplier"]
    if case["arguments"].get("independent_events", True):
        events = np.nan_to_num(_bands(groups, "obs", bands))  # and counts a blank as no event
        return directly_standardised_rate(
            events, population, weights, multiplier=multiplier, confidence=level
        )
    frequencies = sorted({number(row["freq"]) for row in rows})
    people = np.stack(
        [
            _bands([[r for r in g if number(r["freq"]) == f] for g in groups], "ppl", bands)
            for f in frequencies
        ],
        axis=2,
    )
    return directly_standardised_rate_of_repeated_events(
        np.nan_to_num(people), frequencies, population, weights, multiplier=multiplier, confidence=level
    )


@pytest.mark.parametrize("case", case_parameters("phe", "calculate_dsr"))
def test_a_directly_standardised_rate_agrees_with_the_reference(case: dict[str, Any]) -> None:
    rows = _input("calculate_dsr", case)
    golden = _in_input_order(case, rows, _output("calculate_dsr", case))
    _compare_limits(case, golden, lambda level: _standardised(case, rows, level))
    if case["arguments"]["type"] == "full":
        agree(_standardised(case, rows, 0.95).events, numbers(golden, "total_count"))
        agree(_standardised(case, rows, 0.95).population, numbers(golden, "total_pop"))


@pytest.mark.parametrize(
    ("case_id", "status"), [("err_zero_pop", Status.NO_POPULATION), ("err_na_pop", Status.MISSING_BAND)]
)
def test_an_area_without_people_has_a_status_where_the_reference_refuses_the_call(
    case_id: str, status: Status
) -> None:
    case = next(case for case in cases("phe", "calculate_dsr") if case["case_id"] == case_id)
    result = _standardised(case, _input("calculate_dsr", case), 0.95)
    assert list(result.status) == [status]
    assert np.isnan(result.value).all()


@pytest.mark.parametrize(
    ("function", "case"),
    [
        pytest.param(function, case, id=f"{function}-{case['case_id']}")
        for function in ("calculate_ISRatio", "calculate_ISRate")
        for case in cases("phe", function)
        if case["status"] == "ok"
    ],
)
def test_indirect_standardisation_agrees_with_the_reference(function: str, case: dict[str, Any]) -> None:
    rows = _input(function, case)
    groups = list(_groups(rows, case).values())
    bands = list(dict.fromkeys(row["ageband"] for row in rows))
    table = {c: np.nan_to_num(_bands(groups, c, bands)) for c in ("obs", "pop", "refcount", "refpop")}
    arguments = case["arguments"]
    observed = total_events(table["obs"])
    if arguments.get("observed_totals"):
        observed = np.array([number(group[0]["total_obs"]) for group in groups])
    if arguments["refpoptype"] == "vector":
        table["refcount"], table["refpop"] = table["refcount"][0], table["refpop"][0]
    statistic = (
        indirectly_standardised_ratio if function == "calculate_ISRatio" else indirectly_standardised_rate
    )
    multiplier = arguments.get("refvalue", arguments.get("multiplier"))

    def estimate(level: float) -> Any:
        return statistic(
            observed,
            table["pop"],
            table["refcount"],
            table["refpop"],
            multiplier=multiplier,
            confidence=level,
        )

    golden = _in_input_order(case, rows, _output(function, case))
    _compare_limits(case, golden, estimate)
    if arguments["type"] == "full":
        agree(estimate(0.95).observed, numbers(golden, "observed"))
        agree(estimate(0.95).expected, numbers(golden, "expected"))


@pytest.mark.parametrize("case", case_parameters("phe", "phe_quantile"))
def test_quantiles_agree_with_the_reference(case: dict[str, Any]) -> None:
    rows = _input("phe_quantile", case)
    golden = {row["area"] + row["region"]: number(row["quantile"]) for row in _output("phe_quantile", case)}
    for group in _groups(rows, case).values():
        inverted = case["arguments"]["invert"]
        if isinstance(inverted, str):
            inverted = group[0][inverted] == "TRUE"
        first = FirstQuantile.HIGHEST if inverted else FirstQuantile.LOWEST
        result = quantiles(numbers(group, "v"), count=case["arguments"]["nquantiles"], first=first)
        expected = [golden[row["area"] + row["region"]] for row in group]
        np.testing.assert_array_equal(result.quantile, np.nan_to_num(expected))


# The reference knows twenty bands only, and shows infinity where the last band has no deaths.
OTHER_BANDS = {"bands19"}


@pytest.mark.parametrize("case", case_parameters("phe", "phe_life_expectancy"))
def test_life_expectancy_agrees_with_the_reference(case: dict[str, Any]) -> None:
    rows = _input("phe_life_expectancy", case)
    golden = {(row["area"], row["startage"]): row for row in _output("phe_life_expectancy", case)}
    ages = case["arguments"].get("age_contents") or sorted({row["startage"] for row in rows}, key=float)
    ages = [str(age) for age in ages]
    for group in _groups(rows, case).values():
        by_age = {row["startage"]: row for row in group}
        deaths = np.array([[number(by_age[a]["deaths"]) if a in by_age else np.nan for a in ages]])
        people = np.array([[number(by_age[a]["pops"]) if a in by_age else np.nan for a in ages]])
        years = [float(age.split("–")[0].split("-")[0].rstrip("+")) for age in ages]
        for level in levels(case["arguments"]["confidence"]):
            result = life_expectancy(deaths, people, years, confidence=level)
            if case["case_id"] in OTHER_BANDS:
                assert (result.status == Status.OK).all()
                continue
            name = f"{level * 100:.1f}".replace(".", "_")
            two = len(levels(case["arguments"]["confidence"])) > 1
            low, high = (f"lower{name}cl", f"upper{name}cl") if two else ("lowercl", "uppercl")
            for index, age in enumerate(ages):
                expected = golden.get((group[0]["area"], age))
                if expected is None:
                    continue
                agree(result.value[0, index], np.array(number(expected["value"])))
                if result.status[0, index] == Status.UNDEFINED:
                    continue
                agree(result.lower[0, index], np.array(number(expected[low])))
                agree(result.upper[0, index], np.array(number(expected[high])))
