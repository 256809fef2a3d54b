"""Census table TS021: ethnic group by small area, from Nomis."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.gateways.census_small_areas import CensusTable, group_column, read_census, recognise_census
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition

FEED = "census_ethnicity"

GROUPS = {
    "people": "Total: All usual residents",
    "asian": "Asian, Asian British or Asian Welsh",
    "bangladeshi": "Asian, Asian British or Asian Welsh: Bangladeshi",
    "chinese": "Asian, Asian British or Asian Welsh: Chinese",
    "indian": "Asian, Asian British or Asian Welsh: Indian",
    "pakistani": "Asian, Asian British or Asian Welsh: Pakistani",
    "black": "Black, Black British, Black Welsh, Caribbean or African",
    "black_african": "Black, Black British, Black Welsh, Caribbean or African: African",
    "black_caribbean": "Black, Black British, Black Welsh, Caribbean or African: Caribbean",
    "mixed": "Mixed or Multiple ethnic groups",
    "white": "White",
    "white_british": "White: English, Welsh, Scottish, Northern Irish or British",
    "gypsy_or_irish_traveller": "White: Gypsy or Irish Traveller",
    "roma": "White: Roma",
    "other": "Other ethnic group",
    "arab": "Other ethnic group: Arab",
}
TABLE = CensusTable(
    feed=FEED,
    groups=[group_column("Ethnic group", group, name) for name, group in GROUPS.items()],
    parts_of_everyone=("asian", "black", "mixed", "white", "other"),
)


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_census(document, TABLE)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People of each small area in England, by ethnic group."""
    return read_census(document, TABLE, feed, scratch=scratch)
