"""The English Indices of Deprivation by small area (LSOA), 2019 and 2025: files of ranks, deciles, scores and people.

Each edition comes as a dozen files of the same areas; a file is read for what it holds. Editions write their
year into the headings; the CSV that analysts keep of 2025 is known by its headings alone.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import Reconciliation
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.headings import plain
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, Table, find_table, found, share_of

FEED = "deprivation_small_areas"

AREA = Column("LSOA code", "lsoa", Holds.CODE, pattern=r"lsoa code \(\d{4}\)|lsoa(21|11)(_code|cd)")
DISTRICT = Column(
    "Local Authority District code",
    "district",
    Holds.CODE,
    r"local authority district code \(\d{4}\)",
    needed=False,
)
EDITION_OF_AREAS = {
    "lsoa21_code": "2025",
    "lsoa21cd": "2025",
    "lsoa code (2021)": "2025",
    "lsoa11_code": "2019",
    "lsoa11cd": "2019",
}  # for copies whose headings do not say their year
YEAR_IN_NAME = re.compile(r"i[mo]d[-_ ]?(20\d\d)", re.IGNORECASE)  # 2015 and 2019 have the same areas
YEAR_OF_DISTRICTS = {
    "2013": "2015",
    "2019": "2019",
    "2024": "2025",
}  # the districts an edition was published for, and the edition
DOMAINS = {
    "overall": r"index of multiple deprivation \(imd\)|imd",
    "income": r"income",
    "employment": r"employment",
    "education": r"education(, skills and training)?",
    "health": r"health( deprivation and disability)?",
    "crime": r"crime",
    "housing": r"barriers to housing and services|housing_and_services",
    "environment": r"living environment|environment",
}
EXPLAINED = r"( \((where|a) .*\))?"  # "(where 1 is most deprived 10% of LSOAs)"
MOST_DEPRIVED_TENTH, MOST_DEPRIVED_FIFTH = (
    1,
    2,
)  # the last decile of each; the publisher's first is the most deprived


def _domain_columns(kind: str, words: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            f"{name} {kind}",
            f"{name}_{kind}",
            Holds.AMOUNT,
            rf"({domain})( domain)?[ _]{words}{EXPLAINED}",
            needed=False,
        )
        for name, domain in DOMAINS.items()
    )


RANKS, DECILES = _domain_columns("rank", "rank"), _domain_columns("decile", "decile")
SCORES = _domain_columns("score", r"score( \(rate\))?")
TRANSFORMED = tuple(
    Column(f"{name} transformed score", f"{name}_transformed_score", Holds.AMOUNT, pattern, needed=False)
    for name, pattern in {
        name: rf"({domain}|{name}|barriers) score - exponentially transformed"
        if name == "housing"
        else rf"({domain}|{name}) score - exponentially transformed"
        for name, domain in DOMAINS.items()
        if name != "overall"
    }.items()
)
PEOPLE = (
    Column("people", "people", Holds.AMOUNT, r"total population: mid.*", needed=False),
    Column("children", "children", Holds.AMOUNT, r"dependent children aged 0-15: mid \d{4}.*", needed=False),
    Column("16 to 59", "people_16_to_59", Holds.AMOUNT, r"population aged 16-59: mid \d{4}.*", needed=False),
    Column(
        "60 and over",
        "people_60_and_over",
        Holds.AMOUNT,
        r"older population aged 60 and over: mid.*",
        needed=False,
    ),
)
FIGURES = (*RANKS, *DECILES, *SCORES, *TRANSFORMED, *PEOPLE)
COLUMNS = (AREA, DISTRICT, *FIGURES)
ANY_OF_THEM = tuple(replace(column, needed=True) for column in COLUMNS)  # a file has some, whichever
CONTENT_OF_FILE = {
    "ranks and deciles": RANKS,
    "scores": SCORES,
    "transformed scores": TRANSFORMED,
    "people": PEOPLE,
}


def recognise(document: Document) -> Recognition | None:
    """By the areas' heading and at least one column of figures."""
    table = _find(document)
    if table is None:
        return None
    return Recognition(FEED, share_of(table, (AREA, *_expected(table))))


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """The ranks, deciles, scores or people of each small area."""
    table = found(_find(document), document, (AREA,))
    table.require((AREA, *_expected(table)))
    reader = _Reader(_edition(table), _content(table), tuple(c for c in COLUMNS if table.has(c.heading)))
    lines = list(table.lines())
    collected = Collected(feed)
    collected.take(lines, reader.facts)
    return collected.reading(scratch, reconciliations=_reconciliations(table, lines))


def _find(document: Document) -> Table | None:
    sheets = [name for name in document.sheets if re.match(r"(imd|iod)\s*\d{2}", name.casefold())]
    for sheet in sheets if document.kind is Kind.WORKBOOK else [""]:
        table = find_table(document, ANY_OF_THEM, sheet=sheet, least=0)
        if table and any(table.has(column.heading) for column in FIGURES) and _names_areas(table):
            return table
    return None


def _names_areas(table: Table) -> bool:
    return any("lsoa" in text.casefold() for text in table.headings.texts)


def _expected(table: Table) -> tuple[Column, ...]:
    """Of a file of ranks and deciles each rank has its decile; a file of people has all the ages."""
    expected: list[Column] = []
    for rank, decile in zip(RANKS, DECILES, strict=True):
        if table.has(rank.heading) or table.has(decile.heading):
            expected += [rank, decile]
    if any(table.has(column.heading) for column in PEOPLE):
        expected += PEOPLE
    if any(table.has(column.heading) for column in TRANSFORMED):
        expected += TRANSFORMED
    return tuple(Column(c.heading, c.name, c.holds, c.pattern) for c in expected)


def _edition(table: Table) -> str:
    rows = table.document.sheet(table.headings.sheet) if table.headings.sheet else table.document.head
    published = [plain(heading) for heading in rows[table.headings.row]]
    for heading in published:
        if found := re.search(r"district (?:code|name) \((\d{4})\)|lad(\d\d)(?:_code|_name|cd|nm)", heading):
            year = found[1] or f"20{found[2]}"
            return read_period(YEAR_OF_DISTRICTS.get(year, year)).text
    if found := YEAR_IN_NAME.search(table.document.name):
        return read_period(found[1]).text
    known = filter(None, (EDITION_OF_AREAS.get(heading) for heading in published))
    edition = next(known, None)
    if edition is None:
        raise Problem(
            code="period.not-stated",
            found="No heading says which edition of the indices this is.",
            expected="A heading such as 'Local Authority District code (2024)'.",
            remedy="Take the file as published.",
            where=Where(table.document.name, table.headings.sheet, table.headings.row + 1),
        )
    return read_period(edition).text


def _content(table: Table) -> str:
    """Files of one edition stand beside each other; each replaces only an earlier copy of itself."""
    held = [
        what
        for what, columns in CONTENT_OF_FILE.items()
        if any(table.has(column.heading) for column in columns)
    ]
    return ", ".join(held)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What holds for the whole file, and its columns among all that a file of the family may have."""

    edition: str
    content: str
    columns: tuple[Column, ...]

    def facts(self, line: Line) -> list[Fact]:
        """One small area."""
        declared: dict[str, object] = {**line.filled(self.columns)}
        for column in DECILES:
            decile = declared.get(column.name)
            if isinstance(decile, float):
                domain = column.name.removesuffix("_decile")
                declared[f"{domain}_most_deprived_tenth"] = float(decile <= MOST_DEPRIVED_TENTH)
                declared[f"{domain}_most_deprived_fifth"] = float(decile <= MOST_DEPRIVED_FIFTH)
                declared["small_areas"] = 1.0
        declared["fifth"] = fifth_of(declared.get("overall_decile"))
        return [{**declared, "period": self.edition, "grain": "lsoa", "scope": self.content}]


def fifth_of(decile: object) -> str | None:
    """1 for the most deprived fifth of small areas to 5 for the least, from a decile."""
    return str(int(decile + 1) // 2) if isinstance(decile, float) else None


def _reconciliations(table: Table, lines: list[Line]) -> list[Reconciliation]:
    """The lowest place in the ranking is the number of areas; a file that was cut has fewer rows."""
    rank = RANKS[0].heading
    if not table.has(rank):
        return []
    lowest = max((line.known(rank) for line in lines), default=0.0)
    return [Reconciliation("small areas: the lowest rank against the rows", lowest, float(len(lines)))]
