"""What a spreadsheet that comes back would change: what is new, what differs, what stays; every fault with its cell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from aimwell.domain.measures import Measure
from aimwell.domain.problems import Problem, Where
from aimwell.domain.sheet_layouts import ReadSheet, SheetColumn, SheetLayout, SheetRow, Value
from aimwell.domain.uploads import Upload, UploadKind, column_letters
from aimwell.domain.values import EVERYONE
from aimwell.domain.workplace.target_rules import FieldFault, TargetSaid, faults_of
from aimwell.domain.workplace.trajectories import Point
from aimwell.gateways.workbooks import read_sheets
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.figures import figure_of, places_of, released_series
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

LONGEST = {"Priority": 200, "Target": 300, "Unit": 80, "Gap in words": 200, "Gap by": 40, "Rule pack": 60,
           "Priority of the pack": 80, "Measure": 80, "For whom": 80, "Baseline value id": 40}  # fmt: skip

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


@dataclass(frozen=True)
class Around:
    """What rows are held against."""

    system: Body
    store: Path
    definitions: Path
    day: date
    file: str


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
        faults = [*_too_long(row), *_whole_number(row)]
        fields: dict[str, Any] = {name: row.values[column.name] for name, column in PRIORITY_FIELDS.items()}
        fields["position"] = int(fields["position"] or 0)
        fields["owner"] = _owner(row, record, posts, faults)
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
    places = _places(around)
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
        faults = _too_long(row)
        fields: dict[str, Any] = {name: row.values[column.name] for name, column in TARGET_FIELDS.items()}
        fields["breakdown"] = fields["breakdown"] or EVERYONE
        fields["owner"] = _owner(row, record, posts, faults)
        fields["priority"] = _priority(row, record, priorities, faults)
        way = _way(row, was, periods)
        faults += _of_target(fields, way, measures, places)
        faults += _of_baseline(fields, differing, around)
        _told(found, row, faults, around)
        changed_way = way if any(is_period(name) for name in differing) else None
        own = _to_set(fields, TARGET_FIELDS, differing, Target, new=record is None)
        change = RowChange(
            record or Target(system=around.system), own, differing, _where(row), changed_way, was
        )
        (found.changed_targets if record else found.new_targets).append(change)


Fault = tuple[str, str, str, str]  # column, what is wrong, what was expected, what to do


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


def _too_long(row: SheetRow) -> list[Fault]:
    return [
        (name, f"has {len(value)} letters", f"at most {most}", "Shorten it.")
        for name, most in LONGEST.items()
        if isinstance(value := row.values.get(name), str) and len(value) > most
    ]


def _whole_number(row: SheetRow) -> list[Fault]:
    value = row.values.get("Place in the list")
    if isinstance(value, float) and not (value.is_integer() and 0 <= value <= 999):
        return [
            ("Place in the list", f"is {value:g}", "a whole number from 0 to 999", "Write 1 for the first.")
        ]
    return []


def _owner(
    row: SheetRow, record: Priority | Target | None, posts: Mapping[str, Post], faults: list[Fault]
) -> Post | None:
    said = row.values["Owner"]
    if said is None:
        return None
    if record is not None and record.owner is not None and str(record.owner) == said:
        return record.owner
    post = posts.get(str(said))
    if post is None:
        faults.append(("Owner", f"is '{said}', and there is no such post", "a post of a body of this system",
                       "Write it as its page does: title, body. Or add the post first."))  # fmt: skip
    return post


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


def _priority(
    row: SheetRow, record: Target | None, titles: Mapping[str, list[Priority]], faults: list[Fault]
) -> Priority | None:
    said = str(row.values["Priority"])
    if record is not None and record.priority.title == said:
        return record.priority
    found = titles.get(said, [])
    if len(found) == 1:
        return found[0]
    wrong = "no priority has that title" if not found else f"{len(found)} priorities have that title"
    faults.append(("Priority", f"is '{said[:80]}', and {wrong}", "the title of one priority of this system",
                   "Add it on the sheet of priorities, or correct the title."))  # fmt: skip
    return None


def _way(row: SheetRow, was: Sequence[Point], periods: Sequence[str]) -> tuple[Point, ...]:
    """A whole way: the cells of the sheet, and points of periods for which it has no column."""
    own = (Point(name, float(value)) for name in periods if isinstance(value := row.values[name], float))
    others = (point for point in was if point.period not in periods)
    return tuple(sorted((*own, *others), key=lambda point: point.period))


def _places(around: Around) -> frozenset[str]:
    system = around.system
    return frozenset(
        each.code for each in places_of(around.definitions, system.figures_code, system.name, around.day)
    )


def _of_target(
    fields: Mapping[str, Any], way: tuple[Point, ...], measures: Mapping[str, Measure], places: frozenset[str]
) -> list[Fault]:
    texts: dict[str, Any] = {
        name: fields[name] or ""
        for name in ("measure", "place", "breakdown", "direction", "baseline_period", "gap_by")
    }
    numbers: dict[str, Any] = {
        name: fields[name] for name in ("baseline", "value", "by", "gap_baseline", "gap_value")
    }
    said = TargetSaid(**texts, **numbers, trajectory=way)
    return [_as_fault(fault) for fault in faults_of(said, measures=measures, places=places)]


def _as_fault(fault: FieldFault) -> Fault:
    column: SheetColumn | None = TARGET_FIELDS.get(fault.field)
    return (column.name if column else ID.name, fault.found, fault.expected, fault.remedy)


def _of_baseline(fields: Mapping[str, Any], differing: Mapping[str, Any], around: Around) -> list[Fault]:
    """A released value's number and period are its own: nobody moves where a target starts by typing."""
    value_id = fields["baseline_value_id"]
    names = ("baseline_value_id", "baseline", "baseline_period", "measure", "place", "breakdown")
    if value_id is None or not any(TARGET_FIELDS[name].name in differing for name in names):
        return []
    series = released_series(
        around.store, around.definitions,
        measure=fields["measure"] or "", place=fields["place"] or "", breakdown=fields["breakdown"],
    )  # fmt: skip
    figure = figure_of(series, str(value_id))
    column = TARGET_FIELDS["baseline_value_id"].name
    if figure is None:
        return [(column, f"is '{value_id}', which is no released value of this measure and place",
                 "an id that a page of figures shows, or nothing", "Clear it, or choose the baseline on the target's page.")]  # fmt: skip
    if fields["baseline_period"] != figure.period or _held_number(fields["baseline"]) != _held_number(
        figure.value
    ):
        return [(column, f"stands for {figure.value:.15g} in {figure.period}, and the row says another number or period",
                 "the value's own number and period", "Clear the id for a number of your own, or correct the two.")]  # fmt: skip
    return []


def _held_number(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.15g}")


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
