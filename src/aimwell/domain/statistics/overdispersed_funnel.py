"""Funnels widened for variation between areas that neither chance nor their work explains.

Source: Spiegelhalter (2005), Statistics in Medicine 24:1185.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.estimates import Numbers, first_status
from aimwell.domain.statistics.funnel import INNER_TAIL, OUTER_TAIL
from aimwell.domain.statistics.quantiles import average_ranks
from aimwell.domain.statistics.runs import Flags
from aimwell.domain.statistics.status import Codes, Status

# Normal deviates of the two limits, to the six decimals of the published method and its tools.
DEVIATES = {INNER_TAIL: 1.959964, OUTER_TAIL: 3.090232}


class FunnelMethod(StrEnum):
    """What is compared, and on which scale its spread is even."""

    RATIO_SHMI = "ratio_shmi"  # standardised ratio, log scale, extreme groups left out
    RATIO_CQC = "ratio_cqc"  # standardised ratio, square-root scale, extremes pulled in
    PROPORTION = "proportion"  # arcsine scale
    COUNTS = "counts"  # ratio of two counts, log scale
    COUNTS_BY_SIZE = "counts_by_size"  # the same, with the limits FunnelPlotR 0.6.0 draws


@dataclass(frozen=True, slots=True, eq=False)
class FunnelBounds:
    """Limits of each group in the unit of its value: 95 % (inner) and 99.8 % (outer)."""

    lower_inner: Numbers
    upper_inner: Numbers
    lower_outer: Numbers
    upper_outer: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class OverdispersedFunnel:
    """Each group against a funnel; arrays are (groups,).

    value: observed over expected, or a fraction. transformed, error, deviation: on the method's scale.
    plain: limits if chance explains all; wide: with the variance between groups added.
    phi: mean squared deviation, 1 if chance explains all; tau_squared: variance between groups.
    """

    value: Numbers
    transformed: Numbers
    error: Numbers
    deviation: Numbers
    kept: Flags
    target: float
    phi: float
    tau_squared: float
    plain: FunnelBounds
    wide: FunnelBounds
    status: Codes

    @property
    def bounds(self) -> FunnelBounds:
        """The limits to judge by: the wide ones, unless chance explains all."""
        return self.wide if self.tau_squared > 0 else self.plain

    @property
    def outside_inner(self) -> Flags:
        """Whether each group lies beyond the 95 % limits."""
        return _beyond(self.value, self.bounds.lower_inner, self.bounds.upper_inner)

    @property
    def outside_outer(self) -> Flags:
        """Whether each group lies beyond the 99.8 % limits."""
        return _beyond(self.value, self.bounds.lower_outer, self.bounds.upper_outer)


def _beyond(value: Numbers, lower: Numbers, upper: Numbers) -> Flags:
    with np.errstate(invalid="ignore"):
        return (value < lower) | (value > upper)


@dataclass(frozen=True, slots=True, eq=False)
class _OnScale:
    """Groups on the method's scale; the limits may use another error than the deviations do."""

    transformed: Numbers
    error: Numbers
    limit_error: Numbers
    deviation: Numbers
    target: float


def error_at_size(method: FunnelMethod, size: Numbers) -> Numbers:
    """Standard error on the method's scale of a group of that size, for drawing the funnel."""
    result: Numbers
    match method:
        case FunnelMethod.RATIO_SHMI:
            result = 1 / np.sqrt(size)
        case FunnelMethod.COUNTS:
            result = np.sqrt(2 * size) / (size + 0.5)
        case FunnelMethod.RATIO_CQC | FunnelMethod.PROPORTION | FunnelMethod.COUNTS_BY_SIZE:
            result = 1 / (2 * np.sqrt(size))
    return result


def _to_two_decimals(values: Numbers) -> Numbers:
    """The nearer neighbour with two decimals, the even one of two as near.

    Numpy's own rounding errs where 100 x rounds up to a half.
    """
    whole = np.floor(values * 100)
    lower, upper = whole / 100, np.ceil(values * 100) / 100
    down, up = values - lower, upper - values
    return np.where((down < up) | ((down == up) & (whole % 2 == 0)), lower, upper)


def _on_scale(method: FunnelMethod, above: Numbers, below: Numbers) -> _OnScale:
    """Spiegelhalter (2005) for ratios of counts; NHS Digital, SHMI specification; CQC (Spiegelhalter 2012)."""
    by_size = error_at_size(method, below)
    known = ~np.isnan(above + below)
    overall = float(above[known].sum() / below[known].sum())
    match method:
        case FunnelMethod.RATIO_SHMI:
            values, target, errors = np.log(above / below), 0.0, by_size
        case FunnelMethod.RATIO_CQC:
            values, target, errors = np.sqrt(above / below), 1.0, by_size
        case FunnelMethod.PROPORTION:
            values, target, errors = (
                np.arcsin(np.sqrt(above / below)),
                float(np.arcsin(np.sqrt(overall))),
                by_size,
            )
        case FunnelMethod.COUNTS | FunnelMethod.COUNTS_BY_SIZE:
            values, target = np.log((above + 0.5) / (below + 0.5)), float(np.log(overall))
            errors = np.sqrt(above / (above + 0.5) ** 2 + below / (below + 0.5) ** 2)
    limit_errors = by_size if method is FunnelMethod.COUNTS_BY_SIZE else errors
    return _OnScale(values, errors, limit_errors, (values - target) / errors, target)


def _back(method: FunnelMethod, values: Numbers) -> Numbers:
    result: Numbers
    match method:
        case FunnelMethod.RATIO_CQC:
            result = np.maximum(values, 0.0) ** 2
        case FunnelMethod.PROPORTION:
            result = np.sin(np.clip(values, 0.0, np.pi / 2)) ** 2
        case FunnelMethod.RATIO_SHMI | FunnelMethod.COUNTS | FunnelMethod.COUNTS_BY_SIZE:
            result = np.exp(values)
    return result


def _trimmed(method: FunnelMethod, scaled: _OnScale, usable: Flags, trim: float) -> tuple[Numbers, Flags]:
    """Deviations for measuring dispersion, and which groups count in it."""
    deviation = scaled.deviation
    if not usable.any():
        return deviation, usable
    if method is FunnelMethod.RATIO_SHMI:
        parts = 1 / trim
        part = np.floor(average_ranks(deviation) * parts / (usable.sum() + 1))
        return deviation, usable & (part > 0) & (part < parts - 1)
    low, high = np.quantile(deviation[usable], [trim, 1 - trim])
    return np.clip(deviation, low, high), usable


def _between_groups(deviation: Numbers, error: Numbers) -> tuple[float, float]:
    """Phi and tau squared of the groups that count. Source: Spiegelhalter (2005), DerSimonian and Laird."""
    groups = len(deviation)
    if not groups:
        return float("nan"), 0.0
    phi = float((deviation**2).mean())
    weight = 1 / error**2
    spare = float(weight.sum() - (weight**2).sum() / weight.sum())
    excess = groups * phi - (groups - 1)
    return phi, max(0.0, excess / spare) if excess > 0 and spare > 0 else 0.0


def _exact_ratio_limits(expected: Numbers, tail: float) -> tuple[Numbers, Numbers]:
    from scipy.special import (
        gammainccinv,
        gammaincinv,
    )  # here, because it takes as long to import as all else

    return gammaincinv(expected, tail) / expected, gammainccinv(expected + 1, tail) / expected


def limits_at(
    method: FunnelMethod, size: ArrayLike, *, target: float, tau_squared: float, tail: float
) -> tuple[Numbers, Numbers]:
    """Lower and upper wide limit for groups of that size, in the unit of the value; for drawing a funnel.

    target: on the method's scale. tail: 0.025 for 95 % limits, 0.001 for 99.8 %.
    """
    error = error_at_size(method, np.asarray(size, dtype=np.float64))
    return _around(method, target, DEVIATES[tail] * np.sqrt(error**2 + tau_squared))


def _limits(
    method: FunnelMethod, scaled: _OnScale, tau_squared: float, tail: float
) -> tuple[Numbers, Numbers]:
    reach = DEVIATES[tail] * np.sqrt(scaled.limit_error**2 + tau_squared)
    return _around(method, scaled.target, reach)


def _around(method: FunnelMethod, target: float, reach: Numbers) -> tuple[Numbers, Numbers]:
    return _back(method, target - reach), _back(method, target + reach)


def overdispersed_funnel(
    numerator: ArrayLike, denominator: ArrayLike, *, method: FunnelMethod, trim: float = 0.1
) -> OverdispersedFunnel:
    """A funnel with random-effects limits for one set of groups.

    numerator: observed events. denominator: expected events, or people for a proportion; shape (groups,).
    trim: the share of extreme groups at each end that is left out or pulled in before dispersion is
    measured, between 0 and a half. Groups without a usable number have a status and do not count.
    Source: Spiegelhalter (2005), Statistics in Medicine 24:1185; Spiegelhalter et al. (2012), JRSS A 175:1.
    """
    if not 0 < trim < 0.5:
        raise Problem(
            code="statistics.trim",
            found=f"The share to trim is {trim}.",
            expected="a share between 0 and 0.5, such as 0.1.",
            remedy="Write ten per cent as 0.1.",
        )
    above, below = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    status = first_status(
        above.shape,
        (Status.MISSING_INPUT, np.isnan(above) | np.isnan(below)),
        (Status.NOT_FINITE, np.isinf(above) | np.isinf(below)),
        (Status.NO_POPULATION, below <= 0),
        (Status.NEGATIVE_COUNT, above < 0),
        (Status.NUMERATOR_OVER_DENOMINATOR, (above > below) & (method is FunnelMethod.PROPORTION)),
    )
    usable = status == Status.OK
    above, below = np.where(usable, above, np.nan), np.where(usable, below, np.nan)
    value = above / below
    if method is FunnelMethod.RATIO_SHMI:
        below = _to_two_decimals(below)  # the SHMI is specified on expected deaths to two decimals
    with np.errstate(all="ignore"):
        scaled = _on_scale(method, above, below)
        deviation, kept = _trimmed(method, scaled, usable, trim)
        kept = kept & np.isfinite(deviation)
        phi, tau_squared = _between_groups(deviation[kept], scaled.error[kept])
        exact = method in (FunnelMethod.RATIO_SHMI, FunnelMethod.RATIO_CQC)
        inner, outer = (_limits(method, scaled, tau_squared, tail) for tail in (INNER_TAIL, OUTER_TAIL))
        plain_inner, plain_outer = (
            _exact_ratio_limits(below, tail) if exact else _limits(method, scaled, 0.0, tail)
            for tail in (INNER_TAIL, OUTER_TAIL)
        )
        return OverdispersedFunnel(
            value,
            scaled.transformed,
            scaled.limit_error,
            scaled.deviation,
            kept,
            scaled.target,
            phi,
            tau_squared,
            FunnelBounds(*plain_inner, *plain_outer),
            FunnelBounds(*inner, *outer),
            status,
        )
