"""Draft targets of a file or of pasted text."""

from collections.abc import Sequence
from dataclasses import dataclass

from aimwell.domain.draft_targets import DraftTarget
from aimwell.domain.measure_names import MeasureNames
from aimwell.domain.problems import Problem, Where
from aimwell.domain.target_wordings import TargetWordings
from aimwell.domain.uploads import Upload, UploadedTable, UploadedText, UploadKind
from aimwell.gateways.target_tables.headings import find_target_headings
from aimwell.gateways.target_tables.pasted import tables_in
from aimwell.gateways.target_tables.prose import draft_of_sentence
from aimwell.gateways.target_tables.rows import drafts_of_table


@dataclass(frozen=True, slots=True)
class FoundTargets:
    """The drafts in a file, and the tables that nobody could read as targets, each with why."""

    drafts: tuple[DraftTarget, ...]
    passed_over: tuple[str, ...]


def drafts_of_upload(*, upload: Upload, wordings: TargetWordings, names: MeasureNames) -> FoundTargets:
    """The draft targets of a file. Raises Problem `targets.none` where there are none."""
    tables, texts = upload.tables, upload.texts
    if upload.kind is UploadKind.TEXT:
        in_text, prose = tables_in(texts)
        drawn = any(text.text.lstrip().startswith("|") for text in texts)  # with strokes, as in Markdown
        by_separator = [t for t in tables if not drawn and find_target_headings(t.rows, wordings)]
        tables, texts = (tuple(by_separator), ()) if by_separator else (in_text or tables, prose)
    found = _found(tables, texts, wordings, names)
    if not found.drafts:
        raise _none(upload.name, found)
    return found


def drafts_of_text(*, text: str, wordings: TargetWordings, names: MeasureNames, most: int) -> FoundTargets:
    """The draft targets of pasted text. most: how many signs are taken.

    Raises Problem `targets.too-long`, or `targets.none` where there are none.
    """
    if len(text) > most:
        raise Problem(
            code="targets.too-long",
            found=f"The text has {len(text):,} signs.",
            expected=f"At most {most:,}.",
            remedy="Paste it in parts, or send the file.",
        )
    lines = [UploadedText(line, number) for number, line in enumerate(text.splitlines(), start=1)]
    tables, prose = tables_in([line for line in lines if line.text.strip()])
    found = _found(tables, prose, wordings, names)
    if not found.drafts:
        raise _none("", found)
    return found


def _found(
    tables: Sequence[UploadedTable],
    texts: Sequence[UploadedText],
    wordings: TargetWordings,
    names: MeasureNames,
) -> FoundTargets:
    drafts: list[DraftTarget] = []
    passed: list[str] = []
    for table in tables:
        headings = find_target_headings(table.rows, wordings)
        if headings is None:
            passed += [f"{table.name or 'The table'} has no line of headings that names a measure or target."]
            continue
        rows = list(drafts_of_table(table, headings, wordings, names))
        drafts += rows
        if not rows:
            passed.append(f"{table.name or 'The table'} has no rows under its headings.")
    for text in texts:
        if draft := draft_of_sentence(text.text, _place(text), wordings, names):
            drafts.append(draft)
    return FoundTargets(tuple(drafts), tuple(passed))


def _place(text: UploadedText) -> str:
    return f"line {text.number}" if text.page is None else f"page {text.page}"


def _none(name: str, found: FoundTargets) -> Problem:
    return Problem(
        code="targets.none",
        found="No targets were found. " + " ".join(found.passed_over),
        expected="A table with headings such as measure, baseline, target and by when, or sentences such as"
        " 'Reduce smoking from 13.9% (2022) to 5% by 2030'.",
        remedy="Add a line of headings to the table, or paste the rows.",
        where=Where(name),
    )
