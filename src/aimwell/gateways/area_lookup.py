"""ONS lookups and lists of areas: one row a small area, sub-ICB location or board, with the larger areas it is in.

Headings carry kind, year and content: LSOA11CD, SICBL23CDH, ICB24NM. CD is the ONS code, CDH the ODS code, NM the
name. Packages write lsoa21_code. A lookup is read for whatever kinds it has.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document, Row
from aimwell.gateways.headings import plain
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, find_table, require_table, share_of

FEED = "area_lookup"

KIND_OF = {
    "lsoa": "lsoa",
    "lad": "district",
    "ltla": "district",
    "sicbl": "sub_icb",
    "loc": "sub_icb",
    "ccg": "sub_icb",
    "utla": "council",
    "ctyua": "council",
    "icb": "ics",
    "stp": "ics",
    "cal": "cancer_alliance",
    "nhser": "region",
}
"""What the publisher's abbreviations stand for, from the smallest kind to the largest."""
HEADING = re.compile(rf"({'|'.join(KIND_OF)})(\d\d)(cdh|cd|nm|_code|_name)")
OF_THE_FORM = re.compile(
    r"[a-z]{2,8}\d\d(cdh|cdo|cd|nmw|nm|_code|_name)"
)  # other kinds: wards, police forces
NUMBERS_OF_ROWS = frozenset({"fid", "objectid", "object id", ""})  # no part of a lookup
ENDINGS = {"cd": "", "_code": "", "cdh": "_ods", "nm": "_name", "_name": "_name"}
GRAINS = ("lsoa_2011", "lsoa_2021", *dict.fromkeys(kind for kind in KIND_OF.values() if kind != "lsoa"))
OTHERS = (
    Column("change_code", "change", pattern="chgind", needed=False),
    Column("Location.Local.Authority", "council_name", needed=False),
)
ENOUGH_HEADINGS = 0.5  # of a lookup's headings are of this form; a table of figures has one or two


ENDING = re.compile(r"(cdh|nm|_name)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One heading: the kind of area, the year of its boundaries, and which column of facts it fills."""

    published: str
    area: str
    year: str
    ending: str

    @property
    def column(self) -> Column:
        """As a column of a table; only ONS codes are needed."""
        holds = Holds.WORDS if self.ending == "_name" else Holds.CODE
        return Column(self.published, self.area + self.ending, holds, needed=not self.ending)


def recognise(document: Document) -> Recognition | None:
    """By the form of its headings."""
    row = _headings(document)
    parts = parts_of(row)
    named = [plain(cell) for cell in row if plain(cell) not in NUMBERS_OF_ROWS]
    of_the_form = sum(OF_THE_FORM.fullmatch(name) is not None for name in named)
    if len(parts) < 2 or of_the_form < ENOUGH_HEADINGS * len(named):
        return None
    table = find_table(document, _columns(parts), least=0)
    return Recognition(FEED, share_of(table, _columns(parts))) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Which larger areas each area is in."""
    parts = parts_of(_headings(document))
    _refuse_changed(document, _headings(document))
    columns = _columns(parts)
    table = require_table(document, columns, least=0)
    collected = Collected(feed)
    reader = _Reader((*columns, *(other for other in OTHERS if table.has(other.heading))), parts)
    collected.take(table.lines(), reader.facts)
    return collected.reading(scratch)


def _headings(document: Document) -> Row:
    """The line with most headings of the publisher's form."""
    return max(document.head, key=lambda row: len(parts_of(row)), default=[])


def parts_of(headings: Row) -> tuple[Part, ...]:
    """The headings that have the publisher's form."""
    found = [(str(cell).strip("\ufeff").strip(), HEADING.fullmatch(plain(cell))) for cell in headings]
    return tuple(
        Part(heading, _area(match[1], match[2]), f"20{match[2]}", ENDINGS[match[3]])
        for heading, match in found
        if match
    )


def _area(abbreviation: str, year: str) -> str:
    kind = KIND_OF[abbreviation]
    return f"lsoa_20{year}" if kind == "lsoa" else kind


def _columns(parts: tuple[Part, ...]) -> tuple[Column, ...]:
    """Those of the headings; and for each kind of area, its ONS code, whether it is there or not."""
    codes = {part.area for part in parts if not part.ending}
    absent = {
        part.area: Column(
            ENDING.sub(_code_ending, part.published),
            part.area,
            Holds.CODE,
        )
        for part in parts
        if part.area not in codes
    }
    return (*(part.column for part in parts), *absent.values())


def _code_ending(ending: re.Match[str]) -> str:
    return "_code" if ending[0].startswith("_") else "CD"


def _refuse_changed(document: Document, headings: Row) -> None:
    """A heading that starts like one of the publisher's and ends otherwise: its codes would be lost in silence."""
    for cell in map(plain, headings):
        start = HEADING.match(cell)
        if start and not OF_THE_FORM.fullmatch(cell):
            raise Problem(
                code="feed.changed-heading",
                found=f"There is a column '{cell}'.",
                expected=f"A column '{start[0]}', as in the published file.",
                remedy="Take the file as published. If the publisher has changed it, declare the new heading in the feed.",
                where=Where(document.name, column=cell),
            )


@dataclass(frozen=True, slots=True)
class _Reader:
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]

    @property
    def grain(self) -> str:
        """The smallest kind of area in the lookup."""
        return min((part.area for part in self.parts), key=GRAINS.index)

    @property
    def period(self) -> str:
        """The year of the newest boundaries that the small areas are looked up to."""
        larger = [part.year for part in self.parts if not part.area.startswith("lsoa")]
        return read_period(max(larger or [part.year for part in self.parts])).text

    @property
    def scope(self) -> str:
        """The kinds of area, so that lookups between other kinds stand beside this one."""
        return " to ".join(area for area in GRAINS if area in {part.area for part in self.parts})

    def facts(self, line: Line) -> list[Fact]:
        """One row of the lookup."""
        return [
            {**line.filled(self.columns), "period": self.period, "grain": self.grain, "scope": self.scope}
        ]
