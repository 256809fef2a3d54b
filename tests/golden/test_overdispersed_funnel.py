"""Over-dispersed funnels agree with FunnelPlotR 0.6.0, save that CQC limits are squared back."""

from operator import attrgetter
from typing import Any

import numpy as np
import pytest

from aimwell.domain.statistics.funnel import INNER_TAIL, OUTER_TAIL
from aimwell.domain.statistics.overdispersed_funnel import (
    FunnelMethod,
    OverdispersedFunnel,
    limits_at,
    overdispersed_funnel,
)
from tests.golden.golden_data import agree, case_parameters, numbers, rows_by_case

# Counts: the reference's deviations and limits use different errors; this is the one its limits use.
METHODS = {"PR": FunnelMethod.PROPORTION, "RC": FunnelMethod.COUNTS_BY_SIZE, "SR": FunnelMethod.RATIO_SHMI}
WIDE = {
    "OD95LCL": "wide.lower_inner",
    "OD95UCL": "wide.upper_inner",
    "OD99LCL": "wide.lower_outer",
    "OD99UCL": "wide.upper_outer",
}
PLAIN = {
    "LCL95": "plain.lower_inner",
    "UCL95": "plain.upper_inner",
    "LCL99": "plain.lower_outer",
    "UCL99": "plain.upper_outer",
}


def _method(case: dict[str, Any]) -> FunnelMethod:
    arguments = case["arguments"]
    return FunnelMethod.RATIO_CQC if arguments.get("sr_method") == "CQC" else METHODS[arguments["data_type"]]


def _funnel(case: dict[str, Any]) -> tuple[list[dict[str, str]], OverdispersedFunnel]:
    rows = rows_by_case("funnelplotr", "funnel_plot_points")[case["case_id"]]
    given = rows_by_case("funnelplotr", "funnel_plot_input")[case["case_id"]]
    sums = {row["group"]: [0.0, 0.0] for row in rows}
    for row in given:
        sums[row["grp"]][0] += float(row["num"])
        sums[row["grp"]][1] += float(row["den"])
    above, below = np.array([sums[row["group"]] for row in rows]).T
    trim = case["arguments"].get("trim_by", 0.1)
    return rows, overdispersed_funnel(above, below, method=_method(case), trim=trim)


@pytest.mark.parametrize("case", case_parameters("funnelplotr", "funnel_plot"))
def test_a_funnel_has_the_dispersion_of_the_reference(case: dict[str, Any]) -> None:
    rows, funnel = _funnel(case)
    agree(funnel.deviation, numbers(rows, "Uzscore"))
    if case["arguments"].get("draw_adjusted", True):
        agree(funnel.phi, np.array(case["phi"]))
        agree(funnel.tau_squared, np.array(case["tau2"]))


@pytest.mark.parametrize("case", case_parameters("funnelplotr", "funnel_plot"))
def test_a_group_has_the_limits_of_the_reference(case: dict[str, Any]) -> None:
    rows, funnel = _funnel(case)
    multiplier = case["arguments"].get("multiplier", 1)
    agree(funnel.value, numbers(rows, "rr"))
    adjusted = case["arguments"].get("draw_adjusted", True)
    for name, attribute in (PLAIN | WIDE).items() if adjusted else PLAIN.items():
        ours, golden = attrgetter(attribute)(funnel), numbers(rows, name) / multiplier
        if _method(case) is FunnelMethod.RATIO_CQC and name in WIDE:
            golden = np.maximum(golden, 0) ** 2  # the reference leaves these on the square-root scale
        agree(ours, golden)
    if _method(case) is not FunnelMethod.RATIO_CQC and adjusted:
        outside = funnel.outside_inner if case["arguments"]["limit"] == 95 else funnel.outside_outer
        assert list(outside) == [row["outlier"] == "1" for row in rows]


@pytest.mark.parametrize("case", case_parameters("funnelplotr", "funnel_plot"))
def test_a_funnel_curve_has_the_limits_of_the_reference(case: dict[str, Any]) -> None:
    _, funnel = _funnel(case)
    rows = rows_by_case("funnelplotr", "funnel_plot_limits")[case["case_id"]]
    multiplier = case["arguments"].get("multiplier", 1)
    tau_squared = funnel.tau_squared if case["arguments"].get("draw_adjusted", True) else 0.0
    for tail, suffix in ((INNER_TAIL, "95"), (OUTER_TAIL, "998")):
        limits = limits_at(
            _method(case),
            numbers(rows, "number_seq"),
            target=funnel.target,
            tau_squared=tau_squared,
            tail=tail,
        )
        for ours, name in zip(limits, ("odll", "odul"), strict=True):
            golden = numbers(rows, name + suffix) / multiplier
            if _method(case) is FunnelMethod.RATIO_CQC:
                golden = np.maximum(golden, 0) ** 2
            agree(ours, golden)
