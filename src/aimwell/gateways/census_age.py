"""Census table TS007A: five years of age by small area, from Nomis, which puts a preamble above the headings."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.gateways.census_small_areas import CensusTable, group_column, read_census, recognise_census
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition

FEED = "census_age"

BANDS = {
    "people_0_to_4": "Aged 4 years and under",
    **{f"people_{first}_to_{first + 4}": f"Aged {first} to {first + 4} years" for first in range(5, 85, 5)},
    "people_85_and_over": "Aged 85 years and over",
}
TABLE = CensusTable(
    feed=FEED,
    groups=[
        group_column("Age", "Total", "people"),
        *(group_column("Age", band, name) for name, band in BANDS.items()),
    ],
    parts_of_everyone=tuple(BANDS),
)


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_census(document, TABLE)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People of each small area in England, by five years of age."""
    return read_census(document, TABLE, feed, scratch=scratch)
