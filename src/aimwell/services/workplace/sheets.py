"""Priorities and targets as sheets: the same columns go out and come back, with one column for each period of a way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.domain.measures import Aim
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem
from aimwell.domain.sheet_layouts import ColumnKind, SheetColumn, SheetLayout, Value
from aimwell.domain.uploads import Upload, UploadKind, UploadLimits
from aimwell.domain.workplace.states import State
from aimwell.domain.workplace.target_rules import DIRECTIONS
from aimwell.domain.workplace.trajectories import Point
from aimwell.gateways.uploads.reading import read_uploaded_bytes
from aimwell.gateways.workbooks import FilledSheet, write_csv, write_workbook
from aimwell.store.workplace.models import Body, Priority, Target, TrajectoryPoint

TEXT, NUMBER, DAY, CHOICE, CODE = (
    ColumnKind.TEXT, ColumnKind.NUMBER, ColumnKind.DATE, ColumnKind.CHOICE, ColumnKind.CODE,
)  # fmt: skip
ID = SheetColumn("Id", CODE, key=True, width=14)
ABOUT = (
    "Change cells, add rows, and send the workbook back on the page it came from. You will see what would change first.",
    "A row without an id is new. A row that is not there is left as it is: nothing is deleted by a spreadsheet.",
    "If anything is wrong, nothing is saved, and every fault is told with its cell.",
)
PRIORITY_FIELDS: Mapping[str, SheetColumn] = {
    "title": SheetColumn("Priority", TEXT, "At most 200 letters.", required=True, width=50),
    "level": SheetColumn("Level", CHOICE, "", required=True, choices=("national", "local")),
    "aim": SheetColumn("Aim", CHOICE, "", required=True, choices=tuple(aim.value for aim in Aim)),
    "need": SheetColumn("Need", TEXT, "The need it answers.", width=40),
    "why": SheetColumn("Why", TEXT, "Why this comes first.", width=40),
    "owner": SheetColumn("Owner", TEXT, "A post, as its page calls it: title, body.", width=30),
    "starts": SheetColumn("From", DAY),
    "ends": SheetColumn("Until", DAY),
    "pack": SheetColumn("Rule pack", CODE, "The id of the rule pack it was taken over from."),
    "pack_priority": SheetColumn("Priority of the pack", CODE, "Its id there."),
    "position": SheetColumn("Place in the list", NUMBER, "A whole number; lower ones stand first.", width=10),
}
TARGET_FIELDS: Mapping[str, SheetColumn] = {
    "title": SheetColumn("Target", TEXT, "At most 300 letters.", required=True, width=50),
    "priority": SheetColumn("Priority", TEXT, "The priority it serves, by its title.", required=True, width=40),
    "measure": SheetColumn("Measure", CODE, "The id of a measure in the catalogue.", width=30),
    "place": SheetColumn("Place", CODE, "The code of the system or of a place in it.", width=12),
    "breakdown": SheetColumn("For whom", CODE, "all, or a group such as fifth:1.", width=12),
    "direction": SheetColumn("Direction", CHOICE, "", choices=DIRECTIONS, width=12),
    "unit": SheetColumn("Unit", TEXT),
    "baseline_value_id": SheetColumn("Baseline value id", CODE, "The id of a released value; number and period must be its own."),
    "baseline": SheetColumn("Baseline", NUMBER, width=12),
    "baseline_period": SheetColumn("Baseline period", CODE, "Such as 2026-02, 2025-Q4 or 2024/25.", width=14),
    "value": SheetColumn("Value to reach", NUMBER, width=12),
    "by": SheetColumn("By", DAY, width=12),
    "gap_by": SheetColumn("Gap by", CODE, "The breakdown whose gap is to narrow, such as fifth.", width=14),
    "gap_words": SheetColumn("Gap in words", TEXT, width=30),
    "gap_baseline": SheetColumn("Gap at the start", NUMBER, width=12),
    "gap_value": SheetColumn("Gap to reach", NUMBER, width=12),
    "gap_due": SheetColumn("Gap by when", DAY, width=12),
    "owner": SheetColumn("Owner", TEXT, "A post, as its page calls it: title, body.", width=30),
    "evidence": SheetColumn("Evidence", TEXT, width=40),
    "review_on": SheetColumn("Review on", DAY, width=12),
}  # fmt: skip


def priority_layout() -> SheetLayout:
    """The sheet of priorities."""
    return SheetLayout("Priorities", "One priority a row.", (ID, *PRIORITY_FIELDS.values()))


def target_layout(periods: Iterable[str]) -> SheetLayout:
    """The sheet of targets, with a column for each period of their ways."""
    way = (
        SheetColumn(
            period, NUMBER, f"Where the target means to be in {Period.parse(period).words}.", width=10
        )
        for period in sorted(set(periods), key=Period.parse)
    )
    return SheetLayout("Targets", "One target a row.", (ID, *TARGET_FIELDS.values(), *way))


def periods_in(upload: Upload, sheet: str) -> tuple[str, ...]:
    """The periods among the headings of a sheet: its columns of a way. The row of headings is the first with an id."""
    tables = [table for table in upload.tables if table.name.casefold() == sheet.casefold() or not table.name]
    for table in tables:
        for row in table.rows[:20]:
            headings = [str(cell).strip() for cell in row]
            if ID.name.casefold() in (heading.casefold() for heading in headings):
                return tuple(dict.fromkeys(heading for heading in headings if is_period(heading)))
    return ()


def is_period(text: str) -> bool:
    """Whether a heading is a period in its canonical form."""
    try:
        return Period.parse(text).text == text
    except Problem:
        return False


def live_priorities(system: Body) -> list[Priority]:
    """The priorities that go out: those not retired."""
    rows = Priority.objects.filter(system=system).exclude(state=State.RETIRED.value)
    return list(rows.select_related("owner__body").order_by("level", "position", "title", "pk"))


def live_targets(system: Body) -> list[Target]:
    """The targets that go out: those not retired. Their ways are read apart, by `ways_of`."""
    rows = Target.objects.filter(system=system).exclude(state=State.RETIRED.value)
    rows = rows.select_related("priority", "owner__body")
    return list(rows.order_by("priority__title", "title", "pk"))


def ways_of(system: Body) -> Mapping[UUID, tuple[Point, ...]]:
    """Where the targets of a system mean to be, by target, each in the order of periods."""
    rows = TrajectoryPoint.objects.filter(target__system=system).order_by("target", "period")
    found: dict[UUID, list[Point]] = defaultdict(list)
    for target, period, value in rows.values_list("target", "period", "value"):
        found[target].append(Point(period, value))
    return {target: tuple(points) for target, points in found.items()}


def priority_row(priority: Priority) -> dict[str, Value]:
    """A priority as a row."""
    return {
        "Id": str(priority.pk),
        **{column.name: _cell(priority, field) for field, column in PRIORITY_FIELDS.items()},
    }


def target_row(target: Target, way: Iterable[Point]) -> dict[str, Value]:
    """A target as a row, with its way."""
    fields = {column.name: _cell(target, field) for field, column in TARGET_FIELDS.items()}
    return {"Id": str(target.pk), **fields, **{point.period: point.value for point in way}}


def _cell(record: Priority | Target, field: str) -> Value:
    if field == "priority" and isinstance(record, Target):
        return record.priority.title
    if field == "owner":
        return str(record.owner) if record.owner else None
    found: Value = getattr(record, field)
    return found


def sheets_of(system: Body) -> tuple[FilledSheet, FilledSheet]:
    """Both sheets of a system, filled."""
    ways = ways_of(system)
    targets = [target_row(target, ways.get(target.pk, ())) for target in live_targets(system)]
    known = {ID.name, *(column.name for column in TARGET_FIELDS.values())}
    periods = {name for row in targets for name in row if name not in known}
    return (
        FilledSheet(priority_layout(), [priority_row(priority) for priority in live_priorities(system)]),
        FilledSheet(target_layout(periods), targets),
    )


def workbook_of(*, system: Body, day: date) -> bytes:
    """Priorities and targets of a system as a workbook that can be sent back."""
    sheets = sheets_of(system)
    return write_workbook(
        sheets=sheets, title=f"Priorities and targets of {system.name}", about=ABOUT, made=day
    )


def csv_of(*, system: Body, targets: bool) -> bytes:
    """One of the sheets as CSV."""
    return write_csv(sheets_of(system)[1 if targets else 0])


def read_file(*, content: bytes, name: str, definitions: Path, most_bytes: int) -> Upload:
    """What somebody sent, past the guard that every upload passes."""
    limits: UploadLimits = read_upload_limits(definitions)
    limits = replace(limits, most_bytes=min(limits.most_bytes, most_bytes))
    kinds: Sequence[UploadKind] = (UploadKind.WORKBOOK, UploadKind.TEXT)
    return read_uploaded_bytes(content=content, name=name, limits=limits, allowed=kinds)
