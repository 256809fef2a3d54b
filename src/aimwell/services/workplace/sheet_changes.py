"""What a spreadsheet that comes back would change: what is new, what differs, what stays; every fault with its cell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from aimwell.domain.problems import Problem, Where
from aimwell.domain.sheet_layouts import ReadSheet, SheetColumn, SheetLayout, SheetRow, Value
from aimwell.domain.uploads import Upload, UploadKind, column_letters
from aimwell.domain.values import EVERYONE
from aimwell.domain.workplace.trajectories import Point
from aimwell.gateways.workbooks import read_sheets
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.sheet_faults import (
    Around,
    Fault,
    faults_of_baseline,
    faults_of_target,
    owner_said,
    places_for,
    priority_said,
    too_long,
    whole_number,
)
from aimwell.services.workplace.sheets import (
    ID,
    PRIORITY_FIELDS,
    TARGET_FIELDS,
    is_period,
    live_priorities,
    live_targets,
    periods_in,
    priority_layout,
    priority_row,
    target_layout,
    target_row,
    ways_of,
)
from aimwell.store.workplace.models import Body, Post, Priority, Target

Kept = TypeVar("Kept", Priority, Target)


@dataclass(frozen=True)
class RowChange(Generic[Kept]):
    """One row that adds or changes a record. differences: by column, what stands there and what would."""

    record: Kept
    fields: Mapping[str, Any]
    differences: Mapping[str, tuple[Value, Value]]
    where: str  # sheet and row
    way: tuple[Point, ...] | None = None  # the whole way of a target, where it differs …
    was: tuple[Point, ...] = ()  # … and what it was


@dataclass
class SheetChanges:
    """Everything that a spreadsheet would change in a system."""

    new_priorities: list[RowChange[Priority]] = field(default_factory=list)
    changed_priorities: list[RowChange[Priority]] = field(default_factory=list)
    new_targets: list[RowChange[Target]] = field(default_factory=list)
    changed_targets: list[RowChange[Target]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    unread: tuple[str, ...] = ()  # headings that nobody asked for

    @property
    def count(self) -> int:
        """How many records would be added or changed."""
        lists = (self.new_priorities, self.changed_priorities, self.new_targets, self.changed_targets)
        return sum(len(each) for each in lists)

    @property
    def mark(self) -> str:
        """Short words for all of it, the same only while nothing of it changed."""
        records = [each.record for each in self.changed_priorities]
        others = [each.record for each in self.changed_targets]
        versions = sorted(f"{record.pk} {record.version}" for record in (*records, *others))
        return f"{len(self.new_priorities)} {len(self.new_targets)} {self.unchanged} {';'.join(versions)}"


def changes_of(upload: Upload, around: Around) -> SheetChanges:
    """What an upload would change. Nothing is saved."""
    found = SheetChanges()
    layouts = _layouts(upload)
    sheets = {sheet.layout.name: sheet for sheet in read_sheets(upload, layouts)}
    found.problems += [problem for sheet in sheets.values() for problem in sheet.problems]
    found.unread = tuple(name for sheet in sheets.values() for name in sheet.unread)
    posts = _posts(around.system)
    kept = live_priorities(around.system)
    if "Priorities" in sheets:
        _compare_priorities(sheets["Priorities"], found, around, posts, kept)
    if "Targets" in sheets:
        _compare_targets(sheets["Targets"], found, around, posts, kept)
    return found


def _layouts(upload: Upload) -> tuple[SheetLayout, ...]:
    """The sheets to look for: both in a workbook, and of a CSV the one whose headings it has."""
    targets = target_layout(periods_in(upload, "Targets"))
    if upload.kind is UploadKind.TEXT:
        headings = {
            str(cell).strip().casefold() for table in upload.tables for row in table.rows[:20] for cell in row
        }
        return (targets,) if "target" in headings else (priority_layout(),)
    names = {table.name.casefold() for table in upload.tables}
    wanted = tuple(layout for layout in (priority_layout(), targets) if layout.name.casefold() in names)
    return wanted or (priority_layout(), targets)


def _posts(system: Body) -> dict[str, Post]:
    rows = Post.objects.filter(body__system=system, valid_to=None).select_related("body")
    return {str(post): post for post in rows.order_by("pk")}


def _compare_priorities(
    sheet: ReadSheet, found: SheetChanges, around: Around, posts: Mapping[str, Post], kept: Sequence[Priority]
) -> None:
    known = {str(each.pk): each for each in kept}
    for row in sheet.rows:
        record = _record(row, known, found, around)
        if record is None and row.values[ID.name] is not None:
            continue
        held = priority_row(record) if record else {}
        differing = _differences(sheet.layout, row, held)
        if not differing:
            found.unchanged += 1
            continue
        faults = [*too_long(row), *whole_number(row)]
        fields: dict[str, Any] = {name: row.values[column.name] for name, column in PRIORITY_FIELDS.items()}
        fields["position"] = int(fields["position"] or 0)
        fields["owner"] = owner_said(row, record, posts, faults)
        starts, ends = fields["starts"], fields["ends"]
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            faults.append(
                ("Until", "lies before the day in 'From'", "a later day", "Correct one of the two.")
            )
        _told(found, row, faults, around)
        own = _to_set(fields, PRIORITY_FIELDS, differing, Priority, new=record is None)
        change = RowChange(record or Priority(system=around.system), own, differing, _where(row))
        (found.changed_priorities if record else found.new_priorities).append(change)


def _compare_targets(
    sheet: ReadSheet, found: SheetChanges, around: Around, posts: Mapping[str, Post], kept: Sequence[Priority]
) -> None:
    known = {str(each.pk): each for each in live_targets(around.system)}
    ways = ways_of(around.system)
    priorities = _by_title(kept, found)
    measures = catalogue_of(around.definitions).measures
    places = places_for(around)
    periods = [column.name for column in sheet.layout.columns if is_period(column.name)]
    for row in sheet.rows:
        record = _record(row, known, found, around)
        if record is None and row.values[ID.name] is not None:
            continue
        was = ways.get(record.pk, ()) if record else ()
        held = target_row(record, was) if record else {}
        differing = _differences(sheet.layout, row, held)
        if not differing:
            found.unchanged += 1
            continue
        faults = too_long(row)
        fields: dict[str, Any] = {name: row.values[column.name] for name, column in TARGET_FIELDS.items()}
        fields["breakdown"] = fields["breakdown"] or EVERYONE
        fields["owner"] = owner_said(row, record, posts, faults)
        fields["priority"] = priority_said(row, record, priorities, faults)
        way = _way(row, was, periods)
        faults += faults_of_target(fields, way, measures, places)
        faults += faults_of_baseline(fields, differing, around)
        _told(found, row, faults, around)
        changed_way = way if not differing.keys().isdisjoint(periods) else None
        own = _to_set(fields, TARGET_FIELDS, differing, Target, new=record is None)
        change = RowChange(
            record or Target(system=around.system), own, differing, _where(row), changed_way, was
        )
        (found.changed_targets if record else found.new_targets).append(change)


def _record(row: SheetRow, known: Mapping[str, Kept], found: SheetChanges, around: Around) -> Kept | None:
    """The record of a row's id; a fault for an id that is none of this system's."""
    key = row.values[ID.name]
    if key is None:
        return None
    record = known.get(str(key))
    if record is None:
        unknown = (ID.name, f"is '{key}', which is no record of this system that can be changed",
                   "the id of the export, or nothing", "Leave the id of a new row empty.")  # fmt: skip
        _told(found, row, [unknown], around)
    return record


def _differences(
    layout: SheetLayout, row: SheetRow, held: Mapping[str, Value]
) -> dict[str, tuple[Value, Value]]:
    """By column, what is there and what would be, where these differ. The id is no difference."""
    names = [column.name for column in layout.columns if not column.key]
    pairs = ((name, _plain(held.get(name)), _plain(row.values[name])) for name in names)
    return {name: (was, becomes) for name, was, becomes in pairs if was != becomes}


def _plain(value: Value) -> Value:
    """A value as a spreadsheet holds it: 15 digits, ends of lines of one kind, no spaces around, nothing for ''."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    if isinstance(value, int | float):
        return float(f"{value:.15g}") + 0.0
    return value


def _by_title(kept: Sequence[Priority], found: SheetChanges) -> Mapping[str, list[Priority]]:
    """Priorities by their title, as they will be: what the same file adds or renames counts."""
    renamed = {
        each.record.pk: str(each.fields.get("title", each.record.title)) for each in found.changed_priorities
    }
    titles: dict[str, list[Priority]] = defaultdict(list)
    for priority in kept:
        titles[renamed.get(priority.pk, priority.title)].append(priority)
    for change in found.new_priorities:
        titles[str(change.fields["title"])].append(change.record)
    return titles


def _way(row: SheetRow, was: Sequence[Point], periods: Sequence[str]) -> tuple[Point, ...]:
    """A whole way: the cells of the sheet, and points of periods for which it has no column."""
    own = (Point(name, float(value)) for name in periods if isinstance(value := row.values[name], float))
    others = (point for point in was if point.period not in periods)
    return tuple(sorted((*own, *others), key=lambda point: point.period))


def _to_set(
    fields: Mapping[str, Any],
    columns: Mapping[str, SheetColumn],
    differing: Mapping[str, Any],
    model: type[Priority] | type[Target],
    *,
    new: bool,
) -> dict[str, Any]:
    """The fields to set: all of a new record, else those that differ, so that no other digit moves.

    Text that is not there is '', never None.
    """
    plain = {each.name: each for each in model._meta.concrete_fields}
    return {
        name: "" if value is None and not plain[name].null else value
        for name, value in fields.items()
        if new or columns[name].name in differing
    }


def _told(found: SheetChanges, row: SheetRow, faults: Sequence[Fault], around: Around) -> None:
    found.problems += [_problem(row, fault, around.file) for fault in faults]


def _problem(row: SheetRow, fault: Fault, file: str) -> Problem:
    column, wrong, expected, remedy = fault
    joined = " " if wrong[0].islower() else ": "  # a sentence of its own, or the rest of this one
    return Problem(
        code="sheet.wrong",
        found=f"{row.address(column)} ({column}){joined}{wrong}{'' if wrong.endswith('.') else '.'}",
        expected=f"{expected[0].upper()}{expected[1:].removesuffix('.')}.",
        remedy=remedy,
        where=Where(file, row.sheet, row.number, column_letters(row.columns.get(column, 0))),
    )


def _where(row: SheetRow) -> str:
    return f"{row.sheet or 'row'} {row.number}".strip()
