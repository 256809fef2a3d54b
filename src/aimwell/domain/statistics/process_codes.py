"""The words of a process behaviour chart: why a point stands out, what it means, what to expect."""

from enum import IntEnum


class Better(IntEnum):
    """Which way is better; declared with the measure, never guessed. The code is its sign."""

    LOWER = -1
    NEITHER = 0
    HIGHER = 1


class Reason(IntEnum):
    """Why a point is, or is not, a special cause: one reason per point."""

    NOT_JUDGED = 0  # no value, or too few points for limits
    COMMON_CAUSE = 1
    ABOVE_LIMIT = 2
    BELOW_LIMIT = 3
    TREND_INCREASING = 4
    TREND_DECREASING = 5
    TWO_IN_THREE_ABOVE = 6
    TWO_IN_THREE_BELOW = 7
    SHIFT_ABOVE = 8
    SHIFT_BELOW = 9
    LARGE_STEP_UP = 10
    LARGE_STEP_DOWN = 11
    FEW_CROSSINGS_ABOVE = 12
    FEW_CROSSINGS_BELOW = 13


class PointType(IntEnum):
    """What a point means once it is known which way is better; also the variation of a series."""

    NOT_JUDGED = 0
    COMMON_CAUSE = 1
    IMPROVEMENT_HIGH = 2
    IMPROVEMENT_LOW = 3
    CONCERN_HIGH = 4
    CONCERN_LOW = 5
    NEUTRAL_HIGH = 6
    NEUTRAL_LOW = 7


class Assurance(IntEnum):
    """Whether the process, as it is now, can be expected to meet its target."""

    NOT_JUDGED = 0  # no target, no direction, or too few points
    PASS = 1  # it will keep meeting the target
    FAIL = 2  # it will keep missing the target
    INCONSISTENT = 3  # it will meet it in some periods and miss it in others, by chance
