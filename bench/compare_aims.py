"""Compare all systems' aims: 42 systems, 200 targets each, 60 months of trajectory: python -m bench.compare_aims."""

import math
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pyarrow as pa
import pyarrow.parquet as pq

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.measures import Better, Measure
from aimwell.domain.periods import Period
from aimwell.domain.workplace.trajectories import periods_between, straight_line
from aimwell.store.folder import StoreFolder
from aimwell.store.released.places import ReleasedPlace, release_places
from aimwell.store.released.promises import (
    PublicPriority,
    PublicTarget,
    SystemPromises,
    known,
    write_promises,
)
from aimwell.store.released.reading import values_path, verdicts_path
from bench.synthetic_promises import PRIORITIES
from bench.timing import say, say_machine, timed

SYSTEMS, TARGETS, MONTHS, MEASURES = 42, 200, 60, 100
FIRST = Period.parse("2021-06")
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CODES = tuple(f"Q{number:02d}" for number in range(1, SYSTEMS + 1))
TARGET_SECONDS = 1.0


def measures_of(definitions: Path) -> list[Measure]:
    """Real definitions, as many as plans name."""
    held = Catalogue(definitions).measures.values()
    return [measure for measure in held if measure.better is not Better.NEITHER][:MEASURES]


def months() -> list[Period]:
    """The months that have figures."""
    found = [FIRST]
    while len(found) < MONTHS:
        found.append(found[-1].next())
    return found


def value(system: int, measure: int, month: int) -> float:
    """A made-up figure: a level of its own, a slow rise, and a ripple; no chance."""
    return round(50 + system / 4 + measure / 10 + month / 20 + 2 * math.sin(month * (1 + measure % 5)), 3)


def make_released(folder: StoreFolder, measures: Sequence[Measure]) -> None:
    """A released store of made-up figures under real definitions."""
    folder.create()
    periods, ids = months(), [*CODES, "ENG"]
    with folder.writing() as work:
        places = [
            ReleasedPlace(
                code, code, "", "england" if code == "ENG" else "ics", f"System {code}", None, None, "", ""
            )
            for code in ids
        ]
        release_places(folder, places, work=work)
    for number, measure in enumerate(measures):
        rows = [(place, month) for place in range(len(ids)) for month in range(MONTHS)]
        values = [value(place, number, month) for place, month in rows]
        table = {
            "measure": [measure.id] * len(rows), "level": ["england" if ids[p] == "ENG" else "ics" for p, _ in rows],
            "place_id": [ids[p] for p, _ in rows], "breakdown": ["all"] * len(rows),
            "period": [periods[m].text for _, m in rows], "period_start": [periods[m].start for _, m in rows],
            "value": values, "lower": [each - 1 for each in values], "upper": [each + 1 for each in values],
            "value_id": [f"v{number:03d}{p:03d}{m:03d}" for p, m in rows], "mean": [52.0 + p for p, _ in rows],
            "lower_limit": [50.0 + p / 4 + number / 10 for p, _ in rows],
            "upper_limit": [56.0 + p / 4 + number / 10 for p, _ in rows], "signal": pa.array([1] * len(rows), pa.int8()),
        }  # fmt: skip
        path = values_path(folder, measure.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(table), path, compression="zstd")
    pq.write_table(pa.table({"measure": [measures[0].id], "profile": ["mdc-excel"]}), verdicts_path(folder))


def target_fields(system: int, number: int, measures: Sequence[Measure]) -> dict[str, Any]:
    """One target in numbers, with sixty months of trajectory."""
    measure, began = measures[number % len(measures)], months()[30]
    sign = 1 if measure.better is Better.HIGHER else -1
    baseline = value(system, number % len(measures), 30)
    aimed, by = round(baseline * (1 + sign * 0.02 * (number % 7)), 3), date(2028, 11, 30)
    return {
        "title": f"{measure.short}: {aimed:g} by November 2028", "measure": measure.id, "place": CODES[system],
        "direction": "higher" if sign > 0 else "lower", "unit": measure.unit, "baseline": baseline,
        "baseline_period": began.text, "value": None if number % 13 == 12 else aimed, "by": by,
        "gap_by": "sex" if number % 3 == 0 else "", "gap_value": 2.0 if number % 3 == 0 else None,
        "illustrative": True,
        "trajectory": {each.period: each.value for each in straight_line(baseline, aimed, periods_between(began.text, by))},
    }  # fmt: skip


def identity(code: str, kind: str, number: int) -> str:
    """An id that is always the same."""
    return str(uuid5(NAMESPACE_URL, f"{code} {kind} {number}"))


def make_public(folder: StoreFolder, measures: Sequence[Measure]) -> None:
    """What every system has published."""
    for system, code in enumerate(CODES):
        decided = {
            "number": system + 1,
            "at": "2026-04-01T09:00:00+00:00",
            "by": "A. Chair",
            "because": "Agreed",
        }
        priorities = tuple(
            PublicPriority(
                id=identity(code, "priority", n), title=title, level=level, aim=aim, decided=decided
            )
            for n, (title, level, aim, _) in enumerate(PRIORITIES)
        )
        targets = tuple(
            known(
                PublicTarget,
                {"id": identity(code, "target", n), "priority": identity(code, "priority", n % len(PRIORITIES)), "decided": decided}
                | {name: each.isoformat() if isinstance(each, date) else each for name, each in target_fields(system, n, measures).items()},
            )
            for n in range(TARGETS)
        )  # fmt: skip
        write_promises(folder, SystemPromises(code, code, f"System {code}", priorities, targets))


def fill_workplace(measures: Sequence[Measure], *, systems: int = SYSTEMS, targets: int = TARGETS) -> None:
    """The same targets as drafts in the workplace's tables, without its log. After aimwell.web.start.configure."""
    from aimwell.store.workplace.models import Body, Priority, Target, TrajectoryPoint

    when = {"made_at": NOW, "changed_at": NOW}
    for system, code in enumerate(CODES[:systems]):
        body = Body(kind="system", name=f"System {code}", code=code, place=code, **when)
        body.system = body
        body.save(force_insert=True)
        priorities = Priority.objects.bulk_create(
            Priority(system=body, title=title, level=level, aim=aim, why=why, position=n, **when)
            for n, (title, level, aim, why) in enumerate(PRIORITIES)
        )
        made = [target_fields(system, n, measures) for n in range(targets)]
        ways = [each.pop("trajectory") for each in made]
        rows = Target.objects.bulk_create(
            Target(system=body, priority=priorities[n % len(priorities)], **each, **when)
            for n, each in enumerate(made)
        )
        TrajectoryPoint.objects.bulk_create(
            [
                TrajectoryPoint(target=row, period=period, value=aimed)
                for row, way in zip(rows, ways, strict=True)
                for period, aimed in way.items()
            ],
            batch_size=5000,
        )


def main() -> None:
    """Ask the question cold (nothing in memory) and warm, and ask for the page."""
    definitions = Path(__file__).resolve().parents[1] / "definitions"
    with tempfile.TemporaryDirectory(prefix="aimwell-bench-") as room:
        store, measures = Path(room) / "store", measures_of(definitions)
        make_released(StoreFolder(store), measures)
        make_public(StoreFolder(store), measures)
        _ask(store, definitions, measures)


def _ask(store: Path, definitions: Path, measures: Sequence[Measure]) -> None:
    from aimwell.web.start import configure, prepare

    configure(store, definitions)
    prepare("bench@example.org")
    fill_workplace(measures, systems=1)
    from aimwell.domain.workplace.aims_compared import AimsQuestion, Part, SortBy
    from aimwell.services.workplace import compare_aims, standings
    from aimwell.services.workplace.standings import Ask
    from aimwell.store.released import promises
    from aimwell.store.workplace.models import Body

    ask = Ask(store, definitions, TODAY)
    own = frozenset(Body.objects.values_list("pk", flat=True))
    has = frozenset({Part.NUMBER, Part.DATE, Part.BASELINE, Part.GAP})
    question = AimsQuestion(measure=measures[0].id, has=has, sort=SortBy.AMBITION)

    def asked(question: AimsQuestion) -> Callable[[], object]:
        def work() -> None:
            found = compare_aims.compare_aims(ask=ask, question=question, own=own)
            compare_aims.told(ask=ask, aims=found.aims[:50])

        return work

    def cold() -> None:
        compare_aims.KNOWN.of = standings.KNOWN.of = None
        promises._read_all.cache_clear()
        asked(question)()

    for what, work in (
        (f"compare aims, {SYSTEMS} × {TARGETS} × {MONTHS}: one measure, from cold", cold),
        ("compare aims: everything, in memory", asked(AimsQuestion())),
        ("compare aims: one measure, ranked, in memory", asked(question)),
    ):
        timing = timed(what, work)
        say(timing, target=f"{TARGET_SECONDS:g} s", verdict=timing.median < TARGET_SECONDS)


if __name__ == "__main__":
    say_machine()
    main()
