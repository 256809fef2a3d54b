"""The actions of a plan as a spreadsheet: the same columns go out and come back, and nothing is half-saved."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Count

from aimwell.domain.measures import Measure
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.sheet_layouts import ColumnKind, SheetColumn, SheetLayout, SheetRow, Value
from aimwell.domain.uploads import Upload, column_letters
from aimwell.domain.workplace.access import Act
from aimwell.gateways.workbooks import FilledSheet, read_sheets, write_workbook
from aimwell.services.workplace.ask_plans import whole_plan
from aimwell.services.workplace.changing import Asking, change
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.plan_parts import hold_action
from aimwell.services.workplace.plans import note_part, require_open
from aimwell.store.workplace.models import Action, Body, BudgetLine, Commitment, Plan, Post

TEXT, DAY, CHOICE, CODE = ColumnKind.TEXT, ColumnKind.DATE, ColumnKind.CHOICE, ColumnKind.CODE
PROGRESS: Mapping[str, str] = {words: key for key, words in Action._meta.get_field("progress").flatchoices}
ABOUT = (
    "Change cells, add rows, and send the workbook back on the plan's page. You will see what would change first.",
    "A row without an id is a new action. A row that is not there is left as it is: nothing is withdrawn by a spreadsheet.",
    "Commitments, posts, bodies and budget lines are named as their pages call them; add new ones there first.",
)
LAYOUT = SheetLayout(
    "Actions",
    "One action a row.",
    (
        SheetColumn("Id", CODE, key=True, width=14),
        SheetColumn("Commitment", TEXT, "A commitment of this plan, by its title.", required=True, width=40),
        SheetColumn("Action", TEXT, "At most 300 letters.", required=True, width=50),
        SheetColumn("In more words", TEXT, width=40),
        SheetColumn("Owner", TEXT, "A post, as its page calls it: title, body.", width=30),
        SheetColumn("Partners", TEXT, "Bodies of the system, with a semicolon between two.", width=30),
        SheetColumn("Due", DAY, width=12),
        SheetColumn("How it goes", CHOICE, required=True, choices=tuple(PROGRESS), width=14),
        SheetColumn("Done on", DAY, "Only where it is done.", width=12),
        SheetColumn("Budget line", TEXT, "By its title; with its year where two have the same.", width=30),
        SheetColumn("Measures", TEXT, "Ids of the catalogue, with a space between two.", width=30),
    ),
)


@dataclass(frozen=True)
class ActionChange:
    """A row that adds or changes an action. differences: by column, what stands there and what would."""

    action: Action
    fields: Mapping[str, Any]
    partners: tuple[Body, ...]
    differences: Mapping[str, tuple[Value, Value]]
    where: str


@dataclass
class ActionChanges:
    """Everything that a spreadsheet would change in a plan."""

    new: list[ActionChange] = field(default_factory=list)
    changed: list[ActionChange] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    unread: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many actions would be added or changed."""
        return len(self.new) + len(self.changed)

    @property
    def mark(self) -> str:
        """Short words for all of it, the same only while nothing of it changed."""
        versions = sorted(f"{each.action.pk} {each.action.version}" for each in self.changed)
        return f"{len(self.new)} {self.unchanged} {';'.join(versions)}"


class _Names:
    """What cells may name."""

    def __init__(self, plan: Plan, measures: Mapping[str, Measure]) -> None:
        self.measures = measures
        self.twins = _twins(plan.system)
        self.commitments: dict[str, list[Commitment]] = defaultdict(list)
        for commitment in Commitment.objects.filter(plan=plan, withdrawn=False):
            self.commitments[commitment.title].append(commitment)
        posts = Post.objects.filter(body__system=plan.system).select_related("body")
        self.posts = {str(post): post for post in posts.order_by("valid_to", "pk")}
        self.bodies = {str(body): body for body in Body.objects.filter(system=plan.system).order_by("pk")}
        self.lines: dict[str, list[BudgetLine]] = defaultdict(list)
        for line in BudgetLine.objects.filter(system=plan.system, withdrawn=False):
            self.lines[line.title].append(line)
            self.lines[f"{line.title}, {line.year}"].append(line)


def actions_workbook(*, plan: Plan, day: date) -> bytes:
    """The actions of a plan as a workbook that can be sent back."""
    twins = _twins(plan.system)
    rows = [action_row(each, twins) for each in whole_plan(plan).actions]
    sheets = (FilledSheet(LAYOUT, rows),)
    return write_workbook(sheets=sheets, title=f"Actions of {plan.title}", about=ABOUT, made=day)


def action_row(action: Action, twins: Collection[str] = ()) -> dict[str, Value]:
    """An action as a row. twins: titles that several budget lines have."""
    line = action.budget
    return {
        "Id": str(action.pk),
        "Commitment": action.commitment.title,
        "Action": action.title,
        "In more words": action.words,
        "Owner": str(action.owner) if action.owner else None,
        "Partners": "; ".join(sorted(str(each) for each in action.partners.all())),
        "Due": action.due,
        "How it goes": action.get_progress_display(),
        "Done on": action.done_on,
        "Budget line": (f"{line.title}, {line.year}" if line.title in twins else line.title)
        if line
        else None,
        "Measures": action.measures,
    }


def _twins(system: Body) -> frozenset[str]:
    rows = BudgetLine.objects.filter(system=system, withdrawn=False).order_by().values_list("title")
    return frozenset(rows.annotate(times=Count("pk")).filter(times__gt=1).values_list("title", flat=True))


def action_changes(*, upload: Upload, plan: Plan, definitions: Path, today: date) -> ActionChanges:
    """What an upload would change in a plan, and every fault with its cell. Nothing is saved."""
    (sheet,) = read_sheets(upload, (LAYOUT,))
    found = ActionChanges(problems=list(sheet.problems), unread=sheet.unread)
    names = _Names(plan, catalogue_of(definitions).measures)
    kept = {str(each.pk): each for each in whole_plan(plan).actions}
    for row in sheet.rows:
        _compare(row, plan, names, kept, found, upload.name, today)
    return found


def import_actions(
    *, asking: Asking, upload: Upload, plan: Plan, definitions: Path, seen: str
) -> ActionChanges:
    """Save what an upload changes, all of it or nothing. seen: the mark of the changes that were shown before."""
    with change(asking, Act.EDIT_PLANS, plan.system) as made:
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        require_open(plan)
        found = action_changes(upload=upload, plan=plan, definitions=definitions, today=asking.day)
        if found.problems:
            raise Problems(found.problems)
        if found.mark != seen:
            raise Problem(
                code="sheet.changed-meanwhile",
                found="Somebody changed the plan since you looked at what the spreadsheet changes.",
                expected="The changes that were shown before.",
                remedy="Send the file once more, look at what it changes now, and confirm that.",
            )
        for each in found.new:
            made.add(each.action, {"partners": each.partners})
        for each in found.changed:
            made.alter(each.action, each.fields, links={"partners": each.partners})
        promised = [each for each in found.changed if set(each.differences) - {"How it goes", "Done on"}]
        if found.new or promised:
            words = f"{len(found.new)} added, {len(promised)} changed by spreadsheet"
            note_part(made, plan, "actions", "", words)
    return found


def _compare(
    row: SheetRow,
    plan: Plan,
    names: _Names,
    kept: Mapping[str, Action],
    found: ActionChanges,
    file: str,
    today: date,
) -> None:
    faults: list[tuple[str, str]] = []
    key = row.values["Id"]
    held = kept.get(str(key)) if key else None
    if key and held is None:
        faults.append(("Id", "there is no action of this plan with this id; leave the id of a new row empty"))
    fields, partners = _fields(row, names, held, faults)
    was = action_row(held, names.twins) if held else {}
    pairs = (
        (column.name, _plain(was.get(column.name)), _plain(row.values[column.name]))
        for column in LAYOUT.columns[1:]
    )
    differences = {name: (before, after) for name, before, after in pairs if before != after}
    action = held or Action(system=plan.system, **fields)
    if not faults:
        _hold(Action(system=plan.system, **fields), partners, names, today, faults)
    if faults:
        found.problems += [_problem(row, column, words, file) for column, words in faults]
    elif not differences:
        found.unchanged += 1
    else:
        where = f"{row.sheet or 'row'} {row.number}"
        changes = ActionChange(action, fields, partners, differences, where)
        (found.changed if held else found.new).append(changes)


def _fields(
    row: SheetRow, names: _Names, held: Action | None, faults: list[tuple[str, str]]
) -> tuple[dict[str, Any], tuple[Body, ...]]:
    """The fields of a row; what names nothing, or several, is a fault."""
    said = {name: str(value).strip() for name, value in row.values.items() if isinstance(value, str)}
    if len(said.get("Action", "")) > 300:
        faults.append(("Action", f"it has {len(said['Action'])} letters, and 300 are the most"))
    commitment = _one(said, "Commitment", names.commitments, held.commitment if held else None, faults)
    owner = said.get("Owner", "")
    if owner and owner not in names.posts:
        faults.append(("Owner", f"no post is called '{owner}'; write its title, a comma, and its body"))
    partners = [each.strip() for each in said.get("Partners", "").split(";") if each.strip()]
    unknown = [each for each in partners if each not in names.bodies]
    if unknown:
        faults.append(("Partners", f"no body of this system is called '{unknown[0]}'"))
    fields = {
        "commitment": commitment,
        "title": said.get("Action", ""),
        "words": said.get("In more words", "").replace("\r\n", "\n"),
        "owner": names.posts.get(owner),
        "due": row.values["Due"],
        "progress": PROGRESS.get(said.get("How it goes", ""), "not_started"),
        "done_on": row.values["Done on"],
        "budget": _one(said, "Budget line", names.lines, held.budget if held else None, faults),
        "measures": " ".join(said.get("Measures", "").split()),
    }
    return fields, tuple(names.bodies[each] for each in dict.fromkeys(partners) if each in names.bodies)


def _one(
    said: Mapping[str, str],
    column: str,
    named: Mapping[str, Sequence[Any]],
    held: Any,
    faults: list[tuple[str, str]],
) -> Any:
    """The one record that a cell names; that of the row itself where several are called so."""
    words = said.get(column, "")
    rows = named.get(words, ())
    if held is not None and held in rows:
        return held
    if words and len(rows) != 1:
        many = "several are" if rows else "none is"
        faults.append((column, f"{many} called '{words}'"))
    return rows[0] if len(rows) == 1 else None


def _hold(
    action: Action, partners: Sequence[Body], names: _Names, today: date, faults: list[tuple[str, str]]
) -> None:
    try:
        hold_action(action, partners, names.measures, today)
    except Problem as problem:
        column = "Measures" if "measure" in problem.found else "Done on"
        faults.append((column, f"{problem.found} {problem.remedy}"))


def _plain(value: Value) -> Value:
    """A value as a spreadsheet holds it: ends of lines of one kind, no spaces around, nothing for ''."""
    return (value.replace("\r\n", "\n").strip() or None) if isinstance(value, str) else value


def _problem(row: SheetRow, column: str, words: str, file: str) -> Problem:
    return Problem(
        code="sheet.wrong",
        found=f"{row.address(column)} ({column}): {words.rstrip('.')}.",
        expected="What the plan's pages know.",
        remedy="Correct the cell, or add what it names on its page first.",
        where=Where(file, row.sheet, row.number, column_letters(row.columns.get(column, 0))),
    )
