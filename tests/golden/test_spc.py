"""Process behaviour charts agree with NHSRplotthedots 0.2.2, save where a decision says otherwise.

The decisions are listed in docs/reference/statistics-decisions.md.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aimwell.catalogue.spc_profiles import read_profile
from aimwell.domain.problems import Problem
from aimwell.domain.statistics.process_codes import Assurance, Better, PointType, Reason
from aimwell.domain.statistics.process_limits import mean_where
from aimwell.domain.statistics.spc_profile import Profile
from aimwell.domain.statistics.xmr import ProcessBehaviour, process_behaviour
from tests.golden.golden_data import agree, case_parameters, number, numbers, rows_by_case

PROFILES = Path(__file__).parents[2] / "definitions" / "standards" / "spc_profiles"
BETTER = {"increase": Better.HIGHER, "decrease": Better.LOWER, "neutral": Better.NEITHER}

WORDS = {
    "Above UCL": Reason.ABOVE_LIMIT,
    "Below LCL": Reason.BELOW_LIMIT,
    "7 Point Trend (Increasing)": Reason.TREND_INCREASING,
    "7 Point Trend (Decreasing)": Reason.TREND_DECREASING,
    "2 in 3 Above CL": Reason.TWO_IN_THREE_ABOVE,
    "2 in 3 Below CL": Reason.TWO_IN_THREE_BELOW,
    "7 Points Above CL": Reason.SHIFT_ABOVE,
    "7 Points Below CL": Reason.SHIFT_BELOW,
    "Common Cause": Reason.COMMON_CAUSE,
}
ASSURANCES = {
    "consistent_pass": Assurance.PASS,
    "consistent_fail": Assurance.FAIL,
    "inconsistent": Assurance.INCONSISTENT,
    "NA": Assurance.NOT_JUDGED,
}
ICONS = {
    "common_cause.svg": PointType.COMMON_CAUSE,
    "improvement_high.svg": PointType.IMPROVEMENT_HIGH,
    "improvement_low.svg": PointType.IMPROVEMENT_LOW,
    "concern_high.svg": PointType.CONCERN_HIGH,
    "concern_low.svg": PointType.CONCERN_LOW,
    "neutral_high.svg": PointType.NEUTRAL_HIGH,
    "neutral_low.svg": PointType.NEUTRAL_LOW,
    "pass.svg": Assurance.PASS,
    "fail.svg": Assurance.FAIL,
    "inconsistent.svg": Assurance.INCONSISTENT,
}


def _profile(case: dict[str, Any]) -> Profile:
    screened = case["screen_outliers"]
    profile = read_profile(PROFILES / "plotthedots-0.2.2.toml")
    if screened:
        return profile
    return replace(profile, screening_factor=None)


def _facets(case: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    facets: dict[str, list[dict[str, str]]] = {}
    for row in rows_by_case("spc", "spc_input")[case["case_id"]]:
        facets.setdefault(row["f"] if case["facet"] else "no facet", []).append(row)
    return {name: sorted(rows, key=lambda row: row["x"]) for name, rows in sorted(facets.items())}


def _option(option: Any, facet: str) -> Any:
    return option.get(facet) if isinstance(option, dict) else option


def _charts(case: dict[str, Any]) -> tuple[dict[str, int], ProcessBehaviour]:
    """All facets of a case in one batch, shorter ones padded at the end."""
    facets = _facets(case)
    points = max(len(rows) for rows in facets.values())
    values = np.full((len(facets), points), np.nan)
    rebase = np.zeros(values.shape, dtype=np.bool_)
    targets = np.full(len(facets), np.nan)
    for index, (name, rows) in enumerate(facets.items()):
        values[index, : len(rows)] = numbers(rows, "y")
        dates = _option(case["rebase"], name) or []
        rebase[index, : len(rows)] = [row["x"] in dates for row in rows]
        target = _option(case["target"], name)
        targets[index] = np.nan if target is None else target
    result = process_behaviour(
        values,
        profile=_profile(case),
        better=BETTER[case["improvement_direction"]],
        target=targets,
        rebase_at=rebase,
        baseline_points=case["fix_after_n_points"],
    )
    return {name: index for index, name in enumerate(facets)}, result


def _golden(case: dict[str, Any], name: str) -> dict[str, list[dict[str, str]]]:
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in rows_by_case("spc", name)[case["case_id"]]:
        grouped.setdefault(row["f"], []).append(row)
    return grouped


# The peer loses the limits when screening drops every range, or keeps limits of no width.
DECIDED = {"const_screen", "const_target", "near_const", "step_const", "zeros_one_screenT"}
UNDECIDED = [case for case in case_parameters("spc", "spc") if case.id not in DECIDED]


@pytest.mark.parametrize("case", [case for case in case_parameters("spc", "spc") if case.id in DECIDED])
def test_a_chart_whose_screening_would_leave_nothing_is_not_screened(case: dict[str, Any]) -> None:
    _, screened = _charts(case)
    _, unscreened = _charts({**case, "screen_outliers": False})
    np.testing.assert_array_equal(screened.upper_limit, unscreened.upper_limit)
    np.testing.assert_array_equal(screened.reason, unscreened.reason)


@pytest.mark.parametrize("case", case_parameters("spc", "spc"))
def test_a_chart_has_the_limits_and_reasons_of_the_reference(case: dict[str, Any]) -> None:
    index_of, result = _charts(case)
    for facet, rows in _golden(case, "spc_points").items():
        index, cells = index_of[facet], slice(0, len(rows))
        agree(result.mean[index, cells], numbers(rows, "mean_col"))
        if case["case_id"] in DECIDED:
            continue
        agree(result.lower_limit[index, cells], numbers(rows, "lpl"))
        agree(result.upper_limit[index, cells], numbers(rows, "upl"))
        expected = [
            Reason.NOT_JUDGED if np.isnan(number(row["y"])) else WORDS[row["special_cause_type"]]
            for row in rows
        ]
        assert [Reason(code) for code in result.reason[index, cells]] == expected


@pytest.mark.parametrize("case", UNDECIDED)
def test_a_chart_has_the_icons_of_the_reference(case: dict[str, Any]) -> None:
    index_of, result = _charts(case)
    for facet, rows in _golden(case, "spc_icons").items():
        for row in rows:
            index = index_of[facet]
            if row["type"] == "variation":
                assert result.variation[index] == ICONS[row["icon"]]
            else:
                assert result.assurance[index] == ICONS[row["icon"]]


@pytest.mark.parametrize("case", UNDECIDED)
def test_a_chart_has_the_summary_of_the_reference(case: dict[str, Any]) -> None:
    index_of, result = _charts(case)
    for facet, rows in _golden(case, "spc_summary").items():
        index = index_of[facet]
        if _option(case["target"], facet) is not None:
            assert ASSURANCES[rows[-1]["assurance_type"]] == result.assurance[index]
        for position, row in enumerate(rows):
            types = result.point_type[index][result.segment[index] == result.segment[index].min() + position]
            improved = np.isin(types, [PointType.IMPROVEMENT_HIGH, PointType.IMPROVEMENT_LOW]).sum()
            worsened = np.isin(types, [PointType.CONCERN_HIGH, PointType.CONCERN_LOW]).sum()
            assert improved == int(row["special_cause_improvement"])
            assert worsened == int(row["special_cause_concern"])


def test_a_baseline_shorter_than_the_reference_allows_is_refused() -> None:
    case = next(
        parameter.values[0]
        for parameter in case_parameters("spc", "spc", status="error")
        if parameter.id == "err_fix"
    )
    with pytest.raises(Problem, match="baseline"):
        _charts(case)


def test_a_constant_series_has_exactly_its_value_as_mean() -> None:
    values = np.full((24, 1), 0.1)
    assert mean_where(values, np.ones(values.shape, dtype=np.bool_))[0] == 0.1
