"""Limits for a count of events: exact Poisson for few, Byar's approximation for more."""

import numpy as np

from aimwell.domain.statistics.estimates import Numbers, checked_confidence, normal_deviate
from aimwell.domain.statistics.status import Codes, Method

BYAR_FROM = 10  # PHE Technical Guide (2018): within 0.2 % of the exact limits from ten events


def byar_lower(count: Numbers, confidence: float) -> Numbers:
    """Lower limit of counts; NaN at zero and where the approximation falls below zero.

    Source: Breslow and Day (1987), volume II, p. 69.
    """
    deviate = normal_deviate(confidence)
    with np.errstate(all="ignore"):
        lower = count * (1.0 - 1.0 / (9.0 * count) - deviate / (3.0 * np.sqrt(count))) ** 3
        lower[~((lower >= 0) & (count > 0))] = np.nan
    return lower


def byar_upper(count: Numbers, confidence: float) -> Numbers:
    """Upper limit of counts. Source: Breslow and Day (1987), volume II, p. 69."""
    next_count = count + 1.0
    deviate = normal_deviate(confidence)
    with np.errstate(invalid="ignore"):
        cube_root = 1.0 - 1.0 / (9.0 * next_count) + deviate / (3.0 * np.sqrt(next_count))
    result: Numbers = next_count * cube_root**3
    return result


def exact_lower(count: Numbers, confidence: float) -> Numbers:
    """Exact Poisson lower limit of counts; zero at zero; fractional counts allowed.

    The chi-squared quantile with 2x degrees of freedom, halved, is the gamma quantile of shape x.
    """
    from scipy.special import gammaincinv  # here, because it doubles the start-up of every command

    tail = (1.0 - checked_confidence(confidence)) / 2.0
    positive = count > 0
    lower = np.where(count == 0, 0.0, np.nan)
    lower[positive] = gammaincinv(count[positive], tail)
    return lower


def exact_upper(count: Numbers, confidence: float) -> Numbers:
    """Exact Poisson upper limit of counts; fractional counts allowed."""
    from scipy.special import gammainccinv  # here, because it doubles the start-up of every command

    tail = (1.0 - checked_confidence(confidence)) / 2.0
    usable = count >= 0
    upper = np.full(count.shape, np.nan)
    upper[usable] = gammainccinv(count[usable] + 1.0, tail)
    return upper


def count_limits(count: Numbers, confidence: float) -> tuple[Numbers, Numbers, Codes]:
    """Lower and upper limit of counts with the method used: exact below ten events, Byar from ten.

    count: any shape of one dimension or more, >= 0 or NaN. Source: PHE Technical Guide (2018).
    """
    method = np.where(count < BYAR_FROM, np.int8(Method.EXACT), np.int8(Method.BYAR))
    method[np.isnan(count)] = Method.NONE
    lower, upper = byar_lower(count, confidence), byar_upper(count, confidence)
    few = method == Method.EXACT
    if few.any():
        # Small counts repeat, and the exact quantile is dear: work each different one out once.
        different, back = np.unique(count[few], return_inverse=True)
        lower[few] = exact_lower(different, confidence)[back]
        upper[few] = exact_upper(different, confidence)[back]
    return lower, upper, method
