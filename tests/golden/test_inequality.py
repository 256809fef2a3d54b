"""Slope and relative indices agree with PHEindicatormethods 2.1.1, save where a decision says otherwise.

Its limits are simulated: ours lie within six standard deviations of the mean of ten of its runs.
"""

from typing import Any

import numpy as np
import pytest

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.simulated_slope_index import simulated_slope_index
from aimwell.domain.statistics.slope_index import (
    InequalityIndices,
    Scale,
    slope_index,
    slope_index_on_scale,
    standard_error_from_limits,
)
from aimwell.domain.statistics.status import Status
from tests.golden.golden_data import agree, case_parameters, cases, levels, number, rows_by_case

SCALES = {0: Scale.IDENTITY, 1: Scale.LOG, 2: Scale.LOGIT}
SEED = 20260101


def _indices(case: dict[str, Any], level: float) -> tuple[list[str], InequalityIndices]:
    arguments = case["arguments"]
    rows = rows_by_case("phe", "phe_sii_input")[case["case_id"]]
    areas = list(dict.fromkeys(row["area"] for row in rows))
    count = max(int(row["quantile"]) for row in rows)
    columns = {
        name: np.full((len(areas), count), np.nan) for name in ("pop", "value", "se", "lcl", "ucl", "x")
    }
    for row in rows:
        for name, table in columns.items():
            table[areas.index(row["area"]), int(row["quantile"]) - 1] = number(row[name])
    scale = SCALES[arguments["value_type"]]
    value = columns["x"] / columns["pop"] if "x" in arguments else columns["value"]
    error = (
        columns["se"]
        if "se" in arguments
        else standard_error_from_limits(columns["lcl"], columns["ucl"], scale=scale)
    )
    multiplier = arguments.get("multiplier", 1)
    given = (value, columns["pop"], error)
    options = {"multiplier": multiplier, "confidence": level}
    if arguments.get("transform"):
        return areas, slope_index_on_scale(*given, scale=scale, **options)
    if scale is Scale.IDENTITY:
        return areas, slope_index(*given, **options)
    return areas, simulated_slope_index(*given, scale=scale, draws=np.random.default_rng(SEED), **options)


# The reference turns these limits round because it asks whether the multiplier is below one, not zero.
LIMITS_TURNED_ROUND = "rate_log_0.01"


@pytest.mark.parametrize("case", case_parameters("phe", "phe_sii"))
def test_inequality_indices_agree_with_the_reference(case: dict[str, Any]) -> None:
    golden = {row["area"]: row for row in rows_by_case("phe", "phe_sii_output")[case["case_id"]]}
    for level in levels(case["arguments"].get("confidence", 0.95)):
        areas, result = _indices(case, level)
        suffix = f"{level * 100:.1f}".replace(".", "_") + ("" if case["arguments"].get("transform") else "cl")
        for index, area in enumerate(areas):
            if area not in golden and len(golden) > 1:
                assert result.status[index] == Status.MISSING_BAND
                continue
            row = golden[area] if area in golden else next(iter(golden.values()))
            for name in ("sii", "rii", "intercept"):
                agree(getattr(result, name)[index], np.array(number(row[name])))
            for name in ("sii_lower", "sii_upper", "rii_lower", "rii_upper"):
                centre, spread = number(row[f"{name}{suffix}_mean"]), number(row[f"{name}{suffix}_sd"])
                if case["case_id"] == LIMITS_TURNED_ROUND:
                    continue
                assert abs(getattr(result, name)[index] - centre) <= 6 * spread * 1.05, (area, name)


def test_limits_are_the_right_way_round_when_the_multiplier_is_a_fraction() -> None:
    case = next(case for case in cases("phe", "phe_sii") if case["case_id"] == LIMITS_TURNED_ROUND)
    _, result = _indices(case, 0.95)
    assert (result.sii_lower < result.sii).all()
    assert (result.sii < result.sii_upper).all()
    assert (result.rii_lower < result.rii).all()
    assert (result.rii < result.rii_upper).all()


@pytest.mark.parametrize("case_id", ["err_zero_pop", "err_neg_se"])
def test_an_area_with_impossible_input_has_a_status_where_the_reference_refuses_the_call(
    case_id: str,
) -> None:
    case = next(case for case in cases("phe", "phe_sii") if case["case_id"] == case_id)
    _, result = _indices(case, 0.95)
    assert (result.status != Status.OK).any()
    assert np.isnan(result.sii[result.status != Status.OK]).all()


@pytest.mark.parametrize("case_id", ["err_few", "err_transform0"])
def test_a_call_the_reference_refuses_is_refused(case_id: str) -> None:
    case = next(case for case in cases("phe", "phe_sii") if case["case_id"] == case_id)
    with pytest.raises(Problem):
        _indices(case, 0.95)
