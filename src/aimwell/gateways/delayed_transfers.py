"""Delayed transfers of care (to February 2020): days people waited in hospital for care elsewhere.

Counted by council or by trust. Two layouts: the monthly workbook, with a sheet for each way of splitting the days, and
a stacked CSV of one split, by reason, over many months. Each split is replaced on its own by a newer edition.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.cells import amount, code, text
from aimwell.gateways.document import Cell, Document, Kind
from aimwell.gateways.headings import Headings, find_headings, plain, require_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition, share_found
from aimwell.gateways.title_block import month_of, stated_month, stated_vintage

FEED = "delayed_transfers"

TOTAL = "Total"
ENGLAND = "-"
PLACE_HEADINGS = ("Code", "Name")
ONS = "ONS Geography"  # beside the council's older number; a sheet of trusts has none
SHEETS: Mapping[str, tuple[str, ...]] = {  # the split that a sheet shows: its headings, without the total
    "care_type": ("Acute", "Non-Acute"),
    "responsible": ("NHS", "Social Care", "Both"),
    "reason": (
        "A) Awaiting completion of assessment",
        "B) Awaiting public funding",
        "C) Awaiting further non-acute NHS care",
        "Di) Awaiting residential home placement or availability",
        "Dii) Awaiting nursing home placement or availability",
        "E) Awaiting care package in own home",
        "F) Awaiting community equipment and adaptations",
        "G) Patient or family choice",
        "H) Disputes",
        "I) Housing - patients not covered by Care Act",
        "O) Other",
    ),
}
REASON_LETTER = re.compile(r"(A|B|C|Di|Dii|E|F|G|H|I|O)\)")  # the words after it change between years
LATER_REASON = "O) Other"  # only since April 2017
STACKED_TOTAL = "Total Delayed Transfers of Care"
STACKED_REASONS = {
    "Awaiting completion of assessment": "A) Awaiting completion of assessment",
    "Awaiting public funding": "B) Awaiting public funding",
    "Awaiting further NHS non-acute care": "C) Awaiting further non-acute NHS care",
    "Awaiting residential home placement or availability": "Di) Awaiting residential home placement or availability",
    "Awaiting nursing home placement or availability": "Dii) Awaiting nursing home placement or availability",
    "Awaiting care package in own home": "E) Awaiting care package in own home",
    "Awaiting community equipment and adaptations": "F) Awaiting community equipment and adaptations",
    "Patient or family choice": "G) Patient or family choice",
    "Disputes": "H) Disputes",
    "Housing - Patients not covered by NHS and Community Care Act": "I) Housing - patients not covered by Care Act",
    "Other": "O) Other",
}
STACKED_HEADINGS = ("Code", "Name", *STACKED_REASONS, STACKED_TOTAL, "Period")


def recognise(document: Document) -> Recognition | None:
    """By the stacked headings, or by a sheet of the workbook with the headings of a split."""
    if document.kind is Kind.CSV:
        headings = find_headings(document.head, STACKED_HEADINGS)
        return _recognition(STACKED_HEADINGS, headings) if headings else None
    for sheet in document.sheets:
        if "by reason" in plain(sheet):
            expected = (*PLACE_HEADINGS, *SHEETS["reason"], TOTAL)
            headings = _find(document, sheet, expected)
            return _recognition(expected, headings) if headings else None
    return None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Days of delay by council, month and the groups of each split."""
    if document.kind is Kind.CSV:
        return _Collected(document, feed, [_stacked(document)]).reading(Vintage(), scratch)
    splits = [each for split in SHEETS for each in _sheets_of(document, split)]
    first = document.sheet(splits[0].headings.sheet, rows=30)
    return _Collected(document, feed, splits).reading(stated_vintage(first), scratch)


@dataclass(frozen=True, slots=True)
class _Split:
    """One table of delayed days: which split it shows, where its groups stand, and what its months are."""

    split: str
    headings: Headings
    groups: Mapping[str, str]  # heading: the group's name in the facts
    total: str
    month: str  # '' where each row states its own
    rows: list[list[Cell]]
    grain: str  # council or provider
    codes: Mapping[str, str]  # by a council's plain name, where its own code is an older one


class _Collected:
    """The facts, refusals and sums of a document's splits as they are read."""

    def __init__(self, document: Document, feed: Feed, splits: list[_Split]) -> None:
        self._document = document
        self._writer = FactsWriter(feed)
        self._read = self._kept = self._aside = 0
        self._refused: list[Problem] = []
        self._stated: dict[str, float] = {}
        self._summed: dict[str, float] = {}
        self._met: dict[str, PlaceMet] = {}
        for split in splits:
            for number, row in _data_rows(split):
                self._take(split, number, row)

    def reading(self, vintage: Vintage, scratch: Path) -> Reading:
        """What was collected, with its facts written."""
        return Reading(
            facts=self._writer.write(scratch / "facts.parquet"),
            vintage=vintage,
            rows_read=self._read,
            rows_kept=self._kept,
            rows_set_aside=self._aside,
            refused=tuple(self._refused),
            reconciliations=tuple(
                Reconciliation(f"days of delay, {what}", self._stated[what], self._summed.get(what, 0.0))
                for what in self._stated
            ),
            places_met=tuple(self._met[each] for each in sorted(self._met)),
        )

    def _take(self, split: _Split, number: int, row: list[Cell]) -> None:
        self._read += 1
        try:
            groups = {
                name: self._amount(split, number, row, heading) for heading, name in split.groups.items()
            }
            total = self._amount(split, number, row, split.total)
            month = split.month or month_of(row[split.headings.index("Period")])
        except Problem as problem:
            self._refused.append(problem)
            return
        place = self._place(split, row)
        self._stated_total(split, place, total, groups)
        if place == ENGLAND:
            self._aside += 1
            return
        self._kept += 1
        for group, days in groups.items():
            self._writer.add(
                period=month,
                grain=split.grain,
                scope=f"{split.grain} {split.split}",
                row=number,
                sheet=split.headings.sheet,
                status="ok" if days is not None else "missing",
                split=split.split,
                group=group,
                days=days,
                **{split.grain: place},
            )

    def _amount(self, split: _Split, number: int, row: list[Cell], heading: str) -> float | None:
        where = Where(self._document.name, split.headings.sheet, number, heading)
        return amount(row[split.headings.index(heading)], where).number

    def _place(self, split: _Split, row: list[Cell]) -> str:
        name = text(row[split.headings.index("Name")])
        ons = code(row[split.headings.index(ONS)]) if split.headings.has(ONS) else ""
        published = code(row[split.headings.index("Code")])
        place = ons or split.codes.get(plain(name), "") or published or ENGLAND
        if place != ENGLAND:
            self._met[place] = PlaceMet(place, name, split.grain)
        return place

    def _stated_total(
        self, split: _Split, place: str, total: float | None, groups: Mapping[str, float | None]
    ) -> None:
        """The workbook's England row against its councils; a stacked row's total against its reasons."""
        if split.month and place == ENGLAND:
            self._add(self._stated, f"{split.split}: England against its {split.grain}s", total)
        elif split.month:
            self._add(self._summed, f"{split.split}: England against its {split.grain}s", total)
        else:
            self._add(self._stated, "totals against their reasons", total)
            self._add(
                self._summed, "totals against their reasons", sum(days or 0.0 for days in groups.values())
            )

    @staticmethod
    def _add(sums: dict[str, float], what: str, days: float | None) -> None:
        sums[what] = sums.get(what, 0.0) + (days or 0.0)


def _sheets_of(document: Document, split: str) -> list[_Split]:
    """The sheets that show a split, of councils and of trusts, by content: sheets are renamed between months."""
    groups = SHEETS[split]
    expected = (*PLACE_HEADINGS, *groups, TOTAL)
    found = [headings for sheet in document.sheets if (headings := _find(document, sheet, expected))]
    own = [headings for headings in found if sum(headings.has(group) for group in groups) > len(groups) / 2]
    if not own:
        raise Problem(
            code="feed.missing-sheet",
            found=f"No sheet has the columns {', '.join(groups)}.",
            expected="The workbook as published, with a sheet for each way of splitting the days.",
            remedy="Take the workbook as published.",
            where=Where(document.name),
        )
    return [_sheet_of(document, split, headings) for headings in own]


def _sheet_of(document: Document, split: str, headings: Headings) -> _Split:
    groups = [group for group in SHEETS[split] if group != LATER_REASON or headings.has(group)]
    require_headings(headings, (*PLACE_HEADINGS, *groups, TOTAL), document)
    rows = document.sheet(headings.sheet)
    month = stated_month(rows, document, sheet=headings.sheet)
    grain = "council" if headings.has(ONS) else "provider"
    return _Split(split, headings, {name: name for name in groups}, TOTAL, month, rows, grain, {})


def _find(document: Document, sheet: str, expected: Sequence[str]) -> Headings | None:
    """The line of headings of a sheet, its reasons called by the words of 2019."""
    by_letter = {reason.split(")")[0]: reason for reason in SHEETS["reason"]}
    rows = [
        [by_letter[found[1]] if (found := REASON_LETTER.match(text(cell))) else cell for cell in row]
        for row in document.sheet(sheet, rows=30)
    ]
    return find_headings(rows, expected, sheet=sheet)


def _stacked(document: Document) -> _Split:
    headings = find_headings(document.head, STACKED_HEADINGS, least=0.5)
    if headings is None:
        raise Problem(
            code="feed.missing-column",
            found="The first lines hold no headings of the stacked table.",
            expected=f"A line with the headings {', '.join(STACKED_HEADINGS)}.",
            remedy="Take the file as published.",
            where=Where(document.name, row=1),
        )
    require_headings(headings, STACKED_HEADINGS, document)
    rows: list[list[Cell]] = [list(line) for line in document.lines()]
    _refuse_short_rows(document, headings, rows)
    newer = {
        plain(row[headings.index("Name")]): code(row[headings.index("Code")])
        for row in rows[headings.row + 1 :]
        if row and code(row[headings.index("Code")]).startswith("E")
    }
    return _Split("reason", headings, STACKED_REASONS, STACKED_TOTAL, "", rows, "council", newer)


def _refuse_short_rows(document: Document, headings: Headings, rows: list[list[Cell]]) -> None:
    for number, row in enumerate(rows, start=1):
        if row and number > headings.row + 1 and len(row) != len(headings.texts):
            raise Problem(
                code="file.cut-short",
                found=f"The row has {len(row)} cells.",
                expected=f"{len(headings.texts)} cells, as in the line of headings.",
                remedy="Download the file again: it may have stopped half way.",
                where=Where(document.name, row=number),
            )


def _data_rows(split: _Split) -> Iterator[tuple[int, list[Cell]]]:
    """Rows under the headings that name a place, numbered as a spreadsheet counts."""
    name = split.headings.index("Name")
    for number, row in enumerate(split.rows[split.headings.row + 1 :], start=split.headings.row + 2):
        if len(row) > name and text(row[name]):
            yield number, row


def _recognition(expected: tuple[str, ...], headings: Headings) -> Recognition:
    return Recognition(
        FEED, share_found([plain(name) for name in expected], [plain(each) for each in headings.texts])
    )
