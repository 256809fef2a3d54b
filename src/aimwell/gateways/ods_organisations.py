"""The Organisation Data Service's files of organisations: 27 columns, no line of headings, dates as 20240401.

Trusts (etr), commissioners (eccg) and practices with prescribing cost centres (epraccur) share the layout and
leave different columns empty, which tells them apart. Closed organisations stay in the file. Addresses and
telephone numbers are not kept.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.headings import Headings, plain
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, Table

FEED = "ods_organisations"

WIDTH = 27
POSITIONS = {
    0: Column("Organisation Code", "organisation", Holds.CODE),
    1: Column("Name", "name"),
    2: Column("National Grouping", "region", Holds.CODE),
    3: Column("High Level Health Geography", "ics", Holds.CODE),
    9: Column("Postcode", "postcode"),
    10: Column("Open Date", "opened", Holds.DAY),
    11: Column("Close Date", "closed", Holds.DAY),
    12: Column("Status Code", "status_code"),
    13: Column("Organisation Sub-Type Code", "sub_type"),
    14: Column("Commissioner", "commissioner", Holds.CODE),
    25: Column("Prescribing Setting", "prescribing_setting"),
}
COLUMNS = tuple(POSITIONS.values())
FORMS = {
    0: r"[A-Z0-9]{3,8}",
    1: r"[^a-z]{3,}",
    2: r"[A-Z]\d\d|",
    3: r"[A-Z0-9]{3,5}|",
    9: r"[A-Z]{1,2}\d[A-Z0-9]? ?\d[A-Z]{2}|",
    10: r"\d{8}",
    11: r"\d{8}|",
}
"""What the cells of some columns look like: the signature of a file without headings."""
LEAST_SHARE = 0.7
LOOKED_AT = 10  # lines
HEADINGS_OF_CODES = frozenset({"organisation code", "organisation_code", "code", "org code"})
GP_PRACTICE = "4"  # prescribing setting
SITE = re.compile(r"R[A-Z0-9]{2}[A-Z0-9]{2}")  # a trust's code and two more characters
KIND_OF = {"practices": "practice", "trusts": "trust", "sites": "site", "commissioners": "sub_icb"}


def recognise(document: Document) -> Recognition | None:
    """By the form of the cells in its first lines."""
    rows = rows_of_width(document, WIDTH - 1, WIDTH + 1)
    if not rows:
        return None
    share = sum(map(_share, rows)) / len(rows)
    return Recognition(FEED, share) if share >= LEAST_SHARE else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each organisation, open or closed."""
    lines = list(
        headless(document, {index: column.heading for index, column in POSITIONS.items()}, WIDTH).lines()
    )
    content = _content(lines)
    period = latest_day(lines, "Open Date")
    collected = Collected(feed)
    collected.take(lines, lambda line: _facts(line, period, content))
    return collected.reading(scratch, places_met=_places_met(lines, content))


def rows_of_width(document: Document, least: int, most: int) -> list[list[str]]:
    """The first lines that have about so many cells; none where hardly any have, for then it is another file."""
    looked_at = [row for row in document.head if any(row)][:LOOKED_AT]
    fitting = [row for row in looked_at if least <= len(row) <= most]
    return fitting if 2 * len(fitting) > len(looked_at) else []


def headless(document: Document, positions: dict[int, str], width: int) -> Table:
    """A CSV without headings as a table. Raises Problem where its lines have another number of columns."""
    first = next((index for index, row in enumerate(document.head) if any(row)), 0)
    found = len(document.head[first])
    if found < width or any(document.head[first][width:]):
        raise Problem(
            code="feed.missing-column",
            found=f"The lines have {found} columns.",
            expected=f"{width} columns, in the order that the Organisation Data Service publishes.",
            remedy="Take the file as published, without headings and with its empty columns.",
            where=Where(document.name, row=first + 1),
        )
    headed = plain(document.head[first][0]) in HEADINGS_OF_CODES  # newer exports have a line of headings
    texts = tuple(positions.get(index, f"column {index + 1}") for index in range(width))
    at = {plain(text): index for index, text in enumerate(texts)}
    return Table(document, Headings("", first if headed else first - 1, at, texts))


def latest_day(lines: Sequence[Line], heading: str) -> str:
    """The day the file is of, as near as it says: the last day on which anything in it began."""
    days = [line.words(heading) for line in lines]
    latest = max((day for day in days if re.fullmatch(r"\d{8}", day)), default=None)
    if latest is None:
        raise Problem(
            code="period.not-stated",
            found="No row has a day on which it began.",
            expected="Days such as 20240401.",
            remedy="Take the file as published.",
            where=Where(lines[0].file if lines else "", column=heading),
        )
    return read_period(f"{latest[:4]}-{latest[4:6]}-{latest[6:]}").text


def _share(row: Sequence[str]) -> float:
    fits = [re.fullmatch(form, row[index].strip()) is not None for index, form in FORMS.items()]
    return (sum(fits) + (len(row) == WIDTH)) / (len(FORMS) + 1)


def _content(lines: Sequence[Line]) -> str:
    if any(line.words("Prescribing Setting") for line in lines):
        return "practices"
    if 2 * sum(SITE.fullmatch(line.code("Organisation Code")) is not None for line in lines) > len(lines):
        return "sites"  # of trusts: beside the trusts, not in place of them
    return "trusts" if any(line.words("column 24") for line in lines) else "commissioners"


def _facts(line: Line, period: str, content: str) -> list[Fact]:
    return [{**line.filled(COLUMNS), "period": period, "grain": "organisation", "scope": content}]


def _places_met(lines: Sequence[Line], content: str) -> list[PlaceMet]:
    return [
        PlaceMet(
            line.code("Organisation Code"),
            line.words("Name"),
            KIND_OF[content],
            line.code("Commissioner") or line.code("High Level Health Geography"),
        )
        for line in lines
        if content != "practices" or line.words("Prescribing Setting") == GP_PRACTICE
    ]
