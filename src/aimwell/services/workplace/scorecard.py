"""The four aims' scorecard of a system as its workplace has it: what is approved, and drafts that are marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aimwell.domain.measures import Aim
from aimwell.domain.workplace.standing import StandingKind
from aimwell.domain.workplace.states import State
from aimwell.services.workplace.standings import FIELDS, Ask, standings_of_drafts, surroundings
from aimwell.site.promises import AimTally, PromiseLine, promise_line, tallies
from aimwell.store.workplace.models import Body, Priority, Target

MORE_FIELDS = ("title", "unit", "gap_words", "illustrative")


@dataclass(frozen=True, slots=True)
class ScoredTarget:
    """A target with how it stands as it is written now; `public`: whether that is what the public sees."""

    target: Target
    line: PromiseLine
    public: bool


@dataclass(frozen=True, slots=True)
class ScoredPriority:
    """A priority with its targets."""

    priority: Priority
    targets: tuple[ScoredTarget, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A system's promises: how they stand by aim (all together last), and each priority by its aim."""

    tallies: tuple[AimTally, ...]
    by_aim: Mapping[str, tuple[ScoredPriority, ...]]
    drafts: int
    illustrative: bool

    @property
    def all(self) -> Mapping[StandingKind, int]:
        """How all promises stand together."""
        return self.tallies[-1].counts


def scorecard(*, ask: Ask, system: Body) -> Scorecard:
    """How a system's promises stand, drafts too. Three queries, however many targets there are."""
    priorities = list(
        Priority.objects.filter(system=system)
        .exclude(state=State.RETIRED)
        .select_related("owner__body")
        .order_by("position", "title")
    )
    targets = list(
        Target.objects.filter(priority__in=priorities).exclude(state=State.RETIRED).order_by("by", "title")
    )
    scored = _scored(ask, targets)
    own: dict[Any, list[ScoredTarget]] = {}
    for each in scored:
        own.setdefault(each.target.priority_id, []).append(each)
    cards = [ScoredPriority(priority, tuple(own.get(priority.pk, ()))) for priority in priorities]
    return Scorecard(
        tallies=tallies((card.priority.aim, each.line) for card in cards for each in card.targets),
        by_aim={aim.value: tuple(card for card in cards if card.priority.aim == aim) for aim in Aim},
        drafts=sum(not each.public for each in scored),
        illustrative=any(each.illustrative for each in (*priorities, *targets)),
    )


def _scored(ask: Ask, targets: Sequence[Target]) -> list[ScoredTarget]:
    told = standings_of_drafts(ask=ask, targets=targets)
    around = surroundings(ask)
    made = []
    for target in targets:
        fields = {name: getattr(target, name) for name in (*FIELDS, *MORE_FIELDS)}
        line = promise_line(fields, told[str(target.pk)], around)
        made.append(ScoredTarget(target, line, target.state == State.APPROVED))
    return made
