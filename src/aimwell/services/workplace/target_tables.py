"""Bring the target table of a plan into the workplace: read it as drafts, and keep those that somebody ticked, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from aimwell.catalogue.target_wordings import read_target_wordings
from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.domain.draft_targets import DraftTarget
from aimwell.domain.measure_names import measure_names
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.uploads import UploadNote
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.drafted_targets import Drafted, named_exactly
from aimwell.gateways.target_tables.reading import drafts_of_text, drafts_of_upload
from aimwell.gateways.uploads.reading import read_uploaded_bytes
from aimwell.services.workplace.changing import Asking, change
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.targets import way_words
from aimwell.store.workplace.models import Body, Post, Priority, Target, TrajectoryPoint

MOST_ROWS = 300  # that one page can show and one person can look through


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A target table as it was read, kept nowhere yet."""

    drafts: tuple[DraftTarget, ...]
    passed_over: tuple[str, ...]
    notes: tuple[UploadNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticked:
    """A row that somebody ticked: what becomes of it, and where it stood."""

    drafted: Drafted
    priority: Priority
    owner: Post | None
    address: str


def read_target_table(*, content: bytes, name: str, pasted: bool, definitions: Path) -> ReadTable:
    """The drafts of a file, or of text that was pasted. Raises Problem for what is not taken or holds no target."""
    wordings = read_target_wordings(definitions)
    names = measure_names(catalogue_of(definitions).measures.values())
    limits = read_upload_limits(definitions)
    if pasted:
        found = drafts_of_text(
            text=content.decode("utf-8"), wordings=wordings, names=names, most=limits.most_characters
        )
        return _held(ReadTable(found.drafts, found.passed_over), name)
    upload = read_uploaded_bytes(content=content, name=name, limits=limits)
    found = drafts_of_upload(upload=upload, wordings=wordings, names=names)
    return _held(ReadTable(found.drafts, found.passed_over, upload.notes), name)


def post_named(words: str, posts: Sequence[Post]) -> Post | None:
    """The one post that is called exactly so, with or without its body."""
    named = [(name, str(post.pk)) for post in posts for name in (str(post), post.title)]
    found = named_exactly(words, named)
    return next((post for post in posts if str(post.pk) == found), None)


def keep_ticked(*, asking: Asking, system: Body, rows: Sequence[Ticked], source: str) -> list[Target]:
    """Make draft targets of all ticked rows in one change, or of none. source: the file, as the log says it."""
    _require_rows(rows, system)
    with change(asking, Act.EDIT_TARGETS, system) as made:
        targets = [
            Target(system=system, priority=row.priority, owner=row.owner, **row.drafted.fields)
            for row in rows
        ]
        beside: dict[UUID, dict[str, tuple[str, str]]] = {
            target.pk: _beside(row, source) for target, row in zip(targets, rows, strict=True)
        }
        made.add_many(targets, beside=beside)
        TrajectoryPoint.objects.bulk_create(
            TrajectoryPoint(target=target, period=point.period, value=point.value)
            for target, row in zip(targets, rows, strict=True)
            for point in row.drafted.trajectory
        )
    return targets


def _beside(row: Ticked, source: str) -> dict[str, tuple[str, str]]:
    said: dict[str, Any] = {
        "read_from": f"{source}, {row.address}",
        "trajectory": way_words(row.drafted.trajectory),
    }
    return {name: ("", words) for name, words in said.items() if words}


def _require_rows(rows: Sequence[Ticked], system: Body) -> None:
    problems = [
        Problem(
            code="targets.row-cannot-be-kept",
            found=f"{row.address}: {why}.",
            expected="A row with words, under a priority of this system.",
            remedy=remedy,
        )
        for row in rows
        for wrong, why, remedy in (
            (not row.drafted.fields["title"], "nothing says what is to be reached", "Leave the row out."),
            (
                row.priority.system_id != system.pk,
                "its priority belongs to another system",
                "Choose another.",
            ),
            (
                row.owner is not None and row.owner.body.system_id not in (None, system.pk),
                "its owner belongs to another system",
                "Choose the owner later.",
            ),
        )
        if wrong
    ]
    if not rows:
        problems = [
            Problem(
                code="targets.none-ticked",
                found="No row is ticked.",
                expected="At least one row to make a target of.",
                remedy="Tick the rows that are to become targets.",
            )
        ]
    if problems:
        raise Problems(problems)


def _held(table: ReadTable, name: str) -> ReadTable:
    if len(table.drafts) > MOST_ROWS:
        raise Problem(
            code="targets.too-many",
            found=f"The table has {len(table.drafts):,} rows that could be targets.",
            expected=f"At most {MOST_ROWS} at a time, so that somebody can look through them.",
            remedy="Send it in parts. For more rows at once, use the spreadsheet of targets.",
            where=Where(name),
        )
    return table
