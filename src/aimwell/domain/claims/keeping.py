"""For how long the sentences of a checked paper are kept, and who may read them."""

from dataclasses import dataclass
from datetime import date, timedelta

from aimwell.domain.workplace.access import Decision


@dataclass(frozen=True, slots=True)
class KeepingRule:
    """Days after the last check or answer; `longer_days` for who says that they need them longer."""

    days: int
    longer_days: int
    source: str

    def until(self, day: date, *, longer: bool) -> date:
        """The last day on which sentences that were last used on a day are kept."""
        return day + timedelta(days=self.longer_days if longer else self.days)


def is_kept(until: date | None, today: date) -> bool:
    """Whether sentences may still be shown; their last day counts."""
    return until is not None and today <= until


def may_read_paper(*, author: str, reader: str, shared: bool) -> Decision:
    """Whether somebody may see what was found in a paper: its author, and others once it is shared."""
    if author and author == reader:
        return Decision(allowed=True, because="it is your own")
    if shared:
        return Decision(allowed=True, because="it is shared")
    return Decision(allowed=False, because="somebody else checked this paper, and has not shared it")


def may_keep_paper(*, author: str, reader: str) -> Decision:
    """Whether somebody may share a paper, or say how long its sentences are kept: its author alone."""
    if author and author == reader:
        return Decision(allowed=True, because="it is your own")
    return Decision(allowed=False, because="only who checked a paper decides who reads it, and for how long")
