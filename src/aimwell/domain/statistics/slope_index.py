"""Slope and relative index of inequality: the gap across the whole social gradient.

Quantiles run from most to least deprived, so a positive slope means that the value rises as
deprivation falls.

Source: Low and Low (2004), J. Public Health 26:388.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.estimates import Numbers, checked_confidence, first_status, normal_deviate
from aimwell.domain.statistics.status import Codes, Method, Status, labels_of

FEWEST_QUANTILES, MOST_QUANTILES = 5, 100  # the range for which the peers' method has been published


class Scale(StrEnum):
    """The scale on which a value's error is symmetric."""

    IDENTITY = "identity"
    LOG = "log"  # rates
    LOGIT = "logit"  # proportions, as fractions


@dataclass(frozen=True, slots=True, eq=False)
class InequalityIndices:
    """Slope (sii) and relative (rii) index of each area with limits; every array is (areas,).

    intercept: the fitted value at the most deprived end. status, method: int8 codes.
    """

    sii: Numbers
    sii_lower: Numbers
    sii_upper: Numbers
    rii: Numbers
    rii_lower: Numbers
    rii_upper: Numbers
    intercept: Numbers
    status: Codes
    method: Method
    confidence: float
    multiplier: float

    @property
    def status_labels(self) -> NDArray[np.str_]:
        """The status of each area as a word."""
        return labels_of(self.status, Status)


@dataclass(frozen=True, slots=True, eq=False)
class Gradient:
    """Checked input of a batch: value, standard error and regression weights, (areas, quantiles).

    The fitted value at the most deprived end is the sum of intercept_weights times values, the slope
    that of slope_weights times values: least squares weighted by population, on relative rank.
    """

    value: Numbers
    error: Numbers
    intercept_weights: Numbers
    slope_weights: Numbers
    status: Codes


def transformed(values: Numbers, scale: Scale) -> Numbers:
    """Values on the scale where their error is symmetric."""
    match scale:
        case Scale.IDENTITY:
            return values
        case Scale.LOG:
            result: Numbers = np.log(values)
        case Scale.LOGIT:
            from scipy.special import logit  # here, because it takes as long to import as all else

            result = logit(values)
    return result


def back_transformed(values: Numbers, scale: Scale) -> Numbers:
    """Values brought back from the scale where their error is symmetric."""
    match scale:
        case Scale.IDENTITY:
            return values
        case Scale.LOG:
            result: Numbers = np.exp(values)
        case Scale.LOGIT:
            from scipy.special import expit  # here, because it takes as long to import as all else

            result = expit(values)
    return result


def standard_error_from_limits(lower: ArrayLike, upper: ArrayLike, *, scale: Scale) -> Numbers:
    """Standard error, on the given scale, of values whose 95 % limits are known; any shape."""
    low, high = np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)
    with np.errstate(all="ignore"):
        return (transformed(high, scale) - transformed(low, scale)) / (2 * normal_deviate(0.95))


def gradient_of(value: ArrayLike, population: ArrayLike, standard_error: ArrayLike, scale: Scale) -> Gradient:
    """The checked input of a batch, with a status for each area that cannot be worked out."""
    values = np.ascontiguousarray(np.atleast_2d(np.asarray(value, dtype=np.float64)))
    quantiles = values.shape[1]
    if not FEWEST_QUANTILES <= quantiles <= MOST_QUANTILES:
        raise Problem(
            code="statistics.quantile-count",
            found=f"There are {quantiles} quantiles.",
            expected=f"{FEWEST_QUANTILES} to {MOST_QUANTILES}.",
            remedy="Give one column for each fifth or tenth, from most to least deprived.",
        )
    people = np.ascontiguousarray(np.broadcast_to(np.asarray(population, dtype=np.float64), values.shape))
    errors = np.ascontiguousarray(np.broadcast_to(np.asarray(standard_error, dtype=np.float64), values.shape))
    with np.errstate(all="ignore"):
        everything = transformed(values, scale) + errors
        status = first_status(
            values.shape[:1],
            (Status.MISSING_BAND, np.asarray(np.isnan(values + errors + people).any(axis=1))),
            (Status.NO_POPULATION, np.asarray((people <= 0).any(axis=1))),
            (Status.NOT_FINITE, np.asarray(np.isinf(values + errors + people).any(axis=1))),
            (Status.NEGATIVE_COUNT, np.asarray((errors < 0).any(axis=1))),
            (Status.UNDEFINED, ~np.asarray(np.isfinite(everything).all(axis=1))),
        )
        share = people / people.sum(axis=1, keepdims=True)
        rank = np.cumsum(share, axis=1) - share / 2
        # Shares add up to one, and so does the mean relative rank to one half, whatever the sizes.
        away = rank - (share * rank).sum(axis=1, keepdims=True)
        slope = share * away / (share * away * away).sum(axis=1, keepdims=True)
        intercept = share - slope * (share * rank).sum(axis=1, keepdims=True)
    values = np.where((status == Status.OK)[:, None], values, np.nan)
    return Gradient(values, errors, intercept, slope, status)


def indices_of(
    sii: Numbers,
    rii: Numbers,
    intercept: Numbers,
    bounds: tuple[Numbers, Numbers, Numbers, Numbers],
    gradient: Gradient,
    method: Method,
    confidence: float,
    multiplier: float,
) -> InequalityIndices:
    """Indices multiplied and put the right way round; bounds are of the unmultiplied indices."""
    sii_one, sii_other, rii_one, rii_other = bounds
    if multiplier < 0:  # a rise is good: the relative index is told the other way round
        rii, rii_one, rii_other = 1 / rii, 1 / rii_one, 1 / rii_other
    return InequalityIndices(
        sii=sii * multiplier,
        sii_lower=np.minimum(sii_one * multiplier, sii_other * multiplier),
        sii_upper=np.maximum(sii_one * multiplier, sii_other * multiplier),
        rii=rii,
        rii_lower=np.minimum(rii_one, rii_other),
        rii_upper=np.maximum(rii_one, rii_other),
        intercept=intercept,
        status=gradient.status,
        method=method,
        confidence=confidence,
        multiplier=multiplier,
    )


def slope_index(
    value: ArrayLike,
    population: ArrayLike,
    standard_error: ArrayLike,
    *,
    multiplier: float = 1.0,
    confidence: float = 0.95,
) -> InequalityIndices:
    """Slope and relative index of values whose error is symmetric, in closed form.

    value, population, standard_error: shape (areas, quantiles), most deprived first. The slope is linear
    in the values, so its limits are exact; those of the relative index are the quantiles of a ratio of
    two normal numbers (Fieller), NaN where the intercept is not clearly above zero.
    An area without a value, error or population for every quantile has a status instead.
    Source: Low and Low (2004), J. Public Health 26:388; Fieller (1954).
    """
    deviate = normal_deviate(checked_confidence(confidence))
    gradient = gradient_of(value, population, standard_error, Scale.IDENTITY)
    with np.errstate(all="ignore"):
        intercept = (gradient.intercept_weights * gradient.value).sum(axis=1)
        slope = (gradient.slope_weights * gradient.value).sum(axis=1)
        square = gradient.error**2
        intercept_variance = (gradient.intercept_weights**2 * square).sum(axis=1)
        slope_variance = (gradient.slope_weights**2 * square).sum(axis=1)
        covariance = (gradient.intercept_weights * gradient.slope_weights * square).sum(axis=1)
        reach = deviate * np.sqrt(slope_variance)
        low, high = _ratio_limits(slope, intercept, slope_variance, intercept_variance, covariance, deviate)
        bounds = (slope - reach, slope + reach, 1 + low, 1 + high)
        ratio = (intercept + slope) / intercept
        return indices_of(slope, ratio, intercept, bounds, gradient, Method.LINEAR, confidence, multiplier)


def _ratio_limits(
    above: Numbers,
    below: Numbers,
    above_variance: Numbers,
    below_variance: Numbers,
    covariance: Numbers,
    deviate: float,
) -> tuple[Numbers, Numbers]:
    """Fieller's limits of above / below; NaN where below is not clearly different from zero."""
    square = deviate * deviate
    a = below * below - square * below_variance
    b = above * below - square * covariance
    c = above * above - square * above_variance
    root = np.sqrt(np.maximum(b * b - a * c, 0.0))
    bounded = a > 0
    return np.where(bounded, (b - root) / a, np.nan), np.where(bounded, (b + root) / a, np.nan)


def slope_index_on_scale(
    value: ArrayLike,
    population: ArrayLike,
    standard_error: ArrayLike,
    *,
    scale: Scale,
    multiplier: float = 1.0,
    confidence: float = 0.95,
) -> InequalityIndices:
    """Slope and relative index from a line fitted on the log or logit scale, in closed form.

    Arguments as for slope_index; standard_error is on the transformed scale. The limits of the fitted
    line turn about the middle of the gradient. Raises Problem for the identity scale.
    Source: PHE, slope index of inequality tool (2019); Low and Low (2004).
    """
    if scale is Scale.IDENTITY:
        raise Problem(
            code="statistics.scale",
            found="The identity scale was asked for.",
            expected="log for rates, or logit for proportions.",
            remedy="Use slope_index for values that need no transformation.",
        )
    deviate = normal_deviate(checked_confidence(confidence))
    gradient = gradient_of(value, population, standard_error, scale)
    with np.errstate(all="ignore"):
        values = transformed(gradient.value, scale)
        start = (gradient.intercept_weights * values).sum(axis=1)
        slope = (gradient.slope_weights * values).sum(axis=1)
        reach = deviate * np.sqrt((gradient.slope_weights**2 * gradient.error**2).sum(axis=1))
        middle = start + slope / 2
        low, high = slope - reach, slope + reach
        bounds = (
            _rise(middle, low, scale),
            _rise(middle, high, scale),
            _ratio(middle, low, scale),
            _ratio(middle, high, scale),
        )
        first = back_transformed(start, scale)
        sii, rii = _rise(middle, slope, scale), _ratio(middle, slope, scale)
        intercept = first * abs(multiplier)
        return indices_of(sii, rii, intercept, bounds, gradient, Method.LINEAR, confidence, multiplier)


def _rise(middle: Numbers, slope: Numbers, scale: Scale) -> Numbers:
    return back_transformed(middle + slope / 2, scale) - back_transformed(middle - slope / 2, scale)


def _ratio(middle: Numbers, slope: Numbers, scale: Scale) -> Numbers:
    return back_transformed(middle + slope / 2, scale) / back_transformed(middle - slope / 2, scale)
