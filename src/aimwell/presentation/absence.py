"""Why there is no figure, and what a reader can do next."""

from typing import assert_never

from aimwell.domain.values import ValueStatus


def because(status: str) -> str:
    """Why there is no figure, as part of a sentence."""
    match known_status(status):
        case ValueStatus.SUPPRESSED:
            return "because the publisher withheld it to protect people's privacy"
        case ValueStatus.NO_DENOMINATOR:
            return "because we do not know how many people it is out of"
        case ValueStatus.SMALL_NUMBERS:
            return "because too few people are counted to give a fair figure"
        case ValueStatus.NOT_AVAILABLE:
            return "because it cannot be worked out for the borders of this place"
        case ValueStatus.MISSING | ValueStatus.OK | ValueStatus.ESTIMATED:
            return "because none has been published"
        case _ as never:
            assert_never(never)


def next_step(status: str) -> str:
    """What a reader can do where there is no figure."""
    match known_status(status):
        case ValueStatus.SUPPRESSED | ValueStatus.SMALL_NUMBERS:
            return "Look at a larger place or a longer period, where the numbers are big enough to show."
        case ValueStatus.NO_DENOMINATOR:
            return "Ask whoever publishes this measure for the number of people it is out of."
        case ValueStatus.NOT_AVAILABLE:
            return "Look at this place with its earlier borders, or at England."
        case ValueStatus.MISSING | ValueStatus.OK | ValueStatus.ESTIMATED:
            return "Look at England or at an earlier period, or ask whoever publishes this measure."
        case _ as never:
            assert_never(never)


def known_status(status: str) -> ValueStatus:
    """The status of a value; one that this version does not know counts as missing."""
    return ValueStatus(status) if status in set(ValueStatus) else ValueStatus.MISSING
