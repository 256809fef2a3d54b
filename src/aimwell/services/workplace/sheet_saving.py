"""Saves what a spreadsheet changes: everything or nothing, each record with its own entry in the log."""

from collections.abc import Sequence

from django.db import transaction

from aimwell.domain.problems import Problem, Problems
from aimwell.domain.promises import RulePack
from aimwell.domain.uploads import Upload
from aimwell.domain.workplace.access import Act, may
from aimwell.domain.workplace.ceiling import not_over
from aimwell.services.workplace.ceilings import require_room
from aimwell.services.workplace.changing import Asking, change, require
from aimwell.services.workplace.sheet_changes import RowChange, SheetChanges, changes_of
from aimwell.services.workplace.sheet_faults import Around
from aimwell.services.workplace.targets import way_words
from aimwell.store.workplace.many import insert_many
from aimwell.store.workplace.models import Body, Priority, Target, TrajectoryPoint


def import_sheets(
    *, asking: Asking, upload: Upload, around: Around, packs: Sequence[RulePack], seen: str
) -> SheetChanges:
    """Save what an upload changes. seen: the mark of the changes that were shown before; others are refused.

    Raises Problems with every fault of the file; nothing is half-saved, and rows that say what is there already
    leave no entry in the log.
    """
    require(asking, Act.IMPORT, around.system)
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=around.system.pk)
        changes = changes_of(upload, around)
        _require_sound(changes, seen)
        refused = _refused(asking, changes, around.system)
        if refused is None:
            _save_priorities(asking, changes, around, packs)
            _save_targets(asking, changes, around)
    if refused is not None:
        require(asking, refused, around.system)  # after the transaction, so that the log keeps it
    return changes


def _require_sound(changes: SheetChanges, seen: str) -> None:
    if changes.problems:
        raise Problems(changes.problems)
    if changes.mark != seen:
        raise Problem(
            code="sheet.changed-meanwhile",
            found="Somebody changed priorities or targets since you looked at what the spreadsheet changes.",
            expected="The changes that were shown before.",
            remedy="Send the file once more, look at what it changes now, and confirm that.",
        )


def _refused(asking: Asking, changes: SheetChanges, system: Body) -> Act | None:
    """The first act that the changes take and who asks may not do."""
    acts = []
    if changes.new_priorities or changes.changed_priorities:
        acts.append(Act.EDIT_PRIORITIES)
    if changes.new_targets or changes.changed_targets:
        acts.append(Act.EDIT_TARGETS)
    return next((act for act in acts if not may(asking.by, act, str(system.pk)).allowed), None)


def _save_priorities(
    asking: Asking, changes: SheetChanges, around: Around, packs: Sequence[RulePack]
) -> None:
    if not (changes.new_priorities or changes.changed_priorities):
        return
    with change(asking, Act.EDIT_PRIORITIES, around.system) as made:
        for each in changes.new_priorities:
            _fill(each)
        require_room(
            system=around.system,
            packs=packs,
            day=asking.day,
            coming=_counted_anew(asking, changes, around.system),
        )
        made.add_many([each.record for each in changes.new_priorities])
        made.alter_many([(each.record, each.fields) for each in changes.changed_priorities])


def _counted_anew(asking: Asking, changes: SheetChanges, system: Body) -> list[Priority]:
    """The priorities that come under a ceiling: new ones, those of another level, those that were over."""
    moved = [
        Priority(
            pk=each.record.pk,
            system=system,
            level=each.fields.get("level", each.record.level),
            ends=each.fields.get("ends", each.record.ends),
        )
        for each in changes.changed_priorities
        if "Level" in each.differences or not not_over(each.record.ends, asking.day)
    ]
    return [*(each.record for each in changes.new_priorities), *moved]


def _save_targets(asking: Asking, changes: SheetChanges, around: Around) -> None:
    if not (changes.new_targets or changes.changed_targets):
        return
    with change(asking, Act.EDIT_TARGETS, around.system) as made:
        for each in changes.new_targets:
            _fill(each)
        ways = [each for each in (*changes.new_targets, *changes.changed_targets) if each.way is not None]
        beside = {each.record.pk: _way_beside(each) for each in ways}
        made.add_many([each.record for each in changes.new_targets], beside=beside)
        made.alter_many([(each.record, each.fields) for each in changes.changed_targets], beside=beside)
        _save_ways(ways)


def _fill(each: RowChange[Priority] | RowChange[Target]) -> None:
    for name, value in each.fields.items():
        setattr(each.record, name, value)


def _way_beside(each: RowChange[Target]) -> dict[str, tuple[str, str]]:
    """What the log says of a way: what it was and what it is."""
    was, becomes = way_words(each.was), way_words(each.way or ())
    return {"trajectory": (was, becomes)} if was != becomes else {}


def _save_ways(ways: Sequence[RowChange[Target]]) -> None:
    replaced = [each.record.pk for each in ways if each.was]
    for start in range(0, len(replaced), 500):
        TrajectoryPoint.objects.filter(target__in=replaced[start : start + 500]).delete()
    insert_many(
        TrajectoryPoint,
        ("target_id", "period", "value"),
        ((each.record.pk, point.period, point.value) for each in ways for point in each.way or ()),
    )
