"""Everything that a system answers to: targets of the packs in force, its own, and those in its plans."""

from collections.abc import Iterable, Mapping
from datetime import date

from aimwell.domain.measures import Measure
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem
from aimwell.domain.promises import Priority as PackPriority
from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.carried import Carried, Load, Origin, load_of
from aimwell.domain.workplace.states import State
from aimwell.store.workplace.models import Body, Plan, Target


def load_carried(
    *, system: Body, packs: Iterable[RulePack], measures: Mapping[str, Measure], day: date
) -> Load:
    """What a system really carries on a day, and where two of these say the same or clash."""
    own = Target.objects.filter(system=system).exclude(state=State.RETIRED.value)
    own = own.select_related("priority").order_by("title", "pk")
    plans = _plans_of_targets(system)
    current = [target for target in own if target.by is None or target.by >= day]
    return load_of(
        [
            *_national(system, packs, measures, day),
            *(_own(target, plans.get(target.pk, "")) for target in current),
        ]
    )


def _plans_of_targets(system: Body) -> dict[object, str]:
    rows = Plan.objects.filter(system=system, commitments__targets__isnull=False)
    found = rows.exclude(state=State.RETIRED.value).order_by("title")
    return dict(found.values_list("commitments__targets", "title"))


def _national(
    system: Body, packs: Iterable[RulePack], measures: Mapping[str, Measure], day: date
) -> Iterable[Carried]:
    for pack in packs:
        if not pack.starts <= day <= pack.ends:
            continue
        for given in pack.priorities:
            if given.measure and given.threshold is not None and given.verified and not _over(given, day):
                yield _of_pack(system, pack, given, measures.get(given.measure))


def _over(given: PackPriority, day: date) -> bool:
    return given.by is not None and given.by < day


def _of_pack(system: Body, pack: RulePack, given: PackPriority, measure: Measure | None) -> Carried:
    better = measure.better.value if measure else ""
    return Carried(
        id=f"{pack.id}/{given.id}",
        origin=Origin.NATIONAL,
        source=pack.title,
        title=given.title,
        measure=given.measure,
        place=system.figures_code,
        breakdown="all",
        value=given.threshold,
        starts=pack.starts,
        by=given.by or (None if pack.ends == date.max else pack.ends),  # a standing one has no end
        direction=better if better in ("higher", "lower") else "",
        pack=pack.id,
        pack_priority=given.id,
    )


def _own(target: Target, plan: str) -> Carried:
    return Carried(
        id=str(target.pk),
        origin=Origin.PLAN if plan else Origin.OWN,
        source=plan or "Set here",
        title=target.title,
        measure=target.measure,
        place=target.place,
        breakdown=target.breakdown,
        value=target.value,
        starts=_after_baseline(target),
        by=target.by,
        direction=target.direction,
        pack=target.priority.pack,
        pack_priority=target.priority.pack_priority,
    )


def _after_baseline(target: Target) -> date | None:
    """From when a target is carried: the end of its baseline; from ever where it has none."""
    try:
        return Period.parse(target.baseline_period).end if target.baseline_period else None
    except Problem:
        return None
