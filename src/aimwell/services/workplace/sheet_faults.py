"""What is wrong with a row of a spreadsheet, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from aimwell.domain.measures import Measure
from aimwell.domain.sheet_layouts import SheetColumn, SheetRow
from aimwell.domain.workplace.target_rules import FieldFault, TargetSaid, faults_of
from aimwell.domain.workplace.trajectories import Point
from aimwell.services.workplace.figures import figure_of, places_of, released_series
from aimwell.services.workplace.sheets import ID, TARGET_FIELDS
from aimwell.store.workplace.models import Body, Post, Priority, Target

LONGEST = {"Priority": 200, "Target": 300, "Unit": 80, "Gap in words": 200, "Gap by": 40, "Rule pack": 60,
           "Priority of the pack": 80, "Measure": 80, "For whom": 80, "Baseline value id": 40}  # fmt: skip

Fault = tuple[str, str, str, str]  # column, what is wrong, what was expected, what to do


@dataclass(frozen=True)
class Around:
    """What rows are held against."""

    system: Body
    store: Path
    definitions: Path
    day: date
    file: str


def too_long(row: SheetRow) -> list[Fault]:
    return [
        (name, f"has {len(value)} letters", f"at most {most}", "Shorten it.")
        for name, most in LONGEST.items()
        if isinstance(value := row.values.get(name), str) and len(value) > most
    ]


def whole_number(row: SheetRow) -> list[Fault]:
    value = row.values.get("Place in the list")
    if isinstance(value, float) and not (value.is_integer() and 0 <= value <= 999):
        return [
            ("Place in the list", f"is {value:g}", "a whole number from 0 to 999", "Write 1 for the first.")
        ]
    return []


def owner_said(
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


def priority_said(
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


def places_for(around: Around) -> frozenset[str]:
    system = around.system
    return frozenset(
        each.code for each in places_of(around.definitions, system.figures_code, system.name, around.day)
    )


def faults_of_target(
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


def faults_of_baseline(
    fields: Mapping[str, Any], differing: Mapping[str, Any], around: Around
) -> list[Fault]:
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
