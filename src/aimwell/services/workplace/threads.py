"""The golden thread of a system, read from its records in few questions and kept until anything is changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from aimwell.domain.workplace.golden_thread import (
    Action,
    Commitment,
    Measure,
    Need,
    Pound,
    Priority,
    Target,
    Thread,
    ThreadRecords,
    thread_of,
)
from aimwell.domain.workplace.loose_ends import LooseEnd, loose_ends
from aimwell.domain.workplace.states import State
from aimwell.presentation.promise_words import KIND_WORDS
from aimwell.presentation.sentences import change_clause
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.figures import verdict_on
from aimwell.services.workplace.standings import Ask, standings_of_drafts
from aimwell.site.reader import figures_version
from aimwell.store.folder import StoreFolder
from aimwell.store.workplace import models as kept
from aimwell.store.workplace.models import LogHead

CLOSED = ("done", "stopped")
PROGRESS: Mapping[str, str] = dict(kept.Action._meta.get_field("progress").flatchoices)
KEPT_SYSTEMS = 64


@dataclass(frozen=True, slots=True)
class SystemThread:
    """The thread of a system on a day, and its loose ends."""

    thread: Thread
    ends: tuple[LooseEnd, ...]


def system_thread(*, system: kept.Body, ask: Ask) -> SystemThread:
    """The thread of a system with how its targets stand. Every change has a log entry, so the newest one's number
    tells whether it has to be read again."""
    return _kept(system.pk, _newest_entry(), figures_version(StoreFolder(ask.store)), ask)


def loose_ends_of(*, system: kept.Body, today: date) -> tuple[LooseEnd, ...]:
    """The loose ends of a system. No figures are read: how a target stands makes no end loose."""
    return _kept_ends(system.pk, _newest_entry(), today)


@lru_cache(maxsize=KEPT_SYSTEMS)
def _kept(system: UUID, entry: int, figures: str, ask: Ask) -> SystemThread:
    del entry, figures  # with another of either, it is another question
    records = thread_records(system=kept.Body.objects.get(pk=system), ask=ask, today=ask.today)
    return SystemThread(thread_of(records), loose_ends(records, ask.today))


@lru_cache(maxsize=KEPT_SYSTEMS)
def _kept_ends(system: UUID, entry: int, today: date) -> tuple[LooseEnd, ...]:
    del entry
    return loose_ends(thread_records(system=kept.Body.objects.get(pk=system), ask=None, today=today), today)


def _newest_entry() -> int:
    return LogHead.objects.order_by().values_list("number", flat=True).first() or 0


def thread_records(*, system: kept.Body, ask: Ask | None, today: date) -> ThreadRecords:
    """What stands in a system: nothing that is withdrawn or retired, and nothing of a plan that is.

    ask None leaves out how targets stand and what figures say of measures.
    """
    actions = _actions(system)
    return ThreadRecords(
        needs=_needs(system),
        priorities=_priorities(system, today),
        targets=_targets(system, ask, today),
        commitments=_commitments(system),
        actions=actions,
        pounds=_pounds(system),
        measures=_measures(system, ask, actions),
    )


def _needs(system: kept.Body) -> tuple[Need, ...]:
    rows = kept.Need.objects.filter(system=system, withdrawn=False).order_by("title", "pk")
    ties: dict[UUID, list[str]] = defaultdict(list)
    tied = kept.Need.priorities.through.objects.filter(need__system=system)
    for need, priority in tied.values_list("need_id", "priority_id"):
        ties[need].append(str(priority))
    return tuple(
        Need(str(key), title, tuple(sorted(ties[key])), shown=bool(value_id or source.strip() or measure))
        for key, title, value_id, source, measure in rows.values_list(
            "pk", "title", "value_id", "source", "measure"
        )
    )


def _priorities(system: kept.Body, today: date) -> tuple[Priority, ...]:
    rows = kept.Priority.objects.filter(system=system).exclude(state=State.RETIRED.value)
    found = rows.order_by("position", "title", "pk").values_list("pk", "title", "need", "ends")
    return tuple(
        Priority(str(key), title, need=bool(need.strip()), over=ends is not None and ends < today)
        for key, title, need, ends in found
    )


def _targets(system: kept.Body, ask: Ask | None, today: date) -> tuple[Target, ...]:
    rows = kept.Target.objects.filter(system=system).exclude(state=State.RETIRED.value)
    found = list(rows.order_by("title", "pk"))
    told = {} if ask is None else standings_of_drafts(ask=ask, targets=found)
    words = {key: KIND_WORDS[judged.standing.kind] for key, judged in told.items()}
    return tuple(
        Target(
            str(row.pk),
            row.title,
            str(row.priority_id),
            row.measure,
            words.get(str(row.pk), ""),
            over=row.by is not None and row.by < today,
        )
        for row in found
    )


def _commitments(system: kept.Body) -> tuple[Commitment, ...]:
    rows = kept.Commitment.objects.filter(system=system, withdrawn=False)
    rows = rows.exclude(plan__state=State.RETIRED.value).order_by("plan_id", "position", "made_at", "pk")
    ties: dict[UUID, list[str]] = defaultdict(list)
    tied = kept.Commitment.targets.through.objects.filter(commitment__system=system)
    for commitment, target in tied.order_by("target__title", "target_id").values_list(
        "commitment_id", "target_id"
    ):
        ties[commitment].append(str(target))
    return tuple(
        Commitment(str(key), title, str(priority or ""), tuple(ties[key]), str(plan))
        for key, title, priority, plan in rows.values_list("pk", "title", "priority_id", "plan_id")
    )


def _actions(system: kept.Body) -> tuple[Action, ...]:
    rows = kept.Action.objects.filter(system=system, withdrawn=False, commitment__withdrawn=False)
    rows = rows.exclude(commitment__plan__state=State.RETIRED.value).order_by("position", "made_at", "pk")
    names = ("pk", "title", "commitment_id", "owner_id", "due", "progress", "budget_id", "measures")
    return tuple(
        Action(
            str(key),
            title,
            str(commitment),
            owner=str(owner or ""),
            due=due,
            progress=PROGRESS[progress],
            open=progress not in CLOSED,
            budget=str(budget or ""),
            measures=tuple(measures.split()),
        )
        for key, title, commitment, owner, due, progress, budget, measures in rows.values_list(*names)
    )


def _pounds(system: kept.Body) -> tuple[Pound, ...]:
    rows = kept.BudgetLine.objects.filter(system=system, withdrawn=False).order_by("title", "pk")
    found = rows.values_list("pk", "title", "amount", "year")
    return tuple(Pound(str(key), title, amount, year) for key, title, amount, year in found)


def _measures(system: kept.Body, ask: Ask | None, actions: Sequence[Action]) -> tuple[Measure, ...]:
    """The measures that actions name, each with the released verdict on it for the whole system."""
    if ask is None:
        return ()
    declared = catalogue_of(ask.definitions).measures
    named = dict.fromkeys(name for action in actions for name in action.measures if name in declared)
    found = []
    for name in named:
        placed = verdict_on(ask.store, measure=name, place=system.figures_code)
        words = change_clause(placed.verdict.change) if placed else "no released figures yet"
        found.append(Measure(name, declared[name].title, words[:1].upper() + words[1:]))
    return tuple(found)
