"""Duties as a system meets them: where each stands, and who may sign, withdraw, deliver or change a chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.duties.progress import Progress, State
from aimwell.domain.workplace.access import Decision


class Standing(StrEnum):
    """Where a due date stands in a system's calendar."""

    NOT_TAKEN_UP = "not_taken_up"
    NOT_STARTED = "not_started"
    DUE_SOON = "due_soon"
    IN_SIGN_OFF = "in_sign_off"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"
    DOES_NOT_APPLY = "does_not_apply"


STANDING_WORDS = {
    Standing.NOT_TAKEN_UP: "Nobody has taken it up",
    Standing.NOT_STARTED: "Not started",
    Standing.DUE_SOON: "Due soon",
    Standing.IN_SIGN_OFF: "In sign-off",
    Standing.OVERDUE: "Overdue",
    Standing.DONE: "Done",
    Standing.DONE_LATE: "Done late",
    Standing.DOES_NOT_APPLY: "Does not apply to us",
}

OVER = (Standing.DONE, Standing.DONE_LATE, Standing.DOES_NOT_APPLY)


@dataclass(frozen=True, slots=True)
class StepSigned:
    """A step of a chain as decisions need it: its place, and the day it was signed."""

    position: int
    role: str
    signed_on: date | None


def standing_of(progress: Progress, *, taken_up: bool, applies: bool) -> Standing:
    """Where a due date stands, given how far it has come."""
    if not applies:
        return Standing.DOES_NOT_APPLY
    if not taken_up:
        return Standing.NOT_TAKEN_UP
    return _AS_STANDING[progress.state]


_AS_STANDING = {state: Standing(state.value) for state in State}


def may_sign(
    step: StepSigned, chain: Sequence[StepSigned], *, on: date, today: date, closed: str
) -> Decision:
    """Whether a step may be signed. closed: why nothing more is signed, '' if something is."""
    earlier = [each for each in chain if each.position < step.position]
    unsigned = [each.role for each in earlier if each.signed_on is None]
    before = max((each.signed_on for each in earlier if each.signed_on), default=None)
    if closed:
        return _no(closed)
    if step.signed_on is not None:
        return _no("it is signed already")
    if unsigned:
        return _no(f"'{unsigned[0]}' comes before it and has not signed")
    if on > today:
        return _no("a signature cannot be of a day to come")
    if before is not None and on < before:
        return _no("it would be older than the signature before it")
    return _YES


def may_withdraw(step: StepSigned, chain: Sequence[StepSigned], *, closed: str) -> Decision:
    """Whether a signature may be withdrawn: the newest first, and not once the whole is delivered."""
    if closed:
        return _no(closed)
    if step.signed_on is None:
        return _no("it is not signed")
    later = [each.role for each in chain if each.position > step.position and each.signed_on is not None]
    return _no(f"'{later[-1]}' signed after it, and comes first") if later else _YES


def may_deliver(on: date, *, today: date, where: str, has_plan: bool, closed: str) -> Decision:
    """Whether a duty may be recorded as delivered: on a day that has come, with something that shows it."""
    if closed:
        return _no(closed)
    if on > today:
        return _no("it cannot have been delivered on a day to come")
    if not where.strip() and not has_plan:
        return _no("nothing says where it can be seen")
    return _YES


def _no(because: str) -> Decision:
    return Decision(allowed=False, because=because)


_YES = Decision(allowed=True, because="")
