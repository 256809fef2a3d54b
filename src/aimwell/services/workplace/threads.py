"""The golden thread of a system, read from its records in few questions."""

from collections.abc import Sequence
from datetime import date

from aimwell.domain.workplace.golden_thread import (
    Action,
    Commitment,
    Measure,
    Need,
    Pound,
    Priority,
    Target,
    ThreadRecords,
)
from aimwell.domain.workplace.loose_ends import LooseEnd, loose_ends
from aimwell.domain.workplace.states import State
from aimwell.presentation.promise_words import KIND_WORDS
from aimwell.presentation.sentences import change_clause
from aimwell.services.workplace.ask_plans import commitments_of
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.figures import verdict_on
from aimwell.services.workplace.standings import Ask, standings_of_drafts
from aimwell.store.workplace import models as kept

CLOSED = ("done", "stopped")


def loose_ends_of(*, system: kept.Body, today: date) -> tuple[LooseEnd, ...]:
    """The loose ends of a system. No figures are read: how a target stands makes no end loose."""
    return loose_ends(thread_records(system=system, ask=None), today)


def thread_records(*, system: kept.Body, ask: Ask | None) -> ThreadRecords:
    """What stands in a system: nothing that is withdrawn or retired, and nothing of a plan that is.

    ask None leaves out how targets stand and what figures say of measures.
    """
    rows = kept.Commitment.objects.filter(system=system).exclude(plan__state=State.RETIRED.value)
    commitments = list(commitments_of(rows))
    actions = [action for each in commitments for action in each.actions.all()]
    return ThreadRecords(
        needs=_needs(system),
        priorities=_priorities(system),
        targets=_targets(system, ask),
        commitments=tuple(_commitment(each) for each in commitments),
        actions=tuple(_action(each) for each in actions),
        pounds=_pounds(system),
        measures=_measures(system, ask, actions),
    )


def _needs(system: kept.Body) -> tuple[Need, ...]:
    rows = kept.Need.objects.filter(system=system, withdrawn=False)
    return tuple(
        Need(
            str(row.pk),
            row.title,
            tuple(sorted(str(each.pk) for each in row.priorities.all())),
            shown=bool(row.value_id or row.source.strip() or row.measure),
        )
        for row in rows.prefetch_related("priorities").order_by("title", "pk")
    )


def _priorities(system: kept.Body) -> tuple[Priority, ...]:
    rows = kept.Priority.objects.filter(system=system).exclude(state=State.RETIRED.value)
    rows = rows.order_by("position", "title", "pk")
    return tuple(Priority(str(row.pk), row.title, need=bool(row.need.strip())) for row in rows)


def _targets(system: kept.Body, ask: Ask | None) -> tuple[Target, ...]:
    rows = kept.Target.objects.filter(system=system).exclude(state=State.RETIRED.value)
    found = list(rows.order_by("title", "pk"))
    told = {} if ask is None else standings_of_drafts(ask=ask, targets=found)
    words = {key: KIND_WORDS[judged.standing.kind] for key, judged in told.items()}
    return tuple(
        Target(str(row.pk), row.title, str(row.priority_id), row.measure, words.get(str(row.pk), ""))
        for row in found
    )


def _commitment(row: kept.Commitment) -> Commitment:
    targets = sorted(row.targets.all(), key=lambda target: (target.title, str(target.pk)))
    ids = tuple(str(each.pk) for each in targets)
    return Commitment(str(row.pk), row.title, str(row.priority_id or ""), ids, str(row.plan_id))


def _action(row: kept.Action) -> Action:
    return Action(
        str(row.pk),
        row.title,
        str(row.commitment_id),
        owner=str(row.owner) if row.owner else "",
        due=row.due,
        progress=row.get_progress_display(),
        open=row.progress not in CLOSED,
        budget=str(row.budget_id or ""),
        measures=tuple(row.measures.split()),
    )


def _pounds(system: kept.Body) -> tuple[Pound, ...]:
    rows = kept.BudgetLine.objects.filter(system=system, withdrawn=False)
    return tuple(Pound(str(row.pk), row.title, row.amount, row.year) for row in rows.order_by("title", "pk"))


def _measures(system: kept.Body, ask: Ask | None, actions: Sequence[kept.Action]) -> tuple[Measure, ...]:
    """The measures that actions name, each with the released verdict on it for the whole system."""
    if ask is None:
        return ()
    declared = catalogue_of(ask.definitions).measures
    named = dict.fromkeys(name for action in actions for name in action.measures.split() if name in declared)
    found = []
    for name in named:
        placed = verdict_on(ask.store, measure=name, place=system.figures_code)
        words = change_clause(placed.verdict.change) if placed else "no released figures yet"
        found.append(Measure(name, declared[name].title, words[:1].upper() + words[1:]))
    return tuple(found)
