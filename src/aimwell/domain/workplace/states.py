"""How far a record has come: nothing is published before somebody with the right to has approved it."""

from enum import StrEnum

from aimwell.domain.workplace.access import Decision


class State(StrEnum):
    """Where a record stands. A change to an approved record makes it a draft again; what was approved stays public."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETIRED = "retired"


WORDS = {
    State.DRAFT: "Draft",
    State.PROPOSED: "Waiting for approval",
    State.APPROVED: "Approved",
    State.RETIRED: "Retired",
}

NEXT = {
    State.DRAFT: (State.PROPOSED, State.RETIRED),
    State.PROPOSED: (State.APPROVED, State.DRAFT, State.RETIRED),
    State.APPROVED: (State.DRAFT, State.RETIRED),
    State.RETIRED: (State.DRAFT,),
}


def may_become(now: State, then: State) -> Decision:
    """Whether a record may move from one state to another."""
    if then in NEXT[now]:
        return Decision(allowed=True, because="")
    return Decision(
        allowed=False,
        because=f"it is {WORDS[now].lower()}, and cannot become {WORDS[then].lower()} from there",
    )
