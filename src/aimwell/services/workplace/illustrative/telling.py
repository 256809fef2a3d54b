"""What the telling of the year knows as it goes: who there is by now, and what was said so far."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from aimwell.domain.measures import Measure
from aimwell.domain.problems import Problem
from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.access import Actor
from aimwell.services.workplace.changing import Asking
from aimwell.services.workplace.figures import PublishedFigure, recent_figures, released_series
from aimwell.services.workplace.seed_bodies import body_id
from aimwell.services.workplace.signed_in import actor_of
from aimwell.store.workplace.models import Account, Body, Post, Priority, Target

LONDON = ZoneInfo("Europe/London")
WORK_BEGINS = time(9)
EVERY_FIGURE = 10_000


@dataclass
class Telling:
    """Records by the ids of the story."""

    store: Path
    definitions: Path
    measures: Mapping[str, Measure]
    packs: tuple[RulePack, ...]
    system: Body
    administrator: Account
    today: date  # the day of the telling, on which the administrator holds the role
    bodies: dict[str, Body] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    priorities: dict[str, Priority] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    needs: dict[str, Any] = field(default_factory=dict)
    money: dict[str, Any] = field(default_factory=dict)
    plans: dict[str, Any] = field(default_factory=dict)

    def actor(self, who: str, day: date) -> Actor:
        """Somebody with their roles: all are given on the first day and none ends."""
        if who not in self.actors:
            account = self.accounts[who] if who else self.administrator
            found = Account.objects.prefetch_related("roles").get(pk=account.pk)
            self.actors[who] = actor_of(found, self.definitions, day if who else self.today)
        return self.actors[who]

    def post(self, name: str) -> Post | None:
        """A post by its id in the story; None where the story names none."""
        return self.posts[name] if name else None

    def identity(self, kind: str, name: str) -> UUID:
        """The id of a record: the same each time the story is told, so that addresses stay."""
        return uuid5(self.system.pk, f"{kind}:{name}")

    def figure(self, measure: str, place: str, breakdown: str, period: str) -> PublishedFigure:
        """A released figure, to be frozen. Raises Problem where there is none: the story rests on real ones."""
        series = released_series(
            self.store, self.definitions, measure=measure, place=place, breakdown=breakdown
        )
        for found in recent_figures(series, EVERY_FIGURE):
            if found.period == period:
                return found
        raise Problem(
            code="illustrative.no-figure",
            found=f"Nothing is released of {measure} ({breakdown}) in {place} for {period}.",
            expected="A figure of the demonstration's store.",
            remedy="Choose another period in demo/illustrative/.",
        )


@dataclass(frozen=True)
class Step:
    """One thing that somebody does on a day. who '': the administrator."""

    on: date
    who: str
    because: str
    do: Callable[[Telling, Asking], None]


def tell(telling: Telling, steps: Iterable[Step]) -> int:
    """Do everything in the order of days, a minute apart; how many things were done."""
    done, day, minute = 0, date.min, 0
    for step in sorted(steps, key=lambda each: each.on):  # sorting keeps the order of those of one day
        day, minute = step.on, minute + 1 if step.on == day else 0
        at = datetime.combine(day, WORK_BEGINS, LONDON) + timedelta(minutes=minute)
        step.do(telling, Asking(telling.actor(step.who, day), at, step.because))
        done += 1
    return done


def invented_id(code: str) -> UUID:
    """The id of an invented system."""
    return body_id("system", f"illustrative:{code}")
