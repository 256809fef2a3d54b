"""Funnel plots agree with PHEindicatormethods 2.1.1, save where a decision says otherwise."""

from typing import Any

import numpy as np
import pytest

from aimwell.domain.statistics.funnel import (
    FEWEST_STANDARDISED_EVENTS,
    FunnelLimits,
    FunnelSignificance,
    Significance,
    average_proportion,
    crude_rate_significance,
    person_years_behind,
    proportion_funnel_curve,
    proportion_significance,
    rate_funnel_curve,
    ratio_funnel_curve,
    ratio_significance,
    standardised_rate_significance,
)
from tests.golden.golden_data import agree, case_parameters, numbers, rows_by_case

WORDS = {
    "Low (0.001)": Significance.LOW_OUTER,
    "Low (0.025)": Significance.LOW_INNER,
    "Not significant": Significance.NOT_SIGNIFICANT,
    "High (0.025)": Significance.HIGH_INNER,
    "High (0.001)": Significance.HIGH_OUTER,
    "Not applicable for events less than 10 for dsrs": Significance.NOT_JUDGED,
}
LIMITS = {
    "lower_2s_limit": "lower_inner",
    "upper_2s_limit": "upper_inner",
    "lower_3s_limit": "lower_outer",
    "upper_3s_limit": "upper_outer",
}


def _person_years(rows: list[dict[str, str]], arguments: dict[str, Any]) -> np.ndarray:
    implied = person_years_behind(
        numbers(rows, "ev"), numbers(rows, "rate"), multiplier=arguments["multiplier"]
    )
    if "denominator" in arguments and arguments["rate_type"] == "crude":
        return np.where(np.isnan(implied), numbers(rows, arguments["denominator"]), implied)
    return implied


def _curve(case: dict[str, Any]) -> FunnelLimits:
    arguments = case["arguments"]
    rows = rows_by_case("phe", "calculate_funnel_limits_input")[case["case_id"]]
    if arguments["statistic"] == "proportion":
        return proportion_funnel_curve(
            numbers(rows, "x"), numbers(rows, "n"), multiplier=arguments["multiplier"]
        )
    if arguments["statistic"] == "ratio":
        return ratio_funnel_curve(numbers(rows, "expected"), multiplier=1)
    person_years = _person_years(rows, arguments)
    average = average_proportion(numbers(rows, "ev"), person_years) * arguments["multiplier"]
    return rate_funnel_curve(
        person_years, average, multiplier=arguments["multiplier"], years=arguments["years_of_data"]
    )


@pytest.mark.parametrize("case", case_parameters("phe", "calculate_funnel_limits"))
def test_a_funnel_has_the_limits_of_the_reference(case: dict[str, Any]) -> None:
    curve, arguments = _curve(case), case["arguments"]
    golden = rows_by_case("phe", "calculate_funnel_limits_output")[case["case_id"]]
    size = {"proportion": "Population", "ratio": "Observed_events", "rate": "Events"}[arguments["statistic"]]
    agree(curve.size, numbers(golden, size))
    for theirs, ours in LIMITS.items():
        limits, expected = getattr(curve, ours), numbers(golden, theirs)
        if arguments["statistic"] == "proportion" and theirs.startswith("upper"):
            # The reference cuts at 100 whatever the multiplier; ours cannot be more than all.
            limits, expected = np.minimum(limits, 100), np.minimum(expected, arguments["multiplier"])
        if arguments.get("ratio_type") == "count":
            expected = expected + 1
        if arguments.get("ratio_type") == "isr":
            expected = expected / 100
        agree(limits, expected)
    if arguments["statistic"] == "ratio":
        agree(curve.expected_lower_inner, numbers(golden, "lower_2s_exp_events"))
        agree(curve.expected_upper_outer, numbers(golden, "upper_3s_exp_events"))
    if arguments["statistic"] == "rate":
        per_year = curve.average / arguments["multiplier"] * arguments["years_of_data"]
        agree(curve.expected_lower_inner / per_year, numbers(golden, "lower_2s_population_1_year"))
        agree(curve.expected_upper_outer / per_year, numbers(golden, "upper_3s_population_1_year"))
    if arguments["statistic"] != "ratio":
        agree(np.full(len(golden), curve.average), numbers(golden, "baseline"))


def _significance(case: dict[str, Any], rows: list[dict[str, str]]) -> FunnelSignificance:
    arguments = case["arguments"]
    if arguments["statistic"] == "proportion":
        return proportion_significance(numbers(rows, "x"), numbers(rows, "n"))
    if arguments["statistic"] == "ratio":
        return ratio_significance(numbers(rows, "obs"), numbers(rows, "expected"))
    statistic = (
        crude_rate_significance if arguments["rate_type"] == "crude" else standardised_rate_significance
    )
    return statistic(numbers(rows, "ev"), _person_years(rows, arguments))


@pytest.mark.parametrize("case", case_parameters("phe", "assign_funnel_significance"))
def test_an_area_has_the_significance_of_the_reference(case: dict[str, Any]) -> None:
    rows = rows_by_case("phe", "assign_funnel_significance_output")[case["case_id"]]
    result = _significance(case, rows)
    assert [Significance(code) for code in result.significance] == [
        WORDS[row["significance"]] for row in rows
    ]


@pytest.mark.parametrize("case", case_parameters("phe", "calculate_funnel_points"))
def test_a_rate_has_the_size_of_the_reference(case: dict[str, Any]) -> None:
    rows = rows_by_case("phe", "calculate_funnel_points_output")[case["case_id"]]
    events = numbers(rows, "ev")
    person_years = _person_years(rows, case["arguments"])
    if case["arguments"]["rate_type"] == "dsr":  # the reference draws no point for so few events
        person_years[events < FEWEST_STANDARDISED_EVENTS] = np.nan
    agree(person_years / case["arguments"]["years_of_data"], numbers(rows, "denominator_derived"))
