"""Run and control charts agree with qicharts2 0.8.1."""

from typing import Any

import numpy as np
import pytest

from aimwell.domain.statistics.control_charts import SIZED, ChartKind, control_charts
from tests.golden.golden_data import agree, case_parameters, numbers, rows_by_case

KINDS = {
    "run": ChartKind.RUN,
    "i": ChartKind.INDIVIDUALS,
    "mr": ChartKind.MOVING_RANGE,
    "p": ChartKind.PROPORTION,
    "pp": ChartKind.PROPORTION_LANEY,
    "u": ChartKind.RATE,
    "up": ChartKind.RATE_LANEY,
    "c": ChartKind.COUNT,
    "g": ChartKind.CASES_BETWEEN,
    "t": ChartKind.TIME_BETWEEN,
}


@pytest.mark.parametrize("case", case_parameters("qicharts2", "qic"))
def test_a_chart_has_the_lines_and_signals_of_the_reference(case: dict[str, Any]) -> None:
    kind = KINDS[case["arguments"]["chart"]]
    rows = rows_by_case("qicharts2", "qic_input")[case["case_id"]]
    golden = rows_by_case("qicharts2", "qic_output")[case["case_id"]]
    values = numbers(rows, "y")[None, :]
    rebase = np.zeros(values.shape, dtype=np.bool_)
    if "part" in case["arguments"]:
        rebase[0, case["arguments"]["part"]] = True
    chart = control_charts(
        values,
        kind=kind,
        size=numbers(rows, "n")[None, :] if kind in SIZED else None,
        rebase_at=rebase,
        baseline_points=case["arguments"].get("freeze"),
    )
    agree(chart.value[0], numbers(golden, "y"))
    agree(chart.centre[0], numbers(golden, "cl"))
    for ours, theirs in (
        (chart.lower, "lcl"),
        (chart.upper, "ucl"),
        (chart.lower_near, "lcl.95"),
        (chart.upper_near, "ucl.95"),
    ):
        agree(ours[0], numbers(golden, theirs))
    known = ~np.isnan(numbers(golden, "y"))
    signals = np.array([row["sigma.signal"] == "TRUE" for row in golden])
    np.testing.assert_array_equal(chart.outside[0][known], signals[known])
    assert list(chart.runs.signal[0]) == [row["runs.signal"] == "TRUE" for row in golden]
    if kind is not ChartKind.MOVING_RANGE:
        np.testing.assert_array_equal(chart.runs.longest_run[0], numbers(golden, "longest.run"))
        np.testing.assert_array_equal(chart.runs.longest_run_limit[0], numbers(golden, "longest.run.max"))
        np.testing.assert_array_equal(chart.runs.crossings[0], numbers(golden, "n.crossings"))
        np.testing.assert_array_equal(chart.runs.crossings_limit[0], numbers(golden, "n.crossings.min"))
        np.testing.assert_array_equal(chart.runs.useful_points[0], numbers(golden, "n.useful"))
